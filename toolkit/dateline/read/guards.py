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
import re
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from dateline.read.faults import CONFLICT
from dateline.read.files import PIECE, faults
from dateline.read.layout import RECORD_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from dateline.read.files import Source
    from dateline.read.layout import Layout
    from dateline.table.dialect import Dialect

_FIRST, _LAST = itemgetter(0), itemgetter(-1)
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_CONFLICT = CONFLICT.encode()


class DistrustError(Exception):
    """The bytes are not what polars and our grammar read alike."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the bytes of a file were found to be.

    Args:
        sound: quotes, encoding and line ends are in order: records can be cut at line
            feeds outside quotes.
        even: every row has as many cells as the header.
        exact: that was asked of each row, not of all together.
        quoted: there are quotes.

    """

    sound: bool
    even: bool = False
    exact: bool = False
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """Whole records, as bytes. `parts` is the text between quotes, if there are any."""

    data: bytes
    parts: list[bytes] | None

    @property
    def feeds(self) -> int:
        """Line feeds."""
        return self.data.count(b"\n")

    @property
    def records(self) -> int:
        """Records: line feeds outside quotes, and the last line if it does not end."""
        inside = b"".join(self.parts[1::2]).count(b"\n") if self.parts else 0
        return self.feeds - inside + (not self.data.endswith(b"\n"))


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


def blocks(source: Source, quote: bytes | None, size: int = PIECE) -> Iterator[Block]:
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
        whole, rest = _cut(rest + data, quote)
        if whole is not None:
            yield whole
        if len(rest) > RECORD_LIMIT:
            raise DistrustError
    if rest:
        parts = rest.split(quote) if quote and quote in rest else None
        if parts is not None and len(parts) % 2 == 0:
            raise DistrustError
        yield Block(rest, parts)


def _cut(data: bytes, quote: bytes | None) -> tuple[Block | None, bytes]:
    """Cut after the last line feed outside quotes."""
    if quote is None or quote not in data:
        end = data.rfind(b"\n") + 1
        return (Block(data[:end], None) if end else None), data[end:]
    parts = data.split(quote)
    tail = 0
    for n in range(len(parts) - 1, -1, -1):
        at = parts[n].rfind(b"\n") if n % 2 == 0 else -1
        if at >= 0:
            end = len(data) - tail - len(parts[n]) + at + 1
            kept = [*parts[:n], parts[n][: at + 1]]
            return Block(data[:end], kept if n else None), data[end:]
        tail += len(parts[n]) + 1
    return None, data


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
    check = _Check(layout.dialect, width, exact=exact)
    try:
        for block in blocks(source, check.quote):
            check.block(block)
        even = _check_whole(source, check)
    except DistrustError:
        return Verdict(sound=False)
    return Verdict(sound=True, even=check.even and even, exact=exact, quoted=check.quotes)


def _check_whole(source: Source, check: _Check) -> bool:
    """Ask what only shows in the file as a whole; say whether the delimiters add up."""
    quote = check.quote if check.quotes else None
    feeds = _count(source, "\n", quote)
    if check.returns and _count(source, "\r", quote) not in {0, feeds}:
        raise DistrustError  # some records end in a line feed alone, some do not
    if (check.width == 1 or (quote and feeds != _count(source, "\n", None))) and _conflicts(source):
        raise DistrustError
    rows = feeds + (_last(source) != b"\n")
    return check.exact or _count(source, check.delimiter.decode(), quote) == rows * (check.width - 1)


def _conflicts(source: Source) -> bool:
    """Whether a line begins as a merge conflict does: in a table of one column, or in a cell."""
    found = (block.data for block in blocks(source, None))
    return any(data.startswith(_CONFLICT) or b"\n" + _CONFLICT in data for data in found)


class _Check:
    """Goes through the blocks of a file; raises `DistrustError` where one is not in order."""

    def __init__(self, dialect: Dialect, width: int, *, exact: bool) -> None:
        self.delimiter = dialect.delimiter.encode()
        self.quote = dialect.quote_char.encode() if dialect.quote_char else None
        self.doubled = dialect.double_quote or dialect.escape_char == dialect.quote_char
        marks = (dialect.escape_char, dialect.comment_char)
        self.refused = [b"\0", *(mark.encode() for mark in marks if mark and mark != dialect.quote_char)]
        self.width = width
        self.exact = exact
        self.even = True
        self.quotes = False
        self.returns = False
        self.first = True

    def block(self, block: Block) -> None:
        data = block.data
        if any(mark in data for mark in self.refused) or not (data.isascii() or _is_utf8(data)):
            raise DistrustError
        if b"\r" in data:
            self.returns = True
            if _LONE_RETURN.search(data):
                raise DistrustError
        if block.parts is not None:
            self._quotes(block.parts)
        if self.exact and self.even:
            self.even = is_even(block, self.delimiter, self.width)
        self.first = False

    def _quotes(self, parts: list[bytes]) -> None:
        """Every quoted section must begin and end where a cell does, or touch another one."""
        self.quotes = True
        if self.first:
            parts = [parts[0].removeprefix(codecs.BOM_UTF8), *parts[1:]]
        outside = parts[::2]
        if not self.doubled and b"" in outside[1:-1]:
            raise DistrustError
        edge = self.delimiter[0]
        heads = set(map(_FIRST, filter(None, outside[1:])))
        tails = set(map(_LAST, filter(None, outside[:-1])))
        if not (heads <= {edge, 10, 13} and tails <= {edge, 10}):
            raise DistrustError


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def is_even(block: Block, delimiter: bytes, width: int) -> bool:
    """Whether each record of a block has `width` cells: all but the delimiters is dropped."""
    outside = block.data if block.parts is None else b"".join(block.parts[::2])
    drop = bytes(set(range(256)) - {10, *delimiter})
    skeleton = outside.translate(None, drop)
    row = delimiter * (width - 1) + b"\n"
    last = b"" if block.data.endswith(b"\n") else row[:-1]
    return skeleton == row * ((len(skeleton) - len(last)) // width) + last


def _last(source: Source) -> bytes:
    with source.open(source.stamp.size - 1) as file:
        return file.read(1)


def _count(source: Source, char: str, quote: bytes | None) -> int:
    """Count a character outside quotes.

    To polars it is the end of a line; the rest after the last one is a line too.
    """
    import polars as pl  # noqa: PLC0415 - keeps the import of this package cheap

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
    return lines - (_last(source) != char.encode())
