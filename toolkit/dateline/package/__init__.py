"""Packages: a dataset's checked records as the files of a release. Pure: no disk is touched."""

from dateline.package.build import Release, build, sums_file
from dateline.package.model import (
    ColumnSummary,
    DataFile,
    Document,
    Provenance,
    Summary,
    TableContent,
    Written,
)
from dateline.package.summary import summarise

__all__ = [
    "ColumnSummary",
    "DataFile",
    "Document",
    "Provenance",
    "Release",
    "Summary",
    "TableContent",
    "Written",
    "build",
    "summarise",
    "sums_file",
]
