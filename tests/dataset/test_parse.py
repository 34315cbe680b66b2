"""dataset.yaml: every key, every fault at its place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.dataset import (
    Contributor,
    Coverage,
    Dataset,
    Expectation,
    License,
    Source,
    TableFiles,
    read_dataset,
)
from dateline.document import Mark
from dateline.errors import DatasetFileError, Problem
from dateline.table import Dialect

GOLDEN = Path(__file__).parent.parent / "golden" / "dataset"
DATASETS = Path(__file__).parent.parent.parent / "datasets"

WHOLE: dict[str, Any] = {
    "name": "a-b",
    "title": "A",
    "description": "D",
    "version": "1.2.0",
    "homepage": "https://example.org",
    "licenses": [
        {"name": "cc-by-4.0", "title": "CC", "path": "https://creativecommons.org/licenses/by/4.0/"}
    ],
    "contributors": [
        {
            "title": "P",
            "roles": ["creator"],
            "path": "https://example.org/p?q=1#x",
            "email": "p@example.org",
            "organization": "O",
            "givenName": "G",
            "familyName": "F",
        }
    ],
    "keywords": ["k"],
    "sources": [{"title": "S", "path": "https://example.org/한국", "email": "s@example.org", "version": "1"}],
    "coverage": {"temporal": "2015-03/2024-11", "spatial": ["North Korea"]},
    "tables": {
        "events": {"path": "records/*/events.csv"},
        "claims": {
            "path": "records/**/claims.csv",
            "schema": "../../schemas/other.yaml",
            "encoding": "cp949",
            "dialect": {"delimiter": ";", "quoteChar": None, "headerRows": [1, 2], "escapeChar": "\\"},
        },
    },
    "expectations": [
        {"table": "events", "rows": {"minimum": 1, "maximum": 1}},
        {"table": "claims", "rows": {"minimum": 0}},
    ],
}


def problems(text: str) -> list[Problem]:
    """Return everything wrong with a dataset file."""
    with pytest.raises(DatasetFileError) as error:
        read_dataset(text, "dataset.yaml")
    return list(error.value.problems)


def changed(**parts: object) -> str:
    """Write a sound dataset file with some keys changed."""
    return yaml.safe_dump({**WHOLE, **parts}, sort_keys=False, allow_unicode=True)


def test_everything_wrong_is_told_once_and_in_order(golden: Callable[[str, str], None]) -> None:
    """A file with every kind of fault: one pass finds them all, sorted by line, each once."""
    found = problems((GOLDEN / "wrong.yaml").read_text())
    golden("dataset/wrong.txt", "\n".join(map(str, found)) + "\n")
    assert len(set(found)) == len(found)
    places = [(each.line, each.column) for each in found]
    assert places == sorted(places)  # type: ignore[type-var] # each has a place: a None would not sort


def test_every_key_of_a_dataset_is_read() -> None:
    """A file with all keys gives the same dataset as values; a licence is written as SPDX writes it."""
    dataset = read_dataset(json.dumps(WHOLE, ensure_ascii=False), "dataset.yaml")
    mark = dataset.tables[0].mark
    assert dataset == Dataset(
        name="a-b",
        title="A",
        description="D",
        version="1.2.0",
        homepage="https://example.org",
        licenses=(License("CC-BY-4.0", "CC", "https://creativecommons.org/licenses/by/4.0/"),),
        contributors=(
            Contributor("P", ("creator",), "https://example.org/p?q=1#x", "p@example.org", "O", "G", "F"),
        ),
        keywords=("k",),
        sources=(Source("S", "https://example.org/한국", "s@example.org", "1"),),
        coverage=Coverage("2015-03/2024-11", ("North Korea",)),
        tables=(
            TableFiles("events", "records/*/events.csv", mark=mark),
            TableFiles(
                "claims",
                "records/**/claims.csv",
                "../../schemas/other.yaml",
                Dialect(delimiter=";", quote_char=None, header_rows=(1, 2), escape_char="\\"),
                "cp949",
                dataset.tables[1].mark,
            ),
        ),
        expectations=(
            Expectation("events", 1, 1, dataset.expectations[0].mark),
            Expectation("claims", 0, None, dataset.expectations[1].mark),
        ),
        file="dataset.yaml",
    )
    assert set(dataset.marks) == set(WHOLE)
    assert dataset.marks["name"] == Mark(1, 2)


def test_datasets_of_this_repository_are_sound() -> None:
    """The records published here have sound dataset files."""
    files = sorted(DATASETS.glob("*/dataset.yaml"))
    assert files
    for file in files:
        assert read_dataset(file.read_text(encoding="utf-8"), str(file)).name == file.parent.name


@pytest.mark.parametrize(
    "written", ["1.0", "1", "1.10", "2024-01-01", "v1.0.0", "1.0.0-rc1", "01.0.0", "1.0.0.0"]
)
def test_version_that_is_not_three_numbers(written: str) -> None:
    """A version is shown as it is written, though YAML reads 1.10 as the number 1.1."""
    text = changed().replace("version: 1.2.0", f"version: {written}")
    assert [str(each) for each in problems(text)] == [
        f"dataset.yaml:4:10: 'version' is '{written}'\n  help: use three numbers such as 1.2.0"
    ]


@pytest.mark.parametrize("key", ["name", "title", "description", "licenses", "contributors", "tables"])
def test_key_that_every_dataset_needs(key: str) -> None:
    """Without one of them the file is refused."""
    text = yaml.safe_dump({k: v for k, v in WHOLE.items() if k not in (key, "expectations")}, sort_keys=False)
    assert [each.message for each in problems(text)] == [f"the file lacks '{key}'"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "UTF8", "utf-8-sig", "utf-16", "cp949", "euc-kr", "latin-1", "iso-8859-15"]
)
def test_encoding_of_text(encoding: str) -> None:
    """An encoding that files are written in is taken."""
    text = changed(tables={"a": {"path": "a.csv", "encoding": encoding}}, expectations=[])
    assert read_dataset(text, "f").tables[0].encoding == encoding


@pytest.mark.parametrize(
    "encoding", ["rot13", "hex", "base64", "bz2", "idna", "undefined", "x\0y", "é", "../x", "a" * 99, "utf-9"]
)
def test_encoding_of_no_text(encoding: str) -> None:
    """A codec that is not of text, or none at all, is refused."""
    text = changed(tables={"a": {"path": "a.csv", "encoding": encoding}}, expectations=[])
    assert "is not an encoding of text" in problems(text)[0].message


@pytest.mark.parametrize(
    "path",
    [
        "../a.csv",
        "a/../../b.csv",
        "/a.csv",
        "C:/a.csv",
        "c:a.csv",
        "a\\b.csv",
        "file:///a",
        "http://x/y",
        "a\x00.csv",
        "a\n.csv",
        ".",
        "./",
        "a/",
        "a/**",
        "**",
        "a/b**.csv",
        "a**/b.csv",
        "\u202ea.csv",
        " ",
    ],
)
def test_pattern_that_leaves_the_folder_or_names_no_file(path: str) -> None:
    """A pattern is a path of files below the dataset's folder, written as on every system."""
    text = changed(tables={"a": {"path": path}}, expectations=[])
    assert len(problems(text)) == 1


