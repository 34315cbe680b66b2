"""Many points in many shapes, by joins: what `Shape` does for one.

Per shape, a point is joined with those edges that its parallel crosses, found by
sorting; of these the ones to its east are counted, by polygon. The arithmetic is that
of `Shape`, operation by operation, so both give the same answer for every point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.gazetteer.shape import KM_PER_DEGREE, SLACK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.gazetteer.shape import Shape

FEW = 1_000
"""Points that are looked at one by one: so few take less time than the queries to lay out."""

_EDGE = ("part", "x1", "y1", "x2", "y2")


def near_shapes(points: pl.Series, shapes: Mapping[str, Shape], tolerance: float) -> pl.Series:
    """Tell which points lie in the shapes they name, or at most `tolerance` km outside.

    `points` are structs of `y`, `x` (Float64) and `shape` (String).
    """
    frame = points.struct.unnest()
    distinct = frame.unique().drop_nulls().with_row_index("point")
    one_by_one = distinct.height <= FEW
    parts = [
        (_each if one_by_one else _of_one)(group, shapes[str(name)], tolerance)
        for (name,), group in distinct.group_by("shape")
        if name in shapes
    ]
    if not parts:
        return pl.Series(points.name, [None] * len(points), dtype=pl.Boolean)
    answers = distinct.join(pl.concat(parts), on="point")
    joined = frame.join(answers, on=["y", "x", "shape"], how="left", maintain_order="left")
    return joined["near"].alias(points.name)


def _each(points: pl.DataFrame, shape: Shape, tolerance: float) -> pl.DataFrame:
    """Return what `_of_one` does, asking the shape itself."""
    near = [shape.near(y, x, tolerance) for y, x in points.select("y", "x").iter_rows()]
    return points.select("point", near=pl.Series(near, dtype=pl.Boolean))


def _of_one(points: pl.DataFrame, shape: Shape, tolerance: float) -> pl.DataFrame:
    """Return `point` and `near` for the points of one shape."""
    edges = pl.DataFrame(list(shape.edges()), schema=_EDGE, orient="row")
    edges = edges.with_columns(low=pl.min_horizontal("y1", "y2"), high=pl.max_horizontal("y1", "y2"))
    points = points.select("point", pl.col("y", "x").cast(pl.Float64))
    inside = _inside(points, edges)
    others = points.filter(~pl.col("point").is_in(inside.implode()))
    near = pl.concat([inside, _close(others, edges, tolerance)])
    return points.select("point", near=pl.col("point").is_in(near.implode()))


def _inside(points: pl.DataFrame, edges: pl.DataFrame) -> pl.Series:
    crossed = points.join_where(edges, pl.col("low") <= pl.col("y"), pl.col("high") > pl.col("y"))
    turn = (pl.col("x2") - pl.col("x1")) * (pl.col("y") - pl.col("y1")) - (pl.col("x") - pl.col("x1")) * (
        pl.col("y2") - pl.col("y1")
    )
    east = crossed.filter((turn > 0) == (pl.col("y2") > pl.col("y1")))
    odd = east.group_by("point", "part").len().filter(pl.col("len") % 2 == 1)
    return odd["point"].unique()


def _close(points: pl.DataFrame, edges: pl.DataFrame, tolerance: float) -> pl.Series:
    margin = SLACK * tolerance / KM_PER_DEGREE
    beside = points.join_where(
        edges, pl.col("low") <= pl.col("y") + margin, pl.col("high") >= pl.col("y") - margin
    )
    return beside.with_columns(away=_away()).filter(pl.col("away") <= tolerance)["point"].unique()


def _away() -> pl.Expr:
    """Return the distance of a point from an edge, in km."""
    scale = KM_PER_DEGREE * pl.col("y").radians().cos()
    x1, x2 = (((pl.col(end) - pl.col("x") + 180.0) % 360.0 - 180.0) * scale for end in ("x1", "x2"))
    y1, y2 = ((pl.col(end) - pl.col("y")) * KM_PER_DEGREE for end in ("y1", "y2"))
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = pl.when(length > 0).then((-(x1 * dx + y1 * dy) / length).clip(0.0, 1.0)).otherwise(0.0)
    return ((x1 + along * dx).pow(2) + (y1 + along * dy).pow(2)).sqrt()
