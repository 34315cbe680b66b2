"""A resource's records: opened by its schema, or by their own labels where it has none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.document import Document, Node, parse_json, quoted
from dateline.document.json_text import Lines
from dateline.errors import DatasetFileError, Problem
from dateline.findings import Finding
from dateline.foreign.files import Files, check_size
from dateline.foreign.form import Form, check_compression, read_form
from dateline.foreign.load import load
from dateline.foreign.schema import Schema, of_labels, read_schema_of
from dateline.read.files import FileFaultError, look, pieces
from dateline.read.items import LineItems, ListItems
from dateline.read.json_cells import keys_of
from dateline.read.labels import read_labels
from dateline.read.layout import Layout
from dateline.read.table import TextTable, read_table
from dateline.read.values import ValueTable, read_values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dateline.foreign.resource import Resource
    from dateline.read.items import Items
    from dateline.table import Table

MAX_JSON = 100_000_000
"""A JSON table larger than this is not read: it would have to stand in memory as a whole."""
_HELP = "this version reads CSV, TSV, JSON and NDJSON"


@dataclass(frozen=True, slots=True)
class Opened:
    """A table of a package, its records within reach; `source` is None where they are not."""

    resource: Resource
    table: Table | None = None
    source: TextTable | ValueTable | None = None
    untyped: frozenset[str] = frozenset()


@dataclass(slots=True)
class Opener:
    """Opens the tables of one package. `text` is that of its descriptor."""

    files: Files
    text: str
    examples: int | None

    def open(self, resource: Resource) -> Opened:
        """Open one resource; whatever is in the way is told, and the rest is done."""
        paths = self._paths(resource)
        check_size(resource.node, paths, resource.name, self.files)
        if not resource.table:
            what = f" ({resource.format})" if resource.format else ""
            self.files.ledger.note(f"'{resource.name}'{what} is no table: its content was not checked")
            return Opened(resource)
        form = self.form(resource)
        schema = self.schema(resource, form)
        if form is None or (not paths and resource.inline is None):
            return Opened(resource, schema.table, None, schema.untyped)
        return self.read(resource, paths, form, schema)

    def read(self, resource: Resource, paths: Sequence[Path], form: Form, schema: Schema) -> Opened:
        """Open the records of a table, in whichever form they are written."""
        try:
            table, source = self._read(resource, paths, form, schema.table)
        except DatasetFileError as error:
            rule = "encoding-error" if "encoding" in error.problems[0].message else "dialect-error"
            node = resource.part("encoding" if rule == "encoding-error" else "dialect") or resource.node
            self.files.ledger.refuse(rule, node, error.problems[0].message, table=resource.name)
            return Opened(resource, schema.table, None, schema.untyped)
        return Opened(resource, table or schema.table, source, schema.untyped)

    # What the descriptor says

    def _paths(self, resource: Resource) -> list[Path]:
        """Find a resource's files. One that is missing is told, and the others are read."""
        found = [self.files.find(node, resource.name) for node in resource.paths]
        return [path for path in found if path is not None]

    def form(self, resource: Resource) -> Form | None:
        """Read how the table is written; None if it cannot be read at all."""
        here = Node(resource.node.document, [], resource.node.path, resource.node.value)
        known = check_compression(here, resource.compression)
        self.files.ledger.tell("compression-error", here.problems, resource.name)
        if resource.kind is None:
            node = resource.part("format") or (resource.paths[0] if resource.paths else resource.node)
            message = f"a table of format {quoted(resource.format)} is not read: its records were not checked"
            self.files.ledger.refuse("format-error", node, message, _HELP, table=resource.name)
        if not known or resource.kind is None:
            return None
        dialect = self._part(resource, "dialect")
        form = read_form(dialect, resource.format, resource.kind, resource.encoding)
        if dialect is not None:
            self.files.ledger.tell("dialect-error", dialect.problems, resource.name)
        if not form.dialect.header_rows:
            form = replace(form, dialect=replace(form.dialect, header=False))
        return form

    def schema(self, resource: Resource, form: Form | None) -> Schema:
        """Read the table's schema, as far as it can be used; an empty one if there is none."""
        header = form is None or form.dialect.header
        node = self._part(resource, "schema")
        if node is None:
            return Schema(None)
        schema = read_schema_of(node, resource.name, header=header)
        self.files.ledger.tell("schema-error", schema.problems, resource.name)
        return schema

    def _part(self, resource: Resource, key: str) -> Node | None:
        """Return a part that stands in the descriptor or in a file of its own."""
        node = resource.part(key)
        if node is None:
            return None
        if not isinstance(node.value, str):
            return Node(node.document, [], node.path, node.value)
        rule = f"{key}-error"
        path = self.files.find(node, resource.name, rule)
        loaded = None if path is None else load(path, self.files.ledger, rule, self.files.show)
        return None if loaded is None else Node.root(loaded[0], [])

    # What the files hold

    def _read(
        self, resource: Resource, paths: Sequence[Path], form: Form, table: Table | None
    ) -> tuple[Table | None, TextTable | ValueTable | None]:
        inline = resource.inline
        if inline is not None:
            return self._inline(resource, inline, form, table)
        if form.kind == "delimited":
            return self._delimited(resource, paths, form, table)
        if len(paths) != 1:
            message = "a table of several files is read as CSV or TSV only"
            self.files.ledger.refuse("format-error", resource.paths[0], message, table=resource.name)
            return table, None
        packed = resource.compression not in (None, "gz")
        path = self._unpacked(paths[0], resource) if packed else paths[0]
        if path is None:
            return table, None
        shown = self.files.show(path)
        try:
            items = self._items(path, shown, form, resource)
        except FileFaultError as error:
            self._fault(error, shown, resource)
            items = None
        return (table, None) if items is None else self._values(resource, items, form, table, shown)

    def _delimited(
        self, resource: Resource, paths: Sequence[Path], form: Form, table: Table | None
    ) -> tuple[Table | None, TextTable | None]:
        unpacked = [self._unpacked(path, resource) for path in paths]
        found = [path for path in unpacked if path is not None]
        if not found:
            return table, None
        if table is None:
            labels = read_labels(found[0], form.dialect, form.encoding)
            table = of_labels(resource.name, labels, resource.node.document.file)
        source = read_table(
            resource.name, found, self._layout(table, form), show=self.files.show, examples=self.examples
        )
        return table, source

    def _layout(self, table: Table, form: Form) -> Layout:
        return Layout(table.names, form.dialect, form.encoding, table.fields_match, form.header_case)

    def _unpacked(self, path: Path, resource: Resource) -> Path | None:
        """Return a file that is read as it stands: plain text, or gzip, which is read in passing."""
        compression = resource.compression
        if compression in (None, "gz"):
            self._check_gzip(path, resource)
            return path
        return self.files.unpack(path, compression, resource.node, resource.name)

    def _check_gzip(self, path: Path, resource: Resource) -> None:
        try:
            packed = look(path).packed
        except FileFaultError:
            return  # whoever reads it says so
        if packed != (resource.compression == "gz"):
            words = "is compressed with gzip, and its name or 'compression' does not say so"
            message = words if packed else "is not compressed with gzip, as its name or 'compression' says"
            problem = Problem(f"the file {message}", self.files.show(path))
            self.files.ledger.tell("compression-error", [problem], resource.name)

    def _inline(
        self, resource: Resource, inline: Node, form: Form, table: Table | None
    ) -> tuple[Table | None, TextTable | ValueTable | None]:
        """Read data that stand in the descriptor: as JSON values, or as the text of a file."""
        shown = f"{inline.document.file}#/{'/'.join(map(str, inline.path))}"
        if isinstance(inline.value, list):
            at = Lines(self.text).offset(inline.mark)
            items = ListItems(inline.value, self.text, at)
            return self._values(resource, items, form, table, inline.document.file)
        if not isinstance(inline.value, str):
            message = f"the data of a table must be a list of its rows, not {inline.described}"
            self.files.ledger.refuse("resource-error", inline, message, table=resource.name)
            return table, None
        if not resource.format:
            message = "data written as a text need a 'format' that says what the text is"
            self.files.ledger.refuse("resource-error", inline, message, table=resource.name)
            return table, None
        path = self.files.write(inline.value, shown)
        plain = replace(form, encoding="utf-8")
        if form.kind == "delimited":
            return self._delimited(resource, [path], plain, table)
        found = self._items(path, shown, plain, resource)
        return (table, None) if found is None else self._values(resource, found, plain, table, shown)

    def _values(
        self, resource: Resource, items: Items, form: Form, table: Table | None, shown: str
    ) -> tuple[Table | None, ValueTable | None]:
        try:
            if table is None:
                table = of_labels(resource.name, keys_of(items), resource.node.document.file)
            source = read_values(
                table, items, self._layout(table, form), file=shown, keys=form.keys, examples=self.examples
            )
        except FileFaultError as error:
            self._fault(error, shown, resource)
            return table, None
        return table, source

    def _items(self, path: Path, shown: str, form: Form, resource: Resource) -> Items | None:
        """Return the rows of a JSON file; None, and a finding, if there are none.

        Raises:
            FileFaultError: the file cannot be read.

        """
        codec = Layout((), encoding=form.encoding).codec
        source = look(path)
        if form.kind == "lines":
            return LineItems(source, codec)
        if source.stamp.size > MAX_JSON:
            message = (
                f"a JSON table of more than {MAX_JSON // 1_000_000} MB is not read: write it as CSV or NDJSON"
            )
            raise FileFaultError("format-error", message)
        text = "".join(pieces(source, codec))
        place = tuple(form.property.split(".")) if form.property else ()
        document, problems = parse_json(text, shown, opaque=lambda path: path == place)
        self.files.ledger.tell("source-error", problems, resource.name)
        if document.value is None and problems:
            return None
        return self._list(document, place, text, resource)

    def _list(
        self, document: Document, place: tuple[str, ...], text: str, resource: Resource
    ) -> ListItems | None:
        node = Node.root(document, [])
        for key in place:
            node = node.child(key)
        if not isinstance(node.value, list):
            where = f"at '{'.'.join(place)}'" if place else "in the file"
            message = f"a table must be a list of its rows; {where} there is {node.described}"
            self.files.ledger.refuse("source-error", node, message, table=resource.name)
            return None
        return ListItems(node.value, text, Lines(text).offset(node.mark))

    def _fault(self, error: FileFaultError, shown: str, resource: Resource) -> None:
        self.files.ledger.findings.append(
            Finding(error.rule, "error", error.message, table=resource.name, file=shown, **error.columns)
        )
