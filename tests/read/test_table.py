"""Tables read from files: rows, broken rows, and what is wrong with a file as a whole."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from dateline.errors import DatasetFileError
from dateline.read import rows as rows_module
from dateline.read.layout import RECORD_LIMIT, Layout
from dateline.read.table import read_rows, read_table
from dateline.table.dialect import Dialect
from read.texts import ALWAYS_CAREFUL, FIELDS, NEVER_CAREFUL, cells, read, rules

if TYPE_CHECKING:
    from collections.abc import Iterator

WAYS = pytest.mark.parametrize("small", [NEVER_CAREFUL, ALWAYS_CAREFUL], ids=["fast", "careful"])
ROW = b"1,2,3\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a path for one file."""
    return tmp_path / "table.csv"


@WAYS
def test_a_header_alone_is_a_table_without_rows(path: Path, small: int) -> None:
    """Nothing is wrong with it."""
    for text in (b"a,b,c", b"a,b,c\n"):
        table = read(path, text, small=small)
        assert (cells(table), table.findings) == ([], ())


@WAYS
def test_the_frame_has_its_columns_and_types_whatever_is_read(path: Path, small: int) -> None:
    """Even of no file at all."""
    expected = {**dict.fromkeys(FIELDS, pl.String()), "__file__": pl.UInt32(), "__row__": pl.UInt32()}
    expected["__broken__"] = pl.Boolean()
    for table in (
        read(path, b"a,b,c\n" + ROW, small=small),
        read(path, b""),
        read_table("t", [], Layout(FIELDS)),
    ):
        assert dict(table.frame.collect_schema()) == expected
        assert dict(table.frame.collect().schema) == expected


@WAYS
def test_rows_of_many_files_keep_their_file_and_number(tmp_path: Path, small: int) -> None:
    """A file that cannot be read has no row, and does not shift the others."""
    files = [tmp_path / name for name in ("1.csv", "missing.csv", "2.csv", "bad.csv", "3.csv")]
    files[0].write_bytes(b"a,b,c\n" + ROW)
    files[2].write_bytes(b"c,b,a\n" + ROW + ROW)
    files[3].write_bytes(b"a,b,c\n" + ROW * 9 + b"1,\xff,3\n")
    files[4].write_bytes(b"a,b,c\n" + ROW)
    table = read_table("t", files, Layout(FIELDS, match="equal"), show=lambda each: each.name, small=small)
    assert cells(table, "__file__", "__row__") == [
        ("1", "2", "3", 0, 2),
        ("3", "2", "1", 2, 2),
        ("3", "2", "1", 2, 3),
        ("1", "2", "3", 4, 2),
    ]
    assert [(f.rule, f.file, f.line) for f in table.findings] == [
        ("encoding-error", "bad.csv", 11),
        ("file-missing", "missing.csv", None),
    ]


@WAYS
def test_broken_rows_are_told_marked_and_kept(path: Path, small: int) -> None:
    """Cells that exist are there, the others are null."""
    table = read(path, b'a,b,c\n1,2,3\n1,2\n\n1,2,3,4\n,,\n1,"2"x,3\n', small=small)
    assert cells(table, "__row__", "__broken__") == [
        ("1", "2", "3", 2, False),
        ("1", "2", None, 3, True),
        ("", None, None, 4, True),
        ("1", "2", "3", 5, True),
        ("", "", "", 6, False),
        ("1", "2x", "3", 7, True),
    ]
    assert [(f.rule, f.row, f.line, f.column) for f in table.findings] == [
        ("missing-cell", 3, 3, 4),
        ("blank-row", 4, 4, 1),
        ("extra-cell", 5, 5, 7),
        ("stray-quote", 7, 7, 4),
    ]


@WAYS
def test_an_empty_line_in_a_table_of_one_column_is_an_empty_cell(path: Path, small: int) -> None:
    """As RFC 4180 and polars have it."""
    table = read(path, b"a\n1\n\n2\n", Layout(("a",)), small=small)
    assert (cells(table), table.findings) == ([("1",), ("",), ("2",)], ())


