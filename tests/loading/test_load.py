from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dateline.dataset import License, read_dataset
from dateline.errors import PackageError
from dateline.loading import UnknownTableError, load
from dateline.package import build
from dateline.publishing import publish_directory
from loading.edits import reseal, rewrite
from package.samples import DATASET, PROVENANCE, contents, dataset, release

if TYPE_CHECKING:
    from collections.abc import Callable


def test_tables_read_back_equal_to_the_records(original: Path) -> None:
    """Every table has the rows, order and types that were checked."""
    package = load(original)
    assert package.tables == ("ports", "events", "codes")
    for name, content in contents().items():
        assert_frame_equal(package[name].collect(), content.typed.select(content.table.names).collect())


def test_csv_gives_the_same_frame_as_parquet(target: Path) -> None:
    """A package without Parquet files gives the same rows and types, read from CSV."""
    package = target / "harbour" / "1.1.0"
    expected = {name: load(package)[name].collect() for name in load(package)}

    def drop(descriptor: dict[str, Any]) -> None:
        for each in descriptor["resources"]:
            del each["dateline"]

    rewrite(package / "datapackage.json", drop)
    for each in (package / "data").glob("*.parquet"):
        each.unlink()
    reseal(package)
    for name, frame in expected.items():
        assert_frame_equal(load(package)[name].collect(), frame)


def test_what_a_package_says_of_itself(original: Path) -> None:
    """Title, version, licences, schema and citation are at hand."""
    package = load(original)
    assert (package.name, package.title, package.version) == ("harbour", "Harbour incidents", "1.1.0")
    assert package.licenses == read_dataset(DATASET, "x").licenses
    assert package.licenses[0] == License(
        "CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"
    )
    assert package.schema("events").primary_key == ("event_id",)
    assert package.schema("events").rules[0].id == "injured-known"
    assert package.descriptor["keywords"] == ["harbours", "incidents"]
    assert package.cite() == (
        "Lovelace, A., & The Harbour Desk (2024). Harbour incidents (Version 1.1.0) [Data set]. "
        "https://example.org/harbour"
    )


def test_package_shows_itself(original: Path) -> None:
    """In a notebook a package is its title, its tables with their rows, its licence and place."""
    lines = repr(load(original)).splitlines()
    assert lines[:4] == [
        "Harbour incidents, version 1.1.0",
        "  ports            2 rows  Ports",
        "  events           3 rows  Events",
        "  codes            3 rows  Codes",
    ]
    assert lines[4].startswith("  CC-BY-4.0; ")


def test_package_is_a_collection_of_tables(original: Path) -> None:
    """A package can be gone through, measured and asked."""
    package = load(original)
    assert list(package) == ["ports", "events", "codes"]
    assert len(package) == 3
    assert "events" in package
    assert "event" not in package


def test_unknown_table_is_said_with_the_nearest(original: Path) -> None:
    """A mistyped table is a KeyError and a PackageError with a readable text."""
    with pytest.raises(UnknownTableError) as caught:
        load(original)["evnets"]
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, PackageError)
    assert str(caught.value).endswith("there is no table 'evnets'\n  help: did you mean 'events'?")


@pytest.mark.parametrize(
    ("path", "version", "found"),
    [
        (".", None, "1.1.0"),
        (".", "latest", "1.1.0"),
        (".", "1.0.0", "1.0.0"),
        (".", "1.0", "1.0.0"),
        (".", "1", "1.1.0"),
        ("index.json", None, "1.1.0"),
        ("harbour", None, "1.1.0"),
        ("harbour", "1.0.0", "1.0.0"),
        ("harbour/latest", None, "1.1.0"),
        ("harbour/1.0.0", None, "1.0.0"),
        ("harbour/1.0.0", "1.0", "1.0.0"),
        ("harbour/1.0.0/datapackage.json", None, "1.0.0"),
    ],
)
def test_package_is_found(original: Path, path: str, version: str | None, found: str) -> None:
    """A target, its index, a dataset, a version and a descriptor all lead to a release."""
    assert load(original / path, version=version).version == found
    assert load(str(original / path), version=version).version == found


