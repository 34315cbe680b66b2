"""Where records and cells stand in their file, found when somebody asks.

In a file with sound quotes, where each block of some mebibyte begins is known since it
was read, or counted at memory speed. Then only blocks with something to find are cut into
lines. Other files are cut into records from their beginning, once for all that is asked.
"""

from __future__ import annotations

import codecs
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from dateline.read.blocks import DistrustError, Entry, blocks
from dateline.read.files import FileFaultError, pieces
from dateline.read.notes import SNIPPET_LIMIT
from dateline.read.records import Record, records
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        span = None if n is None else self.record.rules.span(self.record.text, n)
        if n is None or span is None:
            return CellPlace(self.line, None, None, self.snippet)
        line, column = self.record.place(span.start)
        return CellPlace(line, column, n + 1, self.record.line_at(span.start)[:SNIPPET_LIMIT])


class Locator:
    """Finds records of one file.

    Args:
        source: the file.
        layout: how its text is laid out.
        columns: which of its columns holds which field.
        countable: whether line feeds outside quotes end its records, and nothing else.
        entries: where blocks of records begin, and the file's end, if that is known.

    """

    def __init__(
        self,
        source: Source,
        layout: Layout,
        columns: Columns,
        *,
        countable: bool,
        entries: Sequence[Entry] = (),
    ) -> None:
        self.source = source
        self.layout = layout
        self.columns = {
            field: n for field, n in zip(layout.fields, columns.source, strict=True) if n is not None
        }
        self.countable = countable
        self._entries = entries

    def find(self, rows: Iterable[int]) -> dict[int, RecordPlace]:
        """Find records by their numbers; those that the file does not have are left out."""
        found: dict[int, RecordPlace] = {}
        if self.countable:
            self._entries = self._entries or self._count()
        for n, group in groupby(sorted(set(rows)), key=self._block_of):
            read = self._skim if self.countable else self._read
            for record in read(n, list(group)):
                found[record.number] = RecordPlace(record.number, record.line, record, self.columns)
        return found

    def _block_of(self, row: int) -> int:
        """Return the number of the block that a record stands in."""
        after = bisect_right(self._entries, row, key=attrgetter("row"))
        return min(max(after, 1), max(len(self._entries) - 1, 1)) - 1

    def _read(self, n: int, wanted: Sequence[int]) -> Iterator[Record]:
        """Cut the text into records from where a block begins, as far as needed."""
        begin = self._entries[n] if self._entries else Entry()
        numbers, last = set(wanted), max(wanted)
        text = pieces(self.source, self.layout.codec, begin.offset)
        for record in records(text, grammar(self.layout.dialect), line=begin.line, number=begin.row):
            if record.number in numbers:
                yield record
            if record.number >= last:
                return

    def _skim(self, n: int, wanted: Sequence[int]) -> Iterator[Record]:
        """Cut one block at the line feeds that end its records."""
        begin, end = self._entries[n], self._entries[n + 1]
        lines, rules = self._lines(begin, end), grammar(self.layout.dialect)
        alike = end.row - begin.row == end.line - begin.line
        starts = range(end.row - begin.row + 1) if alike else self._starts(lines)
        for at in (row - begin.row for row in wanted if begin.row <= row < end.row):
            raw = b"\n".join(lines[starts[at] : starts[at + 1]])
            text = raw.decode(errors="replace").removesuffix("\r")
            yield Record(begin.row + at, begin.line + starts[at], text, "\n", rules)

    def _lines(self, begin: Entry, end: Entry) -> list[bytes]:
        with self.source.open(begin.offset) as file:
            data = file.read(end.offset - begin.offset)
        self.source.insist()
        if begin.offset == 0:
            data = data.removeprefix(codecs.BOM_UTF8)
        lines = data.split(b"\n")
        return lines if lines[-1] else lines[:-1]

    def _starts(self, lines: list[bytes]) -> list[int]:
        """Return the lines on which records begin, and the end: a line feed in an open quote ends none."""
        quote = (self.layout.dialect.quote_char or "").encode()
        starts, open_ = [0], False
        for after, line in enumerate(lines, 1):
            if quote and quote in line and line.count(quote) % 2:
                open_ = not open_
            if not open_:
                starts.append(after)
        return starts

    def _count(self) -> list[Entry]:
        entries, quote = [Entry()], self.layout.dialect.quote_char
        try:
            for block in blocks(self.source, quote.encode() if quote else None):
                entries.append(entries[-1].after(block))
        except DistrustError as error:
            raise FileFaultError("file-changed", "the file was written to after it was read") from error
        return entries
