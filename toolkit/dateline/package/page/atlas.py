"""The map: how many records each province has, and points where the records say that they know the point."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from dateline.package.page import geometry
from dateline.package.page.places import POINTS, SHORT, VAGUE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dateline.package.page.geometry import Point, Projection
    from dateline.package.page.library import Library
    from dateline.package.page.places import Places
    from dateline.table import Table

_BUDGET: Final = 60_000
"""Characters for outlines."""
_CLASSES: Final = 5
_MOST_POINTS: Final = 1500
_NICE_KM: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


class Located(NamedTuple):
    """How many records stand on a place, and with which word for how exactly."""

    place: str
    precision: str
    number: int


class Area(NamedTuple):
    """A unit of the map: its outline, its class of colour, where its number stands."""

    name: str
    path: str
    number: int
    shade: int
    label: Point | None


class Dot(NamedTuple):
    """A point of the map, in the drawing, and what stands there."""

    x: float
    y: float
    radius: float
    name: str
    number: int


class Line(NamedTuple):
    """A row of the table beside the map."""

    name: str
    number: int
    points: int = 0
    area: str = ""
    """What the records' facet of areas has for it; empty where it is no area."""
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class Map:
    """A map and its table.

    `legend` is each class of colour with its least and greatest number.
    """

    width: float
    height: float
    backgrounds: tuple[str, ...]
    areas: tuple[Area, ...]
    circles: tuple[Dot, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    legend: tuple[tuple[int, int, int], ...]
    bar: tuple[float, int]
    """The scale bar: its length in the drawing, and in kilometres."""
    total: int


def located(library: Library, events: Table) -> list[Located]:
    """Count the events on each place, by how exactly it is known."""
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    role = events.roles.event
    there = library.present(events)
    if role is None or role.place not in there:
        return []
    use = events[role.place].place
    word = use.precision if use and use.precision in there else None
    precision = pl.col(word) if word else pl.lit("")
    query = library.text(events).select(pl.col(role.place).alias("place"), precision.alias("precision"))
    return [
        Located(*row)
        for row in query.group_by("place", "precision").len().sort("place", "precision").collect().rows()
    ]


def standing(places: Places) -> list[Located]:
    """Count the places themselves: a gazetteer's records."""
    return [
        Located(each.id, POINTS[0] if each.point else "", 1)
        for each in places.known.values()
        if not places.whole(each.id)
    ]


def map_of(places: Places, found: Iterable[Located]) -> Map | None:
    """Return the map of these records; None where there is nothing to draw."""
    records = list(found)
    counts, points = _by_area(places, records), _by_point(places, records)
    shown = _drawable(places, counts)
    spots = [place.point for place in places.known.values() if place.id in counts and place.point]
    projection = geometry.Projection.of([*_corners(places, shown), *(spots if not shown else []), *points])
    if projection is None:
        return None
    return _drawn(places, projection, shown, counts, points, records)


def _by_area(places: Places, records: list[Located]) -> Counter[str]:
    """Count by unit of the first order, leaving out what is known no closer than a country or a line."""
    counts: Counter[str] = Counter()
    for each in records:
        if each.precision not in VAGUE:
            counts[places.area(each.place)] += each.number
    return counts


def _by_point(places: Places, records: list[Located]) -> dict[Point, tuple[str, int]]:
    """Count at points, of records whose precision says that the point is meant."""
    found: dict[Point, tuple[str, int]] = {}
    for each in records:
        place = places.known.get(each.place)
        if each.precision in POINTS and place is not None and place.point is not None:
            name, count = found.get(place.point, (place.name, 0))
            found[place.point] = (name, count + each.number)
    return found


def _drawable(places: Places, counts: Mapping[str, int]) -> list[str]:
    """Return the outlines to draw: countries first, and the parts of those that have records or hold some."""
    wanted = {top for each in counts for top in list(places.chain(each))[1:]}
    parts = [each for each in places.outlines if not places.whole(each)]
    near = [
        each
        for each in parts
        if each in counts or wanted.intersection(places.chain(each)) or each not in places.known
    ]
    whole = [each for each in places.outlines if places.whole(each) and (each in wanted or not near)]
    return [*whole, *near]


def _corners(places: Places, shown: Iterable[str]) -> Iterator[Point]:
    for each in shown:
        for ring in geometry.rings(places.outlines[each]):
            yield from ring


def _drawn(
    places: Places,
    projection: Projection,
    shown: list[str],
    counts: Counter[str],
    points: dict[Point, tuple[str, int]],
    records: list[Located],
) -> Map:
    paths = geometry.paths({each: places.outlines[each] for each in shown}, projection, _BUDGET)
    most = max((counts[each] for each in shown if each in paths and not places.whole(each)), default=0)
    areas = tuple(
        Area(
            places.name(each),
            paths[each],
            counts[each],
            _shade(counts[each], most),
            geometry.centre(places.outlines[each], projection),
        )
        for each in shown
        if each in paths and not places.whole(each)
    )
    circles = _circles(places, projection, counts, paths)
    return Map(
        projection.width,
        projection.height,
        tuple(paths[each] for each in shown if each in paths and places.whole(each)),
        areas,
        tuple(circles.values()),
        tuple(_dots(projection, points)),
        tuple(_lines(places, counts, records, {*paths, *circles})),
        tuple(_legend(most)),
        _bar(projection),
        sum(each.number for each in records),
    )


def _shade(count: int, most: int) -> int:
    """Return the class of a number: 0 for none, else 1 to 5 in equal steps."""
    return 0 if not count else 1 + (count - 1) * min(_CLASSES, most) // most


def _legend(most: int) -> Iterator[tuple[int, int, int]]:
    """Yield each class with the least and the greatest number that `_shade` puts there."""
    steps = min(_CLASSES, most)
    limits = [1 + -(-step * most // steps) for step in range(steps + 1)] if steps else []
    for shade, (low, beyond) in enumerate(pairwise(limits), 1):
        yield shade, low, beyond - 1


def _circles(
    places: Places, projection: Projection, counts: Mapping[str, int], paths: Mapping[str, str]
) -> dict[str, Dot]:
    """Return a circle for each unit that has records and a point within the map, but no outline."""
    found = {}
    for each, count in counts.items():
        place = places.known.get(each)
        if each not in paths and place is not None and place.point is not None and place.code == "ADM1":
            x, y = projection.place(place.point)
            if 0 <= x <= projection.width and 0 <= y <= projection.height:
                found[each] = Dot(x, y, 6 + 2 * min(count, 400) ** 0.5, place.name, count)
    return found


def _dots(projection: Projection, points: Mapping[Point, tuple[str, int]]) -> Iterator[Dot]:
    """Yield the points; those that fall on one another, to half a unit, are one."""
    held: dict[tuple[float, float], tuple[str, int]] = {}
    for point, (name, count) in points.items():
        x, y = projection.place(point)
        spot = (round(x * 2) / 2, round(y * 2) / 2)
        before = held.get(spot)
        held[spot] = (f"{before[0]}, {name}", before[1] + count) if before else (name, count)
    small = 3.5 if len(held) <= 200 else 2.0  # noqa: PLR2004 - beyond, dots would cover one another
    ranked = sorted(held.items(), key=lambda each: (-each[1][1], each[0]))[:_MOST_POINTS]
    for (x, y), (name, count) in ranked:
        yield Dot(x, y, min(small * count**0.5, 14), name, count)


def _lines(
    places: Places, counts: Counter[str], records: list[Located], drawn: Collection[str]
) -> Iterator[Line]:
    """Yield the areas, those with the most records first, then what is known no closer."""
    pointed, vague = Counter[str](), Counter[str]()
    for each in records:
        if each.precision in VAGUE:
            vague[_vague(places, each)] += each.number
        elif each.precision in POINTS and each.place in places.known and places.known[each.place].point:
            pointed[places.area(each.place)] += each.number
    for area in sorted(counts, key=lambda each: (-counts[each], places.name(each))):
        name = places.name(area)
        yield Line(name, counts[area], pointed[area], name, drawn=area in drawn or bool(pointed[area]))
    for name, count in sorted(vague.items(), key=lambda each: (-each[1], each[0])):
        yield Line(name, count)


def _vague(places: Places, each: Located) -> str:
    """Name what is known no more closely."""
    return f"{places.name(each.place)} ({SHORT[each.precision]})"


def _bar(projection: Projection) -> tuple[float, int]:
    """Return the longest round number of kilometres that takes up to a quarter of the width."""
    fitting = [each for each in _NICE_KM if each * projection.km <= projection.width / 4]
    length = fitting[-1] if fitting else _NICE_KM[0]
    return length * projection.km, length
