"""A pandera schema as a Table Schema document: the way back.

What both can say is read off the pandera schema itself, so that a schema changed in a
notebook changes the document. What only Table Schema can say (formats, missing values,
foreign keys, dateline's own properties) travels in pandera's `metadata`, where
`compile_table` puts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.compile.cast import text
from dateline.rules.ids import CELLS, OWN
from dateline.table import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from pandera.api.checks import Check
    from pandera.polars import Column, DataFrameSchema

KEY = "table_schema"
"""Where in pandera's `metadata` the rest of a Table Schema stands."""
PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"

RULES = {
    "enum": "enum",
    "pattern": "pattern",
    "minLength": "min-length",
    "maxLength": "max-length",
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive-minimum",
    "exclusiveMaximum": "exclusive-maximum",
    "jsonSchema": "json-schema",
}
"""Constraint → the rule that holds it."""

_NOT_KEPT = ("name", "title", "description", "constraints")
_TYPES: tuple[tuple[Callable[[pl.DataType], bool], str], ...] = (
    (lambda d: d.is_integer(), "integer"),
    (lambda d: d.is_float() or d.is_decimal(), "number"),
    (lambda d: d == pl.Boolean, "boolean"),
    (lambda d: d == pl.Date, "date"),
    (lambda d: d == pl.Datetime, "datetime"),
    (lambda d: d == pl.Time, "time"),
    (lambda d: d in (pl.String, pl.Enum, pl.Categorical), "string"),
    (lambda d: d in (pl.List, pl.Array), "list"),
)
_RANGES = {
    "greater_than_or_equal_to": ("min_value", "minimum"),
    "less_than_or_equal_to": ("max_value", "maximum"),
    "greater_than": ("min_value", "exclusiveMinimum"),
    "less_than": ("max_value", "exclusiveMaximum"),
}


@dataclass(frozen=True, slots=True)
class Described:
    """A Table Schema document, and the names of checks that it cannot say."""

    descriptor: dict[str, Any]
    unsaid: tuple[str, ...] = ()


class _Kept(dict[str, Any]):
    """Part of a descriptor, never changed: pandera copies its columns deeply, and this takes no time."""

    def __deepcopy__(self, memo: dict[int, Any]) -> _Kept:
        return self


def field_metadata(written: Mapping[str, Any], spoken: Collection[str]) -> dict[str, Any]:
    """Return what pandera's columns cannot say of a field.

    Args:
        written: the field's descriptor.
        spoken: ids of the rules that are pandera's own checks.

    """
    kept = {"type": "any"} | {key: value for key, value in written.items() if key not in _NOT_KEPT}
    limits = {
        key: value
        for key, value in written.get("constraints", {}).items()
        if key in RULES and RULES[key] not in spoken
    }
    return {KEY: _Kept(kept | ({"constraints": limits} if limits else {}))}


