"""Records taken out of their files: what goes, and that nothing else does."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import DatasetFileError
from dateline.project.cells import Edit, rewrite
from dateline.read.layout import Layout
from dateline.read.records import records
from dateline.read.table import read_table
from dateline.read.tokens import grammar
from dateline.table.dialect import Dialect
from read.texts import CELLS, FIELDS, Sound, cells, sound_tables

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.read.table import TextTable


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a path for one file, written anew by each example."""
    return tmp_path_factory.mktemp("removal") / "table.csv"


def read(path: Path, layout: Layout | None = None) -> TextTable:
    """Read a file as a table."""
    return read_table("table", [path], layout or Layout(FIELDS))


def take(path: Path, text: bytes, gone: set[int], layout: Layout | None = None) -> bytes:
    """Write a file, take records out by number, and return the file's bytes."""
    path.write_bytes(text)
    rewrite([Edit(read(path, layout), gone=[(0, number) for number in gone])])
    return path.read_bytes()


def parts(text: bytes) -> list[bytes]:
    """Cut a file into the bytes of its records, a mark of byte order before the first."""
    whole = text.decode()
    mark = "\ufeff" if whole.startswith("\ufeff") else ""
    cut = records(iter([whole.removeprefix(mark)] if whole.removeprefix(mark) else []), grammar(Dialect()))
    raw = [(each.text + each.ending).encode() for each in cut]
    return [mark.encode() + raw[0], *raw[1:]] if raw else []


@settings(max_examples=150, deadline=None)
@given(sound_tables(), st.data())
def test_all_other_bytes_stay(shared: Path, table: Sound, data: st.DataObject) -> None:
    """What is left is the bytes of the other records, in their order; read again, their cells."""
    layout = Layout(FIELDS[: table.width])
    numbers = st.integers(2, len(table.rows) + 1) if table.rows else st.nothing()
    gone = data.draw(st.sets(numbers))
    whole = parts(table.text)
    after = take(shared, table.text, gone, layout)
    assert after == b"".join(raw for number, raw in enumerate(whole, 1) if number not in gone)
    expected = [tuple(row) for number, row in enumerate(table.rows, 2) if number not in gone]
    assert cells(read(shared, layout)) == expected


@settings(max_examples=60, deadline=None)
@given(sound_tables(), CELLS, st.data())
def test_cells_and_records_change_together(
    shared: Path, table: Sound, text: str, data: st.DataObject
) -> None:
    """A new text in one record and another record taken out do not disturb each other."""
    layout = Layout(FIELDS[: table.width])
    if len(table.rows) < 2:
        return
    changed, gone = data.draw(st.permutations(range(2, len(table.rows) + 2)))[:2]
    shared.write_bytes(table.text)
    rewrite([Edit(read(shared, layout), {(0, changed, "a"): text}, [(0, gone)])])
    rows = [
        (text, *row[1:]) if number == changed else tuple(row)
        for number, row in enumerate(table.rows, 2)
        if number != gone
    ]
    assert cells(read(shared, layout)) == rows


@pytest.mark.parametrize(
    ("before", "gone", "after"),
    [
        (b"a,b,c\n1,2,3\n4,5,6\n", {2}, b"a,b,c\n4,5,6\n"),
        (b"a,b,c\r\n1,2,3\r\n4,5,6", {3}, b"a,b,c\r\n1,2,3\r\n"),
        (b"a,b,c\r\n1,2,3\r\n4,5,6", {2}, b"a,b,c\r\n4,5,6"),
        (b'\xef\xbb\xbfa,b,c\n"1\n\n""x""",2,3\n4,5,6\n', {2}, b"\xef\xbb\xbfa,b,c\n4,5,6\n"),
        (b"a,b,c\n1,2,3\n\n4,5,6\n\n", {4}, b"a,b,c\n1,2,3\n\n\n"),
        (b"a,b,c\n1,2,3", {2}, b"a,b,c\n"),
    ],
)
def test_a_record_goes_with_its_line_end(tmp_path: Path, before: bytes, gone: set[int], after: bytes) -> None:
    """Records over several lines, other line ends and a last line without one are taken as they are."""
    assert take(tmp_path / "t.csv", before, gone) == after


def test_other_encodings_are_kept(tmp_path: Path) -> None:
    """Of a file in UTF-16 the mark stays, and so do all other records."""
    text = "a,b,c\n\u00b7,2,3\n4,5,6\n"
    after = take(tmp_path / "t.csv", text.encode("utf-16"), {2}, Layout(FIELDS, encoding="utf-16"))
    assert after == "a,b,c\n4,5,6\n".encode("utf-16")


@pytest.mark.parametrize(
    ("gone", "message"), [({1}, "record 1 is the header"), ({2, 9}, "the file has no record 9")]
)
def test_what_is_no_record_is_refused(tmp_path: Path, gone: set[int], message: str) -> None:
    """The header stays, and so does everything if one record is not there."""
    path = tmp_path / "t.csv"
    with pytest.raises(DatasetFileError, match=message):
        take(path, b"a,b,c\n1,2,3\n", gone)
    assert path.read_bytes() == b"a,b,c\n1,2,3\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_trial_changes_nothing(tmp_path: Path) -> None:
    """What would be written is named, and nothing is."""
    path, other = tmp_path / "t.csv", tmp_path / "new.yaml"
    path.write_bytes(b"a,b,c\n1,2,3\n")
    assert rewrite([Edit(read(path), gone=[(0, 2)])], {other: b"x"}, try_only=True) == [path, other]
    assert path.read_bytes() == b"a,b,c\n1,2,3\n"
    assert list(tmp_path.iterdir()) == [path]


FAILING = """
import errno, sys
from pathlib import Path
from dateline.project.cells import Edit, rewrite
from dateline.read.layout import Layout
from dateline.read.table import read_table
paths = [Path("one.csv"), Path("two.csv")]
table = read_table("table", paths, Layout(("a", "b", "c")))
renamed = 0
def watch(event, arguments):
    global renamed
    if event == "os.rename" and str(arguments[0]).endswith(".new"):
        renamed += 1
        if renamed == int(sys.argv[1]):
            raise OSError(errno.EIO, "Input/output error")
sys.addaudithook(watch)
try:
    rewrite([Edit(table, gone=[(0, 2), (1, 2)])], {Path("new.yaml"): b"x"})
except Exception as error:
    print(f"{type(error).__name__}: {error}")
"""


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_disk_that_fails_between_two_files_changes_none(tmp_path: Path, failing: int) -> None:
    """Whichever file cannot take its place, all are as they were, and nothing lies beside them."""
    before = dict.fromkeys(("one.csv", "two.csv"), b"a,b,c\n1,2,3\n")
    for name, text in before.items():
        (tmp_path / name).write_bytes(text)
    done = subprocess.run(
        [sys.executable, "-c", FAILING, str(failing)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    file = ["one.csv", "two.csv", "new.yaml"][failing - 1]
    assert done.stdout == f"DatasetFileError: {file}: the file cannot be written: Input/output error\n"
    assert done.stderr == ""
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before
