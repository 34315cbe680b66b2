"""The Markdown page: a step's summary on GitHub, or a comment on a pull request.

What has to be repaired comes first, then what is worth a look, each by rule; beside an
earlier state that is what is new, and what was there before is folded away after it. The
counts at the top are exact; where the page would grow beyond `Options.size` bytes it ends
between two lines, and says how much is left out. So no error is ever lost behind a warning.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.render import phrases
from dateline.render.order import worst_first
from dateline.render.safe import markdown
from dateline.render.standing import broken, existing, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.findings import Finding, Report, Severity
    from dateline.render.options import Options
    from dateline.render.standing import Part

_TITLES: dict[Severity, str] = {"error": "Fix before merge", "warning": "Worth a look"}
_RESERVED = 300
"""Bytes kept free for the words that say that the page was cut."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, the finding that it tells of, and whether it stands in a part that is folded away."""

    text: str
    finding: Finding | None = None
    folded: bool = False


def lines(report: Report, options: Options) -> Iterator[str]:
    """Yield the lines of the page, at most `options.size` bytes with their line ends."""
    room = options.size - _RESERVED
    listed: Counter[Severity] = Counter()
    for line in _page(report, options):
        room -= len(line.text.encode()) + 1
        if room < 0:
            yield from ("", "</details>") if line.folded else ()
            yield from ("", f"**Cut here**: {_left(report, listed)}; `dateline check` lists all.")
            return
        if line.finding is not None:
            listed[line.finding.severity] += 1
        yield line.text


def _page(report: Report, options: Options) -> Iterator[_Line]:
    """Yield all parts in the order of what must not be lost; a part more is a line more here."""
    yield from _verdict(report, options)
    yield from _counts(report)
    yield from _told(report, options.limit)
    yield from _existing(report, options.limit)
    if report.findings:
        yield from _plain("", "`dateline explain RULE` tells what a rule asks, and why.")


def _plain(*texts: str) -> Iterator[_Line]:
    return (_Line(text) for text in texts)


def _verdict(report: Report, options: Options) -> Iterator[_Line]:
    """Yield how it stands: a cross is for what has to be repaired, not for what was there before."""
    sign = "❌" if report.new_errors else "🟡" if report.errors or report.new_warnings else "✅"
    yield from _plain(f"### {sign} {phrases.outcome(report)}", "", phrases.checked(report, options.elapsed))
    for note in report.notes:
        yield from _plain("", markdown(note))


def _counts(report: Report) -> Iterator[_Line]:
    """Yield the table of rules, those with errors first: it stands even where the lists are cut."""
    if not report.totals:
        return
    compared = report.since is not None
    heads = ("new", "there before") if compared else ("found",)
    yield from _plain("", f"| rule | severity | {' | '.join(heads)} |", f"|---|---|{'--:|' * len(heads)}")
    new, before = told(report).totals, existing(report).totals
    for severity in _TITLES:
        for rule, number in broken(report, severity):
            kind = (rule, severity)
            numbers = (new.get(kind, 0), before.get(kind, 0)) if compared else (number,)
            counted = " | ".join(f"{each:,}" for each in numbers)
            yield _Line(f"| {markdown(phrases.name(rule))} | {severity} | {counted} |")


def _told(report: Report, limit: int) -> Iterator[_Line]:
    """Yield what people are to look at, errors first."""
    part = told(report)
    new = "" if report.since is None else "new "
    for severity, title in _TITLES.items():
        if number := part.count(severity):
            yield from _plain("", f"#### {title}: {phrases.count(number, f'{new}{severity}')}")
            yield from _rules(part, severity, limit)


def _existing(report: Report, limit: int) -> Iterator[_Line]:
    """Yield what was there before, folded away: it is not this change that has to repair it."""
    part = existing(report)
    if not part.total:
        return
    said = ", ".join(phrases.count(number, each) for each in _TITLES if (number := part.count(each)))
    yield from _plain("", f"<details><summary>There before: {said}</summary>")
    for severity in _TITLES:
        for line in _rules(part, severity, limit):
            yield replace(line, folded=True)
    yield from _plain("", "</details>")


def _rules(part: Part, severity: Severity, limit: int) -> Iterator[_Line]:
    """Yield the findings of this severity by rule, at most `limit` of each."""
    by_rule: dict[str, list[Finding]] = {}
    for each in worst_first(part.findings):
        if each.severity == severity:
            by_rule.setdefault(each.rule, []).append(each)
    for rule, number in part.rules(severity):
        yield from _group(rule, number, by_rule.get(rule, [])[:limit])


def _group(rule: str, number: int, shown: Sequence[Finding]) -> Iterator[_Line]:
    """Yield a rule's findings as a list, and how many more there are."""
    yield from _plain("", _bold(phrases.name(rule)), "")
    for finding in shown:
        yield _Line(_item(finding), finding)
    if number > len(shown):
        yield _Line(f"- … and {number - len(shown):,} more")


def _item(finding: Finding) -> str:
    """Return "- file:17:9, record E052, field place_id: what was found; **what to write**"."""
    where = ", ".join(filter(None, (phrases.place(finding), phrases.record(finding))))
    advice = phrases.advice(finding)
    said = markdown(f"{where}: {phrases.message(finding)}")
    return f"- {said}; {_bold(advice)}" if advice else f"- {said}"


def _bold(text: str) -> str:
    """Return a text in bold; four stars around nothing would be a line across the page."""
    return f"**{markdown(text) or '…'}**"


def _left(report: Report, listed: Counter[Severity]) -> str:
    """Say how many errors and warnings are not on the page."""
    errors, warnings = report.errors - listed["error"], report.warnings - listed["warning"]
    return f"{phrases.count(errors, 'error')} and {phrases.count(warnings, 'warning')} are not on this page"
