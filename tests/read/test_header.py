"""Labels against fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dateline.read.layout import Layout, Match
from dateline.table.dialect import Dialect
from read.texts import ALWAYS_CAREFUL, FIELDS, NEVER_CAREFUL, cells, read, rules

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=[NEVER_CAREFUL, ALWAYS_CAREFUL], ids=["fast", "careful"])
def small(request: pytest.FixtureRequest) -> int:
    """Return a size up to which files are read record by record: none, or all."""
    return int(request.param)


@pytest.mark.parametrize(
    ("match", "labels", "found"),
    [
        ("exact", "a,b,c", []),
        ("exact", "b,a,c", ["incorrect-label"]),
        ("exact", "a,b", ["missing-label"]),
        ("exact", "a,b,c,d", ["extra-label"]),
        ("equal", "c,a,b", []),
        ("equal", "a,b", ["missing-label"]),
        ("equal", "a,b,c,d", ["extra-label"]),
        ("subset", "d,c,b,a", []),
        ("subset", "d,a,b", ["missing-label"]),
        ("superset", "c,a", []),
        ("superset", "c,a,d", ["extra-label"]),
        ("partial", "d,a", []),
        ("partial", "d,e", ["missing-label"]),
        ("partial", "A,b", []),
        ("exact", "a,b,c,", ["blank-label"]),
        ("exact", "a,b,c,a", ["duplicate-label"]),
        ("exact", "a, b,c", ["incorrect-label"]),
        ("exact", "a;b;c", ["wrong-delimiter"]),
        ("exact", "a\tb\tc", ["wrong-delimiter"]),
        ("exact", ",,", ["blank-header"]),
        ("exact", "1,2,3", ["missing-label"]),
    ],
)
def test_each_way_of_matching_has_its_rules(
    tmp_path: Path, small: int, match: Match, labels: str, found: list[str]
) -> None:
    """Table Schema's fieldsMatch, and what no match allows."""
    text = f"{labels}\n" + ",".join(labels.replace(" ", "").split(",")) + "\n"
    table = read(tmp_path / "t.csv", text.encode(), Layout(FIELDS, match=match), small=small)
    assert rules(table) == found
    for row in cells(table):
        assert all(cell is None or cell == field for field, cell in zip(FIELDS, row, strict=True))


def test_a_field_without_a_column_is_absent_and_null(tmp_path: Path, small: int) -> None:
    """Its cells are null, and the table says which file lacks it, so that no row is blamed."""
    table = read(tmp_path / "t.csv", b"a,bb,c\n1,2,3\n", small=small)
    assert cells(table) == [("1", None, "3")]
    assert table.absent == {0: frozenset({"b"})}


def test_a_misspelt_label_is_recognised(tmp_path: Path) -> None:
    """Both findings lead to the other."""
    fields = ("event_date", "place")
    extra, missing = read(tmp_path / "t.csv", b"evnt_date,place\n", Layout(fields)).findings
    assert missing.rule == "missing-label"
    assert "'evnt_date'" in missing.message
    assert (extra.rule, extra.suggestion, extra.field_number) == ("extra-label", "event_date", 1)


def test_of_two_columns_with_one_name_the_first_is_read(tmp_path: Path, small: int) -> None:
    """Always the same one, and it is said."""
    table = read(tmp_path / "t.csv", b"a,b,c,b\n1,2,3,4\n", small=small)
    assert cells(table) == [("1", "2", "3")]
    (finding,) = table.findings
    assert (finding.line, finding.column, finding.field_number) == (1, 7, 4)


def test_case_counts_unless_the_layout_says_otherwise(tmp_path: Path, small: int) -> None:
    """Frictionless calls it headerCase."""
    path = tmp_path / "t.csv"
    assert rules(read(path, b"A,b,c\n1,2,3\n", small=small)) == ["extra-label", "missing-label"]
    assert cells(read(path, b"A,b,c\n1,2,3\n", Layout(FIELDS, header_case=False), small=small)) == [
        ("1", "2", "3")
    ]


@pytest.mark.parametrize(
    ("dialect", "text", "numbers"),
    [
        (Dialect(header=False), "1,2,3\n4,5,6\n", [1, 2]),
        (Dialect(header_rows=(2,)), "title\na,b,c\n1,2,3\n", [3]),
        (Dialect(header_rows=(1, 2), header_join="-"), "x,x,y\na,b,c\n1,2,3\n", [3]),
        (Dialect(header_rows=(1, 3)), "a,b,\nskipped\n,,c\n1,2,3\n", [4]),
        (Dialect(comment_rows=(2,)), "a,b,c\nnote\n1,2,3\n", [3]),
        (Dialect(comment_char="#"), "a,b,c\n# a, b\n1,2,3\n", [3]),
        (Dialect(comment_char="#", header_rows=(2,)), "#v1\na,b,c\n1,2,3\n", [3]),
    ],
)
def test_rows_begin_after_the_header_and_keep_their_numbers(
    tmp_path: Path, small: int, dialect: Dialect, text: str, numbers: list[int]
) -> None:
    """Every record counts, comments and skipped ones too."""
    fields = ("x-a", "x-b", "y-c") if dialect.header_join == "-" else FIELDS
    table = read(tmp_path / "t.csv", text.encode(), Layout(fields, dialect), small=small)
    assert table.findings == ()
    assert [row[-1] for row in cells(table, "__row__")] == numbers


def test_a_label_of_many_lines_has_its_place(tmp_path: Path, small: int) -> None:
    """Line and column are those of the label, not of the record."""
    (finding,) = read(tmp_path / "t.csv", b'a,"b\n",c,d\n1,2,3,4\n', Layout(FIELDS), small=small).findings[1:]
    assert (finding.rule, finding.line, finding.column) == ("extra-label", 2, 5)


def test_a_label_without_end_does_not_flood_a_message(tmp_path: Path) -> None:
    """Messages stay readable whatever a header holds."""
    table = read(tmp_path / "t.csv", b"a,b,c," + b"x" * 100_000 + b"\n")
    assert max(len(finding.message) for finding in table.findings) < 200
