"""Putting one folder in another's place.

Linux (renameat2 with RENAME_EXCHANGE) and macOS (renamex_np with RENAME_SWAP) swap two
folders in one step: a reader finds the old one or the new one. Where the system or the
file system cannot, two renames follow each other, and for that instant there is none;
`index.json`, which is replaced in one step everywhere, never points to it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_HERE: Final = -100  # AT_FDCWD: a relative path starts at the working directory
_EXCHANGE: Final = 2  # RENAME_EXCHANGE, and RENAME_SWAP on macOS
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def put_in_place(new: Path, place: Path, spare: Path, step: Callable[[str], None]) -> None:
    """Move the folder `new` to `place`; what stood there goes to `new` or to `spare`.

    All three are on one file system; `spare` does not exist. `step` is told where the
    two renames of the fallback part.
    """
    if not place.exists():
        new.rename(place)
    elif not swap(new, place):
        replace_by_renaming(new, place, spare, step)


def replace_by_renaming(new: Path, place: Path, spare: Path, step: Callable[[str], None]) -> None:
    """Move `place` to `spare` and `new` to `place`, one after the other."""
    place.rename(spare)
    step("old folder moved away")
    new.rename(place)


def swap(one: Path, other: Path) -> bool:
    """Swap two folders in one step; return False, having done nothing, if that cannot be done."""
    call = _system_call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _system_call() -> Callable[[bytes, bytes], int] | None:
    if sys.platform == "win32":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    linux: Any = getattr(library, "renameat2", None)
    if linux is not None:
        return lambda one, other: int(linux(_HERE, one, _HERE, other, _EXCHANGE))
    mac: Any = getattr(library, "renamex_np", None)
    if mac is not None:
        return lambda one, other: int(mac(one, other, _EXCHANGE))
    return None
