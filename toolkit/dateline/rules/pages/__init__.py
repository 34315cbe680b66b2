"""The pages of dateline's own rules, for `dateline explain` and `docs/rules.md`.

Nothing that checks records imports this package: it needs the ids alone, which stand in
`dateline.rules.ids`. To add a rule's page:

1. put its id into its group in `dateline.rules.ids`;
2. add a `Page` to `PAGES` of the group's module here; see `Page` for what it holds. A group
   with too many pages for one module has several, all named in `_MODULES`;
3. give it a `schema`, if a Table Schema can attach the rule: then a test runs the rule on
   the page's own `bad` and `good` (`tests/rules/test_pages.py`);
4. run `make docs`, which writes `docs/rules.md` anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.rules.pages import (
    articles,
    cells,
    chains,
    datasets,
    dates,
    evidence,
    files,
    gazetteers,
    headers,
    keys,
    ledger,
    packages,
    people,
    phrases,
    places,
    releases,
    rows,
    sequence,
    sources,
    waivers,
    writing,
)
from dateline.rules.pages.model import Page, SchemaRule

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GROUPS", "Page", "SchemaRule", "page", "pages"]

GROUPS: Mapping[str, str] = {
    "files": "Record files",
    "packages": "Data Packages",
    "cells": "Cells and keys",
    "dates": "Dates",
    "places": "Places",
    "sources": "Sources",
    "evidence": "Evidence",
    "people": "People",
    "datasets": "Datasets",
    "releases": "Published releases",
}
"""Group → its title, in the order in which groups are listed."""

_MODULES = (
    files,
    headers,
    rows,
    packages,
    cells,
    writing,
    keys,
    dates,
    phrases,
    sequence,
    places,
    gazetteers,
    articles,
    chains,
    sources,
    evidence,
    people,
    datasets,
    ledger,
    releases,
    waivers,
)


def pages() -> tuple[Page, ...]:
    """Return all pages, by group and id."""
    order = {group: number for number, group in enumerate(GROUPS)}
    found = (each for module in _MODULES for each in module.PAGES)
    return tuple(sorted(found, key=lambda each: (order[each.group], each.id)))


def page(rule_id: str) -> Page | None:
    """Return the page of one of dateline's own rules; None if it has no such rule."""
    return next((each for each in pages() if each.id == rule_id), None)
