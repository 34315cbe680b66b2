"""Files as they lie on disk: what they are, and their text in pieces.

Whatever can be wrong with a file as a whole is a `FileFaultError`, which names the rule
that it breaks and becomes one finding; nothing here lets an OSError through.
"""

from __future__ import annotations

import codecs
import gzip
import stat
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline.read.records import line_ends

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import stat_result
    from pathlib import Path
    from typing import BinaryIO

PIECE = 1 << 18
"""Bytes read at a time: small enough for the processor's cache."""

_OTHER_FORMATS = {
    b"PK\x03\x04": "an Excel workbook or another zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF document",
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"SQLite format 3\0": "an SQLite database",
}
_POINTER = b"version https://git-lfs.github.com/spec/"
_MARKS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
_CUT_OFF = {"unexpected end of data", "truncated data", "incomplete multibyte sequence"}
_KNOWN = {"cp949": "cp949 (Korean Windows)", "cp1252": "cp1252 (Western Windows)"}


class FileFaultError(Exception):
    """A file that cannot be read as a table: the rule it breaks, and the finding's columns."""

    def __init__(self, rule: str, message: str, **columns: Any) -> None:  # noqa: ANN401 - as `Notes.add`
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.columns = columns


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file's state is known by: it changes whenever somebody writes to it."""

    size: int
    modified: int
    inode: int

    @classmethod
    def of(cls, status: stat_result) -> Stamp:
        """Take it from a file's status."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ino)


@dataclass(frozen=True, slots=True)
class Source:
    """A regular file that can be opened and looks like text."""

    path: Path
    stamp: Stamp
    packed: bool
    """Whether it is compressed with gzip."""

    @contextmanager
    def open(self, offset: int = 0) -> Iterator[BinaryIO]:
        """Open its bytes, unpacked; `offset` counts the bytes on disk, so it needs a plain file."""
        with faults(), self.path.open("rb") as file:
            if self.packed:
                with gzip.open(file) as unpacked:
                    yield unpacked  # type: ignore[misc] # reads bytes as any binary file does
            else:
                file.seek(offset)
                yield file

    @property
    def changed(self) -> bool:
        """Whether the file is another than when it was first looked at."""
        try:
            return Stamp.of(self.path.stat()) != self.stamp
        except OSError:
            return True

    def insist(self) -> None:
        """Raise `FileFaultError` if the file has changed."""
        if self.changed:
            raise FileFaultError("file-changed", "the file was written to while it was read: try again")


@contextmanager
def faults() -> Iterator[None]:
    """Turn what the operating system says about a file into a fault in plain words."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileFaultError("file-missing", "the file does not exist") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        message = "the compressed file is damaged or cut off: compress it again"
        raise FileFaultError("file-unreadable", message) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileFaultError("file-unreadable", f"the file cannot be read: {reason}") from error


def look(path: Path) -> Source:
    """Look at a file before its text is read.

    Raises:
        FileFaultError: it is missing, unreadable, empty, or plainly no text.

    """
    with faults():
        status = _status(path)
        if stat.S_ISDIR(status.st_mode):
            raise FileFaultError("file-unreadable", "this is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise FileFaultError("file-unreadable", "this is a device or a pipe, not a file")
        with path.open("rb") as file:
            head = file.read(64)
    _recognise(head)
    return Source(path, Stamp.of(status), packed=head.startswith(b"\x1f\x8b"))


def _status(path: Path) -> stat_result:
    try:
        return path.stat()
    except ValueError as error:  # a NUL in the path
        raise FileFaultError("file-missing", f"there can be no such file: {error}") from error


def _recognise(head: bytes) -> None:
    if not head:
        message = "the file is empty: it has not even a line with the names of the columns"
        raise FileFaultError("file-empty", message)
    if head.startswith(_POINTER):
        message = "this is a Git LFS pointer, not the file itself: run `git lfs pull`"
        raise FileFaultError("lfs-pointer", message, line=1)
    for magic, name in _OTHER_FORMATS.items():
        if head.startswith(magic):
            message = f"this is {name}, not text: save the table as CSV UTF-8"
            raise FileFaultError("format-error", message)


def pieces(source: Source, encoding: str, offset: int = 0) -> Iterator[str]:
    """Read a file's text; a byte order mark is no part of it.

    Raises:
        FileFaultError: `encoding-error` at the first byte that is no text; and as `look`.

    """
    decoder = codecs.getincrementaldecoder(encoding)()
    place = _Place()
    with source.open(offset) as file:
        for block in _blocks(file):
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeError as error:
                raise _encoding_fault(error, decoder, place, encoding) from error
            if not (place.moved or offset):
                text = text.removeprefix("\ufeff")
            if text:
                place.move(text)
                yield text


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Read the bytes; the last block is empty."""
    while block := file.read(PIECE):
        yield block
    yield b""


class _Place:
    """Line and column after the text so far, both 1-based."""

    def __init__(self) -> None:
        self.line, self.column, self.moved = 1, 1, False
        self._returned = False

    def move(self, text: str) -> None:
        """Go on by a text that is not empty."""
        ends = line_ends(text) - (self._returned and text.startswith("\n"))
        last = max(text.rfind("\n"), text.rfind("\r"))
        self.line += ends
        self.column = len(text) - last if last >= 0 else self.column + len(text)
        self._returned = text.endswith("\r")
        self.moved = True


def _encoding_fault(
    error: UnicodeError, decoder: codecs.IncrementalDecoder, place: _Place, encoding: str
) -> FileFaultError:
    """Say where text ends and something else begins, and what the file may be instead."""
    if not isinstance(error, UnicodeDecodeError):
        return FileFaultError("encoding-error", f"the file is not {encoding} text: {error}", line=1, column=1)
    good = _text_before(error, decoder)
    raw = error.object
    mark = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None)
    first = not place.moved and error.start == 0
    if good:
        place.move(good)
    columns = {"line": place.line, "column": place.column, "value": f"0x{raw[error.start : error.end].hex()}"}
    if error.reason in _CUT_OFF and error.end >= len(raw):
        message = "the file ends in the middle of a character: its end is cut off"
        return FileFaultError("encoding-error", message, **columns)
    name = mark if first and mark else _guess(raw, error.start)
    hint = f"; it looks like {name}" if name else ""
    message = f"the file is not {encoding} text{hint}: save it as CSV UTF-8"
    return FileFaultError("encoding-error", message, expected=encoding, **columns)


def _text_before(error: UnicodeDecodeError, decoder: codecs.IncrementalDecoder) -> str:
    """Decode what came before the bad byte in the same block."""
    pending = len(decoder.getstate()[0])
    try:
        return decoder.decode(error.object[pending : error.start])
    except UnicodeError:
        return ""


def _guess(raw: bytes, at: int) -> str | None:
    """Name the encoding if the text around a byte reads well in it: Hangul, or Latin letters."""
    line = raw[raw.rfind(b"\n", 0, at) + 1 : at + 200].split(b"\n", 1)[0]
    for name, reads_well in (("cp949", _is_hangul), ("cp1252", _is_latin)):
        text = line.decode(name, errors="ignore")
        letters = [char for char in text if ord(char) > 127]  # noqa: PLR2004 - beyond ASCII
        if letters and sum(map(reads_well, letters)) >= len(letters) * 0.9:
            return _KNOWN[name]
    return None


def _is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"


def _is_latin(char: str) -> bool:
    return "\u00c0" <= char <= "\u00ff" or "\u2013" <= char <= "\u2026" or char in "\u20ac\u00ab\u00bb"