@pytest.mark.parametrize(
    "path", ["a.csv", "./a.csv", "a b/제*.csv", "**/a.csv", "[ab].csv", "a..b.csv", "~/a.csv", "...csv"]
)
def test_pattern_below_the_folder(path: str) -> None:
    """Any other name is a pattern, odd as it may look."""
    text = changed(tables={"a": {"path": path}}, expectations=[])
    assert read_dataset(text, "f").tables[0].path == path


@pytest.mark.parametrize(
    "address", ["https://a.org", "http://a.org/b?c=d#e", "https://a.org:80/é", "https://[::1]/"]
)
def test_web_address(address: str) -> None:
    """A full web address is taken."""
    assert read_dataset(changed(homepage=address), "f").homepage == address


@pytest.mark.parametrize(
    "address",
    [
        "a.org",
        "https://",
        "https:///a",
        "ftp://a.org",
        "javascript:x",
        "https://a b",
        "https://a\u200bb",
        "https://u:p@h",
    ],
)
def test_no_web_address(address: str) -> None:
    """What a reader could not open, or should not, is refused."""
    assert "is not a web address" in problems(changed(homepage=address))[0].message


@pytest.mark.parametrize("email", ["a", "a@b", "a b@c.org", "a@b..org", "<a@b.org>", "a@@b.org", "@b.org"])
def test_no_email_address(email: str) -> None:
    """A contributor's address has a name, one '@' and a host with a dot."""
    assert (
        "is not an e-mail address"
        in problems(changed(contributors=[{"title": "x", "email": email}]))[0].message
    )


@pytest.mark.parametrize(
    "name", ["MIT OR CC0-1.0", "(MIT)", "CC-BY-5.0", "cc by 4.0", "(" * 5_000, "__import__('os')"]
)
def test_no_licence_identifier(name: str) -> None:
    """An expression, or a name that SPDX does not list, is no identifier."""
    assert "is not an SPDX licence identifier" in problems(changed(licenses=[{"name": name}]))[0].message


def parts(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path of each part of a value."""
    pairs = list(
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [path, *(found for key, part in pairs for found in parts(part, (*path, key)))]


def put(value: Any, path: tuple[str | int, ...], part: object) -> Any:  # noqa: ANN401 - JSON values
    """Return a value with another part at a path."""
    if not path:
        return part
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], part)
    return copy


LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    LEAVES | st.sampled_from(["", "a", "../x", "1.0.0", "utf-8", "\0", "é", "events"]) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "path", "a", ""]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.lists(st.tuples(st.sampled_from(parts(WHOLE)), VALUES), min_size=1, max_size=3))
@settings(deadline=None)
def test_any_replaced_part_is_at_most_a_problem(changes: list[tuple[tuple[str | int, ...], object]]) -> None:
    """Any JSON value in place of any part gives a dataset, or problems with places in the file."""
    value: Any = WHOLE
    for path, part in changes:
        if path in parts(value):
            value = put(value, path, part)
    text = json.dumps(value, indent=1, ensure_ascii=False)
    lines = text.split("\n")
    try:
        read_dataset(text, "f.yaml")
    except DatasetFileError as error:
        for problem in error.problems:
            assert problem.file == "f.yaml"
            assert problem.line is not None
            assert problem.column is not None
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
