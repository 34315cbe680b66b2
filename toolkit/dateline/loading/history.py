"""Whether the releases of a target hang together: deltas, `latest`, and the index that lists them all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dateline.errors import PackageError
from dateline.findings import Finding
from dateline.loading import hashing
from dateline.loading.descriptor import read_json, resources
from dateline.loading.integrity import integrity
from dateline.package import applying, canonical, delta, index, sums
from dateline.package.descriptor import NAME as DESCRIPTOR
from dateline.versions import newest_first, version_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import polars as pl

    from dateline.loading.descriptor import Resource


LATEST: Final = "latest"


def target_findings(folders: Sequence[Path]) -> Iterator[Finding]:
    """Check what holds between releases.

    Args:
        folders: the releases' folders, each `<target>/<dataset>/<version>`; of others nothing
            is said.

    """
    standing = [each for each in folders if version_key(each.name)]
    for folder in standing:
        yield from delta_findings(folder.parent, folder.name)
    for home in dict.fromkeys(each.parent for each in standing):
        listed = [each.name for each in standing if each.parent == home]
        if (home.parent / index.NAME).is_file():
            yield from _between(home, listed)


def _between(home: Path, listed: Sequence[str]) -> Iterator[Finding]:
    """Check a dataset's folder as a whole; one release alone may have been asked for."""
    known = index.read_index((home.parent / index.NAME).read_bytes(), str(home.parent / index.NAME))
    versions = {each.version: each for each in known if each.dataset == home.name}
    others = [each for each in newest_first(each.name for each in home.iterdir()) if each not in versions]
    unlisted = [each for each in others if (home / each / sums.NAME).is_file()]
    for each in unlisted:
        message = f"{index.NAME} does not list this release"
        yield Finding("version-unlisted", "warning", message, file=str(home / each))
    newest, latest = newest_first(versions)[0], home / LATEST
    # A run that was stopped before it wrote the index may have shown its release as the latest.
    allowed = {versions[newest].sums, *(hashing.sha256(home / each / sums.NAME) for each in unlisted)}
    if newest in listed and latest.is_dir() and not _is_copy(latest, allowed):
        message = f"this is no copy of {newest}, the newest release"
        yield Finding("latest-differs", "error", message, file=str(latest))


def _is_copy(folder: Path, allowed: Collection[str]) -> bool:
    """Whether a folder holds a release, by the hash of its SHA256SUMS, and every file of it."""
    listing = folder / sums.NAME
    if not listing.is_file() or hashing.sha256(listing) not in allowed:
        return False
    found, _ = integrity(folder, None)
    return not any(each.severity == "error" for each in found)


def delta_findings(home: Path, version: str) -> Iterator[Finding]:
    """Prove a release's delta: applied to the tables of the release before, it gives those of this one.

    Args:
        home: the dataset's folder in a target, with a folder for each release.
        version: the release.

    """
    place = home / version / delta.NAME
    if not place.is_file():
        return
    try:
        said = read_json(place)
        yield from (_finding(place, table, message) for table, message in _faults(home, version, said))
    except PackageError as error:
        for each in error.problems:
            yield Finding("delta-differs", "error", each.message, file=each.file, line=each.line)


def _finding(place: Path, table: str | None, message: str) -> Finding:
    return Finding("delta-differs", "error", message, table=table, file=str(place))


def _faults(home: Path, version: str, said: Mapping[str, Any]) -> Iterator[tuple[str | None, str]]:
    """Yield what is wrong with a delta: the table that it concerns, and the message."""
    before, parts = said.get("from"), said.get("tables")
    if said.get("format") != delta.FORMAT or said.get("to") != version or not isinstance(parts, dict):
        yield None, f"this is no delta to {version} in the format {delta.FORMAT}"
        return
    if (
        not isinstance(before, str)
        or Path(before).name != before
        or not (home / before / DESCRIPTOR).is_file()
    ):
        yield None, f"the release that it begins with, {before!r}, is not there"
        return
    old, new = (_tables(home / each) for each in (before, version))
    same = [each for each in said.get("unchanged") or () if isinstance(each, str)]
    for name in dict.fromkeys([*new, *old]):
        message = (
            _unchanged(old.get(name), new.get(name))
            if name in same
            else _unequal((home / before, home / version), old.get(name), new.get(name), parts.get(name))
        )
        if message is not None:
            yield name, message


def _tables(folder: Path) -> dict[str, Resource]:
    return resources(read_json(folder / DESCRIPTOR), str(folder / DESCRIPTOR))


def _unchanged(old: Resource | None, new: Resource | None) -> str | None:
    same = old is not None and new is not None and old.csv.sha256 == new.csv.sha256
    return None if same else "it says that this table is unchanged, and it is not"


def _unequal(folders: tuple[Path, Path], old: Resource | None, new: Resource | None, part: Any) -> str | None:  # noqa: ANN401 - JSON
    """Say how what a part of a delta makes differs from the table that was published; None if it does not."""
    if not isinstance(part, dict):
        return "it says nothing of this table"
    if new is None:
        return None if part.get("dropped") is True else "it does not say that this table is gone"
    if part.get("replaced") is True:
        return None
    before = None if old is None else _texts(folders[0] / old.csv.path)
    try:
        made = applying.apply(part, new.table, before)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        return f"it cannot be applied: {error}"
    digest = canonical.fingerprint(new.table, made.lazy())[1]
    return None if digest == new.csv.sha256 else "applied to the release before, it makes another table"


def _texts(path: Path) -> pl.DataFrame:
    return canonical.scan_csv(path).collect(engine="streaming")
