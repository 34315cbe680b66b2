"""Casting agrees with itself, with Python's regular expressions and with Python's calendar."""

from __future__ import annotations

import re
from datetime import UTC, date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compile.cast_cases import NO, field, name_of, near, read, table
from dateline.compile.cast import dtype, order_keys, text, value
from dateline.compile.types.documents import canonical
from dateline.compile.types.strings import BASE64, EMAIL, URI, UUID, WEB_URI

if TYPE_CHECKING:
    from dateline.table import Field

FEW = settings(max_examples=20, deadline=None)
"""An example here is a whole column."""

ADDRESSES = st.tuples(st.text(), st.text()).map(
    lambda t: f"https://example.org/{quote(t[0])}?q={quote(t[1])}"
)
POSIX = st.dates(date(1969, 1, 1), date(2068, 12, 31))
SECONDS = st.datetimes().map(lambda moment: moment.replace(microsecond=0))
CLOCKS = st.times().map(lambda clock: clock.replace(microsecond=0))
INT64 = st.integers(-(2**63), 2**63 - 1)
WORDS = st.text(st.characters(exclude_characters=",", exclude_categories=["Cs"]), min_size=1)
POINTS = st.fixed_dictionaries({"lon": st.floats(-180, 180), "lat": st.floats(-90, 90)})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)

VALUES: list[tuple[Field, st.SearchStrategy[Any]]] = [
    (field("string"), st.text(min_size=1)),
    (field("any"), st.text(min_size=1)),
    (field("string", "email"), st.emails()),
    (field("string", "uri"), ADDRESSES),
    (field("string", "uuid"), st.uuids().map(str)),
    (field("string", "binary"), st.from_regex(BASE64, fullmatch=True)),
    (field("integer"), INT64),
    (field("integer", groupChar=",", bareNumber=False), INT64),
    (field("number"), st.floats()),
    (field("number", decimalChar=",", groupChar=".", bareNumber=False), st.floats()),
    (field("boolean"), st.booleans()),
    (field("boolean", trueValues=("예", "x"), falseValues=("아니오",)), st.booleans()),
    (field("date"), st.dates()),
    (field("date", "any"), st.dates()),
    (field("date", "%d/%m/%Y"), st.dates()),
    (field("date", "%A %d %B %Y"), st.dates()),
    (field("date", "%Y-%j"), st.dates()),
    (field("date", "%y%m%d"), POSIX),
    (field("date", "%d-%b-%y (%a)"), POSIX),
    (field("date", "%d.%m.%Y %H:%M %z"), st.dates()),
    (field("time"), CLOCKS),
    (field("time", "%I:%M:%S %p"), CLOCKS),
    (field("time", "%H%M%S.%f"), st.times()),
    (field("datetime"), st.datetimes()),
    (field("datetime", "any"), st.datetimes()),
    (field("datetime", "%d/%m/%Y %H:%M:%S"), SECONDS),
    (field("datetime", "%Y-%m-%dT%H:%M:%S.%f%z"), st.datetimes(timezones=st.just(UTC))),
    (field("year"), st.integers(-(2**31), 2**31 - 1).filter(bool)),
    (field("yearmonth"), st.dates().map(lambda day: day.isoformat()[:7])),
    (field("list"), st.lists(WORDS, min_size=1)),
    (field("list", itemType="datetime", delimiter="|"), st.lists(st.datetimes(), min_size=1)),
    (field("list", itemType="integer"), st.lists(INT64, min_size=1)),
    (field("object"), st.dictionaries(st.text(), JSON, max_size=3).map(canonical)),
    (field("array"), st.lists(JSON, max_size=3).map(canonical)),
    (field("geopoint"), POINTS),
    (field("geopoint", "array"), POINTS),
    (field("geopoint", "object"), POINTS),
]


