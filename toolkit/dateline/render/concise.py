"""The concise form: one line a problem, which editors and terminals make a link of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.render import phrases
from dateline.render.paint import painter
from dateline.render.safe import log_line
from dateline.render.standing import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.findings import Finding, Report
    from dateline.render.options import Options


def lines(report: Report, options: Options) -> Iterator[str]:
    """Yield `file:line:column: error[rule] message` for every finding at hand, then the counts."""
    paint = painter(color=options.color)
    findings = sorted(told(report).findings, key=lambda f: f.place)
    for finding in findings:
        kind = paint(finding.severity, f"{finding.severity}[{phrases.name(finding.rule)}]")
        yield log_line(f"{phrases.place(finding)}: {kind} {phrases.message(finding)}{_record(finding)}")
    yield from phrases.remainder(report, findings)
    yield phrases.outcome(report)


def _record(finding: Finding) -> str:
    """Name the record where no line does."""
    label = phrases.record(finding)
    return f" ({label})" if label and finding.line is None else ""
