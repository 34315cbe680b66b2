"""Values of any type as texts, for a report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from polars._typing import PolarsDataType


def texts(cases: pl.DataFrame) -> pl.Series:
    """Return the cases as texts: a value as Polars prints it, a whole row or a nested value as JSON."""
    cases = cases.with_columns(
        _by_python(name) for name, dtype in cases.schema.items() if _beyond_polars(dtype)
    )
    if cases.width > 1:
        return cases.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    value = pl.col(cases.columns[0])
    if cases.dtypes[0].is_nested():
        wrapped = pl.struct(value.alias("value")).struct.json_encode()
        return cases.select(wrapped.str.slice(len('{"value":')).str.head(-1)).to_series()
    if cases.dtypes[0] == pl.Duration:
        return cases.select(value.dt.to_string("iso")).to_series()
    return cases.select(value.cast(pl.String)).to_series()


def _beyond_polars(dtype: PolarsDataType) -> bool:
    """Say whether Polars has no text for some values: bytes need not be UTF-8, an object is anything."""
    if isinstance(dtype, pl.List | pl.Array):
        return _beyond_polars(dtype.inner)
    if isinstance(dtype, pl.Struct):
        return any(_beyond_polars(each.dtype) for each in dtype.fields)
    return dtype in (pl.Binary, pl.Object)


def _by_python(name: str) -> pl.Expr:
    return pl.col(name).map_elements(_said, return_dtype=pl.String)


def _said(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="backslashreplace")
    plain = value.to_list() if isinstance(value, pl.Series) else value
    return (
        json.dumps(plain, default=_said, ensure_ascii=False) if isinstance(plain, list | dict) else str(plain)
    )
