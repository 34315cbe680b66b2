"""Files that are written whole beside others, and then take their places together.

Each takes the old one's place in one step: whoever reads meanwhile finds the old file or
the new one. If one of several cannot, those that did are put back. What was not fully
written leaves nothing behind.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import DatasetFileError, Problem
from dateline.project.paths import show
from dateline.publishing.files import sync

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that is fully written and waits to take its place.

    Args:
        path: the file, as it was asked for.
        written: the new file.
        place: where it goes: `path`, links followed.

    """

    path: Path
    written: Path
    place: Path


def stage_text(path: Path, content: bytes) -> Staged:
    """Write a whole file beside the old one, if there is an old one.

    Raises:
        DatasetFileError: if it cannot be written.

    """
    place = path.resolve()
    with writing(place), beside(place) as (new, written):
        new.write(content)
    return Staged(path, written, place)


def write(path: Path, content: bytes) -> None:
    """Write a whole file in one step.

    Raises:
        DatasetFileError: if it cannot be written; nothing is changed then.

    """
    staged = stage_text(path, content)
    try:
        put([staged])
    finally:
        staged.written.unlink(missing_ok=True)


def put(staged: Sequence[Staged]) -> None:
    """Let each file take its place; if one cannot, put back those that did.

    Raises:
        DatasetFileError: if one cannot.

    """
    kept: list[tuple[Path, Path | None]] = []
    try:
        for each in staged:
            with writing(each.place):
                kept.append((each.place, _copy(each.place) if len(staged) > 1 else None))
                each.written.replace(each.place)
                sync(each.place.parent)
    except BaseException:
        for place, copy in kept:
            if copy is not None:
                copy.replace(place)
            elif len(staged) > 1:
                place.unlink(missing_ok=True)
        raise
    finally:
        for _, copy in kept:
            if copy is not None:
                copy.unlink(missing_ok=True)


def _copy(place: Path) -> Path | None:
    """Copy a file beside itself, to be put back if need be; None if there is none yet."""
    if not place.exists():
        return None
    with beside(place, ".old") as (copy, name), place.open("rb") as file:
        shutil.copyfileobj(file, copy)
    return name


@contextmanager
def beside(place: Path, suffix: str = ".new") -> Iterator[tuple[BinaryIO, Path]]:
    """Open a hidden file beside another one, with its permissions; if the work fails, remove it."""
    number, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=suffix)
    try:
        with os.fdopen(number, "wb") as file:
            yield file, Path(name)
            file.flush()
            os.fsync(number)
        Path(name).chmod(place.stat().st_mode & 0o777 if place.exists() else 0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Say of what the system refuses that the file cannot be written."""
    try:
        yield
    except OSError as error:
        message = f"the file cannot be written: {error.strerror or error}"
        raise DatasetFileError(Problem(message, show(place))) from error
