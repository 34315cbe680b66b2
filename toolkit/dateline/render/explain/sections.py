"""What is told of a rule, in the order in which every format tells it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dateline.rules.pages import GROUPS, Page, SchemaRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SCHEMAS = "The schemas' own rules"


class Section(NamedTuple):
    """One part of what is told: `form` is None for words, else what the lines are written in."""

    title: str
    text: str
    form: str | None = None


def summary(rule: Page | SchemaRule) -> str:
    """Return what is checked; of a schema's own rule, what is said where it is broken."""
    return rule.summary if isinstance(rule, Page) else rule.rule.message


def severity(rule: Page | SchemaRule) -> str:
    """Return what the rule's findings are."""
    return rule.severity if isinstance(rule, Page) else rule.rule.severity


def place(rule: SchemaRule) -> str:
    """Return "schemas/events.yaml:210:12", as editors make a link of it."""
    return f"{rule.file}:{rule.rule.mark.line}:{rule.rule.mark.column}"


def sections(rule: Page | SchemaRule) -> Iterator[Section]:
    """Yield the parts of a rule's page that it has."""
    yield from _of_page(rule) if isinstance(rule, Page) else _of_schema(rule)


def _of_page(page: Page) -> Iterator[Section]:
    yield Section("Why", page.why)
    yield Section("Wrong", page.bad or "(an empty file)\n", page.form)
    yield Section("Right", page.good, page.form)
    yield Section("Repair", page.fix)
    yield Section("May it stay?", page.waive)
    if page.schema is not None:
        yield Section("In the table's schema", page.schema, "yaml")


def _of_schema(rule: SchemaRule) -> Iterator[Section]:
    if rule.rule.help is not None:
        yield Section("Repair", rule.rule.help)
    yield Section("What must hold", f"{rule.rule.sql}\n", "sql")
    yield Section(
        "How it is read",
        "A record breaks the rule where this is false. Where it is unknown, since an empty cell takes part, "
        "the record passes.",
    )
    yield Section("Cells that are pointed at", ", ".join(rule.rule.fields))


def by_group(
    rules: Sequence[Page | SchemaRule],
) -> Iterator[tuple[str, list[Page | SchemaRule]]]:
    """Yield each group's title with its rules; `rules` are in the order of groups."""
    for title, members in groupby(rules, key=_group):
        yield title, list(members)


def _group(rule: Page | SchemaRule) -> str:
    return GROUPS[rule.group] if isinstance(rule, Page) else SCHEMAS
