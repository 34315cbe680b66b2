"""Writing a release's files, so that what was written is on the disk and is what was meant."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import Problem, PublishError
from dateline.package import Written, canonical, sums_file, summarise

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from dateline.package import DataFile, Document, Release


def write_release(release: Release, folder: Path) -> dict[str, Written]:
    """Write all files of a release into an empty folder; return them as they were written.

    Each file is on the disk when this returns.

    Raises:
        PublishError: if a file, read again, is not what was written.

    """
    written = {file.path: _write_data(file, folder / file.path) for file in release.data}
    summaries = {
        file.table.name: summarise(_parquet(folder / file.path))
        for file in release.data
        if file.format == "parquet"
    }
    for document in release.documents(written, summaries):
        written[document.path] = write_document(document, folder / document.path)
    sums = sums_file(written)
    written[sums.path] = write_document(sums, folder / sums.path)
    sync_folders(folder)
    return written


def _parquet(path: Path) -> pl.LazyFrame:
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    return pl.scan_parquet(path)


def _write_data(file: DataFile, path: Path) -> Written:
    """Write a data file in one streaming pass, and measure what the disk holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if file.format == "csv":
        file.frame.sink_csv(path, **canonical.CSV)
    else:
        file.frame.sink_parquet(path, **canonical.PARQUET)
    sync(path)
    return measure(path)


def write_document(document: Document, path: Path) -> Written:
    """Write a small file and read it again.

    Raises:
        PublishError: if the disk holds something else.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(document.content)
    sync(path)
    written = measure(path)
    if written != Written(len(document.content), hashlib.sha256(document.content).hexdigest()):
        raise PublishError(Problem("the disk does not hold what was written", str(path)))
    return written


def measure(path: Path) -> Written:
    """Return a file's size and SHA-256; read in blocks."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Written(os.fstat(file.fileno()).st_size, digest)


def copy_release(source: Path, target: Path, written: Mapping[str, Written]) -> None:
    """Copy a release's files into a new folder, checking each.

    Raises:
        PublishError: if a copy is not like the original.

    """
    for name, expected in written.items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, place)
        sync(place)
        if measure(place) != expected:
            raise PublishError(Problem("the copy differs from what was published", str(place)))
    sync_folders(target)


def listed(folder: Path) -> dict[str, Written]:
    """Measure every file below a folder, by its path in it. Links are not followed."""
    found = {}
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent) / name
            found[path.relative_to(folder).as_posix()] = measure(path)
    return found


def sync(path: Path) -> None:
    """Have a file, or a folder's list of names, written to the disk itself."""
    if sys.platform == "win32" and path.is_dir():
        return  # Windows has no such call for folders, and needs none
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folders(folder: Path) -> None:
    """Have the names in a folder, and in all folders below it, written to the disk."""
    for parent, _, _ in os.walk(folder):
        sync(Path(parent))
