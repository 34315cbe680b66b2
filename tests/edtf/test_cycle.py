"""After how long phrases counted from their day come round."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.edtf import cycle, from_phrase

CYCLES = {
    "week": [
        "Yesterday", "the day before yesterday", "last night", "on Thursday", "last Tuesday", "next Friday",
        "this Monday", "Wednesday last week", "last week", "three days ago", "earlier this week",
    ],
    "month": [
        "early this month", "late last year", "last year's", "last October", "this June", "next May",
        "two months ago", "a year ago", "the 3rd of last month", "October last year", "next month",
    ],
    "day": ["earlier this month", "later this year", "the 18th", "earlier this year"],
}  # fmt: skip


@pytest.mark.parametrize(("phrase", "wanted"), [(p, name) for name, ps in CYCLES.items() for p in ps])
def test_a_phrase_has_its_cycle(phrase: str, wanted: str) -> None:
    """What of its anchor a phrase depends on follows from its words."""
    assert cycle(phrase) == wanted


@given(
    st.sampled_from(CYCLES["week"]), st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-3000, 3000)
)
def test_a_phrase_of_days_moves_with_its_anchor(phrase: str, anchor: date, weeks: int) -> None:
    """Said some weeks later, it means a date as many weeks later."""
    moved = timedelta(weeks=weeks)
    first, second = (from_phrase(phrase, anchor=day).date for day in (anchor, anchor + moved))
    assert (first is None) is (second is None)
    if first and second and first.earliest and first.latest:
        assert (first.earliest + moved, first.latest + moved) == (second.earliest, second.latest)


@given(st.sampled_from(CYCLES["month"]), st.dates(date(2, 1, 1), date(9998, 1, 1)))
def test_a_phrase_of_months_is_the_same_all_month(phrase: str, anchor: date) -> None:
    """Said on any day of a month, it means the same."""
    assert from_phrase(phrase, anchor=anchor).date == from_phrase(phrase, anchor=anchor.replace(day=1)).date
