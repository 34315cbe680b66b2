"""The full form: each problem with its line, the cell underlined, and what to write instead."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dateline.render import phrases
from dateline.render.paint import painter
from dateline.render.safe import terminal
from dateline.render.snippet import snippet
from dateline.render.standing import told
from dateline.render.width import clip, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dateline.findings import Finding, Report
    from dateline.render.options import Options

    Paint = Callable[[str, str], str]

_NARROWEST = 40
"""Below this a line of a file cannot be shown in any useful way."""


def lines(report: Report, options: Options) -> Iterator[str]:
    """Yield the lines of the full form: findings by file and line, then the summary.

    Beside an earlier state the new findings are shown, and what was there before is counted.
    """
    paint = painter(color=options.color)
    shown = list(_examples(told(report).findings, options.limit))
    for finding in shown:
        yield from _block(finding, options, paint)
        yield ""
    more = list(phrases.remainder(report, shown))
    yield from more
    if more:
        yield ""
    if shown:
        yield f"{paint('help', 'docs:')} {phrases.explanation(shown)}"
        yield ""
    yield phrases.checked(report, options.elapsed)
    yield from (terminal(note) for note in report.notes)
    worst = "error" if report.errors else "warning" if report.warnings else "good"
    yield paint(worst, phrases.outcome(report))


def _examples(findings: Iterable[Finding], limit: int) -> Iterator[Finding]:
    """Yield the first findings of each rule, in order of their place."""
    seen: Counter[str] = Counter()
    for finding in sorted(findings, key=lambda f: f.place):
        seen[finding.rule] += 1
        if seen[finding.rule] <= limit:
            yield finding


def _block(finding: Finding, options: Options, paint: Paint) -> Iterator[str]:
    head = f"{finding.severity}[{phrases.name(finding.rule)}]"
    yield f"{paint(finding.severity, head)}: {paint('strong', phrases.message(finding))}"
    gutter = len(str(finding.line)) if finding.line is not None else 1
    yield f"{' ' * gutter}{paint('frame', '-->')} {phrases.place(finding)}"
    yield from _quotation(finding, gutter, options, paint)
    advice = phrases.advice(finding)
    if advice:
        yield f"{paint('help', 'help:')} {advice}"


def _quotation(finding: Finding, gutter: int, options: Options, paint: Paint) -> Iterator[str]:
    """Yield the line of the file with the cell underlined; without a line, the record's name."""
    label = phrases.record(finding)
    if finding.snippet is None or finding.line is None:
        if label:
            yield f"{' ' * gutter} {paint('frame', '=')} {label}"
        return
    room = max(options.width, _NARROWEST) - gutter - len(" | ")
    piece = snippet(finding.snippet, finding.column, finding.value, room)
    margin = f"{' ' * gutter} {paint('frame', '|')}"
    yield margin
    yield f"{paint('frame', f'{finding.line} |')} {piece.text}".rstrip()
    for line in _underline(
        piece.offset, paint(finding.severity, "^" * piece.carets), piece.carets, label, room
    ):
        yield f"{margin} {line}"


def _underline(offset: int, carets: str, number: int, label: str, room: int) -> Iterator[str]:
    """Yield the carets with the record's name beside them, or below where it has no room."""
    if not number:
        yield from [clip(label, room)] if label else []
    elif offset + number + 1 + width(label) <= room:
        yield f"{' ' * offset}{carets} {label}".rstrip()
    else:
        yield f"{' ' * offset}{carets}"
        yield clip(label, room)
