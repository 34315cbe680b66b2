"""Check the dates, places and sources of records, publish them, and load what was published.

>>> import dateline
>>> report = dateline.check("datasets/dprk-security-reports")
>>> package = dateline.load("public/dprk-security-reports")  # or an https:// address, a zip archive
>>> package["events"]  # a polars.LazyFrame, its file's hash verified

Names are loaded when they are used: `import dateline` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.compile.table_schema import table_schema
    from dateline.errors import (
        DatasetFileError,
        DatelineError,
        InvalidRecords,
        PackageError,
        Problem,
        PublishError,
        SchemaFileError,
        UsageError,
        VersionError,
    )
    from dateline.findings import Finding, Report
    from dateline.loading import (
        Package,
        PackageWarning,
        RetractedError,
        UnknownRecordError,
        UnknownTableError,
        load,
    )
    from dateline.loading.verify import verify
    from dateline.project.checking import check
    from dateline.project.publishing import publish
    from dateline.project.schemas import schema

_HOME = {
    "DatasetFileError": "dateline.errors",
    "DatelineError": "dateline.errors",
    "Finding": "dateline.findings",
    "InvalidRecords": "dateline.errors",
    "Package": "dateline.loading",
    "PackageError": "dateline.errors",
    "PackageWarning": "dateline.loading",
    "Problem": "dateline.errors",
    "PublishError": "dateline.errors",
    "Report": "dateline.findings",
    "RetractedError": "dateline.loading",
    "SchemaFileError": "dateline.errors",
    "UnknownRecordError": "dateline.loading",
    "UnknownTableError": "dateline.loading",
    "UsageError": "dateline.errors",
    "VersionError": "dateline.errors",
    "check": "dateline.project.checking",
    "load": "dateline.loading",
    "publish": "dateline.project.publishing",
    "schema": "dateline.project.schemas",
    "table_schema": "dateline.compile.table_schema",
    "verify": "dateline.loading",
}

__all__ = [
    "DatasetFileError",
    "DatelineError",
    "Finding",
    "InvalidRecords",
    "Package",
    "PackageError",
    "PackageWarning",
    "Problem",
    "PublishError",
    "Report",
    "RetractedError",
    "SchemaFileError",
    "UnknownRecordError",
    "UnknownTableError",
    "UsageError",
    "VersionError",
    "check",
    "load",
    "publish",
    "schema",
    "table_schema",
    "verify",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: any of the names above
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    message = f"module 'dateline' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(__all__)
