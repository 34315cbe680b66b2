"""Records that might lead to a private person: what is told of them is told coarsely, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dateline.rules.across import ROW, Across, holds, link, links, of, phrased, span, tables_of
from dateline.rules.coarse import finer_than_month, on_a_day, place_cell
from dateline.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dateline.rules.across import Link
    from dateline.rules.coarse import PlaceCell
    from dateline.table import Condition, Table
    from dateline.table.roles import Event

    Frames = Mapping[str, pl.LazyFrame]
    _Need = tuple[str, tuple[str, ...]]

FEW = 3
"""Records alike in region, quarter, type and role among which one of them is hidden."""


def withheld_rules(table: Table) -> list[Rule]:
    """Return the rule that nothing which is never published stands where it can be read.

    Of records that are not public themselves it is asked when they have passed the gate.
    """
    release = table.roles.release
    if release is None or release.withheld is None or table.private:
        return []
    rule = Rule(
        id="withheld-record",
        fields=(release.withheld.field,),
        test=holds(release.withheld).not_(),
        message=f"{release.withheld.field} is {{value}}, but the record stands here for all to read",
        expected="no such record in the repository, nor in its history",
    )
    return [rule]


def people_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules for events that tell of private people."""
    for table in tables_of(tables, "event"):
        event = table.roles.event
        if event is None or event.person_level is None:
            continue
        place = place_cell(tables, table, event.place)
        yield from _in_detail(table, event, place)
        if place is not None:
            yield from _with_unit(tables, table, event, place)
            yield from _few_alike(tables, table, event, place)


def _private(table: Table, event: Event) -> pl.Expr:
    """Whether a record tells of private people, and is to be published as it stands."""
    release = table.roles.release
    kept = (holds(release.withheld) | holds(release.coarsened)) if release else pl.lit(value=False)
    return holds(event.person_level) & ~kept


def _asked(table: Table, event: Event) -> tuple[str, ...]:
    release = table.roles.release
    kept = (*of(release.withheld), *of(release.coarsened)) if release else ()
    review = (event.review,) if event.review else ()
    return (*of(event.person_level), *kept, *review)


def _in_detail(table: Table, event: Event, place: PlaceCell | None) -> Iterator[Across]:
    """Ask that a person's record, unless somebody reviewed it, gives no more than province and month."""
    unseen = pl.col(event.review).is_null() if event.review else pl.lit(value=True)
    rows = _private(table, event) & unseen
    why = f"; or the reason in {event.review}" if event.review else ""
    if place is not None:
        needs = _needs(table.name, (*place.own, *_asked(table, event)), *place.needs)
        yield _finer(table, place.field, needs, _at_a_place(table.name, place, rows), "province", why)
    if event.date is not None:
        needs = {table.name: (event.date, *_asked(table, event))}
        fine = rows & finer_than_month(event.date)
        yield _finer(table, event.date, needs, lambda frames: frames[table.name].filter(fine), "month", why)


def _finer(
    table: Table,
    field: str,
    needs: Mapping[str, tuple[str, ...]],
    rows: Callable[[Frames], pl.LazyFrame],
    grain: str,
    why: str,
) -> Across:
    return Across(
        id="person-in-detail",
        table=table.name,
        fields=(field,),
        needs=needs,
        failing=lambda frames: rows(frames).select(ROW),
        message=f"the record tells of private people, and {{value}} is finer than a {grain}",
        expected=f"the {grain}{why}",
    )


def _at_a_place(table: str, place: PlaceCell, rows: pl.Expr) -> Callable[[Frames], pl.LazyFrame]:
    return lambda frames: place.with_grain(frames[table].filter(rows), frames).filter("fine")


