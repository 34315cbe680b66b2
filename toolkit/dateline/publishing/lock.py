"""One publisher at a time: a lock on the target that ends with the process that holds it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dateline.errors import Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME: Final = ".dateline-lock"


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold the target's lock.

    The operating system frees it when the process ends, however it ends, so a lock
    is never left behind by a run that was killed.

    Raises:
        PublishError: if another process holds it.

    """
    path = target / NAME
    descriptor = _acquire(path)
    try:
        yield
    finally:
        _release(path, descriptor)


def _acquire(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        try:
            _try(descriptor)
        except BlockingIOError:
            os.close(descriptor)
            hint = "wait for it to end, then publish again"
            message = "someone else is publishing to this target at the moment"
            raise PublishError(Problem(message, str(path.parent), help=hint)) from None
        except BaseException:
            os.close(descriptor)
            raise
        if _still_there(path, descriptor):
            return descriptor
        os.close(descriptor)  # the holder before us removed the file that we waited for


def _still_there(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(follow_symlinks=False), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            raise BlockingIOError from None

    def _release(path: Path, descriptor: int) -> None:
        os.close(descriptor)
        path.unlink(missing_ok=True)

else:
    import fcntl

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(path: Path, descriptor: int) -> None:
        path.unlink(missing_ok=True)  # while it is held: nobody else can hold this file
        os.close(descriptor)
