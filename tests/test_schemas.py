"""The repository's own schemas: valid documents, and true to themselves."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import polars as pl
import pytest

from dateline.compile.cast import typed, unreadable
from dateline.compile.schema import compile_table
from dateline.document import parse
from dateline.table import Table, read_schema

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "schemas").glob("*.yaml"))
TABLES = {path.stem: read_schema(path.read_text("utf-8"), path.name, path.stem) for path in FILES}
PROFILE = json.loads((ROOT / "toolkit/dateline/loading/profiles/data-package-2-0.json").read_text("utf-8"))
FIELDS = [(table, field) for table in TABLES.values() for field in table.fields]


def test_there_is_a_schema_for_each_table_of_the_guide() -> None:
    """The twelve tables of the first dataset all have a schema."""
    assert {
        "actors",
        "articles",
        "claim_sources",
        "claims",
        "codes",
        "event_actors",
        "event_places",
        "event_relations",
        "events",
        "place_aliases",
        "places",
        "sources",
    } <= set(TABLES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_schema_file_is_a_valid_table_schema(path: Path) -> None:
    """Each file, as it stands, is valid by the official Data Package profile's Table Schema part."""
    document, problems = parse(path.read_text("utf-8"), path.name)
    assert not problems
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "resources": [{"name": path.stem, "path": "x.csv", "type": "table", "schema": document.value}],
    }
    jsonschema.validate(package, PROFILE)


@pytest.mark.parametrize(("table", "field"), FIELDS, ids=lambda each: getattr(each, "name", None))
def test_a_field_is_documented_and_its_example_is_valid_for_it(table: Table, field: object) -> None:
    """Every field has a title, a description and an example that its own type and rules accept."""
    each = table[field.name]  # type: ignore[attr-defined]  # parametrize gives objects
    assert each.title
    assert each.description
    assert isinstance(each.example, str)
    cell = pl.DataFrame({each.name: [each.example]})
    assert cell.select(unreadable(table, each, pl.col(each.name))).item() is False
    alone = Table(each.name, (each,), missing_values=table.missing_values)
    without_companions = compile_table(alone_without(alone))
    without_companions.schema.validate(typed(alone, cell.lazy()).collect(), lazy=True)


def alone_without(table: Table) -> Table:
    """Return a one-field table whose field has no companions: they stand in other fields."""
    (field,) = table.fields
    field = replace(field, phrase=None)
    if field.edtf is not None:
        field = replace(field, edtf=replace(field.edtf, earliest=None, latest=None, precision=None))
    return replace(table, fields=(field,))
