"""The Reviewdog Diagnostic Format: comments on a pull request, with changes to accept by a click.

Source: reviewdog.proto. Columns count bytes of UTF-8 from 1, ends are exclusive. A message
becomes Markdown in a comment, so it is escaped as Markdown. A change is suggested only
where the cell's place and its spelling are beyond doubt, see `dateline.render.cell`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.render import phrases
from dateline.render.cell import Cell, cell_of, replacement
from dateline.render.json_list import json_list
from dateline.render.order import worst_first
from dateline.render.safe import json_text, markdown, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.findings import Finding, Report
    from dateline.render.options import Options


def lines(report: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - every format has the same shape
    """Yield the lines of one DiagnosticResult."""
    worst = "ERROR" if report.errors else "WARNING" if report.warnings else "INFO"
    yield "{"
    yield f'  "source": {json_text({"name": "dateline"})},'
    yield f'  "severity": {json_text(worst)},'
    diagnostics = (json_text(_diagnostic(each)) for each in worst_first(report.findings))
    yield from json_list(diagnostics, indent="  ", name="diagnostics")
    yield "}"


def _diagnostic(finding: Finding) -> dict[str, object]:
    cell = cell_of(finding)
    location: dict[str, object] = {"path": terminal(finding.file or ".")}
    if finding.line is not None:
        location["range"] = _range(finding, finding.line, cell)
    diagnostic: dict[str, object] = {
        "message": markdown(phrases.described(finding)),
        "location": location,
        "severity": finding.severity.upper(),
        "code": {"value": terminal(finding.rule)},
    }
    new = None if cell is None else _replacement(finding, cell)
    if new is not None:
        diagnostic["suggestions"] = [{"range": location["range"], "text": new}]
    return diagnostic


def _replacement(finding: Finding, cell: Cell) -> str | None:
    """Return what to write; None in a first line, whose bytes may begin with a mark nobody counted."""
    return None if finding.line == 1 else replacement(finding, cell)


def _range(finding: Finding, line: int, cell: Cell | None) -> dict[str, object]:
    """Return the cell's range; its start where the end is unknown; the line where neither can be counted."""
    if cell is not None:
        start, end = (_bytes(cell.line[:at]) for at in (cell.start, cell.end))
        return {"start": {"line": line, "column": start}, "end": {"line": line, "column": end}}
    if finding.column is None or finding.snippet is None or finding.column > len(finding.snippet):
        return {"start": {"line": line}}
    return {"start": {"line": line, "column": _bytes(finding.snippet[: finding.column - 1])}}


def _bytes(before: str) -> int:
    """Return the 1-based column in bytes that follows a text."""
    return len(before.encode("utf-8", "surrogatepass")) + 1
