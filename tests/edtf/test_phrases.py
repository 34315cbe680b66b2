"""English date phrases: what they mean, and what is said where they mean no date."""

# ruff: noqa: RUF001 - dashes that people paste are what is tested

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.edtf import from_phrase, parse
from dateline.edtf.phrases.words import tokens

# phrase, anchor, year, EDTF: the conventions, one phrase after the other
MEANT = [
    ("July 2021", None, None, "2021-07"),
    ("mid-September", None, 2023, "[2023-09-11..2023-09-20]"),
    ("Yesterday (September 18)", "2023-09-19", None, "2023-09-18"),
    ("Yesterday (September 18)", None, 2023, "2023-09-18"),
    ("in and around June", "2023-09-19", None, "2023-06~"),
    ("mid-October", "2024-11-06", None, "[2024-10-11..2024-10-20]"),
    ("late last year", "2018-02-07", None, "[2017-10..2017-12]"),
    ("January 20 at 9:00 a.m.", "2018-02-07", None, "2018-01-20"),
    ("last Tuesday", "2015-03-22", None, "2015-03-17"),
    ("early this month", "2021-11-11", None, "[2021-11-01..2021-11-10]"),
    ("November and December", "2021-11-11", None, "2021-11/2021-12"),
    ("Nov. 3", "2021-11-11", None, "2021-11-03"),
    ("on Thursday", "2015-03-22", None, "2015-03-19"),
    ("on Thursday", "2021-11-11", None, "2021-11-11"),
    ("on Sunday", "2015-03-22", None, "2015-03-22"),
    ("last week", "2015-03-22", None, "[2015-03-09..2015-03-21]"),
    ("last week", "2015-03-18", None, "[2015-03-08..2015-03-15]"),
    ("this week", "2015-03-18", None, "[2015-03-15..2015-03-22]"),
    ("March 19th", "2015-03-22", None, "2015-03-19"),
    ("19th of March, 2015", None, None, "2015-03-19"),
    ("19 March 2015", None, None, "2015-03-19"),
    ("Thursday, March 19, 2015", None, None, "2015-03-19"),
    ("last Tuesday, in the early morning hours", "2015-03-22", None, "2015-03-17"),
    ("late 2017", None, None, "[2017-10..2017-12]"),
    ("early 2017", None, None, "[2017-01..2017-03]"),
    ("mid-2017", None, None, "[2017-04..2017-09]"),
    ("early February 2024", None, None, "[2024-02-01..2024-02-10]"),
    ("late February 2024", None, None, "[2024-02-21..2024-02-29]"),
    ("the end of February 2023", None, None, "[2023-02-21..2023-02-28]"),
    ("beginning of May", None, 2023, "[2023-05-01..2023-05-10]"),
    ("June", "2023-06-01", None, "2023-06"),
    ("June", "2023-05-31", None, "2022-06"),
    ("Feb. 29", "2023-09-19", None, "2020-02-29"),
    ("today", "2023-09-19", None, "2023-09-19"),
    ("tomorrow", "2023-09-19", None, "2023-09-20"),
    ("the day before yesterday", "2023-09-19", None, "2023-09-17"),
    ("last night", "2023-09-19", None, "[2023-09-18..2023-09-19]"),
    ("this Thursday", "2023-09-19", None, "2023-09-21"),
    ("next Tuesday", "2023-09-19", None, "2023-09-26"),
    ("last Tuesday", "2023-09-19", None, "2023-09-12"),
    ("Thursday last week", "2023-09-19", None, "2023-09-14"),
    ("last month", "2023-01-19", None, "2022-12"),
    ("next month", "2023-12-19", None, "2024-01"),
    ("late last month", "2023-03-19", None, "[2023-02-21..2023-02-28]"),
    ("this year", "2023-09-19", None, "2023"),
    ("earlier this month", "2023-09-19", None, "[2023-09-01..2023-09-19]"),
    ("later this year", "2023-09-19", None, "[2023-09-19..2023-12-31]"),
    ("earlier this week", "2023-09-19", None, "[2023-09-17..2023-09-19]"),
    ("last October", "2023-09-19", None, "2022-10"),
    ("last October", "2023-11-19", None, "2023-10"),
    ("next October", "2023-10-19", None, "2024-10"),
    ("October last year", "2023-09-19", None, "2022-10"),
    ("mid-October of last year", "2023-09-19", None, "[2022-10-11..2022-10-20]"),
    ("the 3rd of last month", "2023-09-19", None, "2023-08-03"),
    ("on the 18th", "2023-09-19", None, "2023-09-18"),
    ("on the 31st", "2023-03-01", None, "2023-01-31"),
    ("three days ago", "2023-09-19", None, "2023-09-16"),
    ("a month ago", "2023-09-19", None, "2023-08~"),
    ("two years ago", "2023-09-19", None, "2021~"),
    ("c. 2021", None, None, "2021~"),
    ("around June 3, 2021", None, None, "2021-06-03~"),
    ("1990s", None, None, "[1990..1999]"),
    ("June 3-5", None, 2021, "2021-06-03/2021-06-05"),
    ("3 to 5 June 2021", None, None, "2021-06-03/2021-06-05"),
    ("from 2017 to 2018", None, None, "2017/2018"),
    ("June 3 and 4, 2021", None, None, "2021-06-03/2021-06-04"),
    ("between June 3 and 5, 2021", None, None, "[2021-06-03..2021-06-05]"),
    ("June or July 2021", None, None, "[2021-06..2021-07]"),
    ("December and January", "2022-02-01", None, "2021-12/2022-01"),
    ("December to January 2022", None, None, "2021-12/2022-01"),
    ("since June", "2023-09-19", None, "2023-06/.."),
    ("from Nov. 4", "2021-11-11", None, "2021-11-04/.."),
    ("until June 2021", None, None, "../2021-06"),
    ("by June 2021", None, None, "[..2021-06]"),
    ("before June 3, 2021", None, None, "[..2021-06-02]"),
    ("before January 2021", None, None, "[..2020-12]"),
    ("after 2020", None, None, "[2021..]"),
    ("after mid-October 2024", None, None, "[2024-10-21..]"),
    ("2024-10-15", None, None, "2024-10-15"),
]

