"""Table Schema documents to `Table` values.

Everything wrong with a document is noted with its place in one pass. A project's own
schemas are read strictly: a key that is neither the standard's nor dateline's is
refused. A stranger's are read as the standard asks: other properties are ignored.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from dateline.document import Node, did_you_mean, parse, read_each
from dateline.errors import Problem, SchemaFileError
from dateline.findings import SEVERITIES, Severity
from dateline.table.fields import read_field, read_missing
from dateline.table.model import (
    EMPTY,
    FIELDS_MATCH,
    CodeFields,
    EvidenceFields,
    Field,
    FieldsMatch,
    ForeignKey,
    RowRule,
    Table,
    TextFields,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEYS = (
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
_TEXT = ("file", "sha256", "paragraphs")
_EVIDENCE = ("text", "paragraph", "start", "end", "sha256")
_CODES = ("list", "code")
_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def read_schema(text: str, file: str, name: str) -> Table:
    """Read one of a project's schema files.

    Raises:
        SchemaFileError: with every problem, each at its line and column.

    """
    document, problems = parse(text, file)
    if document.value is None:
        raise SchemaFileError(
            *(problems or [Problem("the file is empty", file, help="list the table's fields")])
        )
    table = read_table(Node.root(document, problems), name, strict=True)
    if problems:
        raise SchemaFileError(*problems)
    return table


def read_table(root: Node, name: str, *, strict: bool) -> Table:
    """Make a table of the part of a document that holds a Table Schema.

    Problems are noted on the node; what could be read is returned all the same.
    """
    parts = root.mapping(_KEYS if strict else None, required=("fields",))
    fields = (
        read_each(parts["fields"].items(), lambda n: read_field(n, strict=strict))
        if "fields" in parts
        else ()
    )
    names = _Names(tuple(each.name for each in fields))
    _check_names(root.child("fields"), fields)
    said = parts["dateline"].mapping(("rules", "text", "evidence", "codes")) if "dateline" in parts else {}
    table = Table(
        name=name,
        fields=fields,
        title=_text(parts, "title"),
        description=_text(parts, "description"),
        missing_values=read_missing(parts["missingValues"]) if "missingValues" in parts else EMPTY,
        fields_match=_fields_match(parts["fieldsMatch"]) if "fieldsMatch" in parts else "exact",
        primary_key=names.key(parts["primaryKey"]) if "primaryKey" in parts else (),
        unique_keys=tuple(names.key(n) for n in parts["uniqueKeys"].items()) if "uniqueKeys" in parts else (),
        foreign_keys=read_each(parts["foreignKeys"].items(), names.foreign_key)
        if "foreignKeys" in parts
        else (),
        rules=read_each(said["rules"].items(), names.rule) if "rules" in said else (),
        text=TextFields(**names.roles(said["text"], _TEXT)) if "text" in said else None,
        evidence=EvidenceFields(**names.roles(said["evidence"], _EVIDENCE)) if "evidence" in said else None,
        codes=CodeFields(**names.roles(said["codes"], _CODES)) if "codes" in said else None,
        file=root.document.file,
        descriptor=root.value if isinstance(root.value, dict) else {},
    )
    _check_companions(root, table)
    _check_rule_ids(said.get("rules"), table)
    return table


def _text(parts: dict[str, Node], key: str) -> str | None:
    return parts[key].text() if key in parts and parts[key].value is not None else None


def _fields_match(node: Node) -> FieldsMatch:
    if isinstance(node.value, list) and len(node.value) == 1:  # as the official 2.0 JSON profile has it
        node = node.child(0)
    return cast("FieldsMatch", node.one_of(FIELDS_MATCH, "exact"))


def _check_names(node: Node, fields: Sequence[Field]) -> None:
    if node.value == []:
        node.problem("no field is listed")
    for name, count in Counter(each.name for each in fields).items():
        if count > 1:
            marks = [each.mark for each in fields if each.name == name]
            first, second = marks[0], marks[1]
            node.problems.append(
                Problem(
                    f"two fields are named '{name}'; the first is on line {first.line}",
                    node.document.file,
                    second.line,
                    second.column,
                    "give each field a name of its own",
                )
            )


def _check_companions(root: Node, table: Table) -> None:
    """Check that an EDTF field's companions are fields of the types that hold what is computed."""
    wanted = {"earliest": "date", "latest": "date", "precision": "string"}
    for index, each in enumerate(table.fields):
        if each.edtf is None:
            continue
        node = root.child("fields").child(index).child("dateline").child("edtf")
        for role, kind in wanted.items():
            name = getattr(each.edtf, role)
            if name is None:
                continue
            if name not in table.names:
                node.child(role).problem(f"there is no field '{name}'", did_you_mean(name, table.names))
            elif table[name].type != kind:
                node.child(role).problem(f"'{name}' must be of type {kind}, not {table[name].type}")


