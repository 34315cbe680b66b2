"""What a date of the profile says: kind, bounds, precision, mark."""

# ruff: noqa: RUF001 - digits of other scripts are what is tested

from __future__ import annotations

import pickle
from datetime import date

import pytest
from hypothesis import given

from dateline.edtf import PRECISIONS, EdtfError, parse, read
from edtf.strategies import SHAPED, TEXTS

# text, kind, earliest, latest, precision, qualifier
DATES = [
    ("2021", "date", "2021-01-01", "2021-12-31", "year", ""),
    ("2021?", "date", "2021-01-01", "2021-12-31", "year", "?"),
    ("2021~", "date", "2020-01-01", "2022-12-31", "year_approx", "~"),
    ("2021%", "date", "2020-01-01", "2022-12-31", "year_approx", "%"),
    ("2021-07", "date", "2021-07-01", "2021-07-31", "month", ""),
    ("2023-06~", "date", "2023-05-01", "2023-07-31", "month_approx", "~"),
    ("2021-01~", "date", "2020-12-01", "2021-02-28", "month_approx", "~"),
    ("2023-09-18", "date", "2023-09-18", "2023-09-18", "day", ""),
    ("2020-02-29", "date", "2020-02-29", "2020-02-29", "day", ""),
    ("2021-03-01~", "date", "2021-02-28", "2021-03-02", "day_approx", "~"),
    ("2021-03-01?", "date", "2021-03-01", "2021-03-01", "day", "?"),
    ("0001~", "date", "0001-01-01", "0002-12-31", "year_approx", "~"),
    ("0001-01-01~", "date", "0001-01-01", "0001-01-02", "day_approx", "~"),
    ("9999-12%", "date", "9999-11-01", "9999-12-31", "month_approx", "%"),
    ("9999-12-31~", "date", "9999-12-30", "9999-12-31", "day_approx", "~"),
    ("[2024-10-11..2024-10-20]", "set", "2024-10-11", "2024-10-20", "ten_day", ""),
    ("[2021-11-01..2021-11-10]", "set", "2021-11-01", "2021-11-10", "ten_day", ""),
    ("[2023-02-21..2023-02-28]", "set", "2023-02-21", "2023-02-28", "ten_day", ""),
    ("[2024-02-21..2024-02-28]", "set", "2024-02-21", "2024-02-28", "bounded", ""),
    ("[2024-10-10..2024-10-19]", "set", "2024-10-10", "2024-10-19", "bounded", ""),
    ("[2024-10-11..2024-11-20]", "set", "2024-10-11", "2024-11-20", "bounded", ""),
    ("[2024-10-01..2025-10-10]", "set", "2024-10-01", "2025-10-10", "bounded", ""),
    ("[2017-10..2017-12]", "set", "2017-10-01", "2017-12-31", "quarter", ""),
    ("[2017-01..2017-03]", "set", "2017-01-01", "2017-03-31", "quarter", ""),
    ("[2017-11..2018-01]", "set", "2017-11-01", "2018-01-31", "bounded", ""),
    ("[2017-10..2018-12]", "set", "2017-10-01", "2018-12-31", "bounded", ""),
    ("[2017-10..2017-11]", "set", "2017-10-01", "2017-11-30", "bounded", ""),
    ("[2017..2018]", "set", "2017-01-01", "2018-12-31", "bounded", ""),
    ("[2021-05-03..2021-05-03]", "set", "2021-05-03", "2021-05-03", "bounded", ""),
    ("[..2021-05]", "set", None, "2021-05-31", "before", ""),
    ("[2024-11-06..]", "set", "2024-11-06", None, "after", ""),
    ("2021-11/2021-12", "interval", "2021-11-01", "2021-12-31", "interval_month", ""),
    ("2024-10-11/2024-10-20", "interval", "2024-10-11", "2024-10-20", "interval_day", ""),
    ("2020/2021", "interval", "2020-01-01", "2021-12-31", "interval_year", ""),
    ("2020/2021-05-03", "interval", "2020-01-01", "2021-05-03", "interval_year", ""),
    ("2021/2021-05", "interval", "2021-01-01", "2021-05-31", "interval_year", ""),
    ("2021-05/2021", "interval", "2021-05-01", "2021-12-31", "interval_year", ""),
    ("2021-05-03/2021-06", "interval", "2021-05-03", "2021-06-30", "interval_month", ""),
    ("2021~/2022", "interval", "2020-01-01", "2022-12-31", "interval_year", "~"),
    ("2021?/2022~", "interval", "2021-01-01", "2023-12-31", "interval_year", "%"),
    ("2021-05/2021-04~", "interval", "2021-05-01", "2021-05-31", "interval_month", "~"),
    ("2021-05/..", "interval", "2021-05-01", None, "open_interval", ""),
    ("../2021-05?", "interval", None, "2021-05-31", "open_interval", "?"),
]

