"""Whether two frames hold the same rows: how CSV and Parquet are proven to agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which two frames differ; `column` is None where the frames' shapes differ."""

    message: str
    column: str | None = None
    rows: int = 0


def differences(left: pl.LazyFrame, right: pl.LazyFrame) -> tuple[Difference, ...]:
    """Compare two typed frames: names and types, number of rows, then every value in order.

    Nulls equal nulls, and NaN equals NaN. Memory does not grow with the rows.
    """
    one, other = left.collect_schema(), right.collect_schema()
    if one != other:
        return tuple(_structure(dict(one), dict(other)))
    rows, others = (_height(frame) for frame in (left, right))
    if rows != others:
        return (Difference(f"{rows} rows and {others}"),)
    return tuple(
        Difference(f"{count} of {rows} values differ", name, count)
        for name, count in _unequal(left, right, one.names()).items()
        if count
    )


def _structure(one: dict[str, pl.DataType], other: dict[str, pl.DataType]) -> list[Difference]:
    found = [
        Difference(f"type {one[name]} and {other[name]}", name)
        for name in one
        if name in other and one[name] != other[name]
    ]
    if list(one) != list(other):
        found.append(Difference(f"columns {', '.join(one)} and {', '.join(other)}"))
    return found


def _height(frame: pl.LazyFrame) -> int:
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    return int(frame.select(pl.len()).collect(engine="streaming").item())


def _unequal(left: pl.LazyFrame, right: pl.LazyFrame, names: list[str]) -> dict[str, int]:
    import polars as pl  # noqa: PLC0415 - as above

    twin = right.rename({name: f"{name}\0" for name in names})
    both = pl.concat([left, twin], how="horizontal")
    query = both.select((pl.col(name).ne_missing(pl.col(f"{name}\0"))).sum() for name in names)
    counts = query.collect(engine="streaming").row(0)
    return dict(zip(names, map(int, counts), strict=True))
