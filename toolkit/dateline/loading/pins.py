"""A project's pinned datasets: which version of which, with the hash that vouches for it.

`dateline get --lock datasets.lock.json` writes the file, people commit it beside their
code, `dateline.load(…, lock=…)` reads exactly what was pinned, and `dateline outdated`
says what has been published since.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dateline.document import did_you_mean, quoted
from dateline.errors import PackageError, Problem, UsageError
from dateline.loading.hashing import compare
from dateline.loading.locate import siblings
from dateline.loading.ranges import wanted
from dateline.loading.resolving import tombstones
from dateline.loading.settings import OFFLINE
from dateline.loading.stores import is_address
from dateline.loading.writing import written_whole
from dateline.package.serial import to_json
from dateline.versions import newest_first, version_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dateline.loading.package import Package
    from dateline.loading.settings import Settings

FORMAT: Final = "dateline-lock/1"
NAME: Final = "datasets.lock.json"
"""What the file is called, unless somebody calls it otherwise."""
_LEVELS = ("major", "minor", "patch")
_SUMS = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Pin:
    """A pinned dataset.

    Args:
        dataset: its name.
        source: the address it is read from, or a path relative to the lock file.
        version: the version's number.
        created: the moment the version stands for, RFC 3339.
        sums: the SHA-256 of its SHA256SUMS, in hexadecimal.

    """

    dataset: str
    source: str
    version: str
    created: str
    sums: str


@dataclass(frozen=True, slots=True)
class Outdated:
    """What has been published of a pinned dataset since.

    Args:
        pin: what is pinned.
        newer: the newer versions, the newest first; none if the pin is up to date.
        created: the day of the newest one, as 2027-01-31.
        level: what the newest changes: "major", "minor" or "patch"; None if nothing.
        retracted: records that were retracted, merged or split since, as `table key`.

    """

    pin: Pin
    newer: tuple[str, ...] = ()
    created: str = ""
    level: str | None = None
    retracted: tuple[str, ...] = ()


def read_lock(file: Path) -> tuple[Pin, ...]:
    """Read a lock file.

    Raises:
        PackageError: if there is none, or it is something else.

    """
    try:
        return _read_all(json.loads(file.read_bytes()))
    except OSError as error:
        hint = f"dateline get … --lock {file.name} writes one"
        raise PackageError(Problem(f"this cannot be read: {error.strerror}", str(file), help=hint)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        hint = f"its format would be '{FORMAT}'"
        raise PackageError(Problem("this is no lock file of dateline's", str(file), help=hint)) from None


def _read_all(said: dict[str, Any]) -> tuple[Pin, ...]:
    if said["format"] != FORMAT:
        raise ValueError(said["format"])
    return tuple(map(_read, said["datasets"]))


def _read(each: dict[str, Any]) -> Pin:
    dataset, source, version, created = each["dataset"], each["source"], each["version"], each["created"]
    texts = (dataset, source, version, created, each["sha256sums"])
    if not all(isinstance(text, str) for text in texts) or version_key(version) is None:
        raise TypeError
    if not _SUMS.fullmatch(each["sha256sums"]):
        raise ValueError
    return Pin(dataset, source, version, created, each["sha256sums"].removeprefix("sha256:"))


def pin(package: Package, source: str | os.PathLike[str], lock: Path) -> Pin:
    """Pin an opened package in a lock file, in place of an earlier pin of the same dataset.

    Raises:
        PackageError: if the package is none that can be pinned, or the file is something else.

    """
    if package.opened.sums is None or version_key(package.version) is None:
        hint = "only a version with a SHA256SUMS can be pinned"
        raise PackageError(Problem("this is no release of dateline's", package.location, help=hint))
    if is_address(source) and "@" in str(source).partition("://")[2].partition("/")[0]:
        hint = "name the address without them; a lock file is for everybody to read"
        raise PackageError(
            Problem("an address with a user or password is not pinned", package.location, help=hint)
        )
    kept = [each for each in (read_lock(lock) if lock.exists() else ()) if each.dataset != package.name]
    created = str(package.descriptor.get("created", ""))
    made = Pin(package.name, _relative(source, lock), package.version, created, package.opened.sums)
    ordered = sorted([*kept, made], key=lambda each: each.dataset)
    with written_whole(lock) as file:
        file.write(to_json({"format": FORMAT, "datasets": [_written(each) for each in ordered]}))
    return made


def _written(each: Pin) -> dict[str, str]:
    return {
        "dataset": each.dataset,
        "source": each.source,
        "version": each.version,
        "created": each.created,
        "sha256sums": f"sha256:{each.sums}",
    }


def _relative(source: str | os.PathLike[str], lock: Path) -> str:
    """Return a path as seen from the lock file, so that both can be moved together; an address as it is."""
    if is_address(source):
        return str(source)
    place = Path(source).resolve()
    try:
        return Path(os.path.relpath(place, lock.resolve().parent)).as_posix()
    except ValueError:  # another drive
        return place.as_posix()


def pinned(pins: Sequence[Pin], asked: str | os.PathLike[str], lock: Path) -> Pin | None:
    """Return the pin of a dataset, named by its name or by where it is read from; None if there is none."""
    source = _relative(asked, lock)
    found = [
        each for each in pins if str(asked) == each.dataset or source.rstrip("/") == each.source.rstrip("/")
    ]
    return found[0] if len(found) == 1 else None


def load_pinned(
    path: str | os.PathLike[str],
    lock: str | os.PathLike[str],
    version: str | None,
    as_of: date | str | None,
    settings: Settings,
) -> Package:
    """Open the version that is pinned; see `dateline.load`.

    Raises:
        UsageError: if a version is asked for besides.
        PackageError: if the dataset is not pinned, or is not what was pinned.

    """
    file = Path(lock)
    if version is not None or as_of is not None:
        hint = f"leave version and as_of out, or pin another one: dateline get --lock {file.name}"
        raise UsageError(Problem("the lock file says which version is meant", str(file), help=hint))
    pins = read_lock(file)
    found = pinned(pins, path, file)
    if found is None:
        near = did_you_mean(str(path), [each.dataset for each in pins]) if pins else None
        raise PackageError(Problem(f"{quoted(str(path))} is not pinned here", str(file), help=near))
    return load_pin(found, file, settings)


def load_pin(each: Pin, lock: Path, settings: Settings) -> Package:
    """Open what is pinned.

    Raises:
        PackageError: if it is gone, or is not what was pinned.

    """
    from dateline.loading.start import load_with  # noqa: PLC0415 - it imports this module in turn

    source: str | Path = each.source if is_address(each.source) else lock.parent / each.source
    package = load_with(source, wanted(each.version), settings)
    hint = f"{lock.name} pinned version {each.version} with other content: ask whoever publishes it"
    compare(package.opened.sums or "", each.sums, f"{package.location} (SHA256SUMS)", hint)
    return package


def outdated(lock: Path, settings: Settings) -> list[Outdated]:
    """Say what has been published of each pinned dataset since.

    Raises:
        UsageError: if a server would have to be asked, offline.
        PackageError: if the lock file, or what it pins, cannot be read.

    """
    return [_since(each, lock, settings) for each in read_lock(lock)]


def _since(each: Pin, lock: Path, settings: Settings) -> Outdated:
    if settings.offline and is_address(each.source):
        hint = f"leave {OFFLINE} out"
        raise UsageError(Problem("offline nobody can say what has been published", each.source, help=hint))
    package = load_pin(each, lock, settings)
    found = siblings(package.opened.store)
    if found is None:
        hint = "pin it from the place where its versions are published"
        message = "this release stands alone: nobody says whether there are newer ones"
        raise PackageError(Problem(message, package.location, help=hint))
    created = {one.version: one.created for one in found[1]}
    mine = version_key(each.version) or (0, 0, 0)
    newer = [number for number in newest_first(created) if (version_key(number) or mine) > mine]
    if not newer:
        return Outdated(each)
    before = tombstones(package)
    ended = [
        f"{table} {record}"
        for table, record in tombstones(package.at(newer[0]))
        if (table, record) not in before
    ]
    return Outdated(each, tuple(newer), created[newer[0]][:10], _level(each.version, newer[0]), tuple(ended))


def _level(old: str, new: str) -> str:
    """Return what a step from one version to another may change: the first number that differs says it."""
    pairs = zip(version_key(old) or (), version_key(new) or (), _LEVELS, strict=False)
    return next((level for before, after, level in pairs if before != after), _LEVELS[-1])
