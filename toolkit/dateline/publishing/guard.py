"""What the operating system says about a target, in words for a publisher."""

from __future__ import annotations

import errno
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from dateline.errors import Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HINTS = {
    errno.ENOSPC: "nothing was published: make room, then publish again",
    errno.EDQUOT: "nothing was published: your quota is used up",
    errno.EFBIG: "nothing was published: the file would be larger than is allowed",
    errno.EACCES: "choose a folder that you may write to",
    errno.EPERM: "choose a folder that you may write to",
    errno.EROFS: "choose a folder that can be written to",
    errno.ENOTDIR: "give a folder",
}


@contextmanager
def faults(target: Path) -> Iterator[None]:
    """Turn what goes wrong while writing into a `PublishError` that names the file."""
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    try:
        yield
    except OSError as error:
        message = f"this cannot be written: {error.strerror or error}"
        hint = _HINTS.get(error.errno or 0)
        raise PublishError(Problem(message, str(error.filename or target), help=hint)) from error
    except pl.exceptions.PolarsError as error:
        raise PublishError(Problem(f"the tables cannot be written: {error}", str(target))) from error


@contextmanager
def folder(path: Path) -> Iterator[None]:
    """Make a folder and those above it; if the work in it fails, take the empty ones away again.

    Raises:
        PublishError: if something else stands there.

    """
    missing = [each for each in (path, *path.parents) if not each.exists()]
    insist_folder(path)
    path.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        with suppress(OSError):  # a folder that is not empty stays, as it should
            for each in missing:
                each.rmdir()
        raise


def insist_folder(path: Path) -> None:
    """Go on if a path is a folder, or nothing yet.

    Raises:
        PublishError: if something else stands there.

    """
    if path.exists() and not path.is_dir():
        raise PublishError(Problem("this is a file", str(path), help="give a folder to publish to"))
