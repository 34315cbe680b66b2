"""Writing a release's files, so that what was written is on the disk and is what was meant."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import Problem, PublishError
from dateline.package import Written, canonical, summarise, sums_file
from dateline.package.equality import Difference, differences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.package import DataFile, Document, Release, Summary


def write_release(release: Release, folder: Path) -> dict[str, Written]:
    """Write all files of a release into an empty folder; return them as they were written.

    Each file is on the disk when this returns.

    Raises:
        PublishError: if a file, read again, is not what was written, or if a table's CSV
            and Parquet files, or a further format, do not hold the same rows.

    """
    from dateline.formats import write_formats  # noqa: PLC0415 - keeps `dateline --help` quick

    written: dict[str, Written] = {}
    summaries: dict[str, Summary] = {}
    for name, group in groupby(release.data, key=lambda file: file.table.name):
        pair = list(group)
        written |= _write_data(pair, folder)
        summaries[name] = _proven(pair, folder)
    made = write_formats(release, summaries, folder)
    for each in made:
        sync(folder / each.path)
        written[each.path] = measure(folder / each.path)
    for document in release.documents(dict(written), summaries, made):
        written[document.path] = write_document(document, folder / document.path)
    sums = sums_file(written)
    written[sums.path] = write_document(sums, folder / sums.path)
    sync_folders(folder)
    return written


def _proven(files: list[DataFile], folder: Path) -> Summary:
    """Read a table's files again: they must hold the same rows; return these in figures."""
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    from dateline.compile.cast import typed  # noqa: PLC0415 - as above

    places = {file.format: folder / file.path for file in files}
    table = files[0].table
    rows = pl.scan_parquet(places["parquet"], glob=False)
    found = differences(typed(table, canonical.scan_csv(places["csv"])), rows)
    if found:
        problems = [
            Problem(f"its CSV and Parquet would differ: {_words(each)}", table.name) for each in found
        ]
        raise PublishError(*problems)
    return summarise(table, rows)


def _words(difference: Difference) -> str:
    return f"{difference.column}: {difference.message}" if difference.column else difference.message


def _write_data(files: list[DataFile], folder: Path) -> dict[str, Written]:
    """Write a table's files in one streaming pass, and measure what the disk holds."""
    import polars as pl  # noqa: PLC0415 - as above

    paths = {file.path: folder / file.path for file in files}
    for path in paths.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    pl.collect_all([file.sink(paths[file.path]) for file in files], engine="streaming")
    for path in paths.values():
        sync(path)
    return {name: measure(path) for name, path in paths.items()}


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
