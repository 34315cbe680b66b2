"""Where records and cells stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.read.layout import Layout
from dateline.table.dialect import Dialect
from read.texts import ALWAYS_CAREFUL, FIELDS, NEVER_CAREFUL, Sound, read, sound_tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a path for one file, written anew by each test."""
    return tmp_path_factory.mktemp("positions") / "table.csv"


@settings(max_examples=200, deadline=None)
@given(table=sound_tables(), small=st.sampled_from([NEVER_CAREFUL, ALWAYS_CAREFUL]))
def test_every_cell_is_found_by_both_ways(path: Path, table: Sound, small: int) -> None:
    """Its first character stands in that line and column of the file."""
    read_table = read(path, table.text, Layout(FIELDS[: table.width]), small=small)
    lines = re.split("\r\n|\n|\r", table.text.decode().removeprefix("\ufeff"))
    found = read_table.locate(0, range(2, len(table.rows) + 2))
    assert len(found) == len(table.rows)
    for number, row in enumerate(table.rows, 2):
        for field, cell in zip(FIELDS, row, strict=False):
            place = found[number].cell(field)
            assert place.snippet == lines[place.line - 1]
            assert place.column is not None
            here = place.snippet[place.column - 1 :]
            assert cell[:1] in {"", "\r", "\n"} or here.startswith(cell[0])


def big(rows: int) -> bytes:
    """Return a table of so many rows, two of three with a cell of two lines."""
    return b"a,b,c\r\n" + b"".join(
        b'%d,"x\n""y"",",3\r\n' % n if n % 3 else b"%d,2,3\r\n" % n for n in range(rows)
    )


def test_records_deep_in_a_large_file_are_found(path: Path) -> None:
    """The index of line feeds and the careful way agree, block borders included."""
    rows = 60_000
    wanted = [2, 3, 4, *range(20_000, 60_000, 1_777), rows, rows + 1]
    fast = read(path, big(rows)).locate(0, wanted)
    slow = read(path, big(rows), small=ALWAYS_CAREFUL).locate(0, wanted)
    lines = re.split("\r\n|\n", big(rows).decode())
    assert sorted(fast) == sorted(slow) == wanted
    for number in wanted:
        place = fast[number].cell("a")
        assert place == slow[number].cell("a")
        assert lines[place.line - 1].split(",")[0] == str(number - 2)
        assert fast[number].cell("c") == slow[number].cell("c")


def test_positions_in_a_file_with_faulty_quotes_are_those_of_its_records(path: Path) -> None:
    """Line feeds cannot be counted there."""
    text = big(30_000) + b'1,5" pipe,3\r\n' + big(10)[7:]
    table = read(path, text)
    assert [finding.row for finding in table.findings] == [30_002]
    place = table.locate(0, [30_005])[30_005].cell("a")
    assert re.split("\r\n|\n", text.decode())[place.line - 1] == '2,"x'


@pytest.mark.parametrize(
    ("dialect", "line"),
    [
        (Dialect(comment_char="#"), '# it"s a comment'),
        (Dialect(escape_char="\\", double_quote=False), '1,\\"2,3'),
        (Dialect(escape_char="\\", double_quote=False), '1,"\\"2",3'),
        (Dialect(quote_char=None), '1,"2,3'),
        (Dialect(comment_rows=(2,)), '1,"2'),
    ],
)
def test_positions_heed_the_dialect(path: Path, dialect: Dialect, line: str) -> None:
    """A quote that does not count as one does not hide the lines after it."""
    for small in (NEVER_CAREFUL, ALWAYS_CAREFUL):
        table = read(path, f"a,b,c\n{line}\n1,2,3\n1,2,x\n".encode(), Layout(FIELDS, dialect), small=small)
        assert table.locate(0, [4])[4].cell("c") == (4, 5, 3, "1,2,x")


@pytest.mark.parametrize("small", [NEVER_CAREFUL, ALWAYS_CAREFUL])
@pytest.mark.parametrize(
    "text", [b'a,b,c\n1,"x\ry",3\n4,5,6\n', b"a,b,c\r1,2,3\n\n4,5,6\n", b'a,b,c\n\n1,"2,3\n4,5,6\n']
)
def test_lines_are_counted_where_line_feeds_alone_do_not_tell(path: Path, text: bytes, small: int) -> None:
    """A carriage return in a cell or after the header ends a line, a quote left open hides none."""
    table = read(path, text, small=small)
    (last,) = (row for row in table.locate(0, range(9)).values() if row.record.text == "4,5,6")
    assert (last.line, last.cell("c")) == (4, (4, 5, 3, "4,5,6"))


def test_a_cell_that_does_not_exist_stands_where_its_record_does(path: Path) -> None:
    """A column is told only of a cell."""
    table = read(path, b"a,b\n1\n", Layout(("a", "b", "c"), match="superset"))
    record = table.locate(0, [2])[2]
    assert record.cell("b") == record.cell("c") == (2, None, None, "1")


def test_records_that_are_not_there_are_left_out(path: Path) -> None:
    """So are files that were not read."""
    table = read(path, b"a,b,c\n1,2,3\n")
    assert list(table.locate(0, [0, 1, 2, 3])) == [1, 2]
    assert table.locate(7, [1]) == {}


def test_places_answers_every_cell_that_is_asked_for(path: Path) -> None:
    """With the file as it is shown, whether or not the cell exists."""
    table = read(path, b'a,b,c\n1,"2",3\n')
    cells = [(0, 2, "b"), (0, 2, None), (0, 99, "a")]
    places = [table.places(cells)[cell] for cell in cells]
    assert [(p.file, p.line, p.column) for p in places] == [
        ("table.csv", 2, 4),
        ("table.csv", 2, 1),
        ("table.csv", None, None),
    ]
    assert places[0].snippet == '1,"2",3'


def test_snippets_are_capped(path: Path) -> None:
    """At two thousand characters, however long the line."""
    table = read(path, b"a,b,c\n1,2," + b"3" * 5_000 + b"\n", Layout(FIELDS, Dialect()))
    assert len(table.locate(0, [2])[2].cell("c").snippet) == 2_000
