"""Pages of the rules for places."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="places")

PAGES: tuple[Page, ...] = ()
