"""Field descriptors of Table Schema to `Field` values."""

from __future__ import annotations

import re
from typing import Any

from dateline.document import Node, did_you_mean, read_each
from dateline.table.model import Category, Edtf, Field, MissingValue
from dateline.table.types import ALWAYS, CONSTRAINTS, ITEM_TYPES, LENGTH, OPTIONS, TYPES, FieldType

KEYS = (
    "name",
    "type",
    "format",
    "title",
    "description",
    "example",
    "constraints",
    "categories",
    "categoriesOrdered",
    "missingValues",
    "rdfType",
    "dateline",
)
_ONE_CHARACTER = ("decimalChar", "groupChar")


def read_field(node: Node, *, strict: bool) -> Field | None:
    """Read one field; None if it has no name or is no mapping."""
    parts = node.mapping(required=("name",))
    if "name" not in parts:
        return None
    kind = _type(parts)
    if strict:
        node.mapping((*KEYS, *sorted(kind.options)))
    name = parts["name"].text()
    said = parts["dateline"].mapping(("edtf", "codes")) if "dateline" in parts else {}
    return Field(
        name=name,
        type=kind.name,
        format=_format(parts, kind),
        title=_optional(parts, "title"),
        description=_optional(parts, "description"),
        example=parts["example"].value if "example" in parts else None,
        options={key: _option(parts[key], key) for key in parts if key in OPTIONS & kind.options},
        constraints=_constraints(parts["constraints"], kind, strict=strict) if "constraints" in parts else {},
        categories=_categories(parts["categories"], kind) if "categories" in parts else (),
        categories_ordered=parts["categoriesOrdered"].boolean() if "categoriesOrdered" in parts else None,
        missing_values=read_missing(parts["missingValues"]) if "missingValues" in parts else None,
        rdf_type=_optional(parts, "rdfType"),
        edtf=_edtf(said["edtf"], kind) if "edtf" in said else None,
        codes=said["codes"].text() if "codes" in said else None,
        mark=node.mark,
    )


def read_missing(node: Node) -> tuple[MissingValue, ...]:
    """Read `missingValues`: texts, or objects with a value and a label."""
    found = read_each(node.items(), _missing_value)
    seen: set[str] = set()
    for each in found:
        if each.value in seen:
            node.problem(f"{node.name} lists '{each.value}' twice")
        seen.add(each.value)
    return found


def _missing_value(node: Node) -> MissingValue | None:
    if isinstance(node.value, str):
        return MissingValue(node.value)
    if not isinstance(node.value, dict):
        node.problem("a missing value is a text", f"write it in quotes: '{node.value}'")
        return None
    parts = node.mapping(("value", "label"), required=("value",))
    value = parts["value"].value if "value" in parts else None
    if not isinstance(value, str):
        node.problem("a missing value is a text", "write it in quotes")
        return None
    return MissingValue(value, parts["label"].text() if "label" in parts else None)


def _optional(parts: dict[str, Node], key: str) -> str | None:
    return parts[key].text() if key in parts and parts[key].value is not None else None


def _type(parts: dict[str, Node]) -> FieldType:
    if "type" not in parts:
        return TYPES["any"]
    return TYPES[parts["type"].one_of(TYPES, "any")]


def _format(parts: dict[str, Node], kind: FieldType) -> str:
    if "format" not in parts:
        return "default"
    node = parts["format"]
    text = node.text("default").removeprefix("fmt:")  # as Data Package v0 wrote temporal formats
    if kind.formats is not None and text not in kind.formats:
        node.problem(
            f"'{text}' is not a format of type {kind.name}", did_you_mean(text, sorted(kind.formats))
        )
        return "default"
    if kind.formats is None and text not in ("default", "any") and "%" not in text:
        node.problem(f"'{text}' is not a date pattern", "write one with % codes, such as '%d/%m/%Y'")
        return "default"
    return text


def _option(node: Node, key: str) -> Any:  # noqa: ANN401 - options are texts, lists or truth values
    if key in ("trueValues", "falseValues"):
        return node.texts()
    if key == "bareNumber":
        return node.boolean(default=True)
    if key == "itemType":
        return node.one_of(ITEM_TYPES, "string")
    value = node.value
    if not isinstance(value, str) or not value:
        node.problem(f"'{key}' must be text", "write it in quotes")
        return None
    if key in _ONE_CHARACTER and len(value) != 1:
        node.problem(f"'{key}' must be one character, not '{value}'")
    return value


def _constraints(node: Node, kind: FieldType, *, strict: bool) -> dict[str, Any]:
    parts = node.mapping(CONSTRAINTS if strict else None)
    allowed = (*ALWAYS, *kind.constraints)
    out: dict[str, Any] = {}
    for key, part in parts.items():
        if key not in CONSTRAINTS:
            continue
        if key not in allowed:
            node.problem(f"'{key}' does not apply to type {kind.name}", did_you_mean(key, allowed), key=key)
            continue
        out[key] = _constraint(part, key)
    return out


def _constraint(node: Node, key: str) -> Any:  # noqa: ANN401 - the standard's constraints hold any value
    if key in ("required", "unique"):
        return node.boolean()
    if key in LENGTH:
        length = node.integer()
        if length < 0:
            node.problem(f"'{key}' cannot be negative")
        return length
    if key == "enum":
        values = [item.value for item in node.items()]
        if not values:
            node.problem("'enum' lists no value")
        return values
    if key == "pattern":
        return _pattern(node)
    if key == "jsonSchema":
        node.mapping()
    return node.value


def _pattern(node: Node) -> str:
    pattern = node.text()
    try:
        re.compile(pattern)
    except re.error as error:
        node.problem(f"the pattern cannot be read: {error}")
    return pattern


def _categories(node: Node, kind: FieldType) -> tuple[Category, ...]:
    if not kind.categories:
        node.problem(f"'categories' does not apply to type {kind.name}", "use it with string or integer")
    return read_each(node.items(), _category)


def _category(node: Node) -> Category | None:
    if isinstance(node.value, dict):
        parts = node.mapping(("value", "label"), required=("value",))
        value = parts["value"].value if "value" in parts else None
        label = parts["label"].text() if "label" in parts else None
    else:
        value, label = node.value, None
    if isinstance(value, bool) or not isinstance(value, str | int):
        node.problem("a category's value is a text or a whole number")
        return None
    return Category(value, label)


def _edtf(node: Node, kind: FieldType) -> Edtf:
    if kind.name != "string":
        node.problem(f"an EDTF date is a string, not {kind.name}", "write 'type: string'")
    parts = node.mapping(("earliest", "latest", "precision"))
    return Edtf(**{key: parts[key].text() for key in parts if key in ("earliest", "latest", "precision")})
