"""Rules for claims that contradict one another, and for events that may be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.across import ROW, Across, holds, link, of, phrased, span, tables_of
from dateline.rules.frames import KEY, to
from dateline.rules.frames import Frames as Known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.rules.across import Link
    from dateline.table import Table
    from dateline.table.roles import Claim, Event

    Frames = Mapping[str, pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class _Told:
    """A table of claims, and the events of which they tell."""

    link: Link
    claim: Claim
    event: Event

    @property
    def needs(self) -> dict[str, tuple[str, ...]]:
        claim, event = self.claim, self.event
        stances = (claim.asserts, claim.denies, claim.uncertain, claim.occurrence)
        told = (claim.date, claim.number, claim.unit, *(name for each in stances for name in of(each)))
        stored = (event.date, event.end, event.low, event.best, event.high, event.unit, *of(event.contested))
        return {
            self.link.table: (self.link.field, *filter(None, told)),
            self.link.target: (self.link.key, *filter(None, stored)),
        }


def contradiction_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules between what claims of one event say."""
    for claims in tables_of(tables, "claim"):
        event = link(tables, claims, "event")
        claim = claims.roles.claim
        if event is None or claim is None:
            continue
        role = tables[event.target].roles.event
        if role is not None and role.contested is not None:
            told = _Told(event, claim, role)
            yield _disagree(told)
            yield _agree(told)


def _disagree(told: _Told) -> Across:
    """Ask that an event whose claims cannot all be true is marked as contested."""

    def failing(frames: Frames) -> pl.LazyFrame:
        claims, events = _numbered(told, frames)
        claims, events = claims.filter(_of_the_event(told.claim)), events.filter(~holds(told.event.contested))
        return _judged(told, events, claims, strict=True).filter("how").select(ROW, "why")

    field = of(told.event.contested)[0]
    words = told.event.contested.values[0] if told.event.contested else ""
    return Across(
        id="claims-disagree",
        table=told.link.target,
        fields=(field,),
        needs=told.needs,
        failing=failing,
        message="its claims disagree: {why}; but it is marked as {value}",
        expected=f"{words}; or claims that tell of different events",
        severity="warning",
        whole=(told.link.table,),
    )


def _agree(told: _Told) -> Across:
    """Ask that what is marked as contested has claims that differ."""

    def failing(frames: Frames) -> pl.LazyFrame:
        claims, events = _numbered(told, frames)
        contested = events.filter(holds(told.event.contested))
        return _judged(told, contested, claims, strict=False).filter(~pl.col("how")).select(ROW)

    return Across(
        id="contested-without-dispute",
        table=told.link.target,
        fields=(of(told.event.contested)[0],),
        needs=told.needs,
        failing=failing,
        message="it is marked as {value}, but no claim denies it, and dates and numbers agree",
        expected="the claims that contradict one another; or that they agree",
        severity="warning",
        whole=(told.link.table,),
    )


