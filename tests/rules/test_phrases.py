"""Rules for a phrase and the date beside it."""

from __future__ import annotations

import time

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.rows import Rows
from dateline.checks.content import Content
from dateline.checks.tables import check_tables
from dateline.edtf import convention_fits, first_of_month, read, weekday_fits
from dateline.rules.phrases import looked
from dateline.table import read_schema
from rules.together import check

NOTES = {
    "notes": """
fields:
  - {name: note, type: string}
  - {name: printed, type: string, dateline: {phrase: {date: coded}}}
  - {name: coded, type: string, dateline: {edtf: {}}}
primaryKey: [note]
""",
}


def found_in(phrase: str, coded: str) -> list[tuple[str, str | None]]:
    """Return rule and suggestion of what is found of one phrase and its date."""
    quoted = phrase.replace('"', '""')
    found = check(NOTES, {"notes": f'note,printed,coded\n1,"{quoted}",{coded}\n'})
    return [(each.rule, each.suggestion) for each in found]


@pytest.mark.parametrize(
    ("phrase", "coded", "wanted"),
    [
        ("on Thursday", "2021-11-12", [("weekday-differs", None)]),
        ("on Thursday", "2021-11-11", []),
        ("three days after Thursday", "2021-11-14", []),
        ("June", "2023-06-01", [("first-of-month", "2023-06")]),
        ("in and around June", "2023-06-01", [("first-of-month", "2023-06~")]),
        ("June 1", "2023-06-01", []),
        ("mid-October", "[2024-10-10..2024-10-19]", [("phrase-convention", "[2024-10-11..2024-10-20]")]),
        ("mid-October", "2024-10-01", [("phrase-convention", "[2024-10-11..2024-10-20]")]),
        ("mid-October", "[2024-10-11..2024-10-20]", []),
        ("early this month", "[2021-11-01..2021-11-11]", [("phrase-convention", "[2021-11-01..2021-11-10]")]),
        ("late last year", "2017-12", [("phrase-convention", "[2017-10..2017-12]")]),
        ("before mid-October", "[..2024-10-10]", []),
        ("June", "", []),
        ("", "2023-06-01", []),
        ("June", "June", [("edtf-invalid", None)]),
        ("Thursday, Nov. 4, 2021", "2021-11-04", []),
    ],
)
def test_words_and_date_fit(phrase: str, coded: str, wanted: list[tuple[str, str | None]]) -> None:
    """A weekday, a month and early, mid or late are held against the date, and the right one is proposed."""
    assert found_in(phrase, coded) == wanted


def test_the_weekday_of_the_date_is_told() -> None:
    """The message says which day of the week the date is."""
    found = check(NOTES, {"notes": "note,printed,coded\n1,on Thursday,2021-11-12\n"})
    assert found[0].message == (
        "'2021-11-12' does not fall on the weekday that printed names: it is a Friday"
    )


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                ["\u0661\u0665 أكتوبر", "10월 중순", "mid\u200f-October", "0000", "June 99999", "29 February"]
            ),
        ),
        max_size=8,
    ),
    st.sampled_from(["2023-06-01", "0001-01-01", "9999-12-31", "[..0001-01]", "9999-12~", "2023-02-29", "x"]),
)
def test_no_phrase_is_too_strange(phrases: list[str], coded: str) -> None:
    """Other scripts, other digits, signs without width: a finding or nothing."""
    rows = "".join('{},"{}",{}\n'.format(i, p.replace('"', '""'), coded) for i, p in enumerate(phrases))
    for each in check(NOTES, {"notes": "note,printed,coded\n" + rows}):
        assert each.message


NAMING = ["EARLY", "mid-", "Mid", "late", "end of", "beginning of", "Start of", "middle of", "\uff45arly", ""]
NAMING += ["Monday", "mon.", "Tue", "Wednesday", "thu", "FRI", "saturday", "SUN", "\u017fun", "amid", None]
TOLD = ["October", "month", "June 2024", "last year", "Nov. 3", "", "before May", "(", "weekend"]
CODED = [
    "2024-10-15",
    "2024-10-16",
    "2024-06-01",
    "2024-11-01~",
    "2024-10",
    "[2024-10-11..2024-10-20]",
    "2023/..",
]
PAIRS = [
    (None if naming is None else f"{naming} {told}", coded)
    for naming in NAMING
    for told in TOLD
    for coded in [*CODED, "0001", "9999-12", "x", None]
]


def test_what_is_not_read_is_not_wrong() -> None:
    """Phrases that are passed over, for they name neither weekday nor part, are those without a fault."""
    (field,) = (each for each in read_schema(NOTES["notes"], "n.yaml", "notes").fields if each.phrase)
    frame = pl.DataFrame(PAIRS, {"printed": pl.String, "coded": pl.String}, orient="row")
    assert frame.select(looked(field)).to_series().to_list() == [_faults(*pair) for pair in PAIRS]


def _faults(phrase: str | None, coded: str | None) -> int | None:
    if phrase is None or coded is None:
        return None
    value = read(coded)
    if value is None:
        return 0
    weekday = 1 if weekday_fits(phrase, value) is False else 0
    if convention_fits(phrase, value) is False:
        return weekday + 4
    return weekday + (2 if first_of_month(phrase, value) else 0)


def test_a_phrase_of_megabytes_is_not_read() -> None:
    """What is longer than any phrase costs nothing, and is nobody's date."""
    table = read_schema(NOTES["notes"], "notes.yaml", "notes")
    rows = [["1", "on Thursday " + "the " * 2_500_000, "2021-11-12"]]
    start = time.process_time()
    assert check_tables({"notes": Content(table, Rows(table.names, rows))}).findings == []
    assert time.process_time() - start < 5


def test_two_phrases_may_share_a_date() -> None:
    """Each phrase is held against the date, and told of by itself."""
    schema = NOTES["notes"].replace(
        "  - {name: coded",
        "  - {name: heard, type: string, dateline: {phrase: {date: coded}}}\n  - {name: coded",
    )
    rows = "note,printed,heard,coded\n1,on Thursday,on Friday,2021-11-13\n"
    assert [each.rule for each in check({"notes": schema}, {"notes": rows})] == ["weekday-differs"] * 2
