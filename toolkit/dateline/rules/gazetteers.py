"""Rules for the tables of a gazetteer itself: what would make look-ups in it go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.gazetteer import GazetteerError, Shape, vector
from dateline.gazetteer.tree import circles, shown_circle
from dateline.rules.across import ROW, Across
from dateline.rules.distinct import Judged, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.table import Table

_OTHER = "__other__"


def gazetteer_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules of tables of places, spellings, codes and shapes."""
    for table in tables.values():
        yield from _of_places(table)
        names, shapes = table.roles.place_names, table.roles.place_shapes
        if names is not None and names.name is not None and names.key is not None:
            yield _key(table, names.name, names.key)
        if shapes is not None and shapes.geometry is not None:
            yield _shape(table, shapes.geometry)
        yield from _repeats(table)


def _of_places(table: Table) -> Iterator[Across]:
    role = table.roles.places
    if role is None or role.id is None or role.parent is None:
        return
    yield _circle(table, role.id, role.parent)
    if role.country is not None:
        yield _country(table, role.id, role.parent, role.country)


def _circle(table: Table, place: str, parent: str) -> Across:
    """Ask that no place lies in itself, by however many steps; each circle is told once."""

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        columns = {"id": text(place), "parent": text(parent)}
        rows = frames[table.name].select(ROW, **columns).drop_nulls().unique("id", keep="first").collect()
        found = {
            each[0]: shown_circle(each) for each in circles(dict(rows.select("id", "parent").iter_rows()))
        }
        told = pl.DataFrame(
            {"id": list(found), "circle": list(found.values())},
            schema_overrides=dict.fromkeys(("id", "circle"), pl.String),
        )
        return rows.lazy().join(told.lazy(), on="id").select(ROW, "circle")

    return Across(
        id="gazetteer-parent-cycle",
        table=table.name,
        fields=(parent, place),
        needs={table.name: ()},
        failing=failing,
        message="places lie in a circle: {circle}",
        expected="another parent for one of them, or none",
    )


def _country(table: Table, place: str, parent: str, country: str) -> Across:
    """Ask that a place and what it lies in are in one country; one that straddles a border has none."""

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        rows = frames[table.name]
        above = rows.select(pl.col(place).alias(_OTHER), other=text(country)).drop_nulls().unique(_OTHER)
        both = rows.join(above, left_on=parent, right_on=_OTHER)
        wrong = both.filter(text(country) != pl.col("other"))
        return wrong.select(ROW, "other", place=text(place), own=text(country))

    return Across(
        id="place-parent-country",
        table=table.name,
        fields=(parent, place, country),
        needs={table.name: ()},
        failing=failing,
        message="{place} is in {own}, but {value}, in which it lies, is in {other}",
        expected="a place of the same country; no country for what straddles a border",
    )


def _key(table: Table, name: str, key: str) -> Across:
    """Ask that a stored look-up key is the one that look-ups compute."""

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        computed = frames[table.name].select(
            ROW, stored=text(key), name=text(name), key=vector.key(text(name))
        )
        return computed.filter(pl.col("stored") != pl.col("key")).select(ROW, "name", "key")

    return Across(
        id="place-key",
        table=table.name,
        fields=(key, name),
        needs={table.name: ()},
        failing=failing,
        message="{value} is not the look-up key of '{name}'",
        expected="the key that look-ups compute",
        answer="key",
    )


def _shape(table: Table, geometry: str) -> Across:
    """Ask that a shape is one or more polygons of closed rings, on the Earth."""
    judged = Judged((text(geometry),), _broken, ("why", "right"))
    return Across(
        id="gazetteer-shape",
        table=table.name,
        fields=(geometry,),
        needs={table.name: ()},
        failing=lambda frames: judged.failing(frames[table.name]),
        message="{why}",
        expected="{right}",
    )


def _broken(geometry: str | None) -> dict[str, str | None] | None:
    if geometry is None:
        return None
    try:
        Shape.of(geometry)
    except GazetteerError as error:
        (problem, *_) = error.problems
        return {"why": problem.message, "right": problem.help or "a GeoJSON Polygon or MultiPolygon"}
    return None


def _repeats(table: Table) -> Iterator[Across]:
    """Ask once each for what a gazetteer has once, unless a key of the table asks for it already."""
    roles = table.roles
    once: list[tuple[str, ...]] = []
    if roles.places is not None and roles.places.id is not None:
        once.append((roles.places.id,))
    if roles.place_codes is not None and roles.place_codes.code is not None and roles.place_codes.system:
        once.append((roles.place_codes.code, roles.place_codes.system))
    if roles.place_shapes is not None and roles.place_shapes.place is not None:
        once.append((roles.place_shapes.place,))
    once += [
        (each.name,)
        for each in table.fields
        if roles.places is not None
        and each.place_code is not None
        and not each.place_code.within
        and each.place_code.place == roles.places.id
    ]
    for fields in once:
        if not _is_key(table, fields):
            yield _repeated(table, fields)


def _is_key(table: Table, fields: tuple[str, ...]) -> bool:
    keys = [table.primary_key, *table.unique_keys]
    keys += [(each.name,) for each in table.fields if each.constraints.get("unique") is True]
    return any(key and set(key) <= set(fields) for key in keys)


def _repeated(table: Table, fields: tuple[str, ...]) -> Across:
    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        rows = frames[table.name].filter(pl.all_horizontal(pl.col(each).is_not_null() for each in fields))
        return rows.filter(pl.struct(fields).is_first_distinct().not_()).select(ROW)

    return Across(
        id="gazetteer-repeated",
        table=table.name,
        fields=fields,
        needs={table.name: ()},
        failing=failing,
        message="{value} is there twice, and only the first counts",
        expected="one record of it",
    )
