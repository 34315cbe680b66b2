"""The one layout in which records are published.

CSV: UTF-8 without a byte order mark, commas, line feeds, a header, quotes only where
they are needed; the cells are the records' own text, so that the schema's formats and
missing values describe them. Rows stand in the order of their primary key, whatever the
files of the records were, so that to move a record is no change. Parquet: the typed
values, with every setting fixed, so that the bytes depend on the rows alone and not on
the number of threads.
"""

from __future__ import annotations

from hashlib import sha256
from io import RawIOBase
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from dateline.table import Table

DIALECT: Final = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
"""The published Table Dialect. Released R clients want `delimiter` and `doubleQuote` both."""

_NUMBERS = frozenset({"integer", "number", "year"})


def published(table: Table, frame: pl.LazyFrame) -> tuple[str, ...]:
    """Return the fields of the table that the frame has, in the schema's order."""
    present = set(frame.collect_schema().names())
    return tuple(name for name in table.names if name in present)


def ordered(table: Table, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Put rows of text into the published order: by primary key, or by all fields if there is none.

    Numbers are ordered by value, everything else by its text, code point by code point.

    Args:
        table: the schema.
        frame: the rows, String columns of the table's fields.

    """
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    from dateline.compile.cast import value  # noqa: PLC0415 - as above

    names = table.primary_key or published(table, frame)
    by: list[pl.Expr] = []
    for name in names:
        if table[name].type in _NUMBERS:
            by.append(value(table, table[name], pl.col(name)))
        by.append(pl.col(name).fill_null(""))
    return frame.sort(by, nulls_last=False, maintain_order=True)


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


def fingerprint(table: Table, frame: pl.LazyFrame) -> tuple[int, str]:
    """Return how many rows of text there are, and the SHA-256 of them as a published CSV file."""
    import polars as pl  # noqa: PLC0415 - as above

    digest = _Digest()
    query = sink_csv(text(table, frame), cast("Path", digest))  # a file as good as any to Polars
    _, counted = pl.collect_all([query, frame.select(pl.len())], engine="streaming")
    return int(counted.item()), digest.hexdigest()


class _Digest(RawIOBase):
    """A file that keeps nothing but the hash of what is written into it."""

    def __init__(self) -> None:
        self._hash = sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer
        self._hash.update(data)
        return len(data)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


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
