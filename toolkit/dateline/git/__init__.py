"""What git knows of a dataset's folder."""

from dateline.git.commit import Commit, file_at, head, tagged, uncommitted
from dateline.git.tree import Base, base, write_tree

__all__ = ["Base", "Commit", "base", "file_at", "head", "tagged", "uncommitted", "write_tree"]
