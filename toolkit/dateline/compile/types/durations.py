"""Durations, by XML Schema's duration (https://www.w3.org/TR/xmlschema-2/#duration).

A month has no fixed number of days, so durations are ordered in part only: one is
longer than another if it is from each of four dates that the standard names.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.kind import Kind, let

if TYPE_CHECKING:
    from dateline.table import Field

_LARGEST = 10**12  # of any part, so that no sum of parts leaves 64 bits
_WHOLE = "[0-9]{1,12}"
_DATE = f"(?:(?P<Y>{_WHOLE})Y)?(?:(?P<M>{_WHOLE})M)?(?:(?P<D>{_WHOLE})D)?"
_CLOCK = rf"(?:(?P<h>{_WHOLE})H)?(?:(?P<m>{_WHOLE})M)?(?:(?P<s>{_WHOLE})(?:\.(?P<f>[0-9]+))?S)?"
_FORM = f"^(?P<sign>-?)P{_DATE}(?P<clock>T{_CLOCK})?$"
_REFERENCES = (date(1696, 9, 1), date(1697, 2, 1), date(1903, 3, 1), date(1903, 7, 1))
"""The dates from which XML Schema compares durations (3.2.6.2)."""

_PARTS = ("Y", "M", "D", "h", "m", "s")
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400  # seconds


def duration(field: Field) -> Kind:  # noqa: ARG001 - every type's maker takes its field
    """Durations as canonical text: years and months carried over, days and times likewise.

    `P14M` and `P1Y2M` are one value and so are `PT36H` and `P1DT12H`; a second's fraction
    keeps every digit. Each part has at most twelve digits.
    """
    return Kind(
        pl.String(),
        "a duration as PnYnMnDTnHnMnS, such as P1Y2M",
        read=_read,
        write=lambda value: value,
        keys=_keys,
    )


def _read(cell: pl.Expr) -> pl.Expr:
    return let(_sums(cell), _canonical)


def _sums(cell: pl.Expr) -> pl.Expr:
    """Return a duration's months, whole seconds and fraction as a struct, null where there is none."""

    def sums(groups: pl.Expr) -> pl.Expr:
        part = {each: groups.struct.field(each) for each in ("sign", "f", "clock", *_PARTS)}
        number = {each: part[each].cast(pl.Int64).fill_null(0) for each in _PARTS}
        months = number["Y"] * 12 + number["M"]
        seconds = number["D"] * _DAY + number["h"] * _HOUR + number["m"] * _MINUTE + number["s"]
        said = pl.any_horizontal(part[each].is_not_null() for each in _PARTS)
        form = part["sign"].is_not_null() & said & part["clock"].ne_missing(pl.lit("T"))
        held = (months < 12 * _LARGEST) & (seconds < _DAY * _LARGEST)
        fraction = part["f"].str.strip_chars_end("0").fill_null("")
        values = pl.struct(part["sign"], months=months, seconds=seconds, fraction=fraction)
        return pl.when(form & held).then(values)

    return let(cell.str.extract_groups(_FORM), sums)


def _canonical(sums: pl.Expr) -> pl.Expr:
    months, seconds, fraction = (sums.struct.field(each) for each in ("months", "seconds", "fraction"))
    second = (seconds % _MINUTE).cast(pl.String) + pl.when(fraction == "").then(pl.lit("")).otherwise(
        pl.lit(".") + fraction
    )
    day = _item(months // 12, "Y") + _item(months % 12, "M") + _item(seconds // _DAY, "D")
    clock = (
        _item(seconds % _DAY // _HOUR, "H")
        + _item(seconds % _HOUR // _MINUTE, "M")
        + let(second, lambda text: pl.when(text == "0").then(pl.lit("")).otherwise(text + "S"))
    )
    return let(pl.struct(sums.struct.field("sign"), day=day, clock=clock), _joined)


def _item(number: pl.Expr, letter: str) -> pl.Expr:
    return pl.when(number > 0).then(number.cast(pl.String) + letter).otherwise(pl.lit(""))


def _joined(items: pl.Expr) -> pl.Expr:
    sign, day, clock = (items.struct.field(each) for each in ("sign", "day", "clock"))
    nothing = (day == "") & (clock == "")
    date_only = sign + "P" + day
    return (
        pl.when(nothing)
        .then(pl.lit("PT0S"))
        .when(clock == "")
        .then(date_only)
        .otherwise(date_only + "T" + clock)
    )


def _keys(value: pl.Expr) -> tuple[pl.Expr, ...]:
    """Return the seconds that a duration lasts from each reference date."""
    return tuple(let(_sums(value), partial(_seconds_from, start)) for start in _REFERENCES)


def _seconds_from(start: date, sums: pl.Expr) -> pl.Expr:
    sign = pl.when(sums.struct.field("sign") == "-").then(-1).otherwise(1)
    fraction = ("0." + sums.struct.field("fraction") + "0").cast(pl.Float64)
    return sign * (sums.struct.field("seconds") + fraction) + _DAY * _days(
        start, sign * sums.struct.field("months")
    )


def _days(start: date, months: pl.Expr) -> pl.Expr:
    """Count the days that months last from a first of the month, by the proleptic calendar.

    Howard Hinnant's days_from_civil (https://howardhinnant.github.io/date_algorithms.html)
    on a year that begins in March.
    """
    month = start.year * 12 + (start.month - 1) - 2 + months
    first = start.year * 12 + (start.month - 1) - 2
    return _march_days(month) - _march_days(pl.lit(first, pl.Int64))


def _march_days(month: pl.Expr) -> pl.Expr:
    year, of_year = month // 12, month % 12
    return year * 365 + year // 4 - year // 100 + year // 400 + (of_year * 153 + 2) // 5
