"""Reviewdog's format: ranges in bytes, and changes that can be accepted without a look at the file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from dateline.findings import Finding, Report
from dateline.render import render
from render.samples import EVERY_KIND, HOSTILE, HOSTILE_REPORT, PLACE, REPORTS
from render.test_safe import is_harmless

POSITION = {
    "type": "object",
    "required": ["line"],
    "properties": {
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
    },
    "additionalProperties": False,
}
RANGE = {
    "type": "object",
    "required": ["start"],
    "properties": {"start": POSITION, "end": POSITION},
    "additionalProperties": False,
}
DIAGNOSTIC = {
    "type": "object",
    "required": ["message", "location", "severity", "code"],
    "properties": {
        "message": {"type": "string"},
        "location": {
            "type": "object",
            "required": ["path"],
            "properties": {"path": {"type": "string"}, "range": RANGE},
            "additionalProperties": False,
        },
        "severity": {"enum": ["ERROR", "WARNING"]},
        "code": {
            "type": "object",
            "required": ["value"],
            "properties": {"value": {"type": "string"}},
            "additionalProperties": False,
        },
        "suggestions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["range", "text"],
                "properties": {"range": {**RANGE, "required": ["start", "end"]}, "text": {"type": "string"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["source", "diagnostics"],
    "properties": {
        "source": {"const": {"name": "dateline"}},
        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
        "diagnostics": {"type": "array", "items": DIAGNOSTIC},
    },
    "additionalProperties": False,
}
"""The message DiagnosticResult of reviewdog.proto, as far as it is used, in words of JSON Schema."""


def diagnostics(report: Report) -> list[dict[str, Any]]:
    """Return the diagnostics that a report has."""
    found: list[dict[str, Any]] = json.loads(render(report, "rdjson"))["diagnostics"]
    return found


@given(REPORTS)
@example(EVERY_KIND)
@example(HOSTILE_REPORT)
@settings(deadline=None)
def test_shape_is_the_documented_one(report: Report) -> None:
    """Every finding is a diagnostic, and no text of it acts or hides when it is shown."""
    read = json.loads(render(report, "rdjson"))
    jsonschema.validate(read, RESULT)
    assert len(read["diagnostics"]) == len(report.findings)
    for each in read["diagnostics"]:
        assert is_harmless(each["message"])
        assert is_harmless(each["location"]["path"])
        assert all(is_harmless(new["text"]) for new in each.get("suggestions", ()))


CELLS = st.lists(
    st.one_of(st.text(st.sampled_from('aé兵🚢",;| x')), st.sampled_from(["", "b", "혜산"])),
    min_size=2,
    max_size=4,
)
DIALECTS = st.builds(
    lambda delimiter, quoting: {"delimiter": delimiter, "quoting": quoting, "lineterminator": ""},
    st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)


def written(cells: list[str], dialect: dict[str, Any]) -> str:
    """Return a line of CSV."""
    out = io.StringIO()
    csv.writer(out, **dialect).writerow(cells)
    return out.getvalue()


@given(
    CELLS,
    st.data(),
    DIALECTS,
    st.sampled_from([0, 1]),
    st.sampled_from([*HOSTILE, "hyesan", "", "c,d", "혜산", 'say "no"', "a;b", "x|y"]),
)
@settings(max_examples=400, deadline=None)
def test_accepted_change_replaces_just_the_cell(
    cells: list[str],
    data: st.DataObject,
    dialect: dict[str, Any],
    inside: int,
    suggestion: str,
) -> None:
    """Applied to the bytes of the line, a suggestion gives the same row with one cell changed."""
    number = data.draw(st.integers(0, len(cells) - 1))
    line = written(cells, dialect)
    before = written(cells[:number], dialect) + dialect["delimiter"] if number else ""
    assume(line.startswith(before))  # the csv module quotes a lone empty cell
    column = len(before) + 1 + inside * (line.startswith('"', len(before)))
    finding = replace(
        PLACE, line=2, column=column, value=cells[number] or None, snippet=line, suggestion=suggestion
    )
    (diagnostic,) = diagnostics(Report.of([finding]))
    for new in diagnostic.get("suggestions", ()):
        raw = line.encode()
        start, end = (new["range"][side]["column"] - 1 for side in ("start", "end"))
        changed = (raw[:start] + new["text"].encode() + raw[end:]).decode()
        (row,) = csv.reader([changed], delimiter=dialect["delimiter"])
        assert row == [*cells[:number], suggestion, *cells[number + 1 :]]


@pytest.mark.parametrize(
    ("snippet", "column", "value", "suggestion", "text", "columns"),
    [
        ("E1,hyesahn,x", 4, "hyesahn", "hyesan", "hyesan", (4, 11)),
        ("E1,hyesahn", 4, "hyesahn", "hyesan", "hyesan", (4, 11)),
        ("兵,hyesahn,x", 3, "hyesahn", "hyesan", "hyesan", (5, 12)),
        ('E1,"hyesahn",x', 4, "hyesahn", "hyesan", '"hyesan"', (4, 13)),
        ('E1,"a ""b""",x', 4, 'a "b"', "c, d", '"c, d"', (4, 13)),
        ('E1,"hyesahn",x', 5, "hyesahn", "hyesan", '"hyesan"', (4, 13)),
        ("E1,hyesahn,x", 4, "hyesahn", "", "", (4, 11)),
        ('E1,"hyesahn",x', 4, "hyesahn", "", "", (4, 13)),
        ('"""hyesahn""",x', 2, '"hyesahn"', "hyesan", '"hyesan"', (1, 14)),
    ],
)
def test_change_is_suggested_where_the_cell_is_certain(
    snippet: str, column: int, value: str, suggestion: str, text: str, columns: tuple[int, int]
) -> None:
    """Quotes stay, columns count bytes, the end is exclusive."""
    finding = replace(PLACE, snippet=snippet, column=column, value=value, suggestion=suggestion)
    (diagnostic,) = diagnostics(Report.of([finding]))
    (new,) = diagnostic["suggestions"]
    assert new["text"] == text
    assert (new["range"]["start"]["column"], new["range"]["end"]["column"]) == columns
    assert new["range"] == diagnostic["location"]["range"]


