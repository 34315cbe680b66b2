"""GitLab's Code Quality report: an array of findings, shown in a merge request.

Source: GitLab, "Code Quality report format". Paths are taken from the repository's root,
fingerprints must differ, and every entry has a line: 1 where a finding has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.render import phrases
from dateline.render.fingerprints import fingerprints
from dateline.render.json_list import json_list
from dateline.render.order import worst_first
from dateline.render.safe import json_text, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.findings import Finding, Report
    from dateline.render.options import Options

_SEVERITIES = {"error": "major", "warning": "minor"}


def lines(report: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - every format has the same shape
    """Yield the lines of one JSON array."""
    findings = worst_first(report.findings)
    return json_list(map(_entry, findings, fingerprints(findings)))


def _entry(finding: Finding, mark: str) -> str:
    entry = {
        "description": phrases.described(finding),
        "check_name": terminal(finding.rule),
        "fingerprint": mark,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": terminal(finding.file or "."), "lines": {"begin": finding.line or 1}},
    }
    return json_text(entry)
