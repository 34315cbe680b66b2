"""The policy's table in docs/versions.md, row by row."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checks.rows import Rows
from dateline.changes import Side, compare_datasets, level
from dateline.table import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGE = Path(__file__).parents[2] / "docs" / "versions.md"
FLOODS = """
title: Floods
fields:
  - {name: id, type: string}
  - {name: river, type: string, constraints: {enum: [Elbe, Oder]}}
  - {name: level, type: number, constraints: {minimum: 0, maximum: 20}}
  - {name: kind, type: string, categories: [dike, rain]}
primaryKey: [id]
uniqueKeys: [[river, level]]
dateline:
  rules: [{id: deep, sql: level < 15, fields: [level], message: deep}]
"""
CLAIMS = """
fields:
  - {name: claim, type: string}
  - {name: flood, type: string}
primaryKey: [claim]
foreignKeys: [{fields: [flood], reference: {resource: floods, fields: [id]}}]
"""
ROWS = [("F1", "Elbe", "9", "dike"), ("F2", "Oder", "7", "rain"), ("F3", "Oder", "6", "rain")]
TOLD = [("C1", "F1"), ("C2", "F2")]
REFERENCE = "foreignKeys: [{fields: [flood], reference: {resource: floods, fields: [id]}}]\n"
HEAD: dict[str, Any] = {
    "name": "floods",
    "title": "Floods",
    "licenses": [{"name": "CC0-1.0"}, {"name": "MIT"}],
}

Row = tuple[str, ...]


def side(schema: str, rows: Sequence[Row], name: str = "floods", file: str = "a.csv") -> Side:
    """Make a state of a table."""
    table = read_schema(schema, f"{name}.yaml", name)
    return Side(table, Rows(table.names, rows).frame, (file,))


def changed(*edits: tuple[str, str], rows: Sequence[Row] = ROWS) -> dict[str, Side]:
    """Return the state with these words of the floods' schema replaced."""
    text = FLOODS
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return {"floods": side(text, rows), "claims": side(CLAIMS, TOLD, "claims")}


def told(*edits: tuple[str, str]) -> dict[str, Side]:
    """Return the state with these words of the claims' schema replaced."""
    text = CLAIMS
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return {"floods": side(FLOODS, ROWS), "claims": side(text, TOLD, "claims")}


def only(*names: str) -> dict[str, Side]:
    """Return the state with these tables alone."""
    return {name: each for name, each in changed().items() if name in names}


INTERNAL = ("dateline:\n", "dateline:\n  ids: internal\n")
RIVER = "{name: river, type: string"
Case = tuple[dict[str, Side], dict[str, Side]]
Whole = tuple[dict[str, Any], dict[str, Any]]
SAME: Whole = (HEAD, HEAD)

