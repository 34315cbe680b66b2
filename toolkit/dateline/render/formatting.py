"""What became of files that were brought into canonical form."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, Protocol

from dateline.render import phrases
from dateline.render.paint import painter
from dateline.render.safe import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dateline.errors import Problem
    from dateline.findings import Finding

_FINDINGS = 20
"""Findings of one file that are told."""
_LINE = 500
"""Columns that a line of a difference may take."""
_MOST = 1 << 22
"""Characters of a file up to which differences are sought: they take time beyond measure in larger ones."""


class Formatted(Protocol):
    """What became of a file."""

    @property
    def shown(self) -> str:
        """Its path, as the person would type it."""

    @property
    def changed(self) -> bool:
        """Whether it was not in canonical form."""

    @property
    def findings(self) -> Sequence[Finding]:
        """Faults for which it was left as it is."""

    @property
    def problem(self) -> Problem | None:
        """What else was the reason."""

    @property
    def old(self) -> str:
        """Its text, where the difference was asked for."""

    @property
    def new(self) -> str:
        """Its canonical form, likewise."""


def lines(done: Iterable[Formatted], *, dry: bool, color: bool) -> Iterator[str]:
    """Yield what is told of each file, those left as they were in silence left out."""
    paint = painter(color=color)
    for each in done:
        for finding in each.findings[:_FINDINGS]:
            yield f"{paint(finding.severity, finding.severity)}[{finding.rule}]: {phrases.located(finding)}"
        if len(each.findings) > _FINDINGS:
            yield f"… and {len(each.findings) - _FINDINGS:,} more in {terminal(each.shown)}"
        if each.problem is not None:
            yield f"{terminal(each.shown)}: {terminal(each.problem.message)}"
        if each.changed:
            yield from _difference(each, color=color)
            yield f"{'would format' if dry else 'formatted'} {terminal(each.shown)}"


def _difference(each: Formatted, *, color: bool) -> Iterator[str]:
    """Yield the lines that differ; where texts were not asked for, none."""
    if len(each.old) > _MOST:
        yield f"the file is too large to show its lines: {terminal(each.shown)}"
        return
    paint, styles = painter(color=color), {"+": "good", "-": "error", "@": "frame"}
    before, after = (_lines(text) for text in (each.old, each.new))
    for line in unified_diff(before, after, each.shown, each.shown, lineterm="", n=1):
        shown = terminal(line, _LINE)
        yield paint(styles[line[0]], shown) if line[0] in styles else shown


def _lines(text: str) -> list[str]:
    r"""Cut a text at line feeds; a carriage return and a missing last line end are shown."""
    found = text.split("\n")
    return found[:-1] if found[-1] == "" else [*found[:-1], found[-1] + " (no line end)"]


def outcome(done: Sequence[Formatted], *, dry: bool) -> str:
    """Return "2 files formatted, 10 files left as they are"."""
    if not done:
        return "no record file here"
    changed = sum(each.changed for each in done)
    faulty = sum(bool(each.findings) for each in done)
    verb = "would be formatted" if dry else "formatted"
    said = [f"{phrases.count(changed, 'file')} {verb}"] if changed else []
    said += [f"{phrases.count(faulty, 'file')} with faults not touched"] if faulty else []
    left = len(done) - changed - faulty
    if left or not said:
        said.append(f"{phrases.count(left, 'file')} left as {'it is' if left == 1 else 'they are'}")
    return ", ".join(said)
