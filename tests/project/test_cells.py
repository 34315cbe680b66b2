"""Single cells written anew: what changes, and that nothing else does."""

from __future__ import annotations

import gzip
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import DatasetFileError
from dateline.project.cells import replace_cells
from dateline.read.layout import Layout
from dateline.read.table import read_table
from dateline.table.dialect import Dialect
from read.texts import CELLS, FIELDS, Sound, cells, sound_tables

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.read.table import TextTable


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a path for one file, written anew by each example."""
    return tmp_path_factory.mktemp("cells") / "table.csv"


def read(path: Path, layout: Layout | None = None) -> TextTable:
    """Read a file as a table."""
    return read_table("table", [path], layout or Layout(FIELDS))


def put(path: Path, text: bytes, new: dict[tuple[int, str], str], layout: Layout | None = None) -> bytes:
    """Write a file, replace cells by record and field, and return the file's bytes."""
    path.write_bytes(text)
    table = read(path, layout)
    replace_cells([(table, {(0, record, field): cell for (record, field), cell in new.items()})])
    return path.read_bytes()


@settings(max_examples=120, deadline=None)
@given(sound_tables(), st.data())
def test_only_the_named_cells_change(shared: Path, table: Sound, data: st.DataObject) -> None:
    """Read again, the named cells have their new texts and all others their old ones."""
    layout = Layout(FIELDS[: table.width])
    at = st.tuples(st.integers(0, max(len(table.rows) - 1, 0)), st.integers(0, table.width - 1))
    new = data.draw(st.dictionaries(at, CELLS, max_size=4 if table.rows else 0))
    put(shared, table.text, {(row + 2, FIELDS[n]): cell for (row, n), cell in new.items()}, layout)
    expected = [[new.get((r, n), cell) for n, cell in enumerate(row)] for r, row in enumerate(table.rows)]
    assert cells(read(shared, layout)) == [tuple(row) for row in expected]


@settings(max_examples=80, deadline=None)
@given(sound_tables(), st.data())
def test_there_and_back_is_the_same_file(shared: Path, table: Sound, data: st.DataObject) -> None:
    """A cell without quotes that is changed and changed back leaves the file as it was, to the byte."""
    layout = Layout(FIELDS[: table.width])
    plain = [
        (r + 2, FIELDS[n], c) for r, row in enumerate(table.rows) for n, c in enumerate(row) if c.isalpha()
    ]
    if not plain:
        return
    record, field, cell = data.draw(st.sampled_from(plain))
    changed = put(shared, table.text, {(record, field): "Z"}, layout)
    assert changed != table.text
    assert put(shared, changed, {(record, field): cell}, layout) == table.text


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        (b"a,b,c\n1,2,3\n", "9", b"a,b,c\n1,9,3\n"),
        (b"a,b,c\r\n1,2,3\r\n4,5,6", "9", b"a,b,c\r\n1,9,3\r\n4,5,6"),
        (b'\xef\xbb\xbfa,b,c\n1,"2",3\n', "9", b'\xef\xbb\xbfa,b,c\n1,"9",3\n'),
        (b'a,b,c\n"1"," 2","3"\n', "9", b'a,b,c\n"1","9","3"\n'),
        (b"a,b,c\n1,2,3\n", "x,y", b'a,b,c\n1,"x,y",3\n'),
        (b"a,b,c\n1,2,3\n", 'x"y', b'a,b,c\n1,"x""y",3\n'),
        (b"a,b,c\n1,2,3\n", "x\ny", b'a,b,c\n1,"x\ny",3\n'),
        (b'a,b,c\n"x\r\ny",2,3\n', "", b'a,b,c\n"x\r\ny",,3\n'),
        (b"a , b,c\n1, 2 ,3\n", "9", b"a , b,c\n1,9,3\n"),
        (b"a,b,c\n1,2,3\n\n\n", "\xe9\uac00", "a,b,c\n1,\xe9\uac00,3\n\n\n".encode()),
    ],
)
def test_cell_is_written_as_its_neighbours_are(tmp_path: Path, before: bytes, new: str, after: bytes) -> None:
    """Quotes, line ends and marks stay; quotes are added where the text needs them."""
    assert put(tmp_path / "t.csv", before, {(2, "b"): new}) == after


