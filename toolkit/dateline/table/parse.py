"""Table Schema documents to `Table` values.

Everything wrong with a document is noted with its place in one pass. A project's own
schemas are read strictly: a key that is neither the standard's nor dateline's is
refused. A stranger's are read as the standard asks: other properties are ignored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dateline.document import Node, parse, quoted, read_each
from dateline.errors import Problem, SchemaFileError
from dateline.table.extras import Extras, check_companions, read_extras
from dateline.table.fields import read_field, read_missing
from dateline.table.model import EMPTY, FIELDS_MATCH, Field, FieldsMatch, Table
from dateline.table.names import Names
from dateline.table.restricted import check_restricted
from dateline.table.uses import check_uses

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS = (
    "$schema",
    "title",
    "description",
    "fields",
    "fieldsMatch",
    "missingValues",
    "primaryKey",
    "uniqueKeys",
    "foreignKeys",
    "dateline",
)


def read_schema(text: str, file: str, name: str) -> Table:
    """Read one of a project's schema files.

    Raises:
        SchemaFileError: with every problem, each at its line and column.

    """
    document, problems = parse(text, file)
    if document.value is None:
        raise SchemaFileError(
            *(problems or [Problem("the file is empty", file, 1, 1, "list the table's fields")])
        )
    table = read_table(Node.root(document, problems), name, strict=True)
    if problems:
        raise SchemaFileError(*problems)
    return table


def read_table(root: Node, name: str, *, strict: bool) -> Table:
    """Make a table of the part of a document that holds a Table Schema.

    Problems are noted on the node; what could be read is returned all the same.
    """
    parts = root.mapping(KEYS if strict else None, required=("fields",))
    pairs = _fields(parts["fields"], strict=strict) if "fields" in parts else []
    fields = tuple(field for _, field in pairs)
    names = Names.of(fields, strict=strict)
    check_companions(pairs, names)
    check_uses(pairs, names)
    extras = read_extras(parts["dateline"], names) if "dateline" in parts else Extras()
    if extras.ids == "permanent" and "primaryKey" not in parts:
        help_ = "add a primaryKey, or leave 'ids' out"
        parts["dateline"].child("ids").problem("a table without a primary key has no ids", help_)
    table = Table(
        name=name,
        fields=fields,
        title=_text(parts, "title"),
        description=_text(parts, "description"),
        missing_values=read_missing(parts["missingValues"], strict=strict)
        if "missingValues" in parts
        else EMPTY,
        fields_match=_fields_match(parts["fieldsMatch"]) if "fieldsMatch" in parts else "exact",
        primary_key=names.key_or_name(parts["primaryKey"]) if "primaryKey" in parts else (),
        unique_keys=tuple(map(names.key, parts["uniqueKeys"].items())) if "uniqueKeys" in parts else (),
        foreign_keys=read_each(parts["foreignKeys"].items(), names.foreign_key)
        if "foreignKeys" in parts
        else (),
        rules=extras.rules,
        text=extras.text,
        evidence=extras.evidence,
        codes=extras.codes,
        ids=extras.ids,
        derived=extras.derived,
        roles=extras.roles,
        file=root.document.file,
        descriptor=root.value if isinstance(root.value, dict) else {},
    )
    if strict:
        check_restricted(root, pairs, table)
    return table


def _text(parts: dict[str, Node], key: str) -> str | None:
    return parts[key].text() if key in parts and parts[key].value is not None else None


def _fields(node: Node, *, strict: bool) -> list[tuple[Node, Field]]:
    """Read the fields that can be read, each with the part of the document that it stands in."""
    if node.value == []:
        node.problem("no field is listed")
    found = [(item, read_field(item, strict=strict)) for item in node.items()]
    pairs = [(item, field) for item, field in found if field is not None]
    _check_names(pairs, strict=strict)
    return pairs


def _check_names(pairs: Sequence[tuple[Node, Field]], *, strict: bool) -> None:
    """Note names that stand twice; in a project's own schemas, whatever their case."""
    seen: dict[str, Field] = {}
    for node, field in pairs:
        key = field.name.casefold() if strict else field.name
        first = seen.setdefault(key, field)
        if first is field or not field.name:
            continue
        line = f"the first is on line {first.mark.line}"
        if first.name == field.name:
            message = f"two fields are named {quoted(field.name)}; {line}"
        else:
            message = f"{quoted(field.name)} and {quoted(first.name)} are one name to many programs; {line}"
        node.child("name").problem(message, "give each field a name of its own")


def _fields_match(node: Node) -> FieldsMatch:
    if isinstance(node.value, list) and len(node.value) == 1:  # as the official 2.0 JSON profile has it
        node = node.child(0)
    return cast("FieldsMatch", node.one_of(FIELDS_MATCH, "exact"))
