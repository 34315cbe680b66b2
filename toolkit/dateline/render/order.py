"""Which findings come first where a channel has room for some of them only."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dateline.findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.findings import Finding, Report, Severity


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings: errors before warnings, new ones before those known; each by file, line, rule."""
    return sorted(findings, key=lambda each: (*_rank(each), each.place))


def pick(findings: Iterable[Finding], number: int) -> list[Finding]:
    """Return the `number` findings that tell most, the worst first.

    Among those of one rank the first finding of every rule goes before a second one of any:
    a thousand unknown places do not hide the one broken date.
    """
    seen: Counter[tuple[str, int, bool]] = Counter()
    ranked = []
    for each in worst_first(findings):
        kind = (each.rule, *_rank(each))
        ranked.append(((*_rank(each), seen[kind]), each))
        seen[kind] += 1
    ranked.sort(key=lambda item: item[0])
    return worst_first(each for _, each in ranked[:number])


def _rank(finding: Finding) -> tuple[int, bool]:
    return (SEVERITIES.index(finding.severity), finding.standing == "existing")


def unlisted(report: Report, listed: Iterable[Finding]) -> dict[tuple[str, Severity], int]:
    """Count, by rule and severity, what a report found beyond the findings listed."""
    shown = Counter((each.rule, each.severity) for each in listed)
    return {kind: number - shown[kind] for kind, number in report.totals.items() if number > shown[kind]}
