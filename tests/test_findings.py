"""Findings and reports as data."""

from dataclasses import fields

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.findings import SEVERITIES, Finding, Report

FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(["enum", "pattern", "type"]),
    severity=st.sampled_from(SEVERITIES),
    message=st.text(max_size=10),
    file=st.none() | st.sampled_from(["a.csv", "b.csv"]),
    line=st.none() | st.integers(1, 9),
    column=st.none() | st.integers(1, 9),
    value=st.none() | st.text(max_size=5),
)
LISTS = st.lists(FINDINGS, max_size=8)
MORE = st.dictionaries(
    st.tuples(st.sampled_from(["enum", "late"]), st.sampled_from(SEVERITIES)),
    st.integers(1, 10**6),
    max_size=4,
)


@given(LISTS, MORE)
def test_totals_count_what_is_listed_and_what_is_not(
    found: list[Finding], more: dict[tuple[str, str], int]
) -> None:
    """Errors and warnings, and the counts by rule, hold listed findings and those beyond the list."""
    report = Report.of(found, more=more)  # type: ignore[arg-type] # drawn from the severities
    beyond = sum(more.values())
    assert report.errors + report.warnings == len(found) + beyond == sum(report.counts().values())
    assert report.errors == sum(f.severity == "error" for f in found) + sum(
        n for (_, severity), n in more.items() if severity == "error"
    )
    assert report.ok == (report.errors == 0)
    assert list(report.totals) == sorted(report.totals)


@given(LISTS)
def test_findings_are_sorted_by_place(found: list[Finding]) -> None:
    """A report lists every finding, by file, line, column and rule."""
    report = Report.of(found)
    assert sorted(map(repr, report.findings)) == sorted(map(repr, found))
    places = [(f.file or "", f.line or 0, f.column or 0, f.rule) for f in report.findings]
    assert places == sorted(places)


@given(st.lists(FINDINGS, max_size=6, unique_by=lambda f: f.place), st.randoms(use_true_random=False))
def test_reports_of_the_same_findings_are_equal(found: list[Finding], random: object) -> None:
    """The order in which findings arrive makes no difference."""
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis gives a Random
    assert Report.of(found) == Report.of(shuffled)


@given(LISTS)
def test_frame_holds_every_finding_unchanged(found: list[Finding]) -> None:
    """A row each, a column each, numbers as Int64, one truth, and the rest as String, texts untouched."""
    report = Report.of(found)
    frame = report.frame()
    assert [Finding(**row) for row in frame.iter_rows(named=True)] == list(report.findings)
    assert frame.columns == [f.name for f in fields(Finding)]
    assert {name for name, dtype in frame.schema.items() if dtype == pl.Int64} == {
        "row",
        "line",
        "column",
        "field_number",
    }
    assert [name for name, dtype in frame.schema.items() if dtype == pl.Boolean] == ["fixable"]
    assert set(frame.dtypes) == {pl.Int64, pl.String, pl.Boolean}


def test_frame_holds_a_file_name_that_is_no_text() -> None:
    """A file's name in bytes that are no UTF-8 is shown with its escapes."""
    finding = Finding("type", "error", "wrong", file=b"caf\xe9.csv".decode("utf-8", "surrogateescape"))
    assert Report.of([finding]).frame()["file"].to_list() == ["caf\\udce9.csv"]


HOSTILE = ["\x1b[2J", "a\nb\r\nc", "=cmd()", "::error::x", "\u202e", "<b>", "\0", "{value}", "'; DROP TABLE"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_it_is(text: str) -> None:
    """As data a text is what it is; only the renderers make it harmless."""
    report = Report.of([Finding("type", "error", text, value=text, key=text)])
    assert report.frame().select("message", "value", "key").row(0) == (text, text, text)


def test_empty_report_is_sound() -> None:
    """Nothing found is no error, and still a frame with all columns."""
    report = Report.of([])
    assert report.ok
    assert report == Report()
    assert report.frame().shape == (0, len(fields(Finding)))


def test_warnings_alone_are_no_error() -> None:
    """A report with warnings is sound."""
    report = Report.of([Finding("late", "warning", "late")], records={"a": 1})
    assert report.ok
    assert report.warnings == 1
    assert report.records == {"a": 1}


def test_rule_of_two_severities_is_counted_together() -> None:
    """Counts by rule do not part warnings from errors; totals do."""
    report = Report.of([Finding("late", "warning", "x"), Finding("late", "error", "x")])
    assert report.counts() == {"late": 2}
    assert report.totals == {("late", "error"): 1, ("late", "warning"): 1}


def test_nothing_more_is_no_total() -> None:
    """A count of zero is left out."""
    assert Report.of([], more={("late", "error"): 0}) == Report()