def _check_rule_ids(node: Node | None, table: Table) -> None:
    for rule_id, count in Counter(rule.id for rule in table.rules).items():
        if count > 1 and node is not None:
            node.problem(f"two rules are named '{rule_id}'", "give each rule an id of its own")


@dataclass(frozen=True, slots=True)
class _Names:
    """Reads what refers to fields by name, and notes names that do not exist."""

    names: tuple[str, ...]

    def name(self, node: Node) -> str:
        value = node.text()
        if value and value not in self.names:
            node.problem(f"there is no field '{value}'", did_you_mean(value, self.names))
        return value

    def key(self, node: Node) -> tuple[str, ...]:
        if isinstance(node.value, str):  # Table Schema v1 allowed a single name
            return (self.name(node),)
        names = tuple(self.name(item) for item in node.items())
        if not names:
            node.problem(f"{node.name} names no field")
        return names

    def foreign_key(self, node: Node) -> ForeignKey | None:
        parts = node.mapping(("fields", "reference"), required=("fields", "reference"))
        if "fields" not in parts or "reference" not in parts:
            return None
        fields = self.key(parts["fields"])
        reference = parts["reference"].mapping(("resource", "fields"), required=("fields",))
        table = reference["resource"].value if "resource" in reference else None
        if table is not None and not isinstance(table, str):
            reference["resource"].text()
            return None
        references = _names_of(reference["fields"]) if "fields" in reference else ()
        if not table:
            references = self.key(reference["fields"]) if "fields" in reference else ()
        if len(fields) != len(references):
            node.problem(f"{len(fields)} field(s) refer to {len(references)}", "list as many on both sides")
        return ForeignKey(fields, table or None, references, node.mark)

    def rule(self, node: Node) -> RowRule | None:
        known = ("id", "sql", "fields", "message", "help", "severity")
        parts = node.mapping(known, required=("id", "sql", "fields", "message"))
        if not {"id", "sql", "fields", "message"} <= parts.keys():
            return None
        rule_id = parts["id"].text()
        if rule_id and not _KEBAB.fullmatch(rule_id):
            parts["id"].problem(f"'{rule_id}' is not an id", "use lower-case words joined by '-'")
        severity = parts["severity"].one_of(SEVERITIES, "error") if "severity" in parts else "error"
        return RowRule(
            id=rule_id,
            sql=parts["sql"].text(),
            fields=self.key(parts["fields"]),
            message=parts["message"].text(),
            help=_text(parts, "help"),
            severity=cast("Severity", severity),
            mark=parts["sql"].mark,
        )

    def roles(self, node: Node, roles: Sequence[str]) -> dict[str, str]:
        parts = node.mapping(roles, required=roles)
        return {role: self.name(parts[role]) if role in parts else "" for role in roles}


def _names_of(node: Node) -> tuple[str, ...]:
    return (node.text(),) if isinstance(node.value, str) else node.texts()