@pytest.mark.parametrize(("each", "values"), VALUES, ids=name_of)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_is_written_reads_back(each: Field, values: st.SearchStrategy[Any], data: st.DataObject) -> None:
    """Every value's text is of the type and is read as the same value."""
    drawn = data.draw(st.lists(values, min_size=1, max_size=20))
    held = pl.DataFrame({"a": [*drawn, None]}, {"a": dtype(each)})
    schema, cell = table(each, missing_values=()), pl.col("a")
    back = held.select(text(each, cell)).select(value(schema, each, cell))
    assert repr(back.rows()) == repr(held.rows())


@st.composite
def durations(draw: st.DrawFn) -> str:
    """Draw a duration's text, parts larger than the next part up included."""
    part = st.integers(0, 40) | st.integers(0, 10**12 - 1)
    day = "".join(f"{draw(part)}{each}" for each in "YMD" if draw(st.booleans()))
    clock = "".join(f"{draw(part)}{each}" for each in "HMS" if draw(st.booleans()))
    if clock.endswith("S") and draw(st.booleans()):
        clock = f"{clock[:-1]}.{draw(st.integers(0, 999))}S"
    return draw(st.sampled_from(["", "-"])) + "P" + ((day + (clock and f"T{clock}")) or "0D")


@FEW
@given(st.lists(durations(), min_size=1, max_size=20))
def test_a_durations_canonical_text_is_its_own(texts: list[str]) -> None:
    """Reading a duration a second time changes nothing."""
    once = [each for each in read(field("duration"), *texts) if each is not NO]
    assert read(field("duration"), *once) == once


def test_a_duration_whose_parts_carry_over_the_limit_is_not_read() -> None:
    """Twelve months more than the most years there may be cannot be written back."""
    assert read(field("duration"), "P999999999999Y11M", "P999999999999Y12M") == ["P999999999999Y11M", NO]


def lasts(months: int, seconds: int, start: date) -> int:
    """Measure a duration from a date by Python's calendar: the oracle for its key."""
    month = start.year * 12 + start.month - 1 + months
    return (date(month // 12, month % 12 + 1, 1) - start).days * 86_400 + seconds


@FEW
@given(st.integers(-1600 * 12, 8000 * 12), st.integers(0, 10**9))
def test_a_durations_keys_are_what_the_calendar_says(months: int, seconds: int) -> None:
    """From each of the standard's four dates a duration lasts as long as by Python's calendar."""
    sign = "-" if months < 0 else ""
    cell = pl.DataFrame({"a": [f"{sign}P{abs(months)}MT{seconds}S"]})
    keys = order_keys(field("duration"), pl.col("a"))
    found = cell.select(key.alias(str(n)) for n, key in enumerate(keys)).row(0)
    starts = (date(1696, 9, 1), date(1697, 2, 1), date(1903, 3, 1), date(1903, 7, 1))
    assert found == tuple(lasts(months, -seconds if sign else seconds, start) for start in starts)


PATTERNS = {
    EMAIL: ("a@b.org", "x.y+z@ex-ample.co.kr", "홍@한국.kr"),
    URI: ("mailto:a@b.org", "http://u:p@h.org:80/%20"),
    WEB_URI: ("https://example.org/a?b=c#d", "http://[::1]:80/", "http://한국.kr/기사"),
    UUID: ("123e4567-e89b-12d3-a456-426614174000",),
    BASE64: ("aGVsbG8=", "YQ=="),
}


@pytest.mark.parametrize("pattern", PATTERNS, ids=["email", "uri", "web", "uuid", "base64"])
@FEW
@given(data=st.data())
def test_both_engines_read_a_pattern_alike(pattern: str, data: st.DataObject) -> None:
    """Rust's and Python's regular expressions take the same texts for e-mail addresses, URIs and the rest."""
    texts = data.draw(st.lists(near(PATTERNS[pattern]), min_size=20))
    rust = pl.Series(texts).str.contains(f"^(?:{pattern})$").to_list()
    assert rust == [re.fullmatch(pattern, each) is not None for each in texts]
