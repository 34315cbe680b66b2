"""The constraints of Table Schema: what passes, what does not, and what no value could satisfy."""

from functools import partial

import polars as pl
import pytest

from dateline.compile.cast import constraint_value, order_keys
from dateline.rules.constraints import constraint_rules
from dateline.table import Category, Field
from rules.running import refused, verdicts

CASES = [
    ("type: string, constraints: {enum: [a, NO]}", "enum", {"a": True, "NO": True, "no": False, "": True}),
    ("type: integer, constraints: {enum: [1, '2']}", "enum", {"1": True, "+2": True, "3": False}),
    ("type: number, constraints: {enum: [0.5]}", "enum", {"0.50": True, "0.51": False}),
    ("type: boolean, constraints: {enum: [true]}", "enum", {"1": True, "false": False}),
    ("type: date, constraints: {enum: [2024-01-01]}", "enum", {"2024-01-01": True, "2024-01-02": False}),
    ("type: list, constraints: {enum: ['a,b', [c]]}", "enum", {"a,b": True, "c": True, "a": False, "": True}),
    ("type: array, constraints: {enum: [[1, 2]]}", "enum", {"[1,  2]": True, "[2, 1]": False}),
    ("type: object, constraints: {enum: [{a: 1, b: 2}]}", "enum", {'{"b": 2, "a": 1}': True, "{}": False}),
    ("type: geopoint, constraints: {enum: ['1, 2']}", "enum", {"1,2": True, "2, 1": False}),
    ("type: duration, constraints: {enum: [P14M]}", "enum", {"P1Y2M": True, "P1Y": False}),
    ("type: any, constraints: {enum: [1, a]}", "enum", {"1": True, "a": True, "b": False}),
    ("type: string, categories: [a, {value: b, label: B}]", "category", {"b": True, "B": False}),
    ("type: integer, categories: [1, 2]", "category", {"2": True, "3": False}),
    (
        "type: string, constraints: {pattern: cat|dog}",
        "pattern",
        {"dog": True, "catfish": False, "dog\n": False},
    ),
    ("type: string, constraints: {minLength: 2}", "min-length", {"가나": True, "😀": False, "": True}),
    ("type: string, constraints: {maxLength: 2}", "max-length", {"가나": True, "가나다": False}),
    ("type: list, constraints: {minLength: 2}", "min-length", {"a,b": True, "a": False}),
    ("type: array, constraints: {maxLength: 1}", "max-length", {"[1]": True, "[1,2]": False, "[]": True}),
    ("type: object, constraints: {minLength: 1}", "min-length", {'{"a":[1,2]}': True, "{}": False}),
    ("type: integer, constraints: {minimum: 5}", "minimum", {"5": True, "4": False}),
    ("type: number, constraints: {maximum: 1e1}", "maximum", {"10": True, "10.1": False}),
    ("type: number, decimalChar: ',', constraints: {minimum: '0,5'}", "minimum", {"0,5": True, "0,4": False}),
    ("type: integer, constraints: {exclusiveMinimum: 5}", "exclusive-minimum", {"6": True, "5": False}),
    ("type: integer, constraints: {exclusiveMaximum: 5}", "exclusive-maximum", {"4": True, "5": False}),
    ("type: date, constraints: {minimum: 2024-01-01}", "minimum", {"2024-01-01": True, "2023-12-31": False}),
    ("type: date, format: '%d.%m.%Y', constraints: {maximum: 31.12.2023}", "maximum", {"01.01.2024": False}),
    ("type: time, constraints: {minimum: '10:00:00'}", "minimum", {"10:00:00": True, "09:59:59": False}),
    (
        "type: datetime, constraints: {maximum: '2024-01-01T00:00:00'}",
        "maximum",
        {"2024-01-01T00:00:01": False},
    ),
    ("type: year, constraints: {minimum: 2024}", "minimum", {"2024": True, "2023": False}),
    ("type: yearmonth, constraints: {minimum: 2024-02}", "minimum", {"2024-02": True, "2024-01": False}),
]


