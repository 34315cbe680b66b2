"""Table Schema documents: every key, every type, every fault at its place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.document import Document, Mark, Node, parse
from dateline.errors import Problem, SchemaFileError
from dateline.table import (
    Category,
    CodeFields,
    Edtf,
    EvidenceFields,
    Field,
    ForeignKey,
    MissingValue,
    RowRule,
    Table,
    TextFields,
    read_schema,
    read_table,
)
from dateline.table.types import ALWAYS, CONSTRAINTS, OPTIONS, TYPES

GOLDEN = Path(__file__).parent.parent / "golden" / "table"
VALUES: dict[str, object] = {
    "required": True,
    "unique": True,
    "enum": ["a"],
    "minLength": 1,
    "maxLength": 2,
    "minimum": "1",
    "maximum": "2",
    "exclusiveMinimum": "1",
    "exclusiveMaximum": "2",
    "jsonSchema": {"type": "object"},
    "pattern": "a+",
    "decimalChar": ",",
    "groupChar": " ",
    "bareNumber": False,
    "trueValues": ["Y"],
    "falseValues": ["N"],
    "delimiter": ";",
    "itemType": "date",
}


def text_of(value: object) -> str:
    """Write a value as YAML."""
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True)


def problems(text: str) -> list[Problem]:
    """Return everything wrong with a schema file."""
    with pytest.raises(SchemaFileError) as error:
        read_schema(text, "events.yaml", "events")
    return list(error.value.problems)


def problem(text: str) -> str:
    """Return the one thing wrong with a schema file."""
    (found,) = problems(text)
    return str(found)


def one(field: str) -> Field:
    """Read a schema of one field."""
    return read_schema(f"fields:\n- {{name: a, {field}}}\n", "events.yaml", "events").fields[0]


def lenient(value: object) -> tuple[Table, list[Problem]]:
    """Read a stranger's schema."""
    found: list[Problem] = []
    table = read_table(Node.root(Document("datapackage.json", value, {}, {}), found), "t", strict=False)
    return table, found


def test_everything_wrong_is_told_once_and_in_order(golden: Callable[[str, str], None]) -> None:
    """A file with every kind of fault: one pass finds them all, sorted by line, each once."""
    found = problems((GOLDEN / "wrong.yaml").read_text())
    golden("table/wrong.txt", "\n".join(map(str, found)) + "\n")
    assert len(set(found)) == len(found)
    places = [(each.line, each.column) for each in found]
    assert places == sorted(places)  # type: ignore[type-var] # each has a place: a None would not sort


FULL = """
$schema: https://datapackage.org/profiles/2.0/tableschema.json
title: Events
description: What happened.
missingValues: ["", {value: NA, label: not asked}]
fieldsMatch: subset
primaryKey: [id]
uniqueKeys: [[kind, day]]
foreignKeys:
  - {fields: [kind, day], reference: {resource: kinds, fields: [k, d]}}
  - {fields: [parent], reference: {fields: [id]}}
fields:
  - {name: id, type: string, title: Id, description: An id., example: E1, rdfType: "http://schema.org/id"}
  - {name: parent, type: string, missingValues: [none]}
  - {name: kind, type: string, categories: [a, {value: b, label: B}], categoriesOrdered: true,
     dateline: {codes: k}}
  - {name: day, type: string, dateline: {edtf: {earliest: first, precision: kind, continuing: true}}}
  - {name: first, type: date, format: "%d/%m/%Y", constraints: {minimum: 01/01/2024}}
  - {name: last, type: date}
  - {name: n, type: integer, groupChar: ".", bareNumber: false}
  - {name: m, type: integer}
  - {name: o, type: integer}
  - {name: anything}
dateline:
  rules:
    - {id: a-b, sql: n > 1, fields: [n], message: too few, help: count again, severity: warning}
    - {id: c, sql: n > 0, fields: [n, m], message: none}
  text: {file: id, sha256: kind, paragraphs: n}
  evidence: {text: parent, paragraph: n, start: m, end: o, sha256: kind}
  codes: {list: kind, code: id}
"""


