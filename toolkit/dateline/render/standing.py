"""A report in two parts: what people are to look at, and what was there before.

Beside an earlier state the first part is what is new; without one it is the whole report.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.findings import Finding, Report, Severity


@dataclass(frozen=True, slots=True)
class Part:
    """Findings of one standing, and how many there are of each rule and severity, listed or not."""

    findings: Sequence[Finding]
    totals: Mapping[tuple[str, Severity], int]

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(self.totals.values())

    def count(self, severity: Severity) -> int:
        """Return how many findings are as severe as this."""
        return sum(number for (_, each), number in self.totals.items() if each == severity)

    def rules(self, severity: Severity) -> list[tuple[str, int]]:
        """Return the rules broken at this severity with their exact counts, the most frequent first."""
        found = [(rule, number) for (rule, each), number in self.totals.items() if each == severity]
        return sorted(found, key=lambda item: (-item[1], item[0]))


def told(report: Report) -> Part:
    """Return what people are told of first: the new findings, where an earlier state is known."""
    if report.since is None:
        return Part(report.findings, report.totals)
    return Part([each for each in report.findings if each.standing == "new"], report.since.new)


def existing(report: Report) -> Part:
    """Return what was there before; nothing, where no earlier state is known."""
    if report.since is None:
        return Part((), {})
    left = Counter(report.totals) - Counter(report.since.new)
    return Part([each for each in report.findings if each.standing != "new"], dict(left))


def broken(report: Report, severity: Severity) -> list[tuple[str, int]]:
    """Return all rules broken at this severity with their exact counts: those with most to look at first."""
    new = dict(told(report).rules(severity))
    return sorted(Part((), report.totals).rules(severity), key=lambda item: -new.get(item[0], 0))
