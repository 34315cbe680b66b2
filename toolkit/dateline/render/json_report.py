"""The JSON report: the outcome and every finding at hand, a line each.

    {"valid", "counts": {"errors", "warnings", "waived", "rules", "records"}, "notes",
     "findings": [...], "waived": [...]}

Where the records were compared with an earlier state, `counts` also has "new_errors",
"new_warnings" and "fixed", and each finding a "standing". `counts` is exact however few
findings are listed. `type` is frictionless's error type where one corresponds, else null.
Rows are counted as in `Finding`: the header is row 1. A waived finding has the members of
a finding, and `reason`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.render.frictionless_types import FRICTIONLESS_TYPES
from dateline.render.json_list import json_list
from dateline.render.safe import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.findings import Finding, Report
    from dateline.render.options import Options


def lines(report: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - every format has the same shape
    """Yield the lines of one JSON object."""
    yield "{"
    yield f'  "valid": {json_text(report.ok)},'
    yield f'  "counts": {json_text(_counts(report))},'
    yield f'  "notes": {json_text(list(report.notes))},'
    findings = (json_text(as_json(each)) for each in sorted(report.findings, key=lambda f: f.place))
    yield from json_list(findings, indent="  ", name="findings", last=False)
    waived = (json_text({**as_json(each.finding), "reason": each.reason}) for each in report.waived)
    yield from json_list(waived, indent="  ", name="waived")
    yield "}"


def as_json(finding: Finding) -> dict[str, str | int | None]:
    """Return a finding as the members of its JSON object."""
    return {
        "table": finding.table,
        "row": finding.row,
        "line": finding.line,
        "column": finding.column,
        "field_number": finding.field_number,
        "field": finding.field,
        "key": finding.key,
        "rule": finding.rule,
        "type": FRICTIONLESS_TYPES.get(finding.rule),
        "severity": finding.severity,
        "value": finding.value,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "file": finding.file,
        "expected": finding.expected,
        "standing": finding.standing,
        "fixable": finding.fixable,
    }


def _counts(report: Report) -> dict[str, object]:
    return {
        "errors": report.errors,
        "warnings": report.warnings,
        "waived": len(report.waived),
        "rules": dict(sorted(report.counts().items())),
        "records": dict(report.records),
        **_since(report),
    }


def _since(report: Report) -> dict[str, int]:
    """Return what became of findings since an earlier state."""
    if report.since is None:
        return {}
    return {
        "new_errors": report.new_errors,
        "new_warnings": report.new_warnings,
        "fixed": report.since.fixed_count,
    }
