"""`dateline format`: one way to write the same records."""

from __future__ import annotations

import gzip
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dateline.errors import DatasetFileError, UsageError
from dateline.project.formatting import format_records
from dateline.read.cell_text import written
from dateline.read.layout import Layout
from dateline.read.table import read_table
from dateline.read.tokens import grammar
from dateline.table.dialect import Dialect
from project import untidy
from project.untidy import HEAD, HERE, PLACES, RIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from project.conftest import Run

FIELDS = ("a", "b", "c")
CHARS = [*"ab ,;|'\"\t\n#\\é", "e\u0301", "\r\n", '""', "\u2028", "\ufeff", "한", "\u1112\u1161\u11ab"]
CELLS = st.lists(st.sampled_from(CHARS), max_size=4).map("".join)
DIALECTS = [
    {},
    {"delimiter": ";"},
    {"delimiter": "\t", "quoteChar": "'"},
    {"delimiter": "|", "quoteChar": None, "escapeChar": "\\"},
    {"doubleQuote": False, "escapeChar": "\\"},
    {"escapeChar": "\\"},
    {"skipInitialSpace": True},
    {"commentChar": "#"},
    {"nullSequence": "a"},
    {"headerRows": [1, 2]},
    {"commentRows": [2], "headerRows": [3]},
    {"header": False},
]
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def python(dialect: dict[str, object]) -> Dialect:
    """Return a dialect as Python has it."""
    names = {
        "delimiter": "delimiter", "quoteChar": "quote_char", "escapeChar": "escape_char",
        "doubleQuote": "double_quote", "skipInitialSpace": "skip_initial_space",
        "commentChar": "comment_char", "nullSequence": "null_sequence", "headerRows": "header_rows",
        "commentRows": "comment_rows", "header": "header",
    }  # fmt: skip
    said = {names[key]: tuple(each) if isinstance(each, list) else each for key, each in dialect.items()}
    return Dialect(**said)  # type: ignore[arg-type] # each key has its type


@dataclass(frozen=True)
class Generated:
    """A table, its dialect, and how it is written."""

    text: bytes
    dialect: dict[str, object]
    width: int


@st.composite
def tables(draw: st.DrawFn) -> Generated:
    """Draw tables in every dialect, with columns in any order, needless quotes and empty rows at the end."""
    said = draw(st.sampled_from(DIALECTS))
    dialect, width = python(said), draw(st.integers(1, 3))
    rules, end = grammar(dialect), draw(ENDS)
    order = draw(st.permutations(range(width))) if dialect.header else range(width)
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5))
    rows = [each for each in rows if any(each)]
    rows += [[""] * width] * draw(st.integers(0 if dialect.header or rows else 1, 2))
    labels = [FIELDS[n] for n in order]
    head = {"headerRows": [[""] * width, labels], "commentRows": [labels]}
    before: list[list[str]] = next((head[key] for key in head if said.get(key) == [1, 2]), [labels])
    lines = [
        rules.delimiter.join(
            written(cell, rules, n, alone=width == 1, quoted=draw(st.booleans()))
            for n, cell in enumerate(row)
        )
        for row in [*(before if dialect.header else []), *rows]
    ]
    if "commentRows" in said:
        lines[:0] = ["anything, at all", "more"]
    if dialect.comment_char:
        lines.insert(draw(st.integers(1, len(lines))), "# a remark, with a comma")
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return Generated((mark + end.join([*lines, ""])).encode(), said, width)


def lay(folder: Path, table: Generated) -> Path:
    """Write a project with one table; return its file."""
    fields = [{"name": name, "type": "string"} for name in FIELDS[: table.width]]
    dataset = untidy.DATASET.split("tables:", maxsplit=1)[0]
    listed = json.dumps({"t": {"path": "t.csv", "dialect": table.dialect}})
    files = {
        "schemas/t.yaml": json.dumps({"fields": fields, "fieldsMatch": "equal"}).encode(),
        "datasets/floods/dataset.yaml": f"{dataset}tables: {listed}\n".encode(),
        "datasets/floods/t.csv": table.text,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text)
    return folder / "datasets/floods/t.csv"


def values(path: Path, table: Generated) -> list[tuple[object, ...]]:
    """Read all cells, in composed form, without the empty rows at the end."""
    layout = Layout(FIELDS[: table.width], python(table.dialect), match="equal")
    text = read_table("t", [path], layout)
    rows = text.frame.select(FIELDS[: table.width]).collect().rows()
    composed = [tuple(c and unicodedata.normalize("NFC", str(c)) for c in row) for row in rows]
    least = 0 if python(table.dialect).header else 1
    while len(composed) > least and table.width > 1 and not any(composed[-1]):
        composed.pop()
    return composed


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables())
def test_format_is_lossless_and_idempotent_in_every_dialect(tmp_path: Path, table: Generated) -> None:
    """Every value reads back equal, and a second run changes nothing."""
    path = lay(tmp_path, table)
    before = values(path, table)
    (done,) = format_records(path)
    assume(not done.findings and done.problem is None)
    assert done.changed == (path.read_bytes() != table.text)
    assert values(path, table) == before
    after = path.read_bytes()
    (again,) = format_records(path)
    assert (again.changed, again.findings, again.problem) == (False, (), None)
    assert path.read_bytes() == after
    assert not after.startswith(b"\xef\xbb\xbf") or after.startswith(b"\xef\xbb\xbf" * 2)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables())
