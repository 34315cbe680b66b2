"""A file read record by record: slow, by the whole dialect, and exact about every defect.

Rows whose cells cannot be told apart (too many, too few, a quote that does not add up)
are kept and marked as broken: other tables may refer to them, and nobody should be told
that a shifted cell is no date.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from dateline.read.faults import CONFLICT, tell_conflict
from dateline.read.files import pieces
from dateline.read.guards import is_plain
from dateline.read.header import Columns, read_header, short
from dateline.read.records import Record, line_ends, records
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.findings import Severity
    from dateline.read.blocks import Entry
    from dateline.read.files import Source
    from dateline.read.layout import Layout
    from dateline.read.notes import Notes
    from dateline.read.rows import Rows
    from dateline.read.tokens import FaultKind

_ENDS = {"\n": "LF (Unix)", "\r\n": "CRLF (Windows)", "\r": "CR (old Mac)"}
_THEIRS = ("=======", "|||||||")
_END = ">>>>>>>"


class Reading(NamedTuple):
    """What came of a file.

    Args:
        columns: which of its columns holds which field.
        countable: whether records can be found by counting line feeds.
        entries: where blocks of records begin, and the file's end, if that is known.

    """

    columns: Columns
    countable: bool
    entries: Sequence[Entry] = ()


def header_records(stream: Iterator[Record], layout: Layout) -> list[Record]:
    """Take the header off a stream: the records that the dialect says it is made of."""
    header: list[Record] = []
    last = layout.header_end
    if not last:
        return header
    for record in stream:
        if record.number in layout.dialect.header_rows:
            header.append(record)
        if record.number >= last:
            break
    return header


def read_carefully(
    source: Source, index: int, layout: Layout, notes: Notes, rows: Rows, file: str
) -> Reading | None:
    """Read a file record by record; None if its header is of no use.

    Raises:
        FileFaultError: the file is no text.
        RecordTooLongError: a record exceeds the limit.

    """
    stream = records(pieces(source, layout.codec), grammar(layout.dialect))
    head = list(islice(stream, layout.header_end))
    columns = read_columns(header_records(iter(head), layout), layout, notes, file)
    if columns is None:
        return None
    clerk = Clerk(columns, index, layout, notes, rows, file)
    for record in head:
        clerk.see(record)
    for record in stream:
        clerk.take(record)
    return Reading(columns, countable=clerk.finish() and is_countable(layout) and not source.packed)


def is_countable(layout: Layout) -> bool:
    """Whether only quotes decide which line feeds end records: nothing escapes, nothing is a comment."""
    dialect = layout.dialect
    escapes = dialect.escape_char not in {None, dialect.quote_char}
    return is_plain(layout) and not (escapes or dialect.comment_char)


def read_columns(header: list[Record], layout: Layout, notes: Notes, file: str) -> Columns | None:
    """Match the header; in a conflicted one there is nothing to match."""
    if header and header[0].text.startswith(CONFLICT):
        tell_conflict(header[0], notes, file)
        return None
    return read_header(header, layout, notes, file)


class Clerk:
    """Takes the records after the header, one by one: a row each, and findings."""

    def __init__(
        self, columns: Columns, index: int, layout: Layout, notes: Notes, rows: Rows, file: str
    ) -> None:
        self.columns = columns
        self.index = index
        self.layout = layout
        self.notes = notes
        self.rows = rows
        self.file = file
        self.null = layout.dialect.null_sequence
        self.skipped = frozenset(layout.dialect.comment_rows)
        self.ending = ""
        self.other_ending: Record | None = None
        self.side = ""
        self.faulty = False

    def see(self, record: Record) -> None:
        """Note whether a record, be it a row or not, ends where its quotes and line feeds say."""
        text = record.text + record.ending
        if record.faults or ("\r" in text and line_ends(text) > text.count("\n")):
            self.faulty = True

    def take(self, record: Record) -> None:
        """Take one record."""
        self.see(record)
        self._ending(record)
        if record.comment or record.number in self.skipped or self._conflict(record):
            return
        cells = record.cells
        broken = len(cells) != self.columns.width or "\0" in record.text or bool(record.faults)
        broken = broken or "\n" + CONFLICT in record.text
        if broken:
            broken = self._tell(record, cells)
        self.rows.add(self._row(cells), self.index, record.number, len(record.text), broken=broken)

    def finish(self) -> bool:
        """Tell what only the whole file shows; say whether its quotes and line ends are in order."""
        record = self.other_ending
        if record is not None:
            here, most = _ENDS.get(record.ending, "?"), _ENDS.get(self.ending, "?")
            message = f"this line ends with {here}, the first one with {most}: save the file with one kind"
            self.notes.add(
                "mixed-line-ends", message, self.file, severity="warning", row=record.number, line=record.line
            )
        return not self.faulty and record is None

    def _ending(self, record: Record) -> None:
        if record.ending != self.ending:
            if not self.ending:
                self.ending = record.ending
            elif record.ending and self.other_ending is None:
                self.other_ending = record

    def _conflict(self, record: Record) -> bool:
        """Whether the record is a marker of a merge conflict, or the other side's."""
        text = record.text
        if text.startswith(CONFLICT):
            self.side = "ours"
            tell_conflict(record, self.notes, self.file)
            return True
        if not self.side:
            return False
        if text.startswith(_END):
            self.side = ""
            return True
        if text.startswith(_THEIRS):
            self.side = "theirs"
        return self.side == "theirs"

    def _row(self, cells: list[str]) -> list[str | None]:
        """Order the cells as the fields are; null where there is none."""
        row: list[str | None]
        if self.columns.in_order and len(cells) == self.columns.width:
            row = [*cells]
        else:
            row = [cells[n] if n is not None and n < len(cells) else None for n in self.columns.source]
        return row if self.null is None else [None if cell == self.null else cell for cell in row]

    def _tell(self, record: Record, cells: list[str]) -> bool:
        """Tell what is wrong with a record; say whether its cells cannot be trusted."""
        width = self.columns.width
        broken = False
        if "\0" in record.text:
            broken = True
            self._nul(record)
        if (at := record.text.find("\n" + CONFLICT)) >= 0:
            broken = True
            tell_conflict(record, self.notes, self.file, at + 1)
        for kind, n in record.faults:
            self._fault(record, kind, n)
            broken = broken or kind != "bare-quote"
        if len(cells) == width or "unclosed" in {kind for kind, _ in record.faults}:
            return broken
        if record.blank:
            self._place("blank-row", "the row is empty: delete the line", record, 0)
        elif len(cells) < width:
            self._missing(record, len(cells))
        else:
            self._extra(record, cells)
        return True

    def _nul(self, record: Record) -> None:
        if self.notes.room("nul-byte"):
            line, column = record.place(record.text.index("\0"))
            message = "the row has a NUL byte, which no text has: was the file saved as UTF-16, or damaged?"
            self.notes.add(
                "nul-byte", message, self.file, row=record.number, line=line, column=column, counted=True
            )

    def _fault(self, record: Record, kind: FaultKind, n: int) -> None:
        quote = self.layout.dialect.quote_char or ""
        if kind == "unclosed":
            message = (
                f"a quote opens here and is never closed: close it, or write {quote * 2} to mean {quote}"
            )
            self._place("unclosed-quote", message, record, n)
        elif kind == "bare-quote":
            message = (
                f"a quote in a cell without quotes: write the cell in quotes, and {quote * 2} for {quote}"
            )
            self._place("stray-quote", message, record, n, warn=True)
        else:
            message = (
                f"text stands after the cell's closing quote: double the quotes ({quote * 2}) inside a cell"
            )
            if "\n" in record.text:
                message += "; the cell opens on this line and its quote may be meant to close there"
            self._place("stray-quote", message, record, n)

    def _missing(self, record: Record, n: int) -> None:
        label = short(self.columns.labels[n])
        cells = "1 cell" if n == 1 else f"{n} cells"
        message = f"the row has {cells}, the header {self.columns.width}: the first one missing is {label!r}"
        if n == 1 and len(record.text.split(";")) == self.columns.width:
            message += "; the row looks semicolon-separated"
        self._place("missing-cell", message, record, n - 1, expected=f"{self.columns.width} cells", end=True)

    def _extra(self, record: Record, cells: list[str]) -> None:
        width, delimiter = self.columns.width, self.layout.dialect.delimiter
        message = f"the row has {len(cells)} cells, the header {width}"
        if any(cells[width:]):
            message += f": write a cell that has {delimiter!r} in it in quotes"
        else:
            message += f": delete the {delimiter!r} at the end"
        self._place("extra-cell", message, record, width, expected=f"{width} cells", value=cells[width])

    def _place(  # noqa: PLR0913 - the columns of a finding
        self,
        rule: str,
        message: str,
        record: Record,
        n: int,
        *,
        expected: str | None = None,
        value: str | None = None,
        warn: bool = False,
        end: bool = False,
    ) -> None:
        """Tell a finding at the n-th cell, or at the end of the record."""
        severity: Severity = "warning" if warn else "error"
        if not self.notes.room(rule, severity):
            return
        spans = record.rules.spans(record.text)
        span = spans[min(n, len(spans) - 1)]
        offset = len(record.text) if end else span.start
        line, column = record.place(offset)
        field = self._field(n + 1 if end else n)
        self.notes.add(
            rule,
            message,
            self.file,
            severity=severity,
            field=field,
            row=record.number,
            line=line,
            column=column,
            field_number=(n + 1 if end else n) + 1,
            value=value,
            expected=expected,
            snippet=record.line_at(offset),
            counted=True,
        )

    def _field(self, n: int) -> str | None:
        return next(
            (f for f, at in zip(self.layout.fields, self.columns.source, strict=True) if at == n), None
        )
