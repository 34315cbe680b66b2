"""What a reader asks of an opened package."""

from __future__ import annotations

import pickle
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from dateline.errors import PackageError, UsageError
from dateline.loading import RetractedError, Tombstone, UnknownRecordError, UnknownTableError, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loading.server import Server


def test_categories_are_enums_in_the_order_of_the_schema(rivers: Path) -> None:
    """A field with categories has their type; its values sort as the schema lists them."""
    rows = load(rivers, version="1.0.0")["floods"]
    assert rows.collect_schema()["severity"] == pl.Enum(["low", "high", "extreme"])
    assert rows.collect_schema()["day"] == pl.Date
    assert rows.filter(pl.col("severity") > "low").collect()["flood"].to_list() == ["F2"]


def test_keys_are_known(rivers: Path) -> None:
    """A table's keys are said as the schema has them."""
    keys = load(rivers).keys("floods")
    assert keys.primary == ("flood",)
    assert [(each.fields, each.table, each.references) for each in keys.foreign] == [
        (("source",), "rivers", ("river",)),
        (("mouth",), "rivers", ("river",)),
    ]


@pytest.mark.parametrize(
    ("left", "right", "alone"),
    [("reports", "floods", []), ("floods", "reports", [("F2", None), ("F4", None)])],
)
def test_tables_are_joined_by_their_key(
    rivers: Path, left: str, right: str, alone: list[tuple[str, None]]
) -> None:
    """Two tables are joined by the foreign key between them, whichever has it; rows on the left all stay."""
    rows = load(rivers, version="1.0.0").join(left, right)
    assert isinstance(rows, pl.LazyFrame)
    pairs = rows.select("flood", "number").collect().rows()
    assert sorted(pairs, key=str) == sorted([("F1", 1), ("F1", 2), ("F3", 1), *alone], key=str)


def test_columns_of_one_name_are_told_apart(rivers: Path) -> None:
    """A column that both tables have keeps its name on the left, and gets the table's on the right."""
    rows = load(rivers).join("floods", "rivers", on="mouth").collect()
    assert rows["day"].dtype == pl.Date
    assert rows["day_rivers"].to_list() == ["1999", "1999", "1999"]


def test_missing_value_joins_nothing(rivers: Path) -> None:
    """A row whose foreign key is empty has no partner."""
    rows = load(rivers, version="1.0.0").join("floods", "rivers", on="mouth", how="anti").collect()
    assert rows["flood"].to_list() == ["F4"]


@pytest.mark.parametrize(
    ("left", "right", "on", "message"),
    [
        (
            "floods",
            "rivers",
            None,
            (
                "several foreign keys join 'floods' and 'rivers': source = river; mouth = river\n"
                "  help: say which one is meant: on='source' or on='mouth'"
            ),
        ),
        (
            "floods",
            "rivers",
            "day",
            "no foreign key of day joins 'floods' and 'rivers'\n  help: there is source = ",
        ),
        (
            "notes",
            "rivers",
            None,
            "no foreign key joins 'notes' and 'rivers'\n  help: 'notes' refers to no table",
        ),
        ("floods", "notes", None, "help: 'floods' refers by source to 'rivers'; mouth to 'rivers'"),
    ],
)
def test_unclear_join_is_said_with_the_keys(
    rivers: Path, left: str, right: str, on: str | None, message: str
) -> None:
    """Without a foreign key, or with several, the error names those there are."""
    with pytest.raises(UsageError) as caught:
        load(rivers).join(left, right, on=on)
    assert message in str(caught.value)


def test_codebook_is_a_frame(original: Path, rivers: Path) -> None:
    """A table's fields come as rows: type, limits, values with their labels, what they refer to."""
    book = load(original).codebook("events")
    rows = {each["field"]: each for each in book.to_dicts()}
    assert list(rows) == ["event_id", "date", "day", "injured", "port", "parent", "kind"]
    assert rows["date"]["type"] == "date, EDTF"
    assert rows["day"]["format"] == "%d/%m/%Y"
    assert (rows["event_id"]["required"], rows["event_id"]["unique"], rows["port"]["required"]) == (
        True,
        True,
        False,
    )
    assert rows["event_id"]["limits"] == "pattern E[0-9]+"
    assert rows["injured"]["missing"] == ["", "n/a"]
    assert rows["port"]["refers_to"] == "ports.port"
    assert rows["parent"]["refers_to"] == "events.event_id"
    assert (rows["kind"]["codes"], rows["kind"]["values"]) == ("kinds", ["fire", "leak"])
    assert rows["kind"]["labels"] == ["Fire | smoke", None]
    severity = load(rivers).codebook("floods").row(2, named=True)
    assert (severity["values"], severity["labels"]) == (
        ["low", "high", "extreme"],
        ["a meadow", "a street", None],
    )


def test_record_that_stands_is_itself(rivers: Path) -> None:
    """The key of a record of this release is its own; parts are joined by a slash."""
    package = load(rivers)
    assert package.resolve("F1") == "F1"
    assert package.resolve("floods", "F6") == "F6"
    assert package.resolve("reports", "F1/1") == "F1/1"


def test_merged_record_is_followed(rivers: Path) -> None:
    """A record that was merged is the record it went into, in every release since."""
    assert load(rivers).resolve("F3") == "F1"
    assert load(rivers, version="1.1").resolve("floods", "F3") == "F1"
    assert load(rivers, version="1.0").resolve("F3") == "F3"