def test_sound_tables_are_not_refused(tmp_path: Path, table: Generated) -> None:
    """Of what was written by the dialect's own rules nothing is left as it is for a fault."""
    (done,) = format_records(lay(tmp_path, table))
    assert done.findings == ()
    assert done.problem is None or "cannot hold" in done.problem.message


@pytest.fixture
def floods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, as the current one, for a project."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


MESSY = (
    "\ufeffregion_id , name\r\n".replace("name", "name")
    + '"delta","The ""wide"" delta"\r\nhills,Rhe\u0302ne\r\n,\r\n\r\n'
)
TIDY = 'region_id,name\ndelta,"The ""wide"" delta"\nhills,Rh\u00eane\n'


def test_what_spreadsheets_leave_goes(floods: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    """Mark, line ends, needless quotes, spaces around labels, accents apart and empty rows are gone."""
    untidy.write(floods, RIGHT, regions=MESSY)
    done = run("format")
    assert (floods / PLACES).read_bytes() == TIDY.encode()
    assert (floods / HERE).read_text() == f"{HEAD}\n{RIGHT}\n"
    golden("fixing/format.txt", done.out)
    assert (done.code, done.err) == (0, "")
    assert run("format").out == "2 files left as they are\n"


def test_check_and_diff_write_nothing(floods: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    """The files that would change are named, with their lines where asked, and the exit code is 1."""
    untidy.write(floods, RIGHT, regions=MESSY)
    checked, shown = run("format", "--check"), run("format", "--diff")
    assert (floods / PLACES).read_bytes() == MESSY.encode()
    assert (checked.code, shown.code) == (1, 1)
    assert checked.out == f"would format {PLACES}\n1 file would be formatted, 1 file left as it is\n"
    golden("fixing/format-diff.txt", shown.out)
    run("format")
    assert run("format", "--check").code == 0


def test_columns_come_in_the_schemas_order(floods: Path) -> None:
    """Labels and cells move together; columns that the schema lets pass come last."""
    schema = untidy.REGIONS + "fieldsMatch: subset\n"
    untidy.write(floods, RIGHT, regions="more,name,region_id\n1,The delta,delta\n2,The hills,hills\n")
    (floods / "schemas/regions.yaml").write_text(schema)
    format_records(floods)
    assert (floods / PLACES).read_text() == ("region_id,name,more\ndelta,The delta,1\nhills,The hills,2\n")


def test_records_keep_their_order_and_cells_their_spaces(floods: Path) -> None:
    """Nothing is sorted, and what a cell says is not touched: that is for --fix."""
    text = "region_id,name\nhills, The hills \ndelta,The delta\n"
    untidy.write(floods, RIGHT, regions=text)
    assert not any(each.changed for each in format_records(floods))
    assert (floods / PLACES).read_text() == text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("region_id,name\ndelta\n", "missing-cell"),
        ("region_id,name\ndelta,a,b\n", "extra-cell"),
        ('region_id,name\ndelta,"a" b\n', "stray-quote"),
        ('region_id,name\ndelta,"a\n', "unclosed-quote"),
        ("region_id,nmae\ndelta,a\n", "missing-label"),
        ("region_id,name\n\ndelta,a\n", "blank-row"),
        ("region_id,name\n<<<<<<< ours\ndelta,a\n", "merge-conflict"),
        ("region_id;name\ndelta;a\n", "wrong-delimiter"),
        ("region_id,name,region_id\ndelta,a,b\n", "duplicate-label"),
        ("region_id,name\ndelta,\0\n", "nul-byte"),
        ("", "file-empty"),
    ],
)
def test_a_file_with_faults_is_left_and_they_are_told(floods: Path, run: Run, text: str, rule: str) -> None:
    """Where cells could be told apart in two ways, nothing is written; other files are."""
    path = untidy.write(floods, RIGHT, regions=text)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = run("format")
    assert (floods / PLACES).read_text() == text
    assert f"error[{rule}]: {PLACES}" in done.out
    assert done.code == 1
    assert b"\r" not in path.read_bytes()


def test_bytes_that_are_no_text_are_told(floods: Path, run: Run) -> None:
    """A file in another encoding is not guessed at."""
    untidy.write(floods, RIGHT)
    (floods / PLACES).write_bytes("region_id,name\ndelta,Rhône\n".encode("latin-1"))
    assert "error[encoding-error]" in run("format").out


def test_a_quote_inside_a_bare_cell_is_quoted(floods: Path) -> None:
    """What check warns of and everybody reads alike gets its quotes."""
    untidy.write(floods, RIGHT, regions='region_id,name\ndelta,5" pipe\n')
    format_records(floods)
    assert (floods / PLACES).read_text() == 'region_id,name\ndelta,"5"" pipe"\n'


