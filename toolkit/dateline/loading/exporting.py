"""Packages written down for other programs: a table, a file, a whole release."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

from dateline.document import did_you_mean, quoted
from dateline.errors import PackageError, Problem, UsageError
from dateline.loading import hashing
from dateline.loading.stores import DESCRIPTOR_LIMIT, SUMS_LIMIT
from dateline.loading.writing import whole_folder
from dateline.package import canonical, sums

if TYPE_CHECKING:
    from dateline.loading.opening import Opened
    from dateline.loading.package import Package

Format = Literal["csv", "parquet", "json", "ndjson"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
"""The formats in which a table can be written."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A release that was copied: where to, how many files, how many bytes; whether it stood there before."""

    folder: Path
    files: int
    bytes: int
    new: bool


def write_table(package: Package, name: str, format: Format, place: Path) -> None:
    """Write a table to a file.

    The release's own file is copied, to the byte, where it has one in the format. Otherwise
    the rows are written: CSV as they were published, the others with the types of the schema.

    Raises:
        UnknownTableError: if the package has no such table.
        PackageError: if its file is missing or was changed.

    """
    table, contents = package.schema(name), package.opened.contents
    own = contents.file(name, format)
    if own is not None:
        shutil.copyfile(own, place)
    elif format == "csv":
        canonical.sink_csv(canonical.text(table, contents.text(name)), place).collect()
    elif format == "parquet":
        canonical.sink_parquet(contents.typed(name), place).collect()
    elif format == "ndjson":
        contents.typed(name).sink_ndjson(place)
    else:
        contents.typed(name).collect().write_json(place)


def write_file(package: Package, path: str, place: Path) -> None:
    """Copy one file of a release, verified.

    Raises:
        PackageError: if the release has no such file, or it was changed.

    """
    hashes = package.opened.hashes
    if path not in hashes:
        hint = did_you_mean(path, hashes) if hashes else None
        message = f"the release has no file {quoted(path)}"
        raise PackageError(Problem(message, package.location, help=hint))
    shutil.copyfile(package.opened.store.file(path, sha256=hashes[path]), place)


def write_package(package: Package, folder: Path) -> Copied:
    """Copy a whole package, every file of it verified, into a new or empty folder.

    If the same release stands there already, nothing is done.

    Raises:
        UsageError: if something else stands there, or it cannot be written.
        PackageError: if a file is missing or was changed.

    """
    if _stands(package.opened, folder):
        found = [folder / path for path in (*package.opened.hashes, sums.NAME)]
        return Copied(folder, len(found), sum(each.stat().st_size for each in found), new=False)
    with whole_folder(folder) as stage:
        for path, content in _documents(package.opened).items():
            _lay(stage, path).write_bytes(content)
        for path, source in _sources(package.opened).items():
            shutil.copyfile(source, _lay(stage, path))
        sizes = [each.stat().st_size for each in stage.rglob("*") if each.is_file()]
    return Copied(folder, len(sizes), sum(sizes), new=True)


def _lay(stage: Path, path: str) -> Path:
    place = stage / path
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _stands(opened: Opened, folder: Path) -> bool:
    """Tell whether this release stands in a folder, each file to the byte."""
    listing = folder / sums.NAME
    if opened.sums is None or not listing.is_file() or hashing.sha256(listing) != opened.sums:
        return False
    return all(
        (folder / path).is_file() and hashing.sha256(folder / path) == each
        for path, each in opened.hashes.items()
    )


def _documents(opened: Opened) -> dict[str, bytes]:
    """Return what nothing lists: SHA256SUMS itself, and a descriptor that no SHA256SUMS has."""
    found: dict[str, bytes] = {}
    wanted = {sums.NAME: (SUMS_LIMIT, opened.sums), opened.name: (DESCRIPTOR_LIMIT, None)}
    for name, (limit, digest) in wanted.items():
        if name in opened.hashes or (name == sums.NAME and opened.sums is None):
            continue
        content = opened.store.document(name, limit=limit, sha256=digest)
        if content is None:
            raise PackageError(Problem("this file was there before, and is gone", opened.store.shown(name)))
        found[name] = content
    return found


def _sources(opened: Opened) -> dict[str, Path]:
    """Return every other file: all that SHA256SUMS lists, and all that the descriptor names."""
    named = opened.contents.paths()
    sizes = {path: each.bytes for path, each in named.items() if each.bytes is not None}
    hashes = {**{path: each.sha256 for path, each in named.items()}, **opened.hashes}
    return {
        path: opened.store.file(path, sha256=each or None, size=sizes.get(path, opened.size))
        for path, each in hashes.items()
    }


def suffix_format(place: str) -> Format | None:
    """Return the format that a file's name says; None if it says none that is written here."""
    suffix = Path(place).suffix.lower().removeprefix(".")
    known: dict[str, Format] = {each: each for each in FORMATS}
    return known.get({"jsonl": "ndjson", "pq": "parquet"}.get(suffix, suffix))


def folder_name(package: Package) -> Path:
    """Return the folder that a package is copied to if nobody says: its name and version.

    Raises:
        UsageError: if the package has no name that can be a folder's.

    """
    name = "-".join(part for part in (package.name, package.version) if part)
    plain = name.isascii() and name.replace("-", "").replace("_", "").replace(".", "").isalnum()
    if not plain or name.startswith("."):
        hint = "say where to: -o FOLDER"
        raise UsageError(
            Problem("the package has no name that could be a folder's", package.location, help=hint)
        )
    return Path(name)
