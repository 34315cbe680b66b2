"""The constraints of Table Schema as rules.

Source: Table Schema v2, "Field Constraints" and "categories"
(https://datapackage.org/standard/table-schema/#field-constraints). All are tested on the
logical value; a missing value passes all but `required`, which the compiler states.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Sequence
from functools import lru_cache, partial, reduce
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.document import Words
from dateline.rules.json_schema import json_schema_rule
from dateline.rules.rule import Advice, Native, Rule

if TYPE_CHECKING:
    from dateline.table import Field

Read = Callable[[Any], Any]
"""Turns a constraint's value as written into a value of the field's type; ValueError if it is none."""
Keys = Callable[[pl.Expr], tuple[pl.Expr, ...]]
"""What values are ordered by: one is at most another if each of its keys is."""

_LISTED = 12
_LOOK_UPS = 1_000  # wrong values remembered, of each list
_RANGES = {
    "minimum": ("minimum", "ge", "min_value", "at least {}"),
    "maximum": ("maximum", "le", "max_value", "at most {}"),
    "exclusiveMinimum": ("exclusive-minimum", "gt", "min_value", "more than {}"),
    "exclusiveMaximum": ("exclusive-maximum", "lt", "max_value", "less than {}"),
}
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "ge": operator.ge,
    "le": operator.le,
    "gt": operator.gt,
    "lt": operator.lt,
}
_COLLECTIONS = ("list", "array", "object")
_COMPOSITES = ("list", "geopoint")
"""Types whose values Polars holds as lists or structs: pandera's own membership test is for plain values."""


class ConstraintError(ValueError):
    """A constraint that no value can be held to; `key` is its name in the schema."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def itself(value: pl.Expr) -> tuple[pl.Expr, ...]:
    """Order values by themselves."""
    return (value,)


def constraint_rules(field: Field, read: Read, keys: Keys = itself) -> list[Rule]:
    """Return the rules that a field's constraints and categories state.

    Args:
        field: the field.
        read: reads a constraint's value by the field's type.
        keys: what the field's values are ordered by.

    Raises:
        ConstraintError: if a constraint's value is not of the field's type, or no value
            could satisfy two of them.

    """
    limits = field.constraints
    rules: list[Rule] = []
    if "enum" in limits:
        rules.append(_one_of(field, "enum", limits["enum"], read))
    if field.categories:
        rules.append(_one_of(field, "categories", [each.value for each in field.categories], read))
    if "pattern" in limits:
        rules.append(_pattern(field, limits["pattern"]))
    rules += [_length(field, key, limits[key]) for key in ("minLength", "maxLength") if key in limits]
    bounds = {key: _read(key, limits[key], read) for key in _RANGES if key in limits}
    _check_bounds(field, bounds, keys)
    rules += [_range(field, key, limit, keys) for key, limit in bounds.items()]
    if "jsonSchema" in limits:
        try:
            rules.append(json_schema_rule(field.name, limits["jsonSchema"]))
        except ValueError as error:
            raise ConstraintError("jsonSchema", str(error)) from None
    return rules


def _read(key: str, written: object, read: Read) -> Any:  # noqa: ANN401 - a value of any type
    try:
        return read(written)
    except ValueError as error:
        raise ConstraintError(key, f"'{key}': {error}") from None


def _one_of(field: Field, key: str, written: Sequence[Any], read: Read) -> Rule:
    values = [_read(key, value, read) for value in written]
    words = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in written]
    more = f" … ({len(words)} in all)" if len(words) > _LISTED else ""
    plain = field.type not in _COMPOSITES
    return Rule(
        id="enum" if key == "enum" else "category",
        fields=(field.name,),
        test=pl.col(field.name).is_in(values) if plain else _equal(field.name, values),
        message="{value} is not an allowed value",
        expected=f"one of: {', '.join(words[:_LISTED])}{more}",
        advise=_nearest(words),
        native=Native("isin", {"allowed_values": values}) if plain else None,
    )


def _equal(name: str, values: Sequence[Any]) -> pl.Expr:
    return pl.any_horizontal(pl.col(name).eq(pl.lit(pl.Series([value])).first()) for value in values)


def _nearest(words: Sequence[str]) -> Callable[[str], Advice]:
    """Return what suggests a word; the words are laid out once, and each wrong value looked up once."""
    laid_out = lru_cache(1)(partial(Words, words))

    @lru_cache(_LOOK_UPS)
    def advise(value: str) -> Advice:
        return Advice(suggestion=laid_out().nearest(value.strip()))

    return advise


def _pattern(field: Field, pattern: str) -> Rule:
    # Table Schema's pattern matches the whole value; the group keeps alternatives together.
    whole = f"^(?:{pattern})$"
    return Rule(
        id="pattern",
        fields=(field.name,),
        test=pl.col(field.name).str.contains(whole),
        message="{value} does not have the form that is asked for",
        expected=f"the pattern {pattern}",
        native=Native("str_matches", {"pattern": whole}),
    )


def _length(field: Field, key: str, limit: int) -> Rule:
    least = key == "minLength"
    length, unit = _measured(field)
    native = Native("str_length", {"min_value" if least else "max_value": limit})
    return Rule(
        id="min-length" if least else "max-length",
        fields=(field.name,),
        test=length >= limit if least else length <= limit,
        message=f"the value is too {'short' if least else 'long'}",
        expected=f"at {'least' if least else 'most'} {limit} {unit}{'' if limit == 1 else 's'}",
        native=native if unit == "character" else None,
    )


def _measured(field: Field) -> tuple[pl.Expr, str]:
    """Return how long a value is, and in what."""
    if field.type not in _COLLECTIONS:
        return pl.col(field.name).str.len_chars(), "character"
    return pl.col(field.name).list.len() if field.type == "list" else _json_length(field.name), "item"


def _range(field: Field, key: str, limit: object, keys: Keys) -> Rule:
    rule, check, argument, words = _RANGES[key]
    compare, value = _COMPARE[check], pl.col(field.name)
    pairs = list(zip(keys(value), keys(pl.lit(limit)), strict=True))
    by_itself = len(pairs) == 1
    tests = [compare(value, limit)] if by_itself else [compare(*pair) for pair in pairs]
    return Rule(
        id=rule,
        fields=(field.name,),
        test=reduce(operator.and_, tests),
        message="{value} is out of range",
        expected=words.format(field.constraints[key]),
        native=Native(check, {argument: limit}) if by_itself else None,
    )


def _check_bounds(field: Field, bounds: dict[str, Any], keys: Keys) -> None:
    """Refuse a range in which no value lies."""
    for low in ("minimum", "exclusiveMinimum"):
        for high in ("maximum", "exclusiveMaximum"):
            if not {low, high} <= bounds.keys():
                continue
            least, most = (list(keys(pl.lit(bounds[key]))) for key in (low, high))
            above = operator.gt if (low, high) == ("minimum", "maximum") else operator.ge
            tests = [above(a, b) for a, b in zip(least, most, strict=True)]
            if pl.select(reduce(operator.and_, tests)).item():
                written = f"'{high}' is {field.constraints[high]} and '{low}' is {field.constraints[low]}"
                raise ConstraintError(high, f"{written}: no value lies between them")


def _json_length(name: str) -> pl.Expr:
    def batch(texts: pl.Series) -> pl.Series:
        lengths = [None if text is None else len(json.loads(text)) for text in texts]
        return pl.Series(texts.name, lengths, pl.Int64)

    return pl.col(name).map_batches(batch, return_dtype=pl.Int64, is_elementwise=True)
