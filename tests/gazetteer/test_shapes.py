"""Shapes and boxes: against shapely, against winding numbers, against the sphere."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dateline.gazetteer import COUNTRY_BOXES, Box, Shape, distance_km, polygons, vector
from gazetteer.korea import korea

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ORACLE = pl.read_csv(Path(__file__).parent / "shapely.csv")
"""Points in and around three provinces, and whether shapely 2 finds them inside."""

Ring = list[tuple[float, float]]


@pytest.fixture(autouse=True, scope="module", params=[0, polygons.FEW], ids=["by queries", "one by one"])
def _few(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ask of points twice: by the queries that many take, and one by one as few are looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(polygons, "FEW", request.param)
        yield


def square(x: float, y: float, size: float) -> Ring:
    """Return a closed square, its lower left corner first."""
    return [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]


HOLED = Shape.of(
    {
        "type": "MultiPolygon",
        "coordinates": [[square(0, 0, 10), square(4, 4, 2)], [square(4.5, 4.5, 1)], [square(20, 0, 1)]],
    }
)


def winding(ring: Ring, latitude: float, longitude: float) -> bool:
    """Whether a ring winds around a point, by the sum of the angles under which its edges are seen."""
    total = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        before, after = (math.atan2(y - latitude, x - longitude) for x, y in ((x1, y1), (x2, y2)))
        total += (after - before + math.pi) % math.tau - math.pi
    return abs(total) > math.pi


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        ((1, 1), True),
        ((5, 4.2), False),
        ((5, 5), True),
        ((0.5, 20.5), True),
        ((0.5, 15), False),
        ((11, 5), False),
    ],
)
def test_parts_holes_and_islands_in_holes(point: tuple[float, float], inside: bool) -> None:  # noqa: FBT001 - a verdict
    """A hole is outside, an island in it inside, and each part counts alone."""
    assert HOLED.contains(*point) is inside


def test_overlapping_parts_do_not_cancel() -> None:
    """A point in two parts is inside, though the rings around it are even in number."""
    both = Shape.of({"type": "MultiPolygon", "coordinates": [[square(0, 0, 2)], [square(1, 1, 2)]]})
    assert both.contains(1.5, 1.5)


def test_shapely_agrees() -> None:
    """300 points, a third of them within a kilometre of the border, get shapely's verdict."""
    for place, latitude, longitude, inside in ORACLE.iter_rows():
        assert korea().shapes[place].contains(latitude, longitude) is bool(inside)


STARS = st.lists(st.floats(0.2, 5), min_size=3, max_size=12).map(
    lambda radii: [
        (r * math.cos(math.tau * n / len(radii)), r * math.sin(math.tau * n / len(radii)))
        for n, r in enumerate(radii)
    ]
)
DEGREES = [st.floats(low, high).map(lambda x: round(x, 6)) for low, high in ((-5, 15), (-5, 25), (-180, 180))]
POINTS = st.tuples(st.floats(-6, 6), st.floats(-6, 6))


@given(STARS, POINTS)
def test_winding_number_agrees(star: Ring, point: tuple[float, float]) -> None:
    """On jagged polygons the crossing of rays and the winding of angles say the same."""
    ring = [*star, star[0]]
    shape = Shape.of({"type": "Polygon", "coordinates": [ring]})
    inside = shape.contains(*point)
    outside_km = Shape(((tuple(reversed(ring)),),)).distance(*point)
    assume(inside or outside_km > 1e-6)
    assert inside == winding(ring, *point)


def near(frame: pl.DataFrame, shapes: Mapping[str, Shape], tolerance: float = 0) -> list[bool | None]:
    """Hold the points of a frame (`y`, `x`, `shape`) against the shapes that its rows name."""
    found: list[bool | None] = polygons.near_shapes(frame.to_struct(), shapes, tolerance).to_list()
    return found


@given(
    st.lists(st.tuples(DEGREES[0], DEGREES[1] | DEGREES[2]), min_size=1, max_size=20),
    st.sampled_from([0, 5, 200, 3000]),
)
def test_near_is_within_the_distance(points: list[tuple[float, float]], tolerance: float) -> None:
    """A point is near exactly if it lies no farther outside than that, whichever edges are looked at."""
    for y, x in points:
        assert HOLED.near(y, x, tolerance) == (HOLED.distance(y, x) <= tolerance)


@given(
    st.lists(st.tuples(DEGREES[0], DEGREES[1] | DEGREES[2]), min_size=1, max_size=20),
    st.sampled_from([0, 5, 200, 3000]),
)
def test_column_agrees_with_one_point(points: list[tuple[float, float]], tolerance: float) -> None:
    """The joins give every point the answer that the shape gives it alone."""
    frame = pl.DataFrame(points, schema={"y": pl.Float64, "x": pl.Float64}, orient="row")
    named = frame.with_columns(pl.lit("s").alias("shape"))
    assert near(named, {"s": HOLED}, tolerance) == [HOLED.near(y, x, tolerance) for y, x in points]


def test_columns_of_provinces_agree_with_shapely() -> None:
    """Points of several shapes in one column are each held against the shape of their row."""
    points = ORACLE.select(y="latitude", x="longitude", shape="place_id")
    assert near(points, korea().shapes) == ORACLE["inside"].cast(pl.Boolean).to_list()


