"""The Table Dialect's grammar, and the place of every cell."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.read.records import RecordTooLongError, records
from dateline.read.tokens import Fault, grammar
from dateline.table.dialect import Dialect
from read.texts import NOISE

DIALECTS = st.builds(
    Dialect,
    delimiter=st.sampled_from([",", "x", "1,"]),
    line_terminator=st.sampled_from(["\n", "c"]),
    quote_char=st.sampled_from(['"', None, "a"]),
    double_quote=st.booleans(),
    escape_char=st.sampled_from([None, "b", '"']),
    skip_initial_space=st.booleans(),
    comment_char=st.sampled_from([None, "1"]),
)


def cut(text: str, dialect: Dialect | None = None) -> list[list[str]]:
    """Return the cells of each record."""
    return [record.cells for record in records(iter([text]), grammar(dialect or Dialect()))]


@pytest.mark.parametrize(
    ("text", "dialect", "expected"),
    [
        ("a;b\n", Dialect(";"), [["a", "b"]]),
        ("a||b|c\n", Dialect("||"), [["a", "b|c"]]),
        ("'x,''y',z\n", Dialect(quote_char="'"), [["x,'y", "z"]]),
        ('"x,y"\n', Dialect(quote_char=None), [['"x', 'y"']]),
        ('a\\,b,"c\\"d"\n', Dialect(escape_char="\\", double_quote=False), [["a,b", 'c"d']]),
        ('"c\\"d""e"\n', Dialect(escape_char="\\"), [['c"d"e']]),
        ("a\\\nb,c\n", Dialect(escape_char="\\"), [["a\nb", "c"]]),
        ("a\\", Dialect(escape_char="\\"), [["a\\"]]),
        ('"c""d"\n', Dialect(escape_char='"', double_quote=False), [['c"d']]),
        ('a,  b, "c, d"\n', Dialect(skip_initial_space=True), [["a", "b", "c, d"]]),
        ("a,b~c,d", Dialect(line_terminator="~"), [["a", "b"], ["c", "d"]]),
        ("a\nb\r\nc\rd", Dialect(), [["a"], ["b"], ["c"], ["d"]]),
        ("\n\na", Dialect(), [[""], [""], ["a"]]),
        ("a,", Dialect(), [["a", ""]]),
        ("", Dialect(), []),
        ('"\r\n\x0b"\n', Dialect(), [["\r\n\x0b"]]),
    ],
)
def test_a_dialect_is_read_by_its_rules(text: str, dialect: Dialect, expected: list[list[str]]) -> None:
    """Each property of the Table Dialect changes what a text means as the standard says."""
    assert cut(text, dialect) == expected


def test_a_comment_is_the_whole_line_whatever_it_quotes() -> None:
    """A quote in a comment does not swallow the lines after it."""
    lines = list(records(iter(['#x,"y\na,b\n']), grammar(Dialect(comment_char="#"))))
    assert [(record.comment, record.cells) for record in lines] == [(True, ["#x", '"y']), (False, ["a", "b"])]


@pytest.mark.parametrize(
    ("text", "cells", "fault"),
    [
        ('"x"y,1', ["xy", "1"], Fault("after-quote", 0)),
        ('1,"x"y"z"', ["1", 'xy"z"'], Fault("after-quote", 1)),
        ('1,"x" ', ["1", "x "], Fault("after-quote", 1)),
        ('5" pipe,1', ['5" pipe', "1"], Fault("bare-quote", 0)),
        ('1,"x', ["1", '"x'], Fault("unclosed", 1)),
    ],
)
def test_a_fault_of_quoting_is_named_with_its_cell(text: str, cells: list[str], fault: Fault) -> None:
    """Text after a quote, a quote amid a cell and a quote left open are three faults."""
    (record,) = records(iter([text]), grammar(Dialect()))
    assert (record.cells, record.faults) == (cells, (fault,))


def test_a_quote_left_open_does_not_swallow_the_lines_after_it() -> None:
    """Reading goes on with the next line."""
    assert cut('1,"x\n2,y\n3,z') == [["1", '"x'], ["2", "y"], ["3", "z"]]


@settings(max_examples=300, deadline=None)
@given(text=NOISE, dialect=DIALECTS, size=st.integers(1, 5))
def test_records_do_not_depend_on_how_text_comes_in(text: str, dialect: Dialect, size: int) -> None:
    """Pieces of any size give the same records, lines and endings."""
    rules = grammar(dialect)
    pieces = [text[n : n + size] for n in range(0, len(text), size)]
    assert list(map(repr, records(iter(pieces), rules))) == list(map(repr, records(iter([text]), rules)))


@settings(max_examples=300, deadline=None)
@given(text=NOISE, dialect=DIALECTS)
def test_records_are_the_text_without_loss(text: str, dialect: Dialect) -> None:
    """Raw texts and endings, put together, are the text; numbers count from one."""
    found = list(records(iter([text]), grammar(dialect)))
    assert "".join(record.text + record.ending for record in found) == text
    assert [record.number for record in found] == list(range(1, len(found) + 1))


@settings(max_examples=300, deadline=None)
@given(text=NOISE)
def test_a_cell_stands_where_its_place_says(text: str) -> None:
    """Line and column lead to the first character of the cell's text, or behind the quote of an empty one."""
    lines = re.split("\r\n|\n|\r", text)
    for record in records(iter([text]), grammar(Dialect())):
        for cell, span in zip(record.cells, record.rules.spans(record.text), strict=True):
            line, column = record.place(span.start)
            here = lines[line - 1][column - 1 :]
            assert record.line_at(span.start) == lines[line - 1]
            assert record.faults or cell[:1] in {"", "\r", "\n"} or here.startswith(cell[0])
            assert not span.quoted or lines[line - 1][column - 2] == '"'


def test_a_record_beyond_the_limit_is_refused() -> None:
    """A line, or a quoted cell, without end is not gathered for ever."""
    for text, quoted in (("x" * 50, False), ('1,"' + "x\n" * 50, True)):
        pieces = ["a,b\n", *text]
        with pytest.raises(RecordTooLongError) as caught:
            list(records(iter(pieces), grammar(Dialect()), limit=40))
        assert (caught.value.line, caught.value.column, caught.value.quoted) == (
            2,
            3 if quoted else 1,
            quoted,
        )


def test_a_long_cell_is_read_in_time_that_grows_with_its_length() -> None:
    """Four million characters in quotes, in pieces of a thousand, take moments."""
    cell = "x\n" * 2_000_000
    text = f'1,"{cell}"\n'
    pieces = (text[n : n + 1000] for n in range(0, len(text), 1000))
    (record,) = records(pieces, grammar(Dialect()))
    assert record.cells == ["1", cell]
