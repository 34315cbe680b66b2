"""Rules for what must stand in order within a row: the dates of a validity, start and end, numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.across import holds, of
from dateline.rules.dates import part
from dateline.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.table import Table
    from dateline.table.roles import Event

_VALIDITY = ("actor", "places", "place_memberships")


def order_rules(table: Table, *, shared: bool = False) -> list[Rule]:
    """Return the rules of order that a table's roles bring; `shared` as in `dates.part`."""
    rules = list(_validity(table, shared=shared))
    if table.roles.event is not None:
        rules += [*_dates(table, table.roles.event, shared=shared), *_numbers(table.roles.event)]
    return rules


def _validity(table: Table, *, shared: bool) -> Iterator[Rule]:
    for name in _VALIDITY:
        role = getattr(table.roles, name)
        if role is not None and role.valid_from is not None and role.valid_to is not None:
            yield Rule(
                id="dates-out-of-order",
                fields=(role.valid_to, role.valid_from),
                test=_not_before(table, role.valid_to, role.valid_from, shared=shared),
                message=f"{{value}} is before {role.valid_from}",
                expected=f"a date that is not before {role.valid_from}; or the two the other way round",
            )


def _not_before(table: Table, end: str, start: str, *, shared: bool) -> pl.Expr:
    """Whether an end may be on or after a start; null where one of the two is open to that side."""
    return part(table[end], "latest", shared=shared) >= part(table[start], "earliest", shared=shared)


def _dates(table: Table, event: Event, *, shared: bool) -> Iterator[Rule]:
    if event.date is None:
        return
    if event.end is not None:
        yield Rule(
            id="end-before-start",
            fields=(event.end, event.date),
            test=_not_before(table, event.end, event.date, shared=shared),
            message=f"{{value}} is before {event.date}, when it began",
            expected=f"a date that is not before {event.date}; or the two the other way round",
        )
    if event.once is not None:
        lasts = part(table[event.date], "precision", shared=shared).str.contains("interval")
        yield Rule(
            id="once-but-interval",
            fields=(event.date, *of(event.once)),
            test=lasts.not_() | holds(event.once).not_(),
            message="{value} says that it lasted, and the event is of a kind that happens once",
            expected="for one day out of several a set, such as [2024-10-11..2024-10-20]",
            severity="warning",
            suggestion=_as_set(pl.col(event.date)),
        )


def _as_set(date: pl.Expr) -> pl.Expr:
    """Write an interval as one day out of its days; "" where its ends are not fit for a set."""
    pairs = [f"{unit}/{unit}" for unit in ("[0-9]{4}", "[0-9]{4}-[0-9]{2}", "[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    plain = date.str.contains(f"^({'|'.join(pairs)})$")
    ends = date.str.replace("/", "..", literal=True)
    return pl.when(plain).then(pl.concat_str(pl.lit("["), ends, pl.lit("]"))).otherwise(pl.lit(""))


def _numbers(event: Event) -> Iterator[Rule]:
    """Yield least before likeliest, and both before greatest: each number is blamed once."""
    if event.best is not None and event.low is not None:
        yield Rule(
            id="numbers-out-of-order",
            fields=(event.best, event.low),
            test=pl.col(event.best) >= pl.col(event.low),
            message=f"{{value}} is less than {event.low}",
            expected=f"the numbers in the order {_order(event)}",
        )
    lower = [name for name in (event.best, event.low) if name is not None]
    if event.high is not None and lower:
        yield Rule(
            id="numbers-out-of-order",
            fields=(event.high, *lower),
            test=pl.col(event.high) >= pl.coalesce(lower),
            message=f"{{value}} is less than {' or '.join(lower)}",
            expected=f"the numbers in the order {_order(event)}",
        )


def _order(event: Event) -> str:
    return ", ".join(name for name in (event.low, event.best, event.high) if name is not None)
