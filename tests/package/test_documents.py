from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

import dateline.loading
from dateline.dataset import Contributor, License
from dateline.package import build
from dateline.package.descriptor import descriptor
from dateline.package.licences import licence_text
from dateline.package.metadata import citation_line
from dateline.package.metadata.cff import cff
from dateline.package.metadata.facts import facts
from dateline.publishing import publish_directory
from package.samples import CHANGELOG, MORE_PORTS, PROVENANCE, contents, dataset, release

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.dataset import Dataset

CC_BY_4_0 = "fd3a263fe19ed8faa9068b43abaebafc02c77897b0c6fc09abc04bb592e5f16e"
"""SHA-256 of the legal code in plain text, as Creative Commons publishes it."""
PROFILES = Path(__file__).parent.parent / "profiles"


def _data_package() -> jsonschema.Draft7Validator:
    """Return the validator that releases are verified with."""
    profile = Path(dateline.loading.__path__[0]) / "profiles" / "data-package-2-0.json"
    return jsonschema.Draft7Validator(json.loads(profile.read_text("utf-8")))


def _profile(name: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(
        json.loads((PROFILES / name).read_text("utf-8")), format_checker=jsonschema.FormatChecker()
    )


def citation_cff(described: Dataset) -> bytes:
    """Write CITATION.cff of a dataset."""
    return cff(facts(descriptor(described, (), PROVENANCE, {}, {})))


@pytest.mark.parametrize("name", ["README.md", "codebook.md", "CITATION.cff", "CHANGELOG.md"])
def test_documents_read_as_approved(published: Path, golden: Callable[[str, str], None], name: str) -> None:
    """What people read in a release is the approved text."""
    golden(f"package/{name}", (published / name).read_bytes().decode())


@pytest.mark.parametrize("name", ["datapackage.json", "release.json"])
def test_descriptions_for_programs_are_as_approved(
    published: Path, golden: Callable[[str, str], None], name: str
) -> None:
    """The descriptor and the record are the approved text, but for what Polars makes of Parquet."""
    text = (published / name).read_bytes().decode()
    masked = re.sub(
        r'(parquet",\s+"bytes": )\d+(,\s+"hash": "sha256:)[0-9a-f]{64}', r"\g<1>0\g<2>MASKED", text
    )
    golden(f"package/{name}", masked)


def test_descriptor_is_valid_by_the_official_profile(published: Path) -> None:
    """datapackage.json holds to the Data Package project's own JSON Schema."""
    _data_package().validate(json.loads((published / "datapackage.json").read_bytes()))


def test_licence_expression_is_valid_by_the_official_profile(tmp_path: Path) -> None:
    """A choice of licences becomes two licences, since a name is a single identifier."""
    either = dataset(licenses=(License("CC-BY-4.0 OR CC0-1.0"),))
    folder = publish_directory(tmp_path, build(either, contents(), PROVENANCE)).folder
    described = json.loads((folder / "datapackage.json").read_bytes())
    _data_package().validate(described)
    assert [each["name"] for each in described["licenses"]] == ["CC-BY-4.0", "CC0-1.0"]


def test_frictionless_calls_the_release_valid(published: Path) -> None:
    """The command that a stranger would run, in a process of its own, finds nothing."""
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=published, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    report = json.loads(done.stdout)
    assert report["valid"]
    assert [task["stats"]["rows"] for task in report["tasks"]] == [2, 3, 3]


def test_hash_list_passes_sha256sum(published: Path) -> None:
    """`sha256sum -c` accepts SHA256SUMS, which lists every other file in order."""
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=published, check=False)
    assert done.returncode == 0
    listed = [line.split("  ", 1)[1] for line in (published / "SHA256SUMS").read_text().splitlines()]
    there = {each.relative_to(published).as_posix() for each in published.rglob("*") if each.is_file()}
    assert listed == sorted(there - {"SHA256SUMS"})


def test_schema_is_published_as_it_is(published: Path) -> None:
    """The published schema is the schema file's content, `dateline` and missing values included.

    Only that a table refers to itself is said in words that clients of version 1 know as well.
    """
    events = json.loads((published / "datapackage.json").read_bytes())["resources"][1]["schema"]
    written = contents()["events"].table.descriptor
    own = {"fields": ["parent"], "reference": {"fields": ["event_id"]}}
    assert written["foreignKeys"][1] == own
    assert events == {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        **written,
        "foreignKeys": [written["foreignKeys"][0], own | {"reference": own["reference"] | {"resource": ""}}],
    }


def test_citation_file_is_valid(published: Path) -> None:
    """CITATION.cff holds to the format's own JSON Schema and reads as meant."""
    said = yaml.safe_load((published / "CITATION.cff").read_bytes())
    _profile("citation-file-format-1.2.0.json").validate(said)
    assert [each.get("name") or each["family-names"] for each in said["authors"]] == [
        "Lovelace",
        "The Harbour Desk",
    ]


