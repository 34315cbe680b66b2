"""A stranger's Table Schema, as far as it can be used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dateline.compile.sound import ANY_TYPE, sound
from dateline.document import Node
from dateline.table import USES, Edtf, Field, Roles, Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.errors import Problem


@dataclass(frozen=True, slots=True)
class Schema:
    """A table's schema, and its fields whose types are not known. `table` is None if no field can be told."""

    table: Table | None
    problems: tuple[Problem, ...] = ()
    untyped: frozenset[str] = frozenset()


def read_schema_of(node: Node, name: str, *, header: bool) -> Schema:
    """Read a Table Schema leniently: what cannot be used is left out, and said.

    Args:
        node: the part of a document that holds it.
        name: the table's.
        header: whether the files name their columns. If they do not, every field has to
            keep its place.

    """
    problems: list[Problem] = []
    here = Node(node.document, problems, node.path, node.value)
    table = read_table(here, name, strict=False)
    if problems:
        table = _plain(table)
    listed = node.child("fields").value if isinstance(node.value, dict) else None
    count = len(listed) if isinstance(listed, list) else 0
    if not table.fields or not count:
        return Schema(None, tuple(problems))
    odd = frozenset(field.name for field in table.fields if _has_unknown_type(listed, field))
    plain = tuple(_untyped(field) if field.name in odd else field for field in table.fields)
    found = sound(_whole(replace(table, fields=plain), count, header=header))
    said = {(each.line, each.column) for each in problems}
    new = [each for each in found.problems if (each.line, each.column) not in said]
    return Schema(found.table, (*problems, *new), found.untyped | odd)


def _plain(table: Table) -> Table:
    """Leave of a table with problems what the standard says, not what else its publisher says of it."""
    unused: dict[str, Any] = {use: Field.__dataclass_fields__[use].default for use in USES}
    return replace(table, roles=Roles(), fields=tuple(replace(field, **unused) for field in table.fields))


def _has_unknown_type(listed: object, field: Field) -> bool:
    """Whether the type of a field was taken as `any` because it is no type."""
    if field.type != "any" or not isinstance(listed, list):
        return False
    return any(
        isinstance(each, dict) and each.get("name") == field.name and each.get("type", "any") != "any"
        for each in listed
    )


def _untyped(field: Field) -> Field:
    """Leave of a field whose type is no type what holds of any."""
    kept = {key: value for key, value in field.constraints.items() if key in ANY_TYPE}
    return replace(field, constraints=kept, categories=(), edtf=None, codes=None)


def _whole(table: Table, count: int, *, header: bool) -> Table:
    """Make a table consistent that was read from a document with problems."""
    fields = _once(table.fields) if header else _in_place(table.fields, count)
    names = {field.name for field in fields}
    lost = len(fields) < count
    match = table.fields_match
    if lost and header:  # a label that no field has may be that of a field which could not be read
        match = "partial" if match in ("superset", "partial") else "subset"
    return replace(
        table,
        fields=tuple(_within(field, names) for field in fields),
        fields_match=match,
        primary_key=_key(table.primary_key, names),
        unique_keys=tuple(key for each in table.unique_keys if (key := _key(each, names))),
        foreign_keys=tuple(dict.fromkeys(key for key in table.foreign_keys if {*key.fields} <= names)),
        rules=tuple(
            rule for rule in table.rules if rule.id and rule.sql and rule.fields and {*rule.fields} <= names
        ),
        text=table.text if _all_in(table.text, names) else None,
        evidence=table.evidence if _all_in(table.evidence, names) else None,
        codes=table.codes if _all_in(table.codes, names) else None,
        descriptor={},  # as it was written, it may be anything
    )


def _once(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Keep the first field of each name; cells are read by name."""
    found: dict[str, Field] = {}
    for field in fields:
        if _nameable(field.name):
            found.setdefault(field.name, field)
    return tuple(found.values())


def _in_place(fields: tuple[Field, ...], count: int) -> tuple[Field, ...]:
    """Keep every field in its place; if one could not be read, nothing is known but how many there are."""
    if len(fields) < count:
        return tuple(Field(f"field{n}") for n in range(1, count + 1))
    taken: set[str] = set()
    out = []
    for n, field in enumerate(fields, 1):
        name = field.name
        while not _nameable(name) or name in taken:
            name = f"{name.strip('*^$_')} ({n})"
        taken.add(name)
        out.append(replace(field, name=name))
    return tuple(out)


def _nameable(name: str) -> bool:
    """Whether a column may have this name; see `dateline.table.fields`."""
    pattern = name == "*" or (name.startswith("^") and name.endswith("$"))
    return bool(name.strip()) and not pattern and not (name.startswith("__") and name.endswith("__"))


def _within(field: Field, names: set[str]) -> Field:
    """Leave out of a field what no cell can be held to, and what refers to no field."""
    limits = dict(field.constraints)
    for key in ("enum", "pattern"):
        if not limits.get(key, True):
            del limits[key]
    if not isinstance(limits.get("jsonSchema", {}), dict):
        del limits["jsonSchema"]
    edtf = field.edtf
    if edtf is not None:
        said = {"earliest": edtf.earliest, "latest": edtf.latest, "precision": edtf.precision}
        kept = {role: name if name in names else None for role, name in said.items()}
        edtf = Edtf(**kept, continuing=edtf.continuing) if field.type == "string" else None
    codes = field.codes if field.codes and field.type == "string" else None
    return replace(field, constraints=limits, edtf=edtf, codes=codes)


def _key(key: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key)) if {*key} <= names else ()


def _all_in(roles: object, names: set[str]) -> bool:
    """Whether every field that has a role is there, each once."""
    if roles is None:
        return False
    said = [getattr(roles, role) for role in roles.__slots__]  # type: ignore[attr-defined] # a slotted dataclass
    return {*said} <= names and len({*said}) == len(said)


def of_labels(name: str, labels: Iterable[str], file: str) -> Table:
    """Make a table of a file that no schema describes: texts under the file's own labels."""
    usable = dict.fromkeys(label.strip() for label in labels if _nameable(label.strip()))
    return Table(name, tuple(Field(label) for label in usable), fields_match="subset", file=file)
