"""Tables written as JSON: lists or objects in, one lazy frame of cells out, as for text.

Source: Data Package v2, "Inline Data" of tables
(https://datapackage.org/standard/data-resource/#tabular-path-or-data). Rows are counted as
if the labels were a header: the first object is row 2. A JSON value becomes the text that
a file would have in its place; one that no text of the field's type stands for, such as a
number in a string field, is a finding of its own.
"""

from __future__ import annotations

import json
import weakref
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dateline.checks.source import Place
from dateline.compile.cast import constraint_value, expected, written
from dateline.document import parse_json
from dateline.read.files import FileFaultError
from dateline.read.header import Columns, joined_labels, read_header
from dateline.read.layout import PLAIN, Layout
from dateline.read.notes import SNIPPET_LIMIT, Notes
from dateline.read.records import Record
from dateline.read.rows import Rows, remove
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    import polars as pl

    from dateline.findings import Finding, Severity
    from dateline.read.items import Item, Items
    from dateline.table import Field, Table

_SHOWN = 60

Cell = tuple[int, int, str | None]


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


def keys_of(items: Iterable[Any]) -> tuple[str, ...]:
    """Return the labels of a table without a schema: all keys of its objects, or its first list."""
    found: dict[str, None] = {}
    for item in items:
        if isinstance(item, list):
            return tuple(found) or tuple(map(_label, item))
        if isinstance(item, dict):
            found.update(dict.fromkeys(item))
    return tuple(found)


def _label(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)


