"""The files of an earlier commit, read from git's own store: the work tree is never touched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from dateline.errors import Problem, UsageError
from dateline.git.run import git

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FILE = frozenset({"100644", "100755"})
_SUBMODULE = "160000"
_ENTRY = re.compile(rb"(\d{6}) \w+ ([0-9a-f]+)\t(.*)", re.DOTALL)
_NAMED = re.compile(r"[^-\s\x00-\x1f\x7f~^:?*\[\\][^\s\x00-\x1f\x7f:?*\[\\]*")
"""What may name a commit: no option, no path inside one, no search."""


@dataclass(frozen=True, slots=True)
class Base:
    """An earlier commit of a folder's repository.

    Args:
        ref: as it was asked for.
        sha: its hash.
        root: the repository's folder.

    """

    ref: str
    sha: str
    root: Path


def base(folder: Path, ref: str) -> Base:
    """Find the commit that `ref` means: a branch, a tag, a hash, `HEAD~2`.

    Raises:
        UsageError: if `folder` is in no repository, or it has no such commit; what a
            shallow clone left out is said to be missing, not unknown.

    """
    top = git(folder, "rev-parse", "--show-toplevel")
    if top is None:
        message = f"'{ref}' cannot be looked up: this is no git repository, or git is not installed"
        raise UsageError(Problem(message, str(folder)))
    root = Path(top.decode("utf-8", "surrogateescape").rstrip("\n"))
    if git(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise UsageError(
            Problem("the repository has no commit yet", str(root), help="commit the records first")
        )
    found = (
        git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}") if _NAMED.fullmatch(ref) else None
    )
    if found is None:
        raise _unknown(root, ref)
    return Base(ref, found.decode("ascii").strip(), root)


def _unknown(root: Path, ref: str) -> UsageError:
    shallow = git(root, "rev-parse", "--is-shallow-repository") == b"true\n"
    if shallow:
        help_ = (
            "this clone holds only its newest commits: fetch the rest (fetch-depth: 0, git fetch --unshallow)"
        )
        return UsageError(Problem(f"the commit '{ref}' is not in this clone", help=help_))
    names = git(root, "for-each-ref", "--format=%(refname:short)") or b""
    from dateline.document import did_you_mean  # noqa: PLC0415 - only a wrong name needs it

    known = names.decode("utf-8", "replace").split()
    return UsageError(
        Problem(f"there is no commit '{ref}'", help=did_you_mean(ref, known) if known else None)
    )


def write_tree(base: Base, folders: Sequence[PurePosixPath], to: Path) -> list[Problem]:
    """Write the files that a commit has in some folders of its repository below `to`.

    Links are left out, since they may lead anywhere, and so are submodules, which are
    other repositories; each submodule is a problem to tell.

    Raises:
        UsageError: if git's store lacks a file, as a partial clone's may.

    """
    entries = list(_entries(base, folders))
    problems = [
        Problem(f"a submodule is not looked into at {base.ref}", str(path))
        for mode, _, path in entries
        if mode == _SUBMODULE
    ]
    files = [(sha, path) for mode, sha, path in entries if mode in _FILE]
    for path, content in zip(
        (path for _, path in files), _contents(base, [sha for sha, _ in files]), strict=True
    ):
        place = to / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return problems


def _entries(base: Base, folders: Sequence[PurePosixPath]) -> Iterator[tuple[str, str, PurePosixPath]]:
    """Yield mode, hash and path of everything in the folders, whatever its name is made of."""
    listed = git(base.root, "ls-tree", "-r", "-z", "--full-tree", base.sha, "--", *map(str, folders))
    if listed is None:
        raise UsageError(Problem(f"the files of '{base.ref}' cannot be read from git"))
    for line in listed.split(b"\0"):
        match = _ENTRY.fullmatch(line)
        if match is not None:
            path = PurePosixPath(match[3].decode("utf-8", "surrogateescape"))
            if not path.is_absolute() and ".." not in path.parts:
                yield match[1].decode(), match[2].decode(), path


def _contents(base: Base, hashes: Sequence[str]) -> Iterator[bytes]:
    """Yield the contents of blobs, in order."""
    if not hashes:
        return
    asked = (f"{each}\n".encode() for each in hashes)
    said = git(base.root, "cat-file", "--batch", given=asked)
    if said is None:
        raise UsageError(Problem(f"the files of '{base.ref}' cannot be read from git"))
    at = 0
    for each in hashes:
        end = said.index(b"\n", at)
        head = said[at:end].split()
        if head[-1] == b"missing":
            help_ = "this clone lacks files of earlier commits: fetch them first"
            raise UsageError(Problem(f"git lacks the file {each[:12]} of '{base.ref}'", help=help_))
        size = int(head[2])
        yield said[end + 1 : end + 1 + size]
        at = end + 2 + size
