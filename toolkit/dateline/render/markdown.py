"""The Markdown page: a step's summary on GitHub, or a comment on a pull request.

What has to be repaired comes first, then what is worth a look, each by rule. The counts at
the top are exact; where the page would grow beyond `Options.size` bytes it ends between
two lines, and says how much is left out. So no error is ever lost behind a warning.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dateline.render import phrases
from dateline.render.order import worst_first
from dateline.render.safe import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.findings import Finding, Report, Severity
    from dateline.render.options import Options

_TITLES: dict[Severity, str] = {"error": "Fix before merge", "warning": "Worth a look"}
_RESERVED = 300
"""Bytes kept free for the words that say that the page was cut."""

_Line = tuple[str, "Finding | None"]


def lines(report: Report, options: Options) -> Iterator[str]:
    """Yield the lines of the page, at most `options.size` bytes with their line ends."""
    room = options.size - _RESERVED
    listed: Counter[Severity] = Counter()
    for text, finding in _page(report, options):
        room -= len(text.encode()) + 1
        if room < 0:
            yield from ("", f"**Cut here**: {_left(report, listed)}; `dateline check` lists all.")
            return
        if finding is not None:
            listed[finding.severity] += 1
        yield text


def _page(report: Report, options: Options) -> Iterator[_Line]:
    """Yield all parts in the order of what must not be lost; a part more is a line more here."""
    yield from _verdict(report, options)
    yield from _counts(report)
    for severity in _TITLES:
        yield from _findings(report, severity, options.limit)
    if report.findings:
        yield from _plain("", "`dateline explain RULE` tells what a rule asks, and why.")


def _plain(*texts: str) -> Iterator[_Line]:
    return ((text, None) for text in texts)


def _verdict(report: Report, options: Options) -> Iterator[_Line]:
    sign = "❌" if report.errors else "🟡" if report.warnings else "✅"
    yield from _plain(f"### {sign} {phrases.outcome(report)}", "", phrases.checked(report, options.elapsed))
    for note in report.notes:
        yield from _plain("", markdown(note))


def _counts(report: Report) -> Iterator[_Line]:
    """Yield the table of rules, those with errors first: it stands even where the lists are cut."""
    if not report.totals:
        return
    yield from _plain("", "| rule | severity | found |", "|---|---|--:|")
    for severity in _TITLES:
        for rule, number in _rules(report, severity):
            yield from _plain(f"| {markdown(phrases.name(rule))} | {severity} | {number:,} |")


def _rules(report: Report, severity: Severity) -> list[tuple[str, int]]:
    """Return the rules broken at this severity with their exact counts, the most frequent first."""
    found = [(rule, number) for (rule, each), number in report.totals.items() if each == severity]
    return sorted(found, key=lambda item: (-item[1], item[0]))


def _findings(report: Report, severity: Severity, limit: int) -> Iterator[_Line]:
    total = report.errors if severity == "error" else report.warnings
    if not total:
        return
    new = report.new_errors if severity == "error" else report.new_warnings
    told = "" if report.since is None else f", {new:,} new"
    yield from _plain("", f"#### {_TITLES[severity]}: {phrases.count(total, severity)}{told}")
    by_rule: dict[str, list[Finding]] = {}
    for each in worst_first(report.findings):
        if each.severity == severity:
            by_rule.setdefault(each.rule, []).append(each)
    for rule, number in _rules(report, severity):
        yield from _group(rule, number, by_rule.get(rule, [])[:limit])


def _group(rule: str, number: int, shown: Sequence[Finding]) -> Iterator[_Line]:
    """Yield a rule's findings as a list, and how many more there are."""
    yield from _plain("", _bold(phrases.name(rule)), "")
    for finding in shown:
        yield _item(finding), finding
    if number > len(shown):
        yield from _plain(f"- … and {number - len(shown):,} more")


def _item(finding: Finding) -> str:
    """Return "- file:17:9, record E052, field place_id: what was found; **what to write**".

    Where records were compared with an earlier state, what is new is marked.
    """
    where = ", ".join(filter(None, (phrases.place(finding), phrases.record(finding))))
    advice = phrases.advice(finding)
    said = markdown(f"{where}: {phrases.message(finding)}")
    mark = "**new** " if finding.standing == "new" else ""
    return f"- {mark}{said}; {_bold(advice)}" if advice else f"- {mark}{said}"


def _bold(text: str) -> str:
    """Return a text in bold; four stars around nothing would be a line across the page."""
    return f"**{markdown(text) or '…'}**"


def _left(report: Report, listed: Counter[Severity]) -> str:
    """Say how many errors and warnings are not on the page."""
    errors, warnings = report.errors - listed["error"], report.warnings - listed["warning"]
    return f"{phrases.count(errors, 'error')} and {phrases.count(warnings, 'warning')} are not on this page"
