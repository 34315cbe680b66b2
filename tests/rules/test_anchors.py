"""Rules for phrases that need to know when they were said, or in which year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.edtf import from_phrase
from rules.together import check, failed

SCHEMAS = {
    "papers": """
fields:
  - {name: paper, type: string}
  - {name: out, type: string, dateline: {edtf: {}}}
  - {name: first_out, type: string, dateline: {edtf: {}}}
primaryKey: [paper]
dateline: {article: {published: out, anchors: [first_out]}}
""",
    "voices": """
fields:
  - {name: voice, type: string}
  - {name: paper, type: string}
  - {name: spoke, type: string, dateline: {edtf: {}}}
primaryKey: [voice]
foreignKeys: [{fields: [paper], reference: {resource: papers, fields: [paper]}}]
dateline: {source: {statement: spoke}}
""",
    "floods": """
fields: [{name: flood, type: string}, {name: basis, type: string}]
primaryKey: [flood]
dateline: {event: {year_basis: basis}}
""",
    "reports": """
fields:
  - {name: nr, type: integer}
  - {name: flood, type: string}
  - {name: paper, type: string}
  - {name: printed, type: string, dateline: {phrase: {date: coded}}}
  - {name: coded, type: string, dateline: {edtf: {}}}
primaryKey: [nr]
foreignKeys:
  - {fields: [flood], reference: {resource: floods, fields: [flood]}}
  - {fields: [paper], reference: {resource: papers, fields: [paper]}}
dateline: {claim: {}}
""",
    "steps": """
fields: [{name: nr, type: integer}, {name: voice, type: string}]
primaryKey: [nr, voice]
foreignKeys:
  - {fields: [nr], reference: {resource: reports, fields: [nr]}}
  - {fields: [voice], reference: {resource: voices, fields: [voice]}}
dateline: {chain: {}}
""",
}
RULES = ("phrase-without-anchor", "phrase-without-year", "phrase-date-differs")


def said(
    phrase: str,
    coded: str = "",
    *,
    spoke: str = "",
    beside: str = "",
    out: str = "",
    first_out: str = "",
    basis: str = "url",
) -> list[tuple[str, str | None]]:
    """Check one phrase; return rule and suggestion. `beside` is when another voice of the paper spoke."""
    records = {
        "papers": f"paper,out,first_out\nP,{out},{first_out}\n",
        "voices": f"voice,paper,spoke\nV,P,{spoke}\nW,P,{beside}\n",
        "floods": f"flood,basis\nF,{basis}\n",
        "reports": f'nr,flood,paper,printed,coded\n1,F,P,"{phrase}",{coded}\n',
        "steps": "nr,voice\n1,V\n",
    }
    return [(each.rule, each.suggestion) for each in check(SCHEMAS, records) if each.rule in RULES]


@pytest.mark.parametrize(
    "anchor",
    [
        {"spoke": "2023-09-19"},
        {"beside": "2023-09-19"},
        {"out": "2023-09-19"},
        {"first_out": "2023-09-19"},
        {"out": "[2023-09-18..]", "first_out": "2023-09-19"},
    ],
)
def test_a_relative_phrase_is_counted_from_what_is_near(anchor: dict[str, str]) -> None:
    """A statement in the chain or the article, and a day of either edition, are anchors."""
    assert said("Yesterday", "2023-09-18", **anchor) == []


@pytest.mark.parametrize(
    "anchor", [{}, {"out": "[2023-09-18..]"}, {"out": "2023-09"}, {"spoke": "2023-09-18~"}]
)
def test_a_relative_phrase_without_an_anchor_is_found(anchor: dict[str, str]) -> None:
    """A date that is not a day is no anchor for a phrase that depends on the day."""
    assert said("Yesterday", "2023-09-18", **anchor) == [("phrase-without-anchor", None)]


def test_a_window_in_which_a_phrase_means_the_same_is_an_anchor() -> None:
    """Last year needs no more than the year, early this month no more than the month."""
    assert said("late last year", "[2017-10..2017-12]", out="[2018-01-30..2018-02-07]") == []
    assert said("last year", "2016", out="[2018-01-30..2018-02-07]") == [("phrase-date-differs", "2017")]
    assert said("this month", "2018-02", out="[2018-01-30..2018-02-07]") == [("phrase-without-anchor", None)]


def test_phrases_that_state_their_day_need_no_anchor() -> None:
    """What gives its own day beside the relative word is not counted."""
    assert said("Yesterday (September 18)", "2023-09-18") == []
    assert said("July 2021", "2021-07") == []
    assert said("As of now", "2021-07") == []


@pytest.mark.parametrize(
    ("phrase", "basis", "wanted"),
    [
        ("Nov. 3", "", ["phrase-without-year"]),
        ("Nov. 3", "url", []),
        ("Nov. 3, 2021", "", []),
        ("Yesterday (November 3)", "", ["phrase-without-year"]),
    ],
)
def test_a_phrase_without_a_year_needs_its_basis(phrase: str, basis: str, wanted: list[str]) -> None:
    """Where the year comes from stands with the event of the claim."""
    assert [rule for rule, _ in said(phrase, "2021-11-03", basis=basis)] == wanted


def test_the_basis_of_the_year_may_stand_in_the_row() -> None:
    """Where the row has a field for it, that field is pointed at."""
    schema = """
