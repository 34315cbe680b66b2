from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from dateline.errors import PublishError, SchemaFileError
from dateline.formats.source import Rows
from dateline.formats.sqlite import APPLICATION_ID, USER_VERSION, write_sqlite
from dateline.table import Field, Table, read_schema
from formats import samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from formats.samples import Written

NAMES = [
    "select",
    'a"b',
    "a'b",
    "group by",
    "日本語",
    "é",
    "sqlite_x",
    "rowid",
    "a.b",
    "[x]",
    "`y`",
    "ORDER",
    "%s",
    "?1",
]
MAIN = """
title: "Main -- table"
fields:
  - {name: id, type: integer}
  - {name: label, type: string, constraints: {required: true}}
  - {name: parent, type: integer}
  - {name: kind, type: string, constraints: {enum: ["it's", "x"]}}
  - {name: other, type: string}
  - {name: share, type: number, constraints: {minimum: 0, exclusiveMaximum: 1}}
primaryKey: [id]
uniqueKeys: [[label, kind]]
foreignKeys:
  - {fields: [parent], reference: {fields: [id]}}
  - {fields: [other], reference: {resource: other, fields: [code]}}
"""
OTHER = """
fields:
  - {name: code, type: string, constraints: {unique: true}}
  - {name: words, type: string}
  - {name: main, type: integer}
  - {name: loose, type: string}
primaryKey: [code]
foreignKeys:
  - {fields: [main], reference: {resource: main, fields: [id]}}
  - {fields: [loose], reference: {resource: main, fields: [label]}}
"""
LINKS = """
fields: [{name: main, type: integer}, {name: other, type: string}]
primaryKey: [main, other]
foreignKeys:
  - {fields: [main], reference: {resource: main, fields: [id]}}
  - {fields: [other], reference: {resource: other, fields: [code]}}
"""
TABLES: dict[str, Any] = {
    "links": (LINKS, [{"main": "1", "other": "a"}, {"main": "2", "other": "a"}]),
    "main": (
        MAIN,
        [
            {"id": "1", "label": "one", "parent": "2", "kind": "it's", "other": "a", "share": "0.5"},
            {"id": "2", "label": "two", "parent": "2", "kind": "x", "other": "", "share": ""},
        ],
    ),
    "other": (OTHER, [{"code": "a", "words": "in words", "main": "1", "loose": "one"}]),
}


