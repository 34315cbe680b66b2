"""Rules explained on a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from dateline.render.explain.sections import Section, by_group, place, sections, severity, summary
from dateline.render.paint import painter
from dateline.render.safe import terminal
from dateline.rules.pages import GROUPS, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dateline.render.options import Options
    from dateline.rules.pages import SchemaRule

    Paint = Callable[[str, str], str]

_NARROWEST, _WIDEST = 40, 100
"""Columns that words are set in, at least and at most."""
_INDENT = "  "


def whole(rules: Sequence[Page | SchemaRule], options: Options) -> Iterator[str]:
    """Yield each rule's page, with an empty line between two."""
    paint = painter(color=options.color)
    for number, rule in enumerate(rules):
        if number:
            yield ""
        yield from _head(rule, paint)
        for section in sections(rule):
            yield ""
            yield paint("help", section.title)
            yield from _body(section, options.width)


def _head(rule: Page | SchemaRule, paint: Paint) -> Iterator[str]:
    graded = severity(rule)
    style = "warning" if graded == "warning" else "error"
    yield f"{paint(style, f'{graded}[{terminal(rule.id)}]')}: {paint('strong', terminal(summary(rule)))}"
    if not isinstance(rule, Page):
        yield f"{paint('frame', '-->')} {terminal(place(rule))}"
        return
    facts = [GROUPS[rule.group]]
    facts += [f"attached by {rule.property}"] if rule.property else []
    facts += [f"needs {rule.needs}"] if rule.needs else []
    yield f"{paint('frame', '=')} {'; '.join(facts)}"


def _body(section: Section, width: int) -> Iterator[str]:
    if section.form is not None:
        yield from (f"{_INDENT}{terminal(line)}".rstrip() for line in section.text.splitlines())
        return
    room = min(max(width, _NARROWEST), _WIDEST) - len(_INDENT)
    for line in textwrap.wrap(terminal(section.text), room, break_long_words=False, break_on_hyphens=False):
        yield f"{_INDENT}{line}"


def listed(rules: Sequence[Page | SchemaRule], options: Options) -> Iterator[str]:
    """Yield a line a rule, under its group's title."""
    paint = painter(color=options.color)
    longest = max((len(terminal(rule.id)) for rule in rules), default=0)
    for title, members in by_group(rules):
        yield paint("strong", title)
        for rule in members:
            graded = severity(rule)
            style = "warning" if graded == "warning" else "error"
            name, word = terminal(rule.id).ljust(longest), paint(style, _short(graded).ljust(len("warning")))
            yield f"{_INDENT}{name}  {word}  {terminal(summary(rule))}"
        yield ""
    yield "dateline explain RULE tells why a rule is there, and how to repair a record."


def _short(graded: str) -> str:
    """Return the worst of a rule's severities, as a word of one column."""
    return graded.partition(" ")[0]
