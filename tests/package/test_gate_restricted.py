"""Restricted fields: what is left of a schema without them, and what may not be restricted."""

from __future__ import annotations

import pytest
import yaml

from dateline.dataset import read_dataset
from dateline.errors import DatasetFileError, SchemaFileError
from dateline.table import Table, read_schema
from dateline.table.restricted import without_restricted
from package.private import DATASET

SCHEMA = """\
primaryKey: [id]
uniqueKeys: [[a, b], [b]]
fields:
  - {name: id, type: string}
  - {name: a, type: string, dateline: {restricted: true}}
  - {name: b, type: string}
  - {name: ocha, type: string, dateline: {restricted: true}}
  - {name: file, type: string, dateline: {restricted: true}}
  - {name: hash, type: string}
  - {name: paragraphs, type: integer}
  - {name: site, type: string, dateline: {place: {precision: near}}}
  - {name: near, type: string, dateline: {restricted: true}}
  - {name: code, type: string, dateline: {place_code: {system: ocha, place: site}}}
  - {name: link, type: string, dateline: {url: {outlet: a}}}
foreignKeys:
  - {fields: [a], reference: {fields: [id]}}
  - {fields: [b], reference: {fields: [id]}}
dateline:
  ids: internal
  text: {file: file, sha256: hash, paragraphs: paragraphs}
  article: {outlet: a, url: link, coded: {a: [x, y]}, duplicate: {b: z}, republisher: [a, b]}
  rules:
    - {id: names-a, sql: "a IS NULL OR b <> 'x'", fields: [b], message: wrong}
    - {id: quotes-a, sql: "\\"a\\" IS NULL", fields: [b], message: wrong}
    - {id: speaks-of-ocha, sql: b <> 'x', fields: [b], message: ocha is wrong}
    - {id: names-b, sql: b <> 'banana', fields: [b], message: wrong}
"""


@pytest.fixture(scope="module")
def public() -> Table:
    """Return the schema without its restricted fields."""
    return without_restricted(read_schema(SCHEMA, "t.yaml", "t"))


def test_keys_and_references_of_restricted_fields_are_left_out(public: Table) -> None:
    """Unique keys and foreign keys stay where all their fields are published."""
    assert public.names == ("id", "b", "hash", "paragraphs", "site", "code", "link")
    assert public.unique_keys == (("b",),)
    assert [key.fields for key in public.foreign_keys] == [("b",)]


def test_rules_that_name_a_restricted_field_are_left_out(public: Table) -> None:
    """A rule goes that names one in its expression, in quotes or not, or in its words."""
    assert [rule.id for rule in public.rules] == ["names-b"]


def test_roles_lose_what_names_a_restricted_field(public: Table) -> None:
    """Parts, conditions and members of lists go; a role of which every part is needed goes whole."""
    article = public.roles.article
    assert article is not None
    assert (article.outlet, article.url, article.coded, article.republisher) == (None, "link", None, ("b",))
    assert article.duplicate is not None
    assert public.text is None


def test_uses_lose_what_names_a_restricted_field(public: Table) -> None:
    """A use stays without the part; the name of a system is no field's name."""
    assert public["site"].place is not None
    assert public["site"].place.precision is None
    assert public["link"].url is not None
    assert public["link"].url.outlet is None
    assert public["code"].place_code is not None
    assert public["code"].place_code.system == "ocha"


def test_the_descriptor_says_the_same(public: Table) -> None:
    """What is left of the document is a schema by which the same table is read."""
    again = read_schema(yaml.safe_dump(public.descriptor, sort_keys=False), "t.yaml", "t")
    for part in ("names", "primary_key", "unique_keys", "roles", "text", "ids"):
        assert getattr(again, part) == getattr(public, part)
    assert "restricted" not in str(public.descriptor)
    assert [rule.id for rule in again.rules] == ["names-b"]


def test_a_table_without_restricted_fields_stays_as_it_is(public: Table) -> None:
    """Nothing is made anew where nothing is hidden."""
    assert without_restricted(public) is public


SHUT = "{name: a, type: string, dateline: {restricted: true}}"
OPEN = "{name: b, type: string}"
WRONG = {
    "every field is restricted": f"fields:\n  - {SHUT}\n",
    "the primary key names 'a', which is restricted": f"fields:\n  - {OPEN}\n  - {SHUT}\nprimaryKey: [a]\n",
    "what names a code cannot be restricted": (
        f"fields:\n  - {SHUT}\n  - {OPEN}\ndateline: {{codes: {{list: b, code: a}}}}\n"
    ),
    "'b' would tell what 'a' hides": (
        "fields:\n  - {name: b, type: date}\n"
        "  - {name: a, type: string, dateline: {restricted: true, edtf: {latest: b}}}\n"
    ),
}
PLACES = {
    "every field is restricted": (2, 3),
    "the primary key names 'a', which is restricted": (4, 13),
    "what names a code cannot be restricted": (4, 35),
    "'b' would tell what 'a' hides": (3, 73),
}


@pytest.mark.parametrize("message", WRONG)
def test_what_cannot_be_restricted_is_told_at_its_place(message: str) -> None:
    """Each error of the schema has line, column and what to do."""
    with pytest.raises(SchemaFileError) as error:
        read_schema(WRONG[message], "t.yaml", "t")
    first = error.value.problems[0]
    assert (first.message, first.line, first.column) == (message, *PLACES[message])
    assert first.help


def test_records_are_public_or_private() -> None:
    """`records` takes two words; left out it is public."""
    assert read_dataset(DATASET, "dataset.yaml").private
    assert not read_dataset(DATASET.replace("records: private\n", ""), "dataset.yaml").private
    with pytest.raises(DatasetFileError, match="privat"):
        read_dataset(DATASET.replace("records: private", "records: privat"), "dataset.yaml")