@pytest.mark.parametrize(
    ("dialect", "before", "new", "after"),
    [
        (Dialect(delimiter=";"), b"a;b;c\n1;2;3\n", "x;y", b'a;b;c\n1;"x;y";3\n'),
        (Dialect(delimiter="\t", quote_char=None, escape_char="\\"), b"a\tb\tc\n1\t2\t3\n", "x\ty",
         b"a\tb\tc\n1\tx\\\ty\t3\n"),
        (Dialect(escape_char="\\", double_quote=False), b"a,b,c\n1,2,3\n", 'x"\\,',
         b'a,b,c\n1,"x\\"\\\\,",3\n'),
        (Dialect(quote_char="'"), b"a,b,c\n1,2,3\n", "it's,", b"a,b,c\n1,'it''s,',3\n"),
        (Dialect(skip_initial_space=True), b"a, b, c\n1, 2, 3\n", " 9", b'a, b, c\n1, " 9", 3\n'),
        (Dialect(comment_char="#"), b"#x\na,b,c\n1,2,3\n", "9", b"#x\na,b,c\n1,9,3\n"),
    ],
)  # fmt: skip
def test_every_dialect_is_kept(
    tmp_path: Path, dialect: Dialect, before: bytes, new: str, after: bytes
) -> None:
    """Delimiter, quote and escape are the dialect's own."""
    layout = Layout(FIELDS, dialect)
    record = 3 if dialect.comment_char else 2
    if dialect.comment_char:
        layout = Layout(FIELDS, Dialect(comment_char="#", header_rows=(2,)))
    assert put(tmp_path / "t.csv", before, {(record, "b"): new}, layout) == after


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp949", "latin-1", "utf-32"])
def test_other_encodings_are_kept(tmp_path: Path, encoding: str) -> None:
    """Each byte outside the cell stays, byte order mark included."""
    text = "a,b,c\n\xb7,2,3\n4,5,6\n"
    layout = Layout(FIELDS, encoding=encoding)
    assert put(tmp_path / "t.csv", text.encode(encoding), {(3, "b"): "\xb7\xb7"}, layout) == text.replace(
        "5", "\xb7\xb7"
    ).encode(encoding)


def refused(path: Path, text: bytes, new: dict[tuple[int, str], str], layout: Layout | None = None) -> str:
    """Return why cells were not replaced, having seen that the file is as before and alone."""
    with pytest.raises(DatasetFileError) as error:
        put(path, text, new, layout)
    assert path.read_bytes() == text
    assert list(path.parent.iterdir()) == [path]
    return str(error.value).split(path.name)[1]


PLAIN = b"a,b,c\n1,2,3\n"


