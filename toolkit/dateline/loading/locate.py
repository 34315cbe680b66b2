"""Which release a path means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.document import did_you_mean
from dateline.errors import PackageError, Problem
from dateline.package import index, record
from dateline.package.descriptor import NAME as DESCRIPTOR
from dateline.package.versions import newest_first

if TYPE_CHECKING:
    import os

    from dateline.package.index import IndexedVersion

_MANY = 2
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class Located:
    """A release's folder, its descriptor, and the hash of its SHA256SUMS where an index told it."""

    folder: Path
    descriptor: Path
    sums: str | None = None


def locate(path: str | os.PathLike[str], version: str | None) -> Located:
    """Find the release that a path means.

    Args:
        path: a release's folder, its datapackage.json, a dataset's folder, or a target.
        version: "1.2.0"; "1.2" or "1" for the newest that begins so; None or "latest"
            for the newest.

    Raises:
        PackageError: if there is no package, no such version, or a choice to be made.

    """
    if isinstance(path, str) and _REMOTE.match(path):
        hint = "download the release's folder, then give its path"
        raise PackageError(Problem("this version of dateline reads packages from disk only", path, help=hint))
    place = Path(path)
    if not place.exists():
        raise PackageError(Problem("there is nothing here", str(place), help=_neighbour(place)))
    if place.is_file():
        return _of_file(place, version)
    if (place / DESCRIPTOR).is_file():
        return Located(place, place / DESCRIPTOR)
    if (place / index.NAME).is_file():
        return _of_target(place, _indexed(place), version)
    here = place.resolve()
    if here.name in {each.dataset for each in _indexed(here.parent)}:
        return _of_dataset(here.parent, here.name, _indexed(here.parent), version)
    return _of_folders(place, version)


def locate_all(path: str | os.PathLike[str], version: str | None) -> list[Located]:
    """Find the releases that a path means: of a target with many datasets, one of each.

    Raises:
        PackageError: as `locate`.

    """
    place = Path(path)
    names = sorted({each.dataset for each in _indexed(place)}) if place.is_dir() else []
    if (place / DESCRIPTOR).is_file() or len(names) < _MANY:
        return [locate(path, version)]
    return [_of_dataset(place, name, _indexed(place), version) for name in names]


def _neighbour(place: Path) -> str | None:
    if not place.parent.is_dir() or not place.name:
        return None
    names = sorted(each.name for each in place.parent.iterdir() if not each.name.startswith("."))
    hint = did_you_mean(place.name, names) if names else ""
    return hint if hint.startswith("did you mean") else None


def _of_file(path: Path, version: str | None) -> Located:
    if path.name == index.NAME:
        return _of_target(path.parent, _indexed(path.parent), version)
    if path.suffix != ".json":
        hint = f"give the folder of a package, or its {DESCRIPTOR}"
        raise PackageError(Problem("this file is no package", str(path), help=hint))
    return Located(path.parent, path)


def _indexed(target: Path) -> list[IndexedVersion]:
    path = target / index.NAME
    return index.read_index(path.read_bytes(), str(path)) if path.is_file() else []


def _of_target(target: Path, entries: list[IndexedVersion], version: str | None) -> Located:
    names = sorted({each.dataset for each in entries})
    if len(names) != 1:
        hint = f"name one of them: {', '.join(str(target / name) for name in names)}" if names else None
        raise PackageError(Problem(f"this folder holds {len(names)} datasets", str(target), help=hint))
    return _of_dataset(target, names[0], entries, version)


def _of_dataset(target: Path, name: str, entries: list[IndexedVersion], version: str | None) -> Located:
    known = {each.version: each for each in entries if each.dataset == name}
    chosen = known[_choose(list(known), version, target / name)]
    folder = target / chosen.path
    if not (folder / DESCRIPTOR).is_file():
        message = f"{index.NAME} lists version {chosen.version}, and it is not there"
        raise PackageError(Problem(message, str(folder)))
    return Located(folder, folder / DESCRIPTOR, chosen.sums)


def _of_folders(place: Path, version: str | None) -> Located:
    """Choose among a dataset's folders that were copied without their index."""
    versions = [each.name for each in place.iterdir() if (each / record.NAME).is_file()]
    if not newest_first(versions):
        message = f"there is no package here: neither {DESCRIPTOR} nor {index.NAME}"
        raise PackageError(Problem(message, str(place)))
    folder = place / _choose(versions, version, place)
    return Located(folder, folder / DESCRIPTOR)


def _choose(versions: list[str], wanted: str | None, place: Path) -> str:
    ordered = newest_first(versions)
    if wanted in (None, "latest"):
        return ordered[0]
    for version in ordered:
        if version == wanted or version.startswith(f"{wanted}."):
            return version
    message = f"there is no version {wanted}"
    raise PackageError(Problem(message, str(place), help=f"there are {', '.join(ordered)}"))
