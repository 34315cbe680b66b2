"""Differences between two states of a schema, and what each is to a reader."""

from __future__ import annotations

import pytest

from dateline.changes import compare_schemas
from dateline.table import read_schema

FIELDS = """
fields:
  - {name: id, type: string, constraints: {required: true}}
  - {name: river, type: string, title: River, constraints: {enum: [Elbe, Oder], maxLength: 10}}
  - {name: level, type: number, constraints: {minimum: 0, maximum: 20}}
  - {name: day, type: date, constraints: {minimum: "2000-01-01"}}
primaryKey: [id]
uniqueKeys: [[river, day]]
foreignKeys: [{fields: [river], reference: {fields: [id]}}]
dateline:
  rules: [{id: deep, sql: level < 15, fields: [level], message: deep}]
"""


def changes(*edits: tuple[str, str]) -> list[tuple[str | None, str, str]]:
    """Edit the schema; return field, what and level of each change."""
    text = FIELDS
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    found = compare_schemas(read_schema(FIELDS, "a.yaml", "a"), read_schema(text, "a.yaml", "a"))
    return [(each.field, each.what, each.level) for each in found]


def test_a_schema_does_not_differ_from_itself() -> None:
    """The same text is no change."""
    assert changes() == []


DAY = '  - {name: day, type: date, constraints: {minimum: "2000-01-01"}}\n'
ID = "  - {name: id, type: string, constraints: {required: true}}\n"


@pytest.mark.parametrize(
    ("edit", "change"),
    [
        (("type: number", "type: integer"), ("level", "type", "major")),
        (("title: River", "title: A river"), ("river", "title", "patch")),
        (("[Elbe, Oder]", "[Elbe, Oder, Ems]"), ("river", "enum", "minor")),
        (("[Elbe, Oder]", "[Elbe]"), ("river", "enum", "major")),
        (("[Elbe, Oder]", "[Ems, Oder]"), ("river", "enum", "major")),
        (("enum: [Elbe, Oder], ", ""), ("river", "enum", "minor")),
        (("maxLength: 10", "maxLength: 11"), ("river", "maxLength", "minor")),
        (("maxLength: 10", "maxLength: 9"), ("river", "maxLength", "major")),
        (("minimum: 0", "minimum: -1"), ("level", "minimum", "minor")),
        (("minimum: 0", "minimum: 1"), ("level", "minimum", "major")),
        (('"2000-01-01"', '"1999-12-31"'), ("day", "minimum", "minor")),
        (('"2000-01-01"', '"2000-01-02"'), ("day", "minimum", "major")),
        (("maximum: 20}", "maximum: 20, required: true}"), ("level", "required", "major")),
        ((", constraints: {required: true}", ""), ("id", "required", "minor")),
        (("uniqueKeys: [[river, day]]\n", ""), (None, "uniqueKeys", "minor")),
        (("[[river, day]]", "[[river, day], [level]]"), (None, "uniqueKeys", "major")),
        (("primaryKey: [id]", "primaryKey: [id, day]"), (None, "primaryKey", "major")),
        (("primaryKey:", 'missingValues: ["-"]\nprimaryKey:'), (None, "missingValues", "major")),
        (("primaryKey:", "fieldsMatch: subset\nprimaryKey:"), (None, "fieldsMatch", "major")),
        (("level < 15", "level < 16"), (None, "rule deep:", "minor")),
        ((", type: number", ", type: number, decimalChar: ','"), ("level", "decimalChar", "major")),
        (
            ("name: river, type: string", "name: river, type: string, dateline: {quotes: true}"),
            ("river", "quotes", "minor"),
        ),
        (("dateline:\n", "dateline:\n  event: {type: river}\n"), (None, "roles", "patch")),
        (("primaryKey:", "description: Floods\nprimaryKey:"), (None, "description", "patch")),
    ],
)
def test_one_edit_is_one_change(edit: tuple[str, str], change: tuple[str | None, str, str]) -> None:
    """What lets more in is minor, what may break a reader's program is major, words are a patch."""
    assert changes(edit) == [change]


def test_fields_that_come_and_go_are_major() -> None:
    """A reader's program counts on the fields there are."""
    new = "  - {name: dead, type: integer}\n"
    assert changes((ID, ID + new)) == [("dead", "added", "major")]
    level = "  - {name: level, type: number, constraints: {minimum: 0, maximum: 20}}\n"
    rules = "dateline:\n  rules: [{id: deep, sql: level < 15, fields: [level], message: deep}]\n"
    assert changes((level, ""), (rules, "")) == [("level", "removed", "major"), (None, "rule", "minor")]


def test_a_field_with_another_name_in_its_place_is_renamed() -> None:
    """The same place and the same definition: one change, not two."""
    found = changes(("name: day", "name: seen_on"), ("[[river, day]]", "[[river, seen_on]]"))
    assert found[0] == ("seen_on", "renamed", "major")
    assert [each[1] for each in found] == ["renamed", "uniqueKeys", "uniqueKeys"]


def test_another_order_of_fields_is_major() -> None:
    """Who reads by position is misled."""
    assert changes((DAY, ""), (ID, DAY + ID)) == [(None, "order", "major")]


def test_a_change_says_what_was_and_what_is() -> None:
    """Its message stands by itself."""
    text = FIELDS.replace("[Elbe, Oder]", "[Elbe]").replace("maximum: 20", "maximum: 20, required: true")
    found = compare_schemas(read_schema(FIELDS, "a.yaml", "a"), read_schema(text, "a.yaml", "a"))
    assert [each.message for each in found] == [
        "a.river: enum Elbe, Oder → Elbe",
        "a.level: required true added",
    ]


def test_a_promise_of_ids_that_is_dropped_is_major() -> None:
    """Who cites records by their keys counts on them; a new promise takes nothing away."""
    rules = "dateline:\n"
    texts = (FIELDS.replace(rules, f"{rules}  ids: {each}\n") for each in ("internal", "permanent"))
    old = read_schema(FIELDS, "a.yaml", "a")
    found = [list(compare_schemas(old, read_schema(text, "a.yaml", "a"))) for text in texts]
    assert [(each.message, each.level) for (each,) in found] == [
        ("a: ids internal added", "major"),
        ("a: ids permanent added", "minor"),
    ]
