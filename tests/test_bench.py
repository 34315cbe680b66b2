"""The benchmark's ground: its tables are the same everywhere, and all contestants find the same in them."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.project.checking import check

BENCH = Path(__file__).parent / "bench"
ROWS = "2000"


def generate(kind: str, folder: Path) -> str:
    """Make a project and return the hash of its record files."""
    subprocess.run([sys.executable, BENCH / "generate.py", ROWS, kind, folder], check=True)
    files = sorted((folder / "datasets" / "bench" / "records").iterdir())
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def race(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Let the contestants that are installed check both tables, without taking their time."""
    command = [sys.executable, BENCH / "run.py", "--rows", "2k", "--rounds", "0", "--no-peers"]
    return subprocess.run([*command, "--data", folder, *options], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("kind", "known"), [("clean", "9d297d500f7c9628"), ("dirty", "0b36ff897417f806")])
def test_tables_are_the_same_on_every_machine(kind: str, known: str, tmp_path: Path) -> None:
    """The generator's bytes depend on nothing but the number of rows."""
    assert generate(kind, tmp_path / "once") == known


def test_installed_contestants_find_what_was_planted(tmp_path: Path) -> None:
    """Every contestant at hand finds the planted errors and no others, row by row and rule by rule."""
    done = race(tmp_path)
    assert done.returncode == 0, done.stderr
    agreeing = [line.split()[1] for line in done.stderr.splitlines() if line.endswith("what was planted")]
    for key in ("floor", "limit", "dateline", "dateline-all", "pandera", "frictionless"):
        assert agreeing.count(key) == 2


def test_a_result_that_differs_stops_the_benchmark(tmp_path: Path) -> None:
    """An error that was not planted, in one cell, is noticed."""
    race(tmp_path, "--only", "floor")
    (table,) = tmp_path.glob("2k-dirty-*/datasets/bench/records/events.csv")
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("actor-mayor", "actor-major", 1), encoding="utf-8")
    for key in ("limit", "dateline"):
        done = race(tmp_path, "--only", key)
        assert done.returncode == 1
        assert "did not find what was planted" in done.stderr
        assert "enum" in done.stderr


def test_the_tables_with_roles_are_sound(tmp_path: Path) -> None:
    """With roles and without, the made records have no fault; only whether two events are one is asked."""
    command = [sys.executable, BENCH / "roles.py", "--rows", "2k", "--rounds", "0", "--data", tmp_path]
    subprocess.run(command, check=True)
    for kind, allowed in (("roles", {"likely-duplicate"}), ("bare", set())):
        report = check(tmp_path / f"2k-{kind}" / "datasets" / "dprk-security-reports")
        assert set(report.counts()) <= allowed
        assert report.records["claims"] == report.records["events"] == 2000
