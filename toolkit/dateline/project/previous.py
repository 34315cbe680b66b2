"""The release before: its records, as it published them.

They are taken from the target, which has the very files; or else made again from the commit
that the ledger names. Either way they are what the ledger's hashes say, or nothing is compared.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.errors import PackageError, Problem, UsageError, VersionError
from dateline.loading.descriptor import resources
from dateline.package import canonical
from dateline.package.descriptor import NAME as DESCRIPTOR
from dateline.package.descriptor import csv_path, head, head_of
from dateline.package.retractions import NAME as TOMBSTONES
from dateline.package.state import state_of
from dateline.project.contents import published_tables
from dateline.project.folder import RELEASES_FILE
from dateline.project.paths import show
from dateline.project.states import earlier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.dataset.ledger import Entry
    from dateline.dataset.releases import Released
    from dateline.project.folder import Folder
    from dateline.publishing import Target
    from dateline.table import Table


@dataclass(frozen=True, slots=True)
class Previous:
    """An earlier release: what its descriptor says of the dataset, its tables and their texts."""

    metadata: Mapping[str, Any]
    tables: Mapping[str, tuple[Table, pl.LazyFrame]]


@contextmanager
def previous(folder: Folder, entry: Released, target: Target | None) -> Iterator[Previous]:
    """Open an earlier release, for as long as it is used.

    Args:
        folder: the dataset's folder as it is now.
        entry: the ledger's entry of that release.
        target: where it may be published; None if nowhere.

    Raises:
        VersionError: if its records can be had from nowhere, or are not those of the ledger.

    """
    name = folder.dataset.name
    there = target is not None and entry.version in {each.version for each in target.versions(name)}
    if target is not None and there:
        with tempfile.TemporaryDirectory(prefix="dateline-") as place:
            yield _from_target(name, entry, target, Path(place))
        return
    if entry.commit is None:
        hint = "publish to the target that holds it"
        raise VersionError(_unknown(folder, entry, "it was made outside a repository", hint))
    with _at_commit(folder, entry, entry.commit) as found:
        yield found


def _from_target(name: str, entry: Released, target: Target, place: Path) -> Previous:
    """Fetch a release's tables: their files have the hashes of the ledger, and need no other proof."""
    where = f"{target.place}, {name} {entry.version}"
    target.fetch(name, entry.version, [DESCRIPTOR, *map(csv_path, entry.tables)], place)
    said = json.loads((place / DESCRIPTOR).read_bytes())
    try:
        described = resources(said, where)
    except PackageError as error:
        raise VersionError(*error.problems) from None
    hashes = {each: found.csv.sha256 for each, found in described.items()}
    if hashes != {each: state.content for each, state in entry.tables.items()}:
        hint = f"{RELEASES_FILE} and the target tell of two different histories: find out which is true"
        raise VersionError(Problem("this is not the release that the ledger has", where, help=hint))
    tables = {
        each: (found.table, canonical.scan_csv(place / found.csv.path)) for each, found in described.items()
    }
    return Previous(head_of(said), tables)


@contextmanager
def _at_commit(folder: Folder, entry: Released, commit: str) -> Iterator[Previous]:
    """Make a release's tables again from its commit."""
    try:
        with earlier(folder.path, commit) as state:
            if state.opened is None:
                raise VersionError(_unknown(folder, entry, "the dataset is not in its commit", None))
            dataset = state.opened.folder.dataset
            if dataset.private and state.opened.folder.ledger:
                why = "which ends of private records are told depends on the releases before"
                raise VersionError(_unknown(folder, entry, why, "publish to the target that holds it"))
            tables = published_tables(state.opened)
            if dict(state_of(dataset, tables).tables) != dict(entry.tables):
                why = f"commit {commit[:12]} does not give what the ledger says of it"
                raise VersionError(_unknown(folder, entry, why, "publish to the target that holds it"))
            yield Previous(head(dataset), {each.table.name: (each.table, each.text) for each in tables})
    except UsageError as error:
        fault = error.problems[0]
        raise VersionError(_unknown(folder, entry, fault.message, fault.help)) from None


def _unknown(folder: Folder, entry: Released, why: str, help: str | None) -> Problem:
    message = f"the records of release {entry.version} are not at hand, and they are compared: {why}"
    file = show(folder.path / RELEASES_FILE)
    return Problem(message, file, entry.mark.line, entry.mark.column, help)


def told(folder: Folder, target: Target | None) -> tuple[Entry, ...]:
    """Return the entries of the ledger of changes that are published.

    Of private records, those whose record the last release had, or told the end of: nobody
    is told of the end of what nobody knew.
    """
    if not folder.dataset.private or not any(each.ends for each in folder.ledger):
        return folder.ledger
    if not folder.releases:
        return ()
    with previous(folder, folder.releases[-1], target) as before:
        known = {each for name, table in before.tables.items() for each in _records(name, *table)}
    return tuple(each for each in folder.ledger if (each.table, each.record) in known)


def _records(name: str, table: Table, text: pl.LazyFrame) -> Iterator[tuple[str, str]]:
    """Yield table and key of each record that a published table has, or tells the end of."""
    if name == TOMBSTONES:
        yield from text.select("table", "record").collect().iter_rows()
    elif table.primary_key:
        key = pl.concat_str(table.primary_key, separator="/")
        yield from ((name, each) for each in text.select(key).collect().to_series())