def test_package_is_found_from_within(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working directory may be the target, the dataset's folder or the release's."""
    for folder in (original, original / "harbour", original / "harbour" / "1.1.0"):
        monkeypatch.chdir(folder)
        assert load(".").version == "1.1.0"


def test_dataset_without_index_is_read(target: Path) -> None:
    """A dataset's folder that was copied alone gives its newest version."""
    (target / "index.json").unlink()
    assert load(target / "harbour").version == "1.1.0"
    assert load(target / "harbour", version="1.0").version == "1.0.0"


@pytest.mark.parametrize(
    ("path", "version", "message"),
    [
        ("nowhere", None, "there is nothing here"),
        ("harbor", None, "help: did you mean 'harbour'?"),
        ("harbour/1.0.0/data", None, "there is no package here"),
        ("harbour/1.0.0/README.md", None, "this file is no package"),
        ("harbour/1.0.0/release.json", None, "it lists no resources"),
        (".", "2", "there is no version 2\n  help: there are 1.1.0, 1.0.0"),
        (".", "1.", "'1.' is no version and no range"),
        ("harbour/1.0.0", "1.1.0", "this is version 1.0.0, not 1.1.0"),
        ("harbour/1.0.0", ">=1.1,<2", "this is version 1.0.0, not >=1.1,<2"),
    ],
)
def test_what_is_no_package_is_said(original: Path, path: str, version: str | None, message: str) -> None:
    """A path or version that leads nowhere is a clear error."""
    with pytest.raises(PackageError, match=re.escape(message)):
        load(original / path, version=version)


@pytest.mark.parametrize("address", ["file:///tmp", "ftp://example.org/x", "FILE:///etc/passwd"])
def test_address_of_another_kind_is_refused(address: str) -> None:
    """An address is not taken for a path; the message says which are read."""
    with pytest.raises(PackageError, match="packages are read from https://, http:// and s3://"):
        load(address)


def test_target_with_two_datasets_asks_for_one(target: Path) -> None:
    """Where there is a choice of datasets, the error lists them; each loads by its folder."""
    publish_directory(target, build(dataset(name="berths", title="Berths"), contents(), PROVENANCE))
    with pytest.raises(PackageError, match=r"2 datasets\n  help: name one of them: .*berths, .*harbour"):
        load(target)
    assert load(target / "berths").title == "Berths"


def test_changed_file_is_refused_with_both_hashes(package: Path) -> None:
    """A data file that was changed is never handed out; the error names file, expected and found."""
    opened = load(package)
    opened["ports"].collect()
    victim = package / "data" / "events.parquet"
    victim.write_bytes(victim.read_bytes() + b"x")
    expected = opened.descriptor["resources"][1]["dateline"]["parquet"]["hash"]
    with pytest.raises(
        PackageError, match=rf"events\.parquet: .*expected {expected}, found sha256:[0-9a-f]{{64}}"
    ):
        opened["events"]


def test_file_is_hashed_once_a_package(package: Path) -> None:
    """A file is verified when it is first asked for, and not on every later access."""
    opened = load(package)
    opened["ports"]
    victim = package / "data" / "ports.parquet"
    victim.write_bytes(victim.read_bytes() + b"x")
    opened["ports"]
    with pytest.raises(PackageError, match="was changed"):
        load(package)["ports"]


def test_missing_file_is_said(package: Path) -> None:
    """A data file that is gone is named."""
    (package / "data" / "ports.parquet").unlink()
    with pytest.raises(PackageError, match=r"ports\.parquet: .*it is not there"):
        load(package)["ports"]


def test_changed_descriptor_is_refused(package: Path) -> None:
    """A descriptor that is not the one in SHA256SUMS is not followed."""
    rewrite(package / "datapackage.json", lambda each: each.update(title="Other"))
    with pytest.raises(PackageError, match=r"datapackage\.json: this file was changed"):
        load(package)


def test_changed_hash_list_is_refused(target: Path) -> None:
    """Coming from the index, a release whose hash list was sealed anew is refused."""
    folder = target / "harbour" / "1.1.0"
    rewrite(folder / "datapackage.json", lambda each: each.update(title="Other"))
    reseal(folder)
    with pytest.raises(PackageError, match="SHA256SUMS: this file was changed"):
        load(target)
    assert load(folder).title == "Other"


def test_listed_version_that_is_gone_is_said(target: Path) -> None:
    """A version that the index lists and nobody finds is named."""
    (target / "harbour" / "1.1.0").rename(target / "elsewhere")
    with pytest.raises(PackageError, match=r"lists version 1\.1\.0, and it is not there"):
        load(target)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", r"datapackage\.json:1:2: this is not JSON"),
        (b"[]", "a Data Package's descriptor is a mapping"),
        (b"\xff", r"datapackage\.json:1:1: the file is no UTF-8 text"),
        (b"[" * 100_000, "not JSON"),
        (b"{}", "the descriptor lists no 'resources'"),
        (b'{"resources": 1}', "'resources' must be a list, not the number 1"),
        (b'{"resources": [1]}', "a resource must be a mapping"),
        (b'{"resources": [{}]}', "the resource has no 'name'"),
        (b'{"resources": [{"name": "x", "path": "x.pdf"}]}', "the package has no table"),
    ],
)
def test_descriptor_that_is_none_is_said(tmp_path: Path, content: bytes, message: str) -> None:
    """Whatever stands in datapackage.json, the error is one that says so."""
    (tmp_path / "datapackage.json").write_bytes(content)
    with pytest.raises(PackageError, match=message):
        load(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update({"$schema": "https://evil.example/x.json"}), "no Data Package v2"),
        (lambda d: d.update({"profile": "https://evil.example/x.json"}), "'profile' names a profile"),
        (lambda d: d.update({"version": 1}), "'version' is not text"),
        (lambda d: d.update({"contributors": ["x"]}), "'contributors' is not a list of mappings"),
        (lambda d: d["resources"].append(d["resources"][0]), "stands more than once"),
        (lambda d: d["resources"][0].update(path="../x.csv"), r"path '\.\./x\.csv' is refused"),
        (lambda d: d["resources"][0].update(path=["a", "b"]), "no path, or several"),
        (lambda d: d["resources"][0].pop("hash"), "no SHA-256"),
        (lambda d: d["resources"][0].update(hash="md5:0"), "no SHA-256"),
        (lambda d: d["resources"][0].update(schema="schema.json"), "no schema of its own"),
        (lambda d: d["resources"][0]["schema"].update({"$schema": "file:///etc"}), "schema names a profile"),
        (lambda d: d["resources"][0]["schema"].update(fields=[]), "no field"),
        (lambda d: d["resources"][0].update(dialect={"delimiter": ";"}), "dialect"),
        (lambda d: d["resources"][0].update(profile="x.json"), "'profile' names a profile"),
        (lambda d: d["resources"][0].pop("rows"), "number of rows"),
        (lambda d: d["resources"][0]["dateline"]["parquet"].update(path="/etc/passwd"), "is refused"),
        (
            lambda d: d["resources"][0]["schema"]["fields"][0].update(
                constraints={"jsonSchema": {"$ref": "https://evil.example/x"}}
            ),
            "refers to another file",
        ),
    ],
)
def test_descriptor_that_leads_elsewhere_is_refused(
    package: Path, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    """A descriptor that leaves the package, or that dateline did not write, is not followed."""
    rewrite(package / "datapackage.json", change)
    reseal(package)
    with pytest.raises(PackageError, match=message):
        load(package)


def test_csv_with_other_columns_is_refused(package: Path) -> None:
    """Where only CSV is there, its header must be the schema's."""

    def swap(descriptor: dict[str, Any]) -> None:
        each = descriptor["resources"][0]
        del each["dateline"]
        each["schema"]["fields"].reverse()

    rewrite(package / "datapackage.json", swap)
    reseal(package)
    with pytest.raises(PackageError, match="its columns are port, name, depth_m, not those of the schema"):
        load(package)["ports"]


def test_snippets_of_the_readme_run(package: Path) -> None:
    """What the package's README says for dateline, Polars and the shell works in its folder."""
    text = (package / "README.md").read_text()
    ours, polars = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[:2]
    for code in (ours, polars):
        command = [sys.executable, "-c", f"{code}\nassert frame.height == 3"]
        toolkit = str(Path(__file__).parents[2] / "toolkit")
        subprocess.run(command, cwd=package, env={"PYTHONPATH": toolkit, "PATH": ""}, check=True)
    checks = re.findall(r"```sh\n(sha256sum.*?)\n", text)
    assert checks == ["sha256sum --check SHA256SUMS"]
    subprocess.run(checks[0].split(), cwd=package, check=True, capture_output=True)


def test_opening_needs_no_frames() -> None:
    """Opening a package loads neither Polars, pandera nor frictionless."""
    heavy = "('polars', 'pandera', 'frictionless')"
    code = f"import sys, dateline.loading; print([each for each in {heavy} if each in sys.modules])"
    toolkit = str(Path(__file__).parents[2] / "toolkit")
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": toolkit}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_many_rows_come_back(tmp_path: Path) -> None:
    """Rows of several row groups come back in order, lazily."""
    rows = [{"port": f"p{n}", "name": "", "depth_m": str(n)} for n in range(200_000)]
    publish_directory(tmp_path, release(ports=rows, events=[]))
    frame = load(tmp_path)["ports"]
    assert isinstance(frame, pl.LazyFrame)
    last = frame.filter(pl.col("depth_m") >= 199_999).collect()
    assert last.rows() == [("p199999", None, 199_999.0)]
    assert load(tmp_path)["events"].collect().height == 0


def test_index_that_is_none_is_said(tmp_path: Path) -> None:
    """An index.json of somebody else's is not taken for one of dateline's."""
    (tmp_path / "index.json").write_text(
        json.dumps({"format": "dateline-index/1", "datasets": [{"name": "../x"}]})
    )
    with pytest.raises(PackageError, match="not an index of dateline's"):
        load(tmp_path)


@pytest.mark.parametrize("name", ["..\\\\x", "C:", "a\u0000b"])
def test_index_that_leads_out_of_its_target_is_refused(target: Path, name: str) -> None:
    """A dataset's name in an index that is no folder's name, on any system, leads nowhere."""
    rewrite(target / "index.json", lambda each: each["datasets"][0].update(name=name))
    with pytest.raises(PackageError, match=r"the index names the path '(?s:.*)', which is refused"):
        load(target)
