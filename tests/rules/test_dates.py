"""Rules for EDTF fields: the text is a date, and what is computed from it agrees."""

from datetime import date

import polars as pl
import pytest

from dateline.rules.dates import date_rules
from dateline.table import Edtf, Field

WHOLE = Field("when", "string", edtf=Edtf("first", "last", "precision"))
TYPES = {"when": pl.String(), "first": pl.Date(), "last": pl.Date(), "precision": pl.String()}


def failing(
    field: Field, when: str | None, first: str = "", last: str = "", precision: str | None = None
) -> set[str]:
    """Return the rules that a row breaks, each with the field that it points at."""
    days = [date.fromisoformat(text) if text else None for text in (first, last)]
    frame = pl.DataFrame([[when, *days, precision]], schema=TYPES, orient="row")
    found = ((rule, frame.select(rule.test).item()) for rule in date_rules(field))
    return {f"{rule.id} {rule.fields[0]}" for rule, passes in found if passes is False}


@pytest.mark.parametrize(
    "row",
    [
        ("2024-10", "2024-10-01", "2024-10-31", "month"),
        ("2024-10-15", "2024-10-15", "2024-10-15", "day"),
        ("[2024-11-06..]", "2024-11-06", "", "after"),
        (None, "", "", None),
    ],
)
def test_row_in_which_all_agrees(row: tuple[str | None, str, str, str | None]) -> None:
    """A date with the bounds and the precision that follow from it breaks no rule, nor does no date."""
    assert failing(WHOLE, *row) == set()


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        (("2024-10", "2024-10-02", "2024-10-31", "month"), {"edtf-bounds first"}),
        (("2024-10", "2024-10-01", "", "month"), {"edtf-bounds last"}),
        (("2024-10", "2024-10-01", "2024-10-31", "day"), {"edtf-precision precision"}),
        (("2024-10", "2024-10-01", "2024-10-31", None), {"edtf-precision precision"}),
        ((None, "2024-10-01", "", "day"), {"edtf-bounds first", "edtf-precision precision"}),
        (("2024-13", "2024-10-01", "2024-10-31", "x"), {"edtf-invalid when"}),
        (("..", "", "", None), {"edtf-invalid when"}),
        (("", "", "", None), {"edtf-invalid when"}),
    ],
)
def test_row_in_which_something_disagrees(
    row: tuple[str | None, str, str, str | None], broken: set[str]
) -> None:
    """Each disagreement is told once, at the computed cell; an invalid date is one finding and no more."""
    assert failing(WHOLE, *row) == broken


def test_open_end_of_what_goes_on() -> None:
    """Where a field says so, `..` stands for an end that has not come; its bounds are empty."""
    field = Field("when", "string", edtf=Edtf("first", "last", continuing=True))
    assert failing(field, "..") == set()
    assert failing(field, "..", "2024-10-01") == {"edtf-bounds first"}


def test_field_without_companions_brings_one_rule() -> None:
    """`edtf: {}` checks the text alone; another field brings nothing."""
    assert [rule.id for rule in date_rules(Field("a", "string", edtf=Edtf()))] == ["edtf-invalid"]
    assert date_rules(Field("a", "string")) == []


def test_what_to_write_instead_follows_from_the_date() -> None:
    """The right bound and the right word are computed; an open side is left empty."""
    frame = pl.DataFrame([["[2024-11-06..]", None, None, None]], schema=TYPES, orient="row")
    answers = {
        rule.fields[0]: frame.select(rule.answer).item()
        for rule in date_rules(WHOLE)
        if rule.answer is not None
    }
    assert answers == {"first": "2024-11-06", "last": "", "precision": "after"}


@pytest.mark.parametrize(
    ("text", "suggestion"), [("2024/10/11", "2024-10-11"), ("2024-13", None), ("soon", None)]
)
def test_advice_gives_the_reason_alone(text: str, suggestion: str | None) -> None:
    """The reason is one sentence without the text, the help or a line's end: the report adds those."""
    advise = date_rules(WHOLE)[0].advise
    assert advise is not None
    advice = advise(text)
    assert advice.reason
    assert text not in advice.reason
    assert "\n" not in advice.reason
    assert advice.suggestion == suggestion
