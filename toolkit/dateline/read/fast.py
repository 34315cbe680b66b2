"""A file read by polars: what the guards let through, as fast as the machine allows."""

from __future__ import annotations

import codecs
from contextlib import closing
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.source import BROKEN, FILE, RECORD
from dateline.read.blocks import DistrustError, Entry, block_at
from dateline.read.careful import Clerk, Reading, is_countable
from dateline.read.files import FileFaultError, pieces
from dateline.read.guards import Guard, Verdict, is_even
from dateline.read.records import line_ends, records
from dateline.read.rows import FLUSH
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.read.blocks import Block
    from dateline.read.files import Source
    from dateline.read.header import Columns
    from dateline.read.layout import Layout
    from dateline.read.notes import Notes
    from dateline.read.records import Record
    from dateline.read.rows import Rows

SHARE = 1 << 18
"""Bytes that are read record by record around a fault."""

_PROVEN = Verdict(text=True, sound=True, even=True, exact=True)


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
    """Read a file with faults here and there: polars reads the blocks that have none.

    Args:
        source: a file that is not compressed, and UTF-8.
        index: of the file, for the column `__file__`.
        layout: a layout for which `is_plain` holds.
        columns: which column holds which field.
        notes: where findings are told.
        rows: where rows are put.
        file: its name in findings.

    Raises:
        FileFaultError: the file changed since it was examined, or can no longer be read.
        RecordTooLongError: a record exceeds the limit.

    """
    mender = _Mender(source, index, layout, columns, rows, Clerk(columns, index, layout, notes, rows, file))
    try:
        mender.read()
    except pl.exceptions.PolarsError as error:
        raise _changed() from error
    countable = mender.clerk.finish() and is_countable(layout)
    return Reading(columns, countable=countable, entries=mender.entries)


def _changed() -> FileFaultError:
    return FileFaultError("file-changed", "the file was written to while it was read: try again")


class _Mender:
    """Goes through a file block by block: those without fault are for polars, the others for the clerk."""

    def __init__(
        self, source: Source, index: int, layout: Layout, columns: Columns, rows: Rows, clerk: Clerk
    ) -> None:
        self.source = source
        self.index = index
        self.layout = layout
        self.columns = columns
        self.rows = rows
        self.clerk = clerk
        self.guard = Guard(layout.dialect)
        self.entries = [Entry()]
        self.waiting: list[bytes] = []
        self.first = 1

    def read(self) -> None:
        """Read the whole file."""
        with self.source.open() as file:
            while (at := self.entries[-1]).offset < self.source.stamp.size:
                block = block_at(file, at.offset, self.guard.quote, SHARE)
                if self._is_sound(block, at):
                    self._wait(block, at)
                else:
                    self._flush()
                    self._read(at)
        self._flush()

    def _is_sound(self, block: Block, at: Entry) -> bool:
        """Whether polars may read a block: no header, no conflict, no byte order mark, nothing at fault."""
        if at.row <= self.layout.header_end or self.clerk.side or block.codes.is_empty():
            return False
        if not at.offset or block.read.startswith(codecs.BOM_UTF8):
            return False
        try:
            self.guard.insist(block, first=False)
        except DistrustError:
            return False
        ended = self.clerk.other_ending is not None or block.ending == self.clerk.ending
        return ended and is_even(block, self.guard.delimiter, self.columns.width)

    def _wait(self, block: Block, at: Entry) -> None:
        if not self.waiting:
            self.first = at.row
        self.waiting.append(block.data)
        self.entries.append(at.after(block))
        if len(self.waiting) * SHARE > FLUSH:
            self._flush()

    def _flush(self) -> None:
        """Let polars read the sound blocks so far."""
        if self.waiting:
            data, self.waiting = b"".join(self.waiting), []
            frame = scan(data, self.index, self.layout, self.columns, _PROVEN, skip=0, number=self.first)
            self.rows.extend(frame.collect())

    def _read(self, at: Entry) -> None:
        """Read record by record, as far as a block goes."""
        begun, rules = at, grammar(self.layout.dialect)
        text = pieces(self.source, self.layout.codec, at.offset)
        with closing(records(text, rules, line=at.line, number=at.row)) as stream:
            for record in stream:
                if record.number > self.layout.header_end:
                    self.clerk.take(record)
                else:
                    self.clerk.see(record)
                at = self._after(at, record)
                if at.offset - begun.offset >= SHARE:
                    break
        if at == begun:
            raise _changed()
        self.entries.append(at)

    def _after(self, at: Entry, record: Record) -> Entry:
        """Return the point after a record that begins here."""
        size = len(record.text.encode()) + len(record.ending)
        if not at.offset and self._has_mark():
            size += len(codecs.BOM_UTF8)
        return Entry(record.number + 1, record.line + line_ends(record.text) + 1, at.offset + size)

    def _has_mark(self) -> bool:
        with self.source.open() as file:
            return file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
