"""Roles of tables and uses of fields: read from `dateline`, each fault at its place."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.errors import SchemaFileError
from dateline.table import Condition, Phrase, PlaceCode, PlaceName, PlaceUse, Roles, Url, read_schema
from dateline.table.roles import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable

FIELDS = """
fields:
  - {name: nr, type: integer}
  - {name: day, type: string, dateline: {edtf: {}}}
  - {name: kind, type: string, constraints: {enum: [flood, storm, "2"]}}
  - {name: seen, type: boolean}
  - {name: word, type: string}
"""


def roles(text: str) -> Roles:
    """Read the roles of a small table."""
    return read_schema(f"{FIELDS}dateline:\n{text}", "floods.yaml", "floods").roles


def problems(text: str) -> str:
    """Return what is wrong with a schema, a line each."""
    with pytest.raises(SchemaFileError) as error:
        read_schema(text, "floods.yaml", "floods")
    return "\n".join(str(each) for each in error.value.problems)


def test_every_role_has_a_class_of_its_own() -> None:
    """What can be named is what is held."""
    assert list(ROLES) == [each.name for each in fields(Roles)]


def test_a_role_names_fields_and_conditions() -> None:
    """One field, a list of fields, or the texts that a field has."""
    event = roles(
        "  event: {date: day, type: kind, once: {kind: [flood, storm]}, person_level: {seen: true}}\n"
    ).event
    assert event is not None
    assert (event.date, event.type, event.place) == ("day", "kind", None)
    assert event.once == Condition("kind", ("flood", "storm"))
    assert event.person_level == Condition("seen", ("true",))


def test_one_value_is_a_list_of_one() -> None:
    """A condition with a single text needs no brackets; a number is read as it is written."""
    source = roles("  source: {outlet: {kind: flood}, person: {nr: 007}}\n").source
    assert source is not None
    assert source.outlet == Condition("kind", ("flood",))
    assert source.person == Condition("nr", ("007",))


def test_a_table_without_roles_has_none() -> None:
    """A plain Table Schema says nothing of events."""
    assert read_schema(FIELDS, "floods.yaml", "floods").roles == Roles()


def test_uses_of_fields_are_read() -> None:
    """Each use of a field is a value of its own."""
    table = read_schema(
        """
fields:
  - {name: day, type: string, dateline: {edtf: {}}}
  - {name: said, type: string, dateline: {phrase: {date: day, year_basis: basis}}}
  - {name: basis, type: string}
  - {name: place, type: string, dateline: {place: {precision: exactness, identified: true}}}
  - {name: exactness, type: string}
  - {name: printed, type: string, dateline: {place_name: {place: place, country: iso}}}
  - {name: iso, type: string, dateline: {place_code: {system: iso3166_1, place: place, within: true}}}
  - {name: geonames, type: integer, dateline: {place_code: {system: geonameid}}}
  - {name: link, type: string, dateline: {url: {outlet: basis}}}
  - {name: title, type: string, dateline: {quotes: true}}
  - {name: byline, type: string, dateline: {people: true}}
""",
        "reports.yaml",
        "reports",
    )
    assert table["said"].phrase == Phrase("day", "basis")
    assert table["place"].place == PlaceUse("exactness", identified=True)
    assert table["printed"].place_name == PlaceName("place", "iso")
    assert table["iso"].place_code == PlaceCode("iso3166_1", "place", within=True)
    assert table["geonames"].place_code == PlaceCode("geonameid")
    assert table["link"].url == Url("basis")
    assert (table["title"].quotes, table["byline"].people, table["link"].quotes) == (True, True, False)


BAD = """
fields:
  - {name: nr, type: integer, dateline: {phrase: {date: day}}}
  - {name: day, type: string, dateline: {edtf: {}}}
  - name: kind
    type: string
    constraints: {enum: [flood, storm]}
    dateline: {place: {precison: day, identified: ja}}
  - {name: said, type: string, dateline: {phrase: {date: kind}}}
  - {name: more, type: string, dateline: {phrase: {year_basis: dya}}}
  - {name: iso, type: string, dateline: {place_code: {system: iso, place: plaec}}}
  - {name: none, type: string, dateline: {place_code: {place: day}, url: {outlet: outlet}}}
  - {name: title, type: date, dateline: {quotes: yes, people: true}}
dateline:
  evnt: {date: day}
  event: {date: kind, low: kind, once: {kind: [flod]}, planned: {kinds: flood}, background: {}}
  claim: {asserts: storm}
  article: {anchors: [day, kind, dya], republished: {kind: []}, publisched: day}
  source: {outlet: {kind: flood, day: "2020"}, via: 3}
  chain:
"""


def test_each_fault_is_told_where_it_stands(golden: Callable[[str, str], None]) -> None:
    """Misspelt names, fields of the wrong type and words that a field never has are told in one pass."""
    golden("table/roles.txt", problems(BAD) + "\n")


def test_the_documentation_lists_every_part_of_every_role() -> None:
    """docs/files.md names the roles and their parts as they are."""
    page = (Path(__file__).parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
    section = page.split("### Roles", 1)[1].split("\n#", 1)[0]
    said = {}
    for row in re.findall(r"^\| `(\w+)` \|(.*)\|(.*)\|$", section, re.MULTILINE):
        said[row[0]] = tuple(set(re.findall(r"`(\w+)`", part)) for part in row[1:])
    held = {}
    for name, role in ROLES.items():
        conditions = {each.name for each in fields(role) if "Condition" in str(each.type)}
        held[name] = ({each.name for each in fields(role)} - conditions, conditions)
    assert said == held
