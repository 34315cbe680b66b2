"""What git knows of a dataset's folder."""

from dateline.git.commit import Commit, head

__all__ = ["Commit", "head"]
