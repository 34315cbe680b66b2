"""Questions that Python answers, asked once of each distinct combination of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.rules.across import ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Judge = Callable[..., Mapping[str, str | None] | None]

_KEY = "__key{}__"


class Judged:
    """What a function finds wrong with values, found once for the rules that share it.

    Args:
        values: what the function is given of each row, in this order.
        judge: takes the values of a combination; returns the words of a report by their
            names if something is wrong with it, else None. It runs once for each
            combination, in the thread that asks, so it may ask for a gazetteer.
        words: the names of the words.

    """

    def __init__(self, values: Sequence[pl.Expr], judge: Judge, words: Sequence[str]) -> None:
        self._values = [each.alias(_KEY.format(number)) for number, each in enumerate(values)]
        self._judge = judge
        self._words = tuple(words)
        self._given: object = None
        self._wrong = pl.DataFrame()

    def failing(self, frame: pl.LazyFrame, given: object = None) -> pl.LazyFrame:
        """Return `ROW` and the words of the rows of a frame with whose values something is wrong.

        Several rules ask of one frame, one after another: its values are judged anew only
        if it is another frame, or was made from another `given`.
        """
        given = frame if given is None else given
        if self._given is not given:
            self._given, self._wrong = given, self._asked(frame)
        if self._wrong.is_empty():
            return pl.LazyFrame(schema={ROW: pl.UInt32} | dict.fromkeys(self._words, pl.String))
        keys = [each.meta.output_name() for each in self._values]
        rows = frame.select(ROW, *self._values)
        return rows.join(self._wrong.lazy(), on=keys, nulls_equal=True).select(ROW, *self._words)

    def _asked(self, frame: pl.LazyFrame) -> pl.DataFrame:
        distinct = frame.select(self._values).unique().collect()
        found: list[tuple[Any, ...]] = []
        for values in distinct.iter_rows():
            said = self._judge(*values)
            if said is not None:
                found.append((*values, *(said.get(word) for word in self._words)))
        schema = dict(distinct.schema) | dict.fromkeys(self._words, pl.String)
        return pl.DataFrame(found, schema=schema, orient="row")


def text(name: str | None) -> pl.Expr:
    """Return a field's values as texts, null where there is no field (String)."""
    return (pl.lit(None) if name is None else pl.col(name)).cast(pl.String)
