"""What git knows of a dataset's folder."""

from dateline.git.commit import Commit, head
from dateline.git.tree import Base, base, write_tree

__all__ = ["Base", "Commit", "base", "head", "write_tree"]
