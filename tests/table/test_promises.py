"""Which tables promise their ids to whoever cites a record."""

from __future__ import annotations

import pytest

from dateline.errors import SchemaFileError
from dateline.table import read_schema

FIELDS = """\
fields:
  - {name: id, type: string}
  - {name: number, type: integer}
  - {name: river, type: string}
"""
TO_RIVERS = "foreignKeys: [{fields: [%s], reference: {resource: rivers, fields: [id]}}]\n"


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("", False),
        ("primaryKey: id\n", True),
        ("primaryKey: number\n", False),
        ("primaryKey: [id, river]\n", False),
        ("primaryKey: id\n" + TO_RIVERS % "river", True),
        ("primaryKey: river\n" + TO_RIVERS % "river", False),
        ("primaryKey: id\nforeignKeys: [{fields: [id], reference: {fields: [id]}}]\n", True),
        ("primaryKey: id\ndateline: {ids: internal}\n", False),
        ("primaryKey: number\ndateline: {ids: permanent}\n", True),
        ("primaryKey: [id, river]\ndateline: {ids: permanent}\n", True),
    ],
)
def test_a_key_that_is_the_records_own_is_a_promise(text: str, promises: bool) -> None:  # noqa: FBT001 - a parameter
    """One text field that no other table lends; or what the schema says."""
    assert read_schema(FIELDS + text, "floods.yaml", "floods").promises == promises


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dateline: {ids: permanent}\n", "floods.yaml:5:17: a table without a primary key has no ids"),
        ("primaryKey: id\ndateline: {ids: forever}\n", "floods.yaml:6:17: 'ids' is 'forever'"),
        ("primaryKey: id\ndateline: {derived: events}\n", "unknown key 'derived'"),
    ],
)
def test_a_promise_that_cannot_be_kept_is_refused(text: str, message: str) -> None:
    """The place is told; what only a release says is no part of a project's schema."""
    with pytest.raises(SchemaFileError) as error:
        read_schema(FIELDS + text, "floods.yaml", "floods")
    assert message in str(error.value)
