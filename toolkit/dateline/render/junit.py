"""JUnit XML: a suite for every table, a test for every rule that was broken in it.

Source: the XSD of Jenkins's xUnit plugin, which the test reports of CI services follow. An
error makes its rule's test fail; JUnit has no warnings, so they stand in the output of a
test that passes. A table without findings has one test, which passes.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dateline.findings import SEVERITIES
from dateline.render import phrases
from dateline.render.order import unlisted
from dateline.render.safe import html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dateline.findings import Finding, Report, Severity
    from dateline.render.options import Options

_DATASET = "dataset"
"""The suite of findings that belong to no table."""
_ELEMENTS: Mapping[Severity, tuple[str, str]] = {
    "error": ('<failure message="{}" type="error">', "</failure>"),
    "warning": ("<system-out>", "</system-out>"),
}
_SOUND = "every rule that was asked"
"""The one test of a table in which no rule is broken."""


class _Case(NamedTuple):
    """A test: a rule, its findings in one table, and how many more there are in all tables together."""

    rule: str
    found: Mapping[Severity, Sequence[Finding]]
    more: Mapping[Severity, int]

    @property
    def fails(self) -> bool:
        """Whether any of it is an error."""
        return "error" in self.found or "error" in self.more


def lines(report: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - every format has the same shape
    """Yield the lines of one document."""
    suites = _suites(report)
    cases = [case for members in suites.values() for case in members]
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="dateline" {_totals(cases)}>'
    for name, members in suites.items():
        yield from _suite(html(phrases.name(name)), members)
    yield "</testsuites>"


def _totals(cases: Sequence[_Case]) -> str:
    return f'tests="{len(cases)}" failures="{sum(case.fails for case in cases)}" errors="0"'


def _suites(report: Report) -> dict[str, list[_Case]]:
    """Return each suite's tests: tables with records first, then what else has findings."""
    suites: dict[str, list[_Case]] = {name: [] for name in report.records}
    beyond = unlisted(report, report.findings)
    ordered = sorted(report.findings, key=lambda each: (each.table or "", each.rule, each.place))
    for (table, rule), members in groupby(ordered, key=lambda each: (each.table, each.rule)):
        suites.setdefault(_DATASET if table is None else table, []).append(_case(rule, members, beyond))
    listed = {(each.rule, each.severity) for each in report.findings}
    for (rule, severity), number in beyond.items():
        if (rule, severity) not in listed:
            suites.setdefault(_DATASET, []).append(_Case(rule, {}, {severity: number}))
    return {name: cases or [_Case(_SOUND, {}, {})] for name, cases in suites.items()}


def _case(rule: str, members: Iterable[Finding], beyond: Mapping[tuple[str, Severity], int]) -> _Case:
    found: dict[Severity, list[Finding]] = {}
    for each in members:
        found.setdefault(each.severity, []).append(each)
    return _Case(rule, found, {severity: n for severity in found if (n := beyond.get((rule, severity), 0))})


def _suite(name: str, cases: Sequence[_Case]) -> Iterator[str]:
    yield f'  <testsuite name="{name}" {_totals(cases)}>'
    for case in cases:
        head = f'    <testcase name="{html(phrases.name(case.rule))}" classname="{name}"'
        parts = [line for severity in SEVERITIES for line in _part(case, severity)]
        yield f"{head}>" if parts else f"{head}/>"
        if parts:
            yield from parts
            yield "    </testcase>"
    yield "  </testsuite>"


def _part(case: _Case, severity: Severity) -> Iterator[str]:
    """Yield the findings of one severity as an element with a line each, and how many more there are."""
    found, more = case.found.get(severity, ()), case.more.get(severity, 0)
    if not found and not more:
        return
    message = phrases.count(len(found), severity) + (" and more" if more else "")
    begin, end = _ELEMENTS[severity]
    yield f"      {begin.format(message)}"
    for each in found:
        yield str(html(phrases.located(each)))
    if more:
        yield f"… and {more:,} more of this rule, in all tables together"
    yield f"      {end}"
