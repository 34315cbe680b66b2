"""The check of datasets beside an earlier state: which findings are new, and which are fixed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.checks.promises import Broken, Held, broken_promises
from dateline.checks.since import COMPARED, mark
from dateline.checks.tables import EXAMPLES, check_tables
from dateline.errors import Problem, UsageError
from dateline.findings import Report
from dateline.project.checking import Opened, check_opened, open_dataset, together
from dateline.project.comparing import sides
from dateline.project.folder import find, package_at
from dateline.project.paths import show
from dateline.project.states import earlier
from dateline.project.texts import read_texts
from dateline.project.unchanged import insist_unchanged

if TYPE_CHECKING:
    from dateline.project.states import State


def check_since(
    *paths: str | Path,
    since: str,
    texts: str | Path | None = None,
    examples: int | None = EXAMPLES,
) -> Report:
    """Check datasets, and say of each finding whether it is new since an earlier state.

    Args:
        paths: datasets' folders, or places in a project; none means the current folder.
        since: a commit of the repository, or the path of another copy, a package or releases.
        texts: folder of the texts that were coded.
        examples: how many findings of each rule and table to list as fixed; None for all.

    Raises:
        UsageError: if there is no such dataset, commit or path.
        DatasetFileError, SchemaFileError: if a dataset or schema file of either state
            cannot be used.

    """
    held = None if texts is None else read_texts(Path(texts))
    places = [Path(path) for path in paths or (".",)]
    for each in places:
        if package_at(each) is not None:
            help_ = "a package is a state itself: compare a dataset with it"
            raise UsageError(Problem("a package has no earlier state", show(each), help=help_))
    folders = dict.fromkeys(folder for each in places for folder in find(each))
    known: dict[Path, Opened] = {}
    reports = [_check(open_dataset(each, COMPARED, known), since, held, examples) for each in folders]
    return together(reports) if len(reports) != 1 else reports[0]


def _check(opened: Opened, since: str, texts: dict[str, str] | None, examples: int | None) -> Report:
    now = check_opened(opened, texts, COMPARED)
    with earlier(opened.folder.path, since) as state:
        broken = _broken(opened, state)
        marked = mark(_with(now, broken), _before(state, texts), state.since, shown=examples)
    notes = (*marked.notes, *state.notes)
    return Report(
        marked.findings, marked.totals, marked.records, notes, waived=marked.waived, since=marked.since
    )


def _broken(opened: Opened, state: State) -> Broken:
    """Hold the records to the ids and, if asked for, to the texts that they had."""
    folder = opened.folder
    then = state.opened.folder.ledger if state.opened is not None else ()
    was = folder.path if state.at_commit else state.root
    old = Held(state.contents, sides(state.contents, state.root), then, lambda file: show(was / file))
    here = sides(opened.contents, folder.path)
    new = Held(opened.contents, here, folder.ledger, lambda file: show(folder.path / file))
    corrections = folder.dataset.corrections
    broken = broken_promises(old, new, state.since, corrections=corrections, examples=COMPARED)
    insist_unchanged(opened.contents)
    return broken


def _with(report: Report, broken: Broken) -> Report:
    """Add what is wrong beside the earlier state alone: it is new by nature."""
    listed = Counter((each.rule, each.severity) for each in report.findings)
    more = Counter(report.totals) - listed + broken.more
    findings, notes = (*report.findings, *broken.findings), (*report.notes, *broken.notes)
    return Report.of(findings, more=more, records=report.records, notes=notes, waived=report.waived)


def _before(state: State, texts: dict[str, str] | None) -> Report:
    """Check the earlier state as it would have been checked then, by its own schemas."""
    if state.opened is not None:
        return check_opened(state.opened, texts, COMPARED)
    outcome = check_tables(state.contents, examples=COMPARED)
    return Report.of(outcome.findings, more=outcome.more, records=outcome.records)
