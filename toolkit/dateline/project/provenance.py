"""Where a new release comes from: a moment and a commit that hold for good."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from dateline.dataset.releases import read_releases
from dateline.errors import DatasetFileError, Problem, PublishError, VersionError
from dateline.git import file_at, head, tagged, uncommitted
from dateline.package import Provenance
from dateline.package.changelog import NAME as CHANGELOG
from dateline.project.folder import RELEASES_FILE
from dateline.project.paths import root_of, show

if TYPE_CHECKING:
    from dateline.dataset.releases import Released
    from dateline.project.folder import Folder

_SHOWN = 5
"""Files that a message names."""


def of_new(folder: Folder, *, final: bool = True) -> Provenance:
    """Return where a release made now comes from.

    Its time is SOURCE_DATE_EPOCH or that of the commit, never the clock's: the same commit
    gives the same bytes (https://reproducible-builds.org/specs/source-date-epoch/).

    Args:
        folder: the dataset's folder.
        final: whether it is going to be published, and not only looked at.

    Raises:
        PublishError: if there is nothing to take the time from, or the records are in no
            commit though there is a repository.
        VersionError: if the last release is newer.

    """
    commit = head(folder.path)
    if commit is not None and final:
        _insist_committed(folder)
    said = os.environ.get("SOURCE_DATE_EPOCH")
    if said is None and commit is None:
        message = "there is no commit to take the release's time from"
        help_ = "commit the records, or set SOURCE_DATE_EPOCH"
        raise PublishError(Problem(message, show(folder.path), help=help_))
    created = commit.time if said is None and commit is not None else _epoch(said or "")
    for last in folder.releases[-1:]:
        if created < last.created:
            message = f"a release of {created:%Y-%m-%d %H:%M} UTC would be older than {last.version}"
            help_ = "set the clock, or SOURCE_DATE_EPOCH, and commit again"
            raise VersionError(
                Problem(message, show(folder.path / RELEASES_FILE), last.mark.line, help=help_)
            )
    return Provenance(created, version("dateline"), commit.sha if commit else None)


def of_known(entry: Released) -> Provenance:
    """Return where a release of the ledger comes from."""
    return Provenance(entry.created, version("dateline"), entry.commit)


def tag_of(folder: Folder, entry: Released) -> str:
    """Return the name of a release's git tag."""
    return f"{folder.dataset.name}/v{entry.version}"


def insist_tag_stands(folder: Folder) -> None:
    """Refuse to go on if the tag of the last release, where there is one, leads to another commit.

    It may lead to the commit of the records or to the one that has the ledger's entry.

    Raises:
        VersionError: if it leads elsewhere.

    """
    for entry in folder.releases[-1:]:
        tag = tag_of(folder, entry)
        sha = tagged(folder.path, tag)
        if sha is None or sha == entry.commit or _has_entry(folder, sha, entry):
            continue
        message = f"the tag {tag} leads to {sha[:12]}, whose ledger does not end with this release"
        help_ = f"a release's tag never moves: git tag -f {tag} {entry.commit or 'COMMIT'} puts it back"
        mark = entry.mark
        raise VersionError(Problem(message, show(folder.path / RELEASES_FILE), mark.line, mark.column, help_))


def _has_entry(folder: Folder, sha: str, entry: Released) -> bool:
    content = file_at(folder.path, sha, folder.path / RELEASES_FILE)
    if content is None:
        return False
    try:
        found = read_releases(content.decode("utf-8-sig", "replace"), RELEASES_FILE)
    except DatasetFileError:
        return False  # a ledger that cannot be read does not end with this release
    return bool(found) and found[-1].seal == entry.seal


def _insist_committed(folder: Folder) -> None:
    """Refuse to release what no commit holds; the ledger and the changelog are written later.

    Raises:
        PublishError: naming the files.

    """
    written = [folder.path / RELEASES_FILE, folder.path / CHANGELOG]
    places = [each for each in (folder.path, root_of(folder.path) / "schemas") if each.exists()]
    left = uncommitted(folder.path, places, written)
    if left is None:
        raise PublishError(Problem("git cannot tell whether the records are committed", show(folder.path)))
    if left:
        names = ", ".join(left[:_SHOWN]) + (f" and {len(left) - _SHOWN} more" if len(left) > _SHOWN else "")
        message = f"a release holds what is committed, and this is not: {names}"
        help_ = "commit it first; dateline version and dateline publish --dry-run show what would follow"
        raise PublishError(Problem(message, show(folder.path), help=help_))


def _epoch(said: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(said), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is '{said}'"
        raise PublishError(Problem(message, help="write seconds since 1970, a whole number")) from None
