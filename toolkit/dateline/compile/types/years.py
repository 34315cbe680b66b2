"""Years and months of years, by XML Schema's gYear and gYearMonth.

Both may carry a time zone, which is read and left out of the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.kind import Kind, let, whole

if TYPE_CHECKING:
    from dateline.table import Field

_ZONE = "Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)"
_YEAR = "-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_YEAR_MONTH = "[0-9]{4}-(?:0[1-9]|1[0-2])"
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
    plain = pl.when(cell.str.contains(whole(_YEAR))).then(cell)
    digits = pl.coalesce(plain, cell.str.extract(f"^({_YEAR})(?:{_ZONE})$"))
    return let(digits.cast(pl.Int32, strict=False), lambda value: pl.when(value != 0).then(value))


def _write_year(value: pl.Expr) -> pl.Expr:
    size = value.cast(pl.Int64).abs().cast(pl.String).str.zfill(_DIGITS)
    return pl.when(value < 0).then(pl.lit("-") + size).otherwise(size)


def _native_year(raw: object) -> str | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        return None
    return raw if isinstance(raw, str) else f"{'-' if raw < 0 else ''}{abs(raw):0{_DIGITS}}"


def _yearmonth(cell: pl.Expr) -> pl.Expr:
    known = cell.str.contains(f"^{_YEAR_MONTH}(?:{_ZONE})?$") & ~cell.str.starts_with("0000")
    return pl.when(known).then(cell.str.slice(0, len("2024-01")))
