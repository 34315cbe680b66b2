"""Findings of the records as they are, beside those of an earlier state: new, existing or fixed.

A finding is the same if it says of the same record and field that the same value breaks
the same rule; the line may be another. A value that was changed and is still wrong is a
new finding: whoever changed it is to look again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.findings import Finding, Since

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.findings import Report, Severity, Standing

COMPARED = 20_000
"""Findings of each rule and table that are compared one by one; of more, only the numbers are."""


def mark(now: Report, before: Report, since: str, *, shown: int | None) -> Report:
    """Return the report with each finding marked as new or existing, and what is fixed.

    Args:
        now: the report on the records as they are.
        before: the report on the earlier state.
        since: what the earlier state was asked for as.
        shown: how many fixed findings of each rule and table to keep; None for all.

    """
    left = Counter(_same(each) for each in before.findings)
    marked = [replace(each, standing=_taken(left, each)) for each in now.findings]
    new = Counter((each.rule, each.severity) for each in marked if each.standing == "new")
    new.update(_beyond(now, before))
    fixed = _fixed(before, left)
    told = Since(since, dict(sorted(new.items())), _first(fixed, shown), len(fixed) + _lost(now, before))
    return replace(now, findings=tuple(marked), since=told)


def _same(finding: Finding) -> tuple[str | None, ...]:
    """Return what makes two findings one; without a record, the file and the words do."""
    where = (finding.rule, finding.table, finding.field)
    if finding.key is not None:
        return (*where, finding.key, finding.value)
    return (*where, None, finding.value, finding.message)


def _taken(left: Counter[tuple[str | None, ...]], finding: Finding) -> Standing:
    same = _same(finding)
    if not left[same]:
        return "new"
    left[same] -= 1
    return "existing"


def _fixed(before: Report, left: Mapping[tuple[str | None, ...], int]) -> list[Finding]:
    remaining = Counter(left)
    found = []
    for each in before.findings:
        same = _same(each)
        if remaining[same] > 0:
            remaining[same] -= 1
            found.append(each)
    return found


def _unlisted(report: Report) -> Counter[tuple[str, Severity]]:
    """Count the findings that are not listed."""
    counts = Counter(report.totals)
    counts.subtract(Counter((each.rule, each.severity) for each in report.findings))
    return +counts


def _beyond(now: Report, before: Report) -> Counter[tuple[str, Severity]]:
    """Count new findings among those that are not listed: by number alone."""
    return _unlisted(now) - _unlisted(before)


def _lost(now: Report, before: Report) -> int:
    return sum((_unlisted(before) - _unlisted(now)).values())


def _first(fixed: list[Finding], shown: int | None) -> tuple[Finding, ...]:
    if shown is None:
        return tuple(fixed)
    seen: Counter[tuple[str, str | None]] = Counter()
    kept = []
    for each in fixed:
        seen[each.rule, each.table] += 1
        if seen[each.rule, each.table] <= shown:
            kept.append(each)
    return tuple(kept)
