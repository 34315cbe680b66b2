"""Marks by which findings are known again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.findings import Finding
from dateline.render.fingerprints import fingerprints
from render.samples import FINDINGS, PLACE

HEADER = Finding("blank-label", "error", "no name", table="events", file="a.csv", row=1, line=1)


@pytest.mark.parametrize(
    "change",
    [
        {"line": 99, "row": 99, "column": 1},
        {"file": "elsewhere.csv"},
        {"message": "said in other words", "expected": None, "suggestion": None},
        {"severity": "warning"},
        {"snippet": None, "field_number": 9},
    ],
)
def test_finding_that_moves_is_the_same(change: dict[str, object]) -> None:
    """Neither its place nor the words for it make another finding of it."""
    assert fingerprints([PLACE]) == fingerprints([replace(PLACE, **change)])  # type: ignore[arg-type] # members of a finding


@pytest.mark.parametrize("name", ["rule", "table", "key", "field", "value"])
def test_another_problem_has_another_mark(name: str) -> None:
    """The rule, the record, the field and the value tell findings apart."""
    assert fingerprints([PLACE]) != fingerprints([replace(PLACE, **{name: "another"})])  # type: ignore[arg-type] # texts all


def test_problem_of_a_file_is_known_by_the_file() -> None:
    """Two headers with the same fault are two findings, wherever their lines are."""
    first, second = fingerprints([HEADER, replace(HEADER, file="b.csv")])
    assert first != second
    assert fingerprints([replace(HEADER, line=2)]) == [first]


def test_recipe_is_the_one_that_was_published() -> None:
    """Sites keep these marks: another recipe would make every finding a new one."""
    assert fingerprints([PLACE]) == ["b362480a96a70e746be459acfd424b2e6056b3da2102010ed8230e633a918048"]


@given(st.lists(st.one_of(FINDINGS, st.just(PLACE)), max_size=6))
def test_all_marks_differ(findings: list[Finding]) -> None:
    """Equal findings are numbered, and the first of them keeps its mark."""
    marks = fingerprints(findings)
    assert len(set(marks)) == len(findings)
    if PLACE in findings:
        assert marks[findings.index(PLACE)] == fingerprints([PLACE])[0]
