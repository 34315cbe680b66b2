"""Paths of a project: shown as one would type them, and kept inside it.

A stranger's contribution may hold links; what they lead to outside the project is never
read, since a report would print it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import DatasetFileError, Problem
from dateline.read.paths import show

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["is_inside", "matching", "root_of", "show", "show_link"]


def root_of(dataset: Path) -> Path:
    """Return the project's folder: the nearest one upwards with `schemas/`, else the dataset's own."""
    for folder in dataset.resolve().parents:
        if (folder / "schemas").is_dir():
            return folder
    return dataset.resolve()


def is_inside(path: Path, root: Path) -> bool:
    """Tell whether a path, all links followed, lies in a folder."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def matching(dataset: Path, pattern: str, root: Path) -> list[Path]:
    """Return the files that a pattern matches, in the order of their paths, hidden ones left out.

    Raises:
        DatasetFileError: if a folder cannot be read, or a file leads out of `root`.

    """
    _readable(dataset)
    found = sorted(each for each in dataset.glob(pattern) if not each.is_dir())
    seen = [each for each in found if not _hidden(each.relative_to(dataset).parts)]
    outside = [each for each in seen if not is_inside(each, root)]
    if outside:
        message = "this link leads out of the project"
        raise DatasetFileError(*(Problem(message, show_link(each), help="remove it") for each in outside))
    return seen


def show_link(path: Path) -> str:
    """Return a path as typed, without following what it links to."""
    return show(path.parent) + "/" + path.name


def _hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") for part in parts)


def _readable(folder: Path) -> None:
    """Refuse a folder with parts that cannot be read: records in them would be lost in silence."""

    def refuse(error: OSError) -> None:
        path = Path(error.filename) if error.filename else folder
        raise DatasetFileError(Problem(f"the folder cannot be read: {error.strerror}", show(path)))

    for _ in os.walk(folder, onerror=refuse):
        pass
