"""The constraint jsonSchema: documents in cells, and schemas from strangers."""

import pytest

from dateline.rules.json_schema import json_schema_rule
from rules.running import refused, verdicts

DRAFT_7 = (
    "{$schema: 'http://json-schema.org/draft-07/schema#', definitions: {s: {type: string}},"
    " properties: {a: {$ref: '#/definitions/s'}}}"
)
SOUND = [
    "{type: object, required: [a]}",
    "{properties: {a: {$ref: '#/$defs/s'}}, required: [a], $defs: {s: {type: integer}}}",
    "{$id: 'https://example.org/x', allOf: [{$ref: '#/$defs/s'}], $defs: {s: {required: [a]}}}",
    "{$schema: 'https://example.org/unknown', required: [a]}",
]


@pytest.mark.parametrize("schema", SOUND)
def test_document_is_held_to_its_schema(schema: str) -> None:
    """A document that fits passes and another does not; references inside the schema are followed."""
    found = verdicts(f"type: object, constraints: {{jsonSchema: {schema}}}", '{"a": 1}', '{"b": 1}', "")
    assert found == {"json-schema": [True, False, True]}


def test_schema_of_an_older_draft() -> None:
    """A schema that names its draft is read by it."""
    found = verdicts(f"type: object, constraints: {{jsonSchema: {DRAFT_7}}}", '{"a": "x"}', '{"a": 1}')
    assert found == {"json-schema": [True, False]}


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("{type: 5}", "is no JSON Schema"),
        ("{pattern: '('}", "is no JSON Schema"),
        ("{$ref: 'http://127.0.0.1:1/x'}", "nothing is fetched"),
        ("{items: {anyOf: [{$ref: 'file:///etc/hosts'}]}}", "nothing is fetched"),
        ("{$dynamicRef: 'other.json'}", "nothing is fetched"),
        ("{$ref: '#/nowhere'}", "'#/nowhere', which is not in it"),
    ],
)
def test_schema_that_cannot_be_used(schema: str, message: str) -> None:
    """What is no schema, or leads out of it, is refused before any record is read; nothing is fetched."""
    assert message in refused(f"type: object, constraints: {{jsonSchema: {schema}}}")


def test_schema_without_end() -> None:
    """A schema that refers to itself for ever is told as what it is, not as a fault."""
    rule = json_schema_rule("a", {"$ref": "#"})
    assert rule.advise is not None
    assert rule.advise("{}").reason == "it cannot be told: the JSON Schema refers to itself without end"
    assert verdicts("type: object, constraints: {jsonSchema: {$ref: '#'}}", "{}") == {"json-schema": [False]}


def test_reason_names_the_place_in_the_document() -> None:
    """The first thing that does not fit is told with its path; a long value is cut."""
    rule = json_schema_rule("a", {"properties": {"b": {"items": {"type": "integer"}}}})
    assert rule.advise is not None
    assert rule.advise('{"b": [1, "x"]}').reason == "at $.b[1]: 'x' is not of type 'integer'"
    assert len(rule.advise('{"b": ["' + "x" * 1_000 + '"]}').reason or "") < 200
    assert rule.advise('{"b": [1]}').reason is None
