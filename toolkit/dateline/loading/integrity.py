"""Whether a release's files are those that were published, by SHA256SUMS."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import PackageError
from dateline.findings import Finding
from dateline.loading import hashing
from dateline.package import sums
from dateline.read import paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def integrity(folder: Path, expected: str | None) -> tuple[list[Finding], set[str]]:
    """Check every file of a release.

    Args:
        folder: the release's folder.
        expected: the SHA-256 of SHA256SUMS, where an index told it.

    Returns:
        What is wrong, and the paths of the files that are as published.

    """
    listing = folder / sums.NAME
    if not listing.is_file():
        return [_finding("file-missing", listing, f"there is no {sums.NAME}")], set()
    found = list(_listing(listing, expected))
    try:
        hashes = sums.read_sums(listing.read_bytes(), str(listing))
    except PackageError as error:
        found += [
            Finding("sums-unreadable", "error", each.message, file=each.file, line=each.line)
            for each in error.problems
        ]
        return found, set()
    wrong = {path: finding for path in hashes if (finding := _file(folder, path, hashes[path]))}
    return [*found, *wrong.values(), *_unlisted(folder, hashes)], set(hashes) - set(wrong)


def _finding(rule: str, path: Path, message: str) -> Finding:
    return Finding(rule, "error", message, file=str(path))


def _changed(path: Path, message: str, found: str, expected: str) -> Finding:
    return Finding("file-changed", "error", message, file=str(path), value=found, expected=expected)


def _listing(listing: Path, expected: str | None) -> Iterator[Finding]:
    digest = hashing.sha256(listing)
    if expected is not None and digest != expected:
        message = "this file is not the one that the index lists"
        yield _changed(listing, message, digest, expected)


def _file(folder: Path, path: str, expected: str) -> Finding | None:
    place = folder / path
    if why := paths.refusal(path):
        return _finding("path-refused", folder / sums.NAME, f"the path '{path}' is refused: {why}")
    try:
        digest = hashing.sha256(paths.inside(folder, path))
    except PackageError as error:
        return _finding("file-missing", place, error.problems[0].message)
    if digest == expected:
        return None
    return _changed(place, "this file is not the one that was published", digest, expected)


def _unlisted(folder: Path, hashes: Mapping[str, str]) -> Iterator[Finding]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent) / name
            if path.relative_to(folder).as_posix() not in {*hashes, sums.NAME}:
                message = f"{sums.NAME} does not list this file"
                yield Finding("file-unlisted", "warning", message, file=str(path))
