"""The passages that records cite, compared with the texts that a user holds; and moved ones written anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.checks.evidence import Checked, check_evidence
from dateline.checks.tables import EXAMPLES
from dateline.checks.waivers import Applied, apply
from dateline.errors import Problem, UsageError
from dateline.evidence import OUTCOMES
from dateline.findings import Report
from dateline.project.cells import replace_cells
from dateline.project.checking import Opened, open_dataset, together
from dateline.project.fixes import new_cells
from dateline.project.folder import WAIVER_FILE, find, package_at
from dateline.project.foreign import opened_package
from dateline.project.paths import show
from dateline.project.texts import read_texts
from dateline.project.unchanged import insist_unchanged
from dateline.render.phrases import count
from dateline.rules.ids import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.checks.content import Content
    from dateline.evidence import Outcome
    from dateline.findings import Finding, Severity
    from dateline.project.folder import Folder

_LISTED = 20
"""Texts of which a report says one by one how many passages agree."""
_WORDS: dict[Outcome, str] = {
    "agrees": "agree",
    "moved": "moved",
    "astride": "in more than one paragraph",
    "lost": "lost",
}


def verify_evidence(
    texts: str | Path, *paths: str | Path, fix: bool = False, examples: int | None = EXAMPLES
) -> Report:
    """Compare every cited passage with its text, and every record with the words of the texts.

    Args:
        texts: folder of the texts that were coded (`*.txt`).
        paths: datasets, projects or Data Packages; none means the current folder. Datasets
            that cite no texts are passed over.
        fix: whether to write the new place of every passage that moved into its record,
            where there is one answer; the report is of the records as they are then.
        examples: how many findings of each rule and table to list; None for all.

    Raises:
        UsageError: if there are no texts, no dataset, or nothing that cites texts; or if a
            package is to be fixed.
        DatasetFileError, SchemaFileError: if a dataset or schema file cannot be used; or a
            file that is to be fixed cannot be written, and then none is.

    """
    held = read_texts(Path(texts))
    places = [Path(path) for path in paths or (".",)]
    targets = list(dict.fromkeys(target for path in places for target in _targets(path)))
    reports = [_verify(each, held, examples, fix=fix) for each in targets]
    found = [(target, report) for target, report in zip(targets, reports, strict=True) if report is not None]
    if not found:
        message = f"no table of {', '.join(map(show, targets))} cites texts: there is nothing to compare"
        raise UsageError(Problem(message, help="a table of passages has 'dateline: {evidence: …}'"))
    if len(found) == 1:
        return found[0][1]
    return together(_named(target, report) for target, report in found)


def _targets(path: Path) -> list[Path]:
    package = package_at(path)
    return find(path) if package is None else [package]


def _named(target: Path, report: Report) -> Report:
    """Put the dataset's name before its notes, where several are reported together."""
    name = target.name if target.is_dir() else target.parent.name
    return replace(report, notes=tuple(f"{name}: {note}" for note in report.notes))


def _verify(path: Path, held: Mapping[str, str], examples: int | None, *, fix: bool) -> Report | None:
    """Compare one dataset or package; None if it cites no texts."""
    if path.is_dir():
        opened = open_dataset(path, examples)
        return _dataset(opened, held, examples, fix=fix) if _cites(opened.contents) else None
    if fix:
        message = "a Data Package is not fixed: its descriptor holds the files' hashes"
        raise UsageError(Problem(message, show(path), help="fix the dataset, and publish it anew"))
    with opened_package(path, examples) as (contents, ledger):
        if not _cites(contents):
            return None
        checked = check_evidence(contents, held, examples)
        insist_unchanged(contents)
        report = _report(contents, checked, checked.findings)
        found = (*ledger.findings, *(replace(each, fixable=False) for each in report.findings))
        return Report.of(found, more=_more(contents, checked), records=report.records, notes=report.notes)


def _cites(contents: Mapping[str, Content]) -> bool:
    return any(each.table.evidence is not None for each in contents.values())


def _dataset(opened: Opened, held: Mapping[str, str], examples: int | None, *, fix: bool) -> Report:
    contents, waivers = opened.contents, opened.folder.waivers
    checked = check_evidence(contents, held, None if waivers or fix else examples)
    insist_unchanged(contents)
    if fix and checked.moved:
        note = _fix(contents, checked)
        report = _dataset(open_dataset(opened.folder.path, examples), held, examples, fix=False)
        return replace(report, notes=(note, *report.notes))
    left = _without_waived(opened.folder, checked)
    return replace(_report(contents, checked, left.findings), waived=left.waived)


def _without_waived(folder: Folder, checked: Checked) -> Applied:
    today = datetime.now(UTC).date()
    unasked = {each.rule for each in folder.waivers} - EVIDENCE
    file = show(folder.path / WAIVER_FILE)
    return apply(checked.findings, folder.waivers, file=file, today=today, unasked=unasked)


def _fix(contents: Mapping[str, Content], checked: Checked) -> str:
    """Write the new places of passages; return a sentence that says where."""
    passages = [each for each in checked.fixes if each.finding.rule != "text-paragraphs"]
    files = ", ".join(map(show, replace_cells(new_cells(contents, passages))))
    return f"wrote the new place of {count(checked.moved, 'passage')} into {files}"


def _report(contents: Mapping[str, Content], checked: Checked, findings: tuple[Finding, ...]) -> Report:
    """Make a report of the evidence, and of what keeps the files themselves from being read."""
    found = [*findings, *(each for content in contents.values() for each in content.source.findings)]
    more = _more(contents, checked)
    return Report.of(found, more=more, records=checked.records, notes=_notes(checked))


def _more(contents: Mapping[str, Content], checked: Checked) -> Counter[tuple[str, Severity]]:
    more = Counter(checked.more)
    for content in contents.values():
        more.update(content.source.more)
    return more


def _notes(checked: Checked) -> Iterator[str]:
    """Yield how many passages agree, in all and text by text: first those in which some do not."""
    total = sum(checked.outcomes.values(), Counter())
    passages = f"{count(checked.passages, 'cited passage')} in {count(len(checked.outcomes), 'text')}"
    yield f"{passages}: {_said(total)}"
    if checked.absent:
        yield f"{count(checked.absent, 'passage')} not compared: no text at hand"
    if checked.unreadable:
        why = "a cell is empty or cannot be read (dateline check)"
        yield f"{count(checked.unreadable, 'passage')} not compared: {why}"
    if checked.moved:
        yield f"{count(checked.moved, 'moved passage')} can be written anew with --fix"
    texts = sorted(checked.outcomes.items(), key=lambda each: (set(each[1]) == {"agrees"}, each[0]))
    yield from (f"in {name}: {_said(outcomes)}" for name, outcomes in texts[:_LISTED])
    if len(texts) > _LISTED:
        yield f"… and {len(texts) - _LISTED:,} more texts"


def _said(outcomes: Mapping[Outcome, int]) -> str:
    return (
        ", ".join(f"{outcomes[each]:,} {_WORDS[each]}" for each in OUTCOMES if outcomes.get(each)) or "none"
    )
