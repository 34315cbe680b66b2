"""DataCite, RO-Crate and schema.org: held against their schemas and terms, opened by their readers."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import rocrate
from rocrate.rocrate import ROCrate

from dateline.package.metadata import schema_org
from dateline.package.metadata.facts import facts
from package.metadata.described import FULL, TINY, in_json, measured, odd_folder

PROFILES = Path(__file__).parents[2] / "profiles"


def test_datacite_json_is_valid(folder: Path) -> None:
    """datacite.json holds to the JSON Schema of DataCite 4.5, and names the four things a DOI needs."""
    schema = json.loads((PROFILES / "datacite-4.5.json").read_text("utf-8"))
    told = in_json(folder, "datacite.json")
    jsonschema.Draft201909Validator(schema, format_checker=jsonschema.FormatChecker()).validate(told)
    assert told["creators"][0]["name"]
    assert told["titles"][0]["title"]
    assert told["publisher"]["name"]
    assert told["publicationYear"].isdigit()


def test_datacite_schema_refuses_what_is_wrong() -> None:
    """The copy of the schema is one that can fail."""
    schema = json.loads((PROFILES / "datacite-4.5.json").read_text("utf-8"))
    assert not jsonschema.Draft201909Validator(schema).is_valid({"titles": []})


def test_datacite_names_what_people_did(tmp_path: Path) -> None:
    """People are authors, curators and contacts by their roles; of a mere title it is not said what it is."""
    told = in_json(odd_folder(tmp_path, FULL), "datacite.json")
    assert [(each["name"], each.get("nameType")) for each in told["creators"]] == [
        ("Lovelace, Ada", "Personal"),
        ("Harbour Desk, and Friends", None),
    ]
    assert [(each["name"], each["contributorType"]) for each in told["contributors"]] == [
        ("Lovelace, Ada", "ContactPerson"),
        ("Lovelace, Ada", "DataCurator"),
        ("Somebody Else", "Other"),
    ]
    assert told["publisher"] == {"name": "Harbour Press"}
    assert told["dates"][1]["date"] == "2020-05/"
    assert "2020-05~/.." in told["dates"][1]["dateInformation"]
    assert [each["relatedIdentifierType"] for each in told["relatedIdentifiers"]] == ["URL", "DOI"]
    assert [each.get("rightsIdentifier") for each in told["rightsList"]] == ["CC-BY-4.0", "ODbL-1.0", None]


def test_datacite_says_what_is_unavailable(tmp_path: Path) -> None:
    """A package that names neither author nor publisher says so in DataCite's own word."""
    told = in_json(odd_folder(tmp_path, TINY), "datacite.json")
    assert told["creators"] == [{"name": ":unav"}]
    assert told["publisher"] == {"name": ":unav"}


def test_every_licence_of_our_datasets_is_on_the_list(folder: Path) -> None:
    """Each licence of a descriptor from dataset.yaml is one of SPDX's list."""
    descriptor = in_json(folder, "datapackage.json")
    found = {each.name: each.spdx for each in facts(descriptor).licences}
    assert all(known for name, known in found.items() if not name.startswith("LicenseRef-"))


def test_crate_opens_and_lists_every_file(folder: Path) -> None:
    """The rocrate package opens the folder as an RO-Crate 1.2 and finds every file, with its hash."""
    crate = ROCrate(folder)
    assert crate.version == "1.2"
    files = measured(folder)
    found = {each.id: each["sha256"] for each in crate.data_entities}
    assert found == {path: files[path].sha256 for path in set(files) - {"ro-crate-metadata.json"}}
    assert crate.root_dataset["datePublished"] == facts(in_json(folder, "datapackage.json")).day
    assert crate.name
    assert crate.description


def test_crate_is_flat_and_whole(folder: Path) -> None:
    """Entities have different ids, nothing is nested, and whatever is referred to is there."""
    graph = in_json(folder, "ro-crate-metadata.json")["@graph"]
    ids = [each["@id"] for each in graph]
    assert len(set(ids)) == len(ids)
    values = [value for each in graph for value in each.values()]
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    references = [each for each in flat if isinstance(each, dict)]
    assert all(set(each) == {"@id"} for each in references)
    assert {each["@id"] for each in references} - set(ids) == {"https://w3id.org/ro/crate/1.2"}


def test_crate_has_everybody_once(tmp_path: Path) -> None:
    """Who is author and publisher is one entity; who shares an address with another is a second one."""
    ada = {"title": "Ada", "path": "https://example.org/us"}
    people = [{**ada, "roles": ["creator"]}, {**ada, "roles": ["publisher"]}, {**ada, "title": "Bob"}]
    folder = odd_folder(tmp_path, {**TINY, "contributors": people, "coverage": {"spatial": ["x", "y"]}})
    graph = {each["@id"]: each for each in in_json(folder, "ro-crate-metadata.json")["@graph"]}
    root = graph["./"]
    assert root["author"] == root["publisher"] == [{"@id": "https://example.org/us"}]
    assert [graph[each["@id"]]["name"] for each in root["contributor"]] == ["Bob"]
    assert [graph[each["@id"]]["name"] for each in root["spatialCoverage"]] == ["x", "y"]


def test_crate_types_every_entity_in_its_own_words(folder: Path) -> None:
    """Each property of each entity is a term of the context that the crate names."""
    path = Path(rocrate.__file__).parent / "data/ro-crate.jsonld"
    terms = json.loads(path.read_text("utf-8"))["@context"]
    for each in in_json(folder, "ro-crate-metadata.json")["@graph"]:
        assert set(each) - {"@id", "@type"} <= set(terms)
        assert each["@type"] in terms


def test_structured_data_are_terms_of_schema_org(folder: Path) -> None:
    """Every property and type that the page embeds is a term of schema.org."""
    path = Path(rocrate.__file__).parent / "data/schema.jsonld"
    terms = {each["@id"].partition(":")[2] for each in json.loads(path.read_text("utf-8"))["@graph"]}
    told = schema_org(in_json(folder, "datapackage.json"), measured(folder))
    assert _words(told) - terms == set()


def _words(value: object) -> set[str]:
    if isinstance(value, list):
        return {word for each in value for word in _words(each)}
    if not isinstance(value, dict):
        return set()
    kept = {key for key in value if not key.startswith("@")} | {value["@type"]}
    return kept.union(*(_words(each) for each in value.values()))
