"""A table in figures: rows, missing cells, different values, one example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.package.model import ColumnSummary, Summary

if TYPE_CHECKING:
    import polars as pl

    from dateline.table import Table


def summarise(table: Table, frame: pl.LazyFrame) -> Summary:
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
        pl.struct(pl.col(name).drop_nulls().first() for name in names).alias("first"),
    ).collect(engine="streaming")
    examples = _written(table, counts.select(pl.col("first").struct.unnest()))
    missing = counts["missing"][0]
    columns = {name: ColumnSummary(missing[name], _distinct(frame, name), examples[name]) for name in names}
    return Summary(counts["rows"][0], columns)


def _written(table: Table, row: pl.DataFrame) -> dict[str, str | None]:
    """Return the values of one row as the records would write them."""
    import polars as pl  # noqa: PLC0415 - as above

    from dateline.compile.cast import text  # noqa: PLC0415 - as above

    return row.select(text(table[name], pl.col(name)).alias(name) for name in row.columns).row(0, named=True)


def _distinct(frame: pl.LazyFrame, name: str) -> int:
    import polars as pl  # noqa: PLC0415 - as above

    query = frame.select(pl.col(name).drop_nulls().hash().n_unique())
    return int(query.collect(engine="streaming").item())
