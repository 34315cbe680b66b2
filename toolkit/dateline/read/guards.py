"""Whether a file's bytes mean the same to polars as to our own grammar.

Polars reads a gigabyte in seconds, and pads short rows, drops stray quotes and loses
where things stand without a word. So before it is trusted with a file, the bytes are
checked at memory speed, and every question is answered for all of them:

1. no NUL byte, valid UTF-8, no carriage return without a line feed;
2. every quote opens or closes a whole cell, or is one of a pair inside a quoted cell;
3. as many delimiters outside quotes as rows of the right width have. Polars itself
   counts them, quotes respected, if told that a line ends where a cell does.

The third is a sum: a row too short and a row too long cancel out. Then polars refuses
the long one (`found more fields than defined in 'Schema'`) when all columns are read;
where some are not, `exact` looks at each row's delimiters here.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dateline.read.blocks import (
    FEED,
    RETURN,
    Block,
    DistrustError,
    Entry,
    alternate,
    are_among,
    blocks,
    is_utf8,
)
from dateline.read.faults import CONFLICT
from dateline.read.files import PIECE, faults

if TYPE_CHECKING:
    from dateline.read.files import Source
    from dateline.read.layout import Layout
    from dateline.table.dialect import Dialect

_CONFLICT = CONFLICT.encode()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the bytes of a file were found to be.

    Args:
        text: they are UTF-8.
        sound: quotes and line ends are in order as well: records can be cut at line feeds
            outside quotes.
        even: every row has as many cells as the header.
        exact: that was asked of each row, not of all together.
        quoted: there are quotes.
        entries: of a sound file, where its blocks begin, and its end.

    """

    text: bool
    sound: bool = False
    even: bool = False
    exact: bool = False
    quoted: bool = True
    entries: tuple[Entry, ...] = ()


def is_plain(layout: Layout) -> bool:
    """Whether a dialect and an encoding are such that polars can read them at all."""
    dialect = layout.dialect
    marks = [
        dialect.delimiter,
        *filter(None, (dialect.quote_char, dialect.escape_char, dialect.comment_char)),
    ]
    return (
        layout.codec == "utf-8"
        and all(len(mark) == 1 and mark.isascii() for mark in marks)
        and dialect.line_terminator in {"\r\n", "\n"}
        and not dialect.skip_initial_space
        and not dialect.comment_rows
    )


def examine(source: Source, layout: Layout, width: int, *, exact: bool) -> Verdict:
    """Read a whole file's bytes once and say whether polars may read it.

    Args:
        source: a file that is not compressed.
        layout: a layout for which `is_plain` holds.
        width: cells that every record should have.
        exact: whether to look at each row's delimiters, not at their sum.

    Raises:
        FileFaultError: the file cannot be read.

    """
    guard = Guard(layout.dialect)
    endings: set[str | None] = set()
    entries, even, quoted = [Entry()], True, False
    try:
        for block in blocks(source, guard.quote):
            guard.insist(block, first=len(entries) == 1)
            endings.add(block.ending)
            even = even and (not exact or is_even(block, guard.delimiter, width))
            quoted = quoted or block.quotes is not None
            entries.append(entries[-1].after(block))
        if None in endings or len(endings - {""}) > 1:
            return Verdict(text=True)  # some records end in a line feed alone, some do not
        if not exact:
            cells = _count(source, layout.dialect.delimiter, guard.quote if quoted else None)
            even = cells == (entries[-1].row - 1) * (width - 1)
    except DistrustError:
        return Verdict(text=_is_text(source))
    return Verdict(text=True, sound=True, even=even, exact=exact, quoted=quoted, entries=tuple(entries))


class Guard:
    """Tells of blocks of whole records whether polars may read them."""

    def __init__(self, dialect: Dialect) -> None:
        self.delimiter = dialect.delimiter.encode()
        self.quote = dialect.quote_char.encode() if dialect.quote_char else None
        self.doubled = dialect.double_quote or dialect.escape_char == dialect.quote_char
        marks = (dialect.escape_char, dialect.comment_char)
        self.refused = [b"\0", *(mark.encode() for mark in marks if mark and mark != dialect.quote_char)]

    def insist(self, block: Block, *, first: bool) -> None:
        """Raise `DistrustError` if a block is not in order; `first` says that it begins the file."""
        read = block.read
        if any(mark in read for mark in self.refused) or _has_conflict(read):
            raise DistrustError
        if not (read.isascii() or is_utf8(block.data)):
            raise DistrustError
        if b"\r" in read and (
            block.codes[-1] == RETURN or not are_among(block.after(block.codes == RETURN), (FEED,))
        ):
            raise DistrustError
        if block.quotes is not None:
            self._quotes(block, block.quotes, first=first)

    def _quotes(self, block: Block, quotes: pl.Series, *, first: bool) -> None:
        """Every quoted section must begin and end where a cell does, or touch another one."""
        assert self.quote is not None, "there are quotes"
        edges, pair = (*self.delimiter, FEED), (*self.quote,)
        opening, closing = alternate(block.before(quotes)), alternate(block.after(quotes), 1)
        if first and block.read.startswith(codecs.BOM_UTF8 + self.quote):
            opening = opening.slice(1)  # that quote begins the text
        ends = (*edges, RETURN, *pair) if self.doubled else (*edges, RETURN)
        if not (are_among(opening, (*edges, *pair)) and are_among(closing, ends)):
            raise DistrustError


def _has_conflict(data: bytes) -> bool:
    """Whether a line begins as a merge conflict does, inside a cell or not."""
    return b"<" in data and (data.startswith(_CONFLICT) or b"\n" + _CONFLICT in data)


def is_even(block: Block, delimiter: bytes, width: int) -> bool:
    """Whether each record of a block has `width` cells: as many delimiters, then a line feed."""
    ends = block.outside(FEED, *delimiter) == FEED
    if not block.ended:
        ends = pl.concat([ends, pl.Series([True])])
    full, rest = divmod(len(ends), width)
    return not rest and ends.sum() == full and bool(ends.gather_every(width, width - 1).all())


def _is_text(source: Source) -> bool:
    """Whether a whole file is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open() as file:
        try:
            while data := file.read(PIECE):
                decoder.decode(data)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _count(source: Source, char: str, quote: bytes | None) -> int:
    """Count a character outside quotes.

    To polars it is the end of a line; the rest after the last one is a line too.
    """
    scan = pl.scan_csv(
        source.path,
        has_header=False,
        schema={"": pl.String},
        separator="\x01" if char != "\x01" else "\x02",
        eol_char=char,
        quote_char=quote.decode() if quote else None,
        glob=False,
        raise_if_empty=False,
    )
    try:
        with faults():
            lines = int(scan.select(pl.len()).collect(engine="streaming").item())
    except pl.exceptions.PolarsError as error:
        raise DistrustError from error
    with source.open(source.stamp.size - 1) as file:
        return lines - (file.read(1) != char.encode())
