"""Shapes: whether a point lies in a polygon, and how far outside.

Positions are longitude and latitude in degrees, WGS 84, as in GeoJSON (RFC 7946);
edges are straight lines in these coordinates, as there. A shape that spans the
antimeridian is cut in two along it, as section 3.1.9 asks; one that is not is refused.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dateline.errors import Problem
from dateline.gazetteer.box import Box, on_earth
from dateline.gazetteer.place import GazetteerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Position = tuple[float, float]
Ring = tuple[Position, ...]
Edge = tuple[int, float, float, float, float]
"""Number of its polygon, longitude and latitude of its two ends."""

KM_PER_DEGREE = 111.195_08
"""Kilometres in a degree of a great circle, on a sphere of the Earth's mean radius (6371.0088 km)."""

SLACK = 1.001
"""How much wider than a tolerance edges are sought; the distance itself decides."""

_RING = 4  # a closed ring names its first position again: a triangle has four
_HALF = 180.0
_WHOLE = 360.0


@dataclass(frozen=True, slots=True)
class Shape:
    """One or more polygons, each an outer ring and its holes; rings are closed."""

    polygons: tuple[tuple[Ring, ...], ...]

    @classmethod
    def of(cls, geometry: str | dict[str, Any]) -> Shape:
        """Read a GeoJSON Polygon or MultiPolygon, as text or parsed.

        Raises:
            GazetteerError: saying what is wrong with it.

        """
        try:
            value = json.loads(geometry) if isinstance(geometry, str) else geometry
            kind, coordinates = value["type"], value["coordinates"]
            parts = {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
            polygons = tuple(tuple(_ring(ring) for ring in part) for part in parts)
        except (ValueError, KeyError, TypeError, RecursionError):
            message = "a shape is not a GeoJSON Polygon or MultiPolygon"
            raise GazetteerError(
                Problem(message, help="RFC 7946, section 3.1, says how to write one")
            ) from None
        if not polygons or not all(polygons):
            raise GazetteerError(Problem("a shape has no ring"))
        return cls(polygons)

    @property
    def box(self) -> Box:
        """The box that holds it; of a shape cut at the antimeridian, all the way round."""
        longitudes, latitudes = zip(*(p for part in self.polygons for p in part[0]), strict=True)
        return Box(min(latitudes), min(longitudes), max(latitudes), max(longitudes))

    def edges(self) -> Iterator[Edge]:
        """Yield every edge."""
        for number, part in enumerate(self.polygons):
            for ring in part:
                for (x1, y1), (x2, y2) in pairwise(ring):
                    yield number, x1, y1, x2, y2

    def contains(self, latitude: float, longitude: float) -> bool:
        """Whether a point lies inside; on an edge, either may be.

        A ray to the east crosses the rings an odd number of times. An edge holds its
        lower end and not its upper one, so that a ray through a corner counts it once.
        """
        return any(self._in_part(part, latitude, longitude) for part in self.polygons)

    @staticmethod
    def _in_part(part: tuple[Ring, ...], latitude: float, longitude: float) -> bool:
        inside = False
        for ring in part:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (y1 > latitude) != (y2 > latitude):
                    turn = (x2 - x1) * (latitude - y1) - (longitude - x1) * (y2 - y1)
                    inside ^= (turn > 0) == (y2 > y1)
        return inside

    def distance(self, latitude: float, longitude: float) -> float:
        """Return how far outside a point lies, in km; 0 inside.

        Measured on a plane that touches the sphere at the point: within half a per cent
        up to 100 km, except near the poles.
        """
        if self.contains(latitude, longitude):
            return 0.0
        return min(_distances(self.edges(), latitude, longitude))

    def near(self, latitude: float, longitude: float, tolerance: float) -> bool:
        """Whether a point lies inside, or at most `tolerance` km outside."""
        if self.contains(latitude, longitude):
            return True
        margin = SLACK * tolerance / KM_PER_DEGREE
        low, high = latitude - margin, latitude + margin
        beside = (
            each for each in self.edges() if low <= max(each[2], each[4]) and min(each[2], each[4]) <= high
        )
        return any(away <= tolerance for away in _distances(beside, latitude, longitude))


def _ring(positions: list[list[float]]) -> Ring:
    ring = tuple((float(x), float(y)) for x, y, *_ in positions)
    if len(ring) < _RING or ring[0] != ring[-1]:
        raise GazetteerError(
            Problem("a ring of a shape is not closed", help="end it with its first position")
        )
    for x, y in ring:
        if not on_earth(y, x):
            message = f"a shape has a position [{x:g}, {y:g}]"
            raise GazetteerError(
                Problem(message, help="longitude comes first: -180 to 180, then latitude: -90 to 90")
            )
    if any(abs(x2 - x1) > _HALF for (x1, _), (x2, _) in pairwise(ring)):
        message = "a ring of a shape runs across the antimeridian"
        raise GazetteerError(Problem(message, help="cut it there in two: RFC 7946, section 3.1.9"))
    return ring


def _turned(degrees: float) -> float:
    """Return a difference of longitudes by the shorter way round."""
    return (degrees + _HALF) % _WHOLE - _HALF


def _distances(edges: Iterable[Edge], latitude: float, longitude: float) -> Iterator[float]:
    """Yield the distance of a point from each edge, in km."""
    scale = KM_PER_DEGREE * math.cos(math.radians(latitude))
    for _, x1, y1, x2, y2 in edges:
        yield _to_segment(
            _turned(x1 - longitude) * scale,
            (y1 - latitude) * KM_PER_DEGREE,
            _turned(x2 - longitude) * scale,
            (y2 - latitude) * KM_PER_DEGREE,
        )


def _to_segment(x1: float, y1: float, x2: float, y2: float) -> float:
    """Return the distance from the origin to a segment."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = min(max(-(x1 * dx + y1 * dy) / length, 0.0), 1.0) if length else 0.0
    return math.hypot(x1 + along * dx, y1 + along * dy)


def distance_km(a: Position, b: Position) -> float:
    """Return the great-circle distance of two points (latitude, longitude), in km."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, p)) for p in (a, b))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * math.degrees(math.asin(min(1.0, math.sqrt(half)))) * KM_PER_DEGREE
