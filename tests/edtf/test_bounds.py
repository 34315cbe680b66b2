"""Bounds against a definition that looks at every day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.edtf import read
from edtf.strategies import MARKS

DAYS = [date(2019, 1, 1) + timedelta(days=n) for n in range(365 * 4 + 1)]  # 2019 to 2022
INSIDE = st.dates(date(2020, 1, 1), date(2021, 12, 31))
POINTS = st.tuples(INSIDE.map(str), st.sampled_from([4, 7, 10]), MARKS).map(lambda p: p[0][: p[1]] + p[2])


def days_of(text: str) -> list[date]:
    """Return the days whose ISO date begins with the text; with a margin, also those of its neighbours."""
    plain = text.rstrip("?~%")
    units = list(dict.fromkeys(day.isoformat()[: len(plain)] for day in DAYS))
    at, margin = units.index(plain), int(text[-1] in "~%")
    covered = units[at - margin : at + margin + 1]
    return [day for day in DAYS if day.isoformat()[: len(plain)] in covered]


@given(POINTS)
def test_a_date_is_bounded_by_the_days_it_names(text: str) -> None:
    """The bounds of a date are the first and last day that its text covers."""
    value, days = read(text), days_of(text)
    assert value is not None
    assert (value.earliest, value.latest) == (days[0], days[-1])


@settings(max_examples=60)
@given(POINTS, POINTS)
def test_an_interval_is_bounded_by_the_ways_it_can_run(start: str, end: str) -> None:
    """An interval can run if a day of its start is not after a day of its end; it covers them."""
    starts, ends = days_of(start), days_of(end)
    value = read(f"{start}/{end}")
    assert (value is not None) == any(first <= last for first in starts for last in ends)
    if value is not None:
        assert (value.earliest, value.latest) == (starts[0], ends[-1])
        assert value.latest_start == max(first for first in starts if first <= ends[-1])
        assert value.earliest_end == min(last for last in ends if last >= starts[0])


@given(INSIDE, INSIDE, st.sampled_from([4, 7, 10]))
def test_a_set_is_bounded_by_its_ends(a: date, b: date, length: int) -> None:
    """A set covers the days from the first of its first end to the last of its last."""
    start, end = a.isoformat()[:length], b.isoformat()[:length]
    value = read(f"[{start}..{end}]")
    assert (value is not None) == (start <= end)
    if value is not None:
        assert (value.earliest, value.latest) == (days_of(start)[0], days_of(end)[-1])
        assert (value.earliest_end, value.latest_start) == (value.earliest, value.latest)
