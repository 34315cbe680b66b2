"""Differences between two states of a table, record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.rows import Rows
from dateline.changes import Side, TableChanges, compare_records
from dateline.table import read_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA = """
fields:
  - {name: id, type: string}
  - {name: river, type: string}
  - {name: level, type: string}
primaryKey: [id]
"""
Row = tuple[str | None, ...]


def side(rows: Sequence[Row], schema: str = SCHEMA, file: str = "a.csv") -> Side:
    """Make a state of a table of plain rows."""
    table = read_schema(schema, "floods.yaml", "floods")
    return Side(table, Rows(table.names, rows).frame, (file,))


def several(*files: tuple[str, Sequence[Row]]) -> Side:
    """Make a state of a table in several files."""
    table = read_schema(SCHEMA, "floods.yaml", "floods")
    frames = [
        Rows(table.names, rows).frame.with_columns(pl.lit(number, pl.UInt32).alias("__file__"))
        for number, (_, rows) in enumerate(files)
    ]
    return Side(table, pl.concat(frames), tuple(name for name, _ in files))


def compare(old: Sequence[Row], new: Sequence[Row]) -> TableChanges:
    """Compare two lists of rows."""
    return compare_records(side(old), side(new))


OLD: list[Row] = [("1", "Elbe", "9"), ("2", "Oder", "11"), ("3", "Rhine", "8")]


def test_nothing_differs_between_a_state_and_itself() -> None:
    """The same records are no change."""
    changes = compare(OLD, OLD)
    assert not changes
    assert (changes.before, changes.after, changes.unchanged) == (3, 3, 3)


def test_the_order_of_records_is_no_change() -> None:
    """Records are known by their key, not by their line."""
    assert not compare(OLD, OLD[::-1])


def test_added_removed_and_changed_records_are_told_apart() -> None:
    """Each new, missing and different record is listed, with its place and its cells."""
    changes = compare(OLD, [("4", "Ems", "5"), ("2", "Odra", "12"), ("1", "Elbe", "9")])
    assert changes.added.rows() == [("4", "Ems", "5", "a.csv", 2)]
    assert changes.removed.rows() == [("3", "Rhine", "8", "a.csv", 4)]
    assert changes.cells.rows() == [
        ("2", "river", "Oder", "Odra", "a.csv", 3),
        ("2", "level", "11", "12", "a.csv", 3),
    ]
    assert (changes.changed, changes.unchanged, bool(changes)) == (1, 1, True)


def test_a_cell_is_its_text() -> None:
    """What is another text of the same number is a change; what a file does not have is empty."""
    assert compare([("1", "Elbe", "9")], [("1", "Elbe", "9.0")]).cells["new"].to_list() == ["9.0"]
    assert not compare([("1", "Elbe", None)], [("1", "Elbe", "")])


def test_a_record_that_moved_is_not_changed() -> None:
    """Another file is another place, not another record; a moved and changed record is changed."""
    old = several(("a.csv", OLD), ("b.csv", []))
    new = several(("a.csv", OLD[:1]), ("b.csv", [OLD[1], ("3", "Rhein", "8")]))
    changes = compare_records(old, new)
    assert changes.moved.rows() == [("2", "a.csv", "b.csv", 2)]
    assert changes.cells.rows() == [("3", "river", "Rhine", "Rhein", "b.csv", 3)]
    assert (changes.added.height, changes.removed.height) == (0, 0)


def test_a_renamed_file_moves_its_records() -> None:
    """A file's new name is no change of what stands in it."""
    changes = compare_records(side(OLD, file="old.csv"), side(OLD, file="new.csv"))
    assert changes.moved.height == 3
    assert changes.cells.is_empty()


def test_a_new_key_for_the_same_record_is_a_candidate() -> None:
    """A removed and an added record that differ in the key alone may be one; empty ones say nothing."""
    changes = compare([*OLD, ("8", "", "")], [*OLD[:2], ("7", "Rhine", "8"), ("9", "", "")])
    assert changes.rekeyed.rows() == [("3", "7")]
    assert changes.removed["id"].to_list() == ["3", "8"]


