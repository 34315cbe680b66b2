"""Copies of this repository's own records, for tests to publish and to break."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copy_records(to: Path) -> Path:
    """Copy the schemas and datasets into a folder, as if they had never been released; return it.

    What follows from the last release depends on its commit, which no copy has.
    """
    for name in ("schemas", "datasets"):
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("releases.yaml"))
    return to
