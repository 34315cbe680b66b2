"""Errors: what the person who runs dateline reads."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import errors
from dateline.errors import DatelineError, InvalidRecords, Problem, SchemaFileError
from dateline.findings import Finding, Report

PROBLEMS = st.builds(
    Problem,
    st.sampled_from(["a", "b"]),
    st.sampled_from([None, "x.yaml", "y.yaml"]),
    st.none() | st.integers(1, 3),
    st.none() | st.integers(1, 3),
)


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("wrong"), "wrong"),
        (Problem("wrong", "a.yaml"), "a.yaml: wrong"),
        (Problem("wrong", "a.yaml", 3), "a.yaml:3: wrong"),
        (Problem("wrong", "a.yaml", 3, 5, "right"), "a.yaml:3:5: wrong\n  help: right"),
    ],
)
def test_problem_as_text(problem: Problem, text: str) -> None:
    """A problem reads as file, line and column, then what is wrong, then what to write."""
    assert str(problem) == text


@given(st.lists(PROBLEMS, max_size=8))
def test_problems_stand_in_the_order_of_their_files(problems: list[Problem]) -> None:
    """Every problem stands there once, the files in the order they came in, lines ascending."""
    listed = DatelineError(*problems).problems
    assert set(listed) == set(problems)
    assert len(listed) == len(set(listed))
    assert list(dict.fromkeys(p.file for p in listed)) == list(dict.fromkeys(p.file for p in problems))
    for file in {p.file for p in listed}:
        places = [(p.line or 0, p.column or 0) for p in listed if p.file == file]
        assert places == sorted(places)


def test_text_of_an_error_lists_its_problems() -> None:
    """A plain text is a problem without a place; the error's text is all of them."""
    error = SchemaFileError(Problem("two", "a.yaml", 2), "alone", Problem("one", "a.yaml", 1))
    assert str(error) == "a.yaml:1: one\na.yaml:2: two\nalone"


def test_error_survives_pickling() -> None:
    """A worker process may raise it: the problems arrive whole."""
    error = pickle.loads(pickle.dumps(SchemaFileError(Problem("one", "a.yaml", 1), "two")))
    assert error.problems == (Problem("one", "a.yaml", 1), Problem("two"))
    assert str(error) == "a.yaml:1: one\ntwo"


def test_error_about_records_survives_pickling() -> None:
    """The report arrives with the error."""
    report = Report.of([Finding("type", "error", "wrong")])
    error = pickle.loads(pickle.dumps(InvalidRecords("a", report)))
    assert error.report == report
    assert str(error) == str(InvalidRecords("a", report))


def test_every_error_is_one_tree() -> None:
    """Whoever catches DatelineError catches all of them, and the docstring draws each."""
    assert errors.__doc__ is not None
    classes = [
        value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert InvalidRecords in classes
    for each in classes:
        assert issubclass(each, DatelineError)
        assert each.__name__ in errors.__doc__
