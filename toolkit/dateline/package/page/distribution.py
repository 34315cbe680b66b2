"""How the values of a column are spread, as a small bar: shares of codes, or numbers and days in steps."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import polars as pl

    from dateline.package.model import TableContent
    from dateline.table import Field

WIDTH: Final = 120
_MOST: Final = 8
_STEPS: Final = 12
_LONG: Final = 10_000
"""Numbers below are written without commas, as years are."""
_ORDERED: Final = ("integer", "number", "date", "datetime", "year")


class Segment(NamedTuple):
    """A part of a bar: where it begins and how long it is, of `WIDTH`; its height, 0 to 1; what it is."""

    x: float
    width: float
    height: float
    label: str


class Distribution(NamedTuple):
    """The bar of a column, and what it says in words."""

    segments: tuple[Segment, ...]
    words: str
    stacked: bool


def distributions(content: TableContent, rows: int) -> dict[str, Distribution]:
    """Return the bars of a table's columns that have few values or ordered ones, by name."""
    found = {}
    there = set(content.typed.collect_schema().names())
    for each in content.table.fields:
        if rows and each.name in there:
            bar = _bar(content, each)
            if bar is not None:
                found[each.name] = bar
    return found


def _bar(content: TableContent, each: Field) -> Distribution | None:
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    column = content.typed.select(pl.col(each.name).drop_nulls().alias("value"))
    if each.codes or each.categories or each.type == "boolean" or "enum" in each.constraints:
        return _shares(column)
    if each.type in _ORDERED:
        return _steps(column)
    return None


def _shares(column: pl.LazyFrame) -> Distribution | None:
    import polars as pl  # noqa: PLC0415 - as above

    text = (
        column.select(pl.col("value").cast(pl.String))
        if "List" not in str(column.collect_schema()["value"])
        else None
    )
    if text is None:
        return None
    counted = text.group_by("value").len().sort(["len", "value"], descending=[True, False]).collect().rows()
    total = sum(count for _, count in counted)
    if not total:
        return None
    shown = counted[:_MOST]
    rest = total - sum(count for _, count in shown)
    parts = [*shown, *([(f"{len(counted) - _MOST} others", rest)] if rest else [])]
    segments, x = [], 0.0
    for value, count in parts:
        width = WIDTH * count / total
        segments.append(Segment(x, width, 1.0, f"{value}: {count:,}"))
        x += width
    said = ", ".join(f"{str(value)[:40]} {_percent(count, total)}" for value, count in parts[:3])
    return Distribution(tuple(segments), f"{said}{', …' if len(parts) > 3 else ''}", stacked=True)  # noqa: PLR2004 - the three above


def _percent(count: int, total: int) -> str:
    """Return a share in per cent; neither 0 nor 100 by rounding."""
    return "100 %" if count == total else f"{min(max(round(100 * count / total), 1), 99)} %"


def _steps(column: pl.LazyFrame) -> Distribution | None:
    """Count the values in twelve equal steps from the least to the greatest."""
    import polars as pl  # noqa: PLC0415 - as above

    number = pl.col("value").to_physical().cast(pl.Float64)
    finite = column.filter(number.is_finite())
    ends = finite.select(
        pl.col("value").min().alias("low"), pl.col("value").max().alias("high"), pl.len()
    ).collect()
    low, high, count = ends.row(0)
    if not count:
        return None
    said = _words(low) if low == high else f"{_words(low)} to {_words(high)}"
    if low == high:
        return Distribution((Segment(0, WIDTH, 1, f"{said}: {count:,}"),), said, stacked=False)
    least = number.min()
    place = ((number - least) / (number.max() - least) * _STEPS).floor().clip(0, _STEPS - 1).cast(pl.Int64)
    bins = dict(finite.select(place.alias("place")).group_by("place").len().collect().rows())
    most = max(bins.values())
    wide = WIDTH / _STEPS
    segments = tuple(
        Segment(key * wide, wide - 1, bins[key] / most, f"{bins[key]:,}") for key in sorted(bins)
    )
    return Distribution(segments, said, stacked=False)


def _words(value: float | date) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value}" if abs(value) < _LONG else f"{value:,}"
