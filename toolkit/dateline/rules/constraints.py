"""The constraints of Table Schema as rules.

Source: Table Schema v2, "Field Constraints" and "categories"
(https://datapackage.org/standard/table-schema/#field-constraints). All are tested on the
logical value; a missing value passes all but `required`, which the compiler states.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.document import nearest
from dateline.rules.rule import Advice, Native, Rule

if TYPE_CHECKING:
    from dateline.table import Field

Read = Callable[[Any], Any]
"""Turns a constraint's value as written into a value of the field's type; ValueError if it is none."""

_LISTED = 12
_RANGES = {
    "minimum": ("minimum", "ge", "min_value", "at least {}"),
    "maximum": ("maximum", "le", "max_value", "at most {}"),
    "exclusiveMinimum": ("exclusive-minimum", "gt", "min_value", "more than {}"),
    "exclusiveMaximum": ("exclusive-maximum", "lt", "max_value", "less than {}"),
}
_COLLECTIONS = ("list", "array", "object")


def constraint_rules(field: Field, read: Read) -> list[Rule]:
    """Return the rules that a field's constraints and categories state.

    Raises:
        ValueError: if a constraint's value is not of the field's type.

    """
    rules: list[Rule] = []
    limits = field.constraints
    if "enum" in limits:
        rules.append(_one_of(field, "enum", [read(value) for value in limits["enum"]], limits["enum"]))
    if field.categories:
        values = [each.value for each in field.categories]
        rules.append(_one_of(field, "category", [read(value) for value in values], values))
    if "pattern" in limits:
        rules.append(_pattern(field, limits["pattern"]))
    rules += [_length(field, key, limits[key]) for key in ("minLength", "maxLength") if key in limits]
    rules += [_range(field, key, read(limits[key]), limits[key]) for key in _RANGES if key in limits]
    if "jsonSchema" in limits:
        rules.append(_json_schema(field, limits["jsonSchema"]))
    return rules


def _one_of(field: Field, rule: str, values: Sequence[Any], written: Sequence[Any]) -> Rule:
    words = [value if isinstance(value, str) else json.dumps(value) for value in written]
    listed = ", ".join(words[:_LISTED]) + (f" … ({len(words)} in all)" if len(words) > _LISTED else "")
    return Rule(
        id=rule,
        fields=(field.name,),
        test=Native("isin", {"allowed_values": list(values)}),
        message="{value} is not an allowed value",
        expected=f"one of: {listed}",
        advise=partial(_nearest, words),
    )


def _nearest(words: Sequence[str], value: str) -> Advice:
    return Advice(suggestion=nearest(value.strip(), words))


def _pattern(field: Field, pattern: str) -> Rule:
    # Table Schema's pattern matches the whole value; the group keeps alternatives together.
    return Rule(
        id="pattern",
        fields=(field.name,),
        test=Native("str_matches", {"pattern": f"^(?:{pattern})$"}),
        message="{value} does not have the form that is asked for",
        expected=f"the pattern {pattern}",
    )


def _length(field: Field, key: str, limit: int) -> Rule:
    least = key == "minLength"
    words = f"at {'least' if least else 'most'} {limit}"
    if field.type in _COLLECTIONS:
        length = pl.col(field.name).list.len() if field.type == "list" else _json_length(field.name)
        test: pl.Expr | Native = length >= limit if least else length <= limit
        unit = "items"
    else:
        test = Native("str_length", {"min_value" if least else "max_value": limit})
        unit = "characters"
    return Rule(
        id="min-length" if least else "max-length",
        fields=(field.name,),
        test=test,
        message=f"the value is too {'short' if least else 'long'}",
        expected=f"{words} {unit}",
    )


def _range(field: Field, key: str, limit: object, written: object) -> Rule:
    rule, check, argument, words = _RANGES[key]
    return Rule(
        id=rule,
        fields=(field.name,),
        test=Native(check, {argument: limit}),
        message="{value} is out of range",
        expected=words.format(written),
    )


def _json_length(name: str) -> pl.Expr:
    def length(text: str) -> int:
        return len(json.loads(text))

    return pl.col(name).map_elements(length, return_dtype=pl.Int64)


def _json_schema(field: Field, schema: dict[str, Any]) -> Rule:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import, and few schemas need it

    validator = Draft202012Validator(schema)

    def fits(text: str) -> bool:
        return bool(validator.is_valid(json.loads(text)))

    def advise(text: str) -> Advice:
        error = next(validator.iter_errors(json.loads(text)), None)
        return Advice(reason=error.message if error else None)

    return Rule(
        id="json-schema",
        fields=(field.name,),
        test=pl.col(field.name).map_elements(fits, return_dtype=pl.Boolean),
        message="the value does not fit its JSON Schema",
        advise=advise,
    )
