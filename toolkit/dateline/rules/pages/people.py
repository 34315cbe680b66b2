"""Pages of the rules that keep people from harm."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="people")

PAGES: tuple[Page, ...] = ()
