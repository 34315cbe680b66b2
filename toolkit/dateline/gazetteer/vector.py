"""The gazetteer on Polars columns: keys and boxes, a million cells at a time.

Every function takes expressions and returns one. A null gives null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.gazetteer import keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.gazetteer.box import Box

_UNITS = "|".join(keys.UNITS)
_WITH_UNIT = f"^(.+?)(?:{_UNITS})+$"


def key(e: pl.Expr) -> pl.Expr:
    """Return the look-up key of a name (String), as `dateline.gazetteer.key` does for one."""
    text = e.str.normalize("NFKD").str.replace_all(keys.SPACED_MARK, "").str.replace_all(keys.DROPPED, "")
    text = text.str.replace_all(keys.DASH, "-").str.to_lowercase()
    text = text.str.replace_all(keys.SPACE, " ").str.strip_chars(" ").str.replace_all(keys.AROUND_DASH, "-")
    return text.str.replace(_WITH_UNIT, "$1").str.normalize("NFC")


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