INVALID = [
    *(
        "",
        " ",
        "mid-October",
        "2024-02-30",
        "2023-02-29",
        "1900-02-29",
        "2021-04-31",
        "0000",
        "0000-01",
        "10000",
    ),
    *(
        "2021-5",
        "2021-05-3",
        "21",
        "20210503",
        "2021-13",
        "2021-00",
        "2021-05-00",
        "2021-05-32",
        "-2021",
        "2021-21",
    ),
    *(
        "2021-1X",
        "202X",
        "XXXX",
        "2021-05-03T09:00",
        "2021 ",
        " 2021",
        "2021\n",
        "２０２１",
        "٢٠٢١",
        "2021\u200f",
    ),
    *("2021?~", "?2021", "2021~-05", "[2017-10..2018-02-07]", "[2021?..2022]", "[2022..2021]", "[..]", "[]"),
    *(
        "[2021]",
        "[2021,2022]",
        "{2021..2022}",
        "[2021...2022]",
        "[2021 ..2022]",
        "../..",
        "/",
        "2021/",
        "/2021",
    ),
    *(
        "2023-09-20/2023-09-11",
        "2021-06/2021-05",
        "2021-06/2021-05-31",
        "2022/2021~/2023",
        "[2021..2022]/..",
        "2021/..?",
    ),
]


@pytest.mark.parametrize(("text", "kind", "earliest", "latest", "precision", "qualifier"), DATES)
def test_a_date_says(
    text: str, kind: str, earliest: str | None, latest: str | None, precision: str, qualifier: str
) -> None:
    """Each form of the profile has the kind, bounds, precision word and mark stated for it."""
    value = parse(text)
    found = (
        value.kind,
        *(day and day.isoformat() for day in (value.earliest, value.latest)),
        value.precision,
    )
    assert (*found, value.qualifier) == (kind, earliest, latest, precision, qualifier)


def test_every_precision_word_has_a_case() -> None:
    """The cases above reach all words, and no word is missing from the list of them."""
    assert {case[4] for case in DATES} == set(PRECISIONS)


@pytest.mark.parametrize("text", INVALID)
def test_what_is_outside_the_profile_is_refused(text: str) -> None:
    """A text outside the profile has no value, and parsing it raises with its text."""
    assert read(text) is None
    with pytest.raises(EdtfError) as caught:
        parse(text)
    assert caught.value.text == text
    assert caught.value.reason


def test_the_ends_of_an_interval_keep_their_marks() -> None:
    """Each end has its own text, unit, mark and days."""
    start, end = parse("2021~/2022-03?").ends
    assert start is not None
    assert end is not None
    assert (start.text, start.unit, start.qualifier, start.first, start.last) == (
        *("2021~", "year", "~"),
        *(date(2020, 1, 1), date(2022, 12, 31)),
    )
    assert (end.text, end.unit, end.qualifier) == ("2022-03?", "month", "?")


def test_an_open_end_is_none() -> None:
    """An open end is None on its side; a date has itself at both."""
    assert parse("2021/..").ends[1] is None
    assert parse("[..2021]").ends[0] is None
    start, end = parse("2021").ends
    assert start is end


def test_the_longest_and_a_huge_cell_are_read_at_once() -> None:
    """Ten megabytes of digits are refused as quickly as any other text."""
    assert read("2" * 10_000_000) is None
    with pytest.raises(EdtfError, match="too long"):
        parse("2" * 10_000_000)


def test_an_error_shows_no_raw_control_characters_and_no_more_than_a_line() -> None:
    """The message quotes hostile text escaped and shortened."""
    with pytest.raises(EdtfError) as caught:
        parse("\x1b[31m\u202e" + "9" * 100)
    message = str(caught.value)
    assert "\x1b" not in message
    assert "\u202e" not in message
    assert len(message) < 300


def test_an_error_survives_pickling() -> None:
    """An error raised in a worker process arrives whole."""
    error = EdtfError("2021-5", "why", "2021-05")
    again = pickle.loads(pickle.dumps(error))
    assert (again.text, again.reason, again.suggestion, str(again)) == (
        "2021-5",
        "why",
        "2021-05",
        str(error),
    )


@given(SHAPED)
def test_a_value_writes_itself_as_it_was_read(text: str) -> None:
    """Parsing what a value prints gives the value back."""
    value = read(text)
    if value is not None:
        assert parse(str(value)) == value
        assert str(value) == text


@given(TEXTS)
def test_parse_and_read_agree(text: str) -> None:
    """Parse raises exactly where read gives nothing."""
    try:
        assert parse(text) == read(text)
    except EdtfError:
        assert read(text) is None
