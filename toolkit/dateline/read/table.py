"""Tables as text: files in, one lazy frame of cells out, and every defect with its place.

Two ways lead to the same frame. Polars reads a file that the guards let through, or all
blocks of it but those with a fault; everything else is read record by record. So are small
files: that takes less time than guarding them.
"""

from __future__ import annotations

import weakref
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.checks.source import Place
from dateline.errors import DatasetFileError, Problem
from dateline.read.careful import Reading, header_records, read_carefully, read_columns
from dateline.read.fast import read_mended, scan
from dateline.read.faults import tell_fault
from dateline.read.files import FileFaultError, look, pieces
from dateline.read.guards import examine, is_plain
from dateline.read.layout import Layout, Match
from dateline.read.notes import Notes
from dateline.read.positions import CellPlace, Locator, RecordPlace
from dateline.read.records import RecordTooLongError, records
from dateline.read.rows import Rows, remove
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from dateline.findings import Finding, Severity
    from dateline.read.files import Source
    from dateline.read.header import Columns

__all__ = [
    "CellPlace",
    "Layout",
    "Match",
    "RecordPlace",
    "TextTable",
    "read_rows",
    "read_table",
]

SMALL = 1 << 15
"""Bytes up to which a file is read record by record at once."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class TextTable:
    """A table's text.

    Keep it for as long as its frame is used: what did not fit into memory goes with it.

    Args:
        name: the table's name.
        frame: the fields in the schema's order, all String: the text of each cell as it
            stands in the file, without quotes; null only where there is no such cell, or
            where it is the dialect's null sequence. Then `__file__` (UInt32, index into
            `files`), `__row__` (UInt32, number of the record in its file; the header is
            record 1) and `__broken__` (Boolean: the record has too many or too few cells
            or does not add up otherwise; it is reported, its cells are not to be blamed).
        files: the files, as given.
        findings: what is wrong with the text, by file, line and column.
        more: how many findings were counted and not listed, by rule and severity.
        absent: by index of the file, the fields it does not have; their cells are null.

    """

    name: str
    frame: pl.LazyFrame
    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()
    more: Mapping[tuple[str, Severity], int] = field(default_factory=dict)
    absent: Mapping[int, frozenset[str]] = field(default_factory=dict)
    _shown: tuple[str, ...] = ()
    _locators: Mapping[int, Locator] = field(default_factory=dict, repr=False)
    _again: Callable[[], TextTable] | None = field(default=None, repr=False)

    def locate(self, file: int, rows: Iterable[int]) -> dict[int, RecordPlace]:
        """Find records of a file by their numbers, for messages.

        Raises:
            DatasetFileError: the file can no longer be read.

        """
        locator = self._locators.get(file)
        if locator is None:
            return {}
        try:
            return locator.find(rows)
        except (FileFaultError, RecordTooLongError) as error:
            message = "the file changed after it was read: run again"
            raise DatasetFileError(Problem(message, str(locator.source.path))) from error

    def places(
        self, cells: Collection[tuple[int, int, str | None]]
    ) -> dict[tuple[int, int, str | None], Place]:
        """Find cells by file index, record number and field (None for the row's start).

        Raises:
            DatasetFileError: a file can no longer be read.

        """
        records: dict[int, set[int]] = {}
        for file, row, _ in cells:
            records.setdefault(file, set()).add(row)
        found = {file: self.locate(file, rows) for file, rows in records.items()}
        return {cell: self._place(found[cell[0]].get(cell[1]), cell) for cell in cells}

    def _place(self, record: RecordPlace | None, cell: tuple[int, int, str | None]) -> Place:
        file, _, name = cell
        shown = self._shown[file] if file < len(self._shown) else self.name
        if record is None:
            return Place(shown)
        if name is None:
            return Place(shown, record.line, 1, record.snippet)
        line, column, _, snippet = record.cell(name)
        return Place(shown, line, column, snippet)

    @property
    def indexes(self) -> dict[str, int]:
        """The files' indexes by how their paths are written in findings."""
        return {shown: index for index, shown in enumerate(self._shown)}

    def locator(self, file: int) -> Locator | None:
        """Return what finds the records of a file; None if none of it could be read."""
        return self._locators.get(file)

    @property
    def changed(self) -> tuple[Path, ...]:
        """Files that somebody wrote to since they were first looked at."""
        return tuple(each.source.path for each in self._locators.values() if each.source.changed)

    @property
    def unread(self) -> frozenset[int]:
        """Indexes of the files of which no record could be read."""
        return frozenset(range(len(self.files))) - self._locators.keys()

    def careful(self) -> TextTable:
        """Read the same files again, record by record.

        For when polars refuses to collect the frame (`polars.exceptions.PolarsError`).
        That happens where a row too long and a row too short cancel out in the guards'
        sums, and where a file changed meanwhile.
        """
        return self._again() if self._again is not None else self


def read_table(
    name: str,
    files: Sequence[Path],
    layout: Layout,
    *,
    show: Callable[[Path], str] = str,
    examples: int | None = 20,
    careful: bool = False,
    small: int = SMALL,
) -> TextTable:
    """Read the text of a table from its files.

    Args:
        name: the table's name, for findings.
        files: one or many; each has its own header.
        layout: the fields, and how the text is laid out.
        show: how to write a path in findings.
        examples: findings to list of each rule; the rest is counted in `more`.
        careful: read record by record what could be read faster.
        small: bytes up to which a file is read record by record at once.

    """
    reader = _Reader(name, layout, Notes(name, examples), careful=careful, small=small)
    shown = tuple(map(show, files))
    for index, path in enumerate(files):
        reader.read(index, path, shown[index])
    return reader.table(
        tuple(files),
        shown,
        lambda: read_table(name, files, layout, show=show, examples=examples, careful=True, small=small),
    )


def read_rows(
    name: str, labels: Sequence[str], rows: Iterable[Sequence[str | None]], layout: Layout
) -> TextTable:
    """Make a table of rows that stand in no file, such as a descriptor's inline data.

    Rows are numbered from 2, as if the labels were a header; short ones end in nulls.
    """
    gathered = Rows(layout.fields)
    at = {label: n for n, label in enumerate(labels)}
    for number, row in enumerate(rows, 2):
        cells = [row[at[f]] if f in at and at[f] < len(row) else None for f in layout.fields]
        size = sum(len(cell) for cell in cells if cell is not None)
        gathered.add(cells, 0, number, size, broken=len(row) != len(labels))
    return TextTable(name, gathered.frame(), (), absent={0: frozenset(layout.fields) - set(labels)})


class _Reader:
    def __init__(self, name: str, layout: Layout, notes: Notes, *, careful: bool, small: int) -> None:
        self.name = name
        self.layout = layout
        self.notes = notes
        self.careful = careful
        self.small = small
        self.rows = Rows(layout.fields)
        self.locators: dict[int, Locator] = {}
        self.absent: dict[int, frozenset[str]] = {}

    def read(self, index: int, path: Path, file: str) -> None:
        """Read one file; of one that cannot be read, no row is kept."""
        mark = self.rows.mark(large=False)
        try:
            source = look(path)
            mark = self.rows.mark(large=source.packed or source.stamp.size > self.small)
            reading = self._read(source, index, file)
            source.insist()
        except (FileFaultError, RecordTooLongError) as error:
            self.rows.back(mark)
            tell_fault(error, self.notes, file)
            return
        if reading is not None:
            self.locators[index] = Locator(
                source,
                self.layout,
                reading.columns,
                countable=reading.countable,
                entries=reading.entries,
            )
            self.absent[index] = reading.columns.absent(self.layout.fields)

    def _read(self, source: Source, index: int, file: str) -> Reading | None:
        """Choose the way: polars for what is surely read alike, the clerk for the rest."""
        slow = source.packed or source.stamp.size <= self.small or not is_plain(self.layout)
        columns = None if slow else self._columns(source, Notes(self.name, 0), file)
        if columns is None:
            return read_carefully(source, index, self.layout, self.notes, self.rows, file)
        exact = not columns.all_read or self.layout.dialect.null_sequence is not None
        verdict = examine(source, self.layout, columns.width, exact=exact)
        if not verdict.text:
            return read_carefully(source, index, self.layout, self.notes, self.rows, file)
        self._columns(source, self.notes, file)
        if self.careful or not (verdict.sound and verdict.even):
            return read_mended(source, index, self.layout, columns, self.notes, self.rows, file)
        skip = self.layout.header_end
        frame = scan(source.path, index, self.layout, columns, verdict, skip=skip, number=skip + 1)
        self.rows.extend_lazy(frame)
        return Reading(columns, countable=True, entries=verdict.entries)

    def _columns(self, source: Source, notes: Notes, file: str) -> Columns | None:
        """Read the header alone."""
        stream = records(pieces(source, self.layout.codec), grammar(self.layout.dialect))
        with closing(stream):
            return read_columns(header_records(stream, self.layout), self.layout, notes, file)

    def table(
        self, files: tuple[Path, ...], shown: tuple[str, ...], again: Callable[[], TextTable]
    ) -> TextTable:
        """Put together what was read."""
        table = TextTable(
            self.name,
            self.rows.frame(),
            files,
            self.notes.findings,
            self.notes.more,
            {index: names for index, names in self.absent.items() if names},
            shown,
            self.locators,
            again,
        )
        if self.rows.folder is not None:
            weakref.finalize(table, remove, self.rows.folder)
        return table
