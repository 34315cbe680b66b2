"""A dataset in three versions, with categories, several keys between two tables, and records that ended."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from dateline.dataset import read_dataset
from dateline.dataset.ledger import Entry
from dateline.package import Provenance, build
from dateline.publishing import publish_directory
from dateline.table import read_schema
from package.samples import content

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.package import Release

_DATASET = """
name: floods
title: Floods
description: Made up.
version: {version}
licenses: [{{name: CC0-1.0}}]
contributors: [{{title: The Flood Desk, roles: [creator]}}]
tables:
  floods: {{path: floods.csv}}
  rivers: {{path: rivers.csv}}
  reports: {{path: reports.csv}}
  notes: {{path: notes.csv}}
"""

_SCHEMAS = {
    "floods": """
title: Floods
fields:
  - {name: flood, type: string, constraints: {pattern: 'F[0-9]+'}}
  - {name: day, type: date}
  - name: severity
    type: string
    categories: [{value: low, label: a meadow}, {value: high, label: a street}, {value: extreme}]
    categoriesOrdered: true
  - {name: source, type: string}
  - {name: mouth, type: string}
primaryKey: [flood]
foreignKeys:
  - {fields: [source], reference: {resource: rivers, fields: [river]}}
  - {fields: [mouth], reference: {resource: rivers, fields: [river]}}
""",
    "rivers": """
fields:
  - {name: river, type: string}
  - {name: day, type: string, description: When it was last measured.}
primaryKey: [river]
""",
    "reports": """
fields:
  - {name: flood, type: string}
  - {name: number, type: integer}
  - {name: level, type: number}
primaryKey: [flood, number]
foreignKeys:
  - {fields: [flood], reference: {resource: floods, fields: [flood]}}
""",
    "notes": """
fields:
  - {name: text, type: string}
""",
}


def _flood(name: str, severity: str, source: str = "han", mouth: str = "imjin") -> dict[str, str]:
    return {"flood": name, "day": "2023-07-14", "severity": severity, "source": source, "mouth": mouth}


_RIVERS = [{"river": "han", "day": ""}, {"river": "imjin", "day": "1999"}]
_ROWS: dict[str, dict[str, list[dict[str, str]]]] = {
    "1.0.0": {
        "floods": [
            _flood("F1", "low"),
            _flood("F2", "high"),
            _flood("F3", "low"),
            _flood("F4", "low", mouth=""),
        ],
        "rivers": _RIVERS,
        "reports": [
            {"flood": "F1", "number": "1", "level": "1.5"},
            {"flood": "F1", "number": "2", "level": "2"},
            {"flood": "F3", "number": "1", "level": "4"},
        ],
        "notes": [{"text": "first"}],
    },
    "1.1.0": {
        "floods": [_flood("F1", "extreme"), _flood("F2", "high"), _flood("F4", "low", mouth="")],
        "rivers": _RIVERS,
        "reports": [
            {"flood": "F1", "number": "1", "level": "1.50"},
            {"flood": "F1", "number": "2", "level": "2"},
        ],
        "notes": [{"text": "second"}],
    },
    "2.0.0": {
        "floods": [_flood("F1", "extreme"), _flood("F5", "low"), _flood("F6", "low")],
        "rivers": [*_RIVERS, {"river": "naktong", "day": ""}],
        "reports": [{"flood": "F1", "number": "1", "level": "1.50"}],
        "notes": [{"text": "second"}],
    },
}
CREATED = {"1.0.0": (2024, 1, 10), "1.1.0": (2024, 3, 1), "2.0.0": (2025, 2, 2)}


def _ended(record: str, change: Any, reason: str, day: date, *into: str) -> Entry:  # noqa: ANN401 - a literal
    return Entry("floods", record, change, reason, "AB", day, into)


_LEDGER = {
    "1.0.0": (),
    "1.1.0": (_ended("F3", "merged", "The same flood as F1.", date(2024, 2, 1), "F1"),),
}
_LEDGER["2.0.0"] = (
    *_LEDGER["1.1.0"],
    _ended("F2", "retracted", "It was a drill.", date(2024, 5, 6)),
    _ended("F4", "split", "Two floods in one week.", date(2024, 6, 7), "F5", "F6"),
)


def floods(version: str) -> Release:
    """Return one of the releases."""
    tables = {name: read_schema(text, f"schemas/{name}.yaml", name) for name, text in _SCHEMAS.items()}
    rows = {name: content(table, _ROWS[version][name]) for name, table in tables.items()}
    provenance = Provenance(datetime(*CREATED[version], 23, 30, tzinfo=UTC), "0.1.0", commit="a" * 40)
    dataset = read_dataset(_DATASET.format(version=version), "dataset.yaml")
    return build(dataset, rows, provenance, ledger=_LEDGER[version])


def publish_floods(target: Path) -> None:
    """Publish all versions."""
    for version in CREATED:
        publish_directory(target, floods(version))
