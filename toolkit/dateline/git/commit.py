"""The commit that a folder stands at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dateline.git.run import git

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its hash, its committer's time, and whether the folder differs from it."""

    sha: str
    time: datetime
    dirty: bool


def head(folder: Path) -> Commit | None:
    """Return the commit that `folder` stands at, or None outside a repository or before its first commit.

    `dirty` looks at the whole work tree: what a release is built from includes the
    schemas beside the records. A tree that git cannot compare counts as dirty.
    """
    said = git(folder, "log", "-1", "--no-show-signature", "--no-color", "--format=%H %ct", "HEAD")
    if not said:
        return None
    sha, seconds = said.decode("ascii").split()
    status = git(folder, "status", "--porcelain", "--untracked-files=normal")
    return Commit(sha, datetime.fromtimestamp(int(seconds), UTC), dirty=status != b"")
