from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.package import canonical
from dateline.package.equality import differences
from dateline.table import Table, read_schema
from package.samples import content

if TYPE_CHECKING:
    from pathlib import Path

TWO = read_schema("fields: [{name: a, type: string}, {name: b, type: string}]", "two.yaml", "two")
ONE = read_schema("fields: [{name: a, type: string}]", "one.yaml", "one")


def _written(table: Table, rows: list[dict[str, str]], path: Path) -> bytes:
    canonical.sink_csv(canonical.text(table, content(table, rows).text), path).collect()
    return path.read_bytes()


def test_cells_are_published_as_they_are(tmp_path: Path) -> None:
    """Quotes stand only where they are needed, an absent value is an empty cell, spaces stay."""
    rows = [{"a": "x", "b": ""}, {"a": 'q"', "b": "a,b"}, {"a": " s ", "b": "l\nm"}, {"a": "é", "b": "l\rm"}]
    expected = 'a,b\nx,\n"q""","a,b"\n s ,"l\nm"\né,"l\rm"\n'
    assert _written(TWO, rows, tmp_path / "x.csv") == expected.encode()


def test_null_cells_are_published_empty(tmp_path: Path) -> None:
    """A cell that the reader holds as null is written like an empty one."""
    frame = pl.LazyFrame({"a": [None, "x"], "b": ["", None]}, schema={"a": pl.String, "b": pl.String})
    canonical.sink_csv(canonical.text(TWO, frame), tmp_path / "x.csv").collect()
    assert (tmp_path / "x.csv").read_bytes() == b"a,b\n,\nx,\n"


def test_only_column_keeps_its_empty_rows(tmp_path: Path) -> None:
    """In a table of one column an absent value is quoted: an empty line would be no record."""
    assert _written(ONE, [{"a": "x"}, {"a": ""}], tmp_path / "x.csv") == b'a\nx\n""\n'
    assert canonical.scan_csv(tmp_path / "x.csv").collect()["a"].to_list() == ["x", ""]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)


@given(st.lists(st.tuples(CELL, CELL), max_size=6))
@pytest.mark.parametrize("table", [TWO])
def test_rows_come_back(
    tmp_path_factory: pytest.TempPathFactory, table: Table, rows: list[tuple[str, str]]
) -> None:
    """Whatever the cells hold, Polars and Python's csv module read back what was written."""
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    _written(table, [dict(zip("ab", row, strict=True)) for row in rows], path)
    assert canonical.scan_csv(path).collect().rows() == rows
    with path.open(encoding="utf-8", newline="") as file:
        assert [tuple(row) for row in csv.reader(file)] == [("a", "b"), *rows]


def test_rows_keep_their_order(tmp_path: Path) -> None:
    """The published order is that of the records, also over many streaming batches."""
    numbers = [str(n * 7919 % 100_003) for n in range(100_003)]
    frame = pl.LazyFrame({"a": numbers})
    canonical.sink_csv(canonical.text(ONE, frame), tmp_path / "x.csv").collect()
    canonical.sink_parquet(canonical.typed(ONE, frame), tmp_path / "x.parquet").collect()
    assert canonical.scan_csv(tmp_path / "x.csv").collect()["a"].to_list() == numbers
    assert pl.read_parquet(tmp_path / "x.parquet")["a"].to_list() == numbers


NAN = float("nan")


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        ({"a": [1, None]}, {"a": [1, None]}, None),
        ({"a": [NAN]}, {"a": [NAN]}, None),
        ({"a": [[1], None]}, {"a": [[1], None]}, None),
        ({"a": [[1], None]}, {"a": [[2], None]}, "1 of 2 values differ"),
        ({"a": [1, 2]}, {"a": [1, None]}, "1 of 2 values differ"),
        ({"a": [1, 2]}, {"a": [1]}, "2 rows and 1"),
        ({"a": [1]}, {"a": ["1"]}, "type Int64 and String"),
        ({"a": [1], "b": [2]}, {"b": [2], "a": [1]}, "columns a, b and b, a"),
        ({"a": [{"x": 1.0}]}, {"a": [{"x": 2.0}]}, "1 of 1 values differ"),
    ],
)
def test_differences_are_found(
    left: dict[str, list[object]], right: dict[str, list[object]], message: str | None
) -> None:
    """Two frames agree when names, types, order and every value do; null equals null and NaN equals NaN."""
    found = differences(pl.LazyFrame(left), pl.LazyFrame(right))
    assert [each.message for each in found] == ([message] if message else [])
