"""Whatever stands in a descriptor, a check ends with a report."""

from __future__ import annotations

import copy
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dateline
from dateline.errors import DatelineError
from dateline.render import Options, lines
from foreign.conftest import V2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.findings import Report

FILES = {
    "a.csv": "id,name,when,amount\n1,x,2024-01-01,1.5\n2,y,2024-01-02,2\n3,,,\n",
    "b.csv": "a_id;note\n1;'q'\n2;z\n9;w\n",
    "s.json": json.dumps(
        {
            "fields": [{"name": "a_id", "type": "integer"}, {"name": "note"}],
            "foreignKeys": [{"fields": ["a_id"], "reference": {"resource": "a", "fields": ["id"]}}],
        }
    ),
    "n.ndjson": '{"id": 1}\n{"id": 2}\n',
}
FIELDS = [
    {
        "name": "id",
        "type": "integer",
        "groupChar": ",",
        "constraints": {"minimum": 1, "maximum": 9, "required": True, "unique": True, "enum": [1, 2, 3]},
    },
    {
        "name": "name",
        "type": "string",
        "format": "default",
        "categories": ["x", {"value": "y", "label": "Y"}],
        "missingValues": ["", "NA"],
        "constraints": {"pattern": "[a-z]+", "minLength": 1, "maxLength": 5},
    },
    {"name": "when", "type": "date", "format": "%Y-%m-%d", "constraints": {"minimum": "2020-01-01"}},
    {
        "name": "amount",
        "type": "number",
        "decimalChar": ".",
        "bareNumber": True,
        "constraints": {"exclusiveMinimum": 0},
    },
]
DIALECT = {
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "headerRows": [1],
    "headerJoin": "-",
    "commentChar": "#",
    "commentRows": [9],
    "lineTerminator": "\n",
    "nullSequence": "NA",
    "skipInitialSpace": False,
}
PACKAGE: dict[str, Any] = {
    "$schema": V2,
    "name": "p",
    "title": "T",
    "created": "2024-01-01T00:00:00Z",
    "licenses": [{"name": "CC0-1.0"}],
    "contributors": [{"title": "x", "email": "a@b.org"}],
    "keywords": ["a"],
    "resources": [
        {
            "name": "a",
            "path": ["a.csv"],
            "type": "table",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "format": "csv",
            "mediatype": "text/csv",
            "bytes": len(FILES["a.csv"]),
            "hash": "sha1:0",
            "rows": 3,
            "dialect": DIALECT,
            "schema": {
                "fields": FIELDS,
                "primaryKey": ["id"],
                "uniqueKeys": [["name", "when"]],
                "missingValues": ["", {"value": "-", "label": "no"}],
                "fieldsMatch": "equal",
            },
        },
        {"name": "b", "path": "b.csv", "dialect": {"delimiter": ";", "quoteChar": "'"}, "schema": "s.json"},
        {
            "name": "c",
            "data": [{"id": 1, "v": True, "l": [1, 2]}, {"id": 2, "v": "false", "l": None}],
            "schema": {
                "fields": [
                    {"name": "id", "type": "integer"},
                    {"name": "v", "type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
                    {
                        "name": "l",
                        "type": "array",
                        "constraints": {"jsonSchema": {"type": "array"}, "maxLength": 3},
                    },
                ],
                "foreignKeys": [{"fields": "id", "reference": {"resource": "a", "fields": "id"}}],
            },
        },
        {"name": "d", "data": [["x", "y"], [1, 2]]},
        {"name": "e", "format": "csv", "data": "x,y\n1,2\n", "compression": "no"},
        {"name": "f", "path": "n.ndjson", "schema": {"fields": [{"name": "id", "type": "integer"}]}},
        {"name": "g", "path": "pic.png"},
    ],
}
WORDS = [
    *(
        "",
        "x",
        "a.csv",
        "n.ndjson",
        "../x",
        "http://x",
        "/",
        ".",
        "\n",
        "a" * 5_000,
        "\x00",
        "\ufeff",
        "\ud800",
        "[",
        "%",
    ),
    *(
        "(?=a)",
        "^a$",
        "*",
        "__file__",
        "id",
        "name",
        "date",
        "integer",
        "array",
        "dateline",
        "exact",
        "csv",
        "json",
    ),
    *(
        "ndjson",
        "zip",
        "gz",
        "utf-16",
        "rot13",
        "idna",
        "2024-01-01",
        "%d/%m",
        "1",
        "NaN",
        "text:id",
        "resource 1",
    ),
]
NEW: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([None, True, False, 0, 1, -1, 3.5, 1e300, 10**30, -(10**20)]),
    st.sampled_from(
        [[], {}, ["id"], ["id", "id"], [1], [None], [[]], [{}], {"value": 1}, {"fields": []}, {"name": "id"}]
    ),
    st.sampled_from(
        [["exact"], [{"name": "id", "type": "integer"}], {"edtf": {}}, {"rules": [{}]}, [["a"], {"a": 1}]]
    ),
)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401 - JSON holds any value
    """Yield the way to each part of a value."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from paths(each, (*path, key))


def put(value: Any, path: tuple[str | int, ...], new: Any) -> Any:  # noqa: ANN401 - as above
    """Return a copy of a value with another part."""
    if not path:
        return new
    value = copy.copy(value)
    value[path[0]] = put(value[path[0]], path[1:], new)
    return value


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return a folder with the package's files."""
    place = Path(tempfile.mkdtemp())
    for name, text in FILES.items():
        (place / name).write_text(text)
    yield place
    shutil.rmtree(place)


def checked(folder: Path, package: Any) -> Report | None:  # noqa: ANN401 - as above
    """Check a descriptor; None if it was refused with a message."""
    path = folder / "datapackage.json"
    path.write_text(json.dumps(package))
    try:
        return dateline.check(path)
    except DatelineError:
        return None


def test_the_package_that_is_changed_is_read_whole(folder: Path) -> None:
    """Before it is changed, all its tables are read, and what is wrong with it is known."""
    report = checked(folder, PACKAGE)
    assert report is not None
    assert {*report.records} == {"a", "b", "c", "d", "e", "f"}
    assert report.counts() == {"hash-count": 1, "file-missing": 1, "foreign-key": 1}


@settings(max_examples=70, deadline=None)
@given(data=st.data())
def test_any_value_may_stand_for_any_other(folder: Path, data: st.DataObject) -> None:
    """A descriptor with some values replaced by any others gives a report that can be shown."""
    package: Any = PACKAGE
    for _ in range(data.draw(st.integers(1, 3))):
        package = put(package, data.draw(st.sampled_from(list(paths(package)))), data.draw(NEW))
    report = checked(folder, package)
    if report is not None:
        for form in ("text", "concise", "json", "jsonl"):
            "\n".join(lines(report, form, Options())).encode()


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_character_may_be_lost_or_changed(folder: Path, data: st.DataObject) -> None:
    """A descriptor cut off or with some bytes changed gives a report, too."""
    text = bytearray(json.dumps(PACKAGE, indent=1).encode())
    if data.draw(st.booleans()):
        del text[data.draw(st.integers(0, len(text))) :]
    for _ in range(data.draw(st.integers(0, 3)) if text else 0):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    path = folder / "datapackage.json"
    path.write_bytes(text)
    try:
        report = dateline.check(path)
    except DatelineError:
        return
    "\n".join(lines(report, "text", Options())).encode()
