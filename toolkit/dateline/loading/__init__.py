"""Published packages: opened, verified and read, from disk."""

from dateline.loading.package import Package, UnknownTableError, load
from dateline.loading.verify import verify

__all__ = ["Package", "UnknownTableError", "load", "verify"]
