"""Points on Earth: a longitude and a latitude in degrees."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.documents import canonical, parsed
from dateline.compile.types.kind import Kind, let, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.table import Field

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_PAIR = f"({_NUMBER}), ?({_NUMBER})"
_AXES = ("lon", "lat")
_HELD = pl.Struct({"lon": pl.Float64(), "lat": pl.Float64()})


def geopoint(field: Field) -> Kind:
    """Points as a struct of `lon` (-180 to 180) and `lat` (-90 to 90), both 64-bit floats.

    Named members keep the two from being swapped, as they are wherever a pair is read.
    """
    example, read, write = _FORMATS[field.format]
    return Kind(
        _HELD,
        f"a longitude and a latitude, such as {example}",
        read=lambda cell: let(read(cell), _on_earth),
        write=write,
        native=_native if field.format != "default" else _native_pair,
    )


def _on_earth(point: pl.Expr) -> pl.Expr:
    lon, lat = (point.struct.field(axis) for axis in _AXES)
    return pl.when(lon.is_between(-180, 180) & lat.is_between(-90, 90)).then(point)


def _read_pair(cell: pl.Expr) -> pl.Expr:
    """Read "lon, lat"; the space is optional."""

    def pair(parts: pl.Expr) -> pl.Expr:
        lon, lat = parts.struct[0], parts.struct[1].str.strip_prefix(" ")
        return pl.struct(lon=lon.cast(pl.Float64, strict=False), lat=lat.cast(pl.Float64, strict=False))

    known = pl.when(cell.str.contains(whole(_PAIR))).then(cell)
    return let(known.str.split_exact(",", 1), pair)


def _read_json(points: Callable[[object], object], cell: pl.Expr) -> pl.Expr:
    """Read JSON a batch at a time: its members come in any order, with any spacing."""

    def batch(texts: pl.Series) -> pl.Series:
        return pl.Series(texts.name, [_one(text, points) for text in texts], _HELD)

    return cell.map_batches(batch, return_dtype=_HELD, is_elementwise=True)


def _one(text: str | None, points: Callable[[object], object]) -> dict[str, float] | None:
    if text is None:
        return None
    try:
        pair = points(parsed(text))
        if not isinstance(pair, list) or any(type(each) not in (int, float) for each in pair):
            return None
        return dict(zip(_AXES, map(float, pair), strict=True))
    except (ValueError, OverflowError):  # no such JSON, not two numbers, or one beyond a float
        return None


def _of_array(value: object) -> object:
    return value


def _of_object(value: object) -> object:
    if not isinstance(value, dict) or value.keys() != {*_AXES}:
        return None
    return [value[axis] for axis in _AXES]


def _texts(value: pl.Expr) -> list[pl.Expr]:
    return [value.struct.field(axis).cast(pl.String) for axis in _AXES]


def _native(raw: object) -> str | None:
    return raw if isinstance(raw, str) else canonical(raw)


def _native_pair(raw: object) -> str | None:
    return raw if isinstance(raw, str) else None


_FORMATS: dict[str, tuple[str, Callable[[pl.Expr], pl.Expr], Callable[[pl.Expr], pl.Expr]]] = {
    "default": ("125.75, 39.03", _read_pair, lambda value: pl.concat_str(_texts(value), separator=", ")),
    "array": (
        "[125.75, 39.03]",
        partial(_read_json, _of_array),
        lambda value: pl.concat_str(pl.lit("["), pl.concat_str(_texts(value), separator=", "), pl.lit("]")),
    ),
    "object": (
        '{"lon": 125.75, "lat": 39.03}',
        partial(_read_json, _of_object),
        lambda value: pl.concat_str(
            pl.lit('{"lon": '), _texts(value)[0], pl.lit(', "lat": '), _texts(value)[1], pl.lit("}")
        ),
    ),
}
