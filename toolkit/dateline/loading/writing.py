"""Files and folders that appear whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dateline.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


@contextmanager
def whole(place: Path) -> Iterator[Path]:
    """Give a path to write a file to; once it is written, it stands at `place`, in one step.

    Raises:
        UsageError: if it cannot be written.

    """
    with _faults(place):
        if place.is_dir():
            raise UsageError(Problem("this is a folder, not a file", str(place)))
        beside = _beside(place)
        try:
            yield beside
            _sync(beside)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def written_whole(place: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that stands at `place` once it is complete.

    Raises:
        UsageError: if it cannot be written.

    """
    with whole(place) as beside, beside.open("xb") as file:
        yield file


@contextmanager
def whole_folder(place: Path) -> Iterator[Path]:
    """Give an empty folder to fill; once it is filled, it stands at `place`, in one step.

    `place` may be an empty folder, or nothing.

    Raises:
        UsageError: if it is something else, or cannot be written.

    """
    with _faults(place):
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            hint = "give another folder, or empty this one"
            raise UsageError(Problem("there is something here already", str(place), help=hint))
        place.absolute().parent.mkdir(parents=True, exist_ok=True)
        beside = _beside(place)
        beside.mkdir()
        try:
            yield beside
            for parent, _, names in os.walk(beside):
                for name in names:
                    _sync(beside.__class__(parent, name))
            with contextlib.suppress(FileNotFoundError):
                place.rmdir()
            beside.rename(place)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _beside(place: Path) -> Path:
    """Return a name of its own in the same folder, hence on the same disk."""
    return place.absolute().parent / f".{place.absolute().name[:100]}.{secrets.token_hex(6)}"


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _faults(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(Problem(f"this cannot be written: {error.strerror or error}", str(place))) from None
