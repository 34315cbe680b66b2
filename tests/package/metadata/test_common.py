"""What the metadata formats have in common: one reading of the descriptor, golden texts, same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.package import Written
from dateline.package.metadata import citation_line, citations, metadata_documents, schema_org, script_json
from dateline.package.metadata.addresses import address, doi
from dateline.package.metadata.facts import facts, media_type
from dateline.package.metadata.period import Period, period
from package.metadata.described import EVIL, FULL, HOSTILE, MADE, TINY, measured

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = [
    "CITATION.cff",
    "citation.bib",
    "citation.ris",
    "datacite.json",
    "croissant.json",
    "dcat.jsonld",
    "datasette.json",
    "ro-crate-metadata.json",
]
ODD = {"data/odd.csv": Written(120, "a" * 64)}


def _sample(published: Path) -> tuple[dict[str, Any], dict[str, Written]]:
    """Return the sample's descriptor, and its files with made-up sizes: their bytes are others' affair."""
    descriptor = json.loads((published / "datapackage.json").read_bytes())
    paths = [path for path in measured(published) if path.startswith("data/")]
    return descriptor, {path: Written(len(path), "0" * 64) for path in (*paths, "LICENSE", "index.html")}


@pytest.mark.parametrize("name", NAMES)
def test_documents_are_as_approved(published: Path, golden: Callable[[str, str], None], name: str) -> None:
    """Each document of the sample is the approved text."""
    documents = {each.path: each.content for each in metadata_documents(*_sample(published))}
    assert list(documents) == NAMES
    golden(f"package/metadata/{name}", documents[name].decode())


def test_structured_data_of_the_page_are_as_approved(
    published: Path, golden: Callable[[str, str], None]
) -> None:
    """What the page embeds for harvesters is the approved text."""
    golden("package/metadata/schema-org.json", script_json(schema_org(*_sample(published))) + "\n")


@pytest.mark.parametrize("name", ["full", "evil"])
def test_citations_are_as_approved(golden: Callable[[str, str], None], name: str) -> None:
    """How to cite, with every optional part and with hostile texts, is the approved text."""
    golden(f"package/metadata/{name}.txt", "\n".join(citations(MADE[name]).values()))


@pytest.mark.parametrize("descriptor", MADE.values(), ids=MADE)
def test_documents_depend_on_their_arguments_alone(descriptor: dict[str, Any]) -> None:
    """The same descriptor and files give the same bytes, in whatever order the files come."""
    files = {**ODD, "LICENSE": Written(1, "b" * 64), "codebook.md": Written(2, "c" * 64)}
    there = list(metadata_documents(descriptor, files))
    back = list(metadata_documents(descriptor, dict(reversed(files.items()))))
    assert [each.content for each in there] == [each.content for each in back]


def test_missing_data_file_is_noticed() -> None:
    """A descriptor whose table was not written is refused, not described by half."""
    with pytest.raises(KeyError, match=r"data/odd\.csv"):
        list(metadata_documents(TINY, {}))


@pytest.mark.parametrize(
    ("text", "start", "end", "interval"),
    [
        ("2015-03/2024-11", "2015-03", "2024-11", "2015-03/2024-11"),
        ("2015~/2024-11-05?", "2015", "2024-11-05", "2015/2024-11-05"),
        ("2020", "2020", "2020", "2020"),
        ("2020-05/..", "2020-05", None, "2020-05/.."),
        ("../2020%", None, "2020", "../2020"),
        ("[2020..2021]", "2020", "2021", "2020/2021"),
        ("[..2021]", None, "2021", "../2021"),
    ],
)
def test_period_is_an_interval(text: str, start: str | None, end: str | None, interval: str) -> None:
    """An EDTF string gives the ends of an ISO 8601 interval, in the units in which they were stated."""
    found = period(text)
    assert found == Period(start, end, text)
    assert found.interval == interval


@pytest.mark.parametrize("text", [None, "", "the nineties", "2021-13", HOSTILE])
def test_what_is_no_date_gives_no_period(text: str | None) -> None:
    """Text that is no EDTF string is not handed on as if it were one."""
    assert period(text) is None
    told = schema_org({**FULL, "coverage": {"temporal": text}}, ODD)
    assert "temporalCoverage" not in told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://doi.org/10.5281/zenodo.1", "10.5281/zenodo.1"),
        ("http://dx.doi.org/10.5281/Zenodo.1", "10.5281/Zenodo.1"),
        ("doi:10.1234/a(b)c", "10.1234/a(b)c"),
        ("10.1234/x", "10.1234/x"),
        ("10.1234/a}b", "10.1234/a%7Db"),
        ("https://example.org/10.1234/x", None),
        ("10.12/x", None),
        (None, None),
    ],
)
def test_doi_is_recognised(text: str | None, found: str | None) -> None:
    """A DOI is known by itself, as a link and as `doi:…`, and nowhere else."""
    assert doi(text) == found


@given(st.text())
def test_address_has_only_what_a_uri_may_have(text: str) -> None:
    """An address is ASCII without spaces, quotes, angle brackets, braces and backslashes, and stays one."""
    made = address(text)
    assert made.isascii()
    assert not set(made) & set(' "<>{}|\\^`\n')
    assert address(made) == made


def test_address_stays_as_it_is_where_it_can() -> None:
    """An address that is one is not touched; what it may not have is percent-encoded."""
    assert address("https://a.org/b%20c?d=[e]#f") == "https://a.org/b%20c?d=[e]#f"
    assert address("https://a.org/é{}%zz") == "https://a.org/%C3%A9%7B%7D%25zz"


def test_only_licences_of_spdx_get_its_address() -> None:
    """A licence that SPDX does not list has no page there, and none is made up."""
    found = {each.name: (each.address, each.spdx) for each in facts(FULL).licences}
    assert found == {
        "CC-BY-4.0": ("https://creativecommons.org/licenses/by/4.0/", True),
        "ODbL-1.0": ("https://spdx.org/licenses/ODbL-1.0.html", True),
        "LicenseRef-House-Rules": (None, False),
    }


@pytest.mark.parametrize("name", ["No-Such-Licence", "cc-by-4.0", "LicenseRef-x", HOSTILE])
def test_unknown_licence_is_not_on_the_list(name: str) -> None:
    """Only the exact identifier of the list counts as one of SPDX."""
    assert [each.spdx for each in facts({"licenses": [{"name": name}]}).licences] == [False]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("data/a.csv", "text/csv"),
        ("x.GeoJSON", "application/geo+json"),
        ("LICENSE", "text/plain"),
        ("a.b/LICENSE", "text/plain"),
        ("x.unknown", "application/octet-stream"),
    ],
)
def test_media_type_follows_the_name(path: str, found: str) -> None:
    """A file that the descriptor does not describe has the media type that its name tells."""
    assert media_type(path) == found


def test_descriptor_names_type_and_title_of_a_file() -> None:
    """What the descriptor says of a further file outweighs its name."""
    said = {"path": "tiny.bin", "mediatype": "application/vnd.sqlite3", "title": "All tables"}
    [_, file] = facts(
        {**TINY, "dateline": {"files": [said]}}, {**ODD, "tiny.bin": Written(1, "b" * 64)}
    ).files
    assert (file.mediatype, file.title) == ("application/vnd.sqlite3", "All tables")


def test_hostile_text_survives_in_json() -> None:
    """Every JSON document gives a hostile title back as it was."""
    documents = {each.path: each.content for each in metadata_documents(EVIL, ODD)}
    assert json.loads(documents["datacite.json"])["titles"] == [{"title": HOSTILE}]
    assert json.loads(documents["croissant.json"])["name"] == HOSTILE
    assert json.loads(documents["dcat.jsonld"])["dct:title"] == HOSTILE
    assert json.loads(documents["ro-crate-metadata.json"])["@graph"][1]["name"] == HOSTILE


@given(st.text() | st.sampled_from(["</script>", "<!--", "]]>", "\u2028", "&lt;"]))
def test_nothing_breaks_out_of_a_script_element(text: str) -> None:
    """Embedded JSON has nothing a browser would act on, and any reader gives the value back."""
    told = schema_org({**FULL, "title": text, "keywords": [text]}, ODD)
    made = script_json(told)
    assert not set(made) & set("<>&\u2028\u2029")
    assert json.loads(made) == told


@pytest.mark.parametrize(
    ("contributors", "line"),
    [
        (
            [{"title": 5, "path": {}}, "x", {"title": "Ada", "role": "author"}, {"title": "B"}],
            "Ada (n.d.). t",
        ),
        ([{"title": "Ada", "roles": "author"}, {"title": "B", "roles": None}], "Ada (n.d.). t"),
        ([{"organization": "Desk"}, {"email": "a@b.cd"}], "Desk (n.d.). t"),
        ({}, "t"),
    ],
)
def test_contributors_of_any_package_are_cited(contributors: object, line: str) -> None:
    """Packages of others are cited too, those of version 1 of the standard and those with mistakes."""
    assert citation_line({"title": "t", "contributors": contributors}).startswith(f"{line} [Data set].")


def test_harvesters_find_what_they_ask_for() -> None:
    """The structured data have what Google Dataset Search asks for, and addresses beside the page."""
    told = schema_org(FULL, ODD)
    assert told["@type"] == "Dataset"
    assert told["license"][:2] == [
        "https://creativecommons.org/licenses/by/4.0/",
        "https://spdx.org/licenses/ODbL-1.0.html",
    ]
    assert [each["@type"] for each in told["creator"]] == ["Person", "Organization"]
    assert told["temporalCoverage"] == "2020-05/.."
    assert told["identifier"] == "https://doi.org/10.5281/zenodo.1234"
    assert told["isAccessibleForFree"] is True
    assert len(told["variableMeasured"]) == len(TINY["resources"][0]["schema"]["fields"])
    assert told["distribution"] == [
        {
            "@type": "DataDownload",
            "name": "data/odd.csv",
            "contentUrl": "data/odd.csv",
            "encodingFormat": "text/csv",
            "contentSize": "120 B",
            "sha256": "a" * 64,
        }
    ]


def test_long_description_is_cut_between_words() -> None:
    """A description has at most the 5,000 characters that harvesters take."""
    told = schema_org({**FULL, "description": "word " * 2000}, ODD)["description"]
    assert 4990 < len(told) <= 5000
    assert told.endswith("word…")


def test_nothing_is_made_up() -> None:
    """Of a package without homepage and DOI no document has a web address but those of standards."""
    documents = b"".join(each.content for each in metadata_documents(TINY, ODD)).decode()
    hosts = {part.split("/")[0] for part in documents.split("://")[1:]}
    assert hosts == {
        "datacite.org",
        "datapackage.org",
        "mlcommons.org",
        "purl.org",
        "schema.org",
        "spdx.org",
        "w3id.org",
        "www.iana.org",
        "www.w3.org",
        "xmlns.com",
    }
