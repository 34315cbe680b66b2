"""A file read by polars: what the guards let through, as fast as the machine allows."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.source import BROKEN, FILE, RECORD
from dateline.read.careful import Clerk, Reading
from dateline.read.files import FileFaultError
from dateline.read.guards import DistrustError, Verdict, blocks, is_even
from dateline.read.records import records
from dateline.read.rows import FLUSH
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.read.files import Source
    from dateline.read.guards import Block
    from dateline.read.header import Columns
    from dateline.read.layout import Layout
    from dateline.read.notes import Notes
    from dateline.read.rows import Rows

_PROVEN = Verdict(sound=True, even=True, exact=True)


def scan(
    text: Path | bytes,
    index: int,
    layout: Layout,
    columns: Columns,
    verdict: Verdict,
    *,
    skip: int,
    number: int,
) -> pl.LazyFrame:
    """Let polars read a text that the guards let through.

    Args:
        text: the file, or its bytes.
        index: of the file, for the column `__file__`.
        layout: delimiter, quote and null sequence.
        columns: which column holds which field.
        verdict: what the guards found.
        skip: records before the first row.
        number: number of the first row's record.

    """
    dialect = layout.dialect
    names = [str(n) for n in range(columns.width)]
    frame = pl.scan_csv(
        text,
        has_header=False,
        skip_rows=skip,
        schema=dict.fromkeys(names, pl.String),
        separator=dialect.delimiter,
        quote_char=dialect.quote_char if verdict.quoted else None,
        null_values=dialect.null_sequence,
        empty_string_is_null=dialect.null_sequence == "",
        row_index_name=RECORD,
        row_index_offset=number,
        glob=False,
        raise_if_empty=False,
    )
    nothing = pl.lit(None, pl.String)
    # No cell is null then; but to tell, polars must read them all, and so meets a row too long.
    uneven = pl.any_horizontal(pl.col(name).is_null() for name in names)
    broken = pl.lit(value=False) if verdict.exact else uneven
    cells = (nothing if n is None else pl.col(names[n]) for n in columns.source)
    return frame.select(
        *(cell.alias(field) for cell, field in zip(cells, layout.fields, strict=True)),
        pl.lit(index, pl.UInt32).alias(FILE),
        pl.col(RECORD).cast(pl.UInt32),
        broken.alias(BROKEN),
    )


def read_mended(
    source: Source, index: int, layout: Layout, columns: Columns, notes: Notes, rows: Rows, file: str
) -> Reading:
    """Read a file with a few uneven rows: polars reads the blocks that have none.

    Raises:
        FileFaultError: the file changed since it was examined, or can no longer be read.

    """
    mender = _Mender(index, layout, columns, rows, Clerk(columns, index, layout, notes, rows, file))
    quote = layout.dialect.quote_char
    try:
        for block in blocks(source, quote.encode() if quote else None):
            mender.take(block)
        mender.flush()
    except (DistrustError, UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        raise FileFaultError(
            "file-changed", "the file was written to while it was read: try again"
        ) from error
    return Reading(columns, countable=mender.clerk.finish())


class _Mender:
    """Takes blocks of whole records: even ones are for polars, the others for the clerk."""

    def __init__(self, index: int, layout: Layout, columns: Columns, rows: Rows, clerk: Clerk) -> None:
        self.index = index
        self.layout = layout
        self.columns = columns
        self.rows = rows
        self.clerk = clerk
        self.line = 1
        self.number = 1
        self.waiting: list[bytes] = []
        self.first = 1

    def take(self, block: Block) -> None:
        """Take one block."""
        if self._is_even(block):
            self._wait(block)
        else:
            self.flush()
            self._read(block.data.decode())
        self.line += block.feeds
        self.number += block.records

    def _is_even(self, block: Block) -> bool:
        """Whether polars may read a block: no header, no conflict, and no mark that it would drop."""
        data, delimiter = block.data, self.layout.dialect.delimiter.encode()
        if self.number <= self.layout.header_end or self.clerk.side or data.startswith(codecs.BOM_UTF8):
            return False
        return is_even(block, delimiter, self.columns.width)

    def _wait(self, block: Block) -> None:
        if not self.waiting:
            self.first = self.number
        self.waiting.append(block.data)
        if sum(map(len, self.waiting)) > FLUSH:
            self.flush()

    def flush(self) -> None:
        """Let polars read the even blocks so far."""
        if self.waiting:
            data, self.waiting = b"".join(self.waiting), []
            frame = scan(data, self.index, self.layout, self.columns, _PROVEN, skip=0, number=self.first)
            self.rows.extend(frame.collect())

    def _read(self, text: str) -> None:
        text = text.removeprefix("\ufeff") if self.number == 1 else text
        rules = grammar(self.layout.dialect)
        for record in records(iter([text]), rules, line=self.line, number=self.number):
            if record.number > self.layout.header_end:
                self.clerk.take(record)
