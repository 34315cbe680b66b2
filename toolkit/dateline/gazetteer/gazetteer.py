"""A gazetteer: places, their names, codes and shapes, and how one is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dateline.edtf import Edtf, parse
from dateline.gazetteer import reading
from dateline.gazetteer.codes import code_systems
from dateline.gazetteer.found import Excluded, Found, Hit, Suggestion
from dateline.gazetteer.key import key, written_out
from dateline.gazetteer.place import may_overlap
from dateline.gazetteer.precision import finest_precision
from dateline.gazetteer.shape import distance_km
from dateline.gazetteer.suggest import MOST, like
from dateline.gazetteer.tree import ancestors, check_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import polars as pl

    from dateline.gazetteer.box import Box
    from dateline.gazetteer.columns import (
        CodeColumns,
        MembershipColumns,
        NameColumns,
        PlaceColumns,
        ShapeColumns,
    )
    from dateline.gazetteer.place import Place
    from dateline.gazetteer.shape import Shape

NEAR_KM = 25.0
"""A county or a town whose point is farther than this from a given one is not meant."""

SHAPE_KM = 5.0
"""How far outside its shape a place may still be: borders on maps are coarse."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a place beside its name."""

    within: frozenset[str] = frozenset()
    within_name: str = ""
    country: str | None = None
    near: tuple[float, float] | None = None
    first: date | None = None
    last: date | None = None


