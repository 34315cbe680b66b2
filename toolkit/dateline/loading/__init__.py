"""Published packages: opened, verified and read, wherever they stand."""

from dateline.loading.errors import (
    PackageWarning,
    RetractedError,
    Tombstone,
    UnknownRecordError,
    UnknownTableError,
)
from dateline.loading.package import Package
from dateline.loading.start import load
from dateline.loading.verify import verify

__all__ = [
    "Package",
    "PackageWarning",
    "RetractedError",
    "Tombstone",
    "UnknownRecordError",
    "UnknownTableError",
    "load",
    "verify",
]
