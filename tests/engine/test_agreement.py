"""`Schema` reports what pandera's own schema reports, cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaError, SchemaErrors

from dateline.engine.schema import Schema
from engine.agreement import Drawn, Stock, cells, frames, schemas, verdict


@dataclass(frozen=True)
class Defect:
    """A case in which pandera 0.35 has no report, though the frame is wrong: it raises `text` instead."""

    text: str
    why: str


STOCK_DEFECTS = (
    Defect(
        r"PanicException: called `Result::unwrap\(\)` on an `Err` value: InvalidOperation",
        "failing rows are taken through Python objects, from which Polars cannot always tell a nested type",
    ),
    Defect(
        r"SchemaError: Column regex name='.*' did not match any non-explicit columns",
        "a pattern without a column is raised at once, lazy or not",
    ),
)


@pytest.mark.filterwarnings("ignore::polars.exceptions.PolarsInefficientMapWarning")
@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(schemas(), frames(), st.booleans())
def test_schema_reports_as_pandera_does(drawn: Drawn, frame: pl.DataFrame, lazy: bool) -> None:  # noqa: FBT001 - drawn
    """The same cells in the same order, the same summary, warnings and result; for a LazyFrame, too."""
    expected = verdict(Stock, drawn, frame)
    found = verdict(Schema, drawn, frame.lazy() if lazy else frame)
    if expected.kind == "raised":
        assert any(re.match(defect.text, expected.detail) for defect in STOCK_DEFECTS), expected.detail
        assert found.kind == "errors"
    else:
        assert found == expected


def both(frame: pl.DataFrame, **said: object) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return the failing cells by pandera's schema and by ours."""
    found = []
    for kind in (pa.DataFrameSchema, Schema):
        with pytest.raises(SchemaErrors) as raised:
            kind(**said).validate(frame, lazy=True)
        found.append(cells(raised.value))
    return found[0], found[1]


def test_pandera_reports_the_first_of_several_keys_only() -> None:
    """Of two keys that repeat, pandera reports one, and the schema both."""
    stock, ours = both(pl.DataFrame({"a": [1, 1], "b": [2, 2]}), unique=[["a"], ["b"]])
    assert len(stock) == 2
    assert len(ours) == 4
    assert ours[:2] == stock


def test_pandera_names_a_column_found_by_a_pattern_by_the_pattern() -> None:
    """Where all columns are patterns, the schema names the column that is wrong."""
    column = pa.Column(pl.Int64, pa.Check.ge(0), regex=True)
    stock, ours = both(pl.DataFrame({"n1": [-1], "n2": [0]}), columns={"n.": column})
    assert [cell[1] for cell in stock] == ["n."]
    assert [cell[1] for cell in ours] == ["n1"]


def test_pandera_cannot_report_a_fact_and_a_value_together() -> None:
    """A check that answers for the whole frame and one that fails on a row: pandera fails to join them."""

    def nothing(_: object) -> bool:
        return False

    schema = {
        "columns": {"s": pa.Column(pl.String, pa.Check.isin(["x"]))},
        "checks": pa.Check(nothing, error="none"),
    }
    frame = pl.DataFrame({"s": ["y"]})
    with pytest.raises(pl.exceptions.SchemaError, match="incompatible"):
        pa.DataFrameSchema(**schema).validate(frame, lazy=True)
    with pytest.raises(SchemaErrors) as raised:
        Schema(**schema).validate(frame, lazy=True)
    assert [cell[2:] for cell in cells(raised.value)] == [
        ("isin(['x'])", 0, 0, "y"),
        ("none", 0, None, "false"),
    ]


def test_pandera_replaces_a_function_named_like_a_builtin() -> None:
    """The schema runs the function that was given, in the scan and outside."""

    def greater_than(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key) > 1)

    def less_than(data: pa.PolarsData) -> bool:
        return data.lazyframe.collect().height < 2

    frame = pl.DataFrame({"a": [1, 2]})
    checks = [pa.Check(greater_than, error="own"), pa.Check(less_than, error="few")]
    stock, ours = both(frame, columns={"a": pa.Column(pl.Int64, checks)})
    assert all(str(cell[-1]).startswith("TypeError(") for cell in stock)
    assert [cell[2:] for cell in ours] == [("own", 0, 0, "1"), ("few", 1, None, "false")]


def test_without_lazy_the_first_error_is_raised_as_pandera_does() -> None:
    """Type, text, check and values of the first error agree."""
    columns = {"a": pa.Column(pl.Int64, [pa.Check.ge(2), pa.Check.le(2)]), "s": pa.Column(pl.String)}
    frame = pl.DataFrame({"a": [1, 2, 3], "s": [None, "x", "y"]})
    errors = []
    for kind in (pa.DataFrameSchema, Schema):
        with pytest.raises(SchemaError) as raised:
            kind(columns, name="t").validate(frame)
        errors.append(raised.value)
    stock, ours = errors
    assert str(ours) == str(stock)
    assert ours.check == stock.check
    assert ours.reason_code == stock.reason_code
    assert ours.failure_cases.equals(stock.failure_cases)
