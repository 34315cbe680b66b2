"""The check of a Data Package of any publisher, and of one file by a schema."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.evidence import check_evidence
from dateline.checks.links import without_broken
from dateline.checks.tables import EXAMPLES, Content, check_tables
from dateline.document import Document, Node
from dateline.errors import Problem, SchemaFileError
from dateline.findings import Report
from dateline.project.foreign.content import Opened, Opener
from dateline.project.foreign.files import Files
from dateline.project.foreign.ledger import Ledger
from dateline.project.foreign.load import load
from dateline.project.foreign.metadata import check_metadata, check_name, is_v2
from dateline.project.foreign.resource import read_resources
from dateline.project.foreign.schema import read_schema_of
from dateline.project.paths import show
from dateline.project.unchanged import insist_unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dateline.table import ForeignKey, Table


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
        opened = _open_package(descriptor, Files(descriptor.parent, ledger, stack), examples)
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
        opened = _open_package(descriptor, Files(descriptor.parent, ledger, stack), examples)
        yield _contents(opened, ledger), ledger


def _open_package(descriptor: Path, files: Files, examples: int | None) -> list[Opened]:
    loaded = load(descriptor, files.ledger, "package-error")
    if loaded is None:
        return []
    root = Node.root(loaded[0], [])
    usable = _check_root(root)
    files.ledger.tell("package-error", root.problems)
    if not usable:
        return []
    _note_profile(root, files.ledger)
    opener = Opener(files, loaded[1], examples)
    return [opener.open(each) for each in read_resources(root, files.ledger, v2=is_v2(root))]


def _check_root(root: Node) -> bool:
    """Note what is wrong with the package as such; say whether it has resources to go on with."""
    if not isinstance(root.value, dict):
        root.problem(f"a Data Package's descriptor is a mapping (key: value), not {root.described}")
        return False
    check_metadata(root)
    if root.has("name"):
        check_name(root.child("name"), v2=is_v2(root))
    resources = root.child("resources")
    if not root.has("resources"):
        root.problem("the descriptor lists no 'resources': this is no Data Package")
    elif not isinstance(resources.value, list):
        resources.problem(f"'resources' must be a list, not {resources.described}")
    elif not resources.value:
        resources.problem("'resources' is empty: a package has at least one")
    return isinstance(resources.value, list)


def _note_profile(root: Node, ledger: Ledger) -> None:
    """Say that a publisher's own profile, which would have to be fetched, was not applied."""
    said = root.child("profile").value
    if isinstance(said, str) and said not in ("data-package", "tabular-data-package"):
        ledger.note(f"the package's own profile was not applied: {said[:200]}")


def check_file(path: Path, schema: Path, *, examples: int | None = EXAMPLES) -> Report:
    """Check one file of records by a schema file.

    Raises:
        SchemaFileError: if the schema cannot be read at all.
        DatasetFileError: if the file is written to meanwhile.

    """
    ledger = Ledger()
    loaded = load(schema, ledger, "schema-error")
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
    contents = _contents(opened, ledger)
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


def _contents(opened: list[Opened], ledger: Ledger) -> dict[str, Content]:
    """Return the tables that can be checked, with the references that can be followed."""
    tables = {each.resource.name: each.table for each in opened if each.table is not None}
    untyped = {each.resource.name: each.untyped for each in opened}
    linked, problems = without_broken(tables, untyped)
    ledger.tell("schema-error", problems)
    read = {each.resource.name: each for each in opened if each.table is not None and each.source is not None}
    contents = {}
    for name, each in read.items():
        assert each.source is not None
        table = linked[name]
        keys = tuple(key for key in table.foreign_keys if _can_follow(name, key, read, ledger))
        contents[name] = Content(replace(table, foreign_keys=keys), each.source)
    return contents


def _can_follow(name: str, key: ForeignKey, read: Mapping[str, Opened], ledger: Ledger) -> bool:
    """Whether the records that a key refers to could be read: else every reference would seem wrong."""
    target = key.table or name
    source = read[target].source if target in read else None
    lost = (
        source is None
        or source.unread
        or any({*key.references} & fields for fields in source.absent.values())
    )
    if lost:
        ledger.note(
            f"references to '{target}' were not checked: its {' and '.join(key.references)} could not be read"
        )
    return not lost


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
