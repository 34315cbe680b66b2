"""Rules for places as they are printed: the name is known, is that of the place meant, and is not shared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.edtf import read
from dateline.gazetteer import lookup
from dateline.rules.across import Across, link
from dateline.rules.distinct import Judged, text
from dateline.rules.frames import KEY, Frames, to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dateline.findings import Severity
    from dateline.gazetteer import Found, Gazetteer, Hit
    from dateline.rules.across import Link
    from dateline.table import Field, PlaceName, Table

SUGGESTED = 200
"""Names like an unknown one are sought so often; whoever has more has another problem than spelling."""

_RULES: dict[str, Severity] = {
    "place-elsewhere": "error",
    "place-name-ambiguous": "error",
    "place-name-differs": "error",
    "place-name-unknown": "warning",
}
_WORDS = ("rule", "why", "right", "instead")
_EVENT, _DATE = "__event__", "__event_date__"

Words = dict[str, str | None]


def place_name_rules(tables: Mapping[str, Table], gazetteer: Callable[[], Gazetteer]) -> Iterator[Across]:
    """Yield the rules of the fields that hold places as printed."""
    for table in tables.values():
        for field in table.fields:
            if field.place_name is not None:
                yield from _Printed(tables, table, field, field.place_name, gazetteer).rules()


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says of a place.

    Args:
        name: as printed.
        place: the id of the place meant, where it is on record.
        own: whether it is the very record of that place.
        country: its country, or a country named.
        within: name or id of a larger place.
        on: the date of what happened there.

    """

    name: str
    place: str | None
    own: bool
    country: str | None
    within: str | None
    on: str | None


@dataclass(frozen=True, slots=True, eq=False)
class _Printed:
    """A field of printed names, and what its rows say beside them."""

    tables: Mapping[str, Table]
    table: Table
    field: Field
    use: PlaceName
    gazetteer: Callable[[], Gazetteer]

    def rules(self) -> Iterator[Across]:
        judged = cache(self._judged)
        for rule, severity in _RULES.items():
            yield Across(
                id=rule,
                table=self.table.name,
                fields=(self.field.name, *filter(None, (self.use.place, self.use.country, self._within))),
                needs=self._needs(),
                failing=partial(self._failing, judged, rule),
                message="{why}",
                expected="{right}",
                severity=severity,
                suggestion="instead",
            )

    @property
    def _own(self) -> bool:
        """Whether the rows are places themselves, not references to them."""
        places = self.table.roles.places
        return places is not None and self.use.place is not None and self.use.place == places.id

    @property
    def _within(self) -> str | None:
        places = self.table.roles.places
        return self.use.within or (places.parent if places is not None and self._own else None)

    @property
    def _dates(self) -> tuple[str, ...]:
        """The fields of the table itself that say when it was."""
        roles = (self.table.roles.claim, self.table.roles.event)
        return tuple(role.date for role in roles if role is not None and role.date is not None)

    @property
    def _event(self) -> tuple[Link, str] | None:
        """The way to the event of a row, and the field of its date."""
        found = link(self.tables, self.table, "event")
        role = None if found is None else self.tables[found.target].roles.event
        return None if found is None or role is None or role.date is None else (found, role.date)

    def _needs(self) -> dict[str, tuple[str, ...]]:
        needs = {self.table.name: self._dates}
        if self._event is not None:
            event, date = self._event
            needs[self.table.name] += (event.field,)
            needs[event.target] = (*needs.get(event.target, ()), event.key, date)
        return needs

    def _judged(self) -> Judged:
        name, place, within = text(self.field.name), text(self.use.place), text(self._within)
        moved = pl.Series(sorted(self.gazetteer().moved()), dtype=pl.String).implode()
        unsaid = place.is_null() & (name.str.contains(",", literal=True) | within.is_not_null())
        dates = [pl.col(each) for each in self._dates] + ([pl.col(_DATE)] if self._event else [])
        date = pl.coalesce(dates) if dates else pl.lit(None, dtype=pl.String)
        # A date matters only where a place has lain in several: most combinations are without.
        on = pl.when(place.is_in(moved) | unsaid).then(date)
        judge = _Judge(self.gazetteer(), own=self._own)
        return Judged((name, place, text(self.use.country), within, on), judge, _WORDS)

    def _failing(
        self, judged: Callable[[], Judged], rule: str, frames: Mapping[str, pl.LazyFrame]
    ) -> pl.LazyFrame:
        given = frames[self.table.name]
        named = pl.col(self.field.name).is_not_null()
        frame = given.filter(named)
        if self._event is not None:
            event, date = self._event
            known = Frames.of(frames)
            dated = known.numbered(event.target, key=event.key)
            dated = dated.select(pl.col(KEY).alias(_EVENT), pl.col(date).alias(_DATE)).drop_nulls(_EVENT)
            rows = known.numbered(self.table.name, event).filter(named)
            once = dated.unique(_EVENT, keep="first")
            frame = rows.join(once, left_on=to(event), right_on=_EVENT, how="left")
        return judged().failing(frame, given).filter(pl.col("rule") == rule)


