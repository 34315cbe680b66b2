"""Rules for the dates of events that are related: a part and its whole, what came after what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.edtf import relations
from dateline.rules.across import ROW, Across, holds, link, of, span, tables_of
from dateline.rules.frames import Frames, to
from dateline.rules.ways import needs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.rules.across import Link
    from dateline.table import Condition, Table
    from dateline.table.roles import Event

_A, _B = "__event__", "__other__"
_BEGAN, _LASTED, _SAID = "__began__", "__lasted__", "__said__"
_SHOWN = ("part", "a", "b")


def related_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules between events of which one is part of, or came after, another."""
    for table in tables_of(tables, "relation"):
        role = table.roles.relation
        if role is None or role.event is None or role.other is None:
            continue
        ends = [link(tables, table, "event", field) for field in (role.event, role.other)]
        found = [end for end in ends if end is not None and _dated(tables[end.target])]
        if len(found) < len(ends):
            continue
        if role.part is not None:
            yield _part(tables, table, role.part, found[0], found[1])
        if role.after is not None:
            yield _after(tables, table, role.after, found[0], found[1])


def period(event: Event) -> pl.Expr:
    """Return the span of an event from its start to its end, over the fields of its table.

    What happens once, and what an interval says, is over when it says. Of anything else
    without an end nobody knows how long it lasted; and what still went on has none.
    """
    assert event.date is not None
    began = span(event.date)
    if event.end is None:
        return began
    ended = span(event.end)
    alone = holds(event.once) & pl.col(event.end).is_null()
    lasted = pl.struct(
        began.struct.field("earliest"),
        began.struct.field("latest_start"),
        pl.max_horizontal(began.struct.field("earliest"), ended.struct.field("earliest_end")).alias(
            "earliest_end"
        ),
        ended.struct.field("latest"),
        pl.lit(value=True).alias("lasts"),
    )
    return pl.when(began.struct.field("lasts") | alone).then(began).otherwise(lasted)


def _dated(table: Table) -> bool:
    return table.roles.event is not None and table.roles.event.date is not None


def _part(tables: Mapping[str, Table], table: Table, rows: Condition, event: Link, other: Link) -> Across:
    """Ask that a part shares a day with its whole."""

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        pairs = _pairs(frames, tables, rows, event, other)
        apart = relations.overlaps(pl.col(_A + _LASTED), pl.col(_B + _LASTED)).not_()
        return pairs.filter(apart).select(ROW, *_SHOWN)

    return Across(
        id="part-outside-whole",
        table=table.name,
        fields=(other.field, event.field, *of(rows)),
        needs=_needs(tables, rows, event, other),
        failing=failing,
        message="{part}, of {a}, is said to be part of {value}, of {b}, and they share no day",
        expected="dates that share a day, or another relation",
        severity="warning",
    )


def _after(tables: Mapping[str, Table], table: Table, rows: Condition, event: Link, other: Link) -> Across:
    """Ask that what came after another did not begin before it."""

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        pairs = _pairs(frames, tables, rows, event, other)
        return pairs.filter(relations.before(pl.col(_A + _BEGAN), pl.col(_B + _BEGAN))).select(ROW, *_SHOWN)

    return Across(
        id="sequence-reversed",
        table=table.name,
        fields=(other.field, event.field, *of(rows)),
        needs=_needs(tables, rows, event, other),
        failing=failing,
        message="{part}, of {a}, is said to come after {value}, of {b}, and began before it",
        expected="dates in that order, or the two the other way round",
        severity="warning",
    )


def _needs(
    tables: Mapping[str, Table], rows: Condition, event: Link, other: Link
) -> dict[str, tuple[str, ...]]:
    return needs(
        {event.table: (event.field, other.field, *of(rows))},
        {event.target: (event.key, *_fields(tables[event.target]))},
        {other.target: (other.key, *_fields(tables[other.target]))},
    )


def _fields(table: Table) -> tuple[str, ...]:
    event = table.roles.event
    assert event is not None
    return (*(name for name in (event.date, event.end) if name is not None), *of(event.once))


def _pairs(
    frames: Mapping[str, pl.LazyFrame],
    tables: Mapping[str, Table],
    rows: Condition,
    event: Link,
    other: Link,
) -> pl.LazyFrame:
    """Join the relations of one kind to both events: their dates as written, and as spans."""
    known = Frames.of(frames)
    kept = known.numbered(event.table, event, other).filter(holds(rows))
    related = kept.select(
        ROW, to(event).alias(_A), to(other).alias(_B), part=pl.col(event.field).cast(pl.String)
    ).collect()
    for name, each in ((_A, event), (_B, other)):
        related = known.joined(related, name, (each.target, each.key), _event(tables[each.target], name))
    return related.lazy().with_columns(pl.col(_A + _SAID).alias("a"), pl.col(_B + _SAID).alias("b"))


def _event(table: Table, name: str) -> dict[str, pl.Expr]:
    event = table.roles.event
    assert event is not None
    assert event.date is not None
    began = span(event.date)
    end = pl.lit(None, pl.String) if event.end is None else pl.col(event.end)
    start = relations.window(began.struct.field("earliest"), began.struct.field("latest_start"))
    said = pl.concat_str(pl.col(event.date), pl.lit(" until ") + end, ignore_nulls=True)
    return {name + _SAID: said, name + _BEGAN: start, name + _LASTED: period(event)}