@pytest.mark.parametrize(
    ("size", "damage"),
    [(60_000, {100: b"1,2\n"}), (120_000, {1: b"1,2\n", 70_000: b"\n", 119_999: b"1,2,3,4\n"})],
)
def test_a_few_uneven_rows_do_not_make_a_large_file_slow(
    path: Path, size: int, damage: dict[int, bytes]
) -> None:
    """Polars reads the blocks around them; the outcome is that of the careful way."""
    lines = [b'1,"x\ny",3\n'] * size
    for n, line in damage.items():
        lines[n] = line
    text = b"a,b,c\n" + b"".join(lines)
    fast, slow = read(path, text), read(path, text, small=ALWAYS_CAREFUL)
    assert fast.frame.collect().equals(slow.frame.collect())
    assert fast.findings == slow.findings
    assert len(fast.findings) == len(damage)


def test_findings_beyond_the_examples_are_counted(path: Path) -> None:
    """Counts are exact; the first of each rule are told."""
    table = read(path, b"a,b,c\n" + b"1,2\n" * 50 + b"\n" * 7, examples=5)
    assert rules(table) == ["missing-cell"] * 5 + ["blank-row"] * 5
    assert table.more == {("missing-cell", "error"): 45, ("blank-row", "error"): 2}
    assert len(read(path, b"a,b,c\n" + b"1,2\n" * 50, examples=None).findings) == 50


def test_values_in_findings_are_capped(path: Path) -> None:
    """A megabyte in the wrong place does not flood a report."""
    table = read(path, b"a,b,c\n1,2,3," + b"x" * 1_000_000 + b"\n")
    (finding,) = table.findings
    assert (len(finding.value or ""), len(finding.snippet or "")) == (1_000, 2_000)


def conflicted() -> bytes:
    """Return a table as git leaves it, the common ancestor included."""
    return b"a,b,c\n1,2,3\n<<<<<<< HEAD\n4,5,6\n||||||| base\n7,8,9\n=======\n7,8,0\n>>>>>>> other\n1,2,3\n"


@WAYS
def test_of_a_merge_conflict_our_side_is_read(path: Path, small: int) -> None:
    """One finding, and no row twice."""
    table = read(path, conflicted(), small=small)
    assert cells(table, "__row__") == [("1", "2", "3", 2), ("4", "5", "6", 4), ("1", "2", "3", 10)]
    assert [(f.rule, f.line) for f in table.findings] == [("merge-conflict", 3)]


@WAYS
def test_a_merge_conflict_is_seen_in_one_column_and_in_the_header(path: Path, small: int) -> None:
    """No delimiters give it away there."""
    table = read(path, b"a\n1\n<<<<<<< HEAD\n2\n=======\n3\n>>>>>>> x\n", Layout(("a",)), small=small)
    assert (cells(table), rules(table)) == ([("1",), ("2",)], ["merge-conflict"])
    table = read(path, b"<<<<<<< HEAD\na,b,c\n=======\na,b,d\n>>>>>>> x\n1,2,3\n", small=small)
    assert (cells(table), rules(table)) == ([], ["merge-conflict"])


@WAYS
def test_a_merge_conflict_inside_a_cell_is_seen(path: Path, small: int) -> None:
    """There the text is a sound table, conflict and all."""
    cell = "x\n<<<<<<< HEAD\ny\n=======\nz\n>>>>>>> x\n"
    table = read(path, f'a,b,c\n1,2,3\n1,"{cell}",3\n'.encode(), small=small)
    assert [(f.rule, f.row, f.line, f.snippet) for f in table.findings] == [
        ("merge-conflict", 3, 4, "<<<<<<< HEAD")
    ]
    assert cells(table, "__broken__") == [("1", "2", "3", False), ("1", cell, "3", True)]


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("a,b,c\n1,서울,3\n".encode("cp949"), "utf-8", (2, 3, "cp949 (Korean Windows)")),
        ("a,b,c\n1,café,3\n".encode("cp1252"), "utf-8", (2, 6, "cp1252 (Western Windows)")),
        ("a,b,c\n1,서,3\n".encode("utf-16"), "utf-8", (1, 1, "UTF-16")),
        ("a,b,c\r\n1,é,서".encode()[:-1], "utf-8", (2, 5, "cut off")),
        ("a,b,c\n1,é,3\n".encode(), "ascii", (2, 3, "ascii")),
        ("a,b,c\n1,2,3\n".encode("utf-16")[:-1], "utf-16", (2, 6, "cut off")),
        ("a,b,c\n1,é,3\n".encode(), "utf-16", (1, 1, "utf-16")),
    ],
)
def test_an_encoding_error_has_its_place_and_a_guess(
    path: Path, text: bytes, encoding: str, found: tuple[int, int, str]
) -> None:
    """Line and column of the first byte that is no text; no row of the file is kept."""
    for small in (NEVER_CAREFUL, ALWAYS_CAREFUL):
        table = read(path, text, Layout(FIELDS, encoding=encoding), small=small)
        (finding,) = table.findings
        assert (finding.rule, finding.line, finding.column) == ("encoding-error", *found[:2])
        assert found[2] in finding.message
        assert cells(table) == []


