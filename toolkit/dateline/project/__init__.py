"""What one does with a dataset's folder: check it, publish it."""

from dateline.project.checking import check

__all__ = ["check"]
