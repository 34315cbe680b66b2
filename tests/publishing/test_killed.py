from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.errors import PackageError, PublishError
from dateline.loading import load, verify
from dateline.publishing import publish_directory
from package.samples import MORE_PORTS, release
from publishing.trees import tree

STEPS = (
    "started",
    "release written",
    "all prepared",
    "version in place",
    "latest in place",
    "index in place",
)
PUBLISHER = Path(__file__).with_name("killed.py")
TESTS = PUBLISHER.parent.parent
TOOLKIT = TESTS.parent / "toolkit"


def _publisher(target: Path, fatal: str = "", swap: str = "swap") -> list[str]:
    return [sys.executable, str(PUBLISHER), str(target), "1.1.0", fatal, swap]


ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TOOLKIT), str(TESTS)])}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes | None]:
    """Return the state of a target after both versions were published undisturbed."""
    target = tmp_path_factory.mktemp("finished")
    publish_directory(target, release())
    publish_directory(target, release("1.1.0", ports=MORE_PORTS))
    return tree(target)


@pytest.mark.parametrize(
    ("fatal", "swap"),
    [
        *((step, "swap") for step in STEPS),
        ("old folder moved away", "two-renames"),
        ("latest in place", "two-renames"),
    ],
)
def test_killed_publisher_leaves_old_or_new(
    target: Path, finished: dict[str, bytes | None], fatal: str, swap: str
) -> None:
    """Killed at any step, readers see the old state or the new one, and the next run completes it."""
    old = tree(target)
    done = subprocess.run(
        _publisher(target, fatal, swap), env=ENVIRONMENT, check=False, capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    shown = {name: content for name, content in tree(target).items() if not name.startswith(".")}
    for part in ("index.json", "harbour/1.0.0", "harbour/1.1.0", "harbour/latest"):
        now = _part(shown, part)
        absent = part == "harbour/latest" and fatal == "old folder moved away"
        assert now in ({} if absent else _part(old, part), _part(finished, part)), part
    assert load(target).version in ("1.0.0", "1.1.0")
    assert verify(target).ok
    assert publish_directory(target, release("1.1.0", ports=MORE_PORTS)).status in ("published", "identical")
    assert tree(target) == finished


def _part(state: dict[str, bytes | None], part: str) -> dict[str, bytes | None]:
    return {name: content for name, content in state.items() if name == part or name.startswith(f"{part}/")}


def test_first_publisher_killed_leaves_no_package(tmp_path: Path) -> None:
    """Killed before anything was shown, the target holds nothing that could be read."""
    subprocess.run(_publisher(tmp_path, "all prepared"), env=ENVIRONMENT, check=False)
    with pytest.raises(PackageError, match="no package here"):
        load(tmp_path)
    publish_directory(tmp_path, release("1.1.0", ports=MORE_PORTS))
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_steps_are_those_that_are_killed(target: Path) -> None:
    """The publisher goes through exactly the steps at which it is killed above."""
    done = subprocess.run(_publisher(target), env=ENVIRONMENT, check=True, capture_output=True, text=True)
    assert tuple(done.stdout.splitlines()) == STEPS


def test_second_publisher_is_turned_away(target: Path) -> None:
    """While one process publishes, another is told so and writes nothing; afterwards it can."""
    code = f"""
import sys, time
from pathlib import Path
from dateline.publishing.lock import locked
with locked(Path({str(target)!r})):
    print("held", flush=True)
    time.sleep(60)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        before = tree(target)
        with pytest.raises(PublishError, match="someone else is publishing") as caught:
            publish_directory(target, release("1.1.0"))
        assert str(target) in str(caught.value)
        assert tree(target) == before
        holder.kill()
    publish_directory(target, release("1.1.0"))
    assert not (target / ".dateline-lock").exists()


def test_many_publishers_take_turns_or_are_turned_away(
    tmp_path: Path, finished: dict[str, bytes | None]
) -> None:
    """Four processes at once leave the state that one leaves; each ends well or with the lock's message."""
    publish_directory(tmp_path, release())
    crowd = [
        subprocess.Popen(
            _publisher(tmp_path),
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    errors = [each.communicate(timeout=60)[1] for each in crowd]
    assert 0 in {each.returncode for each in crowd}
    assert all(
        "someone else is publishing" in said
        for said, each in zip(errors, crowd, strict=True)
        if each.returncode
    )
    assert tree(tmp_path) == finished


def test_readers_never_see_a_mixture(tmp_path: Path) -> None:
    """A process that reads `latest` while versions come out finds a whole one each time."""
    publish_directory(tmp_path, release("1.0.0"))
    latest = tmp_path / "harbour" / "latest"
    publisher = subprocess.Popen(
        [sys.executable, "-c", _MANY, str(tmp_path)], env=ENVIRONMENT, stderr=subprocess.PIPE, text=True
    )
    seen = 0
    while publisher.poll() is None:
        folder = os.open(latest, os.O_RDONLY)  # as a program does that reads below one folder
        try:
            names = {name: _sha256(folder, name) for name in ("README.md", "codebook.md", "release.json")}
            listed = _read(folder, "SHA256SUMS").decode()
        finally:
            os.close(folder)
        assert all(f"{digest}  {name}\n" in listed for name, digest in names.items())
        seen += 1
        time.sleep(0.001)
    assert publisher.returncode == 0, publisher.stderr.read() if publisher.stderr else ""
    assert publisher.stderr is None or publisher.stderr.close() is None
    assert seen > 10


_MANY = """
import sys
from pathlib import Path
from package.samples import release
from dateline.publishing import publish_directory
for number in range(1, 9):
    publish_directory(Path(sys.argv[1]), release(f"1.{number}.0"))
"""


def _read(folder: int, name: str) -> bytes:
    descriptor = os.open(name, os.O_RDONLY, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def _sha256(folder: int, name: str) -> str:
    return hashlib.sha256(_read(folder, name)).hexdigest()
