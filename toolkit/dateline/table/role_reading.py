"""The roles of a table, and the uses of its fields, as they stand under `dateline`."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from dateline.document import did_you_mean, quoted
from dateline.table.parts import Condition
from dateline.table.roles import ROLES, Roles

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from dataclasses import Field as DataclassField

    from dateline.document import Node
    from dateline.table.model import Field
    from dateline.table.names import Names


def read_roles(parts: Mapping[str, Node], names: Names) -> Roles:
    """Read the roles among what stands under a table's `dateline`."""
    return Roles(**{name: _role(parts[name], kind, names) for name, kind in ROLES.items() if name in parts})


def _role(node: Node, kind: type[Any], names: Names) -> Any:  # noqa: ANN401 - one of the classes of ROLES
    wanted = {each.name: each for each in fields(kind)}
    parts = node.mapping(names.known(tuple(wanted)))
    return kind(**{name: _part(parts[name], wanted[name], names) for name in wanted if name in parts})


def _part(node: Node, part: DataclassField[Any], names: Names) -> Any:  # noqa: ANN401 - what `part` holds
    if "Condition" in str(part.type):
        return read_condition(node, names)
    types, edtf = part.metadata["types"], part.metadata["edtf"]
    if part.default == ():
        found = names.key(node)
        for item, name in zip(node.items(), found, strict=True):
            _check_kind(item, names.fields.get(name), types, edtf=edtf)
        return tuple(filter(None, found))
    name = names.name(node)
    _check_kind(node, names.fields.get(name), types, edtf=edtf)
    return name or None


def _check_kind(node: Node, field: Field | None, types: Collection[str], *, edtf: bool) -> None:
    """Note a field that cannot hold what the role needs."""
    if field is None:
        return
    if types and field.type not in types:
        wanted = " or ".join(types)
        node.problem(f"{quoted(field.name)} must be of type {wanted}, not {field.type}")
    elif edtf and field.edtf is None:
        node.problem(f"{quoted(field.name)} must be an EDTF field", "give it 'dateline: {edtf: {}}'")


def read_condition(node: Node, names: Names) -> Condition | None:
    """Read `{field: [values]}`, or `{field: value}`; None if it cannot be used."""
    parts = node.mapping()
    if len(parts) != 1:
        if isinstance(node.value, dict):
            node.problem(
                f"{node.name} names {len(parts)} fields", "name one field, and the values it has then"
            )
        return None
    name, part = next(iter(parts.items()))
    if name not in names.fields:
        node.problem(f"there is no field {quoted(name)}", did_you_mean(name, names.fields), key=name)
        return None
    items = part.items() if isinstance(part.value, list) else [part]
    if not items:
        part.problem(f"{part.name} lists no value")
    return Condition(name, tuple(_word(item, names.fields[name]) for item in items))


def _word(node: Node, field: Field) -> str:
    """Read one value of a field as text; a word that the field never has is noted."""
    value = node.value
    text = str(value).lower() if isinstance(value, bool) else node.scalar()
    allowed = [str(each) for each in field.constraints.get("enum", ())]
    if allowed and text and text not in allowed:
        node.problem(f"{quoted(field.name)} is never {quoted(text)}", did_you_mean(text, allowed))
    return text