fields:
  - {name: nr, type: integer}
  - {name: printed, type: string, dateline: {phrase: {date: coded, year_basis: basis}}}
  - {name: coded, type: string, dateline: {edtf: {}}}
  - {name: basis, type: string}
primaryKey: [nr]
"""
    rows = "nr,printed,coded,basis\n1,Nov. 3,2021-11-03,\n2,Nov. 3,2021-11-03,url\n"
    assert failed(check({"notes": schema}, {"notes": rows})) == [("phrase-without-year", "basis", "1")]


@pytest.mark.parametrize(
    ("phrase", "coded", "around", "wanted"),
    [
        ("Yesterday", "2023-09-19", {"spoke": "2023-09-19"}, "2023-09-18"),
        ("last Tuesday", "2015-03-10", {"spoke": "2015-03-22"}, "2015-03-17"),
        ("early this month", "[2021-10-01..2021-10-10]", {"spoke": "2021-11-11"}, "[2021-11-01..2021-11-10]"),
        ("earlier this month", "2021-11", {"spoke": "2021-11-11"}, "[2021-11-01..2021-11-11]"),
        ("Nov. 3", "2021-11-04", {}, "2021-11-03"),
        ("November and December", "2021-11", {}, "2021-11/2021-12"),
        ("July 2021", "2021-08", {}, "2021-07"),
    ],
)
def test_a_date_that_its_phrase_does_not_mean_is_told(
    phrase: str, coded: str, around: dict[str, str], wanted: str
) -> None:
    """The date that the phrase means, from the nearest anchor, is proposed."""
    assert said(phrase, coded, **around) == [("phrase-date-differs", wanted)]


@pytest.mark.parametrize(
    ("phrase", "coded", "around"),
    [
        ("Yesterday", "2023-09-18", {"spoke": "2023-09-21", "out": "2023-09-19"}),
        ("Yesterday", "", {"spoke": "2023-09-21"}),
        ("Yesterday", "x", {"spoke": "2023-09-21"}),
        ("the week before last", "2023-09", {"spoke": "2023-09-21"}),
        ("around December", "2021-12~", {}),
        ("around January", "2022-01~", {}),
        ("since June 3", "2021-06-03/..", {}),
        ("Nov. 3", "1999-11-03", {"spoke": "2021-11-11"}),
        ("29 February", "2024-02-29", {}),
        ("29 February", "2023-03-01", {}),
        ("어제", "2023-09-18", {"spoke": "2023-09-19"}),
    ],
)
def test_a_date_that_some_anchor_gives_is_right(phrase: str, coded: str, around: dict[str, str]) -> None:
    """Any anchor at hand will do; what cannot be read, and a year from elsewhere, is nobody's fault."""
    assert said(phrase, coded, **around) == []


def test_what_another_rule_tells_is_not_told_again() -> None:
    """A false first of the month is one finding, although the phrase means another date."""
    schemas = {"reports": SCHEMAS["reports"].split("foreignKeys")[0] + "dateline: {claim: {}}\n"}
    found = failed(check(schemas, {"reports": "nr,printed,coded\n1,June,2023-06-01\n"}))
    assert found == [("first-of-month", "coded", "1")]


def test_the_message_says_from_when_it_was_counted() -> None:
    """Phrase, anchor and meaning stand in the report."""
    records = {
        "papers": "paper,out\nP,2023-09-21\n",
        "reports": "nr,paper,printed,coded\n1,P,Yesterday,2023-09-18\n",
    }
    (found,) = [each for each in check(SCHEMAS, records) if each.rule in RULES]
    assert found.message == "'2023-09-18' is not what 'Yesterday', said on 2023-09-21, stands for"
    assert found.expected == "2023-09-20, by the conventions of docs/dates.md"


PHRASES = ["Yesterday", "last Tuesday", "on Friday", "last week", "three days ago", "this month", "the 18th",
           "earlier this year", "last October", "a year ago", "late last month", "next Sunday"]  # fmt: skip


@settings(deadline=None, max_examples=12)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(PHRASES),
            st.dates(date(1950, 1, 1), date(2050, 1, 1)),
            st.dates(date(1950, 1, 1), date(2050, 1, 1)),
        ),
        min_size=6,
        max_size=30,
    )
)
def test_columns_agree_with_the_phrases_read_one_by_one(rows: list[tuple[str, date, date]]) -> None:
    """Whatever is kept of readings, each phrase is held to what it means from its own anchor."""
    papers = "".join(f"{i},{anchor}\n" for i, (_, anchor, _) in enumerate(rows))
    meant = [from_phrase(phrase, anchor=anchor).date for phrase, anchor, _ in rows]
    coded = [
        each if each and i % 2 else other
        for i, (each, (*_, other)) in enumerate(zip(meant, rows, strict=True))
    ]
    reports = "".join(
        f"{i},{i},{row[0]},{date_}\n" for i, (row, date_) in enumerate(zip(rows, coded, strict=True))
    )
    records = {"papers": "paper,out\n" + papers, "reports": "nr,paper,printed,coded\n" + reports}
    findings = check(SCHEMAS, records)
    found = {(each.key, each.suggestion) for each in findings if each.rule == "phrase-date-differs"}
    others = ("phrase-convention", "weekday-differs", "first-of-month")
    told = {each.key for each in findings if each.rule in others}
    wanted = {
        (str(i), str(each))
        for i, (each, date_) in enumerate(zip(meant, coded, strict=True))
        if each and str(each) != str(date_) and str(i) not in told
    }
    assert found == wanted
