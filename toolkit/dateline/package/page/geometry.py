"""Outlines for a small map: projected, simplified to what can be seen, written as SVG paths.

Equirectangular with the parallel of the middle true to scale: fit for a country or two.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dateline.package.page.model import Geometry

Point = tuple[float, float]
WIDTH: Final = 640.0
HEIGHT: Final = 620.0
_MARGIN: Final = 14.0
_KM_A_DEGREE: Final = 111.195
"""Kilometres a degree of latitude, on a sphere of 6,371 km."""


def rings(geometry: Geometry) -> Iterator[list[Point]]:
    """Yield the rings of a Polygon or MultiPolygon, outer ones and holes; of anything else none."""
    kind, found = geometry.get("type"), geometry.get("coordinates", [])
    polygons = found if kind == "MultiPolygon" else [found] if kind == "Polygon" else []
    for polygon in polygons:
        for ring in polygon:
            yield [(float(each[0]), float(each[1])) for each in ring]


class Box(NamedTuple):
    """The degrees that a map shows."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Projection:
    """From degrees to the units of the drawing; the size is that of the drawing."""

    box: Box
    scale: float
    """Units a degree of latitude."""
    width: float
    height: float

    @classmethod
    def of(cls, points: Sequence[Point]) -> Projection | None:
        """Return the projection that shows all these points; None where there are none."""
        if not points:
            return None
        box = _grown(_box(points))
        shrunk = cos(radians((box.south + box.north) / 2))
        wide, high = (box.east - box.west) * shrunk, box.north - box.south
        scale = min((WIDTH - 2 * _MARGIN) / wide, (HEIGHT - 2 * _MARGIN) / high)
        return cls(box, scale, wide * scale + 2 * _MARGIN, high * scale + 2 * _MARGIN)

    @property
    def shrunk(self) -> float:
        """How much shorter a degree of longitude is than one of latitude."""
        return cos(radians((self.box.south + self.box.north) / 2))

    @property
    def km(self) -> float:
        """Units a kilometre."""
        return self.scale / _KM_A_DEGREE

    def place(self, point: Point) -> Point:
        """Return where a point stands in the drawing."""
        east = (point[0] - self.box.west) % 360 if self.box.east > 180 else point[0] - self.box.west  # noqa: PLR2004 - degrees
        return (_MARGIN + east * self.shrunk * self.scale, _MARGIN + (self.box.north - point[1]) * self.scale)


def _box(points: Sequence[Point]) -> Box:
    """Return the least box, across the antimeridian where that is the shorter way."""
    norths = [each[1] for each in points]
    easts = [each[0] for each in points]
    turned = [each + 360 if each < 0 else each for each in easts]
    if max(turned) - min(turned) < max(easts) - min(easts):
        easts = turned
    return Box(min(easts), min(norths), max(easts), max(norths))


def _grown(box: Box) -> Box:
    """Give a box that is a point or a line some room."""
    wide, high = max(0.0, 0.2 - (box.east - box.west)), max(0.0, 0.2 - (box.north - box.south))
    return Box(box.west - wide / 2, box.south - high / 2, box.east + wide / 2, box.north + high / 2)


def paths(outlines: Mapping[str, Geometry], projection: Projection, budget: int) -> dict[str, str]:
    """Return the outlines as paths of SVG, together at most about `budget` characters.

    What is smaller than a quarter of a unit is left out at first, then more and more, until it fits.
    """
    drawn = {
        key: [[projection.place(each) for each in ring] for ring in rings(shape)]
        for key, shape in outlines.items()
    }
    tolerance = 0.25
    while True:
        found = {key: _path(each, tolerance) for key, each in drawn.items()}
        if sum(map(len, found.values())) <= budget or tolerance > WIDTH:
            return {key: path for key, path in found.items() if path}
        tolerance *= 1.6


def _path(shape: Iterable[list[Point]], tolerance: float) -> str:
    kept = (simplified(ring, tolerance) for ring in shape)
    return "".join(_ring(ring) for ring in kept if len(ring) > 3 and area(ring) > tolerance**2)  # noqa: PLR2004 - a triangle


def _ring(ring: list[Point]) -> str:
    """Write a ring with one decimal, each point from the last one."""
    x, y = round(ring[0][0] * 10), round(ring[0][1] * 10)
    out = [f"M{x / 10:g} {y / 10:g}l"]
    steps = []
    for point in ring[1:-1]:
        to_x, to_y = round(point[0] * 10), round(point[1] * 10)
        if (to_x, to_y) != (x, y):
            steps.append(f"{(to_x - x) / 10:g} {(to_y - y) / 10:g}")
        x, y = to_x, to_y
    return f"{out[0]}{' '.join(steps).replace(' -', '-')}z"


def area(ring: Sequence[Point]) -> float:
    """Return the area within a ring that ends where it began."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def simplified(line: list[Point], tolerance: float) -> list[Point]:
    """Leave out points that lie within `tolerance` of the line without them.

    Source: Douglas and Peucker, Algorithms for the reduction of the number of points (1973).
    """
    kept = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far, place = max(
            ((_distance(line[each], line[first], line[last]), each) for each in range(first + 1, last)),
            default=(0.0, 0),
        )
        if far > tolerance:
            kept.add(place)
            spans += [(first, place), (place, last)]
    return [line[each] for each in sorted(kept)]


def _distance(point: Point, one: Point, other: Point) -> float:
    """Return how far a point is from the line between two others."""
    x, y = other[0] - one[0], other[1] - one[1]
    length = x * x + y * y
    along = 0.0 if length == 0 else ((point[0] - one[0]) * x + (point[1] - one[1]) * y) / length
    along = min(1.0, max(0.0, along))
    return float(((point[0] - one[0] - along * x) ** 2 + (point[1] - one[1] - along * y) ** 2) ** 0.5)


def centre(geometry: Geometry, projection: Projection) -> Point | None:
    """Return the centre of mass of an outline's largest ring, in the drawing: where a label stands."""
    drawn = [[projection.place(each) for each in ring] for ring in rings(geometry)]
    largest = max(drawn, key=area, default=[])
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(largest))
    if not twice:
        return None
    pairs = list(pairwise(largest))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * twice)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * twice)
    return (x, y)
