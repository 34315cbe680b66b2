"""What ties the schemas of a dataset together is checked before any record is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dateline.checks.links import check_links
from dateline.errors import SchemaFileError
from dateline.rules.ids import OWN
from dateline.table import Table, read_schema

TOOLKIT = Path(__file__).parents[2] / "toolkit/dateline"


def tables(**schemas: str) -> dict[str, Table]:
    """Read schemas by table name."""
    return {name: read_schema(text, f"{name}.yaml", name) for name, text in schemas.items()}


def refused(**schemas: str) -> str:
    """Return the problem that the schemas together have."""
    with pytest.raises(SchemaFileError) as caught:
        check_links(tables(**schemas))
    (problem,) = caught.value.problems
    return str(problem)


PLACES = "fields: [{name: place, type: string}, {name: size, type: integer}]\n"
EVENTS = """fields: [{name: id, type: string}, {name: place, type: string}]
foreignKeys:
  - {fields: [place], reference: {resource: %s, fields: [%s]}}
"""
RULED = """fields: [{name: id, type: string}]
dateline:
  rules:
    - {id: %s, sql: id <> 'x', fields: [id], message: no}
"""


def test_schemas_that_fit_pass() -> None:
    """A reference to a field of the same type is fine."""
    check_links(tables(places=PLACES, events=EVENTS % ("places", "place")))


def test_a_reference_to_no_table_is_refused_with_the_nearest() -> None:
    """A misspelt table is named with its place and the one that was meant."""
    said = refused(places=PLACES, events=EVENTS % ("place", "place"))
    assert said.startswith("events.yaml:3:5: there is no table 'place'")
    assert "did you mean 'places'?" in said


def test_a_reference_to_no_field_is_refused() -> None:
    """A misspelt field of the other table is refused."""
    assert "places has no field 'plac'" in refused(places=PLACES, events=EVENTS % ("places", "plac"))


def test_a_reference_to_another_type_is_refused_once() -> None:
    """A text cannot refer to a number: that is said of the schema, not of every row."""
    said = refused(places=PLACES, events=EVENTS % ("places", "size"))
    assert "'place' of type string cannot refer to places.size, of type integer" in said


def test_codes_need_a_code_table() -> None:
    """A field that takes codes from a list needs a table of codes in the dataset."""
    said = refused(events="fields: [{name: kind, type: string, dateline: {codes: kinds}}]\n")
    assert "no table is a code table" in said


def test_evidence_needs_a_table_of_texts() -> None:
    """A passage must cite, by foreign key, a table whose rows are texts."""
    fields = "article: string, part: integer, from: integer, to: integer, hash: string"
    listed = ", ".join(
        "{{name: {}, type: {}}}".format(*tuple(each.split(": "))) for each in fields.split(", ")
    )
    evidence = "{text: article, paragraph: part, start: from, end: to, sha256: hash}"
    said = refused(claims=f"fields: [{listed}]\ndateline: {{evidence: {evidence}}}\n")
    assert "must be a foreign key to a table of texts" in said


def test_two_rules_of_one_id_are_refused_across_tables() -> None:
    """An id belongs to one rule of the project."""
    assert "taken by a rule of table a" in refused(a=RULED % "no-x", b=RULED % "no-x")


@pytest.mark.parametrize("own", ["type", "edtf-bounds", "missing-cell"])
def test_an_id_of_datelines_own_is_refused(own: str) -> None:
    """A schema's rule cannot be mistaken for a built-in one."""
    assert "taken by a rule of dateline itself" in refused(a=RULED % own)


def test_every_rule_that_the_code_reports_is_listed() -> None:
    """No finding is made under an id that the list of own rules lacks."""
    made = re.compile(r"""(?:Rule\(\s*(?:id=)?|Wrong\(\s*|rule=|\.add\(\s*)"([a-z]+(?:-[a-z]+)*)\"""")
    for path in [*TOOLKIT.glob("checks/*.py"), *TOOLKIT.glob("rules/*.py"), *TOOLKIT.glob("read/*.py")]:
        assert set(made.findall(path.read_text("utf-8"))) <= OWN, path
