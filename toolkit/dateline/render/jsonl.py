"""JSON Lines: one finding a line, as in the JSON report, for programs that read a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.render.json_report import as_json
from dateline.render.safe import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.findings import Report
    from dateline.render.options import Options


def lines(report: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - every format has the same shape
    """Yield a JSON object for every finding at hand; nothing if there is none."""
    for finding in sorted(report.findings, key=lambda f: f.place):
        yield json_text(as_json(finding))