@pytest.fixture
def linked(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Return a database of three tables that refer to one another in circles."""
    with closing(sqlite3.connect(samples.write(tmp_path / "out", TABLES).path("sqlite"))) as database:
        yield database


def rows(database: sqlite3.Connection, query: str) -> list[tuple[Any, ...]]:
    """Return all rows of a query."""
    return database.execute(query).fetchall()


def test_values_are_stored_with_real_types(everything: Written) -> None:
    """Numbers, text and truth values are stored as such; NaN is the text NaN, since SQLite has none."""
    with closing(sqlite3.connect(everything.path("sqlite"))) as database:
        database.row_factory = sqlite3.Row
        first, second, third, last = database.execute("SELECT * FROM everything").fetchall()
        types = database.execute(
            "SELECT typeof(number), typeof(integer), typeof(boolean), typeof(date) FROM everything"
        )
        assert types.fetchone()[:] == ("real", "integer", "integer", "text")
    assert (first["boolean"], second["boolean"], last["boolean"]) == (1, 0, None)
    assert (first["date"], first["instant"], first["year"]) == ("2024-02-29", "2024-01-01T18:04:00Z", -44)
    assert (first["list"], first["object"]) == ('["a","\\"b\\"",""]', '{"a":"\\ud800","b":1.5}')
    assert (second["number"], third["number"]) == ("NaN", float("inf"))
    assert third["string"] == samples.ROWS[2]["string"]


def test_the_database_is_sound_and_says_what_it_is(linked: sqlite3.Connection) -> None:
    """Integrity and references hold, no page is empty, the application's number is set."""
    assert rows(linked, "PRAGMA integrity_check") == [("ok",)]
    assert rows(linked, "PRAGMA foreign_key_check") == []
    facts = [rows(linked, f"PRAGMA {name}")[0][0] for name in ("application_id", "user_version", "page_size")]
    assert facts == [APPLICATION_ID, USER_VERSION, 4096]
    assert (rows(linked, "PRAGMA freelist_count"), rows(linked, "PRAGMA encoding")) == ([(0,)], [("UTF-8",)])


def test_the_header_names_no_version_of_sqlite_and_no_count_of_changes(everything: Written) -> None:
    """Bytes 24-27, 92-95 and 96-99 are fixed, whatever library wrote the file."""
    head = everything.path("sqlite").read_bytes()[:100]
    assert [int.from_bytes(head[at : at + 4], "big") for at in (24, 92, 96)] == [1, 1, 3_040_000]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("INSERT INTO main (id, label) VALUES (1, 'again')", "UNIQUE constraint failed: main.id"),
        ("INSERT INTO main (id, label, kind) VALUES (3, 'one', 'it''s')", "UNIQUE"),
        ("INSERT INTO main (id) VALUES (3)", "NOT NULL"),
        ("INSERT INTO main (id, label, kind) VALUES (3, 'c', 'y')", "CHECK"),
        ("INSERT INTO main (id, label, share) VALUES (3, 'c', 1)", "CHECK"),
        ("INSERT INTO main (id, label, parent) VALUES (3, 'c', 9)", "FOREIGN KEY"),
        ("INSERT INTO links VALUES (1, 'nowhere')", "FOREIGN KEY"),
    ],
)
def test_what_the_schema_forbids_is_refused(linked: sqlite3.Connection, statement: str, message: str) -> None:
    """Keys, required fields, listed values, limits and references are constraints of the database."""
    linked.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match=message), linked:
        linked.execute(statement)


def test_references_in_circles_can_be_filled(linked: sqlite3.Connection) -> None:
    """References are checked when a transaction ends: two records may name each other."""
    linked.execute("PRAGMA foreign_keys = ON")
    with linked:
        linked.execute("INSERT INTO main (id, label, parent, other) VALUES (3, 'c', 3, 'z')")
        linked.execute("INSERT INTO other (code, main) VALUES ('z', 3)")
    assert rows(linked, "PRAGMA foreign_key_check") == []


def test_references_have_indexes(linked: sqlite3.Connection) -> None:
    """Each reference is indexed, but for one with which a key begins."""
    names = {
        name for (name,) in rows(linked, "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE INDEX%'")
    }
    assert names == {
        "index_links_other",
        "index_main_parent",
        "index_main_other",
        "index_other_main",
        "index_other_loose",
    }


def test_views_show_what_references_mean(linked: sqlite3.Connection) -> None:
    """A view has the rows of its table, and in words what they refer to; a junction has one, too."""
    assert rows(linked, "SELECT * FROM view_links") == [
        (1, "a", "one", "in words"),
        (2, "a", "two", "in words"),
    ]
    columns = [each[1] for each in rows(linked, "PRAGMA table_info(view_main)")]
    assert columns[-2:] == ["parent_label", "other_words"]
    assert rows(linked, "SELECT id, parent_label, other_words FROM view_main") == [
        (1, "two", "in words"),
        (2, "two", None),
    ]


def test_words_about_the_data_stand_in_the_database(linked: sqlite3.Connection) -> None:
    """`_release`, `_tables` and `_fields` describe the release, in the order of publication."""
    (release,) = rows(linked, "SELECT name, version, licence, citation FROM _release")
    assert release == (
        "sample",
        "1.0.0",
        "CC0-1.0 (https://spdx.org/licenses/CC0-1.0.html)",
        "Lovelace, A. (2024). A sample of <everything> & more (Version 1.0.0) [Data set].",
    )
    assert rows(linked, 'SELECT "table", "rows" FROM _tables') == [("links", 2), ("main", 2), ("other", 1)]
    assert rows(linked, "SELECT type, required, allowed, refers_to FROM _fields WHERE field = 'kind'") == [
        ("string", 0, "one of: it's, x", None)
    ]
    assert rows(linked, "SELECT refers_to FROM _fields WHERE field = 'other'")[0] == ("other.code",)
    (sql,) = rows(linked, "SELECT sql FROM sqlite_schema WHERE name = 'main'")[0]
    assert sql.startswith('CREATE TABLE "main" (  -- Main -- table\n')


