"""croissant.json: read by mlcroissant, records and all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import mlcroissant
import pytest

from dateline.package.metadata.croissant import data_type, field_id
from package.metadata.described import ODD_FIELDS, TINY, cells, in_json, odd_folder

if TYPE_CHECKING:
    from pathlib import Path

# rdflib 7.6 warns of a class of its own that its own JSON-LD parser still uses.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def _croissant(folder: Path) -> Any:  # noqa: ANN401 - a foreign type
    return mlcroissant.Dataset(str(folder / "croissant.json"))


def test_croissant_is_valid(folder: Path) -> None:
    """No error is found; and nothing is warned of but what the descriptor does not have."""
    issues = _croissant(folder).metadata.ctx.issues
    assert issues.errors == set()
    missing = [key for key in ("licenses", "version") if key not in in_json(folder, "datapackage.json")]
    assert len(issues.warnings) == len(missing)


def test_croissant_records_are_the_records(folder: Path) -> None:
    """Files are verified and every row of every table is read, each cell as the CSV file has it."""
    dataset = _croissant(folder)
    for table in in_json(folder, "datapackage.json")["resources"]:
        rows, expected = list(dataset.records(table["name"])), cells(folder, table["name"])
        assert len(rows) == len(expected) == table["rows"]
        for row, cell in zip(rows, expected, strict=True):
            assert {key: value for key, value in row.items() if not _equal(value, cell, key)} == {}


def _equal(value: object, row: dict[str, str], key: str) -> bool:
    """Whether a value says what the cell does. Readers make numbers of text columns of digits (2020.0)."""
    cell = row[unquote(key.partition("/")[2])]
    if value is None:
        return cell in ("", "n/a", "NA")
    if isinstance(value, bytes):
        return value.decode() in (cell, f"{cell}.0")
    if isinstance(value, bool):
        return str(value).lower() == cell
    if isinstance(value, int | float):
        return float(cell) == value
    return str(value)[:10] == cell[:10]


def test_croissant_lists_the_values_of_an_enumeration(tmp_path: Path) -> None:
    """Values that a field may have are a record set of their own, with their labels."""
    kinds = {"name": "a/b", "type": "string", "categories": [{"value": "1", "label": "one"}, {"value": "2"}]}
    fields = [kinds, *TINY["resources"][0]["schema"]["fields"][1:]]
    table = {**TINY["resources"][0], "schema": {"fields": fields}}
    dataset = _croissant(odd_folder(tmp_path, {**TINY, "resources": [table]}))
    id_ = "odd/a%2Fb/values"
    assert [set(each.values()) for each in dataset.records(id_)] == [{"1", "one"}, {"2"}]


def test_croissant_refers_to_other_tables(folder: Path) -> None:
    """Each foreign key of one field is a reference to the column that it names."""
    sets = {each["@id"]: each for each in in_json(folder, "croissant.json")["recordSet"]}
    for table in in_json(folder, "datapackage.json")["resources"]:
        fields = {each["@id"]: each for each in sets[table["name"]]["field"]}
        for key in table["schema"].get("foreignKeys", []):
            if len(key["fields"]) == 1:
                other = key["reference"].get("resource") or table["name"]
                assert fields[field_id(table["name"], key["fields"][0])]["references"] == {
                    "fileObject": {"@id": f"{other}.csv"},
                    "extract": {"column": key["reference"]["fields"][0]},
                }


def test_ids_of_fields_differ_and_are_addresses() -> None:
    """However fields are called, their ids are different, and are one step below their table."""
    ids = [field_id("odd", name) for name in [*ODD_FIELDS, ".", "a%2Fb", "a", "b"]]
    assert len(set(ids)) == len(ids)
    assert all(each.isascii() and each.count("/") == 1 and " " not in each for each in ids)


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ({"type": "integer"}, "sc:Integer"),
        ({"type": "integer", "missingValues": [{"value": ""}, {"value": "n/a"}]}, "sc:Integer"),
        ({"type": "integer", "missingValues": ["-99"]}, "sc:Text"),
        ({"type": "integer", "groupChar": ","}, "sc:Text"),
        ({"type": "number"}, "sc:Float"),
        ({"type": "number", "decimalChar": ","}, "sc:Text"),
        ({"type": "number", "bareNumber": False}, "sc:Text"),
        ({"type": "boolean"}, "sc:Boolean"),
        ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, "sc:Text"),
        ({"type": "date"}, "sc:Date"),
        ({"type": "date", "format": "%d/%m/%Y"}, "sc:Text"),
        ({"type": "datetime"}, "sc:DateTime"),
        ({"type": "year"}, "sc:Integer"),
        ({"type": "geojson"}, "sc:Text"),
        ({"type": "string", "format": "uri"}, "sc:URL"),
        ({"dateline": {"url": {}}}, "sc:URL"),
        ({}, "sc:Text"),
    ],
)
def test_croissant_types_are_what_readers_can_rely_on(field: dict[str, Any], found: str) -> None:
    """A column is more than text only where every reader of CSV parses its cells alike."""
    assert data_type(field, {}) == found


def test_missing_values_of_the_table_count_for_its_fields() -> None:
    """A word for "no value" that the whole table has keeps its numbers text as well."""
    assert data_type({"type": "integer"}, {"missingValues": ["", "unknown"]}) == "sc:Text"
