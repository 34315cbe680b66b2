from __future__ import annotations

import hashlib
import socket
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from dateline.errors import PackageError
from dateline.loading import verify
from loading.edits import reseal, restate, rewrite

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.findings import Report

FILES = [
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "README.md",
    "SHA256SUMS",
    "codebook.md",
    "datapackage.json",
    "release.json",
    "data/codes.csv",
    "data/codes.parquet",
    "data/events.csv",
    "data/events.parquet",
    "data/ports.csv",
    "data/ports.parquet",
]


def _rules(report: Report) -> set[str]:
    return set(report.counts())


def test_published_package_is_sound(original: Path) -> None:
    """A target as it was published has no findings; the records of each release are counted."""
    report = verify(original)
    assert report.findings == ()
    assert report.records == {"ports": 4, "events": 6, "codes": 6}
    assert verify(original, version="1.0.0").records == {"ports": 2, "events": 3, "codes": 3}


def test_frictionless_needs_no_network(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched to judge a package."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert verify(original).ok


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("where", [0.0, 0.37, 1.0])
def test_flipped_byte_is_found(package: Path, name: str, where: float) -> None:
    """One changed bit in any file, at its start, in it or at its end, is found, and the file is named."""
    victim = package / name
    content = bytearray(victim.read_bytes())
    content[round(where * (len(content) - 1))] ^= 1
    victim.write_bytes(content)
    report = verify(package)
    assert not report.ok
    files = {each.file for each in report.findings}
    assert str(victim) in files or name == "SHA256SUMS"


@pytest.mark.parametrize("name", FILES)
def test_lost_file_is_found(package: Path, name: str) -> None:
    """A file that is gone is found, and named; without a descriptor there is no package."""
    (package / name).unlink()
    if name == "datapackage.json":
        with pytest.raises(PackageError, match="no package here"):
            verify(package)
        return
    report = verify(package)
    assert not report.ok
    assert "file-missing" in _rules(report)
    assert str(package / name) in {each.file for each in report.findings}


def test_added_file_is_a_warning(package: Path) -> None:
    """A file that nobody published is said, and does not break the package."""
    (package / "data" / "more.csv").write_text("x")
    report = verify(package)
    assert report.ok
    assert [(each.rule, each.file) for each in report.findings] == [
        ("file-unlisted", str(package / "data" / "more.csv"))
    ]


def test_forged_record_is_found_by_frictionless(package: Path) -> None:
    """A record changed and sealed anew is judged by the schema: place, value and rule are frictionless's."""
    file = package / "data" / "events.csv"
    file.write_text(file.read_text().replace("E2,2020-02,,n/a", "F2,2020-02,,-1"))
    restate(package, "events")
    report = verify(package)
    found = {(each.rule, each.table, each.field, each.row, each.value) for each in report.findings}
    assert ("constraint-error", "events", "event_id", 3, "F2") in found
    assert ("constraint-error", "events", "injured", 3, "-1") in found
    assert ("parquet-differs", "events", "event_id", None, None) in found
    assert {each.file for each in report.findings if each.rule == "constraint-error"} == {str(file)}


def test_broken_reference_is_found(package: Path) -> None:
    """A foreign key without a target is found by frictionless."""
    file = package / "data" / "ports.csv"
    file.write_text(file.read_text().replace("busan,", "pusan,"))
    restate(package, "ports")
    assert "foreign-key" in _rules(verify(package))


def test_lost_row_is_found(package: Path) -> None:
    """A row taken away and sealed anew is missed by the row count."""
    file = package / "data" / "codes.csv"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))
    restate(package, "codes")
    assert {"row-count", "parquet-differs"} <= _rules(verify(package))


def test_parquet_with_other_values_is_found(package: Path) -> None:
    """A Parquet file that says something else than the CSV is found, though its hash is right."""
    file = package / "data" / "ports.parquet"
    pl.read_parquet(file).with_columns(depth_m=pl.lit(1.0)).write_parquet(file)

    def describe(descriptor: dict[str, Any]) -> None:
        parquet = descriptor["resources"][0]["dateline"]["parquet"]
        parquet["hash"] = f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"

    rewrite(package / "datapackage.json", describe)
    reseal(package)
    (finding,) = verify(package).findings
    assert (finding.rule, finding.table, finding.field) == ("parquet-differs", "ports", "depth_m")
    assert finding.message == "CSV and Parquet differ: 2 of 2 values differ"


