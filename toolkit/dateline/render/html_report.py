"""The HTML page: one file that needs nothing else, to read, filter, print or pass on.

Without scripts the page is whole, only its filter is missing. What it may do is told in
`dateline.render.page`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.findings import SEVERITIES
from dateline.render import phrases
from dateline.render.order import pick
from dateline.render.page import page
from dateline.render.snippet import snippet
from dateline.render.standing import broken, existing, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.findings import Finding, Report
    from dateline.render.options import Options

MOST = 5_000
"""Findings that are listed; a browser still filters these at once."""
_COLUMNS = 160


def lines(report: Report, options: Options) -> Iterator[str]:
    """Yield the lines of the page."""
    new, before = told(report), existing(report)
    shown = pick(new.findings, MOST)
    known = pick(before.findings, MOST - len(shown))
    yield from page(
        "report.html.j2",
        script="report.js",
        report=report,
        outcome=phrases.outcome(report),
        checked=phrases.checked(report, options.elapsed),
        rules=_rules(report),
        tables=sorted({each.table for each in (*shown, *known) if each.table is not None}),
        severities=SEVERITIES,
        findings=[_entry(each) for each in shown],
        found=new.total,
        existing=[_entry(each) for each in known],
        before=before.total,
        waived=[(_entry(each.finding), each.reason) for each in report.waived[:MOST]],
    )


def _rules(report: Report) -> list[tuple[str, str, int, int]]:
    """Return rule, severity, how many to look at, how many there before: the worst first."""
    new, before = told(report).totals, existing(report).totals
    return [
        (rule, severity, new.get((rule, severity), 0), before.get((rule, severity), 0))
        for severity in SEVERITIES
        for rule, _ in broken(report, severity)
    ]


def _entry(finding: Finding) -> dict[str, object]:
    """Return what the page shows of a finding."""
    before, cell, after = ("", "", "")
    if finding.snippet is not None and finding.line is not None:
        before, cell, after = snippet(finding.snippet, finding.column, finding.value, _COLUMNS).parts
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "table": finding.table or "",
        "place": phrases.place(finding),
        "record": phrases.record(finding),
        "message": phrases.message(finding),
        "advice": phrases.advice(finding) or "",
        "before": before,
        "cell": cell,
        "after": after,
    }
