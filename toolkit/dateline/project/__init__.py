"""What one does with a dataset's folder: check it, publish it."""

from dateline.project.checking import check
from dateline.project.publishing import Publication, publish
from dateline.project.schemas import schema

__all__ = ["Publication", "check", "publish", "schema"]
