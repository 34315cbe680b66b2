"""Rules for points of places: in the country, near the first-level unit, and of what has a spot at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.gazetteer import COUNTRY_BOXES
from dateline.gazetteer.lookup import SHAPE_KM
from dateline.gazetteer.polygons import near_shapes
from dateline.gazetteer.precision import LINES, REGIONS
from dateline.rules.across import ROW, Across, phrased, tables_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dateline.gazetteer import Gazetteer
    from dateline.table import Table
    from dateline.table.place_roles import Places

MEASURED = 1_000
"""Points outside their unit of which the distance is told."""

_FIRST_LEVEL = "ADM1"


def point_rules(tables: Mapping[str, Table], gazetteer: Callable[[], Gazetteer]) -> Iterator[Across]:
    """Yield the rules of tables of places that have points."""
    for table in tables_of(tables, "places"):
        role = table.roles.places
        assert role is not None
        if role.latitude is None or role.longitude is None:
            continue
        if role.country is not None:
            yield _in_country(table, role.country, role.latitude, role.longitude)
        if role.id is not None:
            yield _in_unit(table, role, role.id, gazetteer)
        if role.feature_code is not None:
            yield _pointless(table, role, role.feature_code, role.latitude)


def _in_country(table: Table, country: str, latitude: str, longitude: str) -> Across:
    """Compare each point with the box around its country: a swapped pair lies far off."""
    y, x = pl.col("y"), pl.col("x")

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        rows = frames[table.name].select(
            ROW, y=latitude, x=longitude, country=pl.col(country).cast(pl.String)
        )
        boxed = rows.drop_nulls().join(_boxes(), on="country")
        outside = boxed.filter(_inside(y, x).not_())
        swapped = _inside(x, y)
        return outside.select(
            ROW,
            "country",
            "box",
            point=phrased("{}, {}", y, x),
            hint=pl.when(swapped).then(pl.lit("; swapped, they lie inside")).otherwise(pl.lit("")),
            instead=pl.when(swapped).then(x.cast(pl.String)),
        )

    return Across(
        id="point-outside-country",
        table=table.name,
        fields=(latitude, longitude, country),
        needs={table.name: ()},
        failing=failing,
        message="latitude and longitude {point} lie outside {country}{hint}",
        expected="{box}",
        suggestion="instead",
    )


def _boxes() -> pl.LazyFrame:
    """Return the box around each country: its sides, and a word for it."""
    sides = ("south", "west", "north", "east")
    columns = {side: [getattr(box, side) for box in COUNTRY_BOXES.values()] for side in sides}
    words = {"country": list(COUNTRY_BOXES), "box": [str(box) for box in COUNTRY_BOXES.values()]}
    schema = dict.fromkeys(sides, pl.Float64)
    return pl.LazyFrame(words | columns, schema_overrides=schema)


def _inside(y: pl.Expr, x: pl.Expr) -> pl.Expr:
    """Whether a point lies in the box beside it; see `Box.contains`."""
    west, east = pl.col("west"), pl.col("east")
    between = pl.when(west <= east).then(x.is_between(west, east)).otherwise((x >= west) | (x <= east))
    return y.is_between("south", "north") & between


def _in_unit(table: Table, role: Places, place: str, gazetteer: Callable[[], Gazetteer]) -> Across:
    """Compare each point with the shapes of the first-level units in which its place lies or lay."""
    assert role.latitude is not None
    assert role.longitude is not None
    point = {"y": pl.col(role.latitude), "x": pl.col(role.longitude)}

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        known = gazetteer()
        columns = frames[table.name].select(ROW, **point, place=pl.col(place).cast(pl.String))
        rows = columns.drop_nulls().collect()
        pairs = rows.join(_units(known, rows["place"].unique()), on="place")
        near = near_shapes(pairs.select(pl.struct("y", "x", "shape")).to_series(), known.shapes, SHAPE_KM)
        wrong = pairs.with_columns(near=near).filter(pl.col("near").any().over(ROW).not_())
        wrong = wrong.sort(ROW, "shape").unique(ROW, keep="first", maintain_order=True)
        return wrong.lazy().select(ROW, *_said(known, wrong))

    return Across(
        id="point-outside-province",
        table=table.name,
        fields=(role.latitude, role.longitude, place),
        needs={table.name: ()},
        failing=failing,
        message="the point lies {away} outside {unit}",
        expected=f"a point in it, or at most {SHAPE_KM:g} km outside",
        severity="warning",
    )


def _units(gazetteer: Gazetteer, places: pl.Series) -> pl.DataFrame:
    """Return the first-level units with a shape around each of some places: `place` and `shape`, both ids."""
    shaped = {each for each in gazetteer.shapes if gazetteer.province(each) is gazetteer.places[each]}
    known = [place for place in places if place in gazetteer.places]
    pairs = [(place, unit) for place in known for unit in gazetteer.around(place) if unit in shaped]
    return pl.DataFrame(pairs, schema={"place": pl.String, "shape": pl.String}, orient="row")


def _said(gazetteer: Gazetteer, wrong: pl.DataFrame) -> Iterator[pl.Series]:
    """Yield what is said of points outside their unit: how far, and which unit."""
    away = [
        f"{gazetteer.shapes[unit].distance(y, x):,.1f} km" if number < MEASURED else f"over {SHAPE_KM:g} km"
        for number, (y, x, unit) in enumerate(wrong.select("y", "x", "shape").iter_rows())
    ]
    yield pl.Series("away", away, dtype=pl.String)
    yield pl.Series("unit", [gazetteer.places[each].name for each in wrong["shape"]], dtype=pl.String)


def _pointless(table: Table, role: Places, code: str, latitude: str) -> Across:
    """Ask that what is long or wide has no point: users would take it for a spot."""
    kind = pl.col(code).cast(pl.String)
    wide = kind.is_in(sorted(LINES | REGIONS)) | kind.str.starts_with("PCL")

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        return frames[table.name].filter(wide & pl.col(latitude).is_not_null()).select(ROW, kind=kind)

    return Across(
        id="place-has-no-point",
        table=table.name,
        fields=(latitude, *filter(None, (role.longitude,)), code),
        needs={table.name: ()},
        failing=failing,
        message="a line, a region or a country ({kind}) has a point",
        expected="no latitude and longitude, or the site as a place of its own",
    )
