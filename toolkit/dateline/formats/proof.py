"""Whether a file, read again, holds the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.errors import Problem, PublishError
from dateline.formats.plain import typed_frame
from dateline.package.equality import Difference, differences

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from dateline.formats.source import Rows


def insist_equal(path: str, format: str, rows: Rows, read: pl.LazyFrame) -> None:
    """Compare plain rows that a query reads from a file with the records.

    Raises:
        PublishError: if they are not the same, naming the format and what differs.

    """
    found = differences(typed_frame(rows.fields, read), rows.frame)
    if found:
        raise unequal(path, format, rows.table.name, found)


def insist_equal_batches(path: str, format: str, rows: Rows, read: Iterable[pl.DataFrame]) -> None:
    """Compare plain rows that are read from a file in batches with the records.

    Raises:
        PublishError: if they are not the same, naming the format and what differs.

    """
    at = 0
    for batch in read:
        wanted = rows.frame.slice(at, batch.height)
        found = differences(typed_frame(rows.fields, batch.lazy()), wanted)
        if found:
            raise unequal(path, format, rows.table.name, found)
        at += batch.height
    if at != rows.height:
        raise unequal(path, format, rows.table.name, [Difference(f"{at} rows and {rows.height}")])


def unequal(path: str, format: str, table: str, found: Iterable[Difference]) -> PublishError:
    """Return the error that a file does not hold the records."""
    said = [f"{each.column}: {each.message}" if each.column else each.message for each in found]
    message = f"as {format} it would differ from its Parquet file: {'; '.join(said)}"
    return PublishError(Problem(message, f"{path}, table {table}"))
