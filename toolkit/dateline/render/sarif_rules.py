"""Rules as SARIF declares them: what each checks, why, and how to repair a record."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dateline.render.explain import whole
from dateline.render.safe import json_text, sarif_message, terminal
from dateline.rules.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.rules.pages import Page


def declared(broken: Iterable[str]) -> dict[str, str]:
    """Return JSON texts by id: dateline's own rules, then those of schemas among the broken ones."""
    own = _own()
    others = sorted({terminal(each) for each in broken} - own.keys())
    return {**own, **{each: json_text(_other(each)) for each in others}}


@cache
def _own() -> dict[str, str]:
    return {each.id: json_text(_of_page(each)) for each in sorted(pages(), key=lambda each: each.id)}


def _of_page(page: Page) -> dict[str, object]:
    level = "warning" if page.severity == "warning" else "error"
    return {
        "id": page.id,
        "shortDescription": {"text": sarif_message(page.summary)},
        "fullDescription": {"text": sarif_message(page.why)},
        "help": {"text": _text("\n".join(whole([page]))), "markdown": "\n".join(whole([page], "markdown"))},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": [page.group]},
    }


def _other(rule: str) -> dict[str, object]:
    """Declare a rule that a schema brings: its findings are all that a report has of it."""
    return {
        "id": rule,
        "shortDescription": {"text": sarif_message(f"{rule}: a rule of a table's schema")},
        "help": {"text": sarif_message(f"dateline explain {rule}")},
        "defaultConfiguration": {"level": "error"},
    }


def _text(lines: str) -> str:
    return "\n".join(sarif_message(line) for line in lines.split("\n"))
