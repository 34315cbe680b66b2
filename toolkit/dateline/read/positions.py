"""Where records and cells stand in their file, found when somebody asks.

A file with sound quotes is indexed by counting line feeds, at memory speed: one entry
for some 256 KiB. Then only a block is cut into lines. Other files are cut into records
from their beginning, once for all rows that are asked for.
"""

from __future__ import annotations

import codecs
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dateline.read.files import FileFaultError, pieces
from dateline.read.guards import DistrustError, blocks
from dateline.read.notes import SNIPPET_LIMIT
from dateline.read.records import Record, records
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dateline.read.files import Source
    from dateline.read.header import Columns
    from dateline.read.layout import Layout


class CellPlace(NamedTuple):
    """Where a cell stands.

    Args:
        line: physical line of its first character, 1-based.
        column: of its first character in that line, 1-based, in characters; of a quoted
            cell, the character after the opening quote. None if there is no such cell.
        field_number: the cell's position in its record, 1-based; None if there is none.
        snippet: that line, 2,000 characters of it at most.

    """

    line: int
    column: int | None
    field_number: int | None
    snippet: str


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where a record stands: its number, the line it begins on, and its cells on request."""

    row: int
    line: int
    record: Record
    columns: dict[str, int]
    """Fields that the file has, and the 0-based column of each."""

    @property
    def snippet(self) -> str:
        """The record's first line."""
        return self.record.line_at(0)[:SNIPPET_LIMIT]

    def cell(self, field: str) -> CellPlace:
        """Return the place of a field's cell; of the record, if it has no such cell."""
        n = self.columns.get(field)
        spans = self.record.rules.spans(self.record.text)
        if n is None or n >= len(spans):
            return CellPlace(self.line, None, None, self.snippet)
        line, column = self.record.place(spans[n].start)
        return CellPlace(line, column, n + 1, self.record.line_at(spans[n].start)[:SNIPPET_LIMIT])


class Entry(NamedTuple):
    """A point of a file at which a record begins."""

    row: int
    line: int
    offset: int


class Locator:
    """Finds records of one file; `countable` says that line feeds outside quotes end them."""

    def __init__(self, source: Source, layout: Layout, columns: Columns, *, countable: bool) -> None:
        self.source = source
        self.layout = layout
        self.columns = {
            field: n for field, n in zip(layout.fields, columns.source, strict=True) if n is not None
        }
        self.countable = countable
        self._index: list[Entry] | None = None

    def find(self, rows: Iterable[int]) -> dict[int, RecordPlace]:
        """Find records by their numbers; those that the file does not have are left out."""
        index = self._entries()
        starts = [entry.row for entry in index]
        found: dict[int, RecordPlace] = {}
        for n, group in groupby(sorted(set(rows)), key=lambda row: max(bisect_right(starts, row) - 1, 0)):
            read = self._skim if self.countable else self._read
            for record in read(n, set(group)):
                found[record.number] = RecordPlace(record.number, record.line, record, self.columns)
        return found

    def _read(self, _: int, wanted: set[int]) -> Iterator[Record]:
        """Cut all of the text into records, as far as needed."""
        last = max(wanted)
        for record in records(pieces(self.source, self.layout.codec), grammar(self.layout.dialect)):
            if record.number in wanted:
                yield record
            if record.number >= last:
                return

    def _skim(self, n: int, wanted: set[int]) -> Iterator[Record]:
        """Cut one block at its line feeds, and put lines together where a quote is open."""
        entry, quote = self._entries()[n], (self.layout.dialect.quote_char or "").encode()
        lines, row, first, open_ = self._lines(n), entry.row, 0, False
        for at, line in enumerate(lines):
            if quote and quote in line and line.count(quote) % 2:
                open_ = not open_
            if open_:
                continue
            if row in wanted:
                text = b"\n".join(lines[first : at + 1]).decode(errors="replace").removesuffix("\r")
                yield Record(row, entry.line + first, text, "\n", grammar(self.layout.dialect))
            row, first = row + 1, at + 1

    def _lines(self, n: int) -> list[bytes]:
        index = self._entries()
        end = index[n + 1].offset if n + 1 < len(index) else self.source.stamp.size
        with self.source.open(index[n].offset) as file:
            data = file.read(end - index[n].offset)
        if n == 0:
            data = data.removeprefix(codecs.BOM_UTF8)
        return data.removesuffix(b"\n").split(b"\n")

    def _entries(self) -> list[Entry]:
        if not self.countable:
            return [Entry(1, 1, 0)]
        if self._index is None:
            self._index = self._count()
        return self._index

    def _count(self) -> list[Entry]:
        entries = [Entry(1, 1, 0)]
        quote = self.layout.dialect.quote_char
        try:
            for block in blocks(self.source, quote.encode() if quote else None):
                row, line, offset = entries[-1]
                entries.append(Entry(row + block.records, line + block.feeds, offset + len(block.data)))
        except DistrustError as error:
            raise FileFaultError("file-changed", "the file was written to after it was read") from error
        return entries[:-1]
