"""The gazetteer that a dataset's tables make, alone or together with another dataset's."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.content import hold
from dateline.checks.places import has_places, tables_of
from dateline.checks.source import BROKEN
from dateline.gazetteer import (
    CodeColumns,
    Gazetteer,
    MembershipColumns,
    NameColumns,
    PlaceColumns,
    ShapeColumns,
)
from dateline.rules.across import holds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dateline.checks.content import Content
    from dateline.table import Table

    Part = Callable[[Content], Iterator[pl.LazyFrame]]

_TEXTS = (
    *("id", "name", "country", "parent", "feature_class", "feature_code"),
    *("valid_from", "valid_to", "status"),
)
_DEGREES = ("latitude", "longitude")
_PLACES = PlaceColumns(
    **{part: part for part in (*_TEXTS, *_DEGREES, "unusable")},  # type: ignore[arg-type]  # every one of these is a text
)


def _is_of_places(table: Table) -> bool:
    roles = table.roles
    parts = (roles.places, roles.place_names, roles.place_codes, roles.place_memberships, roles.place_shapes)
    return any(part is not None for part in parts)


def gazetteer_of(*datasets: Mapping[str, Content]) -> Gazetteer | None:
    """Return the places of one or more datasets, made of their tables that have a role in a gazetteer.

    What the first dataset says of a place stands; the others add places and codes that it
    lacks, and spellings of their own. A place has one id in all of them. Each table is read
    once, shapes when one is first needed. What is faulty is left out: rules point at it
    where it stands (`dateline.rules.gazetteers`).

    Args:
        datasets: tables by name, of each dataset.

    Returns:
        The gazetteer; None where no table holds places.

    """
    if not any(has_places(tables_of(contents)) for contents in datasets):
        return None
    contents = [each for dataset in datasets for each in dataset.values()]
    hold(each for each in contents if _is_of_places(each.table))
    places, names, codes, memberships = _collected(contents, (_places, _names, _codes, _memberships))
    return Gazetteer.of(
        places.unique("id", keep="first", maintain_order=True),
        _PLACES,
        names=(names, NameColumns("name", "place", "variant")),
        codes=(codes, CodeColumns("system", "code", "place")),
        memberships=(memberships, MembershipColumns("place", "parent", "valid_from", "valid_to")),
        shapes=partial(_shapes_of, contents),
        faults=[],
    )


def _shapes_of(contents: Sequence[Content]) -> tuple[pl.DataFrame, ShapeColumns]:
    (shapes,) = _collected(contents, (_shapes,))
    return shapes, ShapeColumns("place", "geometry")


def _collected(contents: Sequence[Content], parts: Sequence[Part]) -> list[pl.DataFrame]:
    """Collect the frames of each part; slowly and surely where Polars cannot read a table after all."""
    try:
        return pl.collect_all([_joined(contents, part) for part in parts])
    except pl.exceptions.PolarsError:
        again = [each.careful() for each in contents]
        return pl.collect_all([_joined(again, part) for part in parts])


def _joined(contents: Sequence[Content], part: Part) -> pl.LazyFrame:
    frames = [frame for each in contents for frame in part(each)]
    return pl.concat([pl.LazyFrame(schema=_SCHEMAS[part]), *frames])


def _places(content: Content) -> Iterator[pl.LazyFrame]:
    role = content.table.roles.places
    if role is not None and role.id is not None:
        texts = {part: _value(getattr(role, part)) for part in _TEXTS}
        degrees = {part: _value(getattr(role, part), pl.Float64) for part in _DEGREES}
        yield _frame(content, **texts, **degrees, unusable=holds(role.unusable))


def _names(content: Content) -> Iterator[pl.LazyFrame]:
    """Yield the names in a table of places as well as those in a table of spellings."""
    role, spelled = content.table.roles.places, content.table.roles.place_names
    if role is not None and role.id is not None:
        place = _value(role.id)
        for name in filter(None, (role.name, *role.names)):
            yield _frame(content, name=_value(name), place=place, variant=pl.lit(value=False))
    if spelled is not None and spelled.name is not None and spelled.place is not None:
        variant = _value(spelled.variant, pl.Boolean)
        named, place = _value(spelled.name), _value(spelled.place)
        yield _frame(content, name=named, place=place, variant=variant)


def _codes(content: Content) -> Iterator[pl.LazyFrame]:
    """Yield the codes in a table of places as well as those in a table of codes."""
    places, codes = content.table.roles.places, content.table.roles.place_codes
    if places is not None and places.id is not None:
        place = _value(places.id)
        for field in content.table.fields:
            use = field.place_code
            if use is not None and use.place == places.id and not use.within:
                yield _frame(
                    content, system=pl.lit(use.system), code=_value(field.name), place=place
                ).drop_nulls()
    if codes is not None and codes.system is not None and codes.code is not None and codes.place is not None:
        parts = {part: _value(getattr(codes, part)) for part in ("system", "code", "place")}
        yield _frame(content, **parts).drop_nulls()


def _shapes(content: Content) -> Iterator[pl.LazyFrame]:
    role = content.table.roles.place_shapes
    if role is not None and role.place is not None and role.geometry is not None:
        place, geometry = _value(role.place), _value(role.geometry)
        yield _frame(content, place=place, geometry=geometry).drop_nulls()


def _memberships(content: Content) -> Iterator[pl.LazyFrame]:
    role = content.table.roles.place_memberships
    if role is not None and role.place is not None and role.parent is not None:
        parts = ("place", "parent", "valid_from", "valid_to")
        yield _frame(content, **{part: _value(getattr(role, part)) for part in parts})


def _frame(content: Content, **columns: pl.Expr) -> pl.LazyFrame:
    return content.values().filter(pl.col(BROKEN).not_()).select(**columns)


def _value(name: str | None, dtype: type[pl.DataType] = pl.String) -> pl.Expr:
    """Return the values of a field, null where the table has none."""
    return (pl.lit(None) if name is None else pl.col(name)).cast(dtype)


_SCHEMAS: dict[Part, dict[str, type[pl.DataType]]] = {
    _places: dict.fromkeys(_TEXTS, pl.String)
    | dict.fromkeys(_DEGREES, pl.Float64)
    | {"unusable": pl.Boolean},
    _names: {"name": pl.String, "place": pl.String, "variant": pl.Boolean},
    _codes: dict.fromkeys(("system", "code", "place"), pl.String),
    _shapes: dict.fromkeys(("place", "geometry"), pl.String),
    _memberships: dict.fromkeys(("place", "parent", "valid_from", "valid_to"), pl.String),
}
