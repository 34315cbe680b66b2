from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from publishing.test_killed import ENVIRONMENT
from publishing.trees import tree

if TYPE_CHECKING:
    from pathlib import Path

BUILD = """
import os, sys
from pathlib import Path
from package.samples import release
from dateline.publishing import publish_directory
os.umask(int(sys.argv[2], 8))
rows = [
    {"port": f"p{n * 7919 % 300_007}", "name": f"name {n % 977}", "depth_m": str(n % 89)}
    for n in range(200_000)
]
publish_directory(Path(sys.argv[1]), release(ports=rows, events=[]))
"""
SETTINGS = {
    "plain": ({}, "022"),
    "other": (
        {
            "TZ": "Asia/Pyongyang",
            "LC_ALL": "tr_TR.UTF-8",
            "LANG": "C",
            "POLARS_MAX_THREADS": "1",
            "PYTHONHASHSEED": "7",
        },
        "077",
    ),
    "many": (
        {"TZ": "America/St_Johns", "POLARS_MAX_THREADS": "7", "COLUMNS": "20", "PYTHONUTF8": "0"},
        "000",
    ),
}


def _build(folder: Path, name: str) -> dict[str, bytes | None]:
    settings, mask = SETTINGS[name]
    target = folder / name
    command = [sys.executable, "-c", BUILD, str(target), mask]
    subprocess.run(command, env={**ENVIRONMENT, **settings}, check=True, cwd=folder)
    os.chmod(target, 0o755)  # noqa: PTH101
    return tree(target)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes | None]:
    """Return a target built with this machine's settings."""
    return _build(tmp_path_factory.mktemp("plain"), "plain")


@pytest.mark.parametrize("name", ["other", "many"])
def test_bytes_depend_on_the_release_alone(tmp_path: Path, plain: dict[str, bytes | None], name: str) -> None:
    """Time zone, locale, umask, number of threads and hash seed change no byte of a target."""
    built = _build(tmp_path, name)
    assert built.keys() == plain.keys()
    assert [path for path in built if built[path] != plain[path]] == []
