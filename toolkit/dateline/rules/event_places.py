"""Rules for the places of events: one main place, and not that of whoever told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.across import ROW, Across, holds, link, listed, of, tables_of
from dateline.rules.distinct import text
from dateline.rules.frames import KEY, Frames, present, repeated, to
from dateline.table.roles import Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dateline.gazetteer import Gazetteer
    from dateline.rules.across import Link
    from dateline.table import Table

_EVENT, _PLACE, _SOURCE, _CLAIM = "__event__", "__place__", "__source__", "__claim__"


def event_place_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules of tables of the places of events."""
    for table in tables_of(tables, "event_place"):
        role, event = table.roles.event_place, link(tables, table, "event")
        if role is None or role.place is None or role.main is None or event is None:
            continue
        main = tables[event.target].roles.event
        if main is not None and main.place is not None:
            yield _one_main(table, event, main.place)
            known = link(tables, tables[event.target], "places", main.place)
            yield _same(table, event, role.place, main.place, known)


def _one_main(table: Table, event: Link, place: str) -> Across:
    """Ask for one main place of each event that has a place."""
    role = table.roles.event_place
    assert role is not None

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        known = Frames.of(frames)
        rows = known.numbered(event.table, event).filter(holds(role.main))
        main = rows.select(to(event).alias(KEY)).drop_nulls().collect()
        records = known.numbered(event.target, key=event.key)
        events = records.select(ROW, KEY, placed=pl.col(place).is_not_null()).collect()
        none = (~present(main[KEY], events.height).gather(events[KEY])).fill_null(value=True)
        several = events[KEY].is_in(repeated(main[KEY]).implode()).fill_null(value=False)
        wrong = events.filter(none | several).filter("placed")  # few, and these alone are counted
        counts = main.join(wrong, on=KEY, how="semi").group_by(KEY).len("count")
        said = pl.coalesce(pl.col("count").cast(pl.String), pl.lit("no"))
        return wrong.join(counts, on=KEY, how="left").lazy().select(ROW, count=said)

    return Across(
        id="event-main-place",
        table=event.target,
        fields=(event.key, place),
        needs={event.target: (place,), event.table: (event.field, *of(role.main))},
        failing=failing,
        message=f"{table.name} has {{count}} main place of {{value}}",
        expected=f"one record in {table.name}, with the place of the event itself",
        whole=(table.name,),
    )


def _same(table: Table, event: Link, place: str, main: str, known: Link | None) -> Across:
    """Ask that the main place of an event is the one that stands with the event.

    Where that is no place at all, the event's own finding says so, and nothing follows from it.
    """
    role = table.roles.event_place
    assert role is not None
    needs = {table.name: of(role.main), event.target: (event.key, main)}
    if known is not None:
        needs[known.target] = (*needs.get(known.target, ()), known.key)

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        given = Frames.of(frames)
        rows = given.numbered(table.name, event).filter(holds(role.main), pl.col(place).is_not_null())
        placed = rows.select(ROW, place=text(place), event=text(event.field), **{_EVENT: to(event)}).collect()
        named = given.first(placed, _EVENT, (event.target, event.key), {"right": text(main)})
        both = named.lazy().filter(pl.col("place") != pl.col("right"))
        if known is not None:
            places = frames[known.target].select(text(known.key).alias(_PLACE))
            both = both.join(places, left_on="right", right_on=_PLACE, how="semi")
        return both.select(ROW, "right", "event")

    return Across(
        id="event-place-differs",
        table=table.name,
        fields=(place, event.field),
        needs=needs,
        failing=failing,
        message=f"{{value}} is not the place of {{event}} in {event.target}",
        expected="{right}, or another role",
        suggestion="right",
    )


def source_place_rules(tables: Mapping[str, Table], gazetteer: Callable[[], Gazetteer]) -> Iterator[Across]:
    """Yield the rule that an event does not stand on a source's place for want of its own."""
    for chain in tables_of(tables, "chain"):
        claim, source = link(tables, chain, "claim"), link(tables, chain, "source")
        event = None if claim is None else link(tables, tables[claim.target], "event")
        if claim is None or source is None or event is None:
            continue
        claims, sources, events = (tables[each.target].roles for each in (claim, source, event))
        assert claims.claim is not None
        assert sources.source is not None
        assert events.event is not None
        named, of_source, of_event = claims.claim.place, sources.source.place, events.event.place
        if named is not None and of_source is not None and of_event is not None:
            yield _Borrowed(
                claim, source, event, named, of_source, of_event, claims.release or Release(), gazetteer
            ).rule()