class Gazetteer:
    """Places that can be looked up by name, code and point.

    Args:
        places: the places by id.
        names: spelling, id of its place, and whether it is a mere variant.
        codes: id of a place by system and code.
        shapes: shapes by id of their place.
        memberships: further parents by id.

    Raises:
        GazetteerError: if a parent is missing or places lie in a circle.

    """

    def __init__(
        self,
        places: Mapping[str, Place],
        names: Iterable[tuple[str, str, bool]] = (),
        codes: Mapping[tuple[str, str], str] | None = None,
        shapes: Mapping[str, Shape] | None = None,
        memberships: Mapping[str, list[reading.Membership]] | None = None,
    ) -> None:
        check_tree(places)
        self.places = dict(places)
        self.shapes = dict(shapes or {})
        self._codes = dict(codes or {})
        self._memberships = dict(memberships or {})
        self._codes_of: dict[tuple[str, str], str] = {}
        for (system, code), place in self._codes.items():
            self._codes_of.setdefault((place, system), code)
        self._names: dict[str, dict[str, bool]] = {}
        self._spellings: dict[str, str] = {}
        for name, place, variant in names:
            self._learn(name, place, variant=variant)

    @classmethod
    def of(  # noqa: PLR0913 - five tables, four of them optional, each by its name
        cls,
        places: pl.DataFrame,
        columns: PlaceColumns,
        *,
        names: tuple[pl.DataFrame, NameColumns] | None = None,
        codes: tuple[pl.DataFrame, CodeColumns] | None = None,
        shapes: tuple[pl.DataFrame, ShapeColumns] | None = None,
        memberships: tuple[pl.DataFrame, MembershipColumns] | None = None,
    ) -> Gazetteer:
        """Make a gazetteer of a dataset's own tables, each with a description of its columns.

        Cells may be text or typed; an empty text is a missing value.

        Raises:
            GazetteerError: naming every fault of a table: a column that is not there, an
                id twice, a code of two places, a circle of parents, a broken shape.

        """
        known = reading.read_places(places, columns)
        spelled = [(name, place, False) for name, place in reading.read_further_names(places, columns)]
        own = ((s, code, each.id) for each in known.values() for s, code in (each.codes or {}).items())
        return cls(
            known,
            [*spelled, *(reading.read_names(known, *names) if names else ())],
            reading.index_codes(own) | (reading.read_codes(known, *codes) if codes else {}),
            reading.read_shapes(known, *shapes) if shapes else None,
            reading.read_memberships(known, *memberships) if memberships else None,
        )

    def _learn(self, name: str, place: str, *, variant: bool) -> None:
        found = key(name)
        if found:
            owners = self._names.setdefault(found, {})
            owners[place] = owners.get(place, True) and variant
            self._spellings.setdefault(found, name)

    @property
    def keys(self) -> Iterator[str]:
        """The look-up keys of all names: a name is known if its key is among them."""
        return iter(self._names)

    def look_up(
        self,
        name: str,
        *,
        within: str | None = None,
        country: str | None = None,
        near: tuple[float, float] | None = None,
        on: date | Edtf | str | None = None,
    ) -> Found:
        """Look a name up.

        What else is known rules places out; it never chooses between those that are left.
        What the gazetteer does not know of a place never rules it out.

        Args:
            name: any spelling; "Hyesan, Ryanggang Province" says `within` by itself.
            within: name or id of a larger place in which it lies.
            country: ISO 3166-1 alpha-2.
            near: latitude and longitude of a point in or near it.
            on: when it was there: a day, or a date in the EDTF profile.

        Raises:
            EdtfError: if `on` is a text and no date of the profile.

        """
        owners = self._owners(name)
        if not owners and within is None and "," in name:
            head, tail = name.rsplit(",", 1)
            if self._owners(head) and self._owners(tail):
                name, within = head, tail.strip()
                owners = self._owners(name)
        outer = self.look_up(within, country=country) if within is not None else None
        asked = self._asked(within, outer, country, near, on)
        if not owners:
            return Found(name, suggestions=self._suggest(name, asked), within=outer)
        return self._sift(name, owners, asked, outer)

    def _owners(self, name: str) -> dict[str, bool]:
        """Return the places so called, and whether as a mere variant; `N. Hamgyong` is written out."""
        found = key(name)
        return self._names.get(found) or self._names.get(written_out(found)) or {}

    def _asked(
        self,
        within: str | None,
        outer: Found | None,
        country: str | None,
        near: tuple[float, float] | None,
        on: date | Edtf | str | None,
    ) -> Asked:
        first, last = _days(on)
        if within in self.places:
            return Asked(frozenset({within}), self.places[within].name, country, near, first, last)
        ids = frozenset(hit.place.id for hit in (*outer.hits, *outer.inner)) if outer else frozenset()
        return Asked(ids, within or "", country, near, first, last)

    def _sift(self, name: str, owners: dict[str, bool], asked: Asked, outer: Found | None) -> Found:
        own = [place for place, variant in owners.items() if not variant]
        variants = [place for place, variant in owners.items() if variant]
        verdicts = {place: self._ruled_out(self.places[place], asked) for place in owners}
        kept = [place for place in own or variants if verdicts[place] is None]
        outermost = [
            place for place in kept if not set(ancestors(self.places, self.places[place])) & set(kept)
        ]
        return Found(
            name,
            hits=self._hits(outermost),
            inner=self._hits(place for place in kept if place not in outermost),
            also=self._hits(place for place in variants if own and verdicts[place] is None),
            excluded=tuple(Excluded(self.hit(p), why) for p in owners if (why := verdicts[p]) is not None),
            within=outer,
        )

    def _hits(self, ids: Iterable[str]) -> tuple[Hit, ...]:
        return tuple(self.hit(each) for each in sorted(ids))

    def hit(self, place: str) -> Hit:
        """Return a place of this id with its province and its country."""
        found = self.places[place]
        return Hit(found, self.province(place), self.country(place))

    def parents(self, place: str) -> tuple[str, ...]:
        """Return the ids of what a place lies in, the nearest first."""
        return ancestors(self.places, self.places[place])

    def province(self, place: str) -> Place | None:
        """Return the first-level unit in which a place lies, or which it is; None if it is in none.

        A capital that is a unit of its own counts, be its feature code that of a town.
        """
        for each in (self.places[place], *(self.places[above] for above in self.parents(place))):
            if each.feature_code == "ADM1":
                return each
            above = self.places.get(each.parent or "")
            if each.feature_code == "PPLC" and above is not None and above.is_country:
                return each
        return None

    def country(self, place: str) -> str | None:
        """Return the country of a place (ISO 3166-1 alpha-2), its own or that of what it lies in."""
        chain = (place, *self.parents(place))
        return next((code for each in chain if (code := self.places[each].country)), None)

    def lies_in(self, place: str, larger: str, on: date | Edtf | str | None = None) -> bool:
        """Whether a place lies in a larger one, or is it, or may have lain in it on that date."""
        return larger in self._around(place, *_days(on))

    def _around(self, place: str, first: date | None, last: date | None) -> set[str]:
        """Return the ids of all in which a place lies or may have lain in those days, itself included."""
        found: set[str] = set()
        waiting = [place]
        while waiting:
            each = waiting.pop()
            if each in found:
                continue
            found.add(each)
            parent = self.places[each].parent
            waiting += [parent] if parent else []
            further = self._memberships.get(each, [])
            waiting += [above for above, since, until in further if may_overlap(since, until, first, last)]
        return found

    def _ruled_out(self, place: Place, asked: Asked) -> str | None:
        """Say why a place cannot be meant; None if it can."""
        if not place.existed(asked.first, asked.last):
            return _not_then(place)
        country = self.country(place.id)
        if asked.country is not None and country is not None and country != asked.country:
            return f"it lies in {country}, not in {asked.country}"
        if asked.within and self._elsewhere(place, asked):
            province = self.province(place.id)
            where = (
                province.name
                if province is not None and province is not place
                else country or "another place"
            )
            return f"it lies in {where}, not in {asked.within_name}"
        return self._too_far(place, asked.near) if asked.near is not None else None

    def _elsewhere(self, place: Place, asked: Asked) -> bool:
        unknown = place.country is None or (place.parent is None and not place.is_country)
        return not unknown and not asked.within & self._around(place.id, asked.first, asked.last)

    def _too_far(self, place: Place, point: tuple[float, float]) -> str | None:
        shape = self.shapes.get(place.id)
        if shape is not None:
            away = shape.distance(*point)
            return f"the point lies {away:,.0f} km outside it" if away > SHAPE_KM else None
        if place.point is None or finest_precision(place) not in ("exact", "settlement", "adm2"):
            return None
        away = distance_km(place.point, point)
        return f"it lies {away:,.0f} km away" if away > NEAR_KM else None

    def _suggest(self, name: str, asked: Asked) -> tuple[Suggestion, ...]:
        found: dict[str, Suggestion] = {}
        for alike, score in like(key(name), list(self._names)):
            owners = self._names[alike]
            for place in owners:
                inside = set(self.parents(place)) & {*owners, *found}
                if place in found or inside or self._ruled_out(self.places[place], asked) is not None:
                    continue
                found[place] = Suggestion(self.hit(place), self._spellings[alike], score)
            if len(found) >= MOST:
                break
        return tuple(list(found.values())[:MOST])

    def by_code(self, system: str, code: str) -> Place | None:
        """Return the place that has a code in a system."""
        place = self._codes.get((system, code))
        return None if place is None else self.places[place]

    def code(self, place: str, system: str) -> str | None:
        """Return the code of a place in a system."""
        return self._codes_of.get((place, system))

    def convert(self, code: str, system: str, to: str) -> str | None:
        """Return the code in another system of the place that has this one; None if there is none."""
        place = self.by_code(system, code)
        return None if place is None else self.code(place.id, to)

    def code_meanings(self, code: str) -> dict[str, Place]:
        """Return what a code stands for in each system of which it has the form and the gazetteer the code."""
        known = {system: self.by_code(system, code) for system in code_systems(code)}
        return {system: place for system, place in known.items() if place is not None}

    def box(self, place: str) -> Box | None:
        """Return the box around a place's shape, if it has one."""
        shape = self.shapes.get(place)
        return None if shape is None else shape.box


def _days(on: date | Edtf | str | None) -> tuple[date | None, date | None]:
    """Return the first and the last possible day of a date."""
    when = parse(on) if isinstance(on, str) else on
    if isinstance(when, Edtf):
        return when.earliest, when.latest
    return when, when


def _not_then(place: Place) -> str:
    since = f"from {place.valid_from}" if place.valid_from else ""
    until = f"to {place.valid_to}" if place.valid_to else ""
    return f"it existed {' '.join(filter(None, (since, until)))} only"