@pytest.mark.parametrize(
    ("text", "new", "layout", "message"),
    [
        (PLAIN, {(9, "b"): "x"}, Layout(FIELDS), ": the file has no record 9"),
        (PLAIN, {(1, "b"): "x"}, Layout(FIELDS), ": record 1 is the header"),
        (b"a,b\n1,2\n", {(2, "c"): "x"}, Layout(FIELDS), ": the file has no column 'c'"),
        (b"a,b,c\n1\n", {(2, "b"): "x"}, Layout(FIELDS), ":2: the record has 1 cells, none of number 2"),
        (b"", {(2, "b"): "x"}, Layout(FIELDS), ": the file could not be read"),
        (PLAIN, {(2, "b"): "\uac00"}, Layout(FIELDS, encoding="latin-1"), ":2: iso8859-1 has no '\\uac00'"),
        (PLAIN, {(2, "b"): "x,y"}, Layout(FIELDS, Dialect(quote_char=None)),
         ":2: the file's dialect cannot hold the new text"),
        (b"a,b,c\n+AOk-,2,3\n+AGE-,,\n", {(2, "b"): "x"}, Layout(FIELDS, encoding="utf-7"),
         ": the text's encoding"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(
    tmp_path: Path, text: bytes, new: dict[tuple[int, str], str], layout: Layout, message: str
) -> None:
    """The reason is told, and the file is untouched."""
    assert message in refused(tmp_path / "t.csv", text, new, layout)


def test_one_refused_cell_keeps_every_file_as_it_was(tmp_path: Path) -> None:
    """Of two files, neither is written if one of them cannot be."""
    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path in paths:
        path.write_bytes(PLAIN)
    table = read_table("table", paths, Layout(FIELDS))
    with pytest.raises(DatasetFileError, match="no record 7"):
        replace_cells([(table, {(0, 2, "b"): "x", (1, 7, "b"): "x"})])
    assert [path.read_bytes() for path in paths] == [PLAIN, PLAIN]
    assert sorted(tmp_path.iterdir()) == paths


def test_file_that_changed_since_is_refused(tmp_path: Path) -> None:
    """What somebody wrote after the table was read is not written over."""
    path = tmp_path / "t.csv"
    path.write_bytes(PLAIN)
    table = read(path)
    path.write_bytes(b"a,b,c\n1,other,3\n")
    with pytest.raises(DatasetFileError, match="was written to since it was read"):
        replace_cells([(table, {(0, 2, "b"): "x"})])
    assert path.read_bytes() == b"a,b,c\n1,other,3\n"


def test_file_of_two_tables_is_refused(tmp_path: Path) -> None:
    """Two tables' new texts for one file would undo each other."""
    path = tmp_path / "t.csv"
    path.write_bytes(PLAIN)
    with pytest.raises(DatasetFileError, match="belongs to two tables"):
        replace_cells([(read(path), {(0, 2, "b"): "x"}), (read(path), {(0, 2, "c"): "y"})])


def test_compressed_file_is_refused(tmp_path: Path) -> None:
    """What was packed is not unpacked on the way."""
    packed = gzip.compress(PLAIN)
    assert ": the file is compressed" in refused(tmp_path / "t.csv", packed, {(2, "b"): "x"})


FULL = """
import resource, sys
from pathlib import Path
from dateline.project.cells import replace_cells
from dateline.read.layout import Layout
from dateline.read.table import read_table
table = read_table("table", [Path("t.csv")], Layout(("a", "b", "c")))
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    replace_cells([(table, {(0, 2, "b"): "x"})])
except Exception as error:
    print(f"{type(error).__name__}: {error}")
"""


def test_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """Where the new file cannot be written whole, the old one stays and nothing lies beside it."""
    path = tmp_path / "t.csv"
    path.write_bytes(PLAIN * 1_000)
    done = subprocess.run(
        [sys.executable, "-c", FULL], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == (
        "DatasetFileError: t.csv: the file cannot be written: File too large\n",
        "",
    )
    assert path.read_bytes() == PLAIN * 1_000
    assert list(tmp_path.iterdir()) == [path]


def test_cell_with_its_text_already_leaves_the_file_alone(tmp_path: Path) -> None:
    """Nothing to change is not written: the file stays the same one."""
    path = tmp_path / "t.csv"
    path.write_bytes(b'a,b,c\n1,"2",3\n')
    before = path.stat()
    assert replace_cells([(read(path), {(0, 2, "b"): "2"})]) == []
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    """The file keeps who may read it, and a link to it stays a link."""
    path, link = tmp_path / "t.csv", tmp_path / "link.csv"
    path.write_bytes(PLAIN)
    path.chmod(0o640)
    link.symlink_to(path)
    assert replace_cells([(read(link), {(0, 2, "b"): "x"})]) == [link]
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_bytes() == b"a,b,c\n1,x,3\n"


def test_large_file_is_copied_to_the_byte(tmp_path: Path) -> None:
    """Deep in a file of many blocks one cell changes and nothing else."""
    lines = [b'%d,"x\r\n""y",\xed\x95\x9c\r\n' % n for n in range(60_000)]
    path = tmp_path / "t.csv"
    after = put(path, b"a,b,c\r\n" + b"".join(lines), {(50_002, "a"): "moved"})
    lines[50_000] = lines[50_000].replace(b"50000", b"moved")
    assert after == b"a,b,c\r\n" + b"".join(lines)