def _needs(
    table: str, own: tuple[str, ...], *others: tuple[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Join what is needed of a table with what is needed of others, or of the same."""
    needs = {table: own}
    for name, fields in others:
        needs[name] = (*needs.get(name, ()), *fields)
    return needs


def _actors(tables: Mapping[str, Table], events: Table) -> Iterator[tuple[Table, Link]]:
    """Yield the tables of who takes part in these events, with the key that leads here."""
    for table in tables_of(tables, "event_actor"):
        for each in links(tables, table, "event"):
            if each.target == events.name:
                yield table, each


def _with_unit(tables: Mapping[str, Table], table: Table, event: Event, place: PlaceCell) -> Iterator[Across]:
    """Ask that a person is not told by unit, place and day together, reviewed or not."""
    for parts, to_event in _actors(tables, table):
        to_actor = link(tables, parts, "actor")
        actor = tables[to_actor.target].roles.actor if to_actor else None
        if to_actor is not None and actor is not None and actor.unit is not None and event.date is not None:
            taking = _Taking(to_event, to_actor, actor.unit)
            yield _unit_rule(table, event.date, place, taking, _private(table, event), _asked(table, event))


class _Taking(NamedTuple):
    """How units are found that take part in events."""

    to_event: Link
    to_actor: Link
    unit: Condition

    @property
    def needs(self) -> Iterator[_Need]:
        yield self.to_actor.table, (self.to_event.field, self.to_actor.field)
        yield self.to_actor.target, (self.to_actor.key, *of(self.unit))

    def units(self, frames: Frames) -> pl.LazyFrame:
        """Return `event` and `unit` (String), a row for each unit in an event."""
        units = frames[self.to_actor.target].filter(holds(self.unit)).select(unit=pl.col(self.to_actor.key))
        taking = frames[self.to_actor.table].join(units, left_on=self.to_actor.field, right_on="unit")
        return taking.select(
            event=pl.col(self.to_event.field), unit=pl.col(self.to_actor.field).cast(pl.String)
        )


def _unit_rule(
    table: Table, date: str, place: PlaceCell, taking: _Taking, private: pl.Expr, asks: tuple[str, ...]
) -> Across:
    key = taking.to_event.key

    def failing(frames: Frames) -> pl.LazyFrame:
        days = frames[table.name].filter(private & on_a_day(date))
        fine = place.with_grain(days, frames).filter("fine")
        return fine.join(taking.units(frames), left_on=key, right_on="event").select(ROW, "unit")

    return Across(
        id="unit-place-day",
        table=table.name,
        fields=(place.field, date),
        needs=_needs(table.name, (key, date, *place.own, *asks), *place.needs, *taking.needs),
        failing=failing,
        message=f"the unit {{unit}}, the place {{value}} and the day in {date} could lead to a person",
        expected="the province instead of the place, and the month instead of the day",
    )


def _few_alike(tables: Mapping[str, Table], table: Table, event: Event, place: PlaceCell) -> Iterator[Across]:
    """Ask that several persons' records are alike in region, quarter, type and role (k-anonymity)."""
    if event.date is None or event.type is None or place.places is None or place.places.feature_code is None:
        return
    date, kind, release = event.date, event.type, table.roles.release
    withheld = release.withheld if release else None
    roles = [_Part(to, part.role) for each, to in _actors(tables, table) if (part := each.roles.event_actor)]
    asked = pl.col(event.review).is_null() if event.review else pl.lit(value=True)

    def failing(frames: Frames) -> pl.LazyFrame:
        private = frames[table.name].filter(holds(event.person_level) & ~holds(withheld))
        told = place.with_grain(private, frames)
        for number, part in enumerate(roles):
            told = part.join(told, frames, _ROLE.format(number))
        cells = told.with_columns(quarter=_quarter(date), type=pl.col(kind).cast(pl.String), asked=asked)
        cells = cells.drop_nulls(["region", "quarter", "type"])
        names = [_ROLE.format(number) for number in range(len(roles))]
        alike = cells.with_columns(alike=pl.len().over("region", "quarter", "type", *names))
        few = alike.filter("asked", pl.col("alike") < FEW)
        return few.select(ROW, "region", "quarter", "type", pl.col("alike").cast(pl.String))

    review = (event.review,) if event.review else ()
    own = (
        date,
        kind,
        *place.own,
        *of(event.person_level),
        *of(withheld),
        *review,
        *(part.to.key for part in roles),
    )
    yield Across(
        id="few-alike",
        table=table.name,
        fields=(kind, place.field, date),
        needs=_needs(table.name, own, *place.needs, *(part.needs for part in roles)),
        failing=failing,
        message="of the records about private people only {alike} is of {type} in {region}, {quarter}, "
        f"with these roles; fewer than {FEW} may make it plain who is meant",
        expected=f"{FEW} or more alike: a wider type, region or time; or somebody's review of what it tells",
        severity="warning",
    )


class _Part(NamedTuple):
    """The table that says which part actors have in events, and the field that says it."""

    to: Link
    role: str | None

    @property
    def needs(self) -> _Need:
        return self.to.table, (self.to.field, *((self.role,) if self.role else ()))

    def join(self, events: pl.LazyFrame, frames: Frames, name: str) -> pl.LazyFrame:
        """Add to events the roles that actors have in them, as one text (String)."""
        had = pl.lit("") if self.role is None else pl.col(self.role).cast(pl.String)
        here = frames[self.to.table].join(events, left_on=self.to.field, right_on=self.to.key, how="semi")
        roles = here.select(event=pl.col(self.to.field), role=had).unique().sort("role")
        each = roles.group_by("event").agg(pl.col("role").str.join("+").alias(name))
        return events.join(each, left_on=self.to.key, right_on="event", how="left")


_ROLE = "__role{}__"


def _quarter(date: str) -> pl.Expr:
    begun = span(date).struct.field("earliest")
    return phrased("{}-Q{}", begun.dt.year(), begun.dt.quarter())
