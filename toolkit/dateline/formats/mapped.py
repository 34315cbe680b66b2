"""Located events as features: their fields, what is said of their places, and their points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from dateline.compile.types.documents import canonical, parsed
from dateline.formats.located import POINTS, holds, point_words, precision, with_places
from dateline.formats.ndjson import json_object
from dateline.formats.source import batches
from dateline.table import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.formats.located import Events, Further
    from dateline.table import Table

AXES: Final = (Field("__lon__", type="number"), Field("__lat__", type="number"))
"""The columns that hold an event's point; both null where it has none."""

_ADDED: Final = {"place_name": "string", "precision": "string", "point": "string", "further_places": "array"}


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The features of a table of events.

    Args:
        events: the events and their places.
        fields: what the properties hold, in order: the events' fields, then what is added.
        names: what each added property is called.

    """

    events: Events
    fields: tuple[Field, ...]
    names: dict[str, str]

    @classmethod
    def of(cls, events: Events) -> Features:
        """Plan the features: an added name that a field has already gets `__` before it."""
        rows = events.rows
        added = {name: kind for name, kind in _ADDED.items() if name != "further_places" or events.further}
        names = {name: f"__{name}" if name in rows.names else name for name in added}
        fields = [Field(names[name], type=kind) for name, kind in added.items()]
        return cls(events, (*rows.fields, *fields), names)

    @property
    def table(self) -> Table:
        """The table of events."""
        return self.events.rows.table

    def batches(self) -> Iterator[pl.DataFrame]:
        """Yield the events that have a place, in order: typed columns of the fields, and of the point."""
        there = self.events.rows.frame.filter(pl.col(self.events.place).is_not_null())
        for batch in batches(there):
            yield self._features(batch)

    def _features(self, batch: pl.DataFrame) -> pl.DataFrame:
        events = self.events
        point = point_words(events)
        values = {"place_name": pl.col("__name__"), "precision": precision(events.word), "point": point}
        frame = with_places(batch.lazy(), events.place, events.places).with_columns(
            *(value.alias(self.names[name]) for name, value in values.items()),
            *(pl.when(point.is_not_null()).then(pl.col(axis.name)).alias(axis.name) for axis in AXES),
        )
        if events.further:
            frame = frame.with_columns(_listed(batch, events).alias(self.names["further_places"]))
        return frame.select(field.name for field in (*self.fields, *AXES)).collect()


def _listed(batch: pl.DataFrame, events: Events) -> pl.Series:
    """Return for each event of a batch its further places, as a JSON array; of none it is empty."""
    key = list(events.rows.table.primary_key)
    texts: dict[tuple[object, ...], list[str]] = {row: [] for row in batch.select(key).iter_rows()}
    for further in events.further:
        for *event, text in _further_places(batch, events, further).iter_rows():
            texts[tuple(event)].append(text)
    made = (f"[{','.join(texts[row])}]" for row in batch.select(key).iter_rows())
    return pl.Series([canonical(parsed(text)) for text in made], dtype=pl.String)


def _further_places(batch: pl.DataFrame, events: Events, further: Further) -> pl.DataFrame:
    """Return the event's key and the row as a JSON object, for each place but the event's own."""
    shown = with_places(_of_batch(batch, events, further), further.place, events.places)
    names = {
        name: f"__{name}" if name in further.rows.names else name for name in ("place_name", "coordinates")
    }
    free = pl.col("__finest__").is_in(list(POINTS)).fill_null(value=False) & ~pl.col("__coarse__")
    known = pl.all_horizontal(pl.col(axis.name).is_not_null() for axis in AXES)
    made = shown.with_columns(
        pl.col("__name__").alias(names["place_name"]),
        pl.when(free & known).then(pl.concat_list(axis.name for axis in AXES)).alias(names["coordinates"]),
    )
    own = [field for field in further.rows.fields if field.name not in further.event]
    name = Field(names["place_name"], type="string")
    point = Field(names["coordinates"], type="list", options={"itemType": "number"})
    return made.select(*further.event, json_object([*own, name, point])).collect()


def _of_batch(batch: pl.DataFrame, events: Events, further: Further) -> pl.LazyFrame:
    """Return the rows of a batch's events, without those that repeat the event's own place.

    Both tables are in the order of their keys: the limits of the first field spare Parquet
    the reading of all other rows.
    """
    key = list(events.rows.table.primary_key)
    low, high = (pl.lit(limit) for limit in (batch[key[0]].min(), batch[key[0]].max()))
    coarse = holds(events.coarsened) if events.coarsened else pl.lit(value=False)
    mine = batch.lazy().select(*key, coarse.alias("__coarse__"), pl.col(events.place).alias("__own__"))
    rows = further.rows.frame.filter(pl.col(further.event[0]).is_between(low, high))
    joined = rows.join(mine, left_on=further.event, right_on=key, how="inner", maintain_order="left")
    others = joined.filter(pl.col(further.place) != pl.col("__own__"))
    return others.filter(~holds(further.main)) if further.main else others
