"""The commit that a folder stands at."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# A hook of git sets these to the repository it runs for; `folder` may lie in another.
_ABOUT_ANOTHER = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
)
# A repository's own settings can name programs that `status` would start.
_HARMLESS = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=", "-c", "core.untrackedCache=false")


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
    said = _git(folder, "log", "-1", "--no-show-signature", "--no-color", "--format=%H %ct", "HEAD")
    if not said:
        return None
    sha, seconds = said.decode("ascii").split()
    status = _git(folder, "status", "--porcelain", "--untracked-files=normal")
    return Commit(sha, datetime.fromtimestamp(int(seconds), UTC), dirty=status != b"")


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Run git without hooks or prompts; None if it fails or is not installed."""
    command = ["git", "--no-optional-locks", *_HARMLESS, "-C", str(folder), *arguments]
    environment = {key: value for key, value in os.environ.items() if key not in _ABOUT_ANOTHER}
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and a folder, no shell
            command, capture_output=True, check=True, stdin=subprocess.DEVNULL, env=environment
        )
    except (OSError, subprocess.CalledProcessError, ValueError):  # ValueError: a NUL in the path
        return None
    return done.stdout.strip()
