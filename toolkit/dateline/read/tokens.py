"""Records of a delimited text, by the whole Table Dialect, with the place of every cell.

The grammar is RFC 4180's, read the way Python's csv module and spreadsheets read what
the RFC leaves open:

- A cell is quoted if its first character is the quote; what follows the closing quote
  belongs to the cell, and is a fault (`after-quote`).
- A quote inside an unquoted cell is a character like any other (`bare-quote`).
- Records end at a line feed, a carriage return or both; inside quotes these are text.
- An empty line is a record with one empty cell.
- A quote that is never closed (`unclosed`) counts as a character, so that the lines
  after it are read as records and not swallowed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.table.dialect import Dialect

FaultKind = Literal["after-quote", "bare-quote", "unclosed"]


class Fault(NamedTuple):
    """Something the quoting of a record leaves open; `cell` is 0-based."""

    kind: FaultKind
    cell: int


class Span(NamedTuple):
    """Where a cell's text stands in its record: offsets in characters, outer quotes left out."""

    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """A dialect's rules as patterns; `grammar` makes it."""

    delimiter: str
    quote: str | None
    escape: str | None
    """What takes the meaning of the character after it; not the quote itself."""
    doubled: bool
    special: tuple[str, ...]
    """A line without any of these is split at the delimiter, nothing more."""
    cell: re.Pattern[str]
    """A cell and what ends it; no match means a quote that is never closed."""
    bare: re.Pattern[str]
    """A cell in which a quote is a character like any other; always matches."""
    ending: re.Pattern[str]
    escaped: re.Pattern[str] | None
    """What stands for one character inside quotes, where there is an escape character."""
    escaped_bare: re.Pattern[str] | None
    skip_space: bool
    comment: str | None

    def split(self, line: str) -> list[str]:
        """Split a line that has nothing special."""
        cells = line.split(self.delimiter)
        return [cell.lstrip(" ") for cell in cells] if self.skip_space else cells

    def is_plain(self, text: str) -> bool:
        """Whether `split` can do: no quote and no escape in sight."""
        return not any(char in text for char in self.special)

    def match(self, text: str, at: int) -> tuple[re.Match[str], FaultKind | None]:
        """Match one cell, and name what is wrong with its quoting."""
        match = self.cell.match(text, at)
        if match is None:
            return self._bare(text, at), "unclosed"
        if match["body"] is not None:
            return match, "after-quote" if match["tail"] else None
        return match, "bare-quote" if self.quote and self.quote in match["bare"] else None

    def _bare(self, text: str, at: int) -> re.Match[str]:
        match = self.bare.match(text, at)
        assert match is not None, "the pattern of a bare cell matches the empty text"
        return match

    def text(self, match: re.Match[str]) -> str:
        """Return the text that a matched cell means."""
        body: str | None = match["body"]
        if body is None:
            return self._unescape(match["bare"])
        if self.escaped is not None:
            body = self.escaped.sub(lambda pair: pair[pair.lastindex or 0], body)
        elif self.doubled and self.quote:
            body = body.replace(self.quote * 2, self.quote)
        return body + self._unescape(match["tail"])

    def _unescape(self, text: str) -> str:
        return self.escaped_bare.sub(r"\1", text) if self.escaped_bare is not None else text

    def spans(self, record: str) -> list[Span]:
        """Find where each cell of a record stands; an unclosed quote counts as text."""
        return list(self._spans(record))

    def span(self, record: str, n: int) -> Span | None:
        """Find where the n-th cell of a record stands, from 0; None if there is no such cell."""
        if self.skip_space or not self.is_plain(record):
            return next(islice(self._spans(record), n, None), None)
        cells = record.split(self.delimiter, n + 1)
        if n >= len(cells):
            return None
        start = sum(map(len, cells[:n])) + n * len(self.delimiter)
        return Span(start, start + len(cells[n]), quoted=False)

    def _spans(self, record: str) -> Iterator[Span]:
        at, end = 0, self.delimiter
        while end == self.delimiter:
            match, _ = self.match(record, at)
            quoted = match["body"] is not None
            yield Span(match.start("body" if quoted else "bare"), match.start("end"), quoted)
            at, end = match.end(), match["end"]


@lru_cache(maxsize=32)
def grammar(dialect: Dialect) -> Grammar:
    """Compile a dialect."""
    quote, delimiter = dialect.quote_char, re.escape(dialect.delimiter)
    doubled = dialect.double_quote or dialect.escape_char == quote
    escape = None if dialect.escape_char == quote else dialect.escape_char
    universal = dialect.line_terminator in {"\r\n", "\n", "\r"}
    ending = r"\r\n|\n|\r" if universal else re.escape(dialect.line_terminator)
    stop = f"[{delimiter}\r\n]" if universal and len(dialect.delimiter) == 1 else f"{delimiter}|{ending}"
    bare = _bare(stop, escape)
    space = " *+" if dialect.skip_initial_space else ""
    end = rf"(?P<end>{delimiter}|{ending}|\Z)"
    unquoted = f"{space}(?P<body>(?!))?(?P<bare>{bare}){end}"
    return Grammar(
        delimiter=dialect.delimiter,
        quote=quote,
        escape=escape or None,
        doubled=doubled,
        special=tuple(char for char in (quote, escape) if char),
        cell=re.compile(
            _cell(space, quote, escape, bare, doubled=doubled) + end if quote else unquoted, re.DOTALL
        ),
        bare=re.compile(unquoted, re.DOTALL),
        ending=re.compile(ending),
        escaped=re.compile(_pairs(quote or "", escape, doubled=doubled), re.DOTALL) if escape else None,
        escaped_bare=re.compile(f"{re.escape(escape)}(.)", re.DOTALL) if escape else None,
        skip_space=dialect.skip_initial_space,
        comment=dialect.comment_char or None,
    )


def _bare(stop: str, escape: str | None) -> str:
    """Pattern of an unquoted cell: anything up to a delimiter or the record's end."""
    one_of = stop.startswith("[")
    if escape is None:
        return f"[^{stop[1:]}*+" if one_of else f"(?:(?!{stop}).)*+"
    mark = re.escape(escape)
    plain = f"[^{mark}{stop[1:]}++" if one_of else f"(?!{stop})[^{mark}]"
    return f"(?:{plain}|{mark}(?:.|\\Z))*+"


def _cell(space: str, quote: str, escape: str | None, bare: str, *, doubled: bool) -> str:
    """Pattern of a cell where quotes count: closed, or not begun with one."""
    mark, stroke = re.escape(quote), re.escape(escape or "")
    other = f"[^{mark}{stroke}]*+"
    pairs = [mark * 2] * doubled + [f"{stroke}."] * bool(escape)
    body = f"{other}(?:(?:{'|'.join(pairs)}){other})*+" if pairs else other
    return f"{space}(?:{mark}(?P<body>{body}){mark}(?P<tail>{bare})|(?P<bare>(?!{mark}){bare}))"


def _pairs(quote: str, escape: str, *, doubled: bool) -> str:
    """Pattern of two characters that stand for the second one."""
    stroke = f"{re.escape(escape)}(.)"
    return f"{re.escape(quote)}({re.escape(quote)})|{stroke}" if doubled and quote else stroke
