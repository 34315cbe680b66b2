"""Places as a map needs them: what they are called, what they lie in, their outlines and points."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from dateline.package.page.values import clip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.package.page.library import Library, Row
    from dateline.package.page.model import Geometry
    from dateline.table import Table

_MOST: Final = 300_000
"""Rows of a table of places beyond which there is no map."""
_LONGEST: Final = 120
"""Characters of a place's name."""

POINTS = ("exact", "settlement")
"""Words of a place's precision that say that its point is where it was."""

VAGUE = ("country", "linear")
"""Words that say that no area smaller than a country is known."""

SHORT = {
    "exact": "the site",
    "settlement": "the town",
    "adm2": "the county",
    "adm2_multiple": "several counties",
    "adm1": "the province",
    "country": "the country alone",
    "linear": "somewhere on a line",
}
"""The words of a place's precision, said shortly."""

PRECISION = {
    "exact": "the exact site",
    "settlement": "the town or village",
    "adm2": "the county or city",
    "adm2_multiple": "several counties of one province",
    "adm1": "the province",
    "country": "the country alone",
    "linear": "somewhere on a line, such as a border",
}
"""The words of a place's precision, explained."""


class Place(NamedTuple):
    """A place: its name, the larger one, its point if it has one, its GeoNames code."""

    id: str
    name: str
    parent: str = ""
    point: tuple[float, float] | None = None
    """Longitude and latitude."""
    code: str = ""

    @property
    def is_country(self) -> bool:
        """Whether it is a country, or a part of one that GeoNames has as one."""
        return self.code.startswith("PCL")


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a dataset by id, and the outlines that are known."""

    known: Mapping[str, Place]
    outlines: Mapping[str, Geometry]
    above: frozenset[str] = frozenset()
    """What the places with an outline lie in."""

    @classmethod
    def of(cls, known: Mapping[str, Place], outlines: Mapping[str, Geometry]) -> Places:
        """Put places together."""
        bare = cls(known, outlines)
        above = frozenset(top for each in outlines for top in bare.chain(each) if top != each)
        return cls(known, outlines, above)

    def name(self, place: str) -> str:
        """Return what a place is called."""
        return clip(self.known[place].name if place in self.known else place, _LONGEST)

    def chain(self, place: str) -> Iterator[str]:
        """Yield a place and what it lies in, the smallest first; a circle is left at once."""
        seen: set[str] = set()
        while place and place not in seen:
            seen.add(place)
            yield place
            place = self.known[place].parent if place in self.known else ""

    def whole(self, place: str) -> bool:
        """Whether a place is the background of the map, not one of its parts: a country."""
        found = self.known.get(place)
        return found is not None and (found.is_country or (not found.parent and place in self.above))

    def area(self, place: str) -> str:
        """Return the unit of the first order that a place is, or lies in; itself if there is none."""
        chain = [each for each in self.chain(place) if not self.whole(each)]
        drawn = [each for each in chain if each in self.outlines]
        coded = [each for each in chain if each in self.known and self.known[each].code == "ADM1"]
        below = [each for each in chain if self._under_country(each)]
        return (drawn or coded or below or [place])[-1]

    def _under_country(self, place: str) -> bool:
        found = self.known.get(place)
        return found is not None and bool(found.parent) and self.whole(found.parent)


def read_places(library: Library, outlines: Mapping[str, Geometry] | None) -> Places:
    """Return the places of the release's tables; `outlines` are those of a further gazetteer."""
    table = library.with_role("places")
    few = table is not None and library.summaries[table.name].rows <= _MOST
    known = {each.id: each for each in _places(library, table)} if table is not None and few else {}
    return Places.of(known, {**(outlines or {}), **_outlines(library)})


def _places(library: Library, table: Table) -> Iterator[Place]:
    role = table.roles.places
    assert role is not None
    for row in library.rows(table):
        if role.id and row.get(role.id):
            yield Place(
                row[role.id],
                row.get(role.name or "") or row[role.id],
                row.get(role.parent or "", ""),
                _point(row, role.longitude, role.latitude),
                row.get(role.feature_code or "", ""),
            )


def _point(row: Row, longitude: str | None, latitude: str | None) -> tuple[float, float] | None:
    try:
        point = (float(row.get(longitude or "", "")), float(row.get(latitude or "", "")))
    except ValueError:
        return None
    return point if abs(point[0]) <= 180 and abs(point[1]) <= 90 else None  # noqa: PLR2004 - degrees


def _outlines(library: Library) -> dict[str, Geometry]:
    table = library.with_role("place_shapes")
    role = table.roles.place_shapes if table else None
    if table is None or role is None or not role.place or not role.geometry:
        return {}
    return {
        row[role.place]: json.loads(row[role.geometry]) for row in library.rows(table) if row[role.geometry]
    }