def test_an_encoding_error_deep_in_a_file_has_its_line(path: Path) -> None:
    """Lines are counted across the pieces in which a file is read, CRLF cut apart or not."""
    for shift in range(4):
        text = b"a,b,c\r\n" + b"x" * shift + b"1,2,3\r\n" * 60_000 + "1,é".encode() + b"\xff,3\r\n"
        (finding,) = read(path, text).findings
        assert (finding.rule, finding.line, finding.column) == ("encoding-error", 60_002, 4)


@pytest.mark.parametrize(
    "encoding", ["cp949", "utf-16", "utf-16-le", "utf-8-sig", "latin-1", "euc-kr", "iso2022_kr"]
)
def test_any_encoding_can_be_declared(path: Path, encoding: str) -> None:
    """Cells and places are those of the text."""
    city = "é" if encoding == "latin-1" else "서울"
    text = f'a,b,c\n1,{city},3\n1,"{city}\n",\n'
    table = read(path, text.encode(encoding), Layout(FIELDS, encoding=encoding), small=NEVER_CAREFUL)
    assert cells(table) == [("1", city, "3"), ("1", city + "\n", "")]
    assert table.locate(0, [3])[3].cell("c")[:2] == (4, 3)


def test_a_packed_file_is_read_as_it_is(path: Path) -> None:
    """Whatever its name; a damaged one is told."""
    text = b"a,b,c\n" + ROW * 50_000
    table = read(path, gzip.compress(text))
    assert (len(cells(table)), table.findings) == (50_000, ())
    assert table.locate(0, [40_000])[40_000].line == 40_000
    table = read(path, gzip.compress(text)[:-20])
    assert (cells(table), rules(table)) == ([], ["file-unreadable"])


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf", "file-empty"),
        (b"\xef\xbb\xbf\n", "blank-header"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", "lfs-pointer"),
        (b"PK\x03\x04", "format-error"),
        (b"SQLite format 3\0", "format-error"),
    ],
)
def test_a_file_that_is_no_table_is_told_once(path: Path, text: bytes, rule: str) -> None:
    """One finding, no row."""
    table = read(path, text)
    assert (rules(table), cells(table)) == ([rule], [])


