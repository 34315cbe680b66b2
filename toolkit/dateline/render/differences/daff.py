"""Changes in the highlighter format of daff: a CSV table that marks what differs.

Source: https://paulfitz.github.io/daff-doc/spec.html. The first column says what became
of a row: `+++` added, `---` removed, `->` changed; a changed cell reads `old->new`, with a
longer arrow if a cell of the table has that arrow in it. Each table begins with a row `@@`.
What a spreadsheet would run gets an apostrophe before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.render.safe import csv_cell, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.changes import Compared, TableChanges
    from dateline.render.options import Options


def lines(compared: Sequence[Compared], options: Options) -> Iterator[str]:  # noqa: ARG001 - every format has the same shape
    """Yield the rows of each table that differs, all of them."""
    for each in compared:
        for table in each.changes.tables.values():
            if table:
                yield from _table(table)


def _table(table: TableChanges) -> Iterator[str]:
    names = [name for name in table.added.columns if name not in ("file", "row")]
    yield _row("!", [table.name])
    yield _row("@@", names)
    for row in table.removed.select(names).iter_rows():
        yield _row("---", row)
    arrow = _arrow(table.cells)
    keys = list(table.key)
    if table.cells.height:
        for _, cells in table.cells.group_by("file", "row", maintain_order=True):
            yield _row(arrow, _changed(cells, names, keys, arrow))
    for row in table.added.select(names).iter_rows():
        yield _row("+++", row)


def _changed(cells: pl.DataFrame, names: Sequence[str], keys: Sequence[str], arrow: str) -> list[str]:
    """Return a changed row: its key, what changed, and nothing for what did not."""
    changed = {row["field"]: f"{row['old']}{arrow}{row['new']}" for row in cells.iter_rows(named=True)}
    first = cells.row(0, named=True)
    return [first[name] if name in keys else changed.get(name, "") for name in names]


def _arrow(cells: pl.DataFrame) -> str:
    """Return an arrow that stands in no cell."""
    arrow = "->"
    while cells.select(pl.any_horizontal(_has(arrow)).any()).item():
        arrow = f"-{arrow}"
    return arrow


def _has(arrow: str) -> pl.Expr:
    return pl.col("old", "new").str.contains(arrow, literal=True)


def _row(sign: str, cells: Sequence[object]) -> str:
    return ",".join([sign, *(_quoted(csv_cell(_seen(str(each)))) for each in cells)])


def _seen(text: str) -> str:
    """Return a cell's text with what cannot be seen made visible, line by line."""
    return "\n".join(map(terminal, text.split("\n")))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text
