"""What goes into a release and what comes out.

A release is made in two steps, because its documents state the sizes and hashes of its
data files: `Release.data` says what each data file holds; whoever writes them measures
them, and `Release.documents` makes the rest. Both steps are pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from dateline.package import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from dateline.dataset.releases import Released
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
        commit: the git commit that holds the records, in full; None outside a repository.

    """

    created: datetime
    tool_version: str
    commit: str | None = None

    def __post_init__(self) -> None:
        if self.created.tzinfo is None:
            raise ValueError("created needs a time zone")

    @property
    def timestamp(self) -> str:
        """The moment in RFC 3339, in UTC, to the second."""
        return self.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records a table had before and has after, and how many were added, changed, removed."""

    before: int
    after: int
    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Lineage:
    """Where a release stands among those of its dataset.

    Args:
        history: the entries of the ledger, the oldest first; the last is of this release.
        counts: what became of each table's records since the release before.
        delta: what to do to the tables of the release before to have these, as
            `dateline.package.delta` says it; None of a first release.

    """

    history: tuple[Released, ...]
    counts: Mapping[str, Counts]
    delta: Mapping[str, Any] | None = None

    @property
    def entry(self) -> Released:
        """The ledger's entry of this release."""
        return self.history[-1]

    @property
    def previous(self) -> Released | None:
        """The release before; None if this is the first."""
        return self.history[-2] if len(self.history) > 1 else None


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


MADE: Final = {
    "ndjson": "the tables as JSON, a record a line, with typed values",
    "sqlite": "all tables as one SQLite database, with keys, indexes and views",
    "xlsx": "the tables as an Excel workbook, a sheet each",
    "geojson": "events with their places, for maps",
}
"""What each further format is, as a release's README says it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A further file of a release, made of its data files: which, and what it is.

    `format` is a key of `MADE`, `mediatype` as IANA or its owner names it.
    """

    path: str
    format: str
    mediatype: str
    title: str


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