# phrase, anchor, year, a part of the reason
NO_DATE = [
    ("Recently", "2023-09-19", None, "no date in it"),
    ("", None, None, "no date in it"),
    ("mid-October", None, None, "no year"),
    ("Nov. 3", None, None, "no year"),
    ("Yesterday", None, None, "the day on which it was said"),
    ("last Tuesday", None, 2023, "the day on which it was said"),
    ("October last year", None, None, "the day on which it was said"),
    ("Yesterday (September 17)", "2023-09-19", None, "counted from 2023-09-19 it would be 2023-09-18"),
    ("Friday, March 19, 2015", None, None, "2015-03-19 is a Thursday, not a Friday"),
    ("February 30", None, 2023, "no such day as 2023-02-30"),
    ("Feb. 29", None, 2023, "no such day as 2023-02-29"),
    ("the 32nd", "2023-09-19", None, "no month has such a day"),
    ("spring 2021", None, None, "seasons"),
    ("the weekend of June 3", None, 2023, "'weekend' is not understood"),
    ("10월 중순", None, 2023, "only English"),
    ("le 3 mai 2021", None, None, "only English"),
    ("two weeks ago", "2023-09-19", None, "no convention"),
    ("early last week", "2023-09-19", None, "no convention"),
    ("around mid-October", None, 2024, "a window"),
    ("since mid-October", None, 2024, "its own column"),
    ("June 3 and 10", None, 2024, "two dates"),
    ("June 5 to 3", None, 2024, "does not follow"),
    ("late October to early November", None, 2024, "first and the last day"),
    ("3 2021", None, None, "no month"),
    ("May 0", None, 2021, "no day and no year 0"),
    ("tomorrow", "9999-12-31", None, "0001 to 9999"),
    ("last year", "0001-06-01", None, ""),
    ("Sunday last week", "2023-09-19", None, "begins on Sunday or on Monday"),
    ("x" * 300, None, None, "too long"),
]


def day(text: str | None) -> date | None:
    """Read a day."""
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("phrase", "anchor", "year", "edtf"), MEANT)
def test_a_phrase_means(phrase: str, anchor: str | None, year: int | None, edtf: str) -> None:
    """Each phrase has the date that the conventions give it."""
    said = from_phrase(phrase, anchor=day(anchor), year=year)
    assert (said.date and said.date.text, said.reason) == (edtf, "")


