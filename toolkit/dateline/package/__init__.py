"""Packages: a dataset's checked records as the files of a release. Pure: no disk is touched."""

from dateline.package.build import Release, build, sums_file, tables_of
from dateline.package.model import (
    ColumnSummary,
    Counts,
    DataFile,
    Document,
    Lineage,
    Made,
    Provenance,
    Summary,
    TableContent,
    Written,
)
from dateline.package.summary import summarise

__all__ = [
    "ColumnSummary",
    "Counts",
    "DataFile",
    "Document",
    "Lineage",
    "Made",
    "Provenance",
    "Release",
    "Summary",
    "TableContent",
    "Written",
    "build",
    "summarise",
    "sums_file",
    "tables_of",
]