@dataclass(frozen=True, slots=True)
class _Borrowed:
    """The way from an event to the sources of its claims, and the fields of the places on it."""

    claim: Link
    source: Link
    event: Link
    named: str
    of_source: str
    of_event: str
    release: Release
    gazetteer: Callable[[], Gazetteer]

    def rule(self) -> Across:
        """Ask that some claim names the place of an event which is also that of a source."""
        claims, sources, events = self.claim.target, self.source.target, self.event.target
        needs: dict[str, tuple[str, ...]] = {}
        for table, fields in (
            (events, (self.event.key, self.of_event)),
            (claims, (self.claim.key, self.event.field, self.named)),
            (claims, (*of(self.release.coarsened), *of(self.release.withheld))),
            (sources, (self.source.key, self.of_source)),
            (self.claim.table, (self.claim.field, self.source.field)),
        ):
            needs[table] = (*needs.get(table, ()), *fields)
        return Across(
            id="place-from-source",
            table=events,
            fields=(self.of_event, self.event.key),
            needs=needs,
            failing=self._failing,
            message=f"{{value}} is where {{source}} is, and no record in {claims} places {{event}} there",
            expected="the place that the text gives for the event, or one that holds both",
            severity="warning",
            whole=(claims,),
        )

    def _failing(self, frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        known = Frames.of(frames)
        events = known.numbered(self.event.target, key=self.event.key).select(
            ROW, pl.col(KEY).alias(_EVENT), text(self.of_event).alias(_PLACE), event=text(self.event.key)
        )
        claims = known.numbered(self.claim.target, self.event, key=self.claim.key).select(
            pl.col(KEY).alias(_CLAIM),
            to(self.event).alias(_EVENT),
            named=text(self.named),
            hidden=holds(self.release.coarsened) | holds(self.release.withheld),
        )
        sources = self._sources(known)
        there = events.join(sources.select(_PLACE).unique(), on=_PLACE, how="semi")  # few, as a rule
        both = there.join(claims, on=_EVENT).collect().lazy()
        told = both.join(self._told(known), on=_CLAIM).join(sources, on=[KEY, _PLACE]).collect().lazy()
        said = both.select("named", _PLACE).drop_nulls().unique().collect()
        inside = said.filter(pl.Series(self._inside(*pair) for pair in said.iter_rows()).cast(pl.Boolean))
        placed = both.join(inside.lazy(), on=["named", _PLACE], how="semi").select(ROW)
        hidden = both.filter("hidden").select(ROW)  # what such a claim names was left out on purpose
        alone = told.join(pl.concat([placed, hidden]), on=ROW, how="anti")
        return alone.group_by(ROW).agg(source=listed(pl.col(_SOURCE).sort()), event=pl.col("event").first())

    def _told(self, frames: Frames) -> pl.LazyFrame:
        """Return each claim with its sources, by their numbers."""
        chain = frames.numbered(self.claim.table, self.claim, self.source)
        return chain.select(to(self.claim).alias(_CLAIM), to(self.source).alias(KEY))

    def _sources(self, frames: Frames) -> pl.LazyFrame:
        """Return sources with their places, whole countries left out."""
        wide = [each.id for each in self.gazetteer().places.values() if each.is_country]
        sources = frames.numbered(self.source.target, key=self.source.key).select(
            KEY, pl.col(self.source.key).alias(_SOURCE), text(self.of_source).alias(_PLACE)
        )
        return sources.filter(pl.col(_PLACE).is_in(wide).not_())

    def _inside(self, named: str, place: str) -> bool:
        """Whether a place named lies in another; what the gazetteer lacks may be anywhere."""
        gazetteer = self.gazetteer()
        if named not in gazetteer.places:
            return True
        return named == place or gazetteer.lies_in(named, place)