@pytest.mark.parametrize(("phrase", "anchor", "year", "reason"), NO_DATE)
def test_a_phrase_without_a_date_says_why(
    phrase: str, anchor: str | None, year: int | None, reason: str
) -> None:
    """A phrase that gives no one date gives none, with the reason."""
    said = from_phrase(phrase, anchor=day(anchor), year=year)
    assert said.date is None
    assert said.reason
    assert reason in said.reason


@pytest.mark.parametrize(
    ("phrase", "clock"),
    [
        ("January 20 at 9:00 a.m.", time(9)),
        ("Nov. 3 at 6 PM", time(18)),
        ("Nov. 3, 12 a.m.", time(0)),
        ("Nov. 3, 12:30 p.m.", time(12, 30)),
        ("Nov. 3, 21:05", time(21, 5)),
        ("Nov. 3, 25:05", None),
        ("Nov. 3, 13 p.m.", None),
        ("Nov. 3", None),
    ],
)
def test_the_clock_time_stands_apart(phrase: str, clock: time | None) -> None:
    """A clock time is no part of the date, and is given beside it."""
    said = from_phrase(phrase, year=2021)
    assert said.time == clock
    assert said.date is not None
    assert said.date.precision == "day"


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("MID-OCTOBER 2021", "mid october 2021"),
        ("Sept. 3, 2021", "September 3rd 2021"),
        ("June 3–5 2021", "June 3-5 2021"),
    ],
)
def test_spelling_does_not_matter(written: str, same: str) -> None:
    """Case, abbreviations, dashes and commas change nothing."""
    first, second = from_phrase(written).date, from_phrase(same).date
    assert first is not None
    assert first == second


@given(st.text(max_size=60), st.none() | st.dates(), st.none() | st.integers(1, 9999))
def test_any_text_is_answered(text: str, anchor: date | None, year: int | None) -> None:
    """Whatever the text, the answer is a date or a reason, never both and never an exception."""
    said = from_phrase(text, anchor=anchor, year=year)
    assert (said.date is None) == bool(said.reason)


WORDS = """
early mid- late last this next earlier ago yesterday tuesday october nov. 3 31st 2021 0000
and or to between since before after until by around week month year days two 9:00 a.m.
morning recently spring foo
"""


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=6).map(" ".join),
    st.none() | st.dates(),
    st.none() | st.integers(1, 9999),
)
def test_any_row_of_date_words_is_answered(text: str, anchor: date | None, year: int | None) -> None:
    """Date words in any order give a date of the profile or a reason."""
    said = from_phrase(text, anchor=anchor, year=year)
    assert (said.date is None) == bool(said.reason)
    if said.date:
        assert parse(said.date.text) == said.date


FORMS = ["{0:%B} {0.day}, {0.year}", "{0.day} {0:%b}. {0.year}", "{0:%A}, {0:%B} {0.day}, {0.year}"]


@given(st.dates(date(1000, 1, 1)), st.sampled_from(FORMS))
def test_a_date_written_out_is_read_back(written: date, form: str) -> None:
    """Every day written in words, with its weekday or not, is read as that day."""
    said = from_phrase(form.format(written))
    assert said.date is not None
    assert said.date.text == written.isoformat()


@given(st.dates(date(1, 2, 1), date(9999, 11, 30)), st.integers(0, 6))
def test_last_and_on_a_weekday_look_back_within_a_week(anchor: date, weekday: int) -> None:
    """The word "on" takes the last such day up to the anchor, "last" the last one before it."""
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    for phrase, least, most in ((f"on {name}", 0, 6), (f"last {name}", 1, 7), (f"next {name}", -7, -1)):
        said = from_phrase(phrase, anchor=anchor).date
        assert said is not None
        assert said.earliest is not None
        assert said.earliest.weekday() == weekday
        assert least <= (anchor - said.earliest).days <= most


def test_words_are_spelled_as_letters() -> None:
    """A phrase's pattern is one letter a word, fillers left out."""
    assert [token.letter for token in tokens("Yesterday (September 18) at 9:00 a.m.")] == ["X", "M", "D", "T"]
