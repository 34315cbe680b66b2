"""The sentences that the formats for people share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.changes import level, reasons
from dateline.render.phrases import count
from dateline.render.safe import shown
from dateline.render.width import clip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from dateline.changes import DatasetChanges, Reason, TableChanges

_CELL, _KEY = 60, 80
"""Columns that a cell's text and a key may take."""


def tally(table: TableChanges) -> str:
    """Return "1 removed, 2 changed, 12 added, 41 unchanged": what is lost comes first."""
    numbers = {
        "removed": table.removed.height,
        "changed": table.changed,
        "added": table.added.height,
        "moved": table.moved.height,
    }
    said = [f"{number:,} {word}" for word, number in numbers.items() if number]
    return ", ".join([*said, f"{table.unchanged - table.moved.height:,} unchanged"])


def total(changes: DatasetChanges) -> str:
    """Return how many records of all tables were removed, changed and added."""
    tables = list(changes.tables.values())
    removed = sum(each.removed.height for each in tables) + sum(changes.removed.values())
    added = sum(each.added.height for each in tables) + sum(changes.added.values())
    numbers = {"removed": removed, "changed": sum(each.changed for each in tables), "added": added}
    moved = sum(each.moved.height for each in tables)
    said = [f"{count(number, 'record')} {word}" for word, number in numbers.items() if number]
    said += [f"{count(moved, 'record')} moved"] if moved else []
    said += [f"{count(len(changes.schemas), 'change')} of schemas"] if changes.schemas else []
    said += [f"{count(len(changes.metadata), 'change')} of the dataset"] if changes.metadata else []
    return ", ".join(said) or "nothing differs"


def version(changes: DatasetChanges) -> tuple[str, str] | None:
    """Return "minor" and "12 records added, 1 table added": what the next version has to be, and why.

    None if nothing changed for a reader.
    """
    greatest = level(changes)
    if greatest is None:
        return None
    why = [_counted(each) for each in reasons(changes) if each.level == greatest]
    return greatest, ", ".join(why)


def _counted(reason: Reason) -> str:
    """Return "1 record added" for the reason 1 "records added"."""
    noun, _, rest = reason.what.partition("s ")
    return f"{count(reason.number, noun)} {rest}"


def whole_tables(changes: DatasetChanges) -> Iterator[str]:
    """Yield a line for each table that came or went."""
    for name, number in changes.removed.items():
        yield f"table {name} removed, with {count(number, 'record')}"
    for name, number in changes.added.items():
        yield f"table {name} added, with {count(number, 'record')}"


def key_of(table: TableChanges, row: Mapping[str, object]) -> str:
    """Return the record's key, its parts joined by "/"; all cells where there is no key."""
    names = table.key or [name for name in table.added.columns if name not in ("file", "row")]
    return "/".join(str(row[name]) for name in names)


def key(table: TableChanges, row: Mapping[str, object]) -> str:
    """Return the record's key, short."""
    return short(key_of(table, row), _KEY)


def change(row: Mapping[str, object]) -> str:
    """Return "'Odra' → 'Oder'" for a changed cell, short."""
    return f"{_cell(row['old'])} → {_cell(row['new'])}"


def shared(row: Mapping[str, object]) -> str:
    """Return "3 of 4 records" for a change that several records share."""
    return f"{row['records']:,} of {row['of']:,} records"


def singles(table: TableChanges) -> pl.DataFrame:
    """Return the changed cells whose change no other record shares."""
    return table.cells.join(table.groups, on=["field", "old", "new"], how="anti", maintain_order="left")


def rekeyed(row: Mapping[str, object]) -> str:
    """Return "G6 may be F6 under another key"."""
    return f"{short(row['new'], _KEY)} may be {short(row['old'], _KEY)} under another key"


def _cell(text: object) -> str:
    """Return a cell's text in quotes, or that it is empty."""
    return f"'{short(text, _CELL)}'" if text not in (None, "") else "empty"


def short(text: object, limit: int = _KEY) -> str:
    """Return a text as a part of a line, hidden characters shown, in so many columns at most.

    The line itself is still to be made harmless where it is printed.
    """
    return clip("".join(shown(str(text))), limit)
