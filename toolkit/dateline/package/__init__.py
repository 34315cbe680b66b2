"""Packages: a dataset's checked records as the files of a release. Pure: no disk is touched.

Names are loaded when they are used: who reads a package needs little of what makes one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from dateline.package.release import Release, build, sums_file, tables_of
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

_HOME = {
    **dict.fromkeys(__all__, "dateline.package.model"),
    **dict.fromkeys(("Release", "build", "sums_file", "tables_of"), "dateline.package.release"),
    "summarise": "dateline.package.summary",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: any of the names above
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    message = f"module 'dateline.package' has no attribute {name!r}"
    raise AttributeError(message)
