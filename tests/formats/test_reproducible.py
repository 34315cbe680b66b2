"""The formats' bytes depend on the records alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILD = """
import os, sys
from pathlib import Path
from formats import samples
os.umask(int(sys.argv[2], 8))
events = [
    {"event": f"e{n:06}", "place": ("c1", "p1", "site", "")[n % 4], "near": "exact", "precision": str(n % 99)}
    for n in range(70_000)
]
tables = {
    "places": (samples.PLACES, samples.PLACE_ROWS),
    "events": (samples.EVENTS, events),
    "everything": (samples.EVERYTHING, samples.ROWS),
}
samples.write(Path(sys.argv[1]), tables)
"""
SETTINGS = {
    "plain": ({}, "022"),
    "other": (
        {"TZ": "Asia/Pyongyang", "LC_ALL": "tr_TR.UTF-8", "POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "7"},
        "077",
    ),
    "many": ({"TZ": "America/St_Johns", "POLARS_MAX_THREADS": "7", "PYTHONUTF8": "0", "LC_ALL": "C"}, "000"),
}


def _build(folder: Path, name: str) -> dict[str, bytes]:
    settings, mask = SETTINGS[name]
    paths = f"{ROOT / 'toolkit'}{os.pathsep}{ROOT / 'tests'}"
    target = folder / name
    command = [sys.executable, "-c", BUILD, str(target), mask]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": paths, **settings}, check=True, cwd=folder)
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in sorted(target.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files made with this machine's settings."""
    return _build(tmp_path_factory.mktemp("plain"), "plain")


@pytest.mark.parametrize("name", ["other", "many"])
def test_bytes_depend_on_the_records_alone(tmp_path: Path, plain: dict[str, bytes], name: str) -> None:
    """Time zone, locale, umask, number of threads and hash seed change no byte."""
    built = _build(tmp_path, name)
    assert built.keys() == plain.keys()
    assert {Path(path).suffix for path in built} == {".parquet", ".ndjson", ".sqlite", ".xlsx", ".geojson"}
    assert [path for path in built if built[path] != plain[path]] == []