def table_metadata(written: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a pandera schema cannot say of a table."""
    said = ("$schema", "title", "description", "fields", "primaryKey", "uniqueKeys")
    return {KEY: _Kept({key: value for key, value in written.items() if key not in said})}


def table_schema(schema: DataFrameSchema) -> Described:
    """Describe a `pandera.polars.DataFrameSchema` as a Table Schema v2 document.

    A schema that `compile_table` made gives back all that its table said. Of any other,
    types, nullability, uniqueness and the built-in checks are said; the rest is named in
    `unsaid`.
    """
    unsaid: list[str] = []
    fields = [_field(name, column, unsaid) for name, column in schema.columns.items()]
    key_checks = [check for check in schema.checks if _is_key(check)]
    keys = [(check.error, list(check.statistics["unique_fields"])) for check in key_checks]
    _mark_unique(fields, {names[0] for rule, names in keys if rule == "unique"})
    kept = _kept(schema.metadata)
    owned = {rule["id"] for rule in kept.get("dateline", {}).get("rules", [])}
    unsaid += [_name(c) for c in schema.checks if not _is_key(c) and not _is_own(c, owned)]
    together = [names for rule, names in keys if rule != "unique"]
    parts = {
        "$schema": PROFILE,
        "title": schema.title,
        "description": schema.description,
        "fields": fields,
        "primaryKey": list(schema.unique or []) or None,
        "uniqueKeys": together or None,
        **kept,
    }
    return Described({key: value for key, value in parts.items() if value is not None}, tuple(unsaid))


def _kept(metadata: Mapping[str, Any] | None) -> dict[str, Any]:
    return dict((metadata or {}).get(KEY, {}))


def _is_key(check: Check) -> bool:
    return "unique_fields" in (check.statistics or {})


def _is_own(check: Check, owned: Collection[str]) -> bool:
    """Tell a rule that the kept `dateline` properties say: an expression's, or one of a role or a use."""
    return check.error in owned or check.error in OWN - CELLS


def _name(check: Check) -> str:
    return str(check.error or check.name)


def _mark_unique(fields: list[dict[str, Any]], names: Collection[str]) -> None:
    for field in fields:
        if field["name"] in names:
            field.setdefault("constraints", {})["unique"] = True


def _field(name: str, column: Column, unsaid: list[str]) -> dict[str, Any]:
    kept = _kept(column.metadata)
    kind = kept.pop("type", None) or _type(column.dtype.type if column.dtype is not None else None)
    held = Field(name, kind, kept.get("format", "default"), options=kept)
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.unique:
        constraints["unique"] = True
    for check in column.checks:
        said = _said(check, held)
        if said is None and not _is_own(check, ()) and _name(check) not in _rules(kept):
            unsaid.append(f"{name}: {_name(check)}")
        constraints |= said or {}
    constraints |= kept.pop("constraints", {})
    parts = {"name": name, "type": kind, "title": column.title, "description": column.description, **kept}
    parts["constraints"] = constraints or None
    return {key: value for key, value in parts.items() if value is not None}


def _rules(kept: Mapping[str, Any]) -> set[str]:
    return {RULES[key] for key in kept.get("constraints", {})}


def _type(dtype: object) -> str:
    held = dtype if isinstance(dtype, pl.DataType) else dtype() if isinstance(dtype, type) else None
    return next((name for fits, name in _TYPES if isinstance(held, pl.DataType) and fits(held)), "any")


def _said(check: Check, field: Field) -> dict[str, Any] | None:
    """Return the constraint that one of pandera's own checks is; None for any other check."""
    said = check.statistics or {}
    builtin = getattr(check._check_fn, "__name__", "")  # noqa: SLF001 - the name alone tells which it is
    if check.error == "category":
        return {}  # said by `categories`
    if builtin in _RANGES and set(said) == {_RANGES[builtin][0]}:
        argument, key = _RANGES[builtin]
        return {key: _written(field, said[argument])}
    return _WAYS[builtin](said, field) if builtin in _WAYS else None


def _enum(said: Mapping[str, Any], field: Field) -> dict[str, Any]:
    return {"enum": [_written(field, value) for value in said["allowed_values"]]}


def _pattern(said: Mapping[str, Any], _: Field) -> dict[str, Any]:
    """Give back a pattern that matches the whole value; pandera's own matches from the start."""
    pattern = str(getattr(said["pattern"], "pattern", said["pattern"]))
    whole = pattern.startswith("^(?:") and pattern.endswith(")$")
    return {"pattern": pattern[4:-2] if whole else f"(?:{pattern}).*"}


def _length(said: Mapping[str, Any], _: Field) -> dict[str, Any]:
    exact = said.get("exact_value")
    low, high = (exact, exact) if exact is not None else (said.get("min_value"), said.get("max_value"))
    return {key: value for key, value in (("minLength", low), ("maxLength", high)) if value is not None}


def _between(said: Mapping[str, Any], field: Field) -> dict[str, Any]:
    low = "minimum" if said.get("include_min", True) else "exclusiveMinimum"
    high = "maximum" if said.get("include_max", True) else "exclusiveMaximum"
    return {low: _written(field, said["min_value"]), high: _written(field, said["max_value"])}


_WAYS: dict[str, Callable[[Mapping[str, Any], Field], dict[str, Any]]] = {
    "isin": _enum,
    "equal_to": lambda said, field: {"enum": [_written(field, said["value"])]},
    "str_matches": _pattern,
    "str_length": _length,
    "in_range": _between,
}


def _written(field: Field, value: Any) -> Any:  # noqa: ANN401 - a value of any type, as JSON holds it
    """Write a value as JSON, or as text by the rules of the field's type."""
    if isinstance(value, bool | int | float | str):
        return value
    return pl.select(text(field, pl.lit(value))).item()