def odd_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield what is no file to read, and the rule that it breaks."""
    loop = folder / "loop"
    loop.symlink_to(loop)
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    yield from ((loop, "file-unreadable"), (pipe, "file-unreadable"), (folder, "file-unreadable"))
    yield from ((folder / "none.csv", "file-missing"), (Path("/dev/null"), "file-unreadable"))
    yield from ((Path("a\0b"), "file-missing"), (folder / ("x" * 300), "file-unreadable"))
    if os.geteuid():  # root may read everything
        secret = folder / "secret.csv"
        secret.touch(mode=0)
        yield secret, "file-unreadable"


def test_what_is_no_file_is_a_finding_and_never_an_exception(tmp_path: Path) -> None:
    """Folders, devices, pipes, loops, files nobody may read."""
    for path, rule in odd_files(tmp_path):
        table = read_table("t", [path], Layout(FIELDS))
        assert rules(table) == [rule]
        assert table.frame.collect().height == 0


def test_a_path_with_wildcards_is_one_file(tmp_path: Path) -> None:
    """Polars would expand it."""
    path = tmp_path / "[a]*?.csv"
    for small in (NEVER_CAREFUL, ALWAYS_CAREFUL):
        assert cells(read(path, b"a,b,c\n" + ROW, small=small)) == [("1", "2", "3")]


def test_a_file_that_changes_is_known_to_have_changed(path: Path) -> None:
    """Before, nothing; after, its path; and to locate something in what is gone is an error in words."""
    table = read(path, b"a,b,c\n" + ROW)
    assert not table.changed
    path.write_bytes(b"a,b,c\n" + ROW * 2)
    assert list(table.changed) == [path]
    path.unlink()
    assert list(table.changed) == [path]
    with pytest.raises(DatasetFileError, match="changed"):
        table.locate(0, [2])


def test_a_file_that_shrinks_before_it_is_collected_is_told_by_reading_again(path: Path) -> None:
    """Polars refuses or finds less; the careful reading says what there is."""
    table = read(path, b"a,b,c\n" + ROW * 100, small=NEVER_CAREFUL)
    path.write_bytes(b"a,b,c\n1,2\n")
    with pytest.raises(pl.exceptions.PolarsError):
        cells(table)
    assert rules(table.careful()) == ["missing-cell"]


def test_a_table_larger_than_memory_waits_on_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was spilled is removed with the table."""
    monkeypatch.setattr(rows_module, "SPILL", 0)
    monkeypatch.setattr(rows_module, "FLUSH", 1_000)
    text = b"a,b,c\n" + b"1,2,3\r\n4,5,6\n" * 1_000
    table = read(path, text, small=ALWAYS_CAREFUL)
    frames = table.frame.collect(engine="streaming")
    assert frames["__row__"].to_list() == list(range(2, 2_002))
    assert frames["a"].to_list() == ["1", "4"] * 1_000
    (folder,) = {Path(name).parent for name in _files_of(table.frame)}
    assert folder.exists()
    del table
    assert not folder.exists()


def _files_of(frame: pl.LazyFrame) -> list[str]:
    plan = frame.explain(optimized=False)
    return [part.split("]")[0] for part in plan.split("[") if ".arrow" in part.split("]")[0]]


def test_a_line_or_a_quote_without_end_is_refused(path: Path) -> None:
    """Beyond 64 million characters; memory stays bounded, and the place is told."""
    for begin, rule, column in ((b"1,", "record-too-long", 1), (b'1,"', "unclosed-quote", 3)):
        with path.open("wb") as file:
            file.write(b"a,b,c\n" + begin)
            file.seek(RECORD_LIMIT * 2, os.SEEK_CUR)  # a hole: NULs that take no space
            file.write(b"\n")
        table = read_table("t", [path], Layout(FIELDS))
        assert [(f.rule, f.line, f.column) for f in table.findings] == [(rule, 2, column)]
        assert cells(table) == []


@WAYS
def test_large_cells_and_many_columns_are_read(path: Path, small: int) -> None:
    """Four mebibytes in a cell, five thousand cells in a row."""
    cell = "x\n" * (2 << 20)
    assert cells(read(path, f'a,b,c\n1,"{cell}",3\n'.encode(), small=small)) == [("1", cell, "3")]
    names = tuple(f"f{n}" for n in range(5_000))
    text = ",".join(names) + "\n" + ",".join(map(str, range(5_000))) + "\n"
    table = read(path, text.encode(), Layout(names), small=small)
    assert cells(table) == [tuple(map(str, range(5_000)))]


@pytest.mark.parametrize(
    "layout",
    [
        {"encoding": "klingon"},
        {"encoding": "rot13"},
        {"dialect": Dialect("")},
        {"dialect": Dialect('"')},
        {"dialect": Dialect(quote_char="''")},
        {"dialect": Dialect(header_rows=(0,))},
    ],
)
def test_a_layout_that_cannot_be_is_an_error(layout: dict[str, object]) -> None:
    """It stands in a dataset file, and the person running dateline has to change it."""
    with pytest.raises(DatasetFileError):
        Layout(FIELDS, **layout)  # type: ignore[arg-type] # wrong on purpose


def test_rows_without_a_file_become_the_same_kind_of_table() -> None:
    """Inline data: by label, short rows broken, absent fields known."""
    table = read_rows("t", ["c", "a"], [["3", "1"], ["3"]], Layout(FIELDS))
    assert cells(table, "__row__", "__broken__") == [("1", None, "3", 2, False), (None, None, "3", 3, True)]
    assert table.absent == {0: frozenset({"b"})}
    (place,) = table.places([(0, 2, "a")]).values()
    assert (place.file, place.line) == ("t", None)