@pytest.mark.parametrize(
    ("licence", "key", "value"),
    [
        ("CC0-1.0", "license", "CC0-1.0"),
        ("ODbL-1.0 OR CC0-1.0", "license", ["ODbL-1.0", "CC0-1.0"]),
        ("CDLA-Permissive-2.0", "license-url", "https://spdx.org/licenses/CDLA-Permissive-2.0.html"),
    ],
)
def test_citation_file_names_only_licences_its_format_knows(licence: str, key: str, value: object) -> None:
    """A licence younger than the format is given by its address."""
    said = yaml.safe_load(citation_cff(dataset(licenses=(License(licence),))))
    _profile("citation-file-format-1.2.0.json").validate(said)
    assert said[key] == value


HOSTILE = 'no: "x\n- &a *b # ]\x07\u202e{{ 7*7 }}'


def test_hostile_metadata_stays_text_in_the_citation_file() -> None:
    """YAML in a title stays a title."""
    hostile = dataset(
        title=HOSTILE, contributors=(Contributor(HOSTILE, path="https://orcid.org/0000-0002-1825-0097"),)
    )
    said = yaml.safe_load(citation_cff(hostile))
    _profile("citation-file-format-1.2.0.json").validate(said)
    assert said["title"] == HOSTILE
    assert said["authors"] == [{"name": HOSTILE, "orcid": "https://orcid.org/0000-0002-1825-0097"}]


def test_hostile_records_stay_text_in_markdown(tmp_path: Path) -> None:
    """No tag, link, template or invisible character of a record or of metadata reaches Markdown as such."""
    evil = "<script>alert(1)</script> [x](javascript:y) | {{ 7*7 }}\n# h\u202e `"
    rows = [{"port": "busan", "name": evil, "depth_m": "1"}]
    harm = build(dataset(title=evil, description=evil), contents(ports=rows), PROVENANCE)
    folder = publish_directory(tmp_path, harm).folder
    for name in ("README.md", "codebook.md"):
        text = (folder / name).read_text("utf-8")
        outside = re.sub(r"(`+)(?:(?!\1).)+\1(?!`)", "", re.sub(r"\\.", "", text))
        assert not re.search(r"<(?!https?://)\w|\]\(javascript|\u202e|49|^# h", outside, re.MULTILINE)


@pytest.mark.parametrize(
    ("descriptor", "line"),
    [
        ({"name": "x"}, "x [Data set]. (n.d.)."),
        (
            {"title": "T", "version": "1.0.0", "created": "2024-01-02", "contributors": [{"title": "Desk."}]},
            "Desk (2024). T (Version 1.0.0) [Data set].",
        ),
        (
            {
                "title": "T\nU",
                "created": "2024",
                "contributors": [
                    {"title": "x", "familyName": "Lovelace", "givenName": "Ada Augusta", "roles": ["author"]},
                    {"title": "y", "familyName": "Babbage", "givenName": "Charles", "roles": ["Creator"]},
                    {"title": "z", "roles": ["editor"]},
                ],
            },
            "Lovelace, A. A., & Babbage, C. (2024). T U [Data set].",
        ),
    ],
)
def test_citation_line(descriptor: dict[str, object], line: str) -> None:
    """A citation names authors, year, title and version, or what there is of them."""
    assert citation_line(descriptor) == line


def test_licence_is_given_in_full() -> None:
    """CC BY 4.0 is given as its official text and nothing else."""
    text = licence_text([License("CC-BY-4.0")])
    assert text.startswith("Attribution 4.0 International\n")
    assert hashlib.sha256(text.encode()).hexdigest() == CC_BY_4_0


def test_other_licences_are_named() -> None:
    """Of a licence whose text we do not carry, identifier, title and address are given; of several, each."""
    text = licence_text([License("MIT", title="The MIT License"), License("CC0-1.0")])
    assert text.startswith(
        "The MIT License\nSPDX-License-Identifier: MIT\nhttps://spdx.org/licenses/MIT.html\n"
    )
    assert "CC0 1.0 Universal" in text


def test_changelog_has_line_feeds(published: Path) -> None:
    """A changelog of a Windows working copy is published with the same bytes as on Linux."""
    assert "\r" in CHANGELOG["CHANGELOG.md"]
    assert b"\r" not in (published / "CHANGELOG.md").read_bytes()


def test_release_without_changelog_does_not_mention_it(tmp_path: Path) -> None:
    """The README lists the files that are there."""
    folder = publish_directory(tmp_path, build(dataset(), contents(), PROVENANCE)).folder
    assert not (folder / "CHANGELOG.md").exists()
    assert "CHANGELOG" not in (folder / "README.md").read_text()


def test_content_hash_does_not_depend_on_what_else_changes(tmp_path: Path) -> None:
    """Another version with the same records has the same content hashes; changed records another."""
    first = publish_directory(tmp_path, release("1.0.0")).folder
    same = publish_directory(tmp_path, release("1.0.1")).folder
    other = publish_directory(tmp_path, release("1.0.2", ports=MORE_PORTS)).folder
    tables = [json.loads((each / "release.json").read_bytes())["tables"] for each in (first, same, other)]
    assert tables[0] == tables[1]
    assert {name for name in tables[0] if tables[0][name] != tables[2][name]} == {"ports"}
