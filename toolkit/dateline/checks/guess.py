"""Guesses at the key that was meant, where a reference leads nowhere."""

from __future__ import annotations

from functools import cached_property

import polars as pl

from dateline.document import Words
from dateline.rules.rule import Advice

SUGGEST_FROM = 20_000
"""Keys among which a guess is made, at most: among more, some key is always alike."""

LOOK_UPS = 200
"""Different wrong texts that are looked up; whoever has more has another problem than spelling."""


class Guess:
    """Looks each wrong text up once, however often it stands in the records."""

    def __init__(self, known: pl.Series) -> None:
        self._series = known
        self._said: dict[str, Advice] = {}

    def __call__(self, text: str) -> Advice:
        """Return the known key most like a text, if there is one."""
        if text not in self._said and len(self._said) < LOOK_UPS:
            found = self._words.nearest(text.strip())
            self._said[text] = Advice(suggestion=found, expected=None if found is None else "")
        return self._said.get(text, Advice())

    @cached_property
    def _words(self) -> Words:
        return Words(self._series.drop_nulls().cast(pl.String).to_list())
