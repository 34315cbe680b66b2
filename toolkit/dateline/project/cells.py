"""New texts for single cells of record files; every other byte stays as it is.

All files are written beside the old ones first, then each takes the old one's place in
one step: whoever reads meanwhile finds the old file or the new one. What was not fully
written leaves nothing behind.
"""

from __future__ import annotations

import codecs
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import DatasetFileError, Problem
from dateline.project.paths import show
from dateline.publishing.files import sync
from dateline.read.cell_text import CannotWriteError, with_cells
from dateline.read.files import FileFaultError, pieces
from dateline.read.records import RecordTooLongError, records
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import BinaryIO

    from dateline.read.positions import Locator
    from dateline.read.records import Record
    from dateline.read.table import TextTable

Cells = dict[int, dict[int, str]]
"""New texts by record number and 0-based column."""
_MARKS = {
    "utf-8": ((codecs.BOM_UTF8, "utf-8"),),
    "utf-16": ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")),
    "utf-32": ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")),
}
"""Byte order marks by encoding, and how what follows them is written."""


def replace_cells(tables: Iterable[tuple[TextTable, Mapping[tuple[int, int, str], str]]]) -> list[Path]:
    """Write new texts into cells of the files that tables were read from; return the changed files.

    A cell keeps its quotes and gets those that it needs; byte order mark, line ends and
    all other cells stay byte for byte. A file in which every cell has its text already is
    not touched.

    Args:
        tables: tables as `read_table` returned them, each with its new texts by file index,
            record number and field, as in `TextTable.places`.

    Raises:
        DatasetFileError: a file was written to since it was read, cannot be written, has no
            such cell, or its dialect or encoding cannot hold a text. Nothing is changed then,
            unless the disk fails between two files.

    """
    staged: list[_Staged] = []
    try:
        for locator, cells in _by_file(tables):
            new = _stage(locator, cells)
            staged += [] if new is None else [new]
        for each in staged:
            _insist(each.locator)
        for each in staged:
            with _faults(each.place):
                each.written.replace(each.place)
                sync(each.place.parent)
    finally:
        for each in staged:
            each.written.unlink(missing_ok=True)
    return [each.locator.source.path for each in staged]


@dataclass(frozen=True, slots=True)
class _Staged:
    """A file that is fully written and waits to take its place."""

    locator: Locator
    written: Path
    place: Path


def _by_file(
    tables: Iterable[tuple[TextTable, Mapping[tuple[int, int, str], str]]],
) -> Iterator[tuple[Locator, Cells]]:
    """Sort new texts by file; refuse two tables' texts for one file, of which one would be lost."""
    seen: set[Path] = set()
    for table, cells in tables:
        files: dict[int, Cells] = {}
        for (file, record, field), text in cells.items():
            column = _column(table, file, record, field)
            files.setdefault(file, {}).setdefault(record, {})[column] = text
        for file, found in files.items():
            locator = table.locator(file)
            assert locator is not None, "its columns were looked up"
            place = locator.source.path.resolve()
            if place in seen:
                raise _refused(locator.source.path, "the file belongs to two tables", "correct one of them")
            seen.add(place)
            yield locator, found


def _column(table: TextTable, file: int, record: int, field: str) -> int:
    locator = table.locator(file)
    path = table.files[file]
    if locator is None:
        raise _refused(path, "the file could not be read", "dateline check says why")
    if field not in locator.columns:
        raise _refused(path, f"the file has no column '{field}'", "add the column first")
    if record <= locator.layout.header_end:
        raise _refused(path, f"record {record} is the header", "the first record after it can be changed")
    return locator.columns[field]


def _stage(locator: Locator, cells: Cells) -> _Staged | None:
    """Write a file anew beside the old one; return None where nothing would change."""
    path = locator.source.path
    if locator.source.packed:
        raise _refused(path, "the file is compressed", "unpack it, and run again")
    place = path.resolve()
    if not os.access(place, os.W_OK):
        raise _refused(path, "the file may not be written to", "ask whoever owns it")
    with _faults(place), _beside(place) as (new, written):
        changed = _rewrite(locator, cells, new)
        _insist(locator)
    if not changed:
        written.unlink()
        return None
    return _Staged(locator, written, place)


@contextmanager
def _beside(place: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Open a hidden file beside another one, with its permissions; if the work fails, remove it."""
    number, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".new")
    try:
        with os.fdopen(number, "wb") as file:
            yield file, Path(name)
            file.flush()
            os.fsync(number)
        shutil.copymode(place, name)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _faults(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"the file cannot be written: {error.strerror or error}"
        raise DatasetFileError(Problem(message, show(place))) from error
    except FileFaultError as error:
        raise DatasetFileError(Problem(error.message, show(place))) from error
    except RecordTooLongError as error:
        raise _refused(place, "a record of the file is too long") from error


def _rewrite(locator: Locator, cells: Cells, new: BinaryIO) -> bool:
    """Copy a file record by record, with new cells; return whether anything differs."""
    path, rules = locator.source.path, grammar(locator.layout.dialect)
    waiting, changed = dict(cells), False
    with locator.source.open() as old:
        encoding = _begin(old, new, locator.layout.codec)
        for record in records(pieces(locator.source, locator.layout.codec), rules):
            before = record.text + record.ending
            raw = _encoded(before, encoding, path, record.line)
            if old.read(len(raw)) != raw:
                message = f"the text's encoding, {encoding}, has more than one way to write it"
                raise _refused(path, message, "save the file as UTF-8", record.line)
            mine = waiting.pop(record.number, None)
            if mine is not None:
                after = _with_cells(record, mine, path) + record.ending
                raw, changed = _encoded(after, encoding, path, record.line), changed or after != before
            new.write(raw)
    if waiting:
        raise _refused(path, f"the file has no record {min(waiting)}")
    return changed


def _begin(old: BinaryIO, new: BinaryIO, codec: str) -> str:
    """Copy the byte order mark, if there is one; return the encoding of what follows."""
    for mark, encoding in _MARKS.get(codec, ()):
        if old.read(len(mark)) == mark:
            new.write(mark)
            return encoding
        old.seek(0)
    return codec


def _encoded(text: str, encoding: str, path: Path, line: int) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        message = f"{encoding} has no {text[error.start : error.end]!a}"
        raise _refused(path, message, "save the file as UTF-8", line) from error


def _with_cells(record: Record, cells: Mapping[int, str], path: Path) -> str:
    try:
        return with_cells(record, cells)
    except CannotWriteError as error:
        raise _refused(path, str(error), "write it by hand", record.line) from error


def _insist(locator: Locator) -> None:
    if locator.source.changed:
        message = "the file was written to since it was read: nothing was changed"
        raise _refused(locator.source.path, message, "run again")


def _refused(path: Path, message: str, help: str | None = None, line: int | None = None) -> DatasetFileError:
    return DatasetFileError(Problem(message, show(path), line, help=help))
