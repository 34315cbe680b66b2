"""A stranger's schema is used as far as it can be; what cannot is told, and the rest holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from foreign.conftest import only, places, table

if TYPE_CHECKING:
    from foreign.conftest import Maker

CSV = "id,word\n1,one\nx,two\n"
CELL = ("type", "t.csv", 3, "id")
"""The one wrong cell of `CSV`."""


def field(name: str = "word", /, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON holds any value
    """Return a field."""
    return {"name": name, **said}


BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("unknown type", field(type="strin")),
    ("type that is no text", field(type=5)),
    ("format that does not exist", field(type="string", format="emal")),
    ("date pattern without codes", field(type="date", format="dd/mm/yyyy", constraints={})),
    ("minimum of another type", field(type="integer", constraints={"minimum": "x"})),
    (
        "minimum of an aware datetime",
        field(type="datetime", format="%Y-%m-%d %H:%M", constraints={"minimum": "now"}),
    ),
    ("maximum below minimum", field(type="integer", constraints={"minimum": 9, "maximum": 1})),
    ("pattern that is no pattern", field(type="string", constraints={"pattern": "["})),
    ("pattern that only Python reads", field(type="string", constraints={"pattern": "(?=a)b"})),
    ("pattern that is no text", field(type="string", constraints={"pattern": 5})),
    ("enum that is no list", field(type="string", constraints={"enum": "one"})),
    ("enum without a value", field(type="string", constraints={"enum": []})),
    ("enum of another type", field(type="integer", constraints={"enum": ["a", 1]})),
    ("required that is no truth value", field(type="string", constraints={"required": "yes"})),
    ("length that is no number", field(type="string", constraints={"minLength": "3"})),
    ("constraint of another type", field(type="integer", constraints={"maxLength": 3})),
    ("constraints that are a list", field(type="string", constraints=["required"])),
    ("missing values that are no texts", field(type="string", missingValues=[1])),
    ("decimal mark of two characters", field(type="number", decimalChar="::")),
    ("JSON Schema that is none", field(type="object", constraints={"jsonSchema": {"type": 5}})),
    (
        "JSON Schema elsewhere",
        field(type="object", constraints={"jsonSchema": {"$ref": "https://example.org/x"}}),
    ),
    ("JSON Schema that is a text", field(type="object", constraints={"jsonSchema": "x"})),
    ("categories of another type", field(type="integer", categories=["a"])),
]


@pytest.mark.parametrize("word", [each for _, each in BROKEN], ids=[name for name, _ in BROKEN])
def test_a_fault_of_one_field_hides_nothing_in_another(make: Maker, word: dict[str, Any]) -> None:
    """The fault is told once, at its line in the descriptor, and another field's wrong cell is found."""
    text = (
        CSV if word.get("type") in ("string", "strin", 5, None) else CSV.replace("one", "").replace("two", "")
    )
    report = make.check(table("t", "t.csv", "id:integer", word), files={"t.csv": text})
    assert [each.rule for each in report.findings] == ["schema-error", "type"]
    assert report.findings[0].file == "datapackage.json"
    assert report.findings[0].line is not None
    assert places(report)[1] == CELL


def test_a_fault_of_one_constraint_hides_no_other(make: Maker) -> None:
    """Of a field's constraints the one that cannot be used is left out."""
    said = {"minimum": "x", "maximum": 5, "required": True, "unique": True}
    text = "id\n1\n9\n1\n\n"
    report = make.check(
        table("t", "t.csv", {"name": "id", "type": "integer", "constraints": said}), files={"t.csv": text}
    )
    assert report.counts() == {"schema-error": 1, "maximum": 1, "unique": 1, "required": 1}


