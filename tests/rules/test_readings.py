"""What Rust reads of plain phrases is what Python reads of every phrase."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.edtf import from_phrase
from dateline.rules import readings
from dateline.rules.readings import fits, plain, with_traits

NAMES = [name for number in range(1, 13) for name in date(2001, number, 1).strftime("%B %b").split()]
WORDS = [
    *NAMES,
    "Sept",
    "Sep.",
    "may",
    "early",
    "mid-May",
    "on",
    "1st",
    "0",
    "007",
    "2024",
    "24",
    "31,",
    "29",
    ",",
]
phrases = st.lists(
    st.one_of(st.sampled_from(WORDS), st.integers(0, 40).map(str), st.integers(1, 9999).map(str)),
    min_size=1,
    max_size=4,
).map(" ".join)
days = st.dates(date(1000, 1, 1), date(9999, 12, 31))


@st.composite
def coded(draw: st.DrawFn) -> tuple[str, date, date]:
    """Return a plain phrase, and the days of a date that is its own, or nearly so."""
    day = draw(days)
    month, number, year = draw(st.sampled_from([day.strftime("%B"), day.strftime("%b")])), day.day, day.year
    wording = draw(st.sampled_from(["{m} {d}", "{d} {m}", "{d} {m} {y}", "{m} {d}, {y}", "{m} {y}", "{m}"]))
    first = day.replace(day=1)
    last = (
        (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if first < date(9999, 12, 1)
        else date(9999, 12, 31)
    )
    ends = draw(st.sampled_from([(day, day), (first, last), (first, day), (day, last), (first, first)]))
    return wording.format(m=month, d=number, y=year), *ends


@given(phrases)
@example("May")
@example("29 February 2023")
@example("February 29")
@example("31 June")
@example("1 October 20")
@example("October 12 2003")
@example("Sept 5")
def test_traits_are_those_of_the_parser(phrase: str) -> None:
    """Kind, year and anchor of a phrase that Rust reads are what the parser says of it."""
    found = (
        with_traits(pl.LazyFrame({"phrase": [phrase]})).drop("phrase", "stated").collect().row(0, named=True)
    )
    assert found == readings._trait(phrase)  # noqa: SLF001 - what the table is held to


@given(coded())
def test_date_that_fits_is_the_date_of_the_phrase(case: tuple[str, date, date]) -> None:
    """Rust says of a plain phrase that its date fits exactly where the parser reads that date."""
    phrase, first, last = case
    frame = pl.DataFrame({"phrase": [phrase], "first": [first], "last": [last]})
    parts = plain(pl.col("phrase"))
    fit, known = frame.select(
        fits(parts, pl.col("first"), pl.col("last")), parts.struct.field("month").is_not_null().alias("known")
    ).row(0)
    meant = from_phrase(phrase, year=first.year).date
    same = meant is not None and (meant.earliest, meant.latest) == (first, last)
    assert fit == (same and known)


def test_plain_phrases_are_not_asked_of_python() -> None:
    """A day or month in one of the usual wordings is read in Rust, whatever its month."""
    usual = [
        each
        for name in NAMES
        for each in (f"{name} 7", f"7 {name}", f"7 {name} 2024", f"{name} 7, 2024", f"{name} 2024")
    ]
    read = pl.DataFrame({"phrase": usual}).select(plain(pl.col("phrase")).struct.field("month"))
    assert read.to_series().null_count() == 0


def test_unknown_dates_never_fit() -> None:
    """A date that is missing or open, and a phrase that is not plain, are left to the parser."""
    frame = pl.DataFrame(
        {
            "phrase": ["May 2024", "May 2024", "mid-May", None],
            "first": [None, date(2024, 5, 1), date(2024, 5, 11), date(2024, 5, 1)],
            "last": [date(2024, 5, 31), None, date(2024, 5, 20), date(2024, 5, 1)],
        }
    )
    found = frame.select(fits(plain(pl.col("phrase")), pl.col("first"), pl.col("last"))).to_series()
    assert found.to_list() == [False] * 4
