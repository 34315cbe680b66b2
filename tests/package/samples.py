"""A small dataset to publish: two tables, keys between them, and text that tries to be something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from dateline.compile.cast import typed
from dateline.dataset import Dataset, read_dataset
from dateline.package import Provenance, Release, TableContent, build
from dateline.table import Table, read_schema

DATASET = """
name: harbour
title: Harbour incidents
description: |
  What happened in the harbours.

  Second paragraph with a | bar and <b>tags</b>.
version: 1.0.0
homepage: https://example.org/harbour
licenses:
  - name: CC-BY-4.0
    title: Creative Commons Attribution 4.0
    path: https://creativecommons.org/licenses/by/4.0/
contributors:
  - {title: Ada Lovelace, givenName: Ada, familyName: Lovelace, roles: [creator], email: ada@example.org}
  - {title: The Harbour Desk, roles: [creator]}
  - {title: Somebody Else, roles: [reviewer]}
keywords: [harbours, incidents]
sources: [{title: The Daily, path: https://example.org/daily}]
coverage: {temporal: 2020/2021, spatial: [Busan, Pohang]}
tables:
  ports: {path: ports.csv}
  events: {path: events.csv}
  codes: {path: codes.csv}
"""

PORTS = """
title: Ports
fields:
  - {name: port, type: string, title: Port, constraints: {pattern: '[a-z]+'}}
  - {name: name, type: string, description: "As it is written | <i>there</i>"}
  - {name: depth_m, type: number, description: Depth in metres.}
primaryKey: [port]
"""

EVENTS = """
title: Events
description: One row an incident.
fields:
  - name: event_id
    type: string
    title: Event
    example: E1
    constraints: {required: true, pattern: 'E[0-9]+'}
  - {name: date, type: string, dateline: {edtf: {earliest: day}}}
  - {name: day, type: date, format: '%d/%m/%Y'}
  - name: injured
    type: integer
    constraints: {minimum: 0}
    missingValues: [{value: ""}, {value: n/a, label: not said}]
  - {name: port, type: string}
  - {name: parent, type: string}
  - {name: kind, type: string, dateline: {codes: kinds}}
primaryKey: [event_id]
uniqueKeys: [[date, port]]
foreignKeys:
  - {fields: [port], reference: {resource: ports, fields: [port]}}
  - {fields: [parent], reference: {fields: [event_id]}}
dateline:
  rules:
    - id: injured-known
      sql: injured IS NULL OR injured < 1000
      fields: [injured]
      message: a thousand people do not fit in
      severity: warning
"""

CODES = """
title: Codes
fields:
  - {name: list, type: string}
  - {name: code, type: string, title: Code}
  - {name: label, type: string, title: Label}
primaryKey: [list, code]
dateline:
  codes: {list: list, code: code}
"""

ROWS = {
    "ports": [
        {"port": "busan", "name": "Busan", "depth_m": "15.5"},
        {"port": "pohang", "name": 'Po"hang,\n| `x` ', "depth_m": ""},
    ],
    "events": [
        _event := {
            "event_id": "E1",
            "date": "2020-01-02",
            "day": "02/01/2020",
            "injured": "3",
            "port": "busan",
            "parent": "",
            "kind": "fire",
        },
        _event | {"event_id": "E2", "date": "2020-02", "day": "", "injured": "n/a", "parent": "E1"},
        _event | {"event_id": "E3", "port": "", "injured": ""},
    ],
    "codes": [
        {"list": "kinds", "code": "fire", "label": "Fire | smoke"},
        {"list": "kinds", "code": "leak", "label": ""},
        {"list": "unused", "code": "x", "label": "never shown"},
    ],
}
"""The records as text; every table but one has an empty cell and one that must be quoted."""

MORE_PORTS = [*ROWS["ports"], {"port": "ulsan", "name": "Ulsan", "depth_m": "12"}]
"""The ports of a later version."""

CREATED = datetime(2024, 11, 2, 3, 4, 5, tzinfo=UTC)
PROVENANCE = Provenance(CREATED, "0.1.0", commit="a" * 40)
CHANGELOG = {"CHANGELOG.md": "# Changes\r\n\r\n## 1.0.0\r\n\r\n- First.\r\n"}


def dataset(**changes: Any) -> Dataset:  # noqa: ANN401 - any of the properties
    """Return the sample dataset's metadata, with these properties changed."""
    return replace(read_dataset(DATASET, "dataset.yaml"), **changes)


def tables() -> dict[str, Table]:
    """Return the sample schemas, by name."""
    texts = {"ports": PORTS, "events": EVENTS, "codes": CODES}
    return {name: read_schema(text, f"schemas/{name}.yaml", name) for name, text in texts.items()}


def content(table: Table, rows: list[dict[str, str]]) -> TableContent:
    """Return these rows as the reader and the checks hand them on, with a column for the place."""
    schema = {**dict.fromkeys(table.names, pl.String), "__line": pl.Int64}
    frame = pl.LazyFrame([{**row, "__line": line} for line, row in enumerate(rows, 2)], schema=schema)
    return TableContent(table, frame, typed(table, frame))


def contents(**rows: list[dict[str, str]]) -> dict[str, TableContent]:
    """Return the sample content, with these tables' rows in place of the sample's."""
    return {name: content(table, rows.get(name, ROWS[name])) for name, table in tables().items()}


def release(version: str = "1.0.0", **rows: list[dict[str, str]]) -> Release:
    """Return the sample release."""
    return build(dataset(version=version), contents(**rows), PROVENANCE, CHANGELOG)
