"""The comparison of datasets with an earlier state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from dateline.changes import Compared, Side, compare_datasets
from dateline.changes import records as changes
from dateline.checks.source import BROKEN, FILE, RECORD
from dateline.package.descriptor import head
from dateline.project.checking import open_dataset
from dateline.project.folder import find
from dateline.project.paths import show
from dateline.project.states import earlier
from dateline.project.unchanged import insist_unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.checks.content import Content


def diff(*paths: str | Path, since: str) -> list[Compared]:
    """Compare datasets with an earlier state, record by record.

    Args:
        paths: datasets' folders, or places in a project; none means the current folder.
        since: a commit of the repository (branch, tag, hash); or the path of another copy
            of the dataset, of a package, or of a folder with published versions.

    Raises:
        UsageError: if there is no such dataset, commit or path.
        DatasetFileError, SchemaFileError: if a dataset or schema file of either state
            cannot be used.

    """
    folders = dict.fromkeys(folder for path in paths or (".",) for folder in find(Path(path)))
    return [_compare(folder, since) for folder in folders]


def _compare(folder: Path, since: str) -> Compared:
    opened = open_dataset(folder)
    with earlier(folder, since) as state:
        old, new = sides(state.contents, state.root), sides(opened.contents, folder)
        metadata = (state.metadata, head(opened.folder.dataset)) if state.metadata else ({}, {})
        found = compare_datasets(old, new, metadata)
        insist_unchanged(opened.contents)
        notes = (
            *state.notes,
            *_unread(state.contents, state.root, f" at {state.since}", "new"),
            *_unread(opened.contents, folder, "", "removed"),
        )
    return Compared(opened.folder.dataset.name, state.since, found, notes)


def _unread(contents: Mapping[str, Content], root: Path, when: str, look: str) -> Iterator[str]:
    """Yield a note for each file that could not be read whole: its records look as if they came or went."""
    seen: set[str] = set()
    for content in contents.values():
        for each in content.source.findings:
            file = "" if each.file is None else _within(Path(each.file), root)
            if each.severity == "error" and file not in seen:
                seen.add(file)
                yield f"{file}{when}: {each.message}; records that cannot be read look {look}"


def sides(contents: Mapping[str, Content], root: Path) -> dict[str, Side]:
    """Return tables as they are compared, their files by their paths below `root`."""
    return {
        name: Side(content.table, _whole(content), tuple(_within(each, root) for each in _files(content)))
        for name, content in contents.items()
    }


def _whole(content: Content) -> pl.LazyFrame:
    """Return the records that could be read as such; the others are findings of a check."""
    records = content.source.frame.filter(pl.col(BROKEN).not_()).drop(BROKEN)
    return records.rename({FILE: changes.FILE, RECORD: changes.RECORD})


def _files(content: Content) -> tuple[Path, ...]:
    return tuple(getattr(content.source, "files", ()))


def _within(path: Path, root: Path) -> str:
    """Return a file's path within its dataset, so that two states can be compared."""
    whole = path.resolve()
    return (
        whole.relative_to(root.resolve()).as_posix() if whole.is_relative_to(root.resolve()) else show(path)
    )
