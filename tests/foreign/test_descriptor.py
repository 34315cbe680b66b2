"""What is wrong with a descriptor is told at its line, and hides nothing in the records."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

import dateline
from dateline.errors import UsageError
from dateline.findings import SEVERITIES
from foreign.conftest import V2, only, places, table

if TYPE_CHECKING:
    from pathlib import Path

    from foreign.conftest import Maker

CSV = "id,word\n1,one\n2,two\n"
BAD = "id,word\n1,one\nx,two\n"


def check_text(make: Maker, text: str | bytes) -> dateline.Report:
    """Check a descriptor that is written as it stands."""
    make.write({"datapackage.json": text})
    return dateline.check("datapackage.json")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("[]", 1, 1),
        ("{}", 1, 1),
        ('{"resources": {}}', 1, 15),
        ('{"resources": []}', 1, 15),
        ('{"resources": [1]}', 1, 16),
        ('{"name": "p"\n "resources": []}', 2, 2),
        ('{\n "resources": [\n  {"name": "t",}\n ]\n}', 3, 15),
        ('{"resources": [', 1, 16),
        ("{'resources': []}", 1, 2),
        ('{"a": NaN, "resources": []}', 1, 7),
        ('{"a": "x\ty", "resources": []}', 1, 9),
        ("name: p\nresources: []", 1, 1),
    ],
)
def test_what_is_no_descriptor_is_one_finding(make: Maker, text: str, line: int, column: int) -> None:
    """A broken descriptor is a finding with line and column."""
    found = only(check_text(make, text))
    assert (found.rule, found.file, found.line, found.column) == (
        "package-error",
        "datapackage.json",
        line,
        column,
    )


def test_tabs_may_indent_json(make: Maker) -> None:
    """JSON is read as JSON, not as YAML."""
    make.write({"t.csv": BAD})
    report = check_text(make, '{\n\t"resources": [\n\t\t{"name": "t",\t"path":"t.csv"}\n\t]\n}\n')
    assert report.ok


def test_a_byte_order_mark_is_a_warning(make: Maker) -> None:
    """A descriptor with a byte order mark is read, though others cannot."""
    make.write({"t.csv": BAD})
    text = json.dumps({"resources": [table()]})
    report = check_text(make, b"\xef\xbb\xbf" + text.encode())
    assert [(each.rule, each.severity) for each in report.findings] == [
        ("byte-order-mark", "warning"),
        ("type", "error"),
    ]


def test_a_descriptor_in_another_encoding_is_told(make: Maker) -> None:
    """UTF-16, and bytes that are no UTF-8, are told with the place of the first one."""
    assert "UTF-16" in only(check_text(make, '{"resources": []}'.encode("utf-16"))).message
    found = only(check_text(make, b'{\n "title": "caf\xe9"}'))
    assert (found.line, found.column) == (2, 15)


def test_a_key_that_stands_twice_is_told(make: Maker) -> None:
    """Programs differ in which of two keys counts; the records are checked by the last."""
    make.write({"t.csv": BAD})
    report = check_text(make, '{"resources": [{"name": "t",\n"path": "no.csv",\n"path": "t.csv"}]}')
    found = only(report)
    assert (found.rule, found.line) == ("package-error", 3)
    assert report.records == {"t": 2}


METADATA: list[tuple[dict[str, Any], str]] = [
    ({"name": 5}, "package-error"),
    ({"name": ""}, "package-error"),
    ({"title": ["x"]}, "package-error"),
    ({"keywords": "x"}, "package-error"),
    ({"keywords": [1]}, "package-error"),
    ({"created": "2024-01-31"}, "package-error"),
    ({"created": "2024-02-31T00:00:00Z"}, "package-error"),
    ({"licenses": [{"title": "x"}]}, "package-error"),
    ({"licenses": {"name": "x"}}, "package-error"),
    ({"contributors": ["x"]}, "package-error"),
    ({"sources": [{"title": "x", "email": "nobody"}]}, "package-error"),
]


@pytest.mark.parametrize(("said", "rule"), METADATA, ids=lambda each: str(each)[:40])
def test_metadata_that_break_the_standard_are_told(make: Maker, said: dict[str, Any], rule: str) -> None:
    """Each property of a package is held to the standard, and the records are checked all the same."""
    report = make.check(table(), files={"t.csv": BAD}, **said)
    assert report.counts() == {rule: 1, "type": 1}


RESOURCES: list[dict[str, Any]] = [
    {"name": 5, "path": "t.csv"},
    {"path": "t.csv"},
    {"name": "t", "path": "t.csv", "data": []},
    {"name": "t"},
    {"name": "t", "path": 5},
    {"name": "t", "path": []},
    {"name": "t", "path": ["t.csv", None]},
    {"name": "t", "path": "t.csv", "title": 1},
    {"name": "t", "path": "t.csv", "encoding": 8},
    {"name": "t", "path": "t.csv", "missingValues": ["NA"]},
    {"name": "t", "path": "t.csv", "profile": "tabular-data-resource"},
    {"name": "t", "path": "t.csv", "bytes": "many"},
    {"name": "t", "path": "t.csv", "hash": 1},
    {"name": "t", "path": "t.csv", "rows": "two"},
]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: str(each)[:50])
def test_resources_that_break_the_standard_are_told(make: Maker, resource: dict[str, Any]) -> None:
    """Each fault of a resource is one finding at its place in the descriptor."""
    found = only(make.check(resource, files={"t.csv": CSV}))
    assert (found.rule, found.file) == ("resource-error", "datapackage.json")
    assert found.line is not None


def test_two_resources_of_one_name_are_both_checked(make: Maker) -> None:
    """A name that stands twice is told, and no table is lost."""
    report = make.check(table("t", "a.csv"), table("t", "b.csv"), files={"a.csv": CSV, "b.csv": BAD})
    assert report.counts() == {"resource-error": 1, "type": 1}
    assert report.records == {"t": 2, "t (2)": 2}


def test_names_of_the_first_version_have_a_form(make: Maker) -> None:
    """Data Package v1 asks for lower-case names, v2 only for a text."""
    resource = table("My Table", "t.csv")
    assert make.check(resource, files={"t.csv": CSV}).ok
    assert only(
        make.check(resource, **{"$schema": "https://datapackage.org/profiles/1.0/datapackage.json"})
    ).rule == ("resource-error")


def test_packages_of_both_versions_are_read(make: Maker) -> None:
    """v2 says so by its `$schema`; v1 has profiles, single names as keys, and `url`."""
    first = {
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": "t",
                "url": "t.csv",
                "profile": "tabular-data-resource",
                "schema": {
                    "fields": [{"name": "id", "type": "integer"}, {"name": "word"}],
                    "primaryKey": "id",
                },
            }
        ],
    }
    make.write({"t.csv": "id,word\n1,a\n1,b\n"})
    assert places(check_text(make, json.dumps(first))) == [("primary-key", "t.csv", 3, "id")]
    assert make.check(table(), files={"t.csv": CSV}, **{"$schema": V2}).ok


def test_a_profile_of_the_publisher_is_noted_and_not_fetched(make: Maker) -> None:
    """A profile elsewhere is not applied, and the report says so."""
    report = make.check(table(), files={"t.csv": CSV}, profile="https://example.org/profile.json")
    assert report.ok
    assert report.notes == ("the package's own profile was not applied: https://example.org/profile.json",)


UNSAFE = [
    "/etc/passwd",
    "../t.csv",
    "a/../../t.csv",
    "~/t.csv",
    "C:\\t.csv",
    "C:/t.csv",
    "a\\t.csv",
    "file:///etc/passwd",
    "",
]


@pytest.mark.parametrize("path", UNSAFE)
def test_a_path_that_leaves_the_package_is_refused(make: Maker, path: str) -> None:
    """Absolute paths, those that go up, home folders, drives and schemes are not opened."""
    for resource in (table("t", path), table("t", "t.csv", schema=path), table("t", "t.csv", dialect=path)):
        report = make.check(resource, files={"t.csv": CSV})
        found = next(each for each in report.findings if each.severity == "error")
        assert found.rule in ("resource-error", "schema-error", "dialect-error")
        assert found.file == "datapackage.json"


def test_a_link_that_leaves_the_package_is_refused(
    make: Maker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A link to elsewhere is not followed; one within the package is."""
    secret = tmp_path_factory.mktemp("elsewhere") / "t.csv"
    secret.write_text(CSV)
    (make.folder / "t.csv").symlink_to(secret)
    found = only(make.check(table()))
    assert (found.rule, "leaves the package" in found.message) == ("resource-error", True)
    make.write({"real.csv": CSV})
    (make.folder / "t.csv").unlink()
    (make.folder / "t.csv").symlink_to("real.csv")
    assert make.check(table()).ok


