"""Guesses at the key that was meant, where a reference leads nowhere."""

from __future__ import annotations

from functools import cached_property

import polars as pl

from dateline.document import most_like, numbers
from dateline.rules.rule import Advice

SUGGEST_FROM = 20_000
"""Keys among which a guess is made, at most: among more, some key is always alike."""

LOOK_UPS = 200
"""Different wrong texts that are looked up; whoever has more has another problem than spelling."""


class Guess:
    """Looks each wrong text up once, however often it stands in the records.

    As `Words` does, among the keys with the same numbers: Polars tells which these are, since
    to look at twenty thousand of them takes Python longer than the check of as many records.
    """

    def __init__(self, known: pl.Series) -> None:
        self._series = known
        self._said: dict[str, Advice] = {}
        self._alike: dict[str, list[str]] = {}

    def __call__(self, text: str) -> Advice:
        """Return the known key most like a text, if there is one."""
        if text not in self._said and len(self._said) < LOOK_UPS:
            found = most_like(text.strip(), self._with_numbers(numbers(text)))
            self._said[text] = Advice(suggestion=found, expected=None if found is None else "")
        return self._said.get(text, Advice())

    def _with_numbers(self, wanted: str) -> list[str]:
        if wanted not in self._alike:
            keys = self._numbered
            self._alike[wanted] = keys.filter(pl.col("numbers") == wanted)["key"].to_list()
        return self._alike[wanted]

    @cached_property
    def _numbered(self) -> pl.DataFrame:
        keys = self._series.drop_nulls().cast(pl.String).alias("key")
        return keys.to_frame().with_columns(numbers=numbers_in(pl.col("key")))


def numbers_in(keys: pl.Expr) -> pl.Expr:
    """Return what `dateline.document.numbers` does, for a column (String)."""
    marked = keys.str.replace_all("[^0-9]*0*([0-9]+)[^0-9]*", "#$1")
    return pl.when(keys.str.contains("[0-9]")).then(marked).otherwise(pl.lit(""))