class _Judge:
    """Finds the one thing that is wrong with what a row says of a place, if anything is."""

    def __init__(self, gazetteer: Gazetteer, *, own: bool) -> None:
        self._gazetteer = gazetteer
        self._own = own
        self._sought = 0

    def __call__(
        self, name: str | None, place: str | None, country: str | None, within: str | None, on: str | None
    ) -> Words | None:
        if name is None or not name.strip():
            return None
        parts = lookup.head_and_tail(self._gazetteer, name)
        if parts is None and not lookup.owners(self._gazetteer, name):
            return self._unknown(name, place, country)
        head, tail = parts or (name, None)
        said = _Said(head, place, self._own, country, within, on)
        wider = [each for each in (tail, within) if each is not None]
        return self._elsewhere(said, name, wider) or self._other(said) or self._ambiguous(said, name, wider)

    def _unknown(self, name: str, place: str | None, country: str | None) -> Words:
        found = None
        if self._sought < SUGGESTED:
            self._sought += 1
            found = self._gazetteer.look_up(name, country=country).suggestion
        if found is not None and place is not None and found.hit.place.id != place:
            found = None
        known = self._gazetteer.places.get(place or "")
        of = "" if known is None else f" of {known.name} ({known.id})"
        right = "a spelling on record, or a record of this one among the place names"
        why = f"{_quoted(name)} is not among the spellings{of}"
        return _words("place-name-unknown", why, right, None if found is None else found.name)

    def _elsewhere(self, said: _Said, name: str, wider: list[str]) -> Words | None:
        """Compare the places that may be meant with the larger ones and the country that are named."""
        gazetteer = self._gazetteer
        known = said.place in gazetteer.places
        if said.place is not None and not known:
            return None
        meant = [str(said.place)] if known else list(lookup.owners(gazetteer, said.name))
        when = None if said.on is None else read(said.on)
        for larger in wider or [""]:
            ids, shown = self._larger(larger)
            asked = lookup.Asked(ids, shown, said.country, None, *lookup.days(when))
            reasons = [lookup.elsewhere(gazetteer, gazetteer.places[each], asked) for each in meant]
            if reasons and all(reasons):
                hit = gazetteer.hit(meant[0])
                why = f"{_quoted(name)} cannot be {hit}: {reasons[0]}"
                return _words("place-elsewhere", why, f"what {hit.place.name} lies in, or another place")
        return None

    def _larger(self, larger: str) -> tuple[frozenset[str], str]:
        """Return the ids of the larger places that a name or an id may mean, and a word for them."""
        if larger in self._gazetteer.places:
            return frozenset({larger}), self._gazetteer.places[larger].name
        return frozenset(lookup.owners(self._gazetteer, larger)), larger

    def _other(self, said: _Said) -> Words | None:
        """Compare the place meant with those so called: it must be one, lie in one, or hold one."""
        gazetteer, place = self._gazetteer, said.place
        if place is None or place not in gazetteer.places:
            return None
        owners = lookup.owners(gazetteer, said.name)
        around = gazetteer.around(place)
        if any(each in around or place in gazetteer.around(each) for each in owners):
            return None
        hit = gazetteer.hit(place)
        why = f"{_quoted(said.name)} is a name of {_either(_hits(gazetteer, owners))}, not of {hit}"
        return _words("place-name-differs", why, "the id of the place that is printed")

    def _ambiguous(self, said: _Said, name: str, wider: list[str]) -> Words | None:
        """Ask what tells the place from others of its name, where the row does not say which it is."""
        if said.place is not None and not said.own:
            return None
        if said.own and (said.country or said.within):
            return None
        found = self._gazetteer.look_up(said.name, within=wider[0] if wider else None, country=said.country)
        countries = {hit.country for hit in (*found.hits, *found.also)} - {None}
        if not found.ambiguous and len(countries) <= 1:
            return None
        why = f"{_quoted(name)} may be {_either([*found.hits, *found.also])}"
        return _words(
            "place-name-ambiguous", why, f"the {_asked(found, countries)}, or the id of the place meant"
        )


def _words(rule: str, why: str, right: str, instead: str | None = None) -> Words:
    return {"rule": rule, "why": why, "right": right, "instead": instead}


def _asked(found: Found, countries: set[str | None]) -> str:
    """Return what to say so that one place is left."""
    return "country" if len(countries) > 1 else " or the ".join(found.question or ("province",))


def _hits(gazetteer: Gazetteer, ids: Mapping[str, bool]) -> list[Hit]:
    own = [each for each, variant in ids.items() if not variant]
    return [gazetteer.hit(each) for each in sorted(own or ids)]


def _either(hits: list[Hit], most: int = 3) -> str:
    rest = f" or {len(hits) - most:,} more" if len(hits) > most else ""
    return " or ".join(map(str, hits[:most])) + rest


def _quoted(name: str, most: int = 60) -> str:
    return f"'{name}'" if len(name) <= most else f"'{name[:most]}…'"
