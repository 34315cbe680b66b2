"""Rules for events and the claims that bear them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.rules.across import ROW, Across, link, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from dateline.rules.across import Link
    from dateline.table import Table


def claim_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules between claims and events."""
    for claims in tables_of(tables, "claim"):
        event = link(tables, claims, "event")
        if event is not None:
            yield _claimed(event)


def _claimed(event: Link) -> Across:
    """Ask that every event has a claim: what no passage says, nobody can check."""

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        events, claims = frames[event.target], frames[event.table]
        return events.join(claims, left_on=event.key, right_on=event.field, how="anti").select(ROW)

    return Across(
        id="event-without-claim",
        table=event.target,
        fields=(event.key,),
        needs={event.target: (event.key,), event.table: (event.field,)},
        failing=failing,
        message=f"no record in {event.table} speaks of {{value}}",
        expected=f"at least one record in {event.table} that cites a passage; or no such event",
        whole=(event.table,),
    )
