"""Text cells are read by the words of Table Schema."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import polars as pl
import pytest

from compile.cast_cases import ALL, CASES, NO, field, name_of, read, table
from dateline.compile.cast import dtype, missing, text, typed, unreadable, value
from dateline.table import Field, MissingValue
from dateline.table.types import ITEM_TYPES, TYPES


@pytest.mark.parametrize(("each", "cells"), CASES, ids=name_of)
def test_cells_are_read_as_the_standard_says(each: Field, cells: dict[str, Any]) -> None:
    """Every text of the table is read to the value beside it, or told to be not of the type."""
    found = dict(zip(cells, read(each, *cells), strict=True))
    assert list(map(repr, found.values())) == list(map(repr, cells.values()))


def test_every_type_and_format_has_cases() -> None:
    """No type, format or option of the standard goes untried."""
    tried = {(each.type, each.format) for each, _ in CASES}
    named = {(kind.name, form) for kind in TYPES.values() for form in kind.formats or ("default", "any")}
    assert named <= tried
    assert {option for kind in TYPES.values() for option in kind.options} == {
        option for each, _ in CASES for option in each.options
    }
    items = {each.options["itemType"] for each, _ in CASES if "itemType" in each.options}
    assert items <= {*ITEM_TYPES}


@ALL
def test_no_cell_is_no_value(each: Field) -> None:
    """A cell that is not there is missing, and never unreadable."""
    assert read(each, None, missing_values=()) == [None]
    schema = table(each, missing_values=())
    assert pl.select(missing(schema, each, pl.lit(None, pl.String))).item() is True


def test_nothing_is_missing_where_no_missing_value_is_listed() -> None:
    """With an empty list "no conversion to null will be done, on any value"."""
    assert read(field("string"), "", missing_values=()) == [""]
    assert read(field("list"), "", missing_values=()) == [[""]]
    assert read(field("integer"), "", missing_values=()) == [NO]
    assert read(field("object"), "", missing_values=()) == [NO]


def test_missing_values_go_before_the_type() -> None:
    """A text listed as missing is missing even if it could be read, as written and not otherwise."""
    assert read(field("integer"), "-99", "-099", "", missing_values=["-99"]) == [None, -99, NO]
    assert repr(read(field("number"), "NaN", "nan", missing_values=["NaN"])) == repr([None, math.nan])
    assert read(field("boolean"), "0", "1", missing_values=["0"]) == [None, True]
    assert read(field("string"), "\x00", "-", " -", missing_values=["\x00", "-"]) == [None, None, " -"]


def test_many_missing_values_are_all_missing() -> None:
    """A long list of missing values works as a short one does."""
    texts = [f"-{n}" for n in range(20)]
    assert read(field("integer"), *texts, "-20", missing_values=texts) == [None] * 20 + [-20]


def test_a_fields_missing_values_replace_the_tables() -> None:
    """What a field lists "completely replaces" what the table lists."""
    each = Field("a", type="string", missing_values=(MissingValue("-"),))
    assert read(each, "-", "", "NA", missing_values=["", "NA"]) == [None, "", "NA"]


def test_a_whole_frame_is_typed() -> None:
    """Fields are read, other columns are left alone, and a text is kept where it is asked for."""
    schema = table(Field("n", type="integer"), Field("d", type="date"), Field("absent", type="year"))
    frame = pl.LazyFrame({"n": ["1", "x"], "d": ["2024-01-26", ""], "line": [2, 3]})
    found = typed(schema, frame, keep={"n": "n as written", "absent": "nothing"}).collect()
    assert found.rows(named=True) == [
        {"n": 1, "d": date(2024, 1, 26), "line": 2, "n as written": "1"},
        {"n": None, "d": None, "line": 3, "n as written": "x"},
    ]


@ALL
def test_unreadable_cells_are_known_from_the_values_held(each: Field) -> None:
    """Given the values, unreadable cells are told as they are from the text alone."""
    texts = ["1", "x", "2024-01-26", "[1, 2]", "", None, "true"]
    schema, cell = table(each), pl.col("a")
    frame = pl.DataFrame({"a": texts}, schema={"a": pl.String}).with_columns(b=value(schema, each, cell))
    alone = frame.select(unreadable(schema, each, cell))
    assert frame.select(unreadable(schema, each, cell, pl.col("b"))).equals(alone)


@ALL
def test_expressions_keep_the_column_and_look_at_one_row(each: Field) -> None:
    """Reading and writing keep the column's name, and Polars fetches no more rows than are asked for."""
    schema, cell = table(each), pl.col("a")
    texts = pl.LazyFrame(schema={"a": pl.String, "b": pl.Int64})
    values = pl.LazyFrame(schema={"a": dtype(each), "b": pl.Int64})
    for frame, made in (
        (texts, value(schema, each, cell)),
        (texts, unreadable(schema, each, cell)),
        (values, text(each, cell)),
    ):
        assert made.meta.output_name() == "a"
        plan = (
            frame.with_columns(made).head(1).explain(optimizations=pl.QueryOptFlags(comm_subexpr_elim=False))
        )
        assert plan.lstrip().startswith("WITH_COLUMNS")
