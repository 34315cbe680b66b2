"""No private person is named: the names in free text are those of people who may be named.

Who may be named stands in the tables of actors: their rows that are public, and those that
are no people at all; what places are called may stand anywhere. How a name is told from
other words, and what is not seen, is said in `dateline.rules.naming`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dateline.rules.across import ROW, Across, holds, of, tables_of
from dateline.rules.free_text import prose, unpublished
from dateline.rules.naming import SUSPECT, Known, names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.table import Table

PRIVATE_NAME, PRIVATE_PERSON = "private-name", "private-person"


class _Names(NamedTuple):
    """Fields of a table whose texts may stand anywhere, and in which of its rows."""

    table: str
    fields: tuple[str, ...]
    rows: pl.Expr
    asks: tuple[str, ...] = ()


def name_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules for names, where a table of actors says who may be named."""
    actors = [each for each in tables_of(tables, "actor") if each.roles.actor and each.roles.actor.public]
    for each in actors:
        yield from _private_people(each)
    allowed = [*_actors(actors), *_places(tables)]
    if any(each.roles.actor and each.roles.actor.name for each in actors):
        for table in tables.values():
            for field in prose(table):
                yield _unnamed(table, field.name, allowed, [each.name for each in actors])


def _private_people(table: Table) -> Iterator[Across]:
    """Ask that no row is a person who may not be named."""
    actor = table.roles.actor
    assert actor is not None
    if actor.person is None:
        return
    withheld = unpublished(table)
    private = holds(actor.person) & ~holds(actor.public) & ~holds(withheld)

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        return frames[table.name].filter(private).select(ROW)

    yield Across(
        id=PRIVATE_PERSON,
        table=table.name,
        fields=(actor.person.field,),
        needs={table.name: (*of(actor.person), *of(actor.public), *of(withheld))},
        failing=failing,
        message="{value} is a person, and not one who may be named",
        expected="offices, forces, groups and public figures; private people are no actors",
    )


def _actors(actors: list[Table]) -> Iterator[_Names]:
    for table in actors:
        actor = table.roles.actor
        assert actor is not None
        fields = tuple(name for name in (actor.name, *actor.names) if name is not None)
        asks = (*of(actor.person), *of(actor.public))
        yield _Names(table.name, fields, ~holds(actor.person) | holds(actor.public), asks)


def _places(tables: Mapping[str, Table]) -> Iterator[_Names]:
    every = pl.lit(value=True)
    for table in tables.values():
        places, spellings = table.roles.places, table.roles.place_names
        fields = (places.name, *places.names) if places else ()
        fields = (*fields, spellings.name) if spellings else fields
        kept = tuple(name for name in fields if name is not None)
        if kept:
            yield _Names(table.name, kept, every)


def _unnamed(told: Table, field: str, allowed: list[_Names], actors: list[str]) -> Across:
    """Ask that a field names nobody who is not allowed to be named."""
    table, withheld = told.name, unpublished(told)

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        shown = frames[table].filter(~holds(withheld))
        suspects = shown.select(ROW, field).filter(pl.col(field).str.contains(SUSPECT)).collect()
        naming = [text for text in suspects[field].unique() if any(names(text))]
        known = Known(_texts(frames, allowed)) if naming else None
        wrong = [text for text in naming if known is not None and known.unknown(text)]
        return suspects.lazy().filter(pl.col(field).is_in(wrong)).select(ROW)

    needs: dict[str, tuple[str, ...]] = {each.table: (*each.fields, *each.asks) for each in allowed}
    needs[table] = (*needs.get(table, ()), field, *of(withheld))
    return Across(
        id=PRIVATE_NAME,
        table=table,
        fields=(field,),
        needs=needs,
        failing=failing,
        message=f"{{value}} names somebody who is not among the public figures in {' or '.join(actors)}",
        expected="an office or a group instead of the name; of a public figure a record there",
    )


def _texts(frames: Mapping[str, pl.LazyFrame], allowed: list[_Names]) -> Iterator[str]:
    """Yield, of what may stand anywhere, the texts that could be taken for a name."""
    queries = [
        frames[each.table].filter(each.rows).select(pl.col(name).alias("text"))
        for each in allowed
        for name in each.fields
    ]
    yield from (
        pl.concat(queries)
        .filter(pl.col("text").str.contains(f"{SUSPECT}|^[가-힣]"))
        .unique()
        .collect()["text"]
    )
