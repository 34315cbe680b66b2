"""Dates and times by a strptime pattern: reading and writing them."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.kind import Kind
from dateline.compile.types.patterns import MONTHS, SHORT, Pattern

if TYPE_CHECKING:
    from collections.abc import Callable

_SECOND = 1_000_000  # microseconds
_MOMENT = pl.Datetime("us")
_FIRST_DAY = date(1900, 1, 1)  # what strptime takes where the pattern says no date
_CENTURY_TURN = "69"  # POSIX: 69-99 are 1969-1999, 00-68 are 2000-2068
_PLAIN_DATE = {"Y", "m", "d"}
_PLAIN_TIMES: tuple[set[str], ...] = (set(), {"H", "M"}, {"H", "M", "S"})


def by_pattern(name: str, pattern: Pattern) -> Kind:
    """Make the kind of a date, time or datetime field with this pattern.

    Datetimes with a zone are instants, held in UTC. A date takes what the pattern says of
    the day, whatever else it says.

    Raises:
        ValueError: for a time with a zone: a time of day is held without one.

    """
    zoned = "z" in pattern.codes
    if zoned and name == "time":
        raise ValueError("a time of day is held without a zone: '%z' cannot be in its pattern")
    what = {"date": "a date", "time": "a time", "datetime": "a date and time"}[name]
    dtypes = {"date": pl.Date(), "time": pl.Time(), "datetime": pl.Datetime("us", "UTC" if zoned else None)}
    return Kind(
        dtypes[name],
        f"{what} as {pattern.text}, such as {pattern.example}",
        read=lambda cell: _cast(name, pattern_moment(pattern, cell, zoned=zoned and name == "datetime"), zoned),
        write=lambda value: _as_moment(name, value, zoned=zoned).dt.to_string(pattern.chrono),
    )


def in_range(value: pl.Expr) -> pl.Expr:
    """Tell the datetimes in the years 0001 to 9999, which Python, SQL and spreadsheets can hold."""
    return value.is_between(pl.lit(datetime.min, _MOMENT), pl.lit(datetime.max, _MOMENT))  # noqa: DTZ901 - the limits of values without a zone