def test_what_is_missing_is_unknown() -> None:
    """A missing coordinate, a missing shape and an unknown shape have no verdict; nor has an empty column."""
    frame = pl.DataFrame(
        {"y": [1.0, None, 1.0, 1.0], "x": [1.0, 1.0, None, 1.0], "shape": ["s", "s", "s", None]},
        schema={"y": pl.Float64, "x": pl.Float64, "shape": pl.String},
    )
    assert near(frame, {"s": HOLED}, 5) == [True, None, None, None]
    assert near(frame.clear(), {"s": HOLED}, 5) == []
    assert near(frame, {"t": HOLED}, 5) == [None] * 4


@pytest.mark.parametrize("latitude", [0.0, 38.0, 60.0, -45.0])
def test_distance_is_that_on_the_sphere(latitude: float) -> None:
    """The distance from a small square agrees with the great circle to half a per cent, up to 100 km."""
    tiny = Shape.of({"type": "Polygon", "coordinates": [square(10, latitude, 1e-7)]})
    for north, east in ((0.3, 0.0), (0.0, 0.5), (-0.5, 0.7), (0.04, -0.04)):
        point = (latitude + north, 10 + east)
        assert tiny.distance(*point) == pytest.approx(distance_km(point, (latitude, 10)), rel=5e-3)


def test_distance_crosses_the_antimeridian() -> None:
    """A point just across the date line is near, and a shape cut there is whole."""
    west = Shape.of({"type": "Polygon", "coordinates": [square(179, 0, 1)]})
    assert west.distance(0.5, -179.99) == pytest.approx(1.11, abs=0.01)
    cut = Shape.of({"type": "MultiPolygon", "coordinates": [[square(179, 0, 1)], [square(-180, 0, 1)]]})
    assert cut.contains(0.5, 179.5)
    assert cut.contains(0.5, -179.5)


def test_known_exceptions_of_the_guide() -> None:
    """Hyesan lies 0.3 km outside its province, Hwanggumpyong 4 to 5 km, most places inside."""
    shapes = korea().shapes
    assert shapes["kp-10"].distance(41.40167, 128.17778) == pytest.approx(0.3, abs=0.1)
    assert 4 < shapes["kp-03"].distance(39.96, 124.31) < 5
    assert shapes["kp-03"].near(39.96, 124.31, 5)
    assert shapes["kp-03"].distance(40.2, 124.7) == 0


def test_box_holds_its_edges() -> None:
    """A box holds its edges; one across the antimeridian has two sides."""
    fiji = Box(-20, 177, -16, -178)
    assert fiji.contains(-20, 180)
    assert fiji.contains(-17, -179)
    assert not fiji.contains(-17, 0)
    assert fiji.grown(1) == Box(-21, 176, -15, -177)
    assert Box(0, -180, 1, 170).grown(1) == Box(-1, 179, 2, 171)
    assert Box(0, -179, 1, 179).grown(2) == Box(-2, -180, 3, 180)


def test_swapped_coordinates_are_noticed() -> None:
    """A point that is in its country only with its coordinates exchanged has them swapped."""
    korea_box = COUNTRY_BOXES["KP"]
    assert korea_box.swapped(124.4, 40.1)
    assert not korea_box.swapped(40.1, 124.4)
    assert not korea_box.swapped(0, 0)


@given(
    st.lists(st.tuples(st.floats(-90, 180), st.floats(-180, 180), st.sampled_from(["KP", "FJ", "RU", "XX"])))
)
def test_box_columns_agree_with_one_point(rows: list[tuple[float, float, str]]) -> None:
    """The expressions give every row the answers of its box; a country without a box has none."""
    frame = pl.DataFrame(rows, schema={"y": pl.Float64, "x": pl.Float64, "c": pl.String}, orient="row")
    columns = (pl.col("y"), pl.col("x"), pl.col("c"))
    got = frame.select(
        a=vector.in_box(*columns, COUNTRY_BOXES), b=vector.swapped(*columns, COUNTRY_BOXES)
    ).rows()
    boxes = [(y, x, COUNTRY_BOXES.get(c)) for y, x, c in rows]
    assert got == [(b.contains(y, x), b.swapped(y, x)) if b else (None, None) for y, x, b in boxes]


def test_country_boxes_hold_known_capitals() -> None:
    """The table's boxes hold the capitals of countries in every corner of the globe."""
    capitals = {
        "KP": (39.03, 125.75),
        "KR": (37.57, 126.98),
        "JP": (35.68, 139.69),
        "FJ": (-18.14, 178.44),
        "NZ": (-41.29, 174.78),
        "US": (38.9, -77.04),
        "RU": (55.75, 37.62),
        "BR": (-15.79, -47.88),
        "ZA": (-25.75, 28.19),
        "IS": (64.15, -21.94),
        "KI": (1.33, 172.98),
    }
    assert all(COUNTRY_BOXES[country].contains(*point) for country, point in capitals.items())
    assert not COUNTRY_BOXES["RU"].contains(55.75, -100)
    assert not COUNTRY_BOXES["NZ"].contains(-41, 0)


def test_gazetteer_gives_the_box_of_a_shape() -> None:
    """A place with an outline has a box; one without has none."""
    box = korea().box("kp")
    assert box is not None
    assert box.contains(39, 126)
    assert str(box).startswith("latitude 37.6")
    assert korea().box("kp-14") is None