def test_of_several_like_records_none_is_a_candidate() -> None:
    """Nobody can tell which of two became the third."""
    changes = compare([("1", "Elbe", "9"), ("2", "Elbe", "9")], [("3", "Elbe", "9")])
    assert changes.rekeyed.is_empty()


def test_a_key_that_repeats_is_matched_in_order() -> None:
    """A key that occurs twice is a finding of a check; here the second is the second."""
    changes = compare([("1", "Elbe", "9"), ("1", "Oder", "8")], [("1", "Elbe", "9"), ("1", "Oder", "7")])
    assert changes.cells.rows() == [("1", "level", "8", "7", "a.csv", 3)]


def test_without_a_common_key_whole_records_come_and_go() -> None:
    """A table without a key has no changed records."""
    plain = SCHEMA.replace("primaryKey: [id]\n", "")
    changes = compare_records(side(OLD, plain), side([*OLD[1:], ("1", "Elbe", "10")], plain))
    assert (changes.key, changes.cells.height) == ((), 0)
    assert changes.added["level"].to_list() == ["10"]
    assert changes.removed["level"].to_list() == ["9"]


def test_a_new_field_changes_no_record() -> None:
    """Fields that only one state has are changes of the schema."""
    wider = SCHEMA.replace("primaryKey", "  - {name: dead, type: integer}\nprimaryKey")
    changes = compare_records(side(OLD), side([(*row, "4") for row in OLD], wider))
    assert not changes
    assert compare_records(side([(*row, "4") for row in OLD], wider), side(OLD)).unchanged == 3


def test_an_empty_table_has_no_records_to_compare() -> None:
    """From nothing everything is added, to nothing everything is removed."""
    assert compare([], OLD).added.height == 3
    assert compare(OLD, []).removed.height == 3
    assert not compare([], [])


texts = st.sampled_from(["", "a", "b", "ä", "1", "1.0", "a,b", "x\ny"])
tables = st.lists(
    st.tuples(st.sampled_from("123456"), texts, texts), max_size=6, unique_by=lambda row: row[0]
)


@given(tables, tables)
def test_every_difference_is_found_and_nothing_else(old: list[Row], new: list[Row]) -> None:
    """The changes lead from the old state to the new one."""
    changes = compare(old, new)
    then, now = ({row[0]: row[1:] for row in each} for each in (old, new))
    assert [row[:3] for row in changes.added.rows()] == [row for row in new if row[0] not in then]
    assert [row[:3] for row in changes.removed.rows()] == [row for row in old if row[0] not in now]
    cells = [
        (key, name, then[key][n], now[key][n])
        for key in now
        if key in then
        for n, name in enumerate(("river", "level"))
        if then[key][n] != now[key][n]
    ]
    assert [row[:4] for row in changes.cells.rows()] == cells
    assert changes.unchanged + changes.changed + changes.added.height == len(new)


@pytest.mark.parametrize("old", [[], OLD])
def test_columns_are_the_same_whatever_was_found(old: list[Row]) -> None:
    """Who reads the changes finds the same columns in every case."""
    changes = compare(old, OLD)
    assert changes.added.columns == ["id", "river", "level", "file", "row"]
    assert changes.cells.columns == ["id", "field", "old", "new", "file", "row"]
    assert changes.moved.columns == ["id", "old_file", "file", "row"]


def test_changes_that_records_share_are_counted() -> None:
    """A group says how many records it touches, and how many had the old text."""
    old: list[Row] = [(f"{n}", "Odra" if n < 5 else "Elbe", "1") for n in range(8)]
    new: list[Row] = [
        (key, "Oder" if river == "Odra" and key != "4" else river, "1") for key, river, _ in old
    ]
    groups = compare(old, new).groups
    assert groups.rows() == [("river", "Odra", "Oder", 4, 5)]
    assert compare(old, old).groups.columns == ["field", "old", "new", "records", "of"]
