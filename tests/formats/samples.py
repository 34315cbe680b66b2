"""Releases to make formats of: every type, hostile names and texts, keys of every kind, located events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.cast import typed
from dateline.dataset import read_dataset
from dateline.formats import write_formats
from dateline.package import Provenance, Summary, TableContent, build
from dateline.table import read_schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dateline.package import Made, Release

PROVENANCE = Provenance(datetime(2024, 11, 2, 3, 4, 5, tzinfo=UTC), "0.1.0", commit="a" * 40)

DATASET = """
name: sample
title: "A sample of <everything> & more"
description: One line.
version: 1.0.0
licenses: [{name: CC0-1.0}]
contributors: [{title: Ada Lovelace, givenName: Ada, familyName: Lovelace, roles: [creator]}]
tables:
"""

EVERYTHING = """
title: Everything
fields:
  - {name: id, type: integer}
  - {name: string, type: string, description: "a -- comment\\n); DROP TABLE everything; --"}
  - {name: any, type: any}
  - {name: number, type: number, constraints: {minimum: -1.0e+300}}
  - {name: integer, type: integer, constraints: {enum: [1, 2, 9007199254740993, -9223372036854775808]}}
  - {name: boolean, type: boolean, trueValues: ["ja"], falseValues: ["nein"]}
  - {name: date, type: date, format: "%d/%m/%Y"}
  - {name: time, type: time}
  - {name: datetime, type: datetime}
  - {name: instant, type: datetime, format: "%Y-%m-%d %H:%M%z"}
  - {name: year, type: year}
  - {name: yearmonth, type: yearmonth, constraints: {minimum: "1900-01"}}
  - {name: duration, type: duration}
  - {name: object, type: object}
  - {name: array, type: array}
  - {name: geojson, type: geojson}
  - {name: geopoint, type: geopoint}
  - {name: list, type: list}
  - {name: numbers, type: list, itemType: number}
  - {name: days, type: list, itemType: date, delimiter: ";"}
primaryKey: [id]
"""

ROWS = [
    {
        "id": "1", "string": 'a "b" <c> & \\', "any": "x", "number": "0.1", "integer": "1", "boolean": "ja",
        "date": "29/02/2024", "time": "23:59:59", "datetime": "2024-01-02T03:04:05.678901",
        "instant": "2024-01-02 03:04+0900", "year": "-0044", "yearmonth": "2024-02", "duration": "P1Y2M",
        "object": '{"b": 1e400, "a": "\\ud800"}'.replace("1e400", "1.50"), "array": "[1, [2, null]]",
        "geojson": '{"type": "Point", "coordinates": [1.0, 2.0]}', "geopoint": "125.75, 39.03",
        "list": 'a,"b",', "numbers": "1,2.5,INF", "days": "2024-01-01;0001-01-01",
    },
    {
        "id": "2", "string": "=1+1", "any": " leading", "number": "NaN", "integer": "9007199254740993",
        "boolean": "nein", "date": "28/02/1900", "time": "00:00:00", "datetime": "0001-01-01T00:00:00",
        "year": "2024",
    },
    {
        "id": "3", "string": "\t\r\n\x01_x0041_x0042_ _x005F\x02 \U0001f600\ufffe", "any": "@SUM(A1)",
        "number": "INF",
        "integer": "-9223372036854775808", "date": "01/03/1900", "object": "{}", "list": "x",
    },
    {"id": "4"},
]  # fmt: skip

TABLE = """
fields:
  - {name: '{name}', type: string}
"""

PLACES = """
fields:
  - {name: place, type: string}
  - {name: name, type: string}
  - {name: code, type: string}
  - {name: lat, type: number}
  - {name: lon, type: number}
  - {name: state, type: string}
primaryKey: [place]
dateline:
  places: {id: place, name: name, feature_code: code, latitude: lat, longitude: lon, unusable: {state: bad}}
