"""What strangers' files do to readers: each gives a verdict or a finding, soon, and never a fault."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from dateline.checks.tables import EXAMPLES
from foreign.conftest import Done, table

if TYPE_CHECKING:
    from foreign.conftest import Maker

Run = Callable[..., Done]
SECONDS = 20
"""What no check here may take, on a slow machine; each takes two or less on a quick one."""


@pytest.fixture
def judged(make: Maker, run: Run) -> Callable[..., dict[str, Any]]:
    """Return a function that checks a package on the command line and returns the JSON report."""

    def judge(*resources: Any, files: dict[str, str | bytes]) -> dict[str, Any]:  # noqa: ANN401 - JSON holds any value
        make.package(*resources, files=files)
        begun = time.monotonic()
        done = run("check", "datapackage.json", "--format", "json")
        assert time.monotonic() - begun < SECONDS
        assert done.err == ""
        report: dict[str, Any] = json.loads(done.out)
        assert done.code == (0 if report["valid"] else 1)
        return report

    return judge


Judge = Callable[..., dict[str, Any]]


def rules(report: dict[str, Any]) -> dict[str, int]:
    """Return how many findings there are of each rule."""
    found: dict[str, int] = report["counts"]["rules"]
    return found


def test_cells_of_four_mebibytes(judged: Judge) -> None:
    """A cell may be large: its rules hold, and the report stays small."""
    large = '"' + "ab,\n" * (1 << 20) + '"'
    fields = ("id:integer", {"name": "word", "type": "string", "constraints": {"maxLength": 10}})
    report = judged(table("t", "t.csv", *fields), files={"t.csv": f"id,word\n1,{large}\n2,b\nx,{large}\n"})
    assert rules(report) == {"max-length": 2, "type": 1}
    assert [each["row"] for each in report["findings"]] == [2, 4, 4]
    assert [each["line"] for each in report["findings"]] == [2, 3 + (1 << 20) + 1, 3 + (1 << 20) + 1]
    assert len(json.dumps(report)) < 20_000


def test_thousands_of_columns(judged: Judge) -> None:
    """A table may be wide: each column has its rules."""
    names = [f"c{n}" for n in range(1_500)]
    rows = ["1," * 1_499 + "1", "1," * 999 + "x," + "1," * 499 + "1"]
    wide = table("t", "t.csv", *(f"{name}:integer" for name in names))
    report = judged(wide, files={"t.csv": "\n".join([",".join(names), *rows])})
    (found,) = report["findings"]
    assert (found["rule"], found["row"], found["field"], found["field_number"]) == ("type", 3, "c999", 1000)


def test_hundreds_of_columns_of_another_table(judged: Judge) -> None:
    """Hundreds of labels that are not known, and as many that are missing, take no long search."""
    wide = table("t", "t.csv", "id:integer", *(f"c{n}:integer" for n in range(700)))
    report = judged(wide, files={"t.csv": ",".join(["id", *(f"d{n}" for n in range(700))]) + "\n"})
    assert rules(report) == {"extra-label": 700, "missing-label": 700}
    assert len(report["findings"]) == 2 * min(700, EXAMPLES)


def test_no_row(judged: Judge) -> None:
    """A header only is a table without records, with and without an end of line."""
    for text in ("id,word", "id,word\n", "id,word\r\n", "\ufeffid,word\n"):
        report = judged(table(), files={"t.csv": text})
        assert report["valid"]
        assert report["counts"]["records"] == {"t": 0}


def test_no_row_to_refer_to(judged: Judge) -> None:
    """A reference to an empty table leads nowhere; keys of an empty table hold."""
    key = {"fields": "id", "reference": {"resource": "u", "fields": "id"}}
    report = judged(
        table(schema={"foreignKeys": [key]}),
        table("u", "u.csv", schema={"primaryKey": "id", "uniqueKeys": [["word"]]}),
        files={"t.csv": "id,word\n1,a\n", "u.csv": "id,word\n"},
    )
    assert rules(report) == {"foreign-key": 1}


def test_one_column(judged: Judge) -> None:
    """A table of one column needs no delimiter, and an empty line is an empty cell in it."""
    word = {"name": "word", "type": "string", "constraints": {"required": True}}
    report = judged(table("t", "t.csv", word), files={"t.csv": "word\na\n\nb"})
    assert [(each["rule"], each["line"]) for each in report["findings"]] == [("required", 3)]


@pytest.mark.parametrize("text", ["id,word,word\n1,a,b\n", "id,word,id,word\n1,a,1,a\n"])
def test_labels_that_stand_twice(judged: Judge, text: str) -> None:
    """A label that stands twice is told; the first column of the name is read."""
    report = judged(table(), files={"t.csv": text})
    assert set(rules(report)) == {"duplicate-label"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('id,word\n1,"a\n2,b\n3,c\n', {"unclosed-quote"}),
        ("id,word\n1,a\n2", {"missing-cell"}),
        ("id,wo", {"missing-label", "extra-label"}),
        (b"id,word\n1,a\n" + "가".encode()[:2], {"encoding-error"}),
        (b"\x1f\x8b\x08\x00\x00\x00", {"compression-error", "file-unreadable"}),
    ],
)
def test_half_a_file(judged: Judge, text: str | bytes, wanted: set[str]) -> None:
    """A file that was cut off is told to be."""
    assert set(rules(judged(table(), files={"t.csv": text}))) == wanted


@pytest.mark.parametrize("text", ["id,word\r\n1,a\n2,b\r\n", "id,word\n1,a\r2,b\n", "id,word\r1,a\r\n2,b\n"])
def test_mixed_line_ends(judged: Judge, text: str) -> None:
    """Lines may end in different ways: a warning, and every row is read."""
    report = judged(table(), files={"t.csv": text})
    assert (report["valid"], rules(report)) == (True, {"mixed-line-ends": 1})
    assert report["counts"]["records"] == {"t": 2}


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 1_000,
        b"id,word\n1,\x00\n",
        b"\xff\xfe\xfd",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\xef\xbb\xbf",
        b"\n\n\n",
        b'"',
    ],
    ids=["nul", "one nul", "no text", "pdf", "zip", "mark alone", "blank lines", "one quote"],
)
def test_what_is_no_table(judged: Judge, data: bytes) -> None:
    """Bytes that are no table are told, whatever they are."""
    assert not judged(table(), files={"t.csv": data})["valid"]


def test_a_line_without_end(judged: Judge) -> None:
    """A line beyond 64 million characters is refused, and not kept in memory."""
    report = judged(table(), files={"t.csv": b"id,word\n1," + b"a" * (65 << 20)})
    assert rules(report) == {"record-too-long": 1}


def test_very_many_errors(judged: Judge) -> None:
    """Counts are exact, examples capped."""
    report = judged(table(), files={"t.csv": "id,word\n" + "x,a\n" * 200_000})
    assert rules(report) == {"type": 200_000}
    assert len(report["findings"]) == EXAMPLES


def test_nesting_without_end(make: Maker, run: Run) -> None:
    """Brackets without end are one finding, in a descriptor and in a table."""
    make.package(
        table("t", "t.json"),
        {"name": "u", "data": "[" * 100_000, "format": "json", "type": "table"},
        files={"t.json": "[" * 100_000},
    )
    report = json.loads(run("check", ".", "--format", "json").out)
    assert report["counts"]["rules"] == {"source-error": 2}
    make.write({"datapackage.json": "[" * 1_000_000})
    assert json.loads(run("check", ".", "--format", "json").out)["counts"]["rules"] == {"package-error": 1}
    make.write({"datapackage.json": '{"resources": [{"name": "t", "data": ' + "[" * 100_000})
    assert json.loads(run("check", ".", "--format", "json").out)["counts"]["rules"] == {"package-error": 1}


def test_text_that_would_paint_the_screen(make: Maker, run: Run) -> None:
    """Control characters of names, paths and cells do not reach the terminal."""
    evil = "\x1b[31mred\x07"
    resource = {"name": evil, "path": evil, "schema": {"fields": [{"name": evil, "type": evil}]}}
    inline = {
        "name": f"b{evil}",
        "data": [{evil: evil}],
        "schema": {"fields": [{"name": evil, "type": "integer"}]},
    }
    make.package(resource, inline, title=[evil])
    for form in ("text", "concise", "json", "jsonl"):
        done = run("check", ".", "--format", form)
        assert done.code == 1
        assert "\x1b" not in done.out
        assert "\x07" not in done.out
