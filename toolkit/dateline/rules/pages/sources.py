"""Pages of the rules for articles, claims and sources."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="sources")

PAGES: tuple[Page, ...] = ()
