"""Rules for references to places: the place exists, was found, existed then, and is as exact as is said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.edtf import read
from dateline.gazetteer import PLACE_PRECISIONS, finest_precision, lookup, precision_fits
from dateline.rules.across import ROW, Across, holds, link, of, phrased, tables_of
from dateline.rules.distinct import Judged, text
from dateline.rules.place_advice import PlaceAdvice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dateline.gazetteer import Gazetteer
    from dateline.rules.across import Link
    from dateline.table import Field, Table

_NAME, _STATUS, _KEY = "__name__", "__status__", "__key__"


def place_rules(tables: Mapping[str, Table], gazetteer: Callable[[], Gazetteer]) -> Iterator[Across]:
    """Yield the rules of the fields that refer to places."""
    for table in tables.values():
        for name in _references(table):
            if link(tables, table, "places", name) is None:
                yield _unknown(table, name, gazetteer)
        for field in table.fields:
            if field.place is not None and field.place.identified:
                yield _identified(tables, table, field, gazetteer)
            if field.place is not None and field.place.precision is not None:
                yield _precision(table, field, field.place.precision, gazetteer)
    for events in tables_of(tables, "event"):
        role = events.roles.event
        if role is not None and role.place is not None and role.date is not None:
            yield _not_then(events, role.place, role.date, gazetteer)


def _references(table: Table) -> Iterator[str]:
    """Yield the fields that hold ids of places, whether a foreign key says so or not."""
    roles = table.roles
    named = [each.name for each in table.fields if each.place is not None]
    named += [roles.places.parent] if roles.places is not None and roles.places.parent else []
    for role in (roles.place_names, roles.place_codes, roles.place_shapes, roles.place_memberships):
        named += [role.place] if role is not None and role.place is not None else []
    further = roles.place_memberships
    named += [further.parent] if further is not None and further.parent is not None else []
    yield from dict.fromkeys(named)


def _unknown(table: Table, field: str, gazetteer: Callable[[], Gazetteer]) -> Across:
    """Ask for places of the gazetteer where no foreign key asks for those of a table."""

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        places = gazetteer().places
        advice = PlaceAdvice(gazetteer, places)

        def judge(place: str | None) -> dict[str, str | None] | None:
            if place is None or place in places:
                return None
            said = advice(place)
            why = f": {said.reason}" if said.reason else ""
            return {"why": why, "instead": said.suggestion, "answer": said.answer}

        return Judged((text(field),), judge, ("why", "instead", "answer")).failing(frames[table.name])

    return Across(
        id="place-unknown",
        table=table.name,
        fields=(field,),
        needs={table.name: ()},
        failing=failing,
        message="{value} is not the id of a place in the gazetteer{why}",
        expected="the id of a place",
        suggestion="instead",
        answer="answer",
    )


def _identified(
    tables: Mapping[str, Table], table: Table, field: Field, gazetteer: Callable[[], Gazetteer]
) -> Across:
    """Ask for places that were found: of what is no place nobody can say what happened there."""
    found = link(tables, table, "places", field.name)
    needs: dict[str, tuple[str, ...]] = {table.name: ()}
    if found is None:
        failing = partial(_unusable, table, field.name, gazetteer)
    else:
        places = tables[found.target].roles.places
        assert places is not None
        shown = tuple(each for each in (places.name, places.status) if each is not None)
        fields = (found.key, *of(places.unusable), *shown)
        needs[found.target] = (*needs.get(found.target, ()), *fields)
        failing = partial(_joined, tables[found.target], found)
    return Across(
        id="place-unidentified",
        table=table.name,
        fields=(field.name,),
        needs=needs,
        failing=failing,
        message="{value} is a place that was not identified{name}{status}",
        expected="the place in which it lies, as far as that is known",
    )


def _joined(target: Table, found: Link, frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    places = target.roles.places
    assert places is not None
    bad = frames[found.target].filter(holds(places.unusable))
    words = {
        "name": phrased(": {}", text(places.name)).fill_null(""),
        "status": phrased(" ({})", text(places.status)).fill_null(""),
    }
    bad = bad.select(pl.col(found.key).alias(_KEY), **words).unique(_KEY)
    return frames[found.table].join(bad, left_on=found.field, right_on=_KEY).select(ROW, *words)


def _unusable(
    table: Table, field: str, gazetteer: Callable[[], Gazetteer], frames: Mapping[str, pl.LazyFrame]
) -> pl.LazyFrame:
    known = gazetteer().places

    def judge(place: str | None) -> dict[str, str | None] | None:
        found = known.get(place or "")
        if found is None or not found.unusable:
            return None
        return {"name": f": {found.name}", "status": f" ({found.status})" if found.status else ""}

    return Judged((text(field),), judge, ("name", "status")).failing(frames[table.name])


def _precision(table: Table, field: Field, precision: str, gazetteer: Callable[[], Gazetteer]) -> Across:
    """Ask that a place is not said to be known more exactly than what it is: a province is no spot."""

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        known = gazetteer()

        def judge(word: str | None, place: str | None) -> dict[str, str | None] | None:
            found = known.places.get(place or "")
            if found is None or word not in PLACE_PRECISIONS or precision_fits(str(word), found):
                return None
            finest = finest_precision(found)
            coarser = PLACE_PRECISIONS[PLACE_PRECISIONS.index(finest) : -1]
            fits = (finest,) if finest == "linear" else coarser
            right = f"{' or '.join(fits)}, or a place as small as that"
            return {
                "hit": str(known.hit(found.id)),
                "right": right,
                "instead": fits[0] if len(fits) == 1 else None,
            }

        words = ("hit", "right", "instead")
        return Judged((text(precision), text(field.name)), judge, words).failing(frames[table.name])

    return Across(
        id="place-precision",
        table=table.name,
        fields=(precision, field.name),
        needs={table.name: ()},
        failing=failing,
        message="{value} does not fit {hit}",
        expected="{right}",
        suggestion="instead",
    )


def _not_then(events: Table, place: str, date: str, gazetteer: Callable[[], Gazetteer]) -> Across:
    """Ask that an event stands on a place that existed on its date."""

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        places = gazetteer().places
        dated = {each.id for each in places.values() if each.valid_from or each.valid_to}

        def judge(where: str | None, on: str | None) -> dict[str, str | None] | None:
            when = None if on is None else read(on)
            if where is None or where not in dated or places[where].existed(*lookup.days(when)):
                return None
            return {"why": f"{places[where].name} ({where}): {lookup.not_then(places[where])}"}

        of_dated = pl.when(text(place).is_in(sorted(dated))).then(text(date))
        return Judged((text(place), of_dated), judge, ("why",)).failing(frames[events.name])

    return Across(
        id="place-not-then",
        table=events.name,
        fields=(place, date),
        needs={events.name: ()},
        failing=failing,
        message="on the date of the event there was no {why}",
        expected="the unit that was there then",
        severity="warning",
    )
