"""Rules explained in GitHub Flavored Markdown: a page, a table, or all of `docs/rules.md`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.render.explain.sections import Section, by_group, place, sections, severity, summary
from dateline.render.safe import markdown, terminal
from dateline.rules.pages import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.render.options import Options
    from dateline.rules.pages import SchemaRule

_CODE = re.compile(r"(`[^`]+`)")
_BAR = re.compile(r"(?<!\\)\|")
_INTRODUCTION = """\
Every finding names its rule, as in `error[edtf-bounds]`. This page has all of dateline's own, as \
`dateline explain RULE` prints them; a schema's own rules are explained by that command, too. Errors make a \
check fail, warnings do not unless `--fail-on warning` is given. An id never changes its meaning.

Written by `make docs` from the pages in `toolkit/dateline/rules/pages`; do not edit it here."""


def whole(rules: Sequence[Page | SchemaRule], options: Options) -> Iterator[str]:
    """Yield one rule's page; of several, a document with their table before them."""
    if len(rules) == 1:
        yield from _page(rules[0], "#")
        return
    yield from ("# Rules", "", *_INTRODUCTION.splitlines(), "")
    yield from listed(rules, options)
    for title, members in by_group(rules):
        yield from ("", f"## {title}")
        for rule in members:
            yield ""
            yield from _page(rule, "###")


def listed(rules: Sequence[Page | SchemaRule], options: Options) -> Iterator[str]:  # noqa: ARG001 - every format has the same shape
    """Yield a table of rules; an id links to the rule's page in the same document."""
    yield "| rule | severity | what is checked | attached by |"
    yield "|---|---|---|---|"
    for title, members in by_group(rules):
        yield f"| **{title}** | | | |"
        for rule in members:
            name = terminal(rule.id)
            link = f"[`{name}`](#{name})"
            yield f"| {link} | {severity(rule)} | {_cell(_words(summary(rule)))} | {_cell(_attached(rule))} |"


def _attached(rule: Page | SchemaRule) -> str:
    if not isinstance(rule, Page):
        return _code(place(rule))
    needs = f"; needs {_words(rule.needs)}" if rule.needs else ""
    return (_code(rule.property) if rule.property else "always") + needs


def _page(rule: Page | SchemaRule, mark: str) -> Iterator[str]:
    yield f"{mark} `{terminal(rule.id)}`"
    yield ""
    first = summary(rule)
    yield f"*{severity(rule).capitalize()}:* {_words(first)}. Attached by: {_attached(rule)}."
    for section in sections(rule):
        yield ""
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    mark = "" if section.title.endswith("?") else "." if section.form is None else ":"
    title = f"**{section.title}{mark}**"
    if section.form is None:
        yield f"{title} {_words(section.text)}"
        return
    yield from (title, "", f"{_fence(section.text)}{section.form}")
    yield from (terminal(line) for line in section.text.splitlines())
    yield _fence(section.text)


def _fence(text: str) -> str:
    """Return a fence that the text cannot close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(3, longest + 1)


def _words(text: str) -> str:
    """Return a text with its words in backquotes as code, and no other markup."""
    parts = _CODE.split(text)
    return "".join(_code(part[1:-1]) if number % 2 else _plain(part) for number, part in enumerate(parts))


def _plain(text: str) -> str:
    """Return plain words as they stand inside a line: spaces at their ends part them from code."""
    return markdown(f"x{text}x")[1:-1]


def _code(text: str) -> str:
    """Return a code span."""
    shown = terminal(text)
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def _cell(line: str) -> str:
    r"""Return a line as a table's cell: no bar parts it, not even one in code; `\|` stays as it is."""
    return _BAR.sub(r"\|", line)
