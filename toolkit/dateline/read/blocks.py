"""A file's bytes in blocks of whole records, at memory speed.

Polars compares and selects a million bytes in some ten microseconds, where the methods of
`bytes` that split or count take a thousand. So a block is a column of numbers beside its
bytes, and what is asked of quotes and line feeds is asked of all of them at once. Things
that are only looked for (`in`, `rfind`) are found as quickly in the bytes themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dateline.read.layout import RECORD_LIMIT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import BinaryIO

    from dateline.read.files import Source

BLOCK = 1 << 20
"""Bytes read at a time: enough that a question's cost is that of its bytes, and they stay in the cache."""

FEED, RETURN = b"\n\r"


class DistrustError(Exception):
    """The bytes are not what polars and our grammar read alike."""


class Entry(NamedTuple):
    """A point of a file at which a record begins, or the file's end.

    Args:
        row: the record's number, 1-based.
        line: physical line on which it begins, 1-based.
        offset: bytes before it.

    """

    row: int = 1
    line: int = 1
    offset: int = 0

    def after(self, block: Block) -> Entry:
        """Return the point after a block that begins here."""
        lines = block.feeds + (not block.ended)
        return Entry(self.row + lines - block.feeds_inside, self.line + lines, self.offset + len(block.codes))


@dataclass(frozen=True, slots=True)
class Block:
    """Whole records.

    Args:
        read: their bytes, and maybe more.
        codes: their bytes, as numbers (UInt8).
        quotes: which of them are quotes (Boolean); None if none is.

    """

    read: bytes
    codes: pl.Series
    quotes: pl.Series | None

    @property
    def data(self) -> bytes:
        """Their bytes."""
        return self.read[: len(self.codes)]

    @property
    def ended(self) -> bool:
        """Whether the last record ends in a line feed."""
        return bool(self.codes[-1] == FEED)

    @property
    def ending(self) -> str | None:
        """What ends its records: one kind of line end, "" if none ends; None if there are both."""
        if b"\r" not in self.read:
            return "\n" if self.ended or self.feeds > self.feeds_inside else ""
        ends = self.outside(FEED, RETURN) == FEED
        feeds = int(ends.sum())
        returns = len(ends) - feeds
        if returns and returns != feeds:
            return None
        return "\r\n" if returns else "\n" * bool(feeds)

    @property
    def feeds(self) -> int:
        """Line feeds."""
        return int((self.codes == FEED).sum())

    @property
    def feeds_inside(self) -> int:
        """Line feeds inside quotes."""
        if self.quotes is None:
            return 0
        marks = self.quotes.filter((self.codes == FEED) | self.quotes)
        if alternate(_before(marks, marks), 0 if marks[0] else 1).all():
            return 0  # before each closing quote stands the opening one
        quotes = marks.arg_true()
        between = quotes.gather_every(2, 1) - quotes.gather_every(2) - 1
        return int(between.sum())

    def before(self, marked: pl.Series) -> pl.Series:
        """Return the bytes before marked ones; before the block's first stands a line feed."""
        found = _before(self.codes, marked)
        return pl.concat([_FEED, found]) if marked[0] else found

    def after(self, marked: pl.Series) -> pl.Series:
        """Return the bytes after marked ones; after the block's last stands none."""
        return self.codes.slice(1).filter(marked.slice(0, len(marked) - 1))

    def outside(self, *codes: int) -> pl.Series:
        """Return those of some bytes that stand outside quotes, in order."""
        first, *others = (self.codes == code for code in codes)
        for other in others:
            first |= other
        if self.quotes is None:
            return self.codes.filter(first)
        kept = first | self.quotes
        quotes = self.quotes.filter(kept)
        return self.codes.filter(kept).filter(_outside(quotes))


_FEED = pl.Series([FEED], dtype=pl.UInt8)


def numbers(data: bytes) -> pl.Series:
    """Return bytes as numbers."""
    column: pl.Series = pl.Series([data], dtype=pl.Binary).cast(pl.List(pl.UInt8))[0]
    return column


def is_utf8(data: bytes) -> bool:
    """Whether bytes are text; quicker than to decode them."""
    try:
        pl.Series([data], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return True


def are_among(codes: pl.Series, allowed: Collection[int]) -> bool:
    """Whether a column holds none but these numbers."""
    return sum(int((codes == each).sum()) for each in allowed) == len(codes)


def alternate(column: pl.Series, first: int = 0) -> pl.Series:
    """Return every second value; `Series.gather_every` takes ten times as long."""
    column = column.slice(first)
    turns = numbers(b"\1\0" * (len(column) // 2 + 1)) == 1
    return column.filter(turns.slice(0, len(column)))


def _before(column: pl.Series, marked: pl.Series) -> pl.Series:
    """Return the values before marked ones, of which the very first has none."""
    return column.slice(0, max(len(column) - 1, 0)).filter(marked.slice(1))


def _outside(quotes: pl.Series) -> pl.Series:
    """Mark what is no quote and stands after an even number of them."""
    return ~quotes & (quotes.cum_sum() % 2 == 0)


def blocks(source: Source, quote: bytes | None) -> Iterator[Block]:
    """Read a file's bytes in whole records.

    Raises:
        DistrustError: a record exceeds the limit, or the last quote is not closed.
        FileFaultError: the file cannot be read.

    """
    offset, want = 0, BLOCK
    with source.open() as file:
        while (block := block_at(file, offset, quote, want)).read:
            done = len(block.codes)
            if done:
                yield block
            left = len(block.read) - done
            if left >= RECORD_LIMIT or (left and len(block.read) < want):
                raise DistrustError
            offset, want = offset + done, BLOCK if done else want * 2


def block_at(file: BinaryIO, offset: int, quote: bytes | None, size: int) -> Block:
    """Read so many bytes, from where a record begins, and cut after the last whole record.

    It has none if the first record is longer, if a quote is not closed, or at the end.
    What is left over is to be read again: cheaper than to put it together.
    """
    file.seek(offset)
    data = file.read(size)
    return _block(data, quote, last=len(data) < size)


def _block(data: bytes, quote: bytes | None, *, last: bool) -> Block:
    """Cut after the last line feed outside quotes, or at the end of the file; not where a quote is open."""
    codes = numbers(data)
    if not last:
        codes = codes.slice(0, data.rfind(b"\n") + 1)
    if not quote or quote not in data:
        return Block(data, codes, None)
    quotes = codes == quote[0]
    if quotes.sum() % 2:
        end = _last_end(codes, quotes)
        codes, quotes = codes.slice(0, end), quotes.slice(0, end)
    return Block(data, codes, quotes)


def _last_end(codes: pl.Series, quotes: pl.Series) -> int:
    """Return how far the whole records go in bytes that end inside quotes."""
    places = ((codes == FEED) | quotes).arg_true()
    ends = places.filter(_outside(quotes.gather(places)))
    return 0 if ends.is_empty() else int(ends[-1]) + 1
