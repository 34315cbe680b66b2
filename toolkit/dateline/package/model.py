"""What goes into a release and what comes out.

A release is made in two steps, because its documents state the sizes and hashes of its
data files: `Release.data` says what each data file holds; whoever writes them measures
them, and `Release.documents` makes the rest. Both steps are pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from dateline.package import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from dateline.table import Table

DataFormat = Literal["csv", "parquet"]


@dataclass(frozen=True, slots=True, eq=False)
class TableContent:
    """A table's schema and its checked rows, twice.

    Args:
        table: the schema.
        text: the cells as text; every field of the table that the records have is a
            String column. Other columns, such as the place in the file, are not published.
        typed: the same rows with real types, one column a field.

    """

    table: Table
    text: pl.LazyFrame
    typed: pl.LazyFrame


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a release comes from.

    Args:
        created: the moment the release stands for, with a time zone: that of the commit,
            or SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/);
            never the clock, so that the same commit gives the same bytes.
        tool_version: the version of dateline.
        commit: the git commit, in full; None outside a repository.
        dirty: whether the working tree differed from the commit; None outside a repository.

    """

    created: datetime
    tool_version: str
    commit: str | None = None
    dirty: bool | None = None

    def __post_init__(self) -> None:
        if self.created.tzinfo is None:
            raise ValueError("created needs a time zone")

    @property
    def timestamp(self) -> str:
        """The moment in RFC 3339, in UTC, to the second."""
        return self.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True, eq=False)
class DataFile:
    """A data file that is yet to be written: what it holds and in which format."""

    path: str
    table: Table
    format: DataFormat
    frame: pl.LazyFrame

    def sink(self, path: Path) -> pl.LazyFrame:
        """Return the query that, when it is collected, writes the file."""
        write = canonical.sink_csv if self.format == "csv" else canonical.sink_parquet
        return write(self.frame, path)


@dataclass(frozen=True, slots=True)
class Document:
    """A small file of a release, complete."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written: its size in bytes and its SHA-256, in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """A column in figures: cells without a value, different values, the first value as text."""

    missing: int
    distinct: int
    example: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A table in figures. `columns` is keyed by field name."""

    rows: int
    columns: Mapping[str, ColumnSummary]
