"""Who refers to a record: the rows of all tables whose foreign keys lead to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.checks.ask import TEXT, with_values
from dateline.checks.ledger import whole
from dateline.checks.report import record_key
from dateline.checks.source import FILE, RECORD
from dateline.checks.told import collected, key_of
from dateline.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dateline.checks.content import Content
    from dateline.table import ForeignKey, Table

_TARGET = "__target__"
Row = dict[str, Any]
"""Values of a record by field, its texts by `TEXT`, and FILE and RECORD."""
Place = tuple[str, int, int]
"""Which row of a dataset: table, file index and record number."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A row that refers to a record.

    Args:
        table: the row's table.
        key: the foreign key by which it refers.
        row: the row.
        target: number of the record among those that were asked for.

    """

    table: Table
    key: ForeignKey
    row: Row
    target: int

    @property
    def place(self) -> Place:
        """Which row it is."""
        return place_of(self.table, self.row)


def place_of(table: Table, row: Row) -> Place:
    """Return which row of a dataset this is."""
    return (table.name, row[FILE], row[RECORD])


def rows_with(content: Content, keys: Collection[str]) -> dict[str, list[Row]]:
    """Return the records that have these primary keys, by key."""
    table = content.table
    rows = collected(
        content,
        lambda frame: with_values(table, frame).filter(record_key(table).is_in(list(keys))),
    )
    found: dict[str, list[Row]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault(key_of(table, row), []).append(row)
    return found


def keys_of(content: Content) -> list[str]:
    """Return the primary keys of all records, for suggestions."""
    table = content.table
    texts = [pl.col(name).alias(TEXT.format(name)) for name in table.primary_key]
    return collected(content, lambda frame: frame.select(texts).select(record_key(table).alias("key")))[
        "key"
    ].to_list()


def referring(contents: Mapping[str, Content], target: str, rows: Sequence[Row]) -> Iterator[Reference]:
    """Yield each row that refers to one of some records of the table `target`, table by table.

    Raises:
        UsageError: if a table that may refer to them has records that cannot be read.

    """
    for content in contents.values():
        for key in content.table.foreign_keys:
            if (key.table or content.table.name) == target:
                _insist_whole(content)
                yield from _by_key(content, key, contents[target].table, rows)


def _by_key(content: Content, key: ForeignKey, target: Table, rows: Sequence[Row]) -> Iterator[Reference]:
    table = content.table
    wanted = [
        [*(row[name] for name in key.references), number]
        for number, row in enumerate(rows)
        if all(row[name] is not None for name in key.references)
    ]
    if not wanted:
        return
    types = _types(target, key)
    lookup = pl.DataFrame(
        wanted, dict(zip(key.fields, types, strict=True)) | {_TARGET: pl.Int64}, orient="row"
    ).lazy()
    found = collected(
        content, lambda frame: with_values(table, frame).join(lookup, on=list(key.fields), how="inner")
    )
    for row in found.sort(FILE, RECORD).iter_rows(named=True):
        yield Reference(table, key, row, row[_TARGET])


def _types(target: Table, key: ForeignKey) -> list[pl.DataType]:
    """Return the types of the fields that a foreign key leads to."""
    from dateline.compile.cast import dtype  # noqa: PLC0415 - only these queries need it

    return [dtype(target[name]) for name in key.references]


def _insist_whole(content: Content) -> None:
    if not whole(content):
        message = f"not all records of {content.table.name} can be read: they may refer to what is taken out"
        raise UsageError(Problem(message, help="dateline check says what is wrong; repair it first"))
