"""Restricted fields: columns that are never published, and what would give them away all the same."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from dateline.document import quoted
from dateline.table.parts import Condition
from dateline.table.roles import NO_ROLES, Roles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dateline.document import Node
    from dateline.table.model import Field, Table

_TELLING = (("phrase", "date"), ("place_name", "place"), ("place_code", "place"))
"""Uses by which a field says again, in other words, what another one says."""


def restricted(table: Table) -> frozenset[str]:
    """Return the names of a table's fields that are never published."""
    return frozenset(each.name for each in table.fields if each.restricted)


def check_restricted(root: Node, pairs: Iterable[tuple[Node, Field]], table: Table) -> None:
    """Note what cannot be restricted, and published fields that would tell what restricted ones hide."""
    hidden = restricted(table)
    if not hidden:
        return
    pairs = list(pairs)
    for name in [each for each in table.primary_key if each in hidden]:
        message = f"the primary key names {quoted(name)}, which is restricted"
        root.child("primaryKey").problem(message, "publish it, or give the records another key")
    if len(hidden) == len(table.fields):
        root.child("fields").problem("every field is restricted", "publish one, or leave the table out")
    if table.codes is not None:
        for part in ("list", "code"):
            if getattr(table.codes, part) in hidden:
                node = root.child("dateline").child("codes").child(part)
                node.problem("what names a code cannot be restricted", "publish it, or restrict a label")
    for node, field in pairs:
        for said, name in _tellers(node, field, table):
            if (field.name in hidden) != (name in hidden) and _tells(field, name, hidden):
                open_ = name if field.name in hidden else field.name
                shut = field.name if field.name in hidden else name
                message = f"{quoted(open_)} would tell what {quoted(shut)} hides"
                said.problem(message, f"restrict {quoted(open_)} as well")


def _tellers(node: Node, field: Field, table: Table) -> Iterator[tuple[Node, str]]:
    """Yield the fields that stand with a field, and where its `dateline` names them."""
    said = node.child("dateline")
    if field.edtf is not None:
        for part in ("earliest", "latest", "precision"):
            name = getattr(field.edtf, part)
            if name in table.names:
                yield said.child("edtf").child(part), name
    for use, part in _TELLING:
        value = getattr(field, use)
        name = getattr(value, part) if value is not None else None
        if name in table.names:
            yield said.child(use).child(part), name


def _tells(field: Field, name: str, hidden: Collection[str]) -> bool:
    """Whether the one that is published gives the other away: a date its bounds, a phrase its date."""
    return field.name in hidden if field.edtf is not None else name in hidden


def without_restricted(table: Table, *, keep: Collection[str] = ()) -> Table:
    """Return a table without its restricted fields, and without all that names one of them.

    Keys, references, rules, roles and uses that need a restricted field are left out, in
    the table and in its descriptor, which stays a Table Schema.

    Args:
        table: the schema.
        keep: restricted fields that stay all the same.

    """
    gone = restricted(table) - frozenset(keep)
    if not gone:
        return table
    return replace(
        table,
        fields=tuple(_field(each, gone) for each in table.fields if each.name not in gone),
        unique_keys=tuple(key for key in table.unique_keys if gone.isdisjoint(key)),
        foreign_keys=tuple(key for key in table.foreign_keys if gone.isdisjoint(key.fields)),
        rules=tuple(
            each
            for each in table.rules
            if not _names((each.sql, each.message, each.help, *each.fields), gone)
        ),
        text=_whole(table.text, gone),
        evidence=_whole(table.evidence, gone),
        roles=_roles(table.roles, gone),
        descriptor=_descriptor(table, gone),
    )


def _names(texts: Iterable[str | None], gone: Iterable[str]) -> bool:
    """Whether the texts of a rule name one of these fields anywhere; rather once too often."""
    words = [re.escape(name.replace('"', '""')) for name in gone]
    naming = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
    return any(naming.search(text) for text in texts if text)


def _whole(part: Any, gone: Collection[str]) -> Any:  # noqa: ANN401 - TextFields or EvidenceFields
    """Return a part of which every field is needed, or None."""
    if part is None or any(getattr(part, each.name) in gone for each in fields(part)):
        return None
    return part


def _field(field: Field, gone: Collection[str]) -> Field:
    """Return a field whose uses name no field that is gone."""
    changed: dict[str, Any] = {}
    for use in ("edtf", "phrase", "place", "place_name", "place_code", "url"):
        value = getattr(field, use)
        if value is not None:
            named = [each.name for each in fields(value) if each.name != "system"]
            lost = [name for name in named if getattr(value, name) in gone]
            if lost:
                changed[use] = replace(value, **dict.fromkeys(lost))
    return replace(field, **changed) if changed else field


def _roles(roles: Roles, gone: Collection[str]) -> Roles:
    if roles == NO_ROLES:
        return roles
    found = {each.name: getattr(roles, each.name) for each in fields(roles)}
    return Roles(**{name: role and _role(role, gone) for name, role in found.items()})


def _role(role: Any, gone: Collection[str]) -> Any:  # noqa: ANN401 - one of the classes of ROLES
    changed: dict[str, Any] = {}
    for each in fields(role):
        value = getattr(role, each.name)
        if isinstance(value, Condition):
            if value.field in gone:
                changed[each.name] = None
        elif isinstance(value, tuple):
            changed[each.name] = tuple(name for name in value if name not in gone)
        elif value in gone:
            changed[each.name] = None
    return replace(role, **changed)


def _descriptor(table: Table, gone: Collection[str]) -> dict[str, Any]:
    """Return the document without what names a field that is gone."""
    said = dict(table.descriptor)
    said["fields"] = [_described(each, gone) for each in said["fields"] if each["name"] not in gone]
    for key, fields_ in (("uniqueKeys", _listed), ("foreignKeys", lambda each: _listed(each["fields"]))):
        if key in said:
            said[key] = [each for each in said[key] if gone.isdisjoint(fields_(each))]  # type: ignore[attr-defined]  # a frozenset
    if "dateline" in said:
        said["dateline"] = _own(said["dateline"], gone)
    empty = [key for key in ("uniqueKeys", "foreignKeys", "dateline") if key in said and not said[key]]
    return {key: value for key, value in said.items() if key not in empty}


def _listed(value: Any) -> list[str]:  # noqa: ANN401 - JSON
    return [value] if isinstance(value, str) else list(value)


def _described(field: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    said = dict(field)
    if "dateline" in said:
        said["dateline"] = {use: _pruned(value, gone) for use, value in said["dateline"].items()}
    return said


def _own(said: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in said.items():
        if key in ("text", "evidence"):
            if not set(value.values()) & set(gone):
                out[key] = value
        elif key == "rules":
            kept = [each for each in value if not _names(_texts(each), gone)]
            out |= {key: kept} if kept else {}
        else:
            out[key] = _pruned(value, gone)
    return out


def _texts(rule: Mapping[str, Any]) -> list[str | None]:
    return [rule["sql"], rule["message"], rule.get("help"), *_listed(rule["fields"])]


def _pruned(value: Any, gone: Collection[str]) -> Any:  # noqa: ANN401 - JSON
    """Return what a role or a use says, without the parts that name a field that is gone."""
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    for part, said in value.items():
        if isinstance(said, list):
            kept[part] = [name for name in said if name not in gone]
        elif part == "system" or not set(said if isinstance(said, dict) else [said]) & set(gone):
            kept[part] = said
    return kept
