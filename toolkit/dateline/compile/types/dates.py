"""Dates, times and datetimes in the standard's default form.

The forms are held by patterns, the calendar by Polars: its own parser alone would read
`2024-1-5`, ` 24-01-26` and a second 60.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.kind import Kind, whole
from dateline.compile.types.patterns import ANY, Pattern, any_of, pattern_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.table import Field

_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_ZONE = "Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)"
_DATETIME = rf"{_DATE}T(?:{_TIME}(?:\.[0-9]+)?|24:00:00(?:\.0+)?)(?:{_ZONE})?"
_DATETIME_CHARS = len("2024-01-26T15:00:00")
_MICROSECONDS = {"hour": 3_600_000_000, "minute": 60_000_000}

EXPECTED = {
    "date": "a date as yyyy-mm-dd, such as 2024-01-26",
    "time": "a time as hh:mm:ss, such as 15:00:00",
    "datetime": "a date and time as yyyy-mm-ddThh:mm:ss, such as 2024-01-26T15:00:00",
}
DTYPES: dict[str, pl.DataType] = {"date": pl.Date(), "time": pl.Time(), "datetime": pl.Datetime("us")}


def temporal(field: Field) -> Kind:
    """Dates, times or datetimes in the default form, by a pattern, or in `any` form.

    Years are 0001 to 9999, which Python, SQL and spreadsheets can hold. A default datetime
    is held without a zone: as written where it has none, in UTC where it has one. A field
    whose pattern has `%z` is held as instants, in UTC. Fractions of a second are cut to
    microseconds.
    """
    if field.format not in ("default", "any"):
        return pattern_kind(field.type, Pattern.of(field.format))
    read, write = _READ[field.type], _WRITE[field.type]
    expected = EXPECTED[field.type]
    if field.format == "any":
        dtype = DTYPES[field.type]
        return Kind(dtype, f"{expected}, {ANY[field.type][0]}", partial(any_of, field.type, read), write)
    return Kind(DTYPES[field.type], expected, read, write)


def _date(cell: pl.Expr) -> pl.Expr:
    """Read yyyy-mm-dd; there is no year 0000 (https://www.w3.org/TR/xmlschema-2/#dateTime)."""
    # Without the cache Polars takes its quick parser, which is twice as fast.
    value = cell.str.to_date("%Y-%m-%d", strict=False, cache=False)
    return pl.when(cell.str.contains(whole(_DATE)) & (value >= date.min)).then(value)


def _time(cell: pl.Expr) -> pl.Expr:
    """Read hh:mm:ss by arithmetic: half the cost of Polars' parser of times."""
    hours, minutes, seconds = (cell.str.slice(at, 2).cast(pl.Int64, strict=False) for at in (0, 3, 6))
    value = ((hours * 3600 + minutes * 60 + seconds) * 1_000_000_000).cast(pl.Time)
    return pl.when(cell.str.contains(whole(_TIME))).then(value)


def _datetime(cell: pl.Expr) -> pl.Expr:
    """Read XML Schema's dateTime (https://www.w3.org/TR/xmlschema-2/#dateTime).

    24:00:00 is the first moment of the next day.
    """
    clock = cell.str.slice(0, _DATETIME_CHARS)
    usual = clock.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us", cache=False)
    midnight = clock.str.to_datetime("%Y-%m-%dT24:00:00", strict=False, time_unit="us", cache=False)
    rest = cell.str.slice(_DATETIME_CHARS)
    value = pl.coalesce(usual, midnight.dt.offset_by("1d")) + (_fraction(rest) - _offset(rest)).cast(
        pl.Duration("us")
    )
    return pl.when(cell.str.contains(whole(_DATETIME)) & in_range(value)).then(value)


def in_range(value: pl.Expr) -> pl.Expr:
    """Tell the datetimes in the years 0001 to 9999."""
    return value.is_between(pl.lit(datetime.min, pl.Datetime("us")), pl.lit(datetime.max, pl.Datetime("us")))  # noqa: DTZ901 - the limits of naive values


def _fraction(rest: pl.Expr) -> pl.Expr:
    digits = rest.str.extract(r"^\.([0-9]{1,6})").str.pad_end(6, "0")
    return digits.cast(pl.Int64, strict=False).fill_null(0)


def _offset(rest: pl.Expr) -> pl.Expr:
    """Return the offset from UTC in microseconds, 0 where there is none."""
    zone = rest.str.extract("([+-][0-9]{2}:[0-9]{2})$")
    hours, minutes = (zone.str.slice(at, 2).cast(pl.Int64, strict=False) for at in (1, 4))
    size = hours * _MICROSECONDS["hour"] + minutes * _MICROSECONDS["minute"]
    return pl.when(zone.str.starts_with("-")).then(-size).otherwise(size).fill_null(0)


_READ: dict[str, Callable[[pl.Expr], pl.Expr]] = {"date": _date, "time": _time, "datetime": _datetime}
_WRITE: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "date": lambda value: value.dt.to_string("%Y-%m-%d"),
    "time": lambda value: value.dt.to_string("%H:%M:%S%.f"),
    "datetime": lambda value: value.dt.to_string("%Y-%m-%dT%H:%M:%S%.f"),
}
