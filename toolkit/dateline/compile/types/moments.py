"""Dates and times by a strptime pattern: reading and writing them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.kind import Kind, let
from dateline.compile.types.patterns import MONTHS, SHORT, Pattern

if TYPE_CHECKING:
    from collections.abc import Callable

SECOND = 1_000_000
"""Microseconds in a second."""

_MOMENT = pl.Datetime("us")
_FIRST_DAY = date(1900, 1, 1)  # what strptime takes where the pattern says no date
_TURN = "69"  # POSIX: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068
_NOTHING: frozenset[str] = frozenset()
_PLAIN_DATES = (_NOTHING, frozenset("Ymd"), frozenset("Ybd"), frozenset("YBd"))
_PLAIN_TIMES: tuple[frozenset[str], ...] = (_NOTHING, frozenset("HM"), frozenset("HMS"))
_MONTHS = pl.Enum([name[:SHORT].lower() for name in MONTHS])  # whose numbers count from 0
_WORDS = {"date": "a date", "time": "a time", "datetime": "a date and time"}


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
    dtypes = {"date": pl.Date(), "time": pl.Time(), "datetime": pl.Datetime("us", "UTC" if zoned else None)}
    return Kind(
        dtypes[name],
        f"{_WORDS[name]} such as {pattern.example} (by the pattern {pattern.text})",
        read=lambda cell: _held(name, moment(pattern, cell, local=name == "date"), zoned=zoned),
        write=lambda value: _moment(name, value, zoned=zoned).dt.to_string(pattern.chrono),
    )


def in_years(value: pl.Expr) -> pl.Expr:
    """Keep the datetimes in the years 0001 to 9999, which Python, SQL and spreadsheets can hold."""
    first, last = datetime.min, datetime.max  # noqa: DTZ901 - the limits of values without a zone
    return pl.when(value.is_between(pl.lit(first, _MOMENT), pl.lit(last, _MOMENT))).then(value)


def moment(pattern: Pattern, cell: pl.Expr, *, local: bool = False) -> pl.Expr:
    """Read a text by a pattern: as written, or in UTC where it says a zone.

    With `local` a zone is read but changes nothing: it is the day as written that counts.
    Null where the text does not follow the pattern or is no day of the calendar.
    """
    quick = _quick(pattern)
    if quick is None:
        value = _by_groups(pattern, cell, local=local)
    else:
        value = pl.when(cell.str.contains(pattern.regex)).then(quick(cell))
    return let(value, in_years)


def _quick(pattern: Pattern) -> Callable[[pl.Expr], pl.Expr] | None:
    """Return Polars' own parser if, on texts of this pattern, it reads what strptime reads."""
    clock = pattern.codes & frozenset("HMS")
    day = pattern.codes - clock
    if not pattern.separated or day not in _PLAIN_DATES or clock not in _PLAIN_TIMES:
        return None
    if not clock:
        return lambda cell: cell.str.to_date(pattern.chrono, strict=False, cache=False).cast(_MOMENT)
    if day:
        return lambda cell: parsed(cell, pattern.chrono)
    return lambda cell: parsed(pl.lit(f"{_FIRST_DAY} ") + cell, f"%Y-%m-%d {pattern.chrono}")


def parsed(cell: pl.Expr, chrono: str) -> pl.Expr:
    """Parse as Polars does, which is not strict about digits and spaces; null where it cannot."""
    # Without the cache Polars takes its quick parser, which is twice as fast.
    return cell.str.to_datetime(chrono, strict=False, time_unit="us", cache=False)


def _by_groups(pattern: Pattern, cell: pl.Expr, *, local: bool) -> pl.Expr:
    """Read each code's text by itself and put the moment together."""

    def together(groups: pl.Expr) -> pl.Expr:
        said = {letter: groups.struct.field(letter) for letter in pattern.codes}
        time = _microseconds(said)
        if "z" in said and not local:
            time -= _offset(said["z"])
        return _day(said).cast(_MOMENT) + time.cast(pl.Duration("us"))

    return let(cell.str.extract_groups(pattern.regex), together)


def _day(said: dict[str, pl.Expr]) -> pl.Expr:
    year = said.get("Y", pl.lit(str(_FIRST_DAY.year)))
    if "y" in said:
        year = pl.when(said["y"] >= _TURN).then(pl.lit("19")).otherwise(pl.lit("20")) + said["y"]
    if "j" in said:
        found = _date_of(year, pl.lit("1"), pl.lit("1")) + pl.duration(days=said["j"].cast(pl.Int64) - 1)
        return pl.when(found.dt.year() == year.cast(pl.Int32)).then(found)
    return _date_of(year, _month(said), said.get("d", pl.lit("1")).str.strip_chars_start(" "))


def _month(said: dict[str, pl.Expr]) -> pl.Expr:
    for letter in "Bb":
        if letter in said:
            name = said[letter].str.slice(0, SHORT).str.to_lowercase()
            return (name.cast(_MONTHS, strict=False).to_physical() + 1).cast(pl.String)
    return said.get("m", pl.lit("1"))


def _date_of(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    return pl.concat_str(year, month, day, separator="-").str.to_date("%Y-%m-%d", strict=False, cache=False)


def _microseconds(said: dict[str, pl.Expr]) -> pl.Expr:
    """Return the time of day; null where a code has no text, which is where nothing matched."""
    hour = said.get("H", pl.lit("0")).cast(pl.Int64)
    if "I" in said:
        hour = said["I"].cast(pl.Int64) % 12
        if "p" in said:
            hour += pl.when(said["p"].str.to_lowercase() == "pm").then(12).otherwise(0)
    minute, second = (said.get(letter, pl.lit("0")).cast(pl.Int64) for letter in "MS")
    fraction = said.get("f", pl.lit("0")).str.pad_end(6, "0").cast(pl.Int64)
    return (hour * 3600 + minute * 60 + second) * SECOND + fraction


def _offset(zone: pl.Expr) -> pl.Expr:
    """Return the offset from UTC in microseconds of `Z`, `+0900` or `+09:00`."""
    # `Z` has no digits.
    hours = zone.str.slice(1, 2).cast(pl.Int64, strict=False)
    minutes = zone.str.slice(-2, 2).cast(pl.Int64, strict=False)
    size = (hours * 60 + minutes) * 60 * SECOND
    return pl.when(zone == "Z").then(0).when(zone.str.starts_with("-")).then(-size).otherwise(size)


def _held(name: str, value: pl.Expr, *, zoned: bool) -> pl.Expr:
    if name == "date":
        return value.dt.date()
    if name == "time":
        return value.dt.time()
    return value.dt.replace_time_zone("UTC") if zoned else value


def _moment(name: str, value: pl.Expr, *, zoned: bool) -> pl.Expr:
    """Return a value as the datetime that is written, in UTC where a zone is written."""
    if name == "datetime":
        return value
    full = value.cast(_MOMENT) if name == "date" else pl.lit(_FIRST_DAY).dt.combine(value)
    return full.dt.replace_time_zone("UTC") if zoned else full
