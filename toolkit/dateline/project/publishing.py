"""From a dataset's folder to a published release."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.source import BROKEN
from dateline.compile.cast import typed
from dateline.errors import InvalidRecords, Problem, PublishError
from dateline.git import head
from dateline.package import Provenance, TableContent, build
from dateline.project.checking import check_opened, open_dataset
from dateline.project.folder import find
from dateline.project.paths import show
from dateline.project.texts import read_texts
from dateline.publishing import Published, publish_directory

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.findings import Report
    from dateline.package import Release
    from dateline.project.checking import Opened

EXTRA = ("CHANGELOG.md",)
"""Files of a dataset's folder that are published as they stand."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing one dataset came to: what the check found, and where the release stands."""

    report: Report
    published: Published


def publish(
    *paths: str | Path,
    to: str | Path,
    texts: str | Path | None = None,
    step: Callable[[str], None] | None = None,
) -> list[Publication]:
    """Check datasets, build their Data Packages, and publish them to a folder.

    All are checked before the first is written.

    Args:
        paths: datasets' folders, or places in a project; none means the current folder.
        to: the folder to publish to; made if it is not there.
        texts: folder of the coded texts, see `check`.
        step: told the name of each step that is done, for progress.

    Raises:
        InvalidRecords: if an error is found; `report` of the exception holds all findings.
        PublishError: if the target cannot be written, or holds this version with other
            content, or there is nothing to take the release's time from.
        UsageError, DatasetFileError, SchemaFileError: as `check`.

    """
    held = None if texts is None else read_texts(Path(texts))
    folders = dict.fromkeys(folder for path in paths or (".",) for folder in find(Path(path)))
    opened = [open_dataset(folder) for folder in folders]
    reports = [check_opened(each, held) for each in opened]
    for each, report in zip(opened, reports, strict=True):
        if not report.ok:
            raise InvalidRecords(each.folder.dataset.name, report)
    releases = [release(each) for each in opened]
    tell = step or (lambda _: None)
    return [
        Publication(report, publish_directory(Path(to), planned, step=tell))
        for planned, report in zip(releases, reports, strict=True)
    ]


def release(opened: Opened) -> Release:
    """Plan the release of a dataset whose records are sound.

    Raises:
        PublishError: if there is nothing to take the release's time from.
        DatasetFileError: if the metadata cannot be published.

    """
    folder = opened.folder
    contents = {}
    for name, content in opened.contents.items():
        text = content.source.frame.filter(pl.col(BROKEN).not_()).select(content.table.names)
        contents[name] = TableContent(content.table, text, typed(content.table, text))
    extra = {
        name: (folder.path / name).read_text("utf-8") for name in EXTRA if (folder.path / name).is_file()
    }
    return build(folder.dataset, contents, _provenance(folder.path), extra, folder.ledger)


def _provenance(path: Path) -> Provenance:
    """Take the release's time from SOURCE_DATE_EPOCH, else from the commit; never from the clock."""
    commit = head(path)
    said = os.environ.get("SOURCE_DATE_EPOCH")
    if said is not None:
        created = _epoch(said)
    elif commit is not None:
        created = commit.time
    else:
        message = "there is no commit to take the release's time from"
        raise PublishError(Problem(message, show(path), help="commit the records, or set SOURCE_DATE_EPOCH"))
    return Provenance(
        created,
        version("dateline"),
        commit=commit.sha if commit else None,
        dirty=commit.dirty if commit else None,
    )


def _epoch(said: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(said), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is '{said}'"
        raise PublishError(Problem(message, help="write seconds since 1970, a whole number")) from None
