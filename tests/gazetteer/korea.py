"""The Korean gazetteer of this repository, and the places of its first dataset, as gazetteers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from dateline.gazetteer import (
    CodeColumns,
    Gazetteer,
    MembershipColumns,
    NameColumns,
    PlaceColumns,
    ShapeColumns,
)

DATASETS = Path(__file__).parents[2] / "datasets"
KOREA = DATASETS / "gazetteer-korea"
REPORTED = DATASETS / "dprk-security-reports" / "records" / "reference"

COLUMNS = PlaceColumns(
    names=("name_hangul",),
    country="country_iso2",
    parent="parent_place_id",
    feature_class="feature_class",
    feature_code="feature_code",
    latitude="latitude",
    longitude="longitude",
    valid_from="valid_from",
    valid_to="valid_to",
    status="status",
)


def records(name: str) -> pl.DataFrame:
    """Return a table of the Korean gazetteer, all cells as text."""
    return pl.read_csv(KOREA / "records" / f"{name}.csv", infer_schema=False)


@cache
def korea() -> Gazetteer:
    """Return the Korean gazetteer."""
    return Gazetteer.of(
        records("places"),
        COLUMNS,
        names=(records("names"), NameColumns("name", "place_id", "variant")),
        codes=(records("codes"), CodeColumns()),
        shapes=(records("shapes"), ShapeColumns()),
        memberships=(
            records("memberships"),
            MembershipColumns(valid_from="valid_from", valid_to="valid_to"),
        ),
    )


@cache
def reported() -> Gazetteer:
    """Return the places of the dataset dprk-security-reports, whose columns have other names."""
    places = pl.read_csv(REPORTED / "places.csv", infer_schema=False)
    names = pl.read_csv(REPORTED / "place_aliases.csv", infer_schema=False)
    columns = PlaceColumns(
        country="country_iso2",
        parent="parent_place_id",
        feature_class="feature_class",
        feature_code="feature_code",
        latitude="latitude",
        longitude="longitude",
        codes={"ocha": "ocha_pcode", "geonameid": "geonameid"},
    )
    return Gazetteer.of(places, columns, names=(names, NameColumns()))
