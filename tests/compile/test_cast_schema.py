"""What a schema says of a field is read by the rules of the field's type: limits, formats, options, order."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from compile.cast_cases import ALL, CASES, NO, field, read, table
from dateline.compile.cast import constraint_value, expected, order_keys, problems, value
from dateline.document import Mark
from dateline.errors import SchemaFileError
from dateline.table import Field, Table

CONSTRAINTS: list[tuple[Field, Any, Any]] = [
    (field("integer"), 5, 5),
    (field("integer"), "5", 5),
    (field("integer"), 5.0, 5),
    (field("integer"), 5.5, NO),
    (field("integer"), True, NO),
    (field("integer"), 2**63, NO),
    (field("integer", groupChar=","), "1,000", 1000),
    (field("number"), 5, 5.0),
    (field("number"), 1e16, 1e16),
    (field("number"), "1.5", 1.5),
    (field("number"), None, NO),
    (field("number", decimalChar=","), 1.5, 1.5),
    (field("number", decimalChar=","), "1,5", 1.5),
    (field("boolean"), True, True),
    (field("boolean", trueValues=("yes",), falseValues=("no",)), False, False),
    (field("boolean", trueValues=("yes",), falseValues=("no",)), "yes", True),
    (field("boolean", trueValues=("yes",), falseValues=()), False, NO),
    (field("boolean"), 1, NO),
    (field("string"), "a", "a"),
    (field("string"), 1, NO),
    (field("string", "email"), "a", NO),
    (field("any"), 1, "1"),
    (field("any"), True, "true"),
    (field("date"), "2024-01-26", date(2024, 1, 26)),
    (field("date"), "2024-1-26", NO),
    (field("date", "%d/%m/%Y"), "26/01/2024", date(2024, 1, 26)),
    (field("time"), "15:00:00", time(15)),
    (field("datetime"), "2024-01-26T15:00:00Z", datetime(2024, 1, 26, 15)),  # noqa: DTZ001
    (field("datetime", "%Y %z"), "2024 +0000", datetime(2024, 1, 1, tzinfo=ZoneInfo("UTC"))),
    (field("year"), 2024, 2024),
    (field("year"), 44, 44),
    (field("year"), -44, -44),
    (field("year"), "2024", 2024),
    (field("year"), False, NO),
    (field("yearmonth"), "2024-01", "2024-01"),
    (field("duration"), "PT36H", "P1DT12H"),
    (field("list", itemType="integer"), [1, 2], [1, 2]),
    (field("list", itemType="integer"), "1,2", [1, 2]),
    (field("list", itemType="integer"), [1, "x"], NO),
    (field("list"), ["a,b"], NO),
    (field("list"), ["", "b"], ["", "b"]),
    (field("object"), {"b": 1, "a": 2}, '{"a":2,"b":1}'),
    (field("object"), '{"a": 2}', '{"a":2}'),
    (field("object"), [1], NO),
    (field("array"), [1], "[1]"),
    (field("geopoint"), "1, 2", {"lon": 1.0, "lat": 2.0}),
    (field("geopoint", "array"), [1, 2], {"lon": 1.0, "lat": 2.0}),
    (field("geopoint", "object"), {"lon": 1, "lat": 2}, {"lon": 1.0, "lat": 2.0}),
    (field("geopoint", "array"), [1, 200], NO),
    (field("geojson"), {"type": "Point", "coordinates": []}, '{"coordinates":[],"type":"Point"}'),
]


@pytest.mark.parametrize(("each", "raw", "held"), CONSTRAINTS)
def test_limits_are_read_by_the_rules_of_the_type(each: Field, raw: object, held: object) -> None:
    """A constraint's JSON value or text becomes what the column holds, or is told to be of another type."""
    if held is NO:
        with pytest.raises(ValueError, match=" is not "):
            constraint_value(each, raw)
    else:
        assert repr(constraint_value(each, raw)) == repr(held)


def test_a_wrong_limit_is_explained() -> None:
    """The reason names what was found and what is expected."""
    with pytest.raises(ValueError, match=r"^'tomorrow' is not a date as yyyy-mm-dd, such as 2024-01-26$"):
        constraint_value(field("date"), "tomorrow")


@pytest.mark.parametrize(
    ("each", "words"),
    [
        (field("integer"), "a whole number, such as 42"),
        (field("integer", groupChar=","), "a whole number, such as 1,042"),
        (field("number", decimalChar=","), "a number, such as 12,5"),
        (field("number", bareNumber=False), "a number, with or without a unit, such as 12.5"),
        (field("boolean"), "true, True, TRUE or 1 for yes; false, False, FALSE or 0 for no"),
        (field("date"), "a date as yyyy-mm-dd, such as 2024-01-26"),
        (field("date", "%d/%m/%Y"), "a date such as 26/01/2024 (by the pattern %d/%m/%Y)"),
        (field("list", itemType="year"), "values separated by ',', each a year as yyyy, such as 2024"),
    ],
)
def test_what_is_expected_follows_format_and_options(each: Field, words: str) -> None:
    """The words for a message name the form that this very field asks for."""
    assert expected(each) == words