def test_a_path_may_begin_with_a_dot(make: Maker) -> None:
    """`./data//t.csv` is `data/t.csv`."""
    assert make.check(table("t", "./data//t.csv"), files={"data/t.csv": CSV}).ok


@pytest.mark.parametrize(
    "path", ["http://example.org/t.csv", "https://example.org/t.csv", "s3://bucket/t.csv"]
)
def test_a_file_on_the_web_is_not_read(make: Maker, path: str) -> None:
    """What is on the web is not fetched, and that is an error: the records were not checked."""
    assert only(make.check(table("t", path))).rule == "scheme-error"
    assert make.check(table("t", "t.csv", schema=path), files={"t.csv": CSV}).counts() == {"scheme-error": 1}


def test_a_file_that_is_not_there_is_told_and_the_others_are_checked(make: Maker) -> None:
    """A missing file is told at its place in the descriptor; neither its table nor another is lost."""
    report = make.check(table("t", ["no.csv", "t.csv"]), table("u", "gone.csv"), files={"t.csv": BAD})
    assert report.counts() == {"file-missing": 2, "type": 1}
    assert {each.file for each in report.findings if each.rule == "file-missing"} == {"datapackage.json"}


def test_a_folder_or_a_pipe_is_no_file(make: Maker) -> None:
    """Only plain files are opened."""
    (make.folder / "dir.csv").mkdir()
    os.mkfifo(make.folder / "pipe.csv")
    for name in ("dir.csv", "pipe.csv"):
        assert only(make.check(table("t", name))).rule == "resource-error"