CASES: dict[str, list[Case | Whole]] = {
    "a table is gone": [(changed(), only("floods"))],
    "a record is gone that records of other tables referred to": [(changed(), changed(rows=ROWS[1:]))],
    "a field is added, removed, renamed or moved": [
        (changed(), changed(("primaryKey:", "  - {name: more, type: string}\nprimaryKey:"),
                            rows=[(*row, "x") for row in ROWS])),
        (changed(), changed(("  - {name: kind, type: string, categories: [dike, rain]}\n", ""),
                            rows=[row[:3] for row in ROWS])),
        (changed(), changed(("name: kind", "name: cause"))),
        (changed(), changed(("  - {name: id, type: string}\n", ""),
                            ("primaryKey:", "  - {name: id, type: string}\nprimaryKey:"),
                            rows=[(*row[1:], row[0]) for row in ROWS])),
    ],
    "a type, a format or an option of a type is another": [
        (changed(), changed(("type: number", "type: integer"))),
        (changed(), changed(("type: string, categories", "type: string, format: uri, categories"))),
        (changed(), changed(("type: number", "type: number, groupChar: '.', decimalChar: ','"))),
    ],
    "a constraint is added or tighter": [
        (changed(), changed(("maximum: 20", "maximum: 20, required: true"))),
        (changed(), changed(("maximum: 20", "maximum: 19"))),
    ],
    "values or categories are taken from those allowed": [
        (changed(), changed(("[Elbe, Oder]", "[Oder]"))),
        (changed(), changed(("[dike, rain]", "[dike]"))),
    ],
    "a primary key is another": [(changed(), changed(("[id]", "[id, river]")))],
    "a unique key or a foreign key is added": [
        (changed(), changed(("[[river, level]]", "[[river, level], [river]]"))),
        (told((REFERENCE, "")), told()),
    ],
    "missing values or fieldsMatch are others": [
        (changed(), changed(("primaryKey:", 'missingValues: ["-"]\nprimaryKey:'))),
        (changed(), changed(("primaryKey:", "fieldsMatch: subset\nprimaryKey:"))),
    ],
    "a table no longer promises its ids": [(changed(), changed(INTERNAL))],
    "the dataset's name is another": [(HEAD, HEAD | {"name": "waters"})],
    "a licence is taken away": [
        (HEAD, HEAD | {"licenses": HEAD["licenses"][:1]}),
        (HEAD, {"name": "floods", "title": "Floods"}),
    ],
    "a table is added": [(only("floods"), changed())],
    "a record is added": [(changed(), changed(rows=[*ROWS, ("F4", "Elbe", "1", "rain")]))],
    "a record is gone, and nothing referred to it": [(changed(), changed(rows=ROWS[:2]))],
    "a constraint is gone or looser": [
        (changed(), changed((", maximum: 20", ""))),
        (changed(), changed(("maximum: 20", "maximum: 21"))),
    ],
    "values or categories are added to those allowed": [
        (changed(), changed(("[Elbe, Oder]", "[Elbe, Oder, Ems]"))),
        (changed(), changed(("[dike, rain]", "[dike, rain, snow]"))),
    ],
    "a unique key or a foreign key is gone": [
        (changed(), changed(("uniqueKeys: [[river, level]]\n", ""))),
        (told(), told((REFERENCE, ""))),
    ],
    "a table promises its ids from now on": [(changed(INTERNAL), changed())],
    "a rule of the schema, or what dateline knows of a field, is another": [
        (changed(), changed(("level < 15", "level < 16"))),
        (changed(), changed((RIVER, f"{RIVER}, dateline: {{quotes: true}}"))),
    ],
    "a licence is added": [(HEAD, HEAD | {"licenses": [*HEAD["licenses"], {"name": "CC-BY-4.0"}]})],
    "a cell is corrected": [(changed(), changed(rows=[("F1", "Elbe", "10", "dike"), *ROWS[1:]]))],
    "a title, a description or another word of the schema is another": [
        (changed(), changed(("title: Floods", "title: High waters"))),
        (changed(), changed(("title: Floods", "title: Floods\ndescription: All of them"))),
        (changed(), changed(("{name: kind, ", "{name: kind, example: dike, "))),
    ],
    "a role of the table is another": [
        (changed(), changed(("dateline:\n", "dateline:\n  event: {type: kind}\n")))
    ],
    "the dataset's title, people, sources or coverage are others": [
        (HEAD, HEAD | {"title": "Waters"}),
        (HEAD, HEAD | {"contributors": [{"title": "AB"}]}),
    ],
    "a record stands in another file or order": [
        (changed(), changed(rows=ROWS[::-1])),
        (changed(), changed() | {"floods": side(FLOODS, ROWS, file="b.csv")}),
    ],
}  # fmt: skip
ELSEWHERE = {
    "a file is quoted, encoded or split otherwise",
    "waivers, expectations, documents beside the records",
}
"""What a comparison of texts of cells never sees: tests of releases show it."""


def rows() -> Iterator[tuple[str, str]]:
    """Yield the rows of the policy's table: what changed, and its level."""
    table = (
        PAGE.read_text(encoding="utf-8").split("| what changed | level |\n|---|---|\n")[1].split("\n\n")[0]
    )
    for line in table.splitlines():
        found = re.fullmatch(r"\| (.+) \| (\w+) \|", line)
        assert found is not None, line
        yield found[1], found[2]


@pytest.mark.parametrize(("what", "expected"), list(rows()))
def test_each_row_of_the_policy_holds(what: str, expected: str) -> None:
    """What the page says of a kind of change is what the comparison finds."""
    if what in ELSEWHERE:
        assert expected == "nothing"
        return
    for old, new in CASES[what]:
        whole = isinstance(next(iter(old.values())), Side)
        found = level(compare_datasets(old, new) if whole else compare_datasets({}, {}, (old, new)))  # type: ignore[arg-type] # sides or metadata
        assert (found or "nothing") == expected, what


def test_every_kind_of_change_is_on_the_page() -> None:
    """The page and the cases know the same kinds."""
    assert {what for what, _ in rows()} == {*CASES, *ELSEWHERE}