"""
PLACE_ROWS = [
    {"place": "kp", "name": "Country", "code": "PCLI", "lat": "40", "lon": "127", "state": ""},
    {"place": "p1", "name": "Province", "code": "ADM1", "lat": "41", "lon": "128", "state": ""},
    {"place": "c1", "name": "County", "code": "ADM2", "lat": "41.5", "lon": "128.5", "state": ""},
    {"place": "line", "name": "Border", "code": "BDY", "lat": "41.6", "lon": "128.6", "state": ""},
    {"place": "none", "name": "No point", "code": "ADM2", "lat": "", "lon": "", "state": ""},
    {"place": "site", "name": "A bridge", "code": "BDG", "lat": "41.25", "lon": "-128.75", "state": ""},
    {"place": "bad", "name": "Not found", "code": "PPL", "lat": "1", "lon": "1", "state": "bad"},
]
EVENTS = """
fields:
  - {name: event, type: string}
  - {name: place, type: string, dateline: {place: {precision: near}}}
  - {name: near, type: string}
  - {name: level, type: string}
  - {name: precision, type: integer}
primaryKey: [event]
foreignKeys: [{fields: [place], reference: {resource: places, fields: [place]}}]
dateline:
  event: {place: place}
  release: {coarsened: {level: coarsened}}
"""
EVENT_PLACES = """
fields:
  - {name: event, type: string}
  - {name: place, type: string}
  - {name: role, type: string}
primaryKey: [event, place, role]
foreignKeys:
  - {fields: [event], reference: {resource: events, fields: [event]}}
  - {fields: [place], reference: {resource: places, fields: [place]}}
dateline: {event_place: {place: place, main: {role: main}}}
"""


@dataclass(frozen=True)
class Written:
    """A release's folder with its Parquet files and the formats made of them."""

    folder: Path
    release: Release
    made: tuple[Made, ...]

    @property
    def paths(self) -> list[str]:
        """Return the paths of what was made."""
        return [each.path for each in self.made]

    def path(self, format: str) -> Path:
        """Return the one file of a format."""
        (found,) = (each.path for each in self.made if each.format == format)
        return self.folder / found

    def typed(self, table: str) -> pl.DataFrame:
        """Return a table's records."""
        return pl.read_parquet(self.folder / f"data/{table}.parquet")


def plan(tables: Mapping[str, tuple[str, Sequence[Mapping[str, str]]]]) -> Release:
    """Plan a release of these tables: a schema and rows of text each; a cell left out is empty."""
    listed = "".join(f"  {name}: {{path: {name}.csv}}\n" for name in tables)
    contents = {name: _content(name, schema, rows) for name, (schema, rows) in tables.items()}
    return build(read_dataset(DATASET + listed, "dataset.yaml"), contents, PROVENANCE)


def _content(name: str, schema: str, rows: Sequence[Mapping[str, str]]) -> TableContent:
    table = read_schema(schema, f"{name}.yaml", name)
    cells = [[row.get(field, "") for field in table.names] for row in rows]
    frame = pl.LazyFrame(cells, schema=dict.fromkeys(table.names, pl.String), orient="row")
    return TableContent(table, frame, typed(table, frame))


def write(folder: Path, tables: Mapping[str, tuple[str, Sequence[Mapping[str, str]]]]) -> Written:
    """Write such a release's Parquet files and all further formats."""
    release = plan(tables)
    summaries = {}
    (folder / "data").mkdir(parents=True)
    for file in release.data:
        if file.format == "parquet":
            file.sink(folder / file.path).collect(engine="streaming")
            summaries[file.table.name] = Summary(pl.read_parquet(folder / file.path).height, {})
    return Written(folder, release, write_formats(release, summaries, folder))


def everything(folder: Path) -> Written:
    """Write a release with a table that has every type of Table Schema."""
    return write(folder, {"everything": (EVERYTHING, ROWS)})
