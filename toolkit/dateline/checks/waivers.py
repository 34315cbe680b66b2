"""Findings that stand with a reason: taken out of a report, and the reasons checked in their turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.dataset.waivers import value_hash
from dateline.findings import Finding, Waived

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from dateline.dataset.waivers import Waiver


@dataclass(frozen=True, slots=True)
class Applied:
    """Findings that are left, those on waivers themselves among them, and those that are waived."""

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]


def records_of(waivers: Iterable[Waiver]) -> dict[tuple[str, str], frozenset[str]]:
    """Return the keys of the records named, by table and rule: their findings must all be listed."""
    found: dict[tuple[str, str], set[str]] = {}
    for each in waivers:
        if each.table is not None and each.record is not None:
            found.setdefault((each.table, each.rule), set()).add(each.record)
    return {place: frozenset(keys) for place, keys in found.items()}


def apply(
    findings: Iterable[Finding],
    waivers: Sequence[Waiver],
    *,
    file: str,
    today: date,
    unasked: Collection[str] = (),
) -> Applied:
    """Take the findings out that a waiver covers, and report waivers that cover nothing.

    Args:
        findings: every finding of the records that waivers name.
        waivers: from the dataset's file.
        file: the path of that file, for messages.
        today: the day on which an expiry is judged.
        unasked: rules that this check could not ask; nothing is said of their waivers.

    """
    by_place = {each.place: each for each in waivers}
    matched: dict[tuple[str | None, ...], Finding] = {}
    left, waived = [], []
    for finding in findings:
        waiver = by_place.get((finding.rule, finding.table, finding.key, finding.field))
        if waiver is None:
            left.append(finding)
            continue
        matched[waiver.place] = finding
        if _stale(waiver, finding) or _expired(waiver, today):
            left.append(finding)
        else:
            waived.append(Waived(finding, waiver.reason))
    asked = [each for each in waivers if each.rule not in unasked]
    left += [said for each in asked for said in _judge(each, matched.get(each.place), file, today)]
    return Applied(tuple(left), tuple(waived))


def _stale(waiver: Waiver, finding: Finding) -> bool:
    return waiver.value_sha256 != value_hash(finding.value)


def _expired(waiver: Waiver, today: date) -> bool:
    return waiver.expires is not None and waiver.expires < today


def _judge(waiver: Waiver, finding: Finding | None, file: str, today: date) -> Iterator[Finding]:
    """Yield what is wrong with a waiver itself."""
    what = " ".join(filter(None, (waiver.rule, waiver.table, waiver.record, waiver.field)))
    if finding is None:
        message = f"the waiver of {what} covers nothing: the rule passes there"
        yield _finding("waiver-unused", message, waiver, file, "no such waiver: delete it")
    elif _stale(waiver, finding):
        message = f"the waiver of {what} was given for another value"
        expected = "a look at the new value: repair the record, or waive it anew with dateline waive"
        yield _finding("waiver-stale", message, waiver, file, expected)
    elif _expired(waiver, today):
        message = f"the waiver of {what} expired on {waiver.expires}"
        expected = "the record repaired, or a new reason and a later day"
        yield _finding("waiver-expired", message, waiver, file, expected)


def _finding(rule: str, message: str, waiver: Waiver, file: str, expected: str) -> Finding:
    return Finding(
        rule=rule,
        severity="warning",
        message=message,
        table=waiver.table,
        file=file,
        line=waiver.mark.line,
        column=waiver.mark.column,
        expected=expected,
    )
