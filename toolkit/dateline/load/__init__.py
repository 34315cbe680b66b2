"""Published packages: opened, verified and read, from disk."""

from dateline.load.package import Package, UnknownTableError, load
from dateline.load.verify import verify

__all__ = ["Package", "UnknownTableError", "load", "verify"]
