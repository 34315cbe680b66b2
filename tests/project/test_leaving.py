"""How the command ends: with its exit code, all of its output, and nothing left behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dateline.cli import main

COMMAND = [sys.executable, "-m", "dateline", "check"]
FULL = Path("/dev/full")


def run(*arguments: str, **how: object) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    return subprocess.run([*COMMAND, *arguments], stderr=subprocess.PIPE, text=True, check=False, **how)  # type: ignore[call-overload,no-any-return]  # as subprocess.run takes them


@pytest.mark.parametrize(("country", "code"), [("KP", 0), ("North Korea", 1)])
def test_exit_code_and_whole_report_come_through_a_pipe(project: Path, country: str, code: int) -> None:
    """The process ends at once, and neither its findings nor the end of its report are lost."""
    path = project / "datasets/gazetteer-korea/records/places.csv"
    text = path.read_text(encoding="utf-8")
    assert ",KP," in text
    path.write_text(text.replace(",KP,", f",{country},", 1), encoding="utf-8")
    done = run("datasets/gazetteer-korea", "--format", "json", stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.endswith("}\n")
    assert ('"valid": true' in done.stdout) == (code == 0)


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here to write to")
def test_full_disk_is_said_and_no_fault_of_dateline(project: Path) -> None:  # noqa: ARG001 - the current folder
    """Where the report has no room, that is what the message says."""
    with FULL.open("w") as full:
        done = run("datasets/gazetteer-korea", stdout=full)
    assert done.returncode == 2
    assert done.stderr == "error: there is no room to write: No space left on device\n"


def test_what_is_to_be_done_at_the_end_is_done(project: Path) -> None:  # noqa: ARG001 - the current folder
    """Functions registered for the end run, such as those that remove temporary folders."""
    code = (
        "import atexit, sys\n"
        "from dateline.cli import main\n"
        "atexit.register(print, 'and the last thing')\n"
        "sys.argv = ['dateline', 'check', 'datasets/gazetteer-korea']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith(" waived\nand the last thing\n")


@pytest.mark.skipif(
    sys.platform != "linux", reason="the words expected are those of jemalloc, as Polars has it on Linux"
)
@pytest.mark.parametrize(
    ("before", "conf", "said"),
    [
        ("", "dirty_decay_ms:5000", ""),
        ("import polars", "dirty_decay_ms:5000", ""),
        ("os.environ[name] = 'nonsense:1'", "nonsense:1", "<jemalloc>: Invalid conf pair: nonsense:1\n"),
    ],
    ids=["unset", "a process of Polars", "set by a person"],
)
def test_polars_takes_the_allocator_setting_of_the_command(
    project: Path,  # noqa: ARG001 - the current folder
    before: str,
    conf: str,
    said: str,
) -> None:
    """It is set before Polars is imported; what a person has set stays, and is what Polars reads."""
    command = (
        "import atexit, os, sys\n"
        "from dateline.cli import main\n"
        "assert 'polars' not in sys.modules\n"
        "atexit.register(lambda: print('polars' in sys.modules, os.environ['_RJEM_MALLOC_CONF']))\n"
        "sys.argv = ['dateline', 'check', 'datasets/gazetteer-korea']\n"
        "main()\n"
    )
    parent = (
        "import os, subprocess, sys\n"
        "name = '_RJEM_MALLOC_CONF'\n"
        "os.environ.pop(name, None)\n"
        f"{before}\n"
        f"subprocess.run([sys.executable, '-c', {command!r}], check=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, check=True)
    told = done.stdout.splitlines()[-1]
    assert (told.startswith("True "), told.split(",")[-1].split()[-1], done.stderr) == (True, conf, said)


@pytest.mark.parametrize(("word", "said"), [("chekc", " Did you mean 'check'?"), ("frobnicate", "")])
def test_a_command_that_there_is_not_is_told_with_the_one_that_was_meant(
    word: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of the hand is answered with the word."""
    with pytest.raises(SystemExit) as left:
        main([word])
    assert left.value.code == 2
    assert f"Error: No such command '{word}'.{said}\n" in capsys.readouterr().err
