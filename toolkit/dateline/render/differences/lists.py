"""What differs as lists of entries, in the order in which pages show them: losses stand first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dateline.render.differences.words import change, key, shared, short, singles
from dateline.render.phrases import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dateline.changes import DatasetChanges, TableChanges

_SCHEMA, _PATH = 200, 200
"""Columns that a change of a schema and a path may take."""
_CELLS = "Changed cells"

COUNTED = ("removed", "changed", "added", "moved", "unchanged")
"""What is counted of each table: what is lost first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list, and where the record stands that it tells of."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The first ones of one kind of change.

    Args:
        title: what they are, such as "Removed from floods".
        entries: the first ones, their texts to be made harmless where they are printed.
        number: how many there are, listed or not.
        noun: what those are that are not listed, such as "changed cells of floods".
        fold: under which heading the list is folded away; None if it must be seen.
        keys: whether the entries are keys alone, which a line can hold several of.

    """

    title: str
    entries: tuple[Entry, ...]
    number: int
    noun: str
    fold: str | None = None
    keys: bool = False

    @property
    def more(self) -> str:
        """Say "… and 3 more changed cells of floods"; nothing where all are listed."""
        left = self.number - len(self.entries)
        return f"… and {left:,} more {self.noun}" if left else ""


def lists(changes: DatasetChanges, limit: int) -> Iterator[Listed]:
    """Yield the lists of a dataset that have entries, each with at most `limit` of them."""
    tables = [table for table in changes.tables.values() if table]
    found = (
        *(_removed(table, limit) for table in tables),
        *(_rekeyed(table, limit) for table in tables),
        _schemas(changes, limit),
        _metadata(changes, limit),
        *(made(table, limit) for table in tables for made in (_shared, _single)),
        *(_added(table, limit) for table in tables),
        *(_moved(table, limit) for table in tables),
    )
    return (each for each in found if each.number)


def _removed(table: TableChanges, limit: int) -> Listed:
    name = short(table.name)
    entries = tuple(_records(table, table.removed.head(limit)))
    return Listed(f"Removed from {name}", entries, table.removed.height, f"records of {name}", keys=True)


def _added(table: TableChanges, limit: int) -> Listed:
    name = short(table.name)
    entries = tuple(_records(table, table.added.head(limit)))
    number, noun = table.added.height, f"records of {name}"
    return Listed(f"Added to {name}", entries, number, noun, fold="Added records", keys=True)


def _records(table: TableChanges, rows: pl.DataFrame) -> Iterator[Entry]:
    for row in rows.iter_rows(named=True):
        yield Entry(key(table, row), _place(row["file"], row["row"]))


def _rekeyed(table: TableChanges, limit: int) -> Listed:
    """List pairs that differ in nothing but their key: what looks lost may be there under another."""
    rows = table.rekeyed.head(limit).iter_rows(named=True)
    entries = tuple(Entry(f"{short(row['old'])} → {short(row['new'])}") for row in rows)
    name = short(table.name)
    title = f"Perhaps under another key in {name}"
    return Listed(title, entries, table.rekeyed.height, f"records of {name}", keys=True)


def _schemas(changes: DatasetChanges, limit: int) -> Listed:
    shown = changes.schemas[:limit]
    entries = tuple(Entry(f"{each.level}: {short(each.message, _SCHEMA)}") for each in shown)
    return Listed("Schemas", entries, len(changes.schemas), "changes of schemas")


def _metadata(changes: DatasetChanges, limit: int) -> Listed:
    shown = changes.metadata[:limit]
    entries = tuple(Entry(f"{each.level}: {short(each.message, _SCHEMA)}") for each in shown)
    return Listed("Dataset", entries, len(changes.metadata), "changes of the dataset")


def _shared(table: TableChanges, limit: int) -> Listed:
    """List changes that several records share, an entry each."""
    name = short(table.name)
    rows = table.groups.head(limit).iter_rows(named=True)
    entries = _entries(f"{name}.{short(row['field'])}: {change(row)}, {shared(row)}" for row in rows)
    title = f"Shared changes in {name}"
    return Listed(title, entries, table.groups.height, f"shared changes in {name}", fold=_CELLS)


def _single(table: TableChanges, limit: int) -> Listed:
    """List changed cells whose change no other record shares."""
    name, single = short(table.name), singles(table)
    entries = tuple(
        Entry(
            f"{name} {key(table, row)}, {short(row['field'])}: {change(row)}",
            _place(row["file"], row["row"]),
        )
        for row in single.head(limit).iter_rows(named=True)
    )
    return Listed(f"Changed cells of {name}", entries, single.height, f"changed cells of {name}", fold=_CELLS)


def _moved(table: TableChanges, limit: int) -> Listed:
    """List from which file to which records moved: they are otherwise the same."""
    name = short(table.name)
    ways = table.moved.group_by("old_file", "file", maintain_order=True).agg(pl.len().alias("records"))
    rows = ways.head(limit).iter_rows(named=True)
    entries = _entries(
        f"{name}: {count(row['records'], 'record')} "
        f"from {short(row['old_file'], _PATH)} to {short(row['file'], _PATH)}"
        for row in rows
    )
    return Listed(f"Moved in {name}", entries, ways.height, f"files of {name}", fold="Moved records")


def _entries(texts: Iterable[str]) -> tuple[Entry, ...]:
    return tuple(map(Entry, texts))


def _place(file: str, row: int) -> str:
    return f"{short(file, _PATH)}, record {row:,}"


def numbers(changes: DatasetChanges) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the name of each table that differs, and how many records are as `COUNTED` says."""
    for table in changes.tables.values():
        if table:
            rest = table.unchanged - table.moved.height
            yield (
                short(table.name),
                (table.removed.height, table.changed, table.added.height, table.moved.height, rest),
            )
