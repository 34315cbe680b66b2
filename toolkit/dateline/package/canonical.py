"""The one layout in which records are published.

CSV: UTF-8 without a byte order mark, commas, line feeds, a header, quotes only where
they are needed; the cells are the records' own text, so that the schema's formats and
missing values describe them. Parquet: the typed values, with every setting fixed, so
that the bytes depend on the rows alone and not on the number of threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from dateline.table import Table

DIALECT: Final = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
"""The published Table Dialect. Released R clients want `delimiter` and `doubleQuote` both."""


def published(table: Table, frame: pl.LazyFrame) -> tuple[str, ...]:
    """Return the fields of the table that the frame has, in the schema's order."""
    present = set(frame.collect_schema().names())
    return tuple(name for name in table.names if name in present)


def text(table: Table, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows as they are published: String columns, in the schema's order.

    An absent value is an empty cell without quotes. In a table of one column it is a
    quoted one, since an empty line is no record.
    """
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    names = published(table, frame)
    cells = [pl.col(name) for name in names]
    if len(names) == 1:
        return frame.select(cell.fill_null("") for cell in cells)
    return frame.select(pl.when(cell != "").then(cell) for cell in cells)


def typed(table: Table, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the typed rows as they are published, in the schema's order."""
    return frame.select(published(table, frame))


def sink_csv(frame: pl.LazyFrame, path: Path) -> pl.LazyFrame:
    """Return the query that, when it is collected, writes the rows as CSV."""
    return frame.sink_csv(
        path, separator=",", line_terminator="\n", quote_char='"', quote_style="necessary", lazy=True
    )


def sink_parquet(frame: pl.LazyFrame, path: Path) -> pl.LazyFrame:
    """Return the query that, when it is collected, writes the rows as Parquet."""
    return frame.sink_parquet(
        path,
        compression="zstd",
        compression_level=9,
        statistics=True,
        row_group_size=131_072,
        data_page_size=1_048_576,
        lazy=True,
    )


def scan_csv(path: Path) -> pl.LazyFrame:
    """Return the query that reads a published CSV file: String columns, no nulls."""
    import polars as pl  # noqa: PLC0415 - as above

    cells = pl.scan_csv(path, separator=",", quote_char='"', infer_schema=False)
    return cells.with_columns(pl.all().fill_null(""))
