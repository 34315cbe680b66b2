"""From a dataset's folder to a published release."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import InvalidRecords, Problem, UsageError
from dateline.project.checking import check_opened, open_dataset
from dateline.project.folder import find
from dateline.project.gating import check_public
from dateline.project.paths import show
from dateline.project.provenance import tag_of
from dateline.project.recording import record
from dateline.project.releasing import plan, step
from dateline.project.texts import read_texts
from dateline.publishing import Published, open_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dateline.findings import Report
    from dateline.project.checking import Opened
    from dateline.project.releasing import Plan, Step
    from dateline.publishing import Target


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing one dataset came to.

    Args:
        report: what the check found.
        step: the number of the release, and why.
        published: where it stands; None if nothing was to be written.
        planned: what would have been done, a line each, if nothing was to be written.
        recorded: the files of the dataset's folder that were written for it.
        tag: the name that a git tag of this release has.

    """

    report: Report
    step: Step
    published: Published | None
    planned: tuple[str, ...] = ()
    recorded: tuple[Path, ...] = ()
    tag: str = ""


def publish(
    *paths: str | Path,
    to: str | Path,
    texts: str | Path | None = None,
    version: str | None = None,
    dry_run: bool = False,
    step: Callable[[str], None] | None = None,
) -> list[Publication]:
    """Check datasets, decide which releases their records make, and publish these.

    All are checked before the first is written. If the records are those of the last
    release, that one is published again. A new release gets its entry in the dataset's
    `releases.yaml` and its section in its `CHANGELOG.md` once the target has it.

    Args:
        paths: datasets' folders, or places in a project; none means the current folder.
        to: where to publish: a folder, made if it is not there, or an address such as
            `s3://bucket/folder`; see `dateline.publishing.open_target`.
        texts: folder of the coded texts, see `check`.
        version: a larger number than the one that follows.
        dry_run: whether to say what would be done, and do nothing.
        step: told the name of each step that is done, for progress.

    Raises:
        InvalidRecords: if an error is found; `report` of the exception holds all findings.
        PublishError: if the target cannot be written, holds this version with other
            content, or has releases that the ledger lacks; if a release would hold what is
            in no commit, or there is nothing to take its time from.
        VersionError: if the number asked for does not follow, or what went before cannot be
            compared with.
        UsageError, DatasetFileError, SchemaFileError: as `check`.

    """
    return list(publications(*paths, to=to, texts=texts, version=version, dry_run=dry_run, step=step))


def publications(
    *paths: str | Path,
    to: str | Path,
    texts: str | Path | None = None,
    version: str | None = None,
    dry_run: bool = False,
    step: Callable[[str], None] | None = None,
) -> Iterator[Publication]:
    """Publish datasets one after the other, and yield what each came to; see `publish`."""
    target = open_target(str(to))
    checked = list(_checked(paths, texts, version))
    plans = [(plan(opened, report, target, version, final=not dry_run), report) for opened, report in checked]
    tell = step or (lambda _: None)
    for each, report in plans:
        yield _said(each, report, target) if dry_run else _published(each, report, target, tell)


def _checked(
    paths: tuple[str | Path, ...], texts: str | Path | None, version: str | None
) -> Iterator[tuple[Opened, Report]]:
    """Yield datasets whose records are sound, as they are kept and as they are published.

    What else was found of what is published goes with each.

    Raises:
        InvalidRecords: if one is not.

    """
    held = None if texts is None else read_texts(Path(texts))
    for opened in _opened(paths, version):
        report = _sound(opened, check_opened(opened, held))
        behind = check_public(opened, held)
        yield opened, report if behind is None else _sound(opened, behind)


def _sound(opened: Opened, report: Report) -> Report:
    if not report.ok:
        raise InvalidRecords(opened.folder.dataset.name, report)
    return report


def _opened(paths: tuple[str | Path, ...], version: str | None) -> list[Opened]:
    """Open the datasets; a number can be asked for one of them alone.

    Raises:
        UsageError: if a number is asked for several.

    """
    folders = dict.fromkeys(folder for path in paths or (".",) for folder in find(Path(path)))
    if version is not None and len(folders) > 1:
        names = ", ".join(show(each) for each in folders)
        message = f"a version is asked for, and there are {len(folders)} datasets: {names}"
        raise UsageError(Problem(message, help="name the dataset that it is for"))
    return [open_dataset(folder) for folder in folders]


def _published(planned: Plan, report: Report, target: Target, tell: Callable[[str], None]) -> Publication:
    published = target.publish(planned.release, step=tell)
    recorded = record(planned)
    return Publication(
        report, planned.step, published, recorded=recorded, tag=tag_of(planned.step.folder, planned.entry)
    )


def _said(planned: Plan, report: Report, target: Target) -> Publication:
    lines = tuple(target.plan(planned.release))
    return Publication(report, planned.step, None, lines, tag=tag_of(planned.step.folder, planned.entry))


def next_versions(*paths: str | Path, to: str | Path | None = None, version: str | None = None) -> list[Step]:
    """Decide which releases the records of datasets make; nothing is checked, nothing is written.

    Args:
        paths: datasets' folders, or places in a project; none means the current folder.
        to: where they are published, if the release before shall be taken from there.
        version: a number to ask for.

    Raises:
        VersionError: if the number asked for does not follow, or what went before cannot be
            compared with.
        PublishError: if the target has releases that the ledger lacks.
        UsageError, DatasetFileError, SchemaFileError: as `check`.

    """
    target = None if to is None else open_target(str(to))
    return [step(opened, target, version) for opened in _opened(paths, version)]