UNSURE: list[dict[str, Any]] = [
    {"suggestion": None},
    {"suggestion": "c,d"},
    {"suggestion": 'say "no"'},
    {"suggestion": "=1+1"},
    {"suggestion": "two\nlines"},
    {"suggestion": "\u202ehidden"},
    {"suggestion": " spaced"},
    {"suggestion": "'quoted'"},
    {"suggestion": "#comment"},
    {"suggestion": "J\u2022\u2022\u2022 Street"},
    {"suggestion": "", "snippet": "hyesahn", "column": 1},
    {"value": "other"},
    {"value": "hyesah"},
    {"value": None},
    {"column": 3},
    {"column": None},
    {"line": None},
    {"line": 1},
    {"snippet": None},
    {"snippet": "E052,2024-10-15,hyesahn;adm2"},
    {"snippet": "E052~2024-10-15~hyesahn~adm2"},
    {"snippet": 'E052,2024-10-15,"hyesahn"x,adm2'},
    {"snippet": "E052,2024-10-15,hyesahn," + "x" * 2_000},
    {"snippet": f"E052,2024-10-15,{'h' * 1_000},x", "value": "h" * 1_000},
]


@pytest.mark.parametrize(
    "change", UNSURE, ids=lambda change: ",".join(f"{k}={str(v)[:20]!r}" for k, v in change.items())
)
def test_no_change_is_suggested_where_anything_is_unsure(change: dict[str, Any]) -> None:
    """Another spelling, a cut line, a first line that may begin with a byte order mark: no suggestion."""
    (certain,) = diagnostics(Report.of([PLACE]))
    assert "suggestions" in certain
    (diagnostic,) = diagnostics(Report.of([replace(PLACE, **change)]))
    assert "suggestions" not in diagnostic


def test_place_is_told_as_far_as_it_is_known() -> None:
    """A range without its end, a line without a column, a file without a line, a dataset."""
    without = [
        replace(PLACE, value="elsewhere"),
        replace(PLACE, snippet=None),
        replace(PLACE, line=None),
        Finding("rows-minimum", "warning", "too few"),
    ]
    assert [diagnostics(Report.of([each]))[0]["location"] for each in without] == [
        {"path": PLACE.file, "range": {"start": {"line": 17, "column": 17}}},
        {"path": PLACE.file, "range": {"start": {"line": 17}}},
        {"path": PLACE.file},
        {"path": "."},
    ]