def _numbered(told: _Told, frames: Frames) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return the claims that may disagree and the events, with the numbers of events.

    The only claim of an event disagrees with none, unless it asserts and denies at once.
    """
    known = Known.of(frames)
    several = to(told.link).is_in(known.repeated(told.link).implode())
    claims = known.numbered(told.link.table, told.link)
    claims = claims.filter(several | (holds(told.claim.asserts) & holds(told.claim.denies)))
    return claims, known.numbered(told.link.target, key=told.link.key)


def _of_the_event(claim: Claim) -> pl.Expr:
    """Claims of the event itself that say it was so, or was not."""
    own = pl.lit(value=True) if claim.occurrence is None else holds(claim.occurrence)
    stance = claim.asserts or claim.denies
    return own & (holds(claim.asserts) | holds(claim.denies) if stance else ~holds(claim.uncertain))


def _judged(told: _Told, events: pl.LazyFrame, claims: pl.LazyFrame, *, strict: bool) -> pl.LazyFrame:
    """Return for each event `ROW`, `how` (whether its claims disagree) and `why`.

    With `strict` only what cannot be true together counts: numbers have to leave the
    event's own range, and the parts of what lasted may have dates of their own.
    """
    claim, event = told.claim, told.event
    given = claims.select(event=to(told.link), **_given(claim)).drop_nulls("event")
    given = given.join(events.select(event=KEY), on="event", how="semi").collect().lazy()
    kept = pl.col("asserts") if claim.asserts else ~pl.col("denies")
    dated = [pl.when(kept).then(side).alias(side) for side in ("earliest", "latest")] if strict else []
    given = given.with_columns(*dated)
    stance = given.group_by("event").agg(
        (pl.col("asserts").any() & pl.col("denies").any()).alias("denied"),
        (pl.col("latest").min() < pl.col("earliest").max()).fill_null(value=False).alias("apart"),
        pl.col("latest").min().alias("first"),
        pl.col("earliest").max().alias("second"),
    )
    numbers = (
        given.filter(kept)
        .drop_nulls("number")
        .group_by("event", "unit")
        .agg(pl.col("number").min().alias("least"), pl.col("number").max().alias("most"))
    )
    units = claim.unit is not None and event.unit is not None
    own = events.select(ROW, event=KEY, **_stored(event))
    if strict:  # of what no two claims tell, nothing can be said
        own = own.join(given.select("event"), on="event", how="semi")
    different = numbers.filter(pl.col("least") < pl.col("most"))
    outside = own.join(different, on="event").filter(_outside(units=units) if strict else pl.lit(value=True))
    outside = outside.group_by(ROW).agg(pl.col("least", "most").first())
    judged = own.join(stance, on="event", how="left").join(outside, on=ROW, how="left")
    apart = pl.col("apart") & ~pl.col("lasts") if strict else pl.col("apart")
    return judged.select(ROW, how=_any(apart), why=_why(apart))


def _any(apart: pl.Expr) -> pl.Expr:
    parts = (
        pl.col("denied").fill_null(value=False),
        apart.fill_null(value=False),
        pl.col("most").is_not_null(),
    )
    return pl.any_horizontal(*parts)


def _why(apart: pl.Expr) -> pl.Expr:
    days = phrased("one has {} or before, another {} or after", "first", "second")
    numbers = phrased("they count {} and {}", "least", "most")
    denied = pl.when("denied").then(pl.lit("one asserts what another denies"))
    return denied.when(apart).then(days).otherwise(numbers)


def _given(claim: Claim) -> dict[str, pl.Expr]:
    """Return what a claim gives: a date's bounds, a number and its unit, whether it asserts or denies."""
    days = {side: _bound(claim.date, side) for side in ("earliest", "latest")}
    number = pl.lit(None, pl.Int64) if claim.number is None else pl.col(claim.number)
    unit = pl.lit("") if claim.unit is None else pl.col(claim.unit)
    return {
        **days,
        "number": number,
        "unit": unit,
        "asserts": holds(claim.asserts),
        "denies": holds(claim.denies),
    }


def _stored(event: Event) -> dict[str, pl.Expr]:
    """Return what an event has: its range of numbers, their unit, whether it lasted."""
    low, best, high = (
        pl.lit(None, pl.Int64) if name is None else pl.col(name)
        for name in (event.low, event.best, event.high)
    )
    lasts = pl.lit(value=False) if event.date is None else span(event.date).struct.field("lasts")
    ended = pl.lit(value=False) if event.end is None else pl.col(event.end).is_not_null()
    unit = pl.lit("") if event.unit is None else pl.col(event.unit)
    return {
        "low": pl.coalesce(low, best),
        "high": pl.coalesce(high, best),
        "own": unit,
        "lasts": lasts.fill_null(value=False) | ended,
    }


def _bound(field: str | None, side: str) -> pl.Expr:
    return pl.lit(None, pl.Date) if field is None else span(field).struct.field(side)


def _outside(*, units: bool) -> pl.Expr:
    """Whether numbers leave the range of the event, which has none for another unit."""
    another = pl.col("own").ne_missing(pl.col("unit")) if units else pl.lit(value=False)
    bounded = pl.col("low").is_not_null() | pl.col("high").is_not_null()
    above = (pl.col("low") <= pl.col("least")).fill_null(value=True)
    below = (pl.col("most") <= pl.col("high")).fill_null(value=True)
    return another | ~(bounded & above & below)