def test_any_name_of_a_field_is_held(tmp_path: Path) -> None:
    """Words of SQL, quotes, brackets and letters of any script name columns as the schema has them."""
    fields = "\n".join(
        f"  - {{name: '{name.replace(chr(39), chr(39) * 2)}', type: string}}" for name in NAMES
    )
    reference = "{fields: ['a\"b'], reference: {fields: [select]}}"
    schema = f"fields:\n{fields}\nprimaryKey: [select]\nforeignKeys: [{reference}]"
    row = {name: f"value {at}" for at, name in enumerate(NAMES)} | {'a"b': ""}
    written = samples.write(tmp_path / "out", {"sqlite_t": (schema, [row])})
    with closing(sqlite3.connect(written.path("sqlite"))) as database:
        assert [each[1] for each in rows(database, 'PRAGMA table_info("_sqlite_t")')] == NAMES
        assert rows(database, 'SELECT "日本語", "?1" FROM "_sqlite_t"') == [("value 4", "value 13")]


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    """A table called like a view, and one called like an index, stand beside these."""
    own = "fields: [{name: x, type: string}]"
    tables = {**TABLES, "view_links": (own, [{"x": "1"}]), "index_main_other": (own, [])}
    with closing(sqlite3.connect(samples.write(tmp_path / "out", tables).path("sqlite"))) as database:
        assert rows(database, "SELECT x FROM view_links") == [("1",)]
        assert len(rows(database, "SELECT * FROM view_links_2")) == 2
        assert rows(database, "PRAGMA index_info(index_main_other_2)")[0][2] == "other"


def test_names_that_differ_in_case_only_cannot_reach_it() -> None:
    """SQLite takes them for one name; a schema with such names is refused before."""
    with pytest.raises(SchemaFileError, match="one name to many programs"):
        read_schema("fields: [{name: Ab, type: string}, {name: aB, type: string}]", "t.yaml", "t")


def test_a_record_that_breaks_a_reference_stops_the_release(tmp_path: Path) -> None:
    """What SQLite's own checks find is an error that names the file and the row."""
    tables = TABLES | {"links": (LINKS, [{"main": "7", "other": "a"}])}
    with pytest.raises(PublishError, match="row 1 of links refers to nothing in main"):
        samples.write(tmp_path / "out", tables)


def test_a_record_that_breaks_a_constraint_stops_the_release(tmp_path: Path) -> None:
    """A value that is not among those listed is found by SQLite's own check, too."""
    bad = [{"id": "1", "label": "one", "kind": "unheard of"}]
    with pytest.raises(PublishError, match="CHECK constraint failed"):
        samples.write(tmp_path / "out", {"other": (OTHER, []), "main": (MAIN, bad)})


def test_rows_of_a_numeric_key_may_come_in_any_order(tmp_path: Path) -> None:
    """A whole number that is the key orders SQLite's rows; the proof takes that into account."""
    schema = "fields: [{name: n, type: integer}, {name: t, type: string}]\nprimaryKey: [n]"
    written = samples.write(tmp_path / "out", {"t": (schema, [{"n": "2", "t": "b"}, {"n": "1", "t": "a"}])})
    with closing(sqlite3.connect(written.path("sqlite"))) as database:
        assert rows(database, "SELECT n, t FROM t") == [(1, "a"), (2, "b")]


def test_a_table_of_more_fields_than_sqlite_holds_leaves_the_database_out(tmp_path: Path) -> None:
    """2,000 fields are the limit."""
    fields = tuple(Field(f"f{at}", type="string") for at in range(2001))
    wide = Rows(Table("wide", fields), fields, pl.LazyFrame(), 0)
    assert write_sqlite(samples.plan(TABLES), [wide], tmp_path) == ()
    assert list(tmp_path.iterdir()) == []
