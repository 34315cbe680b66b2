"""A file's bytes in blocks of whole records, at memory speed.

Polars compares and selects a million bytes in some ten microseconds, where a method of
`bytes` that splits or counts takes a thousand. So a block is a column of numbers beside
its bytes, and questions about quotes and line feeds are asked of all of it at once. What
is only looked for (`in`, `rfind`) is as quick in the bytes themselves.
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
"""Bytes in a block, or a little more: each costs some dozens of calls, and it fits into the cache."""

FEED, RETURN = b"\n\r"


class DistrustError(Exception):
    """The bytes are not what polars and our grammar read alike."""


class Entry(NamedTuple):
    """A point of a file at which a record begins, or its end: the record's number and line, and the bytes before."""

    row: int = 1
    line: int = 1
    offset: int = 0

    def after(self, block: Block) -> Entry:
        """Return the point after a block that begins here."""
        feeds, open_end = block.feeds, not block.data.endswith(b"\n")
        return Entry(
            self.row + feeds - block.feeds_inside + open_end,
            self.line + feeds + open_end,
            self.offset + len(block.data),
        )


@dataclass(frozen=True, slots=True)
class Block:
    """Whole records: their bytes, the same as numbers, and which of them are quotes; None if none is."""

    data: bytes
    codes: pl.Series
    quotes: pl.Series | None

    @property
    def feeds(self) -> int:
        """Line feeds."""
        return int((self.codes == FEED).sum())

    @property
    def feeds_inside(self) -> int:
        """Line feeds inside quotes: what stands between an opening and a closing quote, but for text."""
        if self.quotes is None:
            return 0
        places = self.quotes.filter(self.quotes | (self.codes == FEED)).arg_true()
        opening, closing = places.gather_every(2), places.gather_every(2, 1)
        return int((closing - opening - 1).sum())

    def after(self, marks: pl.Series) -> pl.Series:
        """Return the bytes that follow marked ones; none follows the block's last."""
        return self.codes.slice(1).filter(marks.slice(0, len(marks) - 1))

    def before(self, marks: pl.Series) -> pl.Series:
        """Return the bytes before marked ones; before the block's first there is a line feed."""
        found = self.codes.slice(0, len(marks) - 1).filter(marks.slice(1))
        return pl.concat([_FEED, found]) if marks[0] else found

    def outside(self, *codes: int) -> pl.Series:
        """Return only those of the bytes outside quotes that are among `codes`."""
        marked = self.codes == codes[0]
        for code in codes[1:]:
            marked |= self.codes == code
        if self.quotes is None:
            return self.codes.filter(marked)
        marked |= self.quotes
        found, quotes = self.codes.filter(marked), self.quotes.filter(marked)
        return found.filter(~quotes & _is_even(quotes.cum_sum()))


_FEED = pl.Series([FEED], dtype=pl.UInt8)


def numbers(data: bytes) -> pl.Series:
    """Return bytes as a column of numbers (UInt8)."""
    return pl.Series([data], dtype=pl.Binary).cast(pl.List(pl.UInt8))[0]  # type: ignore[no-any-return] # a cell


def is_utf8(data: bytes) -> bool:
    """Whether bytes are text."""
    try:
        data.isascii() or pl.Series([data], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.InvalidOperationError:
        return False
    return True


def are_among(codes: pl.Series, allowed: Collection[int]) -> bool:
    """Whether no other numbers than those occur in a column."""
    return sum(int((codes == each).sum()) for each in allowed) == len(codes)


def _is_even(counts: pl.Series) -> pl.Series:
    return counts % 2 == 0


def blocks(source: Source, quote: bytes | None, size: int = BLOCK) -> Iterator[Block]:
    """Read a file's bytes in whole records.

    Raises:
        DistrustError: a record exceeds the limit, or the last quote is not closed.
        FileFaultError: the file cannot be read.

    """
    with source.open() as file:
        yield from _blocks(file, quote, size)


def _blocks(file: BinaryIO, quote: bytes | None, size: int) -> Iterator[Block]:
    rest = b""
    while data := file.read(max(size, len(rest))):
        block, rest = _cut(b"".join((rest, data, file.readline(RECORD_LIMIT))), quote)
        if block is not None:
            yield block
        if len(rest) > RECORD_LIMIT:
            raise DistrustError
    if rest:
        block = _block(rest, quote)
        if block.quotes is not None and block.quotes.sum() % 2:
            raise DistrustError
        yield block


def _cut(data: bytes, quote: bytes | None) -> tuple[Block | None, bytes]:
    """Cut after the last line feed outside quotes."""
    end = data.rfind(b"\n") + 1
    block = _block(data[:end], quote)
    if block.quotes is not None and block.quotes.sum() % 2:
        end = _last_end(block)
        block = Block(data[:end], block.codes.slice(0, end), block.quotes.slice(0, end))
    return (block if end else None), data[end:]


def _block(data: bytes, quote: bytes | None) -> Block:
    codes = numbers(data)
    return Block(data, codes, codes == quote[0] if quote and quote in data else None)


def _last_end(block: Block) -> int:
    """Return how far the whole records go in bytes that end inside quotes."""
    assert block.quotes is not None, "a quote is open"
    places = (block.quotes | (block.codes == FEED)).arg_true()
    quotes = block.quotes.gather(places)
    ends = places.filter(~quotes & _is_even(quotes.cum_sum()))
    return 0 if ends.is_empty() else int(ends[-1]) + 1
