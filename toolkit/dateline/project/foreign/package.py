"""The check of a Data Package of any publisher, and of one file by a schema."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.evidence import check_evidence
from dateline.checks.tables import EXAMPLES, check_tables
from dateline.document import Document, Node
from dateline.errors import Problem, SchemaFileError
from dateline.findings import Report
from dateline.foreign.content import Opened, Opener
from dateline.foreign.files import Files
from dateline.foreign.ledger import Ledger
from dateline.foreign.load import load
from dateline.foreign.opening import contents_of, open_descriptor
from dateline.foreign.resource import read_resources
from dateline.foreign.schema import read_schema_of
from dateline.project.paths import show
from dateline.project.unchanged import insist_unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dateline.checks.content import Content
    from dateline.table import Table


def check_package(
    descriptor: Path, *, texts: Mapping[str, str] | None = None, examples: int | None = EXAMPLES
) -> Report:
    """Check a Data Package: its descriptor, its files, its records.

    What is wrong with the descriptor is found, told with its line, and does not keep the
    records from being checked.

    Args:
        descriptor: the package's `datapackage.json`, or another file with a descriptor.
        texts: cited texts by name, as for datasets.
        examples: findings to list of each rule and table; None for all.

    Raises:
        DatasetFileError: if a file is written to meanwhile.

    """
    ledger = Ledger()
    with ExitStack() as stack:
        opened = open_descriptor(descriptor, Files(descriptor.parent, ledger, stack), examples)
        return _report(opened, ledger, texts, examples)


@contextmanager
def opened_package(
    descriptor: Path, examples: int | None = EXAMPLES
) -> Iterator[tuple[dict[str, Content], Ledger]]:
    """Open the tables of a Data Package that can be read, for as long as they are used.

    The ledger holds what is wrong with the descriptor and keeps a table from being read.
    """
    ledger = Ledger()
    with ExitStack() as stack:
        opened = open_descriptor(descriptor, Files(descriptor.parent, ledger, stack), examples)
        yield contents_of(opened, ledger), ledger


def check_file(path: Path, schema: Path, *, examples: int | None = EXAMPLES) -> Report:
    """Check one file of records by a schema file.

    Raises:
        SchemaFileError: if the schema cannot be read at all.
        DatasetFileError: if the file is written to meanwhile.

    """
    ledger = Ledger()
    loaded = load(schema, ledger, "schema-error", show)
    if loaded is None or not isinstance(loaded[0].value, dict):
        raise SchemaFileError(*_problems(ledger, schema))
    with ExitStack() as stack:
        opened = _open_file(path, Node.root(loaded[0], []), Files(path.parent, ledger, stack), examples)
        return _report([opened], ledger, None, examples)


def _problems(ledger: Ledger, schema: Path) -> list[Problem]:
    found = [
        Problem(each.message, each.file, each.line, each.column, each.expected) for each in ledger.findings
    ]
    return found or [Problem("this is no Table Schema: it is no mapping (key: value)", show(schema), 1, 1)]


def _open_file(path: Path, node: Node, files: Files, examples: int | None) -> Opened:
    """Open a file as if a package named it."""
    value = {"name": path.stem, "path": path.name, "type": "table"}
    package = Node.root(Document(show(path), {"resources": [value]}, {}, {}), [])
    (resource,) = read_resources(package, Ledger(), v2=True)
    opener = Opener(files, "", examples)
    form = opener.form(resource)
    schema = read_schema_of(node, resource.name, header=True)
    files.ledger.tell("schema-error", schema.problems, resource.name)
    if schema.table is not None:
        schema = replace(schema, table=_alone(schema.table, files.ledger))
    return Opened(resource, schema.table) if form is None else opener.read(resource, [path], form, schema)


def _alone(table: Table, ledger: Ledger) -> Table:
    """Leave out what refers to tables that are not at hand, and say so."""
    own = tuple(key for key in table.foreign_keys if key.table in (None, table.name))
    for key in table.foreign_keys:
        if key not in own:
            ledger.note(f"references to '{key.table}' were not checked: that table is not at hand")
    return replace(table, foreign_keys=own)


# The records


def _report(
    opened: list[Opened], ledger: Ledger, texts: Mapping[str, str] | None, examples: int | None
) -> Report:
    contents = contents_of(opened, ledger)
    outcome = check_tables(contents, examples=examples)
    _check_counts(opened, contents, ledger)
    found = [*ledger.findings, *outcome.findings]
    if texts is not None and any(each.table.evidence for each in contents.values()):
        compared = check_evidence(contents, texts, examples)
        found += compared.findings
        outcome.more.update(compared.more)
        ledger.note(f"compared {compared.passages:,} cited passages with {compared.texts:,} texts")
    insist_unchanged(contents)
    return Report.of(found, more=outcome.more, records=outcome.records, notes=ledger.notes)


def _check_counts(opened: list[Opened], contents: Mapping[str, Content], ledger: Ledger) -> None:
    """Compare tables with the numbers of `rows` and `fields` that frictionless writes into descriptors."""
    for each in opened:
        node, name = each.resource.node, each.resource.name
        if name not in contents or each.source is None or each.source.unread:
            continue
        fields = node.child("fields").value
        count = len(contents[name].table.fields)
        if isinstance(fields, int) and fields and fields != count:
            ledger.refuse(
                "field-count",
                node.child("fields"),
                f"the table has {count:,} fields, not {fields:,}",
                table=name,
            )
        rows = node.child("rows").value
        if isinstance(rows, int) and rows and rows != (found := _height(each)):
            ledger.refuse(
                "row-count", node.child("rows"), f"the table has {found:,} rows, not {rows:,}", table=name
            )


def _height(opened: Opened) -> int:
    """Count a table's rows, those that are too long or too short included."""
    assert opened.source is not None
    try:
        return int(opened.source.frame.select(pl.len()).collect(engine="streaming").item())
    except pl.exceptions.PolarsError:
        return int(opened.source.careful().frame.select(pl.len()).collect(engine="streaming").item())
