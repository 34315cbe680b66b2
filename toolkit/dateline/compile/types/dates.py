"""Dates, times and datetimes in the standard's default form, and in `any` form.

The forms are held by patterns, the calendar by Polars: its own parser alone would read
`2024-1-5`, ` 24-01-26` and a second 60.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.kind import YEAR, ZONE, Kind, let, whole
from dateline.compile.types.moments import SECOND, by_pattern, in_years, moment, parsed
from dateline.compile.types.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.table import Field

_DATE = f"{YEAR}-[0-9]{{2}}-[0-9]{{2}}"
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_DATETIME = rf"{_DATE}T(?:{_TIME}(?:\.[0-9]+)?|24:00:00(?:\.0+)?){ZONE}?"
_CLOCK_AT = len("2024-01-26T")
_REST_AT = len("2024-01-26T15:00:00")

_DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    *("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y"),
)
_CLOCKS = ("%H:%M:%S", "%H:%M:%S.%f", "%H:%M", "%I:%M %p", "%I:%M%p")
ANY = {
    "date": _DAYS,
    "time": _CLOCKS,
    "datetime": (
        *(f"{day} {clock}" for day in _DAYS for clock in ("%H:%M:%S", "%H:%M")),
        *("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%d %H:%M:%S.%f", "%Y%m%dT%H%M%S"),
    ),
}
"""What the format `any` reads beside the default form: patterns with one reading.

The standard leaves `any` to the implementation and advises against it. `02/03/2021` is
not among these: half the world reads it as 2 March and half as 3 February.
"""


def temporal(field: Field) -> Kind:
    """Dates, times or datetimes in the default form, by a pattern, or in `any` form.

    Years are 0001 to 9999. A default datetime is held without a zone: as written where it
    has none, in UTC where it has one. A field whose pattern has `%z` holds instants, in
    UTC. Fractions of a second are cut to microseconds.
    """
    default = _DEFAULT[field.type]
    if field.format == "default":
        return default
    if field.format != "any":
        return by_pattern(field.type, Pattern.of(field.format))
    expected = f"{default.expected}, or another form that can be read in one way only"
    return Kind(default.dtype, expected, partial(_any, field.type), default.write)


def _any(name: str, cell: pl.Expr) -> pl.Expr:
    texts = (moment(Pattern.of(text), cell) for text in ANY[name])
    return pl.coalesce(_DEFAULT[name].read(cell), *(_part(name, value) for value in texts))


def _part(name: str, value: pl.Expr) -> pl.Expr:
    parts = {"date": value.dt.date, "time": value.dt.time}
    return parts[name]() if name in parts else value


def _date(cell: pl.Expr) -> pl.Expr:
    """Read yyyy-mm-dd."""
    return pl.when(cell.str.contains(whole(_DATE))).then(_day(cell))


def _day(cell: pl.Expr) -> pl.Expr:
    # Without the cache Polars takes its quick parser, which is twice as fast.
    return cell.str.to_date("%Y-%m-%d", strict=False, cache=False)


def _time(cell: pl.Expr) -> pl.Expr:
    """Read hh:mm:ss by arithmetic, which costs half of Polars' own parser of times."""
    hours, minutes, seconds = (cell.str.slice(at, 2).cast(pl.Int64, strict=False) for at in (0, 3, 6))
    nanoseconds = (hours * 3600 + minutes * 60 + seconds) * SECOND * 1000
    return pl.when(cell.str.contains(whole(_TIME))).then(nanoseconds.cast(pl.Time, strict=False))


def _datetime(cell: pl.Expr) -> pl.Expr:
    """Read XML Schema's dateTime (https://www.w3.org/TR/xmlschema-2/#dateTime).

    24:00:00 is the first moment of the next day.
    """
    clock = parsed(cell.str.slice(0, _REST_AT), "%Y-%m-%dT%H:%M:%S")
    midnight = pl.when(cell.str.slice(_CLOCK_AT, 2) == "24").then(cell.str.slice(0, _CLOCK_AT - 1))
    next_day = _day(midnight).cast(pl.Datetime("us")) + pl.duration(days=1)
    shift = let(cell.str.slice(_REST_AT), lambda rest: _fraction(rest) - _offset(rest))
    value = pl.coalesce(clock, next_day) + shift.cast(pl.Duration("us"))
    return let(pl.when(cell.str.contains(whole(_DATETIME))).then(value), in_years)


def _fraction(rest: pl.Expr) -> pl.Expr:
    digits = rest.str.extract(r"^\.([0-9]{1,6})").str.pad_end(6, "0")
    return digits.cast(pl.Int64, strict=False).fill_null(0)


def _offset(rest: pl.Expr) -> pl.Expr:
    """Return the offset from UTC in microseconds, 0 where there is none."""

    def size(zone: pl.Expr) -> pl.Expr:
        hours, minutes = (zone.str.slice(at, 2).cast(pl.Int64, strict=False) for at in (1, 4))
        return pl.when(zone.str.starts_with("-")).then(-1).otherwise(1) * (hours * 60 + minutes)

    zone = rest.str.extract("([+-][0-9]{2}:[0-9]{2})$")
    return let(zone, size).fill_null(0) * 60 * SECOND


def _kind(dtype: pl.DataType, expected: str, read: Callable[[pl.Expr], pl.Expr], pattern: str) -> Kind:
    return Kind(dtype, expected, read, write=lambda value: value.dt.to_string(pattern))


_DEFAULT = {
    "date": _kind(pl.Date(), "a date as yyyy-mm-dd, such as 2024-01-26", _date, "%Y-%m-%d"),
    # A fraction of a second has no place in this form; cutting it off in silence would be worse.
    "time": _kind(pl.Time(), "a time as hh:mm:ss, such as 15:00:00", _time, "%H:%M:%S%.f"),
    "datetime": _kind(
        pl.Datetime("us"),
        "a date and time as yyyy-mm-ddThh:mm:ss, such as 2024-01-26T15:00:00",
        _datetime,
        "%Y-%m-%dT%H:%M:%S%.f",
    ),
}
