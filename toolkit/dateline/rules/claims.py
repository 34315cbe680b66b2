"""Rules for events and the claims that bear them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.across import ROW, Across, holds, link, listed, of, primary, span, tables_of
from dateline.rules.frames import KEY, present, to
from dateline.rules.frames import Frames as Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dateline.rules.across import Link
    from dateline.rules.chain_tables import Chains
    from dateline.table import Table
    from dateline.table.roles import Claim, Event

    Frames = Mapping[str, pl.LazyFrame]


def claim_rules(tables: Mapping[str, Table], chains: Sequence[Chains]) -> Iterator[Across]:
    """Yield the rules between claims and events, and for quotations; `chains` as `chains_of` finds them."""
    for events in tables_of(tables, "event"):
        told = [each for each in _told(tables) if each.target == events.name]
        if told:
            yield _claimed(told)
    for each in _told(tables):
        claim, event = tables[each.table].roles.claim, tables[each.target].roles.event
        assert claim is not None
        assert event is not None
        if claim.uncertain is not None and claim.asserts is not None:
            yield from _uncertain(tables, each, claim, event)
    for claims in tables_of(tables, "claim"):
        claim = claims.roles.claim
        assert claim is not None
        if claim.speakerless is not None:
            yield _speakerless(claims, claim)
        yield from _spoken(chains, claims, claim)


def _told(tables: Mapping[str, Table]) -> Iterator[Link]:
    """Yield the first link of each table of claims to events."""
    for claims in tables_of(tables, "claim"):
        event = link(tables, claims, "event")
        if event is not None:
            yield event


def _claimed(told: list[Link]) -> Across:
    """Ask that every event has a claim: what no passage says, nobody can check."""
    target, key = told[0].target, told[0].key

    def failing(frames: Frames) -> pl.LazyFrame:
        known = Known.of(frames)
        claims = pl.concat([known.numbered(each.table, each).select(event=to(each)) for each in told])
        events = known.numbered(target, key=key).select(ROW, KEY).collect()
        there = present(claims.collect()["event"], events.height).gather(events[KEY])
        return events.filter(there.not_().fill_null(value=True)).lazy()

    names = " or ".join(each.table for each in told)
    return Across(
        id="event-without-claim",
        table=target,
        fields=(key,),
        needs={target: (key,)} | {each.table: (each.field,) for each in told},
        failing=failing,
        message=f"no record in {names} speaks of {{value}}",
        expected=f"at least one record in {names} that cites a passage; or no such event",
        whole=tuple(each.table for each in told),
    )


def _uncertain(tables: Mapping[str, Table], told: Link, claim: Claim, event: Event) -> Iterator[Across]:
    """Ask that an event's date and number rest on somebody who asserts them."""
    if claim.date is not None and event.date is not None:
        given, stored = _days(claim.date, "given"), _days(event.date, "stored")
        yield _rests(tables, told, "date", (claim.date, event.date), given, stored)
    if claim.number is not None and event.best is not None:
        given, stored = {"given": pl.col(claim.number)}, {"stored": pl.col(event.best)}
        if claim.unit is not None and event.unit is not None:
            given["given_unit"], stored["stored_unit"] = pl.col(claim.unit), pl.col(event.unit)
        yield _rests(tables, told, "number", (claim.number, event.best), given, stored)


def _days(field: str, name: str) -> dict[str, pl.Expr]:
    return {f"{name}_{side}": span(field).struct.field(side) for side in ("earliest", "latest")}


def _same(what: str, given: Iterable[str]) -> pl.Expr:
    """Whether a claim gives what the event has."""
    if what == "number":
        first, *units = given
        alike = [pl.col(unit).eq_missing(pl.col(unit.replace("given", "stored"))) for unit in units]
        return pl.all_horizontal(pl.col(first) == pl.col("stored"), *alike)
    return pl.all_horizontal(
        pl.col(each).eq_missing(pl.col(each.replace("given", "stored"))) for each in given
    )


def _borne(what: str, given: Iterable[str]) -> pl.Expr:
    """Whether a claim bears out what the event has: a day bears out its month."""
    if what == "number":
        return _same(what, given)
    begins = pl.col("stored_earliest").is_null() | (pl.col("given_earliest") >= pl.col("stored_earliest"))
    ends = pl.col("stored_latest").is_null() | (pl.col("given_latest") <= pl.col("stored_latest"))
    return (begins & ends).fill_null(value=False)