def test_a_field_without_a_type_that_is_known_keeps_what_holds_of_any(make: Maker) -> None:
    """`required` and `unique` need no type."""
    word = field(type="strin", constraints={"required": True, "unique": True, "minimum": 5})
    text = "id,word\n1,a\n2,a\n3,\n"
    report = make.check(table("t", "t.csv", "id:integer", word), files={"t.csv": text})
    assert report.counts() == {"schema-error": 1, "unique": 1, "required": 1}


@pytest.mark.parametrize(
    "said", [5, [], None, {"fields": 5}, {"fields": []}, {"fields": [5]}, {"fields": [{}]}, {}]
)
def test_a_schema_that_is_none_leaves_the_structure_to_check(make: Maker, said: Any) -> None:  # noqa: ANN401 - as above
    """Without usable fields a table is checked by its own labels."""
    report = make.check({"name": "t", "path": "t.csv", "schema": said}, files={"t.csv": "id,word\n1,a,b\n"})
    assert report.counts() == ({"extra-cell": 1} if said is None else {"schema-error": 1, "extra-cell": 1})


def test_two_fields_of_one_name_are_told(make: Maker) -> None:
    """The name is told in the schema and in the header; the first column of the name is checked."""
    report = make.check(
        table("t", "t.csv", "a:integer", "a:string", "b:integer"), files={"t.csv": "a,a,b\n1,x,2\ny,x,z\n"}
    )
    assert places(report) == [
        ("schema-error", "datapackage.json", report.findings[0].line, None),
        ("duplicate-label", "t.csv", 1, "a"),
        ("type", "t.csv", 3, "a"),
        ("type", "t.csv", 3, "b"),
    ]


def test_two_fields_of_one_name_keep_their_places_where_there_is_no_header(make: Maker) -> None:
    """Without labels each field has the column of its position."""
    fields = ("a:string", "a:integer", "b:integer")
    report = make.check(
        table("t", "t.csv", *fields, dialect={"header": False}), files={"t.csv": "x,1,2\nx,y,z\n"}
    )
    assert [(each.rule, each.line, each.field_number) for each in report.findings] == [
        ("schema-error", report.findings[0].line, None),
        ("type", 2, 2),
        ("type", 2, 3),
    ]


def test_a_field_that_cannot_be_read_blames_no_column(make: Maker) -> None:
    """The column of a field without a name is not told to be unknown."""
    report = make.check(table("t", "t.csv", "id:integer", {"type": "string"}), files={"t.csv": CSV})
    assert report.counts() == {"schema-error": 1, "type": 1}


@pytest.mark.parametrize(
    "name", ["__typename", " id", "Größe (m²)", "a.b", "select", "text:id", "\u200bx", "x" * 300]
)
def test_names_of_strangers_are_taken_as_they_are(make: Maker, name: str) -> None:
    """The standard lets a field have any text as its name."""
    report = make.check(
        table("t", "t.csv", {"name": name, "type": "integer"}), files={"t.csv": f'"{name}"\n1\nx\n'}
    )
    errors = [each for each in report.findings if each.severity == "error"]
    assert [(each.rule, each.field) for each in errors] == [("type", name)]


@pytest.mark.parametrize("name", ["*", "^a$", "__row__"])
def test_a_name_that_cannot_be_held_is_told(make: Maker, name: str) -> None:
    """A name that would be taken for a pattern or for one of dateline's own columns is told."""
    report = make.check(
        table("t", "t.csv", "id:integer", {"name": name}), files={"t.csv": f"id,{name}\nx,1\n"}
    )
    assert report.counts() == {"schema-error": 1, "type": 1}