@pytest.mark.parametrize(("field", "rule", "cells"), CASES, ids=[case[0] for case in CASES])
def test_constraint_of_each_type(field: str, rule: str, cells: dict[str, bool]) -> None:
    """A constraint is held against the value, by the rules of its type; what is missing passes."""
    assert verdicts(field, *cells) == {rule: list(cells.values())}


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("type: integer, constraints: {minimum: 5, maximum: 3}", "'maximum' is 3 and 'minimum' is 5"),
        (
            "type: integer, constraints: {exclusiveMinimum: 5, maximum: 5}",
            "'maximum' is 5 and 'exclusiveMinimum' is 5",
        ),
        ("type: number, constraints: {minimum: 1, exclusiveMaximum: 1}", "no value lies between them"),
        ("type: date, constraints: {minimum: 2024-02-01, maximum: 2024-01-31}", "no value lies between them"),
        ("type: duration, constraints: {minimum: P2M, maximum: P1M}", "no value lies between them"),
        ("type: integer, constraints: {minimum: abc}", "'minimum': 'abc' is not a whole number, such as 42"),
        (
            "type: integer, constraints: {minimum: 99999999999999999999}",
            "'minimum': 99999999999999999999 is not",
        ),
        ("type: integer, constraints: {enum: [1, x]}", "'enum': 'x' is not a whole number, such as 42"),
        ("type: integer, categories: [b]", "'categories': 'b' is not a whole number, such as 42"),
        ("type: number, constraints: {maximum: .inf}", "'maximum': '.inf' is not a number, such as 12.5"),
    ],
)
def test_constraint_that_no_value_satisfies(field: str, message: str) -> None:
    """A range without a value in it, or a limit that is no value of the type, is refused."""
    assert message in refused(field)


@pytest.mark.parametrize(
    "field",
    [
        "type: integer, constraints: {minimum: 5, maximum: 5}",
        "type: number, constraints: {exclusiveMinimum: 5, exclusiveMaximum: 5.1}",
    ],
)
def test_range_that_holds_a_value(field: str) -> None:
    """Equal limits hold one value, and limits that differ many."""
    assert verdicts(field)


@pytest.mark.parametrize("limits", [("P1M", "P30D"), ("P30D", "P1M"), ("P1Y", "P12M")])
def test_durations_are_ordered_in_part_only(limits: tuple[str, str]) -> None:
    """Of a month and 30 days neither is the longer: as limits they exclude nothing between them."""
    field = Field("a", "duration", constraints=dict(zip(("minimum", "maximum"), limits, strict=True)))
    rules = constraint_rules(field, partial(constraint_value, field), partial(order_keys, field))
    assert [rule.id for rule in rules] == ["minimum", "maximum"]


def test_duration_is_compared_from_each_reference_date() -> None:
    """A duration passes a limit if it does from each of the dates that XML Schema names."""
    field = Field("a", "duration", constraints={"minimum": "P1M"})
    (rule,) = constraint_rules(field, partial(constraint_value, field), partial(order_keys, field))
    cells = pl.DataFrame({"a": ["P27D", "P30D", "P31D", "P1M", "P2M", "PT1000H", None]})
    assert cells.select(rule.test).to_series().to_list() == [False, False, True, True, True, True, None]


@pytest.mark.parametrize(
    ("wrong", "suggestion"),
    [
        ("patroll", "patrol"),
        (" Patrol ", "patrol"),
        ("PATROL", "patrol"),
        ("x", None),
        ("patrol-2", None),
        ("", None),
    ],
)
def test_suggestion_for_a_value_that_is_not_listed(wrong: str, suggestion: str | None) -> None:
    """A slip gets the word that was meant; anything else gets none."""
    field = Field("a", "string", categories=(Category("raid"), Category("patrol"), Category("parole")))
    (rule,) = constraint_rules(field, lambda value: value)
    assert rule.advise is not None
    assert rule.advise(wrong).suggestion == suggestion


def test_words_of_each_rule() -> None:
    """What would be right is said as it is written in the schema, many values cut short."""
    many = [f"v{n}" for n in range(14)]
    limits = {
        "minLength": 1,
        "maxLength": 2,
        "minimum": 3,
        "exclusiveMaximum": "9",
        "pattern": "a+",
        "enum": many,
    }
    rules = {
        rule.id: rule.expected for rule in constraint_rules(Field("a", "string", constraints=limits), str)
    }
    assert rules == {
        "enum": "one of: v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11 … (14 in all)",
        "pattern": "the pattern a+",
        "min-length": "at least 1 character",
        "max-length": "at most 2 characters",
        "minimum": "at least 3",
        "exclusive-maximum": "less than 9",
    }