def test_keys_that_would_become_one_stay_apart(floods: Path, run: Run) -> None:
    """Two keys that differ by their accents' form alone are left for a person."""
    text = "region_id,name\nd\u00e9,a\nde\u0301,b\n"
    untidy.write(floods, RIGHT, regions=text)
    assert "two records would have the same key in composed form" in run("format").out
    assert (floods / PLACES).read_text("utf-8") == text


def test_a_path_may_be_one_file_or_folder(floods: Path, run: Run) -> None:
    """As pre-commit calls it: the files named, those of no table left alone."""
    path = untidy.write(floods, RIGHT, regions=MESSY)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (floods / "datasets/floods/other.csv").write_bytes(b"x\r\n")
    assert run("format", "--check", HERE).out.startswith(f"would format {HERE}\n1 file would")
    assert run("format", "--check", "datasets/floods/records/A").out.count("would format") == 1
    for left in ("datasets/floods/other.csv", "datasets/floods/dataset.yaml"):
        assert run("format", left).out == "no record file here\n"
    assert run("format", PLACES, PLACES).out == f"formatted {PLACES}\n1 file formatted\n"
    assert b"\r" in path.read_bytes()


def test_other_encodings_are_kept(floods: Path) -> None:
    """A file is written in the encoding that the dataset says, composed letters and all."""
    untidy.write(floods, RIGHT)
    dataset = floods / "datasets/floods/dataset.yaml"
    dataset.write_text(dataset.read_text().replace("regions.csv}", "regions.csv, encoding: utf-16}"))
    (floods / PLACES).write_bytes(MESSY.lstrip("\ufeff").encode("utf-16"))
    assert sum(each.changed for each in format_records(floods)) == 1
    assert (floods / PLACES).read_bytes().decode("utf-16") == TIDY


def test_a_letter_that_the_encoding_lacks_leaves_the_file(floods: Path, run: Run) -> None:
    """Where the composed letter cannot be written, nothing is."""
    untidy.write(floods, RIGHT)
    dataset = floods / "datasets/floods/dataset.yaml"
    dataset.write_text(dataset.read_text().replace("regions.csv}", "regions.csv, encoding: cp1258}"))
    before = "region_id,name\r\ndelta,a\u0323\r\n".encode("cp1258")
    (floods / PLACES).write_bytes(before)
    assert "cp1258 has no '\\u1ea1'" in run("format").out
    assert (floods / PLACES).read_bytes() == before


def test_packed_files_are_left(floods: Path, run: Run) -> None:
    """A compressed file is told and left as it is."""
    untidy.write(floods, RIGHT)
    packed = gzip.compress(MESSY.encode())
    (floods / PLACES).write_bytes(packed)
    done = run("format")
    assert f"{PLACES}: the file is compressed: left as it is" in done.out
    assert (floods / PLACES).read_bytes() == packed
    assert done.code == 0


def test_a_link_out_of_the_project_is_refused(floods: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing outside is read or written; a link inside stays a link."""
    untidy.write(floods, RIGHT, regions=MESSY)
    inside = floods / "datasets/floods/regions.txt"
    (floods / PLACES).rename(inside)
    (floods / PLACES).symlink_to(inside)
    format_records(floods)
    assert (floods / PLACES).is_symlink()
    assert inside.read_bytes() == TIDY.encode()
    outside = tmp_path_factory.mktemp("else") / "regions.csv"
    outside.write_bytes(MESSY.encode())
    (floods / PLACES).unlink()
    (floods / PLACES).symlink_to(outside)
    with pytest.raises(DatasetFileError, match="leads out of the project"):
        format_records(floods)
    assert outside.read_bytes() == MESSY.encode()


def test_a_file_of_two_tables_is_refused(floods: Path) -> None:
    """Two schemas would each want their own order of columns."""
    untidy.write(floods, RIGHT)
    dataset = floods / "datasets/floods/dataset.yaml"
    dataset.write_text(dataset.read_text().replace("records/regions.csv", "records/A/floods.csv"))
    with pytest.raises(DatasetFileError, match="belongs to two tables, floods and regions"):
        format_records(floods)


def test_packages_are_refused(floods: Path) -> None:
    """What was published has hashes that would not fit any more."""
    (floods / "datapackage.json").write_text("{}")
    with pytest.raises(UsageError, match="a Data Package is not formatted"):
        format_records(floods / "datapackage.json")


def test_our_own_records_are_canonical() -> None:
    """The repository's datasets are as the command writes them."""
    root = Path(__file__).parents[2]
    assert [each.shown for each in format_records(root, write=False) if each.changed or each.findings] == []


def test_permissions_stay_and_nothing_lies_beside(floods: Path) -> None:
    """The new file may be read by whom the old one was; no trace of the work is left."""
    untidy.write(floods, RIGHT, regions=MESSY)
    (floods / PLACES).chmod(0o640)
    format_records(floods)
    assert (floods / PLACES).stat().st_mode & 0o777 == 0o640
    assert sorted(each.name for each in (floods / PLACES).parent.iterdir()) == ["A", "regions.csv"]