@pytest.mark.parametrize(
    "keys",
    [
        {"primaryKey": "nope"},
        {"primaryKey": ["id", "id"]},
        {"primaryKey": 5},
        {"uniqueKeys": [["nope"]]},
        {"uniqueKeys": ["id"]},
        {"foreignKeys": [{"fields": "nope", "reference": {"resource": "", "fields": "id"}}]},
        {"foreignKeys": [{"fields": "id", "reference": {"resource": "", "fields": "nope"}}]},
        {"foreignKeys": [{"fields": ["id", "word"], "reference": {"resource": "", "fields": "id"}}]},
        {"foreignKeys": [{"fields": "id"}]},
        {"foreignKeys": [{"fields": "id", "reference": {"resource": "elsewhere", "fields": "id"}}]},
        {"foreignKeys": [{"fields": "id", "reference": {"resource": "", "fields": "word"}}]},
        {"foreignKeys": {"fields": "id"}},
        {"missingValues": "NA"},
        {"fieldsMatch": "most"},
    ],
    ids=str,
)
def test_a_fault_of_a_key_is_said_once(make: Maker, keys: dict[str, Any]) -> None:
    """A key that names nothing, or things that cannot be equal, is told once, not for each row."""
    report = make.check(table(schema=keys), files={"t.csv": CSV})
    assert [each.rule for each in report.findings] == ["schema-error", "type"]
    assert report.findings[0].line is not None


def test_a_reference_to_a_table_that_was_not_read_is_noted(make: Maker) -> None:
    """Where the other table cannot be read, its absence is told, and not that every reference is wrong."""
    key = {"fields": "id", "reference": {"resource": "other", "fields": "id"}}
    other = table("other", "gone.csv", "id:integer")
    report = make.check(table(schema={"foreignKeys": [key]}), other, files={"t.csv": "id,word\n1,a\n"})
    assert only(report).rule == "file-missing"
    assert report.notes == ("references to 'other' were not checked: its id could not be read",)


def test_a_reference_to_a_column_that_is_not_there_is_noted(make: Maker) -> None:
    """The other file lacks the column: told once, there."""
    key = {"fields": "id", "reference": {"resource": "other", "fields": "id"}}
    other = table("other", "o.csv", "id:integer", "x:string")
    report = make.check(
        table(schema={"foreignKeys": [key]}), other, files={"t.csv": "id,word\n1,a\n", "o.csv": "x\na\n"}
    )
    assert report.counts() == {"missing-label": 1}
    assert len(report.notes) == 1


def test_a_fault_of_a_type_is_not_told_again_by_a_reference(make: Maker) -> None:
    """A key of a field with an unknown type is not said to be of another type."""
    key = {"fields": "id", "reference": {"resource": "other", "fields": "id"}}
    other = table("other", "o.csv", {"name": "id", "type": "integr"})
    report = make.check(
        table(schema={"foreignKeys": [key]}), other, files={"t.csv": "id,word\n1,a\n", "o.csv": "id\n1\n"}
    )
    assert only(report).rule == "schema-error"


def test_references_hold_across_forms(make: Maker) -> None:
    """A table in JSON refers to one in CSV and to itself."""
    fields = [{"name": "id", "type": "integer"}, {"name": "up", "type": "integer"}]
    keys = [
        {"fields": "id", "reference": {"resource": "t", "fields": "id"}},
        {"fields": "up", "reference": {"resource": "", "fields": "id"}},
    ]
    data = [{"id": 1, "up": None}, {"id": 2, "up": 1}, {"id": 9, "up": 7}]
    second = {"name": "u", "data": data, "schema": {"fields": fields, "foreignKeys": keys}}
    report = make.check(table(), second, files={"t.csv": "id,word\n1,a\n2,b\n"})
    assert [(each.rule, each.row, each.field) for each in report.findings] == [
        ("foreign-key", 4, "id"),
        ("foreign-key", 4, "up"),
    ]


def test_what_dateline_says_in_a_published_schema_holds(make: Maker) -> None:
    """The properties under `dateline` are heeded in a package too; a faulty one is told and left out."""
    when = {"name": "when", "type": "string", "dateline": {"edtf": {"earliest": "no"}}}
    report = make.check(table("t", "t.csv", when), files={"t.csv": "when\n2024-13\n"})
    assert report.counts() == {"schema-error": 1, "edtf-invalid": 1}
