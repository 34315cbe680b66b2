"""A stream of text, cut into records.

Text comes in pieces, as a file is read; only the record at hand has to be in memory.
Lines with nothing special in them, nearly all of any table, are cut with string
methods; only the others go through the grammar's patterns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.read.layout import RECORD_LIMIT
from dateline.read.tokens import Fault

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from dateline.read.tokens import Grammar


@dataclass(slots=True)
class Record:
    """One record: its number (from 1; every record counts), first line, raw text and cells."""

    number: int
    line: int
    text: str
    ending: str
    rules: Grammar = field(repr=False)
    faults: tuple[Fault, ...] = ()
    comment: bool = False
    parsed: list[str] | None = None

    @property
    def cells(self) -> list[str]:
        """Texts of the cells, without quotes and escapes."""
        return self.rules.split(self.text) if self.parsed is None else self.parsed

    @property
    def blank(self) -> bool:
        """Whether the record is an empty line."""
        return not self.text

    def place(self, offset: int) -> tuple[int, int]:
        """Return the physical line and column, both 1-based, of a character of the raw text."""
        before = self.text[:offset]
        column = offset - max(before.rfind("\n"), before.rfind("\r"))
        return self.line + line_ends(before), column

    def line_at(self, offset: int) -> str:
        """Return the physical line on which a character of the raw text stands."""
        begin = max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1
        ends = [n for end in "\r\n" if (n := self.text.find(end, offset)) >= 0]
        return self.text[begin : min(ends, default=len(self.text))]


class RecordTooLongError(Exception):
    """A record exceeds the limit.

    Args:
        line: where it begins, or where the quote stands that is not closed.
        column: the same.
        quoted: whether a quote is not closed.

    """

    def __init__(self, line: int, column: int, *, quoted: bool) -> None:
        super().__init__(line, column)
        self.line = line
        self.column = column
        self.quoted = quoted


def records(
    pieces: Iterator[str], rules: Grammar, *, line: int = 1, number: int = 1, limit: int = RECORD_LIMIT
) -> Generator[Record]:
    """Cut a text into records.

    Args:
        pieces: the text, in order; no piece is empty.
        rules: how the text is laid out.
        line: physical line on which the text begins.
        number: number of its first record.
        limit: characters a record may have.

    Raises:
        RecordTooLongError: a record has more characters than `limit`.

    """
    text, final = "", False
    while not final:
        text, final = _more(text, pieces, limit)
        at = 0
        cutter = _Cutter(text, rules, final=final)
        while (record := cutter.cut(at, line, number)) is not None:
            yield record
            at += len(record.text) + len(record.ending)
            line += line_ends(record.text) + line_ends(record.ending)
            number += 1
        text = text[at:]
        if len(text) > limit:
            raise _too_long(text, rules, line)


def _too_long(text: str, rules: Grammar, line: int) -> RecordTooLongError:
    record = _Cutter(text, rules, final=True).cut(0, line, 1)
    assert record is not None, "the text is not empty"
    for fault in record.faults:
        if fault.kind == "unclosed":
            return RecordTooLongError(*record.place(rules.spans(record.text)[fault.cell].start), quoted=True)
    return RecordTooLongError(line, 1, quoted=False)


def line_ends(text: str) -> int:
    """Count the line ends in a text: line feeds, carriage returns, or both together as one."""
    returns = text.count("\r")
    return text.count("\n") + (returns - text.count("\r\n") if returns else 0)


def _more(rest: str, pieces: Iterator[str], limit: int) -> tuple[str, bool]:
    """Append pieces until the text has doubled: no long record is scanned too often."""
    parts, size = [rest], 0
    while size <= min(len(rest), limit - len(rest)):
        piece = next(pieces, None)
        if piece is None:
            return "".join(parts), True
        parts.append(piece)
        size += len(piece)
    return "".join(parts), False


class _Cutter:
    """Cuts records off a text; `final` says that no text follows."""

    def __init__(self, text: str, rules: Grammar, *, final: bool) -> None:
        self.text = text
        self.rules = rules
        self.final = final
        self.plain = rules.is_plain(text)
        self.feeds_only = "\r" not in text and rules.ending.match("\n") is not None

    def cut(self, at: int, line: int, number: int) -> Record | None:
        """Cut the record that begins at this offset; None if its end is not yet in sight."""
        if at >= len(self.text):
            return None
        stop, ending = self._line_end(at)
        raw = self.text[at:stop]
        comment = self.rules.comment is not None and raw.startswith(self.rules.comment)
        if not (comment or self.plain or self.rules.is_plain(raw)):
            return self._parse(at, line, number)
        if not self._seen(ending, stop):
            return None
        return Record(number, line, raw, ending, self.rules, comment=comment)

    def _line_end(self, at: int) -> tuple[int, str]:
        if self.feeds_only:
            stop = self.text.find("\n", at)
            return (stop, "\n") if stop >= 0 else (len(self.text), "")
        match = self.rules.ending.search(self.text, at)
        return (match.start(), match[0]) if match else (len(self.text), "")

    def _seen(self, ending: str, stop: int) -> bool:
        """Whether what ends a record stands there whole: a line feed may follow a return."""
        return self.final or not (ending in {"", "\r"} and stop + len(ending) == len(self.text))

    def _parse(self, at: int, line: int, number: int) -> Record | None:
        cells: list[str] = []
        faults: list[Fault] = []
        begin, delimiter = at, self.rules.delimiter
        while True:
            match, fault = self.rules.match(self.text, at)
            if not self.final and (fault == "unclosed" or not self._seen(match["end"], match.start("end"))):
                return None
            if fault:
                faults.append(Fault(fault, len(cells)))
            cells.append(self.rules.text(match))
            if match["end"] != delimiter:
                raw = self.text[begin : match.start("end")]
                return Record(number, line, raw, match["end"], self.rules, faults=tuple(faults), parsed=cells)
            at = match.end()
