"""Which part of a version has to grow, by the policy of versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from changes.test_records import OLD, SCHEMA, several, side
from checks.rows import Rows
from dateline.changes import Side, compare_datasets, level, reasons
from dateline.changes.schemas import LEVELS
from dateline.table import read_schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from changes.test_records import Row

CLAIMS = """
fields:
  - {name: claim, type: string}
  - {name: flood, type: string}
  - {name: part, type: string}
primaryKey: [claim]
foreignKeys:
  - {fields: [flood], reference: {resource: floods, fields: [id]}}
  - {fields: [part], reference: {fields: [claim]}}
"""


def claims(*rows: Row) -> Side:
    """Make a state of a table whose records refer to floods and to one another."""
    table = read_schema(CLAIMS, "claims.yaml", "claims")
    return Side(table, Rows(table.names, rows).frame, ("claims.csv",))


def of(old: Mapping[str, Side], new: Mapping[str, Side]) -> str | None:
    """Return the level of what lies between two states."""
    return level(compare_datasets(old, new))


def floods(rows: Sequence[Row], schema: str = SCHEMA) -> dict[str, Side]:
    """Return a state of one table."""
    return {"floods": side(rows, schema)}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (OLD, None),
        (OLD[::-1], None),
        ([("1", "Elbe", "10"), *OLD[1:]], "patch"),
        ([*OLD, ("4", "Ems", "5")], "minor"),
        (OLD[1:], "minor"),
        ([("1", "Elbe", "10"), *OLD[1:], ("4", "Ems", "5")], "minor"),
        ([("9", "Elbe", "9"), *OLD[1:]], "minor"),
    ],
    ids=["nothing", "order", "cell", "added", "removed", "cell and added", "another key"],
)
def test_records_alone_are_never_more_than_minor(rows: Sequence[Row], expected: str | None) -> None:
    """More records, or fewer to which nothing refers, are minor; a corrected cell is a patch."""
    assert of(floods(OLD), floods(rows)) == expected


def test_a_move_is_nothing() -> None:
    """Where a record stands is no part of a version."""
    old = {"floods": several(("a.csv", OLD), ("b.csv", []))}
    new = {"floods": several(("a.csv", OLD[:1]), ("b.csv", OLD[1:]))}
    assert compare_datasets(old, new)
    assert of(old, new) is None


def test_a_record_is_missed_by_those_that_referred_to_it() -> None:
    """What other tables referred to is major when it goes, even if the references go with it."""
    old = {"floods": side(OLD), "claims": claims(("c1", "1", ""), ("c2", "1", "c1"), ("c3", "", ""))}
    alone = compare_datasets(old, {**old, "floods": side(OLD[1:])})
    assert (level(alone), alone.referred) == ("major", {"floods": 1})
    together = {"floods": side(OLD[1:]), "claims": claims(("c3", "", ""))}
    assert of(old, together) == "major"
    assert of(old, {**old, "floods": side([OLD[0], OLD[2]])}) == "minor"


def test_a_reference_within_the_table_and_an_empty_one_are_missed_by_nobody() -> None:
    """The policy speaks of other tables, and an empty cell refers to no record."""
    old = {"floods": side([("", "Elbe", "9")]), "claims": claims(("c1", "", ""), ("c2", "", "c1"))}
    assert of(old, {**old, "claims": claims(("c2", "", "c1"))}) == "minor"
    assert of(old, {**old, "floods": side([])}) == "minor"


def test_a_record_that_two_keys_refer_to_is_counted_once() -> None:
    """How many records are missed, not how many references there were."""
    schema = CLAIMS.replace(
        "[part], reference: {fields: [claim]}", "[part], reference: {resource: floods, fields: [id]}"
    )
    table = read_schema(schema, "claims.yaml", "claims")
    both = Side(table, Rows(table.names, [("c1", "1", "1"), ("c2", "1", "2")]).frame, ("claims.csv",))
    old = {"floods": side(OLD), "claims": both}
    assert compare_datasets(old, {**old, "floods": side(OLD[1:])}).referred == {"floods": 1}


def test_tables_that_go_are_major_and_tables_that_come_are_minor() -> None:
    """A reader's program asks for a table by its name."""
    one, two = floods(OLD), {**floods(OLD), "claims": claims()}
    assert (of(two, one), of(one, two)) == ("major", "minor")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("name: river, type: string", "name: river, type: string, description: Its name", "patch"),
        ("name: river, type: string", "name: river, type: string, constraints: {required: true}", "major"),
        ("name: river, type: string, constraints: {required: true}", "name: river, type: string", "minor"),
        ("name: level, type: string", "name: level, type: integer", "major"),
        ("name: level", "name: height", "major"),
    ],
)
def test_a_schema_counts_by_what_it_asks(old: str, new: str, expected: str) -> None:
    """To ask for more is major, for less minor, and words are a patch."""
    before = SCHEMA.replace("name: river, type: string", old) if "river" in old else SCHEMA
    assert of(floods([], before), floods([], before.replace(old, new))) == expected


def test_the_greatest_reason_comes_first() -> None:
    """Who reads one line reads why the number is what it is."""
    old = {"floods": side(OLD), "claims": claims(("c1", "1", ""))}
    new = {"floods": side([("2", "Oder", "12"), ("4", "Ems", "5")]), "claims": claims(("c1", "2", ""))}
    found = reasons(compare_datasets(old, new))
    assert [(each.level, each.number, each.what) for each in found] == [
        ("major", 1, "records removed that others referred to"),
        ("minor", 1, "records removed"),
        ("minor", 1, "records added"),
        ("patch", 2, "records changed"),
    ]
    assert [LEVELS.index(each.level) for each in found] == [2, 1, 1, 0]
