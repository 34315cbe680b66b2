"""Years and months of years, by XML Schema's gYear and gYearMonth.

Both may carry a time zone, which is read and left out of the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.kind import YEAR, ZONE, Kind, whole

if TYPE_CHECKING:
    from dateline.table import Field

_LONG_YEAR = f"-?(?:[1-9][0-9]{{4,}}|{YEAR})"
_MONTH = f"{YEAR}-(?:0[1-9]|1[0-2])"
_DIGITS = 4


def year(field: Field) -> Kind:  # noqa: ARG001 - every type's maker takes its field
    """Years as 32-bit integers: `2024`, `-0044`, `12024`, but no year 0000.

    Source: https://www.w3.org/TR/xmlschema-2/#gYear.
    """
    return Kind(pl.Int32(), "a year as yyyy, such as 2024", _year, _write_year, _native_year)


def yearmonth(field: Field) -> Kind:  # noqa: ARG001 - every type's maker takes its field
    """Months as text, yyyy-mm, whose order is that of time: years 0001 to 9999.

    A date would claim a day that nobody wrote. Years beyond four digits or before the
    common era, which gYearMonth allows, are not of the type: as text they would sort wrongly.
    Source: https://www.w3.org/TR/xmlschema-2/#gYearMonth.
    """
    return Kind(pl.String(), "a month as yyyy-mm, such as 2024-01", _yearmonth, lambda value: value)


def _year(cell: pl.Expr) -> pl.Expr:
    plain = cell.str.contains(whole(_LONG_YEAR))
    zoned = pl.when(~plain).then(cell).str.extract(f"^({_LONG_YEAR}){ZONE}$")
    return pl.when(plain).then(cell).otherwise(zoned).cast(pl.Int32, strict=False)


def _write_year(value: pl.Expr) -> pl.Expr:
    size = value.cast(pl.Int64).abs().cast(pl.String).str.zfill(_DIGITS)
    return pl.when(value < 0).then(pl.lit("-") + size).otherwise(size)


def _native_year(raw: object) -> str | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        return None
    return raw if isinstance(raw, str) else f"{'-' if raw < 0 else ''}{abs(raw):0{_DIGITS}}"


def _yearmonth(cell: pl.Expr) -> pl.Expr:
    return pl.when(cell.str.contains(whole(f"{_MONTH}{ZONE}?"))).then(cell.str.slice(0, len("2024-01")))
