"""What datasets expect of their tables: what is missed is found, and what only just holds is not."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.rows import Rows
from dateline.checks.content import Content
from dateline.checks.expectations import check_expectations, earlier, unmet
from dateline.checks.groups import group_rules
from dateline.checks.links import check_links
from dateline.checks.tables import check_tables
from dateline.dataset import read_dataset
from dateline.errors import DatasetFileError
from dateline.table import read_schema

if TYPE_CHECKING:
    from dateline.findings import Finding

SCHEMAS = {
    "floods": """
fields:
  - {name: nr, type: integer}
  - {name: river, type: string}
  - {name: on, type: string, dateline: {edtf: {continuing: true}}}
  - {name: day, type: date}
primaryKey: [nr]
""",
    "towns": """
fields:
  - {name: flood, type: integer}
  - {name: step, type: integer}
  - {name: role, type: string}
primaryKey: [flood, step]
foreignKeys: [{fields: [flood], reference: {resource: floods, fields: [nr]}}]
""",
}
DATASET = """
name: a
title: A
description: D
version: 1.0.0
licenses: [{name: CC0-1.0}]
contributors: [{title: N}]
coverage: {temporal: 2020/2024-11}
tables: {floods: {path: f.csv}, towns: {path: t.csv}}
expectations:
"""
TODAY = date(2026, 3, 31)


def run(expectation: str, floods: str = "nr\n", towns: str = "flood,step,role\n") -> list[Finding]:
    """Check two tables by one expectation, in YAML, and nothing else."""
    dataset = read_dataset(f"{DATASET}  - {expectation}\n", "dataset.yaml")
    tables = {name: read_schema(text, f"{name}.yaml", name) for name, text in SCHEMAS.items()}
    check_links(tables)
    check_expectations(dataset, tables)
    contents = {}
    for name, records in (("floods", floods), ("towns", towns)):
        read = csv.DictReader(io.StringIO(records))
        rows = [[row.get(field, "") for field in tables[name].names] for row in read]
        contents[name] = Content(tables[name], Rows(tables[name].names, rows))
    outcome = check_tables(contents, further=group_rules(dataset.expectations, tables))
    return [*outcome.findings, *unmet(dataset, contents, outcome.records, TODAY)]


def short(found: list[Finding]) -> list[tuple[str, str, str | None]]:
    """Return rule, severity and key of each finding."""
    return [(each.rule, each.severity, each.key) for each in found]


FLOODS = "nr,river,on,day\n" + "".join(
    f"{i},{river},{on},{day}\n"
    for i, (river, on, day) in enumerate(
        (
            ("Elbe", "2021-05", "2021-05-01"), ("", "..", ""),
            ("Oder", "[2023-10-11..2023-10-20]", "2023-10-12"), ("Elbe", "", "2024-01-31"),
        )
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("expectation", "rule", "severity", "message"),
    [
        ("{table: floods, field: river, filled: {minimum: 0.8}}", "too-few-filled", "error",
         "75 % of the cells in river have a value, fewer than expected"),
        ("{table: floods, field: river, filled: {maximum: 0.7}}", "too-many-filled", "warning",
         "75 % of the cells in river have a value, more than expected"),
        ("{table: floods, field: river, distinct: {minimum: 3}}", "too-few-values", "error",
         "river has 2 different values, fewer than expected"),
        ("{table: floods, field: river, distinct: {maximum: 1}}", "too-many-values", "warning",
         "river has 2 different values, more than expected"),
        ("{table: floods, rows: {maximum: 3}, severity: error}", "too-many-records", "error",
         "floods has 4 records, more than expected"),
        ("{table: floods, field: day, newest: {within: P9M}}", "records-stale", "error",
         "the newest date in day is 2024-01-31: older than P9M before 2024-11-30"),
        ("{table: floods, field: 'on', newest: {within: P3M, of: floods.day}}", "records-stale", "error",
         "the newest date in on is 2023-10-20: older than P3M before 2024-01-31"),
        ("{table: floods, field: day, newest: {within: P2Y, of: today}, severity: error}", "records-stale",
         "warning", "the newest date in day is 2024-01-31: older than P2Y before 2026-03-31"),
    ],
)  # fmt: skip
def test_what_a_table_lacks_is_found_at_the_expectation(
    expectation: str, rule: str, severity: str, message: str
) -> None:
    """The line in the dataset file is pointed at; what is counted from today is a warning always."""
    (found,) = run(expectation, FLOODS)
    assert (found.rule, found.severity, found.message) == (rule, severity, message)
    assert (found.file, found.line, found.table) == ("dataset.yaml", 11, "floods")


@pytest.mark.parametrize(
    "expectation",
    [
        "{table: floods, field: river, filled: {minimum: 0.75, maximum: 0.75}}",
        "{table: floods, field: river, distinct: {minimum: 2, maximum: 2}}",
        "{table: floods, field: day, newest: {within: P10M}}",
        "{table: floods, field: day, newest: {within: P304D, of: coverage}}",
        "{table: floods, field: 'on', newest: {within: P1Y, of: floods.day}}",
        "{table: floods, field: day, newest: {within: P2Y2M, of: today}}",
    ],
)
def test_what_only_just_holds_is_let_be(expectation: str) -> None:
    """Limits are among what is allowed."""
    assert run(expectation, FLOODS) == []


def test_a_table_without_rows_has_no_filled_cell_and_no_newest_date() -> None:
    """Nothing is less than any minimum, and is not old."""
    assert short(run("{table: floods, field: river, filled: {minimum: 0.1}}")) == [
        ("too-few-filled", "error", None)
    ]
    assert run("{table: floods, field: day, newest: {within: P1D}}") == []


def test_each_group_has_as_many_rows_as_expected() -> None:
    """A group without its row is found at its first row, or at its key; too many from the second on."""
    one = """{table: towns, group: [flood], where: "role = 'main'", count: {minimum: 1, maximum: 1}}"""
    floods = "nr\n1\n2\n3\n4\n"
    towns = "flood,step,role\n1,1,main\n1,2,also\n2,1,also\n2,2,\n3,1,main\n3,2,main\n3,3,main\n"
    found = run(one, floods, towns)
    assert short(found) == [
        ("group-too-small", "error", "2/1"),
        ("group-too-small", "error", "4"),
        ("group-too-large", "warning", "3/2"),
        ("group-too-large", "warning", "3/3"),
    ]
    assert [each.message for each in found] == [
        "2 has 0 records with role = 'main'",
        "4 has 0 records with role = 'main' in towns",
        "3 has 3 records with role = 'main'",
        "3 has 3 records with role = 'main'",
    ]
    assert [each.file for each in found] == ["rows.csv"] * 4


def test_a_maximum_alone_asks_nothing_of_those_without_rows() -> None:
    """At most one is none as well; a severity that is given holds."""
    many = "{table: towns, group: [flood], count: {maximum: 1}, severity: error}"
    assert short(run(many, "nr\n1\n2\n", "flood,step\n1,1\n1,2\n")) == [("group-too-large", "error", "1/2")]


def test_a_sequence_has_no_gap_and_repeats_nothing() -> None:
    """In each group the first number that is not the next is pointed at; the order of rows means nothing."""
    floods = "nr\n1\n2\n3\n4\n"
    towns = "flood,step\n1,2\n1,1\n2,1\n2,3\n2,4\n3,0\n4,\n"
    found = [
        each
        for each in run("{table: towns, group: [flood], sequence: step}", floods, towns)
        if each.rule == "sequence-broken"
    ]
    assert [(each.key, each.message) for each in found] == [
        ("2/3", "the numbers of 2 go on with '3' where 2 should stand"),
        ("3/0", "the numbers of 3 go on with '0' where 1 should stand"),
    ]


def test_a_sequence_may_run_through_a_whole_table() -> None:
    """Without a group, all rows are one."""
    (found,) = run("{table: floods, sequence: nr}", "nr\n1\n2\n4\n")
    assert found.message == "the numbers of floods go on with '4' where 3 should stand"


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 4)), max_size=8, unique=True))
def test_sequences_are_broken_where_sorting_says_so(rows: list[tuple[int, int]]) -> None:
    """A naive loop over sorted numbers finds the same groups."""
    towns = "flood,step\n" + "".join(f"{flood},{step}\n" for flood, step in rows)
    found = run("{table: towns, group: [flood], sequence: step}", "nr\n1\n2\n3\n", towns)
    by_flood = {flood: sorted(step for each, step in rows if each == flood) for flood, _ in rows}
    broken = {str(flood) for flood, steps in by_flood.items() if steps != list(range(1, len(steps) + 1))}
    assert {(each.key or "").split("/")[0] for each in found} == broken


def problems(expectation: str) -> list[str]:
    """Return what is wrong with an expectation, with its place and what to write."""
    with pytest.raises(DatasetFileError) as error:
        run(expectation)
    return [str(each) for each in error.value.problems]


def test_every_fault_of_an_expectation_has_its_place(golden: object) -> None:
    """Keys, limits, periods, fields, kinds of fields and conditions: each fault is one message."""
    faulty = [
        "rows",
        "{table: floods}",
        "{table: floods, rows: {}, filled: {}}",
        "{table: floods, row: {minimum: 1}}",
        "{table: floods, rows: {}}",
        "{table: flood, rows: {minimum: -1}}",
        "{table: floods, rows: {minimum: 2, maximum: 1}}",
        "{table: floods, field: river, rows: {minimum: 2}}",
        "{table: floods, filled: {minimum: 1}}",
        "{table: floods, field: river, filled: {minimum: 90}}",
        "{table: floods, field: rivers, filled: {minimum: 1}}",
        "{table: floods, field: river, distinct: {minimum: 1}, severity: fatal}",
        "{table: floods, field: river, newest: {within: P1Y}}",
        "{table: floods, field: day, newest: {within: a year}}",
        "{table: floods, field: day, newest: {of: today}}",
        "{table: floods, field: day, newest: {within: P1Y, of: floods.dya}}",
        "{table: towns, group: flood, count: {minimum: 1}}",
        "{table: towns, count: {minimum: 1}}",
        "{table: towns, group: [floods], count: {minimum: 1}}",
        """{table: towns, group: [flood], where: "rank = 'a'", count: {minimum: 1}}""",
        """{table: towns, group: [flood], where: "1 = 1", count: {minimum: 1}}""",
        "{table: towns, group: [flood], sequence: role}",
        "{table: towns, group: [flood], sequence: steps}",
    ]
    text = "".join(
        f"{each}\n" + "".join(f"  {line}\n" for one in problems(each) for line in one.splitlines())
        for each in faulty
    )
    golden("checks/expectations.txt", text)  # type: ignore[operator] # a fixture of the whole suite


@pytest.mark.parametrize(
    ("day", "months", "days", "expected"),
    [
        (date(2024, 3, 31), 1, 0, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, 0, date(2023, 2, 28)),
        (date(2024, 1, 5), 1, 6, date(2023, 11, 29)),
        (date(2024, 1, 5), 99_999, 99_999, date.min),
    ],
)
def test_periods_are_counted_by_the_calendar(day: date, months: int, days: int, expected: date) -> None:
    """A month before the 31st is the month's last day, as Polars has it; no period leaves the calendar."""
    assert earlier(day, months, days) == expected
    if expected > date.min:
        assert pl.Series([day]).dt.offset_by(f"-{months}mo").dt.offset_by(f"-{days}d").item() == expected
