"""From Table Schema to pandera and back."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pandera.polars as pa
import polars as pl
import pytest

from dateline.compile.schema import compile_table
from dateline.compile.table_schema import table_schema
from dateline.document import parse
from dateline.table import Table, read_schema

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "schemas").glob("*.yaml"))
PROFILE = json.loads((ROOT / "toolkit/dateline/loading/profiles/data-package-2-0.json").read_text("utf-8"))
EVERY = """
fields:
  - name: s
    type: string
    format: email
    title: T
    description: D
    example: a@b.kr
    constraints: {minLength: 3, maxLength: 9}
  - {name: p, type: string, constraints: {pattern: 'cat|dog', enum: [cat, dog], unique: true}}
  - name: n
    type: number
    decimalChar: ","
    bareNumber: false
    constraints: {minimum: "0,5", exclusiveMaximum: 9}
  - {name: i, type: integer, categories: [{value: 1, label: one}, {value: 2}], categoriesOrdered: true}
  - {name: b, type: boolean, trueValues: [ja], falseValues: [nein], constraints: {required: true}}
  - {name: d, type: date, format: "%d/%m/%Y", missingValues: ["-"], constraints: {minimum: 01/02/2020}}
  - {name: t, type: datetime, constraints: {maximum: "2024-01-01T00:00:00"}}
  - {name: y, type: year, constraints: {exclusiveMinimum: 1900}}
  - {name: m, type: yearmonth, constraints: {minimum: 2020-01}}
  - {name: u, type: duration, constraints: {maximum: P1D}}
  - {name: l, type: list, itemType: integer, delimiter: ;, constraints: {minLength: 1}}
  - {name: o, type: object, constraints: {jsonSchema: {required: [x]}}}
  - {name: g, type: geopoint, format: array, rdfType: "https://schema.org/geo"}
  - {name: a}
  - {name: e, type: string, dateline: {edtf: {earliest: f}}}
  - {name: f, type: date}
primaryKey: [p, b]
uniqueKeys: [[s, n]]
foreignKeys: [{fields: [s], reference: {fields: [p]}}]
missingValues: ["", {value: n/a, label: not asked}]
fieldsMatch: equal
dateline: {rules: [{id: a-rule, sql: i > 0, fields: [i], message: no}]}
""".replace('["", {value: n/a, label: not asked}]', '[{value: ""}, {value: n/a, label: not asked}]')


def back(table: Table) -> Table:
    """Compile a table and read what comes back."""
    described = table_schema(compile_table(table).schema)
    assert described.unsaid == ()
    text = json.dumps(described.descriptor)
    return read_schema(text, "back.yaml", table.name)


def same(table: Table, other: Table) -> None:
    """Compare two tables, but for the places in their files."""
    document, _ = parse(json.dumps(table.descriptor), "x")
    again, _ = parse(json.dumps(other.descriptor), "x")
    assert normal(again.value) == normal(document.value)


def normal(value: dict[str, object]) -> dict[str, object]:
    """Return a descriptor without what a default says."""
    plain = {k: v for k, v in value.items() if k != "$schema"}
    fields = [{"type": "any", **field} for field in plain.pop("fields")]  # type: ignore[attr-defined]  # a list
    for field in fields:
        limits = field.get("constraints", {})
        field["constraints"] = {k: v for k, v in limits.items() if v is not False}
    return plain | {"fields": fields}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_schema_of_the_repository_comes_back_whole(path: Path) -> None:
    """Compiling a schema file to pandera and back loses nothing but what a primary key says twice."""
    table = read_schema(path.read_text("utf-8"), path.name, path.stem)
    returned = back(table)
    single = table.primary_key if len(table.primary_key) == 1 else ()
    for field in table.descriptor["fields"]:
        if field["name"] in table.primary_key:
            field["constraints"]["required"] = True
        if field["name"] in single:
            field["constraints"].pop("unique", None)
    same(table, returned)


def test_every_property_comes_back() -> None:
    """Types, formats, options, constraints, keys, missing values and dateline's properties survive."""
    table = read_schema(EVERY, "x.yaml", "x")
    returned = back(table)
    for field in table.descriptor["fields"]:
        if field["name"] in ("p", "b"):
            field["constraints"]["required"] = True
        if field["name"] == "n":
            field["constraints"]["minimum"] = 0.5
        if field["name"] == "m":
            assert returned["m"].constraints == {"minimum": "2020-01"}
    same(table, returned)


def test_a_change_in_the_notebook_changes_the_document() -> None:
    """What is added to a compiled pandera schema is in the document that comes back."""
    schema = compile_table(read_schema("fields: [{name: n, type: integer}]", "x.yaml", "x")).schema
    changed = schema.update_column("n", checks=[pa.Check.ge(3)], nullable=False)
    (field,) = table_schema(changed).descriptor["fields"]
    assert field == {"name": "n", "type": "integer", "constraints": {"required": True, "minimum": 3}}


def test_any_pandera_schema_is_described_as_far_as_table_schema_goes() -> None:
    """A schema written by hand gives a valid document, and the checks that it cannot say by name."""
    schema = pa.DataFrameSchema(
        {
            "id": pa.Column(pl.Int32, unique=True),
            "kind": pa.Column(
                pl.String, [pa.Check.isin(["a", "b"]), pa.Check.str_matches("a|b")], nullable=True
            ),
            "size": pa.Column(pl.Float64, pa.Check.in_range(0, 1, include_max=False), title="Size"),
            "when": pa.Column(pl.Datetime, pa.Check(lambda d: d.lazyframe, name="mine"), nullable=True),
            "tags": pa.Column(pl.List(pl.String), nullable=True),
        },
        checks=pa.Check(lambda d: d.lazyframe, name="whole"),
        unique=["id", "kind"],
    )
    described = table_schema(schema)
    known = [each for each in described.descriptor["fields"] if each["type"] != "list"]
    document = described.descriptor | {"fields": known}  # the official 2.0 profile does not know lists
    jsonschema.validate({"resources": [{"name": "x", "path": "x.csv", "schema": document}]}, PROFILE)
    assert described.unsaid == ("when: mine", "whole")
    assert described.descriptor["fields"] == [
        {"name": "id", "type": "integer", "constraints": {"required": True, "unique": True}},
        {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"], "pattern": "(?:a|b).*"}},
        {
            "name": "size",
            "type": "number",
            "title": "Size",
            "constraints": {"required": True, "minimum": 0, "exclusiveMaximum": 1},
        },
        {"name": "when", "type": "datetime"},
        {"name": "tags", "type": "list"},
    ]
    assert described.descriptor["primaryKey"] == ["id", "kind"]
