"""Boxes of latitude and longitude: a coarse test for points, and for swapped coordinates."""

from __future__ import annotations

from dataclasses import dataclass

MOST_NORTH, MOST_EAST = 90.0, 180.0
_ROUND = 360.0


@dataclass(frozen=True, slots=True)
class Box:
    """All points between two parallels and two meridians, edges included; degrees, WGS 84.

    Where `west` is greater than `east` the box spans the antimeridian.
    """

    south: float
    west: float
    north: float
    east: float

    def __str__(self) -> str:
        return f"latitude {self.south:.6g} to {self.north:.6g}, longitude {self.west:.6g} to {self.east:.6g}"

    def contains(self, latitude: float, longitude: float) -> bool:
        """Whether a point lies in the box."""
        if not self.south <= latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= longitude <= self.east
        return longitude >= self.west or longitude <= self.east

    def grown(self, degrees: float) -> Box:
        """Return the box with so many degrees more on every side."""
        south, north = max(self.south - degrees, -MOST_NORTH), min(self.north + degrees, MOST_NORTH)
        width = self.east - self.west if self.west <= self.east else self.east - self.west + _ROUND
        if width + 2 * degrees >= _ROUND:
            return Box(south, -MOST_EAST, north, MOST_EAST)
        return Box(south, _turned(self.west - degrees), north, _turned(self.east + degrees))

    def swapped(self, latitude: float, longitude: float) -> bool:
        """Whether a point lies outside the box, and inside once its coordinates change places."""
        return not self.contains(latitude, longitude) and self.contains(longitude, latitude)


def on_earth(latitude: float, longitude: float) -> bool:
    """Whether two numbers are a latitude and a longitude; a NaN is neither."""
    return abs(latitude) <= MOST_NORTH and abs(longitude) <= MOST_EAST


def _turned(longitude: float) -> float:
    """Bring a longitude that left the range back into it."""
    return longitude if abs(longitude) <= MOST_EAST else (longitude + MOST_EAST) % _ROUND - MOST_EAST
