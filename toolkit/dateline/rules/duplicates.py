"""A rule for events of different articles that may be one event.

Two are alike if they have the same type, one place or places of which one lies in the
other, and dates that may share a day. Comparing every two would take the square of their
number; so events are put in order by type, place and first day, and each is compared with
those at its place, or at a larger one, that begin last before it is over, and with the one
that lasts longest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dateline.rules import graph
from dateline.rules.across import ROW, Across, link, listed, primary, span, tables_of
from dateline.rules.frames import placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.rules.across import Link
    from dateline.table import Table
    from dateline.table.roles import Event

    Frames = Mapping[str, pl.LazyFrame]

_NEAREST = 6
_OPEN = {
    "earliest": -800_000,
    "latest": 3_000_000,
}  # days from 1970 for a side that is open; dates reach less far
_SPAN = 2**23  # more than there are days


@dataclass(frozen=True, slots=True)
class _Events:
    """A table of events, and what ties its events to places, articles and one another."""

    table: Table
    role: Event
    place: Link
    parent: Link | None
    told: tuple[tuple[Link, Link], ...]
    relations: tuple[tuple[str, str, str], ...]


def duplicate_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rule for events that may be one."""
    for events in tables_of(tables, "event"):
        role = events.roles.event
        if role is None or not role.type or not role.date or not role.place:
            continue
        place = link(tables, events, "places", role.place)
        told = tuple(_told(tables, events))
        if place is not None and told:
            parent = _parent(tables, place)
            yield _alike(_Events(events, role, place, parent, told, tuple(_relations(tables, events))))


def _parent(tables: Mapping[str, Table], place: Link) -> Link | None:
    role = tables[place.target].roles.places
    if role is None or role.parent is None:
        return None
    found = link(tables, tables[place.target], "places", role.parent)
    return found if found is not None and found.target == place.target and found.key == place.key else None


def _told(tables: Mapping[str, Table], events: Table) -> Iterator[tuple[Link, Link]]:
    """Yield the links of each table of claims to these events and to articles."""
    for claims in tables_of(tables, "claim"):
        event, article = link(tables, claims, "event"), link(tables, claims, "article")
        if event is not None and article is not None and event.target == events.name:
            yield event, article


def _relations(tables: Mapping[str, Table], events: Table) -> Iterator[tuple[str, str, str]]:
    for table in tables_of(tables, "relation"):
        role = table.roles.relation
        if role is None or not role.event or not role.other:
            continue
        ends = [link(tables, table, "event", field) for field in (role.event, role.other)]
        if all(each is not None and each.target == events.name for each in ends):
            yield table.name, role.event, role.other


def _alike(events: _Events) -> Across:
    """Ask of events that are alike whether they are one."""
    table, role = events.table, events.role
    (key,) = table.primary_key

    def failing(frames: Frames) -> pl.LazyFrame:
        pairs = _pairs(*_laid_out(events, frames))
        if pairs.is_empty():
            return pl.LazyFrame(schema={ROW: pl.UInt32, "others": pl.String})
        kept = _apart(events, frames, pairs.lazy())
        keys = frames[table.name].select(*table.primary_key, other=ROW)
        named = kept.join(keys, on="other").select(ROW, name=primary(table))
        return named.group_by(ROW).agg(listed(pl.col("name").sort()).alias("others"))

    return Across(
        id="likely-duplicate",
        table=table.name,
        fields=(key, str(role.type), str(role.place), str(role.date)),
        needs=_needs(events),
        failing=failing,
        message="it may be the same as {others}: told by another article, of the same type, "
        "at one place or one within the other, on dates that may be the same",
        expected="a relation that says how they stand to one another; or one event with the claims of both",
        severity="warning",
        whole=(
            table.name,
            *(event.table for event, _ in events.told),
            *(name for name, _, _ in events.relations),
        ),
    )


def _needs(events: _Events) -> dict[str, tuple[str, ...]]:
    role = events.role
    needs = {
        events.table.name: (*events.table.primary_key, str(role.type), str(role.place), str(role.date)),
        events.place.target: (events.place.key, *(() if events.parent is None else (events.parent.field,))),
    }
    needs |= {event.table: (event.field, article.field) for event, article in events.told}
    return needs | {name: (one, other) for name, one, other in events.relations}


def _days(role: Event) -> dict[str, pl.Expr]:
    """Return the first and the last day of a date as numbers; null where there is no date."""
    read = span(str(role.date)).struct
    dated = read.field("lasts").is_not_null()
    sides = {"from": "earliest", "upto": "latest"}
    return {
        name: pl.when(dated).then(read.field(side).cast(pl.Int32).fill_null(_OPEN[side]))
        for name, side in sides.items()
    }


