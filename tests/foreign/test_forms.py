"""Tables are read in every form in which the standard lets them be written."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from foreign.conftest import only, places, table

if TYPE_CHECKING:
    from foreign.conftest import Maker

CSV = "id,word\n1,one\n2,two\n"
BAD = "id,word\n1,one\nx,two\n"


def zipped(**files: str) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "."), text)
    return out.getvalue()


DIALECTS: list[tuple[dict[str, Any], str]] = [
    ({"delimiter": ";"}, "id;word\n1;one\nx;two\n"),
    ({"delimiter": "|", "quoteChar": "'"}, "id|word\n1|'o|e'\nx|two\n"),
    ({"quoteChar": "'", "doubleQuote": True}, "id,word\n1,'it''s'\nx,two\n"),
    ({"escapeChar": "\\"}, 'id,word\n1,"o\\"e"\nx,two\n'),
    ({"skipInitialSpace": True}, "id, word\n1, one\nx, two\n"),
    ({"commentChar": "#"}, "id,word\n#1,one,more\nx,two\n"),
    ({"commentRows": [2]}, "id,word\n(unit)\nx,two\n"),
    ({"lineTerminator": "\r\n"}, "id,word\r\n1,one\r\nx,two\r\n"),
    ({"csv": {"delimiter": ";"}}, "id;word\n1;one\nx;two\n"),
]


@pytest.mark.parametrize(("dialect", "text"), DIALECTS, ids=lambda each: str(each)[:40])
def test_a_dialect_is_heeded(make: Maker, dialect: dict[str, Any], text: str) -> None:
    """By its dialect a file is read as meant: only the wrong cell on its third line is found."""
    report = make.check(table(dialect=dialect), files={"t.csv": text})
    assert places(report) == [("type", "t.csv", 3, "id")]
    assert only(report).row == 3


def test_header_rows_are_joined(make: Maker) -> None:
    """Several header rows make one label each, and rows go on counting."""
    dialect = {"headerRows": [1, 2], "headerJoin": "-"}
    text = "n,n\nid,word\n1,one\nx,two\n"
    report = make.check(
        table("t", "t.csv", "n-id:integer", "n-word:string", dialect=dialect), files={"t.csv": text}
    )
    assert places(report) == [("type", "t.csv", 4, "n-id")]


def test_a_file_without_header_is_read_by_position(make: Maker) -> None:
    """With `header: false` the first line is a record, whose number is 1."""
    report = make.check(table(dialect={"header": False}), files={"t.csv": "x,one\n2,two\n"})
    assert (only(report).rule, only(report).row, only(report).field) == ("type", 1, "id")


def test_no_header_rows_mean_no_header(make: Maker) -> None:
    """`headerRows: []`, as frictionless writes it, is `header: false`."""
    report = make.check(table(dialect={"headerRows": []}), files={"t.csv": "1,one\nx,two\n"})
    assert places(report) == [("type", "t.csv", 2, "id")]


def test_a_dialect_in_a_file_of_its_own_is_heeded(make: Maker) -> None:
    """`dialect` may be a path."""
    files = {"t.csv": "id;word\nx;one\n", "meta/dialect.json": '{"delimiter": ";"}'}
    report = make.check(table(dialect="meta/dialect.json"), files=files)
    assert places(report) == [("type", "t.csv", 2, "id")]


def test_a_schema_in_a_file_of_its_own_is_heeded(make: Maker) -> None:
    """`schema` may be a path; what is wrong with it is told there, and the records are checked."""
    schema = (
        '{\n "fields": [\n  {"name": "id", "type": "integer"},\n  {"name": "word", "type": "strin"}\n ]\n}\n'
    )
    report = make.check(table(schema="schema.json"), files={"t.csv": BAD, "schema.json": schema})
    assert places(report) == [("schema-error", "schema.json", 4, None), ("type", "t.csv", 3, "id")]


def test_a_schema_in_yaml_is_heeded(make: Maker) -> None:
    """A schema file may be YAML."""
    schema = "fields:\n- {name: id, type: integer}\n- {name: word}\n"
    report = make.check(table(schema="schema.yaml"), files={"t.csv": BAD, "schema.yaml": schema})
    assert places(report) == [("type", "t.csv", 3, "id")]


def test_letter_case_of_labels_is_ignored_where_the_dialect_says_so(make: Maker) -> None:
    """`caseSensitiveHeader: false` of the CSV Dialect holds."""
    sensible = make.check(table(), files={"t.csv": "ID,word\n1,a\n"})
    assert "missing-label" in sensible.counts()
    assert make.check(table(dialect={"caseSensitiveHeader": False})).ok


def test_tabs_separate_the_cells_of_tsv(make: Maker) -> None:
    """TSV has tabs without a dialect, by the file's name, the format or the media type."""
    files = {"t.tsv": "id\tword\nx\tone\n", "t.dat": "id\tword\nx\tone\n"}
    for said in (
        table("t", "t.tsv"),
        table("t", "t.dat", format="tsv"),
        table("t", "t.dat", mediatype="text/tab-separated-values"),
    ):
        assert places(make.check(said, files=files)) == [("type", said["path"], 2, "id")]