def test_every_key_of_a_schema_is_read() -> None:
    """A schema with all keys of the standard and of dateline gives the same table as values."""
    table = read_schema(FULL, "events.yaml", "events")
    assert table == Table(
        name="events",
        title="Events",
        description="What happened.",
        missing_values=(MissingValue(""), MissingValue("NA", "not asked")),
        fields_match="subset",
        primary_key=("id",),
        unique_keys=(("kind", "day"),),
        foreign_keys=(
            ForeignKey(("kind", "day"), "kinds", ("k", "d"), Mark(10, 5)),
            ForeignKey(("parent",), None, ("id",), Mark(11, 5)),
        ),
        fields=(
            Field(
                "id", "string", title="Id", description="An id.", example="E1",
                rdf_type="http://schema.org/id", mark=Mark(13, 5),
            ),
            Field("parent", "string", missing_values=(MissingValue("none"),), mark=Mark(14, 5)),
            Field(
                "kind", "string", categories=(Category("a"), Category("b", "B")), categories_ordered=True,
                codes="k", mark=Mark(15, 5),
            ),
            Field("day", "string", edtf=Edtf("first", None, "kind", continuing=True), mark=Mark(17, 5)),
            Field("first", "date", "%d/%m/%Y", constraints={"minimum": "01/01/2024"}, mark=Mark(18, 5)),
            Field("last", "date", mark=Mark(19, 5)),
            Field("n", "integer", options={"groupChar": ".", "bareNumber": False}, mark=Mark(20, 5)),
            Field("m", "integer", mark=Mark(21, 5)),
            Field("o", "integer", mark=Mark(22, 5)),
            Field("anything", "any", mark=Mark(23, 5)),
        ),
        rules=(
            RowRule("a-b", "n > 1", ("n",), "too few", "count again", "warning", Mark(26, 22)),
            RowRule("c", "n > 0", ("n", "m"), "none", None, "error", Mark(27, 20)),
        ),
        text=TextFields("id", "kind", "n"),
        evidence=EvidenceFields("parent", "n", "m", "o", "kind"),
        codes=CodeFields("kind", "id"),
        file="events.yaml",
    )  # fmt: skip
    assert table.descriptor["title"] == "Events"
    assert table["first"].marks == {"minimum": Mark(18, 74)}
    assert "categories" in table["kind"].marks


def test_what_a_table_answers_about_its_fields() -> None:
    """A key's fields are required; a field's own missing values hold before the table's."""
    table = read_schema(FULL, "events.yaml", "events")
    assert [each.name for each in table.fields if table.required(each)] == ["id"]
    assert table.missing(table["parent"]) == ("none",)
    assert table.missing(table["id"]) == ("", "NA")
    assert table.names[:2] == ("id", "parent")
    with pytest.raises(KeyError):
        table["nope"]


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("key", CONSTRAINTS)
def test_constraint_applies_to_the_types_of_the_standard(kind: str, key: str) -> None:
    """A constraint is taken where the standard has it, and elsewhere refused at its own place."""
    text = text_of({"fields": [{"name": "a", "type": kind, "constraints": {key: VALUES[key]}}]})
    if key in (*ALWAYS, *TYPES[kind].constraints):
        (field,) = read_schema(text, "events.yaml", "events").fields
        assert field.constraints == {key: VALUES[key]}
    else:
        found = problems(text)[0]
        assert found.message == f"'{key}' does not apply to type {kind}"
        assert (found.line, found.column) == (5, 5)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("key", sorted(OPTIONS))
def test_option_applies_to_the_types_of_the_standard(kind: str, key: str) -> None:
    """An option of another type is an unknown key of a project's own schema."""
    text = text_of({"fields": [{"name": "a", "type": kind, key: VALUES[key]}]})
    if key in TYPES[kind].options:
        (field,) = read_schema(text, "events.yaml", "events").fields
        value = VALUES[key]
        assert field.options == {key: tuple(value) if isinstance(value, list) else value}
    else:
        assert problems(text)[0].message == f"unknown key '{key}' in item 1 of 'fields'"


@pytest.mark.parametrize("kind", TYPES)
def test_formats_of_each_type(kind: str) -> None:
    """A type's own formats are taken, an unknown one refused; dates take patterns."""
    formats = TYPES[kind].formats
    for name in sorted(formats or ["default", "any", "%d.%m.%Y"]):
        assert one(f"type: {kind}, format: '{name}'").format == name
    assert "format" in problem(f"fields: [{{name: a, type: {kind}, format: nope}}]") or formats is None
    if formats is None:
        assert one(f"type: {kind}, format: 'fmt:%Y'").format == "%Y"


@pytest.mark.parametrize(
    "text", ["", "# note", "~", "[]", "x", "5", "fields: []", "fields:", "fields: {}", "title: x"]
)
def test_document_that_is_no_schema(text: str) -> None:
    """A file without a list of fields is refused."""
    assert problem(text).startswith("events.yaml")


def test_syntax_error_comes_alone() -> None:
    """A file that is not YAML has that one problem, with its place."""
    assert problem("fields: [") == "events.yaml:1:10: this is not YAML: a value is missing here"


def test_companion_is_pointed_at_behind_a_field_that_cannot_be_read() -> None:
    """A field without a name does not shift the places of those after it."""
    text = "fields:\n- {type: string}\n- {name: a, type: string, dateline: {edtf: {earliest: b}}}\n"
    found = problems(text)
    assert [(each.line, each.column) for each in found] == [(2, 3), (3, 55)]
    assert found[1].message == "there is no field 'b'"


