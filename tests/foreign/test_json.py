"""JSON is read as its standard has it, with the place of everything in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.document import Mark, parse_json
from dateline.document.reading import MAX_DEPTH

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(value=VALUES, indent=st.sampled_from([None, 0, 2, "\t"]), escaped=st.booleans())
def test_values_are_those_of_the_standard_library(value: Any, indent: Any, *, escaped: bool) -> None:  # noqa: ANN401 - JSON holds any value
    """Whatever JSON says is read as Python's own reader reads it, also where no places are wanted."""
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    for opaque in (None, lambda _: True):
        document, problems = parse_json(text, "f.json", opaque)
        assert (document.value, problems) == (value, [])


def walk(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:  # noqa: ANN401 - as above
    """Return all parts of a value, each with its path."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(path, value), *(found for key, each in inside for found in walk(each, (*path, key)))]


@settings(max_examples=100, deadline=None)
@given(VALUES, st.sampled_from([None, 1]))
def test_each_part_stands_at_its_mark(value: Any, indent: int | None) -> None:  # noqa: ANN401 - as above
    """What begins at a part's mark is the part, read by the standard library."""
    text = json.dumps(value, indent=indent)
    document, _ = parse_json(text, "f.json")
    lines = text.split("\n")
    for path, part in walk(value):
        mark = document.marks[path]
        rest = "\n".join([lines[mark.line - 1][mark.column - 1 :], *lines[mark.line :]])
        assert json.JSONDecoder().raw_decode(rest)[0] == part


FAULTS = [
    ("", 1, 1, "the file is empty"),
    ("  \n ", 2, 2, "the file is empty"),
    ("[1,]", 1, 3, "a ',' before the ']'"),
    ('{"a": 1,\n}', 1, 8, "a ',' before the '}'"),
    ('{"a" 1}', 1, 6, "'1' where a ':' must follow the key 'a'"),
    ('{"a": 1 "b": 2}', 1, 9, "'\"' where a ',' or '}' must stand; the object begins on line 1"),
    ("\n[1 2]", 2, 4, "'2' where a ',' or ']' must stand; the list begins on line 2"),
    ("[1", 1, 3, "the end of the file where a ',' or ']' must stand; the list begins on line 1"),
    ("{a: 1}", 1, 2, "'a' where a key must begin"),
    ("{'a': 1}", 1, 2, "''' where a key must begin"),
    ('["a]', 1, 2, "the quotes that begin here are not closed"),
    ('["a\nb"]', 1, 4, "the character U+000A in a text"),
    ('["\\x"]', 1, 3, "a backslash that begins no escape"),
    ("[NaN]", 1, 2, "'NaN' where a value must stand"),
    ("[True]", 1, 2, "'True' where a value must stand"),
    ("[01]", 1, 3, "'1' where a ',' or ']' must stand; the list begins on line 1"),
    ("[+1]", 1, 2, "'+' where a value must stand"),
    ("[.5]", 1, 2, "'.' where a value must stand"),
    ("1 2", 1, 3, "'2' stands after the end"),
    ("// x\n{}", 1, 1, "'/' where a value must stand"),
    ("[" * 70, 1, 66, f"nested deeper than {MAX_DEPTH} levels"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), FAULTS, ids=[each[0][:20] for each in FAULTS])
def test_a_fault_is_told_at_its_place(text: str, line: int, column: int, message: str) -> None:
    """What is no JSON is one problem; the document has no value then."""
    document, (problem,) = parse_json(text, "f.json")
    assert document.value is None
    assert (problem.line, problem.column, problem.message) == (line, column, f"this is not JSON: {message}")


def test_a_key_that_stands_twice_is_told_and_the_last_one_counts() -> None:
    """As most readers do, the later one is taken."""
    document, (problem,) = parse_json('{"a": 1,\n "a": 2}', "f.json")
    assert document.value == {"a": 2}
    assert (problem.line, problem.column) == (2, 2)
    assert document.marks[("a",)] == Mark(2, 7)


def test_half_a_character_is_told() -> None:
    """An escape of one surrogate is no character; two together are one."""
    document, problems = parse_json('["\\ud83d\\ude00", "\\ud83d"]', "f.json", lambda _: True)
    assert document.value == ["\U0001f600", "\ufffd"]
    assert [(each.line, each.column) for each in problems] == [(1, 18)]


def test_numbers_beyond_a_float_stay_text() -> None:
    """Nothing is turned into infinity, and no digit is lost."""
    large = "9" * 500
    document, problems = parse_json(f"[1e999, {large}, 1.50]", "f.json")
    assert (document.value, problems) == (["1e999", large, 1.5], [])
    assert document.written[(2,)] == "1.50"
