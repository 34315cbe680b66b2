"""A table in figures: rows, missing cells, different values, one example."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dateline.package.model import ColumnSummary, Summary

if TYPE_CHECKING:
    import polars as pl


def summarise(frame: pl.LazyFrame) -> Summary:
    """Count a typed frame's rows, and each column's missing cells and different values.

    Different values are counted as their 64-bit hashes, a column at a time: memory is
    8 bytes a row and a hash table of them, whatever the cells hold. Of ten million
    different values, two share a hash with a chance of one in 370,000.
    """
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    names = frame.collect_schema().names()
    counts = frame.select(
        pl.len().alias("rows"),
        pl.struct(pl.col(name).null_count() for name in names).alias("missing"),
        pl.struct(pl.col(name).drop_nulls().first() for name in names).alias("example"),
    ).collect(engine="streaming")
    rows, missing, example = counts.row(0)
    columns = {
        name: ColumnSummary(missing[name], _distinct(frame, name), _text(example[name])) for name in names
    }
    return Summary(rows, columns)


def _distinct(frame: pl.LazyFrame, name: str) -> int:
    import polars as pl  # noqa: PLC0415 - as above

    query = frame.select(pl.col(name).drop_nulls().hash().n_unique())
    return int(query.collect(engine="streaming").item())


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value).lower() if isinstance(value, bool) else str(value)
