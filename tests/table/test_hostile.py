"""Schemas from strangers: whatever stands in one, the answer is a table or problems with places."""

import json
from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.compile.schema import compile_table
from dateline.document import Document, Node, parse
from dateline.errors import Problem, SchemaFileError
from dateline.table import Table, read_schema, read_table
from dateline.table.types import CONSTRAINTS, OPTIONS, TYPES

SCHEMAS = Path(__file__).parent.parent.parent / "schemas"
WHOLE = {
    "title": "Events",
    "missingValues": ["", {"value": "NA", "label": "none"}],
    "fieldsMatch": "exact",
    "primaryKey": ["id"],
    "uniqueKeys": [["id", "kind"]],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
    "fields": [
        {
            "name": "id",
            "type": "string",
            "constraints": {"required": True, "pattern": "[a-z]+", "minLength": 1},
        },
        {"name": "parent", "type": "string", "format": "email"},
        {"name": "kind", "type": "string", "categories": ["a", {"value": "b", "label": "B"}]},
        {"name": "day", "type": "string", "dateline": {"edtf": {"earliest": "first", "precision": "word"}}},
        {"name": "word", "type": "string", "dateline": {"codes": "words"}},
        {"name": "first", "type": "date", "constraints": {"minimum": "2024-01-01", "maximum": "2024-12-31"}},
        {"name": "n", "type": "integer", "constraints": {"enum": [1, 2], "exclusiveMaximum": 9}},
        {"name": "x", "type": "number", "decimalChar": ",", "constraints": {"minimum": 0.5}},
        {"name": "yes", "type": "boolean", "trueValues": ["Y"], "falseValues": ["N"]},
        {
            "name": "many",
            "type": "list",
            "itemType": "integer",
            "delimiter": ";",
            "constraints": {"enum": [[1]]},
        },
        {"name": "doc", "type": "object", "constraints": {"jsonSchema": {"type": "object"}, "maxLength": 3}},
        {"name": "long", "type": "duration", "constraints": {"minimum": "P1D", "maximum": "P1Y"}},
        {"name": "m", "type": "integer"},
        {"name": "o", "type": "integer"},
    ],
    "dateline": {
        "rules": [
            {
                "id": "a-b",
                "sql": "n > 1 OR kind = 'a'",
                "fields": ["n"],
                "message": "few",
                "severity": "error",
            }
        ],
        "evidence": {"text": "id", "paragraph": "n", "start": "m", "end": "o", "sha256": "kind"},
    },
}
SEEDS = [WHOLE, *(yaml.safe_load(path.read_text()) for path in sorted(SCHEMAS.glob("*.yaml")))]
WORDS = [
    *TYPES,
    *CONSTRAINTS,
    *OPTIONS,
    "id",
    "n",
    "any",
    "%d.%m.%Y",
    "^a$",
    "*",
    "",
    "__x",
    "\0",
    "(",
    "P1D",
    "1",
    "é",
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(WORDS)
    | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=5,
)


def paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path of each part of a value."""
    pairs = list(
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [path, *(found for key, part in pairs for found in paths(part, (*path, key)))]


def put(value: Any, path: tuple[str | int, ...], part: object) -> Any:  # noqa: ANN401 - JSON values
    """Return a value with another part at a path."""
    if not path:
        return part
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], part)
    return copy


@st.composite
def mutated(draw: st.DrawFn) -> object:
    """Draw a sound schema with one to three parts replaced by anything."""
    value = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 3))):
        value = put(value, draw(st.sampled_from(paths(value))), draw(VALUES))
    return value


def compiled(table: Table) -> None:
    """Compile a table that was read; only a problem with a place may come of it."""
    try:
        compile_table(table)
    except SchemaFileError as error:
        assert error.problems  # noqa: PT017 - what a compiler may raise is the fact


@given(mutated(), st.booleans())
@settings(max_examples=300, deadline=None)
@example({"fields": [{"name": "a", "type": "geopoint", "constraints": {"enum": ["1, 2"]}}]}, False)  # noqa: FBT003 - drawn
def test_any_replaced_part_is_at_most_a_problem(value: object, indent: bool) -> None:  # noqa: FBT001 - drawn
    """Any JSON value in place of any part of a schema gives a table, or problems with places in the file."""
    text = json.dumps(value, indent=1 if indent else None, ensure_ascii=False)
    lines = text.split("\n")
    try:
        table = read_schema(text, "t.yaml", "t")
    except SchemaFileError as error:
        for problem in error.problems:
            assert problem.file == "t.yaml"
            assert problem.line is not None
            assert problem.column is not None
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
            assert problem.message == problem.message.strip() != ""
    else:
        compiled(table)


@given(mutated())
@settings(deadline=None)
def test_stranger_schema_is_at_most_a_list_of_problems(value: object) -> None:
    """Read as a stranger's, any value gives a table and problems; without problems it compiles."""
    problems: list[Problem] = []
    table = read_table(Node.root(Document("datapackage.json", value, {}, {}), problems), "t", strict=False)
    if not problems:
        compiled(table)


@given(st.sampled_from(sorted(SCHEMAS.glob("*.yaml"))), st.data())
@settings(deadline=None)
def test_any_slip_in_a_schema_file_is_at_most_a_problem(path: Path, data: st.DataObject) -> None:
    """Characters put in, left out or replaced anywhere in a schema file never do more than that."""
    text = path.read_text()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 3))
        text = (
            text[:at] + data.draw(st.text("[]{}:,-?&*!|>'\"%@`~<\t \n#\0é1a", max_size=3)) + text[at + cut :]
        )
    try:
        compiled(read_schema(text, "t.yaml", "t"))
    except SchemaFileError as error:
        assert all(problem.line for problem in error.problems)  # noqa: PT017 - every problem is looked at


def test_seed_schemas_are_sound() -> None:
    """What the other tests replace parts of is sound, compiled too."""
    for value in SEEDS:
        compile_table(read_schema(json.dumps(value, ensure_ascii=False), "t.yaml", "t"))


def test_descriptor_is_the_document_as_it_was_read() -> None:
    """What is published is what stands in the file, whatever of it dateline understands."""
    for path in SCHEMAS.glob("*.yaml"):
        text = path.read_text()
        assert read_schema(text, str(path), path.stem).descriptor == parse(text, "")[0].value
