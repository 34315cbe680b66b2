"""Copying files of a published version to this machine, verified all the way from the index."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dateline.errors import Problem, PublishError
from dateline.package import sums
from dateline.publishing.files import measure
from dateline.publishing.standing import read_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from dateline.package.index import IndexedVersion


def fetch_verified(
    entry: IndexedVersion,
    paths: Collection[str],
    to: Path,
    get: Callable[[str, Path], None],
    place: str,
) -> None:
    """Copy files of a version below the folder `to`.

    Args:
        entry: the version; its hash of SHA256SUMS is where the verification starts.
        paths: what to copy, as SHA256SUMS names it.
        to: a folder; made if it is not there.
        get: copies one file of the version to a path on this machine.
        place: the target, for messages.

    Raises:
        PublishError: if the version has no such file, or if a file was changed.

    """
    shown = f"{place}/{entry.path}"
    listing = _got(sums.NAME, to, get)
    _insist(listing, entry.sums, f"{shown}/{sums.NAME}")
    known = read_sums(listing.read_bytes(), shown)
    for path in paths:
        if path == sums.NAME:
            continue
        if path not in known or not _safe(path):
            raise PublishError(Problem(f"version {entry.version} has no file '{path}'", shown))
        _insist(_got(path, to, get), known[path], f"{shown}/{path}")


def _got(path: str, to: Path, get: Callable[[str, Path], None]) -> Path:
    copied = to / path
    copied.parent.mkdir(parents=True, exist_ok=True)
    get(path, copied)
    return copied


def _insist(file: Path, sha256: str, shown: str) -> None:
    if measure(file).sha256 != sha256:
        file.unlink()
        raise PublishError(Problem("this was changed after it was published", shown))


def _safe(path: str) -> bool:
    """Tell whether a path stays below the folder: a target's lists are a stranger's."""
    parts = PurePosixPath(path).parts
    return not path.startswith("/") and "\\" not in path and ":" not in path and ".." not in parts