def test_release_record_that_says_something_else_is_found(package: Path) -> None:
    """release.json and the descriptor must tell the same."""
    rewrite(package / "release.json", lambda each: each.update(version="9.9.9"))
    reseal(package)
    (finding,) = verify(package).findings
    assert finding.rule == "release-differs"
    assert "'version'" in finding.message


def test_changed_descriptor_is_not_followed(package: Path) -> None:
    """Where the descriptor is not the published one, only the hashes are judged."""
    rewrite(
        package / "datapackage.json", lambda each: each["resources"][0].update(path="../../../etc/passwd")
    )
    (finding,) = verify(package).findings
    assert (finding.rule, finding.file) == ("file-changed", str(package / "datapackage.json"))
    assert len(finding.value or "") == len(finding.expected or "") == 64


def test_link_out_of_the_package_is_not_read(package: Path, tmp_path: Path) -> None:
    """A data file that is a link to elsewhere is a finding, and nothing of its content shows."""
    secret = tmp_path / "secret.csv"
    secret.write_text("port,name,depth_m\nTOPSECRET,x,1\n")
    file = package / "data" / "ports.csv"
    file.unlink()
    file.symlink_to(secret)
    restate(package, "ports")
    report = verify(package)
    assert "file-missing" in _rules(report)
    assert "TOPSECRET" not in repr(report)


@pytest.mark.parametrize("line", ["x\n", f"{'0' * 64}  ../../x\n", f"{'0' * 64}  C:x\n"])
def test_bad_hash_list_is_found(package: Path, line: str) -> None:
    """A line that is none, or that leads out of the package, is a finding."""
    file = package / "SHA256SUMS"
    file.write_text(file.read_text() + line)
    assert _rules(verify(package)) & {"sums-unreadable", "path-refused"}


def test_hash_list_other_than_the_indexed_is_found(target: Path) -> None:
    """A release sealed anew is found where an index remembers the old seal."""
    folder = target / "harbour" / "1.1.0"
    rewrite(folder / "datapackage.json", lambda each: each.update(title="Other"))
    rewrite(folder / "release.json", lambda each: each.update(title="Other"))
    reseal(folder)
    assert verify(folder).ok
    (finding,) = verify(target).findings
    assert finding.message == "this file is not the one that the index lists"


def test_data_that_no_hash_list_covers_is_found(package: Path) -> None:
    """A data file left out of SHA256SUMS is an error, not a stray file."""
    file = package / "SHA256SUMS"
    file.write_text(
        "".join(line for line in file.read_text().splitlines(keepends=True) if "ports.csv" not in line)
    )
    assert {"data-unlisted", "file-unlisted"} <= _rules(verify(package))


def test_schema_that_frictionless_cannot_judge_is_said(package: Path) -> None:
    """Where frictionless raises instead of reporting, its words become a finding."""

    def change(descriptor: dict[str, Any]) -> None:
        descriptor["resources"][0]["schema"]["fields"][2]["constraints"] = {"minimum": "abc"}

    rewrite(package / "datapackage.json", change)
    reseal(package)
    report = verify(package)
    assert not report.ok
    assert any("abc" in each.message or each.rule == "frictionless-failed" for each in report.findings)


@pytest.mark.parametrize("path", ["harbour/1.1.0/README.md", "harbour/1.1.0/data", "nowhere"])
def test_what_is_no_package_is_said(original: Path, path: str) -> None:
    """A path without a package is the user's error, not a finding."""
    with pytest.raises(PackageError):
        verify(original / path)


def test_descriptor_that_the_official_profile_refuses_is_found(package: Path) -> None:
    """What a release says of itself is held against the standard's own JSON Schema, without the network."""
    rewrite(package / "datapackage.json", lambda each: each.update(contributors=[], keywords="harbours"))
    reseal(package)
    found = [each for each in verify(package).findings if each.rule == "profile-differs"]
    assert len(found) == 2
    assert found[0].message.startswith("contributors is not valid by the Data Package profile")
