"""The canonical form of a record file: one way to write the same records.

Line feeds; quotes only where they are needed; the schema's fields in the schema's order,
columns that it does not know after them; labels without spaces around them; text in
Unicode's composed form (NFC); no empty rows at the end, and a line end after the last one.
Delimiter, quote, escape and encoding are the dataset's own, as its `dataset.yaml` says,
without a byte order mark where the encoding can do without. Comments stay as they are.

Records keep their order, and cells their text: what a cell means is not touched.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from dateline.read.cell_text import written
from dateline.read.files import pieces
from dateline.read.records import records
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.read.files import Source
    from dateline.read.header import Columns
    from dateline.read.layout import Layout
    from dateline.read.records import Record
    from dateline.read.tokens import Grammar


class Row(NamedTuple):
    """A record as it is written: its cells in order, or the text of a comment."""

    number: int
    cells: tuple[str, ...] = ()
    comment: str | None = None

    @property
    def empty(self) -> bool:
        """Whether it is a row of empty cells, as spreadsheets leave them at the end."""
        return self.comment is None and not any(self.cells)


def lines(source: Source, layout: Layout, columns: Columns) -> Iterator[str]:
    """Yield the lines of a file in canonical form, each ended by a line feed."""
    rules = grammar(layout.dialect)
    for row in rows(source, layout, columns):
        yield (row.comment if row.comment is not None else _line(row.cells, rules)) + "\n"


def rows(source: Source, layout: Layout, columns: Columns) -> Iterator[Row]:
    """Yield the records of a file, header and comments included, as the canonical form has them.

    Two files with the same rows have the same canonical form, which is one of them.

    Raises:
        FileFaultError: the file is no text.
        RecordTooLongError: a record exceeds the limit.

    """
    order, kept, some = _order(columns), list[Row](), False
    alone = columns.width == 1  # one empty cell is a record
    for record in records(pieces(source, layout.codec), grammar(layout.dialect)):
        row = _row(record, layout, order)
        if row.empty and not alone and record.number > layout.header_end:
            kept.append(row)
            continue
        yield from kept
        kept.clear()
        yield row
        some = True
    if not some:
        yield from kept[:1]  # a file of nothing would be none at all


def _order(columns: Columns) -> list[int]:
    """Return which column of the file comes where: the schema's fields, then the others."""
    known = [n for n in columns.source if n is not None]
    return [*known, *(n for n in range(columns.width) if n not in set(known))]


def _row(record: Record, layout: Layout, order: list[int]) -> Row:
    dialect, number = layout.dialect, record.number
    above = number <= layout.header_end and number not in dialect.header_rows
    if record.comment or above or number in dialect.comment_rows:
        return Row(number, comment=record.text)
    cells = [unicodedata.normalize("NFC", cell) for cell in record.cells]
    if number <= layout.header_end:
        cells = [cell.strip() for cell in cells]
        cells += [""] * (len(order) - len(cells))  # of several header rows, the upper ones may be short
    return Row(number, tuple(cells[n] for n in order) if len(cells) == len(order) else tuple(cells))


def _line(cells: tuple[str, ...], rules: Grammar) -> str:
    alone = len(cells) == 1
    return rules.delimiter.join(written(cell, rules, n, alone=alone) for n, cell in enumerate(cells))
