"""New texts for cells of record files, and records taken out; every other byte stays as it is.

All files are written beside the old ones first, and then take their places together.
"""

from __future__ import annotations

import codecs
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.errors import DatasetFileError, Problem
from dateline.project.paths import show
from dateline.project.staging import Staged, beside, put, stage_text, writing
from dateline.read.cell_text import CannotWriteError, with_cells
from dateline.read.files import FileFaultError, pieces
from dateline.read.records import RecordTooLongError, records
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path
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


@dataclass(frozen=True, slots=True)
class Edit:
    """What is changed in the files of one table.

    Args:
        table: the table, as `read_table` returned it.
        cells: new texts by file index, record number and field, as in `TextTable.places`.
        gone: records that are taken out, by file index and record number.

    """

    table: TextTable
    cells: Mapping[tuple[int, int, str], str] = field(default_factory=dict)
    gone: Collection[tuple[int, int]] = ()


def replace_cells(tables: Iterable[tuple[TextTable, Mapping[tuple[int, int, str], str]]]) -> list[Path]:
    """Write new texts into cells; see `rewrite`."""
    return rewrite([Edit(table, cells) for table, cells in tables])


def rewrite(
    edits: Iterable[Edit], texts: Mapping[Path, bytes] | None = None, *, try_only: bool = False
) -> list[Path]:
    """Change the files that tables were read from, all of them or none; return the changed files.

    A cell keeps its quotes and gets those that it needs. A record is taken out with its line
    end. Byte order mark, other line ends and all other cells stay byte for byte. A file in
    which nothing would differ is not touched.

    Args:
        edits: what is changed.
        texts: further files that are written together with them: their whole contents.
        try_only: whether to stop before the first file takes its place.

    Raises:
        DatasetFileError: a file was written to since it was read, cannot be written, has no
            such cell or record, or its dialect or encoding cannot hold a text. Nothing is
            changed then. Where the process is killed between two files, each is whole,
            but some are old and some are new.

    """
    staged: list[Staged] = []
    locators: list[Locator] = []
    try:
        for locator, cells, gone in _by_file(edits):
            new = _stage(locator, cells, gone)
            staged += [] if new is None else [new]
            locators.append(locator)
        staged += [stage_text(path, content) for path, content in (texts or {}).items()]
        for each in locators:
            _insist(each)
        if not try_only:
            put(staged)
    finally:
        for file in staged:
            file.written.unlink(missing_ok=True)
    return [file.path for file in staged]


def copies_with(
    tables: Iterable[tuple[TextTable, Mapping[tuple[int, int, str], str]]], folder: Path
) -> dict[Path, Path]:
    """Write copies of files with new texts into a folder, to see what would come of them.

    Args:
        tables: as `replace_cells` takes them.
        folder: an empty one.

    Returns:
        The copies by the files that they are of; files that would stay as they are have none.

    Raises:
        DatasetFileError: as in `replace_cells`.

    """
    copies: dict[Path, Path] = {}
    edits = [Edit(table, cells) for table, cells in tables]
    for number, (locator, cells, gone) in enumerate(_by_file(edits)):
        copy = folder / f"{number}.csv"
        with _faults(locator.source.path), copy.open("wb") as new:
            changed = _rewrite(locator, cells, gone, new)
        _insist(locator)
        if changed:
            copies[locator.source.path] = copy
    return copies


def _by_file(edits: Iterable[Edit]) -> Iterator[tuple[Locator, Cells, set[int]]]:
    """Sort changes by file; refuse two tables' changes of one file, of which one would be lost."""
    seen: set[Path] = set()
    for edit in edits:
        files: dict[int, tuple[Cells, set[int]]] = {}
        for (file, record, name), text in edit.cells.items():
            column = _column(edit.table, file, record, name)
            files.setdefault(file, ({}, set()))[0].setdefault(record, {})[column] = text
        for file, record in edit.gone:
            _locator(edit.table, file, record)
            files.setdefault(file, ({}, set()))[1].add(record)
        for file, (cells, gone) in files.items():
            locator = edit.table.locator(file)
            assert locator is not None, "its records were looked up"
            place = locator.source.path.resolve()
            if place in seen:
                raise _refused(locator.source.path, "the file belongs to two tables", "correct one of them")
            seen.add(place)
            yield locator, cells, gone


def _locator(table: TextTable, file: int, record: int) -> Locator:
    locator, path = table.locator(file), table.files[file]
    if locator is None:
        raise _refused(path, "the file could not be read", "dateline check says why")
    if record <= locator.layout.header_end:
        raise _refused(path, f"record {record} is the header", "the first record after it can be changed")
    return locator


def _column(table: TextTable, file: int, record: int, name: str) -> int:
    columns = _locator(table, file, record).columns
    if name not in columns:
        raise _refused(table.files[file], f"the file has no column '{name}'", "add the column first")
    return columns[name]


def _stage(locator: Locator, cells: Cells, gone: Collection[int]) -> Staged | None:
    """Write a file anew beside the old one; return None where nothing would change."""
    path = locator.source.path
    if locator.source.packed:
        raise _refused(path, "the file is compressed", "unpack it, and run again")
    place = path.resolve()
    if not os.access(place, os.W_OK):
        raise _refused(path, "the file may not be written to", "ask whoever owns it")
    with _faults(place), beside(place) as (new, written):
        changed = _rewrite(locator, cells, gone, new)
        _insist(locator)
    if not changed:
        written.unlink()
        return None
    return Staged(path, written, place)


@contextmanager
def _faults(place: Path) -> Iterator[None]:
    try:
        with writing(place):
            yield
    except FileFaultError as error:
        raise DatasetFileError(Problem(error.message, show(place))) from error
    except RecordTooLongError as error:
        raise _refused(place, "a record of the file is too long") from error


def _rewrite(locator: Locator, cells: Cells, gone: Collection[int], new: BinaryIO) -> bool:
    """Copy a file record by record, with new cells and without what goes; return whether anything differs."""
    path, rules = locator.source.path, grammar(locator.layout.dialect)
    waiting, leaving, changed = dict(cells), set(gone), False
    with locator.source.open() as old:
        encoding = _begin(old, new, locator.layout.codec)
        for record in records(pieces(locator.source, locator.layout.codec), rules):
            before = record.text + record.ending
            raw = _encoded(before, encoding, path, record.line)
            if old.read(len(raw)) != raw:
                message = f"the text's encoding, {encoding}, has more than one way to write it"
                raise _refused(path, message, "save the file as UTF-8", record.line)
            mine = waiting.pop(record.number, None)
            if record.number in leaving:
                leaving.discard(record.number)
                changed = True
                continue
            if mine is not None:
                after = _with_cells(record, mine, path) + record.ending
                raw, changed = _encoded(after, encoding, path, record.line), changed or after != before
            new.write(raw)
    if waiting or leaving:
        raise _refused(path, f"the file has no record {min({*waiting, *leaving})}")
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
