from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dateline.errors import PublishError
from dateline.publishing import exchange, publish_directory
from package.samples import release
from publishing.test_killed import ENVIRONMENT
from publishing.trees import tree

if TYPE_CHECKING:
    from pathlib import Path

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def test_target_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """A file given as the target is named, and kept."""
    (tmp_path / "x").write_text("mine")
    with pytest.raises(PublishError, match="this is a file\n  help: give a folder"):
        publish_directory(tmp_path / "x", release())
    with pytest.raises(PublishError, match="Not a directory"):
        publish_directory(tmp_path / "x" / "y", release())
    assert (tmp_path / "x").read_text() == "mine"


def test_dataset_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """A file in the place of the dataset's folder is named, and nothing is written."""
    (tmp_path / "harbour").write_text("mine")
    with pytest.raises(PublishError, match="harbour"):
        publish_directory(tmp_path, release())
    assert tree(tmp_path) == {"harbour": b"mine"}


@pytest.mark.skipif(ROOT, reason="the administrator may write anywhere")
def test_target_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    """A folder without permission is named, with what to do."""
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(PublishError, match="Permission denied\n  help: choose a folder"):
            publish_directory(tmp_path, release())
    finally:
        tmp_path.chmod(0o755)


LIMITED = """
import resource, sys
from pathlib import Path
from package.samples import release
from dateline.errors import PublishError
from dateline.publishing import publish_directory
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    publish_directory(Path(sys.argv[1]), release("1.1.0"))
except PublishError as error:
    print(error)
    sys.exit(3)
"""


@pytest.mark.parametrize("size", [0, 60, 500, 5_000])
def test_file_that_cannot_be_written_whole_stops_all(target: Path, size: int) -> None:
    """Where the system lets no file grow beyond a size, the error is clear and the target unchanged."""
    before = tree(target)
    command = [sys.executable, "-c", LIMITED, str(target), str(size)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert "cannot be written" in done.stdout
    assert "Traceback" not in done.stderr
    assert tree(target) == before


FULL = """
mount -t tmpfs -o size=$1 tmpfs "$2" && exec "$3" - "$2" <<'PYTHON'
import sys
from pathlib import Path
from package.samples import release
from dateline.errors import PublishError
from dateline.publishing import publish_directory
target = Path(sys.argv[1])
try:
    publish_directory(target, release())
except PublishError as error:
    print(error)
    print(sorted(each.name for each in target.rglob("*")))
    sys.exit(3)
PYTHON
"""


@pytest.mark.parametrize("size", ["4k", "48k", "96k"])
def test_full_disk_stops_all(tmp_path: Path, size: str) -> None:
    """On a disk that is full the error says so, and the target is as empty as before."""
    probe = [
        "unshare",
        "--user",
        "--map-root-user",
        "--mount",
        "mount",
        "-t",
        "tmpfs",
        "tmpfs",
        str(tmp_path),
    ]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("this system does not let us mount a small disk")
    command = [*probe[:4], "sh", "-c", FULL, "sh", size, str(tmp_path), sys.executable]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "No space left on device" in done.stdout or "disk is full" in done.stdout  # SQLite's own words
    assert done.stdout.endswith("[]\n")


def test_folders_change_places_in_one_step(tmp_path: Path) -> None:
    """Where the system can, the swap leaves each folder at the other's place."""
    one, other = tmp_path / "one", tmp_path / "other"
    for each in (one, other):
        each.mkdir()
        (each / each.name).touch()
    if not exchange.swap(one, other):
        pytest.skip("this system cannot swap two folders in one step")
    assert (one / "other").exists()
    assert (other / "one").exists()


def test_swap_with_nothing_is_an_error(tmp_path: Path) -> None:
    """A folder that is not there is an error of the system's, not a reason to rename."""
    (tmp_path / "one").mkdir()
    if sys.platform not in ("linux", "darwin"):
        pytest.skip("this system cannot swap two folders in one step")
    with pytest.raises(FileNotFoundError):
        exchange.swap(tmp_path / "one", tmp_path / "none")
