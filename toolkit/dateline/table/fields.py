"""Field descriptors of Table Schema to `Field` values."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

from dateline.document import Mark, Node, did_you_mean, quoted, read_each
from dateline.table.model import Category, Edtf, Field, MissingValue
from dateline.table.types import ALWAYS, CONSTRAINTS, ITEM_TYPES, LENGTH, OPTIONS, TYPES, FieldType
from dateline.table.uses import USES, read_uses
from dateline.table.values import check_listed, check_once, check_options

if TYPE_CHECKING:
    from collections.abc import Iterable

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
MAX_LENGTH = 10_000_000
"""Limits of length beyond this are refused: no record is that long."""
_WORD_EDGE = re.compile(r"(?<!\\)(?:\\\\)*\\[<>]")
EDTF = ("earliest", "latest", "precision")
_UNKNOWN = FieldType("any", None, OPTIONS, frozenset(CONSTRAINTS), categories=True)
"""Stands in for a type that was not understood: one problem is enough."""


def read_field(node: Node, *, strict: bool) -> Field | None:
    """Read one field; None if it has no name or is no mapping.

    Without `strict`, properties that the standard does not know are ignored.
    """
    parts = node.mapping(required=("name",))
    if "name" not in parts:
        return None
    kind = _type(parts)
    if strict:
        node.mapping((*KEYS, *sorted(kind.options)))
    said = _own(parts, strict=strict)
    options = {key: _option(parts[key], key) for key in parts if key in OPTIONS & kind.options}
    check_options(parts, options, kind)
    return Field(
        name=_name(parts["name"], strict=strict),
        type=kind.name,
        format=_format(parts, kind),
        title=_optional(parts, "title"),
        description=_optional(parts, "description"),
        example=parts["example"].value if "example" in parts else None,
        options=options,
        constraints=_constraints(parts["constraints"], kind, strict=strict) if "constraints" in parts else {},
        categories=_categories(parts["categories"], kind, strict=strict) if "categories" in parts else (),
        categories_ordered=parts["categoriesOrdered"].boolean() if "categoriesOrdered" in parts else None,
        missing_values=read_missing(parts["missingValues"], strict=strict)
        if "missingValues" in parts
        else None,
        rdf_type=_optional(parts, "rdfType"),
        edtf=_edtf(said["edtf"], kind, strict=strict) if "edtf" in said else None,
        codes=_codes(said["codes"], kind) if "codes" in said else None,
        **read_uses(said, kind.name, strict=strict),
        mark=node.mark,
        marks=_marks(node),
    )


def _marks(node: Node) -> dict[str, Mark]:
    """Return where each constraint stands, and the categories."""
    limits = node.child("constraints")
    marks = {key: limits.child(key).mark for key in CONSTRAINTS if limits.has(key)}
    return marks | ({"categories": node.child("categories").mark} if node.has("categories") else {})


def _own(parts: dict[str, Node], *, strict: bool) -> dict[str, Node]:
    return (
        parts["dateline"].mapping(("edtf", "codes", *USES) if strict else None) if "dateline" in parts else {}
    )


def _name(node: Node, *, strict: bool) -> str:
    """Read a name that every program can hold; Polars reads `*` and `^…$` as patterns.

    A stranger's names are taken as they are, but for those that cannot be told from
    patterns and from the columns that a check adds, which are all like `__row__`.
    """
    name = node.text()
    if name == "*" or (name.startswith("^") and name.endswith("$")):
        node.problem(f"{quoted(name)} cannot name a field", "it would be read as a pattern for names")
    elif strict and (not name.isprintable() or name != name.strip()):
        node.problem(
            f"{name[:60]!a} cannot name a field",
            "leave out spaces at its ends and characters that cannot be seen",
        )
    elif name.startswith("__") and (strict or name.endswith("__")):
        node.problem(f"{quoted(name)} cannot name a field", "names that begin with '__' are dateline's own")
    return name


def read_missing(node: Node, *, strict: bool) -> tuple[MissingValue, ...]:
    """Read `missingValues`: texts, or objects with a value and a label."""
    found = read_each(node.items(), lambda item: _missing_value(item, strict=strict))
    if strict:
        check_once(
            node, [item.child("value") if isinstance(item.value, dict) else item for item in node.items()]
        )
    return found


def _missing_value(node: Node, *, strict: bool) -> MissingValue | None:
    parts = {"value": node}
    if isinstance(node.value, dict):
        parts = node.mapping(("value", "label") if strict else None, required=("value",))
    if "value" not in parts:
        return None
    value = parts["value"].value
    if not isinstance(value, str):
        help_ = None if isinstance(value, dict | list) else f"write it in quotes: '{parts['value'].written}'"
        parts["value"].problem(f"a missing value is a text, not {parts['value'].described}", help_)
        return None
    return MissingValue(value, _optional(parts, "label"))


def _optional(parts: dict[str, Node], key: str) -> str | None:
    return parts[key].text() if key in parts and parts[key].value is not None else None


def _type(parts: dict[str, Node]) -> FieldType:
    if "type" not in parts:
        return TYPES["any"]
    return TYPES.get(parts["type"].one_of(TYPES, ""), _UNKNOWN)


def _format(parts: dict[str, Node], kind: FieldType) -> str:
    if "format" not in parts:
        return "default"
    node = parts["format"]
    text = node.text("default").removeprefix("fmt:")  # as Data Package v0 wrote temporal formats
    if kind is _UNKNOWN:
        return "default"
    if kind.formats is not None and text not in kind.formats:
        help_ = did_you_mean(text, sorted(kind.formats))
        node.problem(f"{quoted(text)} is not a format of type {kind.name}", help_)
        return "default"
    if kind.formats is None and text not in ("default", "any") and "%" not in text:
        node.problem(f"{quoted(text)} is not a date pattern", "write one with % codes, such as '%d/%m/%Y'")
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
        node.problem(f"'{key}' must be text, not {node.described}", "write it in quotes")
        return None
    return value


def _constraints(node: Node, kind: FieldType, *, strict: bool) -> dict[str, Any]:
    parts = node.mapping(CONSTRAINTS if strict else None)
    allowed = (*ALWAYS, *kind.constraints)
    out: dict[str, Any] = {}
    for key, part in parts.items():
        if key not in CONSTRAINTS:
            continue
        if key not in allowed:
            listed = ", ".join(each for each in CONSTRAINTS if each in allowed)
            node.problem(f"'{key}' does not apply to type {kind.name}", f"allowed are {listed}", key=key)
            continue
        if part.value is None:
            part.problem(f"'{key}' is empty", "give it a value, or remove it")
            continue
        out[key] = _enum(part, kind, strict=strict) if key == "enum" else _constraint(part, key)
    if {"minLength", "maxLength"} <= out.keys() and out["minLength"] > out["maxLength"]:
        message = (
            f"'maxLength' is {out['maxLength']}, less than 'minLength' {out['minLength']}: no value fits"
        )
        parts["maxLength"].problem(message)
    return out


def _constraint(node: Node, key: str) -> Any:  # noqa: ANN401 - the standard's constraints hold any value
    if key in ("required", "unique"):
        return node.boolean()
    if key in LENGTH:
        return _length(node, key)
    if key == "pattern":
        return _pattern(node)
    if key == "jsonSchema":
        node.mapping()
    return node.value


def _length(node: Node, key: str) -> int:
    length = node.integer()
    if not 0 <= length <= MAX_LENGTH:
        node.problem(f"'{key}' is {quoted(node.written)}", f"use a number from 0 to {MAX_LENGTH}")
    return length


def _enum(node: Node, kind: FieldType, *, strict: bool) -> list[Any]:
    items = node.items()
    if node.value == []:
        node.problem("'enum' lists no value")
    for item in items:
        check_listed(item, kind)
    if strict:
        check_once(node, items)
    return [item.value for item in items]


def _pattern(node: Node) -> str:
    """Read a pattern: alone, and in the group that holds it to the whole value."""
    pattern = node.text()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # what the engines in use read differently
            re.compile(pattern)
            re.compile(f"^(?:{pattern})$")
    except (re.error, FutureWarning) as error:
        node.problem(f"the pattern cannot be read: {error}")
    except (RecursionError, OverflowError):
        node.problem("the pattern cannot be read: it is nested too deep or repeats too often")
    if _WORD_EDGE.search(pattern):
        node.problem(
            "the pattern has \\< or \\>, which programs read differently", "write < or > without a backslash"
        )
    return pattern


def _categories(node: Node, kind: FieldType, *, strict: bool) -> tuple[Category, ...]:
    if not kind.categories:
        node.problem(f"'categories' does not apply to type {kind.name}", "use it with string or integer")
        return ()
    found = read_each(node.items(), lambda item: _category(item, kind, strict=strict))
    if node.value == []:
        node.problem("'categories' lists no value")
    if strict:
        check_once(
            node, [item.child("value") if isinstance(item.value, dict) else item for item in node.items()]
        )
    return found


def _category(node: Node, kind: FieldType, *, strict: bool) -> Category | None:
    parts = {"value": node}
    if isinstance(node.value, dict):
        parts = node.mapping(("value", "label") if strict else None, required=("value",))
    if "value" not in parts or not check_listed(parts["value"], kind):
        return None
    value = parts["value"].value
    if isinstance(value, bool) or not isinstance(value, str | int):
        parts["value"].problem(
            f"a category's value is a text or a whole number, not {parts['value'].described}"
        )
        return None
    return Category(value, _optional(parts, "label"))


def _codes(node: Node, kind: FieldType) -> str:
    _only_string(node, kind, "a code")
    return node.text()


def _edtf(node: Node, kind: FieldType, *, strict: bool) -> Edtf:
    _only_string(node, kind, "an EDTF date")
    parts = node.mapping((*EDTF, "continuing") if strict else None)
    continuing = parts["continuing"].boolean() if "continuing" in parts else False
    return Edtf(**{key: parts[key].text() or None for key in _present(EDTF, parts)}, continuing=continuing)


def _only_string(node: Node, kind: FieldType, what: str) -> None:
    if kind.name != "string" and kind is not _UNKNOWN:
        node.problem(f"{what} is a string, not {kind.name}", "write 'type: string'")


def _present(keys: Iterable[str], parts: dict[str, Node]) -> list[str]:
    return [key for key in keys if key in parts]