@ALL
def test_the_example_in_the_words_is_of_the_type(each: Field) -> None:
    """Whoever copies the example from a message has a cell that can be read."""
    if "such as " in expected(each) and each.type != "list":
        example = expected(each).split("such as ", 1)[1].split(" (by", 1)[0].split(", or another", 1)[0]
        assert read(each, example) != [NO]


@pytest.mark.parametrize(
    ("each", "reason"),
    [
        (
            field("date", "%x"),
            "'%x' cannot be read the same everywhere: spell the pattern out, such as '%m/%d/%y'",
        ),
        (field("date", "%-d/%m/%Y"), "'%-' cannot be read the same everywhere: write the code without"),
        (field("date", "%Y-W%W"), "'%W' cannot be read the same everywhere"),
        (field("date", "%d/%d/%Y"), "says the day twice"),
        (field("date", "%m %b %Y"), "says the month twice"),
        (field("date", "%Y-%m %j"), "says the month twice: '%j' counts days"),
        (field("date", "%Y-%"), "'%' cannot be read"),
        (field("date", "%%"), "has no code"),
        (field("time", "%H:%M%z"), "a time of day is held without a zone"),
        (field("boolean", trueValues=("x",), falseValues=("x",)), "'x' is in trueValues and in falseValues"),
        (field("number", groupChar="."), "decimalChar and groupChar are both '.'"),
        (field("integer", groupChar="-"), "'-' cannot be the groupChar"),
    ],
)
def test_formats_without_one_meaning_are_refused_with_their_place(each: Field, reason: str) -> None:
    """A format or option that cannot be used is a problem of the schema file, at the field's line."""
    placed = Field(
        **{name: getattr(each, name) for name in ("name", "type", "format", "options")}, mark=Mark(7, 5)
    )
    schema = Table("t", (placed,), file="schemas/t.yaml")
    with pytest.raises(SchemaFileError) as caught:
        value(schema, placed, pl.col("a"))
    (problem,) = caught.value.problems
    assert reason in problem.message
    assert (problem.file, problem.line, problem.column) == ("schemas/t.yaml", 7, 5)
    assert problems(schema) == [problem]


def test_a_sound_table_has_no_problem() -> None:
    """Every field of the table of cases can be used."""
    assert [problems(table(each)) for each, _ in CASES if problems(table(each))] == []


def test_most_values_are_ordered_by_themselves() -> None:
    """Only durations need other keys than their values."""
    for each, _ in CASES:
        keys = order_keys(each, pl.col("a"))
        assert len(keys) == (4 if each.type == "duration" else 1)


def longer(left: str, right: str) -> bool | None:
    """Compare two durations; None where neither is longer."""
    frame = pl.DataFrame({"a": [left], "b": [right]})
    each = field("duration")
    a, b = (frame.select(*order_keys_of(each, name)).row(0) for name in "ab")
    if all(x > y for x, y in zip(a, b, strict=True)):
        return True
    return False if all(x < y for x, y in zip(a, b, strict=True)) else None


def order_keys_of(each: Field, name: str) -> list[pl.Expr]:
    """Name the keys of a column apart."""
    return [key.alias(str(n)) for n, key in enumerate(order_keys(each, pl.col(name)))]


@pytest.mark.parametrize(
    ("left", "right", "answer"),
    [
        # The standard's own table of comparisons (XML Schema part 2, 3.2.6.2).
        ("P1Y", "P364D", True),
        ("P1Y", "P365D", None),
        ("P1Y", "P366D", None),
        ("P1Y", "P367D", False),
        ("P1M", "P27D", True),
        ("P1M", "P28D", None),
        ("P1M", "P31D", None),
        ("P1M", "P32D", False),
        ("P5M", "P149D", True),
        ("P5M", "P150D", None),
        ("P5M", "P153D", None),
        ("P5M", "P154D", False),
        ("-P1D", "PT0S", False),
        ("PT1.5S", "PT1.25S", True),
        ("-P13M", "-P1Y", False),
    ],
)
def test_durations_are_ordered_in_part(left: str, right: str, *, answer: bool | None) -> None:
    """A month has no fixed length: durations compare only where every start gives the same answer."""
    assert longer(left, right) is answer
