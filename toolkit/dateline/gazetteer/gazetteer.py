"""A gazetteer: places, what they are called, what lies in what, their codes and shapes."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from dateline.gazetteer import lookup, reading
from dateline.gazetteer.codes import code_systems
from dateline.gazetteer.found import Found, Hit
from dateline.gazetteer.keys import key
from dateline.gazetteer.place import GazetteerError, may_overlap
from dateline.gazetteer.tree import ancestors, mended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    import polars as pl

    from dateline.edtf import Edtf
    from dateline.errors import Problem
    from dateline.gazetteer.box import Box
    from dateline.gazetteer.codes import CodeSystem
    from dateline.gazetteer.columns import (
        CodeColumns,
        MembershipColumns,
        NameColumns,
        PlaceColumns,
        ShapeColumns,
    )
    from dateline.gazetteer.place import Place
    from dateline.gazetteer.shape import Shape


class Gazetteer:
    """Places that can be looked up by name and by code.

    Args:
        places: the places by id.
        names: spelling, id of its place, and whether it is a mere variant.
        codes: id of a place by system and code.
        shapes: shapes by id of their place; or what returns them, asked when a shape is first needed.
        memberships: further parents by id, each with its first and last date.

    Attributes:
        places: as given.

    Raises:
        GazetteerError: if a parent is missing or places lie in a circle.

    """

    def __init__(
        self,
        places: Mapping[str, Place],
        names: Iterable[tuple[str, str, bool]] = (),
        codes: Mapping[tuple[str, str], str] | None = None,
        shapes: Mapping[str, Shape] | Callable[[], Mapping[str, Shape]] | None = None,
        memberships: Mapping[str, list[reading.Membership]] | None = None,
    ) -> None:
        faults: list[Problem] = []
        mended(places, faults)
        _raise(faults)
        self.places = dict(places)
        self._shapes = shapes or {}
        self._memberships = dict(memberships or {})
        self._codes = dict(codes or {})
        self._codes_of: dict[tuple[str, str], str] = {}
        for (system, code), place in self._codes.items():
            self._codes_of.setdefault((place, system), code)
        self._given = names

    @classmethod
    def of(
        cls,
        places: pl.DataFrame,
        columns: PlaceColumns,
        *,
        names: tuple[pl.DataFrame, NameColumns] | None = None,
        codes: tuple[pl.DataFrame, CodeColumns] | None = None,
        shapes: tuple[pl.DataFrame, ShapeColumns]
        | Callable[[], tuple[pl.DataFrame, ShapeColumns]]
        | None = None,
        memberships: tuple[pl.DataFrame, MembershipColumns] | None = None,
        faults: list[Problem] | None = None,
    ) -> Gazetteer:
        """Make a gazetteer of a dataset's own tables, each with a description of its columns.

        Cells may be text or typed; an empty text is a missing value. The names in the
        table of places itself are looked up too.

        Args:
            places: the table of places.
            columns: what its columns are.
            names: the table of spellings.
            codes: the table of codes.
            shapes: the table of shapes, or what returns it, asked when a shape is first needed.
            memberships: the table of further parents.
            faults: takes the faults of the tables, which are then left out, instead of
                their being raised: an id twice, a code of two places, a circle of parents,
                a broken shape. Those of names and shapes come when these are first needed.

        Raises:
            GazetteerError: naming every fault; in any case if a column is not there.

        """
        found: list[Problem] = [] if faults is None else faults
        known = mended(reading.read_places(places, columns, found), found)
        further = ((name, place, False) for name, place in reading.read_further_names(known, places, columns))
        spelled = chain(further, reading.read_names(known, *names, found) if names else ())
        made = cls(
            known,
            list(spelled)
            if faults is None
            else spelled,  # whose faults nobody waits for are read when needed
            reading.read_codes(known, codes, found),
            _later(known, shapes, found)
            if callable(shapes)
            else shapes and reading.read_shapes(known, *shapes, found),
            reading.read_memberships(known, *memberships, found) if memberships else None,
        )
        _raise([] if faults is found else found)
        return made

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """The shapes by id of their place."""
        if callable(self._shapes):
            self._shapes = self._shapes()
        return self._shapes

    @cached_property
    def names(self) -> dict[str, dict[str, bool]]:
        """By look-up key, the ids of the places so called, and whether each is so as a mere variant."""
        names: dict[str, dict[str, bool]] = {}
        for found, (_, place, variant) in zip(self._keys, self._spelled, strict=True):
            if found:
                called = names.setdefault(found, {})
                called[place] = called.get(place, True) and variant
        return names

    @cached_property
    def spellings(self) -> dict[str, str]:
        """By look-up key, a spelling that has it: the first one."""
        pairs = zip(self._keys, self._spelled, strict=True)
        return {found: name for found, (name, _, _) in reversed(list(pairs)) if found}

    @cached_property
    def _spelled(self) -> tuple[tuple[str, str, bool], ...]:
        return tuple(self._given)

    @cached_property
    def _keys(self) -> list[str]:
        """The look-up keys of all spellings: many, and not every use of a gazetteer looks a name up."""
        names = [name for name, _, _ in self._spelled]
        known = {name: key(name) for name in set(names)}
        return [known[name] for name in names]

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
        What the gazetteer does not know of a place never rules it out. `N. Hamgyong` is
        written out; `Hyesan, Ryanggang Province` says `within` by itself.

        Args:
            name: any spelling.
            within: name or id of a larger place in which it lies.
            country: ISO 3166-1 alpha-2.
            near: latitude and longitude of a point in or near it.
            on: when it was there: a day, or a date in the EDTF profile.

        Raises:
            EdtfError: if `on` is a text and no date of the profile.

        """
        parts = lookup.head_and_tail(self, name) if within is None else None
        if parts is not None:
            return self.look_up(parts[0], within=parts[1], country=country, near=near, on=on)
        first, last = lookup.days(on)
        if within is None or within in self.places:
            ids = frozenset({within} if within else ())
            larger = self.places[within].name if within else ""
            return lookup.sift(self, name, lookup.Asked(ids, larger, country, near, first, last), None)
        outer = self.look_up(within, country=country)
        ids = frozenset(hit.place.id for hit in (*outer.hits, *outer.inner))
        return lookup.sift(self, name, lookup.Asked(ids, within, country, near, first, last), outer)

    def hit(self, place: str) -> Hit:
        """Return the place of an id with its province and its country."""
        return Hit(self.places[place], self.province(place), self.country(place))

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
        return larger in self.around(place, *lookup.days(on))

    def around(self, place: str, first: date | None = None, last: date | None = None) -> set[str]:
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

    def by_code(self, system: str, code: str) -> Place | None:
        """Return the place that has a code in a system."""
        place = self._codes.get((system, code))
        return None if place is None else self.places[place]

    def code(self, place: str, system: str) -> str | None:
        """Return the code of a place in a system."""
        return self._codes_of.get((place, system))

    def has_codes(self, system: str, prefix: str = "") -> bool:
        """Whether any place has a code in a system that begins so, such as with its country's letters."""
        return (system, prefix) in self._prefixes

    @cached_property
    def _prefixes(self) -> set[tuple[str, str]]:
        return {(system, code[:length]) for system, code in self._codes for length in (0, 2)}

    def convert(self, code: str, system: str, to: str) -> str | None:
        """Return the code in another system of the place that has this one; None if there is none."""
        place = self.by_code(system, code)
        return None if place is None else self.code(place.id, to)

    def code_meanings(self, code: str) -> dict[CodeSystem, Place]:
        """Return the places that have a code, by system: those of whose codes it has the form."""
        known = {system: self.by_code(system, code) for system in code_systems(code)}
        return {system: place for system, place in known.items() if place is not None}

    def moved(self) -> frozenset[str]:
        """Return the ids of all places that lie, or lay, in more than one line of parents."""
        return frozenset(
            each
            for each in self.places
            if not self._memberships.keys().isdisjoint((each, *self.parents(each)))
        )

    def box(self, place: str) -> Box | None:
        """Return the box around a place's shape, if it has one."""
        shape = self.shapes.get(place)
        return None if shape is None else shape.box


def _later(
    known: Mapping[str, Place],
    shapes: Callable[[], tuple[pl.DataFrame, ShapeColumns]],
    faults: list[Problem],
) -> Callable[[], Mapping[str, Shape]]:
    return lambda: reading.read_shapes(known, *shapes(), faults)


def _raise(faults: list[Problem]) -> None:
    if faults:
        raise GazetteerError(*faults)
