"""A made-up project with what people and spreadsheets leave behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FLOODS = """\
fields:
  - {name: flood_id, type: string}
  - {name: region, type: string}
  - name: when
    type: string
    dateline: {edtf: {earliest: first_day, latest: last_day, precision: exactness}}
  - {name: first_day, type: date}
  - {name: last_day, type: date}
  - {name: exactness, type: string}
  - {name: wounded, type: integer}
  - {name: page, type: string, dateline: {url: {}}}
  - {name: summary, type: string}
primaryKey: [flood_id]
foreignKeys: [{fields: [region], reference: {resource: regions, fields: [region_id]}}]
"""
REGIONS = """\
fields:
  - {name: region_id, type: string}
  - {name: name, type: string}
primaryKey: [region_id]
"""
DATASET = """\
name: floods
title: Floods
description: Made up.
version: 0.1.0
licenses: [{name: CC0-1.0}]
contributors: [{title: Nobody, roles: [creator]}]
tables:
  floods: {path: "records/*/floods.csv"}
  regions: {path: records/regions.csv}
"""
HEAD = "flood_id,region,when,first_day,last_day,exactness,wounded,page,summary"
RIGHT = "F1,delta,2023-06~,2023-05-01,2023-07-31,month_approx,3,https://example.org/a,The river rose"
HERE = "datasets/floods/records/A/floods.csv"
PLACES = "datasets/floods/records/regions.csv"


def write(
    folder: Path, *rows: str, regions: str = "region_id,name\ndelta,The delta\nhills,The hills\n"
) -> Path:
    """Write the project with these floods; return the file that holds them."""
    files = {
        "schemas/floods.yaml": FLOODS,
        "schemas/regions.yaml": REGIONS,
        "datasets/floods/dataset.yaml": DATASET,
        PLACES: regions,
        HERE: "\n".join([HEAD, *rows, ""]),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder / HERE
