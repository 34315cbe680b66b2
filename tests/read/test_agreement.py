"""The fast way and the careful way, against each other and against the csv module."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dateline.read.files import look
from dateline.read.guards import examine
from dateline.read.layout import Layout
from dateline.read.records import records
from dateline.read.tokens import grammar
from dateline.table.dialect import Dialect
from read.texts import (
    ALWAYS_CAREFUL,
    FIELDS,
    NEVER_CAREFUL,
    NOISE,
    Sound,
    cells,
    damaged_tables,
    outcome,
    read,
    sound_tables,
)

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = 150


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a path for one file, written anew by each example."""
    return tmp_path_factory.mktemp("read") / "table.csv"


@settings(max_examples=EXAMPLES, deadline=None)
@given(table=sound_tables())
def test_a_sound_table_is_read_by_polars_and_cell_for_cell(path: Path, table: Sound) -> None:
    """Polars is trusted with whatever is written by the rules, and returns what was written."""
    layout = Layout(FIELDS[: table.width])
    fast = read(path, table.text, layout, small=NEVER_CAREFUL)
    verdict = examine(look(path), layout, table.width, exact=False)
    assert (verdict.sound, verdict.even) == (True, True)
    assert fast.findings == ()
    assert cells(fast) == [tuple(row) for row in table.rows]


@settings(max_examples=EXAMPLES, deadline=None)
@given(table=sound_tables())
def test_a_sound_table_is_read_record_by_record_all_the_same(path: Path, table: Sound) -> None:
    """Our own grammar returns what was written, row numbers included, and finds nothing."""
    slow = read(path, table.text, Layout(FIELDS[: table.width]), small=ALWAYS_CAREFUL)
    assert slow.findings == ()
    assert cells(slow, "__row__", "__broken__") == [(*row, n, False) for n, row in enumerate(table.rows, 2)]


def assert_same(path: Path, text: bytes, layout: Layout) -> None:
    """Read a text both ways and compare all that is said."""
    fast = outcome(read(path, text, layout, small=NEVER_CAREFUL))
    slow = outcome(read(path, text, layout, small=ALWAYS_CAREFUL))
    assert_frame_equal(fast[0], slow[0])
    assert fast[1:] == slow[1:]


@settings(max_examples=EXAMPLES, deadline=None)
@given(table=damaged_tables())
@example(Sound(b'a,b,c\n1,"x"y"z",3\n', [], 3))
@example(Sound(b"a,b,c\n1,2\n1,2,3,\n", [], 3))
@example(Sound(b"a,b\n1\n" + b"x,y\n" * 70_000 + "\ufeff,z\n".encode() * 70_000, [], 2))
@example(Sound(b"a,b\n" + b"x,y\n" * 70_000 + b"1", [], 2))
def test_both_ways_say_the_same_of_a_damaged_table(path: Path, table: Sound) -> None:
    """Cells, row numbers, broken rows and findings are equal, whatever was dropped or doubled."""
    assert_same(path, table.text, Layout(FIELDS[: table.width]))


@settings(max_examples=EXAMPLES, deadline=None)
@given(noise=NOISE, width=st.integers(1, 3), match=st.sampled_from(["exact", "subset", "partial"]))
@example('"a\n"a"', 1, "exact")
@example('1,5",6"\n', 3, "exact")
def test_both_ways_say_the_same_of_noise(path: Path, noise: str, width: int, match: str) -> None:
    """The same holds for text that nobody would call a table."""
    text = ",".join(FIELDS[:width]) + "\n" + noise
    assert_same(path, text.encode(), Layout(FIELDS[:width], match=match))  # type: ignore[arg-type] # sampled


@settings(max_examples=EXAMPLES, deadline=None)
@given(table=sound_tables(), null=st.sampled_from(["", "a", "\\N"]), extra=st.booleans())
def test_both_ways_agree_on_nulls_and_columns_not_read(
    path: Path, table: Sound, null: str, *, extra: bool
) -> None:
    """The null sequence and columns without a field mean the same to both."""
    fields = ("a", "absent") if extra else FIELDS[: table.width]
    assert_same(path, table.text, Layout(fields, Dialect(null_sequence=null), match="partial"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(noise=NOISE, delimiter=st.sampled_from([",", "\t", "b"]), space=st.booleans(), doubled=st.booleans())
def test_records_are_those_of_the_csv_module(
    noise: str, delimiter: str, *, space: bool, doubled: bool
) -> None:
    """Where every quote is closed, cells are what Python's csv module reads, stray quotes included."""
    rules = grammar(Dialect(delimiter, skip_initial_space=space, double_quote=doubled))
    ours = list(records(iter([noise]), rules))
    if any(fault.kind == "unclosed" for record in ours for fault in record.faults):
        return
    reader = csv.reader(
        io.StringIO(noise, newline=""), delimiter=delimiter, skipinitialspace=space, doublequote=doubled
    )
    assert [record.cells for record in ours] == [row or [""] for row in reader]


def test_rows_that_cancel_out_are_not_missed(path: Path) -> None:
    """A row too long beside a row too short: polars refuses, and the careful way tells both."""
    text = b"a,b,c\n" + b"1,2,3\n" * 50 + b"1,2,3,\n1,2\n" + b"1,2,3\n" * 50
    table = read(path, text, small=NEVER_CAREFUL)
    for engine in ("streaming", "in-memory"):
        with pytest.raises(pl.exceptions.ComputeError, match="more fields"):
            table.frame.filter(~pl.col("__broken__")).select("a").collect(engine=engine)
    again = table.careful()
    assert [(f.rule, f.row) for f in again.findings] == [("extra-cell", 52), ("missing-cell", 53)]
    assert cells(again, "__row__")[50:52] == [("1", "2", "3", 52), ("1", "2", None, 53)]


def test_rows_that_cancel_out_are_seen_at_once_where_columns_are_not_read(path: Path) -> None:
    """Polars would not notice there, so the guards look at each row."""
    text = b"a,b,c\n" + b"1,2,3\n" * 50 + b"1,2,3,\n1,2\n"
    table = read(path, text, Layout(("a", "b"), match="subset"), small=NEVER_CAREFUL)
    assert [(f.rule, f.row) for f in table.findings] == [("extra-cell", 52), ("missing-cell", 53)]