def digest(kind: str) -> str:
    """Return the hash of the sound table."""
    return hashlib.new(kind, CSV.encode()).hexdigest()


@pytest.mark.parametrize(
    "said",
    [
        {"bytes": len(CSV)},
        {"hash": digest("md5")},
        {"hash": f"md5:{digest('md5').upper()}"},
        {"hash": f"sha1:{digest('sha1')}"},
        {"hash": f"sha256:{digest('sha256')}"},
        {"hash": f"SHA-512:{digest('sha512')}"},
        {"rows": 2, "fields": 2},
    ],
)
def test_a_file_that_is_as_described_passes(make: Maker, said: dict[str, Any]) -> None:
    """Size, hash by any usual algorithm (MD5 if none is named), rows and fields are compared."""
    assert make.check(table(**said), files={"t.csv": CSV}).findings == ()


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"bytes": 5}, "byte-count"),
        ({"hash": "0" * 32}, "hash-count"),
        ({"hash": f"sha256:{digest('md5')}"}, "hash-count"),
        ({"rows": 3}, "row-count"),
        ({"fields": 1}, "field-count"),
    ],
)
def test_a_file_that_is_not_as_described_is_told(make: Maker, said: dict[str, Any], rule: str) -> None:
    """A difference is a finding at its place in the descriptor."""
    found = only(make.check(table(**said), files={"t.csv": CSV}))
    assert (found.rule, found.file) == (rule, "datapackage.json")


def test_a_hash_that_cannot_be_compared_is_noted(make: Maker) -> None:
    """Of an unknown algorithm, or of several files, nothing can be said."""
    report = make.check(table(hash="crc:1"), files={"t.csv": CSV})
    assert report.ok
    assert "crc" in report.notes[0]
    report = make.check(table("t", ["t.csv", "u.csv"], bytes=1), files={"u.csv": "id,word\n3,x\n"})
    assert report.ok
    assert "bytes not compared" in report.notes[0]


def test_a_path_that_is_no_package_is_a_usage_error(make: Maker) -> None:
    """What is not there, and a folder without a package, is a matter of the command line."""
    for path in ("datapackage.json", "."):
        with pytest.raises(UsageError):
            dateline.check(path)
    (make.folder / "empty").mkdir()
    with pytest.raises(UsageError):
        dateline.check(make.folder / "empty")


def test_a_folder_with_a_descriptor_is_a_package(make: Maker) -> None:
    """A folder means the `datapackage.json` in it."""
    make.package(table(), files={"t.csv": BAD})
    assert places(dateline.check(".")) == [("type", "t.csv", 3, "id")]
    assert places(dateline.check(make.folder)) == places(dateline.check())


def test_a_dataset_goes_before_a_package_beside_it(make: Maker) -> None:
    """In a dataset's own folder, `datapackage.json` is something else's."""
    make.package(table(), files={"t.csv": BAD, "dataset.yaml": "name: x\n"})
    with pytest.raises(dateline.DatasetFileError):
        dateline.check(".")


def test_several_packages_are_checked_in_one_run(
    make: Maker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Reports of several packages are put together."""
    other: Path = tmp_path_factory.mktemp("other")
    make.package(table(), files={"t.csv": BAD})
    for name in ("datapackage.json", "t.csv"):
        (other / name).write_bytes((make.folder / name).read_bytes())
    report = dateline.check(make.folder, other)
    assert report.counts() == {"type": 2}
    assert {each.severity for each in report.findings} <= {*SEVERITIES}
