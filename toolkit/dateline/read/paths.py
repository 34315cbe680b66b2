"""Paths: shown as a person would type them; and those that a package names.

A package is a stranger, and none of its paths may leave it.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from dateline.errors import PackageError, Problem

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME_OR_DRIVE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def show(path: Path) -> str:
    """Return a path as the person would type it: relative to where they are, if it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix() or "."
    except (ValueError, OSError, RuntimeError):  # elsewhere, unreadable, or a loop of links
        return os.fspath(path)


def refusal(path: str) -> str | None:
    """Say why a path is not safe; None if it names something below the package's folder.

    Source: Data Package v2, "URL or Path"
    (https://datapackage.org/standard/glossary/#url-or-path): POSIX, relative, neither
    `/` nor `../`; and what Windows would read as leaving, too.
    """
    if not path or _CONTROL.search(path):
        return "it is empty or holds control characters"
    if _SCHEME_OR_DRIVE.match(path):
        return "it names a drive or the web"
    if "\\" in path:
        return "it holds a backslash"
    if path.startswith(("/", "~")):
        return "it does not start at the package's folder"
    if any(part in ("", ".", "..") for part in path.split("/")):
        return "it holds an empty part, '.' or '..'"
    return None


def inside(folder: Path, path: str) -> Path:
    """Return where a path of a package stands on disk.

    Args:
        folder: the package's folder.
        path: as the package says it.

    Raises:
        PackageError: if the path is not safe, leaves the folder through a link, or names
            no plain file.

    """
    why = refusal(path)
    if why:
        raise PackageError(
            Problem(f"the package names the path '{path}', which is refused: {why}", str(folder))
        )
    place = folder / path
    try:
        resolved = place.resolve(strict=True)
        kind = resolved.stat().st_mode
    except FileNotFoundError:
        raise PackageError(Problem("the package names this file, and it is not there", str(place))) from None
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, in Python 3.11
        raise PackageError(Problem(f"this file cannot be read: {error}", str(place))) from error
    if not resolved.is_relative_to(folder.resolve()):
        raise PackageError(Problem("this is a link that leaves the package, which is refused", str(place)))
    if not stat.S_ISREG(kind):
        raise PackageError(Problem("this is not a plain file", str(place)))
    return resolved