def _laid_out(events: _Events, frames: Frames) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return events in the blocks of their places, and in those of larger places that have events.

    Both have `ROW`, `block` (Int64: a type and a place), `from` and `upto`.
    """
    role = events.role
    texts = {"kind": str(role.type), "at": str(role.place)}
    numbers = {name: pl.col(text).cast(pl.String).cast(pl.Categorical) for name, text in texts.items()}
    columns = {"place": pl.col(str(role.place)), **numbers, **_days(role)}
    known = frames[events.table.name].select(ROW, **columns).drop_nulls(["kind", "at", "from"]).collect()
    known = known.with_columns(_dense(known[name]) for name in numbers)
    size = known["at"].n_unique()
    own = _in_blocks(known, size)
    if events.parent is None:
        return own, own.clear()
    places = known.lazy().select("place", "at").unique().collect()
    links = frames[events.place.target].select(node=events.parent.key, next=events.parent.field).collect()
    above = (
        graph.above(links)
        .filter(pl.col("node") != pl.col("above"))
        .join(places, left_on="node", right_on="place")
    )
    above = above.join(places, left_on="above", right_on="place", suffix="_above").select("at", "at_above")
    larger = known.join(above, on="at").drop("at").rename({"at_above": "at"})
    asked = _in_blocks(larger, size)
    return own, asked.join(own.select("block").unique(), on="block", how="semi")


def _dense(texts: pl.Series) -> pl.Series:
    """Give the texts of a column (Categorical) numbers from 0, none left out: blocks are their products."""
    codes = texts.to_physical()
    there = codes.unique().rename("code")
    numbers = there.to_frame().with_row_index("number")
    found = placed(numbers.lazy(), "code", codes)
    return found["number"].alias(texts.name)


def _in_blocks(known: pl.DataFrame, size: int) -> pl.DataFrame:
    block = pl.col("kind").cast(pl.Int64) * size + pl.col("at")
    return known.select(ROW, "from", "upto", block=block)


def _pairs(own: pl.DataFrame, larger: pl.DataFrame) -> pl.DataFrame:
    """Return pairs that share a block and may share a day: `ROW` the later, `other` the earlier.

    Each of the events asked looks back along the order of its block. In the block of its own
    place an event is asked only if the order has one before it that is not over, or one
    behind it that has begun: few are, and of all others nothing has to be looked up.
    """
    day = pl.col("block") * _SPAN - _OPEN["earliest"]
    order = own.with_columns(start=day + pl.col("from"), end=day + pl.col("upto")).sort(
        "start", maintain_order=True
    )
    most = order["end"].cum_max()  # an end that is open is one of its block: they grow from block to block
    meets = (most.shift(1) >= order["start"]) | (order["start"].shift(-1) <= order["end"])
    asked = pl.concat([order.filter(meets).drop("start", "end"), larger])
    last = pl.when(pl.col("end") == most).then(pl.int_range(pl.len(), dtype=pl.UInt32))
    longest = order.select(last.forward_fill()).to_series()
    starts = order.select("start").with_row_index("place").set_sorted("start")
    asked = asked.with_columns(end=day + pl.col("upto")).sort("end")
    asked = asked.join_asof(starts, left_on="end", right_on="start").drop("end", "start", strict=False)
    asked = _in_block(asked.with_columns(pl.col("place").cast(pl.Int64)), order)
    found = [_met(asked.with_columns(place=longest.gather(asked["place"])), order)]
    for _ in range(_NEAREST):
        if asked.is_empty():
            break
        found.append(_met(asked, order))
        asked = _in_block(asked.with_columns(pl.col("place") - 1), order)
    return pl.concat(found).unique()


def _in_block(asked: pl.DataFrame, order: pl.DataFrame) -> pl.DataFrame:
    """Keep those whose place in the order is one of their block."""
    there = asked.filter(pl.col("place") >= 0)
    return there.filter(order["block"].gather(there["place"]) == there["block"])


def _met(asked: pl.DataFrame, order: pl.DataFrame) -> pl.DataFrame:
    """Keep those that share a day with what stands at their place of the order, and are not it."""
    there = order.select(other=ROW, over="upto")[asked["place"]]
    met = pl.concat([asked, there], how="horizontal").filter(
        pl.col(ROW) != pl.col("other"), pl.col("over") >= pl.col("from")
    )
    return met.select(
        pl.max_horizontal(ROW, "other").alias(ROW), pl.min_horizontal(ROW, "other").alias("other")
    )


def _articles(events: _Events, frames: Frames) -> pl.LazyFrame:
    """Return which articles tell of which events: `event`, `article`."""
    parts = [
        frames[event.table].select(event=event.field, article=article.field).drop_nulls()
        for event, article in events.told
    ]
    return pl.concat(parts, how="vertical_relaxed")


def _apart(events: _Events, frames: Frames, pairs: pl.LazyFrame) -> pl.LazyFrame:
    """Leave out pairs that one article tells of, and those whose relation is known."""
    (key,) = events.table.primary_key
    pairs = pairs.collect().lazy()  # few, and taken several times
    met = pl.concat([pairs.select(ROW), pairs.select(pl.col("other").alias(ROW))]).unique()
    numbers = frames[events.table.name].select(ROW, event=key).join(met, on=ROW, how="semi")
    told = (
        numbers.join(_articles(events, frames), on="event").select(ROW, "article").unique().collect().lazy()
    )
    shared = pairs.join(told, on=ROW).join(told.rename({ROW: "other"}), on=["other", "article"])
    pairs = pairs.join(shared, on=[ROW, "other"], how="anti")
    pairs = pairs.join(told, on=ROW, how="semi").join(told.rename({ROW: "other"}), on="other", how="semi")
    for name, one, other in events.relations:
        ends = (
            frames[name]
            .select(a=one, b=other)
            .join(numbers.rename({ROW: "x"}), left_on="a", right_on="event")
        )
        ends = ends.join(numbers.rename({ROW: "y"}), left_on="b", right_on="event")
        both = ends.select(pl.max_horizontal("x", "y").alias(ROW), pl.min_horizontal("x", "y").alias("other"))
        pairs = pairs.join(both, on=[ROW, "other"], how="anti")
    return pairs
