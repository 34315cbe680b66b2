"""Where events are, and for which of them a single point says no more than is known.

An event has the point of its place only if the place is known to be a spot, a settlement
or a county: by the word that the records give for it (exact, settlement, adm2), and by the
kind of the place itself. A province, a country, a line and several counties have no point,
nor has a record that is released coarsened. Where nothing says how exactly a place is
known, there is no point either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from dateline.gazetteer.place import Place
from dateline.gazetteer.precision import finest_precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dateline.formats.source import Rows
    from dateline.table import Condition

POINTS: Final = {"exact": "exact", "settlement": "exact", "adm2": "representative"}
"""Precision words that a point can stand for, and what the point is."""
_KINDS: Final = ("__class__", "__code__")


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """A table of places as events use it.

    Args:
        rows: the table.
        id: the field to which events refer.
        frame: `__place__`, `__name__`, `__lon__`, `__lat__`, and `__finest__`, the finest
            precision that an event on the place can have, null if its kind is not told.

    """

    rows: Rows
    id: str
    frame: pl.LazyFrame


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """A table of events that stand on places, and the tables of their further places."""

    rows: Rows
    places: Places
    place: str
    word: str | None
    coarsened: Condition | None
    further: tuple[Further, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Further:
    """A table of further places: its rows, the fields that refer to the event, and the place."""

    rows: Rows
    event: tuple[str, ...]
    place: str
    main: Condition | None


def located(tables: Sequence[Rows]) -> tuple[Events, ...]:
    """Find the tables of events whose places are known with coordinates and how exactly."""
    return tuple(found for rows in tables if (found := _events(rows, tables)) is not None)


def _events(rows: Rows, tables: Sequence[Rows]) -> Events | None:
    event = rows.table.roles.event
    if event is None or event.place is None or event.place not in rows.names:
        return None
    places = _places(rows, event.place, tables)
    use = rows.table[event.place].place
    word = use.precision if use and use.precision in rows.names else None
    if places is None or (word is None and not _kinds(places.rows)):
        return None
    release = rows.table.roles.release
    coarsened = release.coarsened if release else None
    further = tuple(_further(rows, places, tables)) if rows.names.issuperset(rows.table.primary_key) else ()
    return Events(rows, places, event.place, word, coarsened, further)


def _places(rows: Rows, field: str, tables: Iterable[Rows]) -> Places | None:
    """Return the table of places that a field refers to, if it has coordinates."""
    targets = {key.table or rows.table.name: key for key in rows.table.foreign_keys if key.fields == (field,)}
    for target in tables:
        role, key = target.table.roles.places, targets.get(target.table.name)
        if role is None or key is None or role.id is None or key.references != (role.id,):
            continue
        if role.latitude in target.names and role.longitude in target.names and role.id in target.names:
            return Places(target, role.id, _place_frame(target))
    return None


def _kinds(rows: Rows) -> tuple[str | None, str | None] | None:
    """Return the fields of the class and the code of a place, None where there are neither."""
    role = rows.table.roles.places
    assert role is not None  # it is a table of places
    there = [name if name in rows.names else None for name in (role.feature_class, role.feature_code)]
    return (there[0], there[1]) if any(there) else None


def _place_frame(rows: Rows) -> pl.LazyFrame:
    role = rows.table.roles.places
    assert role is not None  # as above
    kinds = _kinds(rows) or (None, None)
    usable = (
        ~holds(role.unusable) if role.unusable and role.unusable.field in rows.names else pl.lit(value=True)
    )
    frame = rows.frame.select(
        pl.col(str(role.id)).alias("__place__"),
        (pl.col(role.name) if role.name in rows.names else pl.lit(None, pl.String)).alias("__name__"),
        pl.when(usable).then(pl.col(str(role.longitude))).alias("__lon__"),
        pl.when(usable).then(pl.col(str(role.latitude))).alias("__lat__"),
        *(
            (pl.col(name) if name else pl.lit(None, pl.String)).cast(pl.String).alias(kind)
            for kind, name in zip(_KINDS, kinds, strict=True)
        ),
    )
    return frame.join(_finest(frame), on=_KINDS, how="left", nulls_equal=True, maintain_order="left").drop(
        _KINDS
    )


def _finest(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the finest precision of each kind of place; there are few kinds, however many places."""
    kinds = frame.select(_KINDS).unique().collect(engine="streaming").rows()
    finest = [
        finest_precision(Place("", "", feature_class=klass, feature_code=code)) if klass or code else None
        for klass, code in kinds
    ]
    schema = {**dict.fromkeys(_KINDS, pl.String), "__finest__": pl.String}
    return pl.LazyFrame(
        [(*kind, word) for kind, word in zip(kinds, finest, strict=True)], schema, orient="row"
    )


def _further(events: Rows, places: Places, tables: Iterable[Rows]) -> Iterable[Further]:
    for rows in tables:
        role = rows.table.roles.event_place
        if role is None or role.place not in rows.names or rows.table is events.table:
            continue
        same = _places(rows, str(role.place), [places.rows])
        keys = [key for key in rows.table.foreign_keys if key.table == events.table.name]
        if (
            same
            and keys
            and keys[0].references == events.table.primary_key
            and rows.names.issuperset(keys[0].fields)
        ):
            yield Further(rows, keys[0].fields, str(role.place), role.main)


def holds(condition: Condition) -> pl.Expr:
    """Tell the rows of which a condition is true; never null."""
    return pl.col(condition.field).cast(pl.String).is_in(list(condition.values)).fill_null(value=False)


def with_places(frame: pl.LazyFrame, place: str, places: Places) -> pl.LazyFrame:
    """Put the columns of the places beside the rows that stand on them, in the same order."""
    used = frame.select(pl.col(place).alias("__place__")).unique()
    known = places.frame.join(used, on="__place__", how="semi")
    return frame.join(known, left_on=place, right_on="__place__", how="left", maintain_order="left")


def precision(word: str | None) -> pl.Expr:
    """Return how exactly an event's place is known: the records' word, or else the place's kind."""
    return pl.col(word).cast(pl.String) if word else pl.col("__finest__")


def point_words(events: Events) -> pl.Expr:
    """Say what an event's point is, "exact" or "representative"; null where it has none."""
    known = pl.col("__lon__").is_not_null() & pl.col("__lat__").is_not_null()
    on_earth = pl.col("__lon__").is_between(-180, 180) & pl.col("__lat__").is_between(-90, 90)
    fine = pl.col("__finest__").is_in(list(POINTS)) | pl.col("__finest__").is_null()
    open_ = ~holds(events.coarsened) if events.coarsened else pl.lit(value=True)
    said = precision(events.word).replace_strict(POINTS, default=None, return_dtype=pl.String)
    kind = pl.col("__finest__").replace_strict(POINTS, default=None, return_dtype=pl.String)
    coarser = pl.when(kind == "representative").then(kind).otherwise(said)
    return pl.when(known & on_earth & fine & open_).then(pl.when(said.is_not_null()).then(coarser))