def test_order_of_lengths() -> None:
    """A least length above the greatest is refused; equal ones are not."""
    assert one("type: string, constraints: {minLength: 3, maxLength: 3}").constraints["maxLength"] == 3
    assert "no value fits" in problem(
        "fields: [{name: a, type: string, constraints: {minLength: 4, maxLength: 3}}]"
    )


@pytest.mark.parametrize(
    "pattern", ["(?i)a", "a)(b", "(" * 3_000 + ")" * 3_000, "a{99999999999999}", "[a&&b]", r"\p{L}"]
)
def test_pattern_that_cannot_be_held_to_the_whole_value(pattern: str) -> None:
    """A pattern has to compile alone and in a group, and mean the same to every program."""
    found = problem(
        text_of({"fields": [{"name": "a", "type": "string", "constraints": {"pattern": pattern}}]})
    )
    assert "pattern" in found


@pytest.mark.parametrize("pattern", ["cat|dog", r"a\\<b", "<a>", "(?i:a)", r"\d{4}"])
def test_pattern_that_every_program_reads_alike(pattern: str) -> None:
    """An ordinary pattern is taken as it is."""
    text = text_of({"fields": [{"name": "a", "type": "string", "constraints": {"pattern": pattern}}]})
    assert read_schema(text, "f", "t").fields[0].constraints["pattern"] == pattern


def test_names_that_differ_in_case() -> None:
    """SQLite and DuckDB hold `Name` and `name` for one column: a project's schemas must not have both."""
    assert "one name to many programs" in problem("fields: [{name: Name}, {name: name}]")
    assert lenient({"fields": [{"name": "Name"}, {"name": "name"}]})[1] == []


STRANGER: dict[str, Any] = {
    "profile": "tabular",
    "primaryKey": "id",
    "fieldsMatch": ["equal"],
    "foreignKeys": [
        {"fields": "parent", "reference": {"resource": "", "fields": "id", "x": 1}, "predicate": "is"},
        {"fields": ["id"], "reference": {"resource": "others", "fields": ["key"]}},
    ],
    "missingValues": [{"value": "", "label": "empty", "since": 2}, "", "-"],
    "fields": [
        {"name": "id", "type": "string", "constraints": {"enum": ["a", "a"], "customRule": 1}, "unit": "m"},
        {"name": "parent", "type": "date", "format": "fmt:%d/%m/%Y", "missingValues": ["x", "x"]},
        {"name": "c", "type": "string", "categories": ["a", {"value": "b", "color": "red"}, "a"]},
    ],
    "dateline": {"colour": "red", "codes": {"list": "id", "code": "c", "label": "x"}},
}


def test_stranger_other_properties_are_ignored() -> None:
    """A stranger's properties, and the forms of Table Schema v1, are no problems."""
    table, found = lenient(STRANGER)
    assert found == []
    assert table.primary_key == ("id",)
    assert table.fields_match == "equal"
    assert table.foreign_keys == (
        ForeignKey(("parent",), None, ("id",)),
        ForeignKey(("id",), "others", ("key",)),
    )
    assert table["parent"].format == "%d/%m/%Y"
    assert table["id"].constraints == {"enum": ["a", "a"]}


def test_stranger_faults_are_still_noted() -> None:
    """A reference to no field, or a wrong kind of value, is a fault in any schema."""
    _, found = lenient({"primaryKey": "x", "fields": [{"name": "id", "type": "text"}, {"name": 5}]})
    assert [each.message for each in found] == [
        "'type' is 'text'",
        "'name' must be text, not the number 5",
        "there is no field 'x'",
    ]


@pytest.mark.parametrize("key", ["profile", "unit"])
def test_own_schema_has_known_keys_only(key: str) -> None:
    """What a stranger may add is a slip in a project's own schema."""
    text = text_of({**STRANGER, "foreignKeys": [], "missingValues": [""]})
    assert any(each.message.startswith(f"unknown key '{key}'") for each in problems(text))


def test_single_name_is_a_key_in_a_project_too() -> None:
    """Table Schema allows one name in place of a list of one."""
    assert read_schema("primaryKey: a\nfields: [{name: a}]", "f", "t").primary_key == ("a",)


def test_unique_keys_are_lists() -> None:
    """A name where the standard has a list of names is refused."""
    assert problem("uniqueKeys: [a]\nfields: [{name: a}]").startswith(
        "events.yaml:1:14: item 1 of 'uniqueKeys' must be a list, not 'a'"
    )


def test_schema_read_from_a_part_of_a_document() -> None:
    """A schema inside a package's descriptor is read at its place there."""
    document, found = parse("resources:\n- schema:\n    fields:\n    - {name: a, type: x}\n", "d.yaml")
    node = Node.root(document, found).child("resources").child(0).child("schema")
    read_table(node, "t", strict=False)
    assert [(each.line, each.column) for each in found] == [(4, 23)]