def read_values(  # noqa: PLR0913 - what a table is, and how it is shown
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
    reader = _Reader(table, items, layout, Notes(table.name, examples), file)
    reader.keys = keys
    mark = reader.rows.mark(large=False)
    try:
        reader.read()
    except FileFaultError as error:
        reader.rows.back(mark)
        reader.unread = True
        reader.notes.add(error.rule, error.message, file, **error.columns)
    return reader.table_read()


class _Reader:
    def __init__(self, table: Table, items: Items, layout: Layout, notes: Notes, file: str) -> None:
        self.table = table
        self.items = items
        self.layout = layout
        self.notes = notes
        self.file = file
        self.keys: Collection[str] | None = None
        self.rows = Rows(layout.fields)
        self.writers = {each.name: _Writer(each) for each in table.fields}
        self.columns: Columns | None = None
        self.judged = False
        self.absent: frozenset[str] = frozenset()
        self.header: list[list[Any]] = []
        self.strangers: set[str] = set()
        self.wrong: list[tuple[int, str, str]] = []
        self.offset = 1
        self.unread = False

    def read(self) -> None:
        kind: type | None = None
        for position, item in enumerate(self.items):
            if kind is None:
                kind = dict if isinstance(item, dict) else list
                self.offset = 2 if kind is dict else 1
            if not isinstance(item, kind):
                self._tell_kind(item, kind, position)
            elif kind is dict:
                self._object(item, position)
            else:
                self._list(item, position)
        if kind is None:
            self.notes.add("file-empty", "the table is empty: it has not even names of columns", self.file)
        elif kind is list and self.layout.dialect.header and not self.judged:
            self.notes.add("file-empty", "the table ends before its header", self.file)
        self.unread = kind is None or (kind is list and self.columns is None)

    def _tell_kind(self, item: object, kind: type, position: int) -> None:
        if self.notes.room("source-error"):
            words = "an object" if kind is dict else "a list"
            message = f"{_cut(item)} is no row: the first row is {words}, so all must be"
            mark = self.items.sources([position])[position].mark
            self.notes.add(
                "source-error",
                message,
                self.file,
                row=position + self.offset,
                line=mark.line,
                column=mark.column,
                counted=True,
            )

    def _object(self, item: dict[str, Any], position: int) -> None:
        if not self._may_be_strange:
            for key in item:
                if key not in self.writers and key not in self.strangers and self._wanted(key):
                    self._stranger(key, position)
        self._row({name: item.get(name) for name in self.layout.fields if self._wanted(name)}, position)

    @property
    def _may_be_strange(self) -> bool:
        return self.layout.match in ("subset", "partial")

    def _wanted(self, key: str) -> bool:
        return self.keys is None or key in self.keys

    def _stranger(self, key: str, position: int) -> None:
        self.strangers.add(key)
        if self.notes.room("extra-label"):
            place = self._cell_place(self.items.sources([position])[position], key)
            message = f"the schema has no field {key[:80]!r}; the key is not read"
            self.notes.add(
                "extra-label",
                message,
                self.file,
                row=position + 2,
                line=place.line,
                column=place.column,
                value=key,
                snippet=place.snippet,
                counted=True,
            )

    def _list(self, item: list[Any], position: int) -> None:
        dialect, number = self.layout.dialect, position + 1
        if number <= self.layout.header_end:
            if number in dialect.header_rows:
                self.header.append(item)
            if number == self.layout.header_end:
                self._header(position)
            return
        if number in dialect.comment_rows or _is_comment(item, dialect.comment_char):
            return
        columns = self.columns
        if columns is None:
            if self.layout.dialect.header:
                return  # the header is of no use, which was told
            columns = self.columns = Columns(self.layout.fields, tuple(range(len(self.layout.fields))))
        broken = len(item) != columns.width
        if broken:
            self._tell_width(item, columns.width, position)
        at = zip(self.layout.fields, columns.source, strict=True)
        self._row({name: item[n] for name, n in at if n is not None and n < len(item)}, position, broken=broken)

    def _header(self, position: int) -> None:
        self.judged = True
        labels = joined_labels([[_label(cell) for cell in row] for row in self.header], self.layout.dialect.header_join)
        mark = self.items.sources([position])[position].mark
        notes = Notes(self.table.name, None)
        record = Record(position + 1, mark.line, "", "", grammar(PLAIN), parsed=labels)
        layout = replace(self.layout, dialect=replace(PLAIN, header_rows=(1,)))
        self.columns = read_header([record], layout, notes, self.file)
        for each in notes.findings:
            self.notes.add(
                each.rule,
                each.message,
                self.file,
                severity=each.severity,
                field=each.field,
                row=each.row,
                line=mark.line,
                column=mark.column,
                field_number=each.field_number,
                value=each.value,
                expected=each.expected,
                suggestion=each.suggestion,
            )
        if self.columns is not None:
            self.absent = self.columns.absent(self.layout.fields)

    def _tell_width(self, item: list[Any], width: int, position: int) -> None:
        rule = "blank-row" if not item else "missing-cell" if len(item) < width else "extra-cell"
        if self.notes.room(rule):
            mark = self.items.sources([position])[position].mark
            message = "the row is empty" if not item else f"the row has {_cells(len(item))}, the header {width}"
            self.notes.add(
                rule,
                message,
                self.file,
                row=position + 1,
                line=mark.line,
                column=mark.column,
                field_number=min(len(item), width) + 1,
                expected=_cells(width),
                counted=True,
            )

    def _row(self, values: Mapping[str, Any], position: int, *, broken: bool = False) -> None:
        number = position + self.offset
        cells: list[str | None] = []
        for name in self.layout.fields:
            value = values.get(name)
            text, fits = (None, True) if value is None else self.writers[name].text(value)
            if not fits and not broken:
                self._mismatch(name, text, number)
            cells.append(text)
        size = sum(len(cell) for cell in cells if cell is not None)
        self.rows.add(cells, 0, number, size, broken=broken)

    def _mismatch(self, name: str, text: str | None, number: int) -> None:
        if self.notes.room("type"):
            self.wrong.append((number, name, text or ""))

    def table_read(self) -> ValueTable:
        """Put together what was read."""
        self._tell_mismatches()
        table = ValueTable(
            self.table.name,
            self.rows.frame(),
            self.notes.findings,
            self.notes.more,
            {0: self.absent} if self.absent else {},
            self.unread,
            self._places,
        )
        if self.rows.folder is not None:
            weakref.finalize(table, remove, self.rows.folder)
        return table

    def _tell_mismatches(self) -> None:
        """Tell values of a wrong JSON type, all places found at once."""
        places = self._places({(0, number, name) for number, name, _ in self.wrong})
        for number, name, text in self.wrong:
            place = places[0, number, name]
            wanted = expected(self.table[name])
            self.notes.add(
                "type",
                f"{_cut(text)} is {_kind(text)}, not {wanted}",
                self.file,
                field=name,
                row=number,
                line=place.line,
                column=place.column,
                field_number=self.table.names.index(name) + 1,
                value=text,
                expected=wanted,
                snippet=place.snippet,
                counted=True,
            )

    def _places(self, cells: Collection[Cell]) -> dict[Cell, Place]:
        items = self.items.sources({row - self.offset for _, row, _ in cells})
        return {cell: self._place(items.get(cell[1] - self.offset), cell[2]) for cell in cells}

    def _place(self, item: Item | None, name: str | None) -> Place:
        if item is None:
            return Place(self.file)
        if name is None:
            return Place(self.file, item.mark.line, item.mark.column, _snippet(item))
        return self._cell_place(item, name)

    def _cell_place(self, item: Item, name: str) -> Place:
        """Find a value in its row: of a text, the character after the quote."""
        document, _ = parse_json(item.text, self.file)
        key: str | int | None = name
        if isinstance(document.value, list):
            at = self.layout.fields.index(name) if name in self.layout.fields else None
            key = None if at is None or self.columns is None else self.columns.source[at]
        mark = document.marks.get((key,)) if key is not None else None
        if mark is None:
            return Place(self.file, item.mark.line, item.mark.column, _snippet(item))
        quoted = isinstance(document.value[key], str)
        line = item.mark.line + mark.line - 1
        column = mark.column + quoted + (item.mark.column - 1 if mark.line == 1 else 0)
        return Place(self.file, line, column, _snippet(item) if mark.line == 1 else None)


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number} cells"


def _snippet(item: Item) -> str:
    return item.line[:SNIPPET_LIMIT]


def _is_comment(item: list[Any], char: str | None) -> bool:
    return bool(char and item and isinstance(item[0], str) and item[0].startswith(char))


def _kind(text: str) -> str:
    """Name the kind of a JSON value that is no text, by its first character."""
    return {"{": "an object", "[": "a list", "t": "a truth value", "f": "a truth value"}.get(text[:1], "a number")


def _cut(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


class _Writer:
    """Writes JSON values as texts of one field."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.write = written(field)
        self.known: dict[str, bool] = {}

    def text(self, value: Any) -> tuple[str, bool]:  # noqa: ANN401 - JSON holds any value
        """Return a value's text, and whether nothing more than the text has to be said of its type."""
        found = self.write(value)
        if found is not None:
            return _clean(found), True
        text = _clean(json.dumps(value, ensure_ascii=False))
        return text, not self._reads(text)

    def _reads(self, text: str) -> bool:
        """Whether the text alone would pass for the type; if not, the check of types says so."""
        if text not in self.known:
            if len(self.known) > 1000:  # noqa: PLR2004 - a bound, not a meaning
                return True
            try:
                constraint_value(self.field, text)
            except ValueError:
                self.known[text] = False
            else:
                self.known[text] = True
        return self.known[text]


def _clean(text: str) -> str:
    """Return a text that a frame can hold: half a character becomes its escape."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()

