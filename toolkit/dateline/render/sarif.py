"""SARIF 2.1.0, the format of code scanning.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0. All of dateline's own
rules are declared with their pages, whether broken or not, so that their indexes stay the
same from run to run. Columns count code points, which `columnKind` says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.render import phrases
from dateline.render.cell import cell_of
from dateline.render.fingerprints import NAME, fingerprints
from dateline.render.json_list import json_list
from dateline.render.order import pick
from dateline.render.safe import json_text, sarif_message, terminal, uri
from dateline.render.sarif_rules import declared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.findings import Finding, Report, Standing
    from dateline.render.options import Options

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST = 25_000
"""Results that GitHub takes in one run; it refuses a file with more."""
_BASELINE: Mapping[Standing | None, str] = {"new": "new", "existing": "unchanged"}
_ROOT = "%SRCROOT%"


def lines(report: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - every format has the same shape
    """Yield the lines of a log with one run: rules, then results, waived ones as suppressed."""
    shown = pick(report.findings, MOST)
    waived = report.waived[: MOST - len(shown)]
    rules = declared(each.rule for each in (*shown, *(held.finding for held in waived)))
    index = {rule: number for number, rule in enumerate(rules)}
    results = _results(shown, [(each.finding, each.reason) for each in waived], index)
    yield "{"
    yield f'  "$schema": {json_text(SCHEMA)},'
    yield '  "version": "2.1.0",'
    yield '  "runs": [{'
    yield '    "tool": {"driver": {'
    yield '      "name": "dateline",'
    yield from json_list(rules.values(), indent="      ", name="rules")
    yield "    }},"
    yield '    "columnKind": "unicodeCodePoints",'
    yield f'    "originalUriBaseIds": {json_text({_ROOT: _root()})},'
    yield '    "invocations": [{"executionSuccessful": true}],'
    yield from json_list(map(json_text, results), indent="    ", name="results", last=False)
    yield f'    "properties": {json_text(_counts(report, len(shown)))}'
    yield "  }]"
    yield "}"


def _root() -> dict[str, object]:
    return {"description": {"text": "the folder in which dateline was run: the repository's root"}}


def _counts(report: Report, listed: int) -> dict[str, object]:
    """Return the exact counts, which may be more than the results."""
    return {
        "errors": report.errors,
        "warnings": report.warnings,
        "waived": len(report.waived),
        "listed": listed,
        "records": dict(report.records),
    }


def _results(
    shown: list[Finding], waived: list[tuple[Finding, str]], index: Mapping[str, int]
) -> Iterator[dict[str, object]]:
    every = [*shown, *(finding for finding, _ in waived)]
    marks = fingerprints(every)
    for number, (finding, mark) in enumerate(zip(every, marks, strict=True)):
        result = _result(finding, index[terminal(finding.rule)], mark)
        if number >= len(shown):
            reason = terminal(waived[number - len(shown)][1])
            result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
        yield result


def _result(finding: Finding, rule: int, mark: str) -> dict[str, object]:
    state = _BASELINE.get(finding.standing)
    return {
        "ruleId": terminal(finding.rule),
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": sarif_message(phrases.sentence(finding))},
        "locations": [_location(finding)],
        "partialFingerprints": {NAME: mark},
        **({"baselineState": state} if state else {}),
    }


def _location(finding: Finding) -> dict[str, object]:
    """Return where a finding stands; a dataset's problem stands in the root, for GitHub wants a place."""
    path = finding.file or "."
    artifact = {"uri": uri(path)} if path.startswith("/") else {"uri": uri(path), "uriBaseId": _ROOT}
    physical: dict[str, object] = {"artifactLocation": artifact}
    if finding.line is not None:
        physical["region"] = _region(finding, finding.line)
    location: dict[str, object] = {"physicalLocation": physical}
    names = [terminal(name) for name in (finding.table, finding.key, finding.field) if name is not None]
    if names:
        location["logicalLocations"] = [{"name": names[-1], "fullyQualifiedName": "/".join(names)}]
    return location


def _region(finding: Finding, line: int) -> dict[str, int]:
    if finding.column is None:
        return {"startLine": line}
    cell = cell_of(finding)
    end = {} if cell is None else {"endColumn": cell.end + 1}
    return {"startLine": line, "startColumn": finding.column, **end}