@pytest.mark.parametrize("encoding", ["utf-16", "cp949", "latin-1", "utf-8-sig"])
def test_an_encoding_is_heeded(make: Maker, encoding: str) -> None:
    """Text is decoded as the resource says."""
    word = "caf\u00e9" if encoding == "latin-1" else "\ud3c9\uc591"
    fields = ("id:integer", {"name": "word", "constraints": {"enum": [word]}})
    text = f"id,word\n1,{word}\n2,x\n".encode(encoding)
    report = make.check(table("t", "t.csv", *fields, encoding=encoding), files={"t.csv": text})
    assert places(report) == [("enum", "t.csv", 3, "word")]


def test_an_unknown_encoding_is_told(make: Maker) -> None:
    """An encoding that nobody knows is told at its line."""
    found = only(make.check(table(encoding="klingon"), files={"t.csv": CSV}))
    assert (found.rule, found.file) == ("encoding-error", "datapackage.json")
    assert "klingon" in found.message


PACKED = {
    "t.csv.gz": gzip.compress(BAD.encode()),
    "t.csv.zip": zipped(inner__csv=BAD),
    "t.csv.bz2": bz2.compress(BAD.encode()),
    "t.csv.xz": lzma.compress(BAD.encode()),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_compressed_file_is_read(make: Maker, name: str) -> None:
    """By its name or by `compression`; lines are those of the text inside."""
    shown = f"{name}/inner.csv" if name.endswith("zip") else name
    assert places(make.check(table("t", name), files=PACKED)) == [("type", shown, 3, "id")]
    (make.folder / name).rename(make.folder / "plain.csv")
    report = make.check(table("t", "plain.csv", compression=name.rpartition(".")[2]))
    assert [(each.rule, each.line) for each in report.findings] == [("type", 3)]


def test_one_file_of_an_archive_is_chosen(make: Maker) -> None:
    """Of several files in an archive, `innerpath` says which; without it none is guessed."""
    files = {"t.zip": zipped(a__csv=CSV, b__csv=BAD)}
    found = only(make.check(table("t", "t.zip"), files=files))
    assert found.rule == "compression-error"
    assert "holds 2 files" in found.message
    assert make.check(table("t", "t.zip", innerpath="a.csv")).ok
    assert make.check(table("t", "t.zip", innerpath="b.csv")).counts() == {"type": 1}


def test_a_damaged_archive_is_told(make: Maker) -> None:
    """Bytes that are no archive, or half of one, are one finding."""
    whole = zipped(a__csv=CSV * 1000)
    for data in (b"id,word\n1,a\n", whole[: len(whole) // 2], b"PK\x03\x04"):
        assert only(make.check(table("t", "t.zip"), files={"t.zip": data})).rule == "compression-error"


def test_a_compression_that_is_not_said_is_told(make: Maker) -> None:
    """A file that is gzip under a plain name, or plain under gzip's, is told, and its records read."""
    report = make.check(table(), files={"t.csv": gzip.compress(BAD.encode())})
    assert report.counts() == {"compression-error": 1, "type": 1}
    report = make.check(table("t", "t.csv.gz"), files={"t.csv.gz": BAD})
    assert report.counts() == {"compression-error": 1, "type": 1}


def test_parts_of_a_table_each_have_a_header(make: Maker) -> None:
    """Files of one table "MUST be the same in terms of structure, format, dialect": keys hold across them."""
    files = {"a.csv": "id,word\n1,one\n", "b.csv": "id,word\n2,two\n1,three\n"}
    report = make.check(table("t", ["a.csv", "b.csv"], schema={"primaryKey": ["id"]}), files=files)
    assert places(report) == [("primary-key", "b.csv", 3, "id")]
    assert report.records == {"t": 3}


def test_a_part_without_header_is_told(make: Maker) -> None:
    """A later part that lacks the header is told; its first record is not dropped in silence."""
    files = {"a.csv": "id,word\n1,one\n", "b.csv": "2,two\n3,three\n"}
    found = only(make.check(table("t", ["a.csv", "b.csv"]), files=files))
    assert (found.rule, found.file) == ("missing-label", "b.csv")
    assert "header" in found.message


def test_parts_without_headers_are_read_where_the_dialect_says_so(make: Maker) -> None:
    """With `header: false` no part has one."""
    files = {"a.csv": "1,one\n", "b.csv": "2,two\nx,three\n"}
    report = make.check(table("t", ["a.csv", "b.csv"], dialect={"header": False}), files=files)
    assert places(report) == [("type", "b.csv", 2, "id")]


def inline(data: Any, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON holds any value
    """Return a resource with inline data."""
    resource = table("t", "", **said)
    del resource["path"]
    return {**resource, "data": data}


def test_inline_lists_are_rows(make: Maker) -> None:
    """The first list is the header; a wrong value is found at its line in the descriptor."""
    report = make.check(inline([["id", "word"], [1, "one"], ["x", "two"]]))
    found = only(report)
    line = (make.folder / "datapackage.json").read_text().splitlines().index('     "x",') + 1
    assert (found.rule, found.file, found.line, found.column, found.row) == (
        "type",
        "datapackage.json",
        line,
        7,
        3,
    )


def test_inline_objects_are_rows(make: Maker) -> None:
    """A key that is left out is a missing value; the first object is row 2."""
    fields = ("id:integer", {"name": "word", "constraints": {"required": True}})
    schema = table("t", "", *fields)["schema"]
    found = only(make.check({"name": "t", "data": [{"id": 1, "word": "one"}, {"id": 2}], "schema": schema}))
    assert (found.rule, found.row, found.field) == ("required", 3, "word")


def test_a_key_that_no_field_has_is_told_once(make: Maker) -> None:
    """Nothing is dropped in silence; `fieldsMatch` may allow it."""
    data = [{"id": n, "word": "x", "more": 1} for n in range(5)]
    found = only(make.check(inline(data)))
    assert (found.rule, found.value, found.row) == ("extra-label", "more", 2)
    assert make.check(inline(data, schema={"fieldsMatch": "subset"})).ok


def test_inline_values_have_their_json_type(make: Maker) -> None:
    """A number is no text and a text `1` is a number: JSON's types and the field's must agree."""
    fields = [
        {"name": "i", "type": "integer"},
        {"name": "n", "type": "number", "decimalChar": ","},
        {"name": "s", "type": "string"},
        {"name": "b", "type": "boolean"},
        {"name": "a", "type": "array"},
    ]
    good = {"i": 1, "n": 1.5, "s": "1", "b": True, "a": [1]}
    also = {"i": "1", "n": "1,5", "s": None, "b": "false", "a": "[1]"}
    bad = {"i": 1.5, "n": True, "s": 1, "b": 1, "a": {"x": 1}}
    report = make.check({"name": "t", "data": [good, also, bad], "schema": {"fields": fields}})
    assert [(each.rule, each.row, each.field) for each in report.findings] == [
        ("type", 4, name) for name in ("i", "n", "s", "b", "a")
    ]


def test_rows_of_unequal_length_are_told(make: Maker) -> None:
    """Inline lists too long, too short and empty are structural findings."""
    report = make.check(inline([["id", "word"], [1, "a", 2], [1], []]))
    assert report.counts() == {"extra-cell": 1, "missing-cell": 1, "blank-row": 1}


def test_rows_of_another_kind_are_told(make: Maker) -> None:
    """An item that is neither a list nor an object, or not the same as the first, is no row."""
    report = make.check(inline([["id", "word"], 5, {"id": 1}, "x", None, [1, "a"]]))
    assert report.counts() == {"source-error": 4}
    assert report.records == {"t": 1}


def test_inline_text_is_read_by_its_format(make: Maker) -> None:
    """A text is CSV, JSON or NDJSON as `format` says; without one it cannot be told."""
    assert make.check(inline(BAD, format="csv")).counts() == {"type": 1}
    assert make.check(inline('[{"id": "x"}]', format="json")).counts() == {"type": 1}
    assert make.check(inline('{"id": 1}\n{"id": "x"}\n', format="ndjson")).counts() == {"type": 1}
    found = only(make.check(inline(BAD)))
    assert (found.rule, "format" in found.message) == ("resource-error", True)


@pytest.mark.parametrize("data", [{}, {"id": 1}, 5, True])
def test_data_that_are_no_rows_are_told(make: Maker, data: object) -> None:
    """An object or a number is no table."""
    assert only(make.check(inline(data))).rule == "resource-error"


def test_an_empty_table_is_told(make: Maker) -> None:
    """An empty list, and a file without a byte, have not even labels."""
    assert only(make.check(inline([]))).rule == "file-empty"
    assert only(make.check(table(), files={"t.csv": ""})).rule == "file-empty"


def test_a_json_file_is_a_table(make: Maker) -> None:
    """Objects or lists in a JSON file are rows, at their lines; also below a property."""
    rows = '[\n {"id": 1, "word": "a"},\n {"id": "x",\n  "word": 5}\n]\n'
    files = {
        "t.json": rows,
        "p.json": f'{{"a": {{"rows": {rows}}}}}',
        "l.json": '[["id","word"],\n["x","a"]]',
    }
    assert places(make.check(table("t", "t.json"), files=files)) == [
        ("type", "t.json", 3, "id"),
        ("type", "t.json", 4, "word"),
    ]
    report = make.check(table("t", "p.json", dialect={"property": "a.rows"}))
    assert places(report) == [("type", "p.json", 3, "id"), ("type", "p.json", 4, "word")]
    found = only(make.check(table("t", "l.json")))
    assert (found.line, found.column, found.row) == (2, 3, 2)


@pytest.mark.parametrize("text", ["{}", "5", '"x"', "[", '[{"id": 1},]', "[NaN]", "nothing"])
def test_a_json_file_that_is_no_table_is_told(make: Maker, text: str) -> None:
    """What is no JSON, or no list, is one finding with a line."""
    found = only(make.check(table("t", "t.json"), files={"t.json": text}))
    assert (found.rule, found.file, found.line) == ("source-error", "t.json", 1)


def test_a_line_of_ndjson_is_a_row(make: Maker) -> None:
    """Blank lines count as lines, not as rows; a broken line is told at its place."""
    text = '{"id": 1, "word": "a"}\r\n\r\n{"id": "x", "word": "b"}\n'
    found = only(make.check(table("t", "t.ndjson"), files={"t.ndjson": text}))
    assert (found.rule, found.line, found.column, found.row) == ("type", 3, 9, 3)
    found = only(make.check(table("t", "t.jsonl"), files={"t.jsonl": '{"id": 1}\n{"id": 2\n'}))
    assert (found.rule, found.line) == ("source-error", 2)


def test_only_the_keys_that_the_dialect_names_are_read(make: Maker) -> None:
    """`itemKeys` leaves other keys out."""
    text = json.dumps([{"id": 1, "word": "a", "more": 1}])
    assert make.check(table("t", "t.json", dialect={"itemKeys": ["id", "word"]}), files={"t.json": text}).ok


@pytest.mark.parametrize("name", ["t.xlsx", "t.ods", "t.parquet", "t.sqlite"])
def test_a_table_in_a_format_that_is_not_read_is_told(make: Maker, name: str) -> None:
    """A table that cannot be checked does not pass in silence."""
    found = only(make.check(table("t", name), files={name: b"x"}))
    assert (found.rule, found.file) == ("format-error", "datapackage.json")


def test_what_is_no_table_is_noted(make: Maker) -> None:
    """Pictures and texts are part of packages: their files must be there, their content is not judged."""
    report = make.check(
        {"name": "map", "path": "map.png"}, table(), files={"map.png": b"\x89PNG", "t.csv": CSV}
    )
    assert report.ok
    assert report.notes == ("'map' (png) is no table: its content was not checked",)


def test_a_table_without_schema_is_checked_for_its_structure(make: Maker) -> None:
    """Labels, and rows as long as the header: more cannot be said without a schema."""
    resource = {"name": "t", "path": "t.csv"}
    assert make.check(resource, files={"t.csv": CSV}).ok
    report = make.check(resource, files={"t.csv": "a,a,,b\n1,2\n1,2,3,4,5\n"})
    assert report.counts() == {"duplicate-label": 1, "blank-label": 1, "missing-cell": 1, "extra-cell": 1}
    assert make.check({"name": "t", "data": [{"a": 1}, {"b": 2}]}).ok
    odd = "*,^x$,__row__,b\n1,2,3,4\n1,2,3,4,5\n"
    assert make.check(resource, files={"t.csv": odd}).counts() == {"extra-cell": 1}
    assert make.check({**resource, "dialect": {"header": False}}, files={"t.csv": "1,2\n3\n"}).counts() == {
        "missing-cell": 1
    }
