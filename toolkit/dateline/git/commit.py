"""The commit that a folder stands at."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

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
    schemas beside the records.
    """
    said = _git(folder, "log", "-1", "--format=%H %ct")
    if said is None or " " not in said:
        return None
    sha, seconds = said.split()
    status = _git(folder, "status", "--porcelain", "--untracked-files=normal")
    return Commit(sha, datetime.fromtimestamp(int(seconds), UTC), dirty=bool(status))


def _git(folder: Path, *arguments: str) -> str | None:
    """Run git without hooks or prompts; None if it fails or is not installed."""
    command = ["git", "--no-optional-locks", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=True, text=True, stdin=subprocess.DEVNULL)  # noqa: S603 - fixed words and a folder, no shell
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
