"""Tables written as JSON: lists or objects in, one lazy frame of cells out, as for text.

Source: Data Package v2, "Inline Data" of tables
(https://datapackage.org/standard/data-resource/#tabular-path-or-data). Rows are counted as
if the labels were a header: the first object is row 2. A JSON value becomes the text that
a file would have in its place; one that no text of the field's type stands for, such as a
number in a string field, is a finding of its own.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dateline.compile.cast import expected
from dateline.findings import Finding
from dateline.read.files import FileFaultError
from dateline.read.header import Columns, joined_labels, read_header
from dateline.read.json_cells import Writer, cut, kind_of, label_of
from dateline.read.json_places import Cell, Places
from dateline.read.layout import PLAIN, Layout
from dateline.read.notes import VALUE_LIMIT, Notes
from dateline.read.records import Record
from dateline.read.rows import Rows, remove
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    import polars as pl

    from dateline.checks.source import Place
    from dateline.findings import Severity
    from dateline.read.items import Items
    from dateline.table import Table


@dataclass(frozen=True, slots=True, weakref_slot=True)
class ValueTable:
    """A table's cells as text, and where their values stand; see `TextTable`."""

    name: str
    frame: pl.LazyFrame
    findings: tuple[Finding, ...] = ()
    more: Mapping[tuple[str, Severity], int] = field(default_factory=dict)
    absent: Mapping[int, frozenset[str]] = field(default_factory=dict)
    unread: bool = False
    """Whether no record could be read."""
    _find: Callable[[Collection[Cell]], dict[Cell, Place]] = field(default=lambda _: {}, repr=False)

    def places(self, cells: Collection[Cell]) -> dict[Cell, Place]:
        """Find cells by file index, row number and field (None for the row's start)."""
        return self._find(cells)

    def careful(self) -> ValueTable:
        """Return the same table: it was read value by value."""
        return self


def read_values(
    table: Table,
    items: Items,
    layout: Layout,
    *,
    file: str,
    keys: Collection[str] | None = None,
    examples: int | None = 20,
) -> ValueTable:
    """Read a table that is written as JSON.

    Args:
        table: its schema.
        items: its rows: all lists, or all objects.
        layout: the header, and how labels and fields must agree.
        file: what to call the file in findings.
        keys: the keys of objects to read; None means all.
        examples: findings to list of each rule; the rest is counted in `more`.

    """
    reader = _Reader(table, layout, Places(items, file), keys, Notes(table.name, examples))
    mark = reader.rows.mark(large=False)
    try:
        reader.read(items)
    except FileFaultError as error:
        reader.rows.back(mark)
        reader.unread = True
        reader.notes.add(error.rule, error.message, file, **error.columns)
    return reader.finish()


