"""How coarse a date or a place is: whether a month and a province are all that it gives away."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dateline.gazetteer import PLACE_PRECISIONS
from dateline.gazetteer.precision import LINES, REGIONS
from dateline.rules.across import link, span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.rules.across import Link
    from dateline.table import Table
    from dateline.table.place_roles import Places

MONTH = 28
"""Days of the shortest month: what is known to fewer days is finer than a month."""
COARSE = ("adm1", "country", "linear")
"""Words for places no finer than a province; a line is as long as a border."""
FINE = tuple(word for word in PLACE_PRECISIONS if word not in COARSE)
_PROVINCE, _COUNTRY = "ADM1", "PCL"
_LEVELS = 8
"""How many steps upwards a province is looked for: no place lies deeper."""


def finer_than_month(date: str) -> pl.Expr:
    """Whether the day on which something began, or ended, is known to fewer days than a month (Boolean)."""
    dated = span(date)
    first, last = dated.struct.field("earliest"), dated.struct.field("latest")
    begun = (dated.struct.field("latest_start") - first).dt.total_days() + 1
    ended = (last - dated.struct.field("earliest_end")).dt.total_days() + 1
    return (begun < MONTH).fill_null(value=False) | (ended < MONTH).fill_null(value=False)


def on_a_day(date: str) -> pl.Expr:
    """Whether something is known to have begun on one day (Boolean)."""
    dated = span(date)
    return (dated.struct.field("earliest") == dated.struct.field("latest_start")).fill_null(value=False)


class PlaceCell(NamedTuple):
    """A field that says where, the field with its precision word, and the gazetteer it refers to."""

    field: str
    precision: str | None
    link: Link | None
    places: Places | None

    @property
    def needs(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the fields that are needed of the gazetteer's table."""
        if self.link is not None and self.places is not None:
            names = (self.link.key, self.places.feature_code, self.places.parent)
            yield self.link.target, tuple(name for name in names if name is not None)

    @property
    def own(self) -> tuple[str, ...]:
        """The fields that are needed of the table itself."""
        return (self.field, self.precision) if self.precision else (self.field,)

    def with_grain(self, rows: pl.LazyFrame, frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        """Add `fine` (Boolean: finer than a province, by its word or by the place itself).

        Also `region` (String), the province or the country in which it lies; null where
        nothing tells.
        """
        word = (
            pl.col(self.precision).is_in(FINE).fill_null(value=False)
            if self.precision
            else pl.lit(value=False)
        )
        if self.link is None or self.places is None or self.places.feature_code is None:
            return rows.with_columns(fine=word, region=pl.lit(None, pl.String))
        grains = _grains(
            rows.select(place=pl.col(self.field)), frames[self.link.target], self.link, self.places
        )
        joined = rows.join(grains, left_on=self.field, right_on="place", how="left", maintain_order="left")
        return joined.with_columns(fine=word | pl.col("fine").fill_null(value=False))


def place_cell(tables: Mapping[str, Table], table: Table, field: str | None) -> PlaceCell | None:
    """Return a table's field that says where, with what tells how exactly; None for None."""
    if field is None:
        return None
    use, leads = table[field].place, link(tables, table, "places", field)
    places = tables[leads.target].roles.places if leads else None
    return PlaceCell(field, use.precision if use else None, leads, places)


def _grains(used: pl.LazyFrame, gazetteer: pl.LazyFrame, link: Link, places: Places) -> pl.LazyFrame:
    """Return `place`, `fine` (null where its kind is unknown) and `region` of the places in use."""
    assert places.feature_code is not None
    code = pl.col(places.feature_code)
    bounds = (code == _PROVINCE) | code.str.starts_with(_COUNTRY)
    up = pl.col(places.parent) if places.parent else pl.lit(None, pl.String)
    known = gazetteer.select(
        at=pl.col(link.key),
        up=up,
        unit=pl.when(bounds).then(pl.col(link.key).cast(pl.String)),
        fine=~bounds & code.is_in([*LINES, *REGIONS]).not_(),
    ).unique("at")
    once = used.drop_nulls().unique()
    rows = once.join(known, left_on="place", right_on="at").rename({"unit": "region"})
    for _ in range(_LEVELS if places.parent else 0):
        above = known.select("at", next="up", unit="unit")
        rows = rows.join(above, left_on="up", right_on="at", how="left").select(
            "place", "fine", region=pl.coalesce("region", "unit"), up="next"
        )
    return rows.select("place", "fine", "region")
