"""Changes as text: what is lost first, then what changed, then what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.render.differences.words import (
    change,
    key,
    rekeyed,
    shared,
    singles,
    tally,
    total,
    version,
    whole_tables,
)
from dateline.render.paint import painter
from dateline.render.safe import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from dateline.changes import Compared, TableChanges
    from dateline.render.options import Options


def lines(compared: Sequence[Compared], options: Options) -> Iterator[str]:
    """Yield the changes of each dataset, at most `options.limit` records of each kind and table."""
    paint = painter(color=options.color)
    for number, each in enumerate(compared):
        if number:
            yield ""
        yield paint("strong", f"{terminal(each.dataset)} since {terminal(each.since)}")
        yield from (f"  {terminal(note)}" for note in each.notes)
        yield from (f"  {terminal(line)}" for line in whole_tables(each.changes))
        for table in each.changes.tables.values():
            if table:
                yield f"  {terminal(table.name)}: {tally(table)}"
                yield from (f"    {terminal(line)}" for line in _records(table, options.limit))
        for schema in each.changes.schemas[: options.limit]:
            yield f"  {schema.level}: {terminal(schema.message, 2 * options.width)}"
        yield from (f"  {line}" for line in _more(len(each.changes.schemas), options.limit, "of schemas"))
        for whole in each.changes.metadata:
            yield f"  {whole.level}: {terminal(whole.message)}"
        yield f"  {total(each.changes)}"
        told = version(each.changes)
        if told is not None:
            yield f"  a {told[0]} version: {told[1]}"


def _records(table: TableChanges, limit: int) -> Iterator[str]:
    yield from _listed("-", table, table.removed, limit)
    yield from _groups(table)
    yield from _cells(table, limit)
    yield from _listed("+", table, table.added, limit)
    for row in table.rekeyed.head(limit).iter_rows(named=True):
        yield f"? {rekeyed(row)}"
    yield from _more(table.rekeyed.height, limit, "perhaps under another key")
    for row in table.moved.head(limit).iter_rows(named=True):
        yield f"> {key(table, row)} moved from {row['old_file']} to {row['file']}"
    yield from _more(table.moved.height, limit, "moved")


def _listed(sign: str, table: TableChanges, rows: pl.DataFrame, limit: int) -> Iterator[str]:
    for row in rows.head(limit).iter_rows(named=True):
        yield f"{sign} {key(table, row)}  {row['file']}, record {row['row']}"
    yield from _more(rows.height, limit, "removed" if sign == "-" else "added")


def _groups(table: TableChanges) -> Iterator[str]:
    """Yield changes that several records share, each as one line."""
    for row in table.groups.iter_rows(named=True):
        yield f"~ {row['field']}: {change(row)} in {shared(row)}"


def _cells(table: TableChanges, limit: int) -> Iterator[str]:
    """Yield the changes that no other record shares, a line a cell."""
    single = singles(table)
    for row in single.head(limit).iter_rows(named=True):
        yield f"~ {key(table, row)} {row['field']}: {change(row)}"
    yield from _more(single.height, limit, "changed cells")


def _more(number: int, limit: int, what: str) -> Iterator[str]:
    if number > limit:
        yield f"… and {number - limit:,} more {what}"
