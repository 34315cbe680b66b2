"""Whatever is broken in the real records is found, on its exact line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import dateline
from project.edit import change, find, rows_of, write

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.findings import Report

MUTATIONS = [
    ("events", "E001-01", "date_edtf", "mid-October", "edtf-invalid"),
    ("events", "E001-01", "date_edtf", "2024-02-30", "edtf-invalid"),
    ("events", "E001-01", "date_edtf", "[2017-10..2018-02-07]", "edtf-invalid"),
    ("events", "E001-01", "date_earliest", "2024-10-01", "edtf-bounds"),
    ("events", "E001-01", "date_latest", "", "edtf-bounds"),
    ("events", "E001-01", "date_precision", "day", "edtf-precision"),
    ("events", "E001-01", "date_earliest", "2024-2-30", "type"),
    ("events", "E001-01", "event_kind", "operaton", "enum"),
    ("events", "E001-01", "event_type", "crakdown", "code-unknown"),
    ("events", "E001-01", "place_id", "hyesahn", "place-unknown"),
    ("events", "E001-01", "summary", "", "required"),
    ("events", "E001-01", "summary", "x" * 161, "max-length"),
    ("events", "E001-01", "event_id", "E1", "pattern"),
    ("events", "E002-03", "time_local", "9 a.m.", "pattern"),
    ("events", "E002-03", "timezone", "", "time-without-zone"),
    ("events", "E002-03", "timezone", "Asia/Pyongyong", "zone-unknown"),
    ("events", "E003-01", "date_edtf", "2015-03/2015-04", "once-but-interval"),
    ("events", "E002-06", "date_edtf", "2019", "date-after-publication"),
    ("events", "E002-06", "date_edtf", "2016", "date-long-before-publication"),
    ("claims", "C001-01", "date_edtf", "[2024-10-10..2024-10-19]", "phrase-convention"),
    ("claims", "C003-03", "date_edtf", "2015-03-18", "weekday-differs"),
    ("claims", "C003-03", "date_edtf", "2015-03-10", "phrase-date-differs"),
    ("claims", "C000-19", "date_edtf", "2023-06-01", "first-of-month"),
    ("sources", "S003-02", "statement_edtf", "2015-03-10", "statement-before-event"),
    ("claims", "C001-01", "event_id", "E999-99", "foreign-key"),
    ("claims", "C001-01", "char_start", "-1", "minimum"),
    ("claims", "C001-01", "span_sha256", "abc", "pattern"),
    ("claims", "C001-01", "n_value", "twelve", "type"),
    ("articles", "A001", "parent_article_id", "A777", "foreign-key"),
    ("articles", "A001", "url_published", "dailynk.com/x", "type"),
    ("articles", "A001", "url_published", "https://www.dailynk.example/x", "url-host-unknown"),
    ("articles", "A001", "coding_status", "pending", "claims-of-uncoded"),
    ("articles", "A000", "parent_article_id", "A000", "parent-circle"),
    ("articles", "A002", "republisher", "", "republisher-missing"),
    ("articles", "A000", "published_edtf", "2023-09-20", "published-before-statement"),
    ("sources", "S000-04", "via_source_id", "S000-04", "via-circle"),
    ("claims", "C000-03", "chain_depth", "2", "chain-depth"),
    ("events", "E000-02", "corroboration", "independent_articles", "corroboration-differs"),
    ("sources", "S001-01", "article_id", "", "required"),
    ("places", "hyesan", "latitude", "91", "maximum"),
    ("places", "hyesan", "country_iso2", "Korea", "pattern"),
]


def found(report: Report, rule: str) -> list[tuple[str | None, int | None, str | None, str | None]]:
    """Return file, line, key and field of the findings of one rule."""
    return [(each.file, each.line, each.key, each.field) for each in report.findings if each.rule == rule]


def test_the_records_as_they_stand_are_sound(project: Path) -> None:
    """The committed records have no error and no warning."""
    report = dateline.check(project)
    assert report.findings == ()
    assert report.records["claims"] > 60


@pytest.mark.parametrize(("table", "key", "field", "value", "rule"), MUTATIONS)
def test_a_wrong_cell_is_found_on_its_line(
    project: Path, table: str, key: str, field: str, value: str, rule: str
) -> None:
    """Each mutation of one cell gives a finding of its rule, at its file, line, record and field."""
    path, line = change(project, table, key, field, value)
    report = dateline.check(project)
    key_now = value if field == f"{table[:-1]}_id" else key
    assert (path.relative_to(project).as_posix(), line, key_now, field) in found(report, rule)


def test_a_repeated_id_is_found_and_names_the_first(project: Path) -> None:
    """A duplicate primary key is reported where it repeats, and the message says where it stood before."""
    path, line = change(project, "events", "E001-02", "event_id", "E001-01")
    report = dateline.check(project)
    file = path.relative_to(project).as_posix()
    assert found(report, "primary-key") == [(file, line, "E001-01", "event_id")]
    message = next(each.message for each in report.findings if each.rule == "primary-key")
    assert f"line {line - 1} of {file}" in message


def test_an_id_repeated_in_another_file_is_found(project: Path) -> None:
    """Keys hold across all files of a table."""
    path, line = change(project, "sources", "S004-01", "source_id", "S000-01")
    report = dateline.check(project)
    assert (path.relative_to(project).as_posix(), line, "S000-01", "source_id") in found(
        report, "primary-key"
    )


def test_a_shifted_column_is_found(project: Path) -> None:
    """Cells moved one to the right break rules on their line, however many."""
    path, line = find(project, "events", "E001-01")
    rows = rows_of(path)
    at = next(i for i, row in enumerate(rows) if row[0] == "E001-01")
    rows[at] = [rows[at][0], "", *rows[at][1:-1]]
    write(path, rows)
    report = dateline.check(project)
    assert {each.line for each in report.findings if each.table == "events"} == {line}
    assert report.errors >= 3


def test_an_event_with_a_broken_date_is_blamed_once(project: Path) -> None:
    """Bounds and precision of a date that cannot be read are unknown, not wrong as well."""
    change(project, "events", "E001-01", "date_edtf", "mid-October")
    report = dateline.check(project)
    assert report.counts() == {"edtf-invalid": 1}


def test_too_few_records_are_an_error(project: Path) -> None:
    """A dataset's expected minimum is held."""
    path, _ = find(project, "claims", "C001-01")
    write(path, rows_of(path)[:1])
    report = dateline.check(project)
    assert "too-few-records" in report.counts()
