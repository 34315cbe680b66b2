"""Whether one date is before, overlaps or contains another: yes, no, or nobody can tell.

What is compared are spans, as `vector.span` reads them from strings and `window` makes
them from stored bounds. A date or a set is *one day*, any from its earliest to its
latest. An interval *lasts* from a day its first end covers to a day its second end
covers, and covers every day between.

Each relation is defined for days that are known: with a date from s to t (s = t unless
it lasts),

    before    a before b      t of a < s of b
    after     a after b       s of a > t of b
    overlaps  they share a day, so neither is before the other
    contains  a covers all of b: s of a <= s of b and t of b <= t of a

The answer for dates that are not is True if the relation holds whichever of their days
are meant, False if it holds for none, and null otherwise: three-valued logic as SQL and
Polars know it, so answers combine with `&`, `|` and `~`. `2021-05` and `2021-05-03` may
or may not be the same day: null. An open side is unbounded; a missing date could be any
day, and every answer about it is null.
"""

from __future__ import annotations

import polars as pl
from polars import field


def window(earliest: pl.Expr, latest: pl.Expr) -> pl.Expr:
    """Return the span of one day between two stored bounds (Date, null where open)."""
    return pl.struct(
        earliest=earliest,
        latest_start=latest,
        earliest_end=earliest,
        latest=latest,
        lasts=pl.lit(value=False),
    )


def before(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Whether `a` ends before `b` begins (Boolean; null if nobody can tell)."""
    return _compare(a, b, _before("a", "b"))


def after(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Whether `a` begins after `b` has ended (Boolean; null if nobody can tell)."""
    return before(b, a)


def overlaps(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Whether `a` and `b` share a day (Boolean; null if nobody can tell)."""
    return _compare(a, b, ~_before("a", "b") & ~_before("b", "a"))


def contains(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Whether `a` covers every day of `b` (Boolean; null if nobody can tell).

    A date that does not last covers one day, so only another single day can be in it.
    """
    always = (_of("a", "latest_start") <= _of("b", "earliest")) & (
        _of("b", "latest") <= _of("a", "earliest_end")
    )
    outside = (_of("a", "earliest") > _of("b", "latest_start")) | (
        _of("b", "earliest_end") > _of("a", "latest")
    )
    too_long = ~_of("a", "lasts") & (_of("b", "latest_start") < _of("b", "earliest_end"))
    return _compare(a, b, pl.when(always).then(True).when(outside | too_long).then(False))  # noqa: FBT003 - a value, no flag


def _compare(a: pl.Expr, b: pl.Expr, answer: pl.Expr) -> pl.Expr:
    return pl.struct(a=a, b=b).struct.with_fields(answer=answer).struct.field("answer")


def _of(side: str, day: str) -> pl.Expr:
    return field(side).struct.field(day)


def _before(a: str, b: str) -> pl.Expr:
    always = _of(a, "latest") < _of(b, "earliest")
    never = _of(a, "earliest_end") >= _of(b, "latest_start")
    return pl.when(always).then(True).when(never).then(False)  # noqa: FBT003 - a value, no flag
