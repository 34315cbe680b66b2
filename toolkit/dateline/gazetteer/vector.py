"""The gazetteer on Polars columns: keys, codes, boxes and shapes, a million cells at a time.

Every function takes expressions and returns one. A null gives null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.gazetteer import keys
from dateline.gazetteer.codes import CODE_PATTERNS
from dateline.gazetteer.polygons import near_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dateline.gazetteer.box import Box
    from dateline.gazetteer.codes import CodeSystem
    from dateline.gazetteer.shape import Shape

_UNITS = "|".join(keys.UNITS)
_WITH_UNIT = f"^(.+?)(?:{_UNITS})+$"
_PLAIN = "^[a-z]+$"


def key(e: pl.Expr) -> pl.Expr:
    """Return the look-up key of a name (String), as `dateline.gazetteer.key` does for one."""
    text = e.str.normalize("NFKD").str.replace_all(keys.SPACED_MARK, "").str.replace_all(keys.DROPPED, "")
    text = text.str.replace_all(keys.DASH, "-").str.to_lowercase()
    text = text.str.replace_all(keys.SPACE, " ").str.strip_chars(" ").str.replace_all(keys.AROUND_DASH, "-")
    return text.str.replace(_WITH_UNIT, "$1").str.normalize("NFC")


def is_known(e: pl.Expr, known: Iterable[str]) -> pl.Expr:
    """Whether the key of a name is among those of a gazetteer (`Gazetteer.keys`)."""
    return key(e).is_in(pl.Series(list(known), dtype=pl.String).implode())


def has_code_form(e: pl.Expr, system: CodeSystem) -> pl.Expr:
    """Whether a text has the form of a code of this system."""
    return e.str.contains(f"^(?:{CODE_PATTERNS[system]})$")


def in_box(latitude: pl.Expr, longitude: pl.Expr, place: pl.Expr, boxes: Mapping[str, Box]) -> pl.Expr:
    """Whether a point lies in the box that its row names; null where there is no such box."""
    south, west, north, east = (
        place.replace_strict(
            {name: getattr(box, side) for name, box in boxes.items()}, default=None, return_dtype=pl.Float64
        )
        for side in ("south", "west", "north", "east")
    )
    between = pl.when(west <= east).then(longitude.is_between(west, east))
    return latitude.is_between(south, north) & between.otherwise((longitude >= west) | (longitude <= east))


def swapped(latitude: pl.Expr, longitude: pl.Expr, place: pl.Expr, boxes: Mapping[str, Box]) -> pl.Expr:
    """Whether a point lies outside its box, and inside once its coordinates change places."""
    return ~in_box(latitude, longitude, place, boxes) & in_box(longitude, latitude, place, boxes)


def near_shape(
    latitude: pl.Expr,
    longitude: pl.Expr,
    place: pl.Expr,
    shapes: Mapping[str, Shape],
    tolerance: float = 0.0,
) -> pl.Expr:
    """Whether a point lies in the shape that its row names, or at most `tolerance` km outside.

    Null where a coordinate is missing or there is no such shape. As `Shape.near`, over
    distinct points.
    """
    rows = pl.struct(latitude.alias("y"), longitude.alias("x"), place.alias("shape"))
    return rows.map_batches(lambda points: near_shapes(points, shapes, tolerance), return_dtype=pl.Boolean)
