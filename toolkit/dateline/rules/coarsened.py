"""What is released coarsened is coarse, in its own record and in those that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dateline.rules.across import ROW, Across, holds, link, of, tables_of
from dateline.rules.coarse import finer_than_month, place_cell
from dateline.rules.frames import Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dateline.rules.across import Link
    from dateline.rules.coarse import PlaceCell
    from dateline.table import Table

    Given = Mapping[str, pl.LazyFrame]

_PARTS = ("event", "claim", "event_place")


class _Hidden(NamedTuple):
    """Which rows of a table are released coarsened: by themselves, or because their event is."""

    table: Table
    own: pl.Expr
    asks: tuple[str, ...]
    event: Link | None
    events: pl.Expr
    events_ask: tuple[str, ...]

    def needs(self, *fields: str) -> dict[str, tuple[str, ...]]:
        needs = {self.table.name: (*fields, *self.asks)}
        if self.event is not None:
            needs[self.table.name] += (self.event.field,)
            needs[self.event.target] = (*needs.get(self.event.target, ()), self.event.key, *self.events_ask)
        return needs

    def rows(self, frames: Given) -> pl.LazyFrame:
        """Return those rows, with `because` (String): what it is that is coarsened."""
        frame = frames[self.table.name]
        itself = pl.when(self.own).then(pl.lit("the record"))
        if self.event is None:
            return frame.with_columns(because=itself).drop_nulls("because")
        coarse = self._coarse(frames, self.event)
        led = pl.col(self.event.field)
        few = frame.filter(self.own | led.is_in(coarse.implode()).fill_null(value=False))
        told = pl.LazyFrame({"event": coarse, "hides": coarse.cast(pl.String)})
        joined = few.join(told, left_on=led, right_on="event", how="left", maintain_order="left")
        return joined.with_columns(because=pl.coalesce(itself, "hides"))

    def _coarse(self, frames: Given, event: Link) -> pl.Series:
        """Return the keys of the events that are released coarsened, looked for once for all rules."""
        known = Frames.of(frames)
        keys = known[event.target].filter(self.events).select(event.key)
        return known.once(("coarsened", event.target, event.key), lambda: keys.collect().to_series())


def coarsened_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules for records of events, and of what belongs to events, that are released coarsened.

    Of records that are not public themselves they are asked when they have passed the gate.
    """
    for role in _PARTS:
        for table in tables_of(tables, role):
            hidden = None if table.private else _hidden(tables, table)
            if hidden is not None:
                yield from _of_table(tables, table, role, hidden)


def _hidden(tables: Mapping[str, Table], table: Table) -> _Hidden | None:
    condition = table.roles.release.coarsened if table.roles.release else None
    event = None if table.roles.event else link(tables, table, "event")
    release = tables[event.target].roles.release if event else None
    theirs = release.coarsened if release else None
    if condition is None and theirs is None:
        return None
    leads = event if theirs is not None else None
    return _Hidden(table, holds(condition), of(condition), leads, holds(theirs), of(theirs))


def _of_table(tables: Mapping[str, Table], table: Table, role: str, hidden: _Hidden) -> Iterator[Across]:
    said = getattr(table.roles, role)
    place = place_cell(tables, table, said.place)
    if place is not None:
        yield _place(table, place, hidden)
    for name in (getattr(said, "date", None), getattr(said, "end", None)):
        if name is not None:
            yield _cell(table, name, hidden, finer_than_month(name), "is finer than a month", "the month")
    time = getattr(said, "time", None)
    printed = [each.name for each in table.fields if each.phrase is not None]
    for name in (*([time] if time else []), *printed):
        what = "the clock time" if name == time else "the date in the article's own words"
        there = pl.col(name).is_not_null()
        yield _cell(table, name, hidden, there, f"is {what}", "an empty cell")


def _place(table: Table, place: PlaceCell, hidden: _Hidden) -> Across:
    needs = hidden.needs(*place.own)
    for name, fields in place.needs:
        needs[name] = (*needs.get(name, ()), *fields)
    return _rule(
        table,
        place.field,
        needs,
        lambda frames: place.with_grain(hidden.rows(frames), frames).filter("fine"),
        ("is finer than a province", "the province"),
    )


def _cell(table: Table, field: str, hidden: _Hidden, wrong: pl.Expr, is_: str, expected: str) -> Across:
    needs = hidden.needs(field)
    return _rule(table, field, needs, lambda frames: hidden.rows(frames).filter(wrong), (is_, expected))


def _rule(
    table: Table,
    field: str,
    needs: Mapping[str, tuple[str, ...]],
    rows: Callable[[Given], pl.LazyFrame],
    words: tuple[str, str],
) -> Across:
    return Across(
        id="coarsened-in-detail",
        table=table.name,
        fields=(field,),
        needs=needs,
        failing=lambda frames: rows(frames).select(ROW, "because"),
        message=f"{{value}} {words[0]}, but {{because}} is released coarsened",
        expected=words[1],
    )