def _rests(
    tables: Mapping[str, Table],
    told: Link,
    what: str,
    fields: tuple[str, str],
    given: Mapping[str, pl.Expr],
    stored: Mapping[str, pl.Expr],
) -> Across:
    """Ask that no event has what only uncertain claims give."""
    claims, claim = tables[told.table], tables[told.table].roles.claim
    assert claim is not None
    uncertain, asserts = holds(claim.uncertain), holds(claim.asserts)

    def failing(frames: Frames) -> pl.LazyFrame:
        known = Known.of(frames)
        said = known.numbered(claims.name, told).filter(pl.any_horizontal(_given(given)))
        doubtful = said.filter(uncertain).select(event=to(told), claim=primary(claims), **given).collect()
        there, own = (told.target, told.key), {ROW: pl.col(ROW), **stored}
        alike = known.joined(doubtful, "event", there, own).lazy().filter(_same(what, given))
        rests = alike.group_by(ROW).agg(listed(pl.col("claim").sort()).alias("claims"))
        firm = said.filter(asserts).select(event=to(told), **given)
        events = alike.select("event", ROW, *stored).unique()
        borne = events.join(firm, on="event").filter(_borne(what, given))
        return rests.join(borne, on=ROW, how="anti")

    event = _event(tables, told)
    counts = what == "number" and claim.unit is not None and event.unit is not None
    units = (str(claim.unit), str(event.unit)) if counts else ()
    stances = (*of(claim.uncertain), *of(claim.asserts))
    return Across(
        id=f"{what}-from-uncertain-claim",
        table=told.target,
        fields=(fields[1],),
        needs={
            told.table: (*claims.primary_key, told.field, fields[0], *stances, *units[:1]),
            told.target: (told.key, fields[1], *units[1:]),
        },
        failing=failing,
        message="{value} rests on {claims} alone, which infer or speculate",
        expected=f"a {what} that some claim asserts; or none",
        whole=(told.table,),
    )  # fmt: skip


def _given(given: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    return [each.is_not_null() for each in given.values()]


def _event(tables: Mapping[str, Table], told: Link) -> Event:
    event = tables[told.target].roles.event
    assert event is not None
    return event


def _speakerless(claims: Table, claim: Claim) -> Across:
    """Ask who speaks in a quotation."""
    field = of(claim.speakerless)[0]
    return Across(
        id="quotation-without-speaker",
        table=claims.name,
        fields=(field,),
        needs={claims.name: (field,)},
        failing=lambda frames: frames[claims.name].filter(holds(claim.speakerless)).select(ROW),
        message="words are quoted, and nobody is said to have spoken them",
        expected="a speaker, where the article allows to tell; else a claim to be used with care",
        severity="warning",
    )


def _spoken(chains: Sequence[Chains], claims: Table, claim: Claim) -> Iterator[Across]:
    """Ask that a quotation has a speaker beside the outlet."""
    for each in chains:
        role = each.sources.roles.source
        if each.claim.target == claims.name and claim.quoted and role is not None and role.outlet is not None:
            yield _by_the_outlet(each, claims, claim)


def _by_the_outlet(chains: Chains, claims: Table, claim: Claim) -> Across:
    field = of(claim.quoted)[0]

    def failing(frames: Frames) -> pl.LazyFrame:
        quoted = (
            frames[claims.name]
            .select(ROW, quoted=holds(claim.quoted))
            .with_row_index("claim")
            .filter("quoted")
        )
        alone = chains.told(frames).filter(pl.col("speaker").is_null(), pl.col("depth").is_not_null())
        return quoted.join(alone, on="claim", how="semi").select(ROW)

    return Across(
        id="quotation-without-speaker",
        table=claims.name,
        fields=(field,),
        needs=chains.needs | {claims.name: (chains.claim.key, field)},
        failing=failing,
        message="{value} is somebody's own words, but the chain has nobody beside the outlet",
        expected="the speaker as the first voice of the chain",
        severity="warning",
        whole=(chains.table.name,),
    )