def test_retracted_record_is_told_with_the_reason(rivers: Path) -> None:
    """A record that was retracted is an error with the reason and the day; so is one that was split."""
    package = load(rivers)
    with pytest.raises(
        RetractedError, match=r"floods F2 was retracted on 2024-05-06: It was a drill\."
    ) as caught:
        package.resolve("F2")
    assert caught.value.tombstone == Tombstone(
        "floods", "F2", "retracted", "It was a drill.", date(2024, 5, 6)
    )
    assert isinstance(caught.value, KeyError)
    assert pickle.loads(pickle.dumps(caught.value)).tombstone == caught.value.tombstone
    with pytest.raises(
        RetractedError, match=r"was split on 2024-06-07: .*\n  help: in its place: F5, F6"
    ) as caught:
        package.resolve("floods", "F4")
    assert caught.value.tombstone.into == ("F5", "F6")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("F99",), "there is no record 'F99', now or in an earlier release"),
        (("floods", "F99"), "table 'floods' has no record 'F99', now or in an earlier release"),
        (("notes", "F2"), "table 'notes' has no record 'F2'"),
    ],
)
def test_unknown_record_is_said(rivers: Path, asked: tuple[str, ...], message: str) -> None:
    """A record that no release had is an error of its own; nothing is guessed."""
    with pytest.raises(UnknownRecordError) as caught:
        load(rivers).resolve(*asked)
    assert message in str(caught.value)
    assert not isinstance(caught.value, RetractedError)


def test_record_in_a_table_that_is_none_is_said(rivers: Path) -> None:
    """A mistyped table is said as such."""
    with pytest.raises(UnknownTableError, match="did you mean 'floods'"):
        load(rivers).resolve("flods", "F1")


CHANGES = [
    ("floods", "F5", "added", None, None, None),
    ("floods", "F6", "added", None, None, None),
    ("floods", "F2", "retracted", None, None, None),
    ("floods", "F3", "retracted", None, None, None),
    ("floods", "F4", "retracted", None, None, None),
    ("floods", "F1", "changed", "severity", "low", "extreme"),
    ("rivers", "naktong", "added", None, None, None),
    ("reports", "F1/2", "removed", None, None, None),
    ("reports", "F3/1", "removed", None, None, None),
    ("reports", "F1/1", "changed", "level", "1.5", "1.50"),
    ("notes", None, "added", None, None, None),
    ("notes", None, "removed", None, None, None),
]


@pytest.mark.parametrize("remote", [False, True])
def test_changes_since_a_version(rivers: Path, serve: Callable[..., Server], *, remote: bool) -> None:
    """What differs between two versions is told record by record, cell by cell, from disk and web alike."""
    package = load(serve(rivers).url if remote else rivers)
    found = package.changes("1.0.0")
    assert found.columns == ["table", "key", "change", "field", "old", "new"]
    assert found.rows() == CHANGES
    assert package.changes(load(rivers, version="1.0.0")).rows() == CHANGES
    assert package.changes(package.version).height == 0


def test_tables_that_came_and_went_are_changes(rivers: Path, original: Path) -> None:
    """Every record of a table that only one of two packages has is added or removed."""
    found = load(rivers).changes(load(original))
    counts = dict(
        found.group_by("table", "change")
        .len()
        .select(pl.concat_str("table", "change", separator=" "), "len")
        .rows()
    )
    assert counts == {
        "floods added": 3,
        "rivers added": 3,
        "reports added": 1,
        "notes added": 1,
        "ports removed": 2,
        "events removed": 3,
        "codes removed": 3,
    }


def test_release_without_siblings_says_so(rivers: Path, tmp_path: Path) -> None:
    """A release that was copied alone has no other versions to be compared with."""
    (tmp_path / "alone").symlink_to(rivers / "floods" / "2.0.0")
    assert load(tmp_path / "alone").changes("1.0.0").height == len(
        CHANGES
    )  # the link leads among its siblings
    (tmp_path / "copy").mkdir()
    for name in ("datapackage.json", "SHA256SUMS"):
        (tmp_path / "copy" / name).write_bytes((rivers / "floods" / "2.0.0" / name).read_bytes())
    with pytest.raises(PackageError, match="this release stands alone: no index lists other versions"):
        load(tmp_path / "copy").changes("1.0.0")
    with pytest.raises(PackageError, match="there is no version 7"):
        load(rivers).changes("7")


def test_versions_of_a_day(rivers: Path) -> None:
    """`as_of` opens what a reader of that day would have opened."""
    assert load(rivers, as_of="2024-03-01").version == "1.1.0"
    assert load(rivers, as_of=date(2024, 2, 28)).version == "1.0.0"
    assert load(rivers / "floods", version="^1", as_of="2030-01-01").version == "1.1.0"
    with pytest.raises(PackageError, match=r"this is version 2\.0\.0 of 2025-02-02, not as of 2024-03-01"):
        load(rivers / "floods" / "2.0.0", as_of="2024-03-01")


def test_file_for_other_programs(rivers: Path) -> None:
    """The verified file of a table is a path that any program can read."""
    package = load(rivers)
    assert pl.read_parquet(package.path("floods")).height == 3
    assert package.path("floods", "csv").read_text().startswith("flood,day,severity,source,mouth\nF1,")
    with pytest.raises(
        PackageError, match="the package has no feather file of 'floods'\n  help: dateline get"
    ):
        package.path("floods", "feather")
    with pytest.raises(UnknownTableError):
        package.path("flood")
