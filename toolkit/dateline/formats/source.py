"""The written, proven rows of a release, as every further format is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dateline.formats.plain import plain_frame
from dateline.package.descriptor import parquet_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dateline.package import Release, Summary
    from dateline.table import Field, Table

BATCH = 65_536
"""Rows that are held at a time, so that memory does not grow with a table."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A table's published rows.

    Args:
        table: the schema.
        fields: those of its fields that the file has, in order.
        frame: the query that reads its Parquet file.
        height: how many rows it has.

    """

    table: Table
    fields: tuple[Field, ...]
    frame: pl.LazyFrame
    height: int

    @property
    def names(self) -> frozenset[str]:
        """The names of the fields that are there."""
        return frozenset(field.name for field in self.fields)

    @property
    def plain(self) -> pl.LazyFrame:
        """The query that reads the rows as plain values."""
        return plain_frame(self.fields, self.frame)

    def batches(self) -> Iterator[pl.DataFrame]:
        """Read the rows as plain values, in order, a batch at a time."""
        return batches(self.plain)


def batches(query: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Collect a query's rows in order, a batch at a time."""
    return iter(query.collect_batches(chunk_size=BATCH, maintain_order=True, engine="streaming"))


def rows_of(release: Release, summaries: Mapping[str, Summary], folder: Path) -> tuple[Rows, ...]:
    """Return the rows of each of a release's tables, as they stand in its folder."""
    found = []
    for table in (content.table for content in release.contents):
        frame = pl.scan_parquet(folder / parquet_path(table.name), glob=False)
        there = set(frame.collect_schema().names())
        fields = tuple(field for field in table.fields if field.name in there)
        found.append(Rows(table, fields, frame, summaries[table.name].rows))
    return tuple(found)
