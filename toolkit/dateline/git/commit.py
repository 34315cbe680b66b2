"""The commits that a folder's repository has, and what is in none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dateline.git.run import git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its hash, and its committer's time."""

    sha: str
    time: datetime


def head(folder: Path) -> Commit | None:
    """Return the commit that `folder` stands at, or None outside a repository or before its first commit."""
    said = git(folder, "log", "-1", "--no-show-signature", "--no-color", "--format=%H %ct", "HEAD")
    if not said:
        return None
    sha, seconds = said.decode("ascii").split()
    return Commit(sha, datetime.fromtimestamp(int(seconds), UTC))


def uncommitted(folder: Path, places: Iterable[Path], but: Iterable[Path] = ()) -> list[str] | None:
    """Return the files below some places that differ from the commit, by their paths in the repository.

    Files that git ignores do not count. None if git cannot tell.

    Args:
        folder: a folder of the repository.
        places: files or folders in it.
        but: files that are passed over.

    """
    asked = [f":(literal){each.resolve()}" for each in places]
    asked += [f":(exclude,literal){each.resolve()}" for each in but]
    said = git(folder, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", *asked)
    if said is None:
        return None
    return [each[3:].decode("utf-8", "replace") for each in said.split(b"\0") if each]


def tagged(folder: Path, tag: str) -> str | None:
    """Return the hash of the commit that a tag leads to; None if there is no such tag."""
    said = git(folder, "rev-parse", "--verify", "--quiet", f"refs/tags/{tag}^{{commit}}")
    return said.decode("ascii").strip() if said else None


def file_at(folder: Path, sha: str, path: Path) -> bytes | None:
    """Return what a file of the repository held at a commit; None if it was not there."""
    top = git(folder, "rev-parse", "--show-toplevel")
    if top is None:
        return None
    root = top.decode("utf-8", "surrogateescape").rstrip("\n")
    inside = path.resolve().relative_to(root) if path.resolve().is_relative_to(root) else None
    return None if inside is None else git(folder, "cat-file", "blob", f"{sha}:{inside.as_posix()}")
