"""The waiving of findings: found by a check, then written down with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.dataset.waivers import says_little
from dateline.document import did_you_mean, quoted
from dateline.errors import Problem, UsageError
from dateline.project.checking import check_opened, open_dataset
from dateline.project.folder import WAIVER_FILE, find
from dateline.project.paths import show
from dateline.project.texts import read_texts
from dateline.project.waivers import waiver_for, write_waivers
from dateline.rules.ids import NEVER_WAIVED, OWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from dateline.findings import Finding
    from dateline.project.checking import Opened


@dataclass(frozen=True, slots=True)
class Which:
    """Which findings are meant.

    Args:
        rule: the rule's id.
        records: primary keys, parts joined by "/".
        table: the table, if records of several have these keys.
        field: the field, if the rule finds several in a record.

    """

    rule: str
    records: tuple[str, ...]
    table: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why findings may stand, who says so, and until which day."""

    reason: str
    by: str
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The findings that are waived now, and the file that says so."""

    findings: tuple[Finding, ...]
    file: str


def waive(dataset: Path, which: Which, grounds: Grounds, texts: Path | None = None) -> Done:
    """Write a waiver for each finding of a rule in some records.

    Args:
        dataset: the dataset's folder, or a place in a project; of several datasets, the
            one that has these findings.
        which: the findings.
        grounds: why they may stand.
        texts: folder of the texts that were coded, for the rules that compare them.

    Raises:
        UsageError: if a record has no such finding, or several and no field is given.
        DatasetFileError: if the waivers cannot be read, given or written.

    """
    if which.rule in NEVER_WAIVED:
        help_ = f"repair the record; dateline explain {which.rule} says how"
        raise UsageError(Problem(f"no waiver is possible for {quoted(which.rule)}", help=help_))
    if says_little(grounds.reason):
        message = f"the reason {quoted(grounds.reason)} says too little"
        raise UsageError(Problem(message, help="say why the finding may stand"))
    held = None if texts is None else read_texts(texts)
    found = [(each, _findings(each, which.rule, held)) for each in map(open_dataset, find(dataset))]
    opened, findings = _one_dataset(found, which)
    chosen = tuple(_chosen(findings, record, which) for record in dict.fromkeys(which.records))
    file = opened.folder.path / WAIVER_FILE
    new = [waiver_for(each, grounds.reason, grounds.by, grounds.expires) for each in chosen]
    write_waivers(file, opened.folder.waivers, new)
    return Done(chosen, show(file))


def _findings(opened: Opened, rule: str, texts: dict[str, str] | None) -> list[Finding]:
    """Return a rule's findings in a dataset, those that are waived already among them."""
    bare = replace(opened, folder=replace(opened.folder, waivers=()))
    return [each for each in check_opened(bare, texts, examples=None).findings if each.rule == rule]


def _one_dataset(found: Sequence[tuple[Opened, list[Finding]]], which: Which) -> tuple[Opened, list[Finding]]:
    """Return the dataset in which the records have such findings."""
    having = [(opened, all_) for opened, all_ in found if any(each.key in which.records for each in all_)]
    if len(having) == 1:
        return having[0]
    if having:
        names = " and ".join(opened.folder.dataset.name for opened, _ in having)
        message = f"{names} both have findings of {quoted(which.rule)} in these records"
        raise UsageError(Problem(message, help="name the dataset's folder with --dataset"))
    keys = sorted({each.key for _, all_ in found for each in all_ if each.key is not None})
    tables = (table for opened, _ in found for table in opened.folder.tables.values())
    rules = {*OWN, *(each.id for table in tables for each in table.rules)}
    if which.rule not in rules:
        help_ = did_you_mean(which.rule, sorted(rules))
        raise UsageError(Problem(f"there is no rule {quoted(which.rule)}", help=help_))
    if not keys:
        raise UsageError(Problem(f"no record breaks {quoted(which.rule)}: there is nothing to waive"))
    raise _passes(which.rule, which.records[0], keys)


def _passes(rule: str, record: str, keys: Sequence[str]) -> UsageError:
    message = f"record {quoted(record)} does not break {quoted(rule)}"
    return UsageError(Problem(message, help=did_you_mean(record, keys)))


def _chosen(findings: Sequence[Finding], record: str, which: Which) -> Finding:
    """Return the one finding meant of a record."""
    table, field = which.table, which.field
    own = [
        each
        for each in findings
        if each.key == record and table in (None, each.table) and field in (None, each.field)
    ]
    if not own:
        raise _passes(which.rule, record, sorted({each.key for each in findings if each.key is not None}))
    if len({(each.table, each.field) for each in own}) > 1:
        places = " and ".join(f"{each.table}, field {each.field}" for each in own)
        message = f"record {quoted(record)} breaks {quoted(which.rule)} in {places}"
        raise UsageError(Problem(message, help="say which with --table and --field"))
    return own[0]