class _Reader:
    def __init__(
        self, table: Table, layout: Layout, places: Places, keys: Collection[str] | None, notes: Notes
    ) -> None:
        self.table = table
        self.layout = layout
        self.places = places
        self.keys = keys
        self.notes = notes
        self.rows = Rows(layout.fields)
        self.writers = {each.name: Writer(each) for each in table.fields}
        self.columns: Columns | None = None
        self.header: list[list[Any]] = []
        self.judged = False
        self.strangers: set[str] = set()
        self.pending: list[tuple[Cell, Finding]] = []
        self.unread = False

    def read(self, items: Items) -> None:
        """Go through the rows; the first says whether all are lists or objects."""
        kind: type = list
        seen = False
        for position, item in enumerate(items):
            if not seen:
                seen, kind = True, dict if isinstance(item, dict) else list
                self.places.offset = 2 if kind is dict else 1
            if not isinstance(item, kind):
                self._tell_kind(item, kind, position)
            elif isinstance(item, dict):
                self._object(item, position)
            elif isinstance(item, list):
                self._list(item, position)
        if not seen:
            message = "the table is empty: it has not even names of columns"
            self.notes.add("file-empty", message, self.places.file)
        elif kind is list and self.layout.dialect.header and not self.judged:
            self.notes.add("file-empty", "the table ends before its header", self.places.file)
        self.unread = not seen or (kind is list and self.columns is None)

    def _object(self, item: dict[str, Any], position: int) -> None:
        if self.layout.match not in ("subset", "partial"):
            for key in item:
                if key not in self.writers and key not in self.strangers and self._wanted(key):
                    self._stranger(key, position)
        self._row({name: item.get(name) for name in self.layout.fields if self._wanted(name)}, position)

    def _wanted(self, key: str) -> bool:
        return self.keys is None or key in self.keys

    def _list(self, item: list[Any], position: int) -> None:
        dialect, number = self.layout.dialect, position + 1
        if number <= self.layout.header_end:
            self._header(item, number)
            return
        if number in dialect.comment_rows or _is_comment(item, dialect.comment_char):
            return
        if self.columns is None:
            if dialect.header:
                return  # the header is of no use, which was told
            self._match(Columns(self.layout.fields, tuple(range(len(self.layout.fields)))))
        assert self.columns is not None
        broken = len(item) != self.columns.width
        if broken:
            self._tell_width(item, self.columns.width, position)
        at = self.places.columns.items()
        self._row({name: item[n] for name, n in at if n < len(item)}, position, broken=broken)

    def _match(self, columns: Columns) -> None:
        self.columns = columns
        pairs = zip(self.layout.fields, columns.source, strict=True)
        self.places.columns = {name: n for name, n in pairs if n is not None}

    def _header(self, item: list[Any], number: int) -> None:
        """Take a row of the header; match all of it at its last row, as that of a text is matched."""
        if number in self.layout.dialect.header_rows:
            self.header.append(item)
        if number < self.layout.header_end:
            return
        self.judged = True
        rows = [[label_of(cell) for cell in row] for row in self.header]
        labels = joined_labels(rows, self.layout.dialect.header_join)
        place = self.places.item(number - 1)
        notes = Notes(self.table.name, None)
        record = Record(number, place.line or 1, "", "", grammar(PLAIN), parsed=labels)
        columns = read_header([record], replace(self.layout, dialect=PLAIN), notes, place.file)
        for each in notes.findings:
            if self.notes.room(each.rule, each.severity):
                self.notes.take(replace(each, line=place.line, column=place.column, snippet=place.snippet))
        if columns is not None:
            self._match(columns)

    def _row(self, values: Mapping[str, Any], position: int, *, broken: bool = False) -> None:
        number = position + self.places.offset
        cells: list[str | None] = []
        for name in self.layout.fields:
            value = values.get(name)
            text, says_all = (None, True) if value is None else self.writers[name].text(value)
            if not (says_all or broken):
                self._tell_type(name, text or "", position)
            cells.append(text)
        size = sum(len(cell) for cell in cells if cell is not None)
        self.rows.add(cells, 0, number, size, broken=broken)

    def finish(self) -> ValueTable:
        """Put together what was read."""
        self._tell_all()
        absent = frozenset() if self.columns is None else self.columns.absent(self.layout.fields)
        table = ValueTable(
            self.table.name,
            self.rows.frame(),
            self.notes.findings,
            self.notes.more,
            {0: absent} if absent else {},
            self.unread,
            self.places.find,
        )
        if self.rows.folder is not None:
            weakref.finalize(table, remove, self.rows.folder)
        return table

    # What is told, once all places are found together

    def _later(self, rule: str, message: str, cell: Cell, **columns: Any) -> None:  # noqa: ANN401 - as `Finding`
        finding = Finding(rule, "error", message, table=self.table.name, row=cell[1], **columns)
        self.pending.append((cell, finding))

    def _tell_kind(self, item: object, kind: type, position: int) -> None:
        if self.notes.room("source-error"):
            words = "an object" if kind is dict else "a list"
            message = f"{cut(item)} is no row: the first row is {words}, so all must be"
            self._later("source-error", message, self._cell(position))

    def _stranger(self, key: str, position: int) -> None:
        """Tell a key that no field has, once."""
        self.strangers.add(key)
        if self.notes.room("extra-label"):
            message = f"the schema has no field {cut(key)!r}; the key is not read"
            self._later("extra-label", message, self._cell(position, key), value=key[:VALUE_LIMIT])

    def _tell_width(self, item: list[Any], width: int, position: int) -> None:
        rule = "blank-row" if not item else "missing-cell" if len(item) < width else "extra-cell"
        if self.notes.room(rule):
            has = f"the row has {_cells(len(item))}, the header {width}" if item else "the row is empty"
            number = min(len(item), width) + 1
            self._later(rule, has, self._cell(position), field_number=number, expected=_cells(width))

    def _tell_type(self, name: str, text: str, position: int) -> None:
        if self.notes.room("type"):
            wanted = expected(self.table[name])
            message = f"{cut(text)} is {kind_of(text)}, not {wanted}"
            number = self.table.names.index(name) + 1
            cell = self._cell(position, name)
            self._later(
                "type",
                message,
                cell,
                field=name,
                field_number=number,
                value=text[:VALUE_LIMIT],
                expected=wanted,
            )

    def _cell(self, position: int, name: str | None = None) -> Cell:
        return 0, position + self.places.offset, name

    def _tell_all(self) -> None:
        places = self.places.find({cell for cell, _ in self.pending})
        for cell, finding in self.pending:
            place = places[cell]
            self.notes.take(
                replace(finding, file=place.file, line=place.line, column=place.column, snippet=place.snippet)
            )


def _is_comment(item: list[Any], char: str | None) -> bool:
    return bool(char and item and isinstance(item[0], str) and item[0].startswith(char))


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number} cells"
