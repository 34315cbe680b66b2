"""CITATION.cff, BibLaTeX and RIS: read back by the parsers that people's tools use."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import bibtexparser
import jsonschema
import pytest
import rispy
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from dateline.package.markdown import plain
from dateline.package.metadata import citations
from dateline.package.metadata.biblatex import biblatex
from dateline.package.metadata.cff import cff
from dateline.package.metadata.facts import facts
from dateline.package.metadata.ris import ris
from package.metadata.described import EVIL, FULL, HOSTILE, MADE, TINY

PROFILES = Path(__file__).parents[2] / "profiles"
COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textquotedbl{}": '"',
    r"\symbol{64}": "@",
    **{f"\\{each}": each for each in "#$%&_"},
}
PIECES = ["}", "{", "\\", '"', ",", "@book{y,", " and ", "\n", "ER  - ", "%", "\u202e", "=", "#", "title = "]
NASTY = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=6).map("".join)
SHOWN = NASTY.filter(plain)


def _unlatex(text: str) -> str:
    """Return what LaTeX prints; a text in braces without them."""
    bare = text[1:-1] if text.startswith("{") and text.endswith("}") and _balanced(text[1:-1]) else text
    pattern = "|".join(map(re.escape, COMMANDS))
    return re.sub(pattern, lambda match: COMMANDS[match[0]], bare)


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def _pybtex(text: str) -> Any:  # noqa: ANN401 - a foreign type
    [entry] = parse_string(text, "bibtex").entries.values()
    return entry


def _rispy(text: str) -> dict[str, Any]:
    [reference] = rispy.loads(text)
    return dict(reference)


@pytest.mark.parametrize("descriptor", MADE.values(), ids=MADE)
def test_citation_file_is_valid(descriptor: dict[str, Any]) -> None:
    """CITATION.cff holds to its own JSON Schema with and without optional parts."""
    schema = json.loads((PROFILES / "citation-file-format-1.2.0.json").read_text("utf-8"))
    said = yaml.safe_load(cff(facts(descriptor)))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(said)
    assert said["title"] == descriptor.get("title", "tiny")


def test_citation_file_names_doi_and_a_licence_to_read() -> None:
    """The DOI has its own key; of licences that the format does not know, one is given by its address."""
    said = yaml.safe_load(cff(facts(FULL)))
    assert said["doi"] == "10.5281/zenodo.1234"
    assert said["license-url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert said["authors"][0]["affiliation"] == "Analytical Society"


def test_nobody_is_made_an_author() -> None:
    """Where the format wants an author and the package names none, it is said so."""
    assert yaml.safe_load(cff(facts(TINY)))["authors"] == [{"name": "The authors of tiny"}]
    assert citations(TINY)["APA"] == "tiny [Data set]. (2024)."


def test_bibliography_entry_is_read_by_pybtex() -> None:
    """The parser pybtex finds a dataset, its people apart and its fields."""
    entry = _pybtex(biblatex(facts(FULL)))
    assert entry.type == "dataset"
    assert entry.key == "tiny-2.10.0"
    ada, desk = entry.persons["author"]
    assert (ada.last_names, ada.first_names) == (["Lovelace"], ["Ada"])
    assert _unlatex(str(desk)) == "Harbour Desk, and Friends"
    assert {key: entry.fields[key] for key in ("date", "version", "publisher", "doi", "url")} == {
        "date": "2024-11-02",
        "version": "2.10.0",
        "publisher": "{Harbour Press}",
        "doi": "10.5281/zenodo.1234",
        "url": "https://doi.org/10.5281/zenodo.1234",
    }
    assert entry.fields["keywords"] == "harbours, {incidents, small}"


@pytest.mark.parametrize("descriptor", MADE.values(), ids=MADE)
def test_bibliography_entry_is_read_by_bibtexparser(descriptor: dict[str, Any]) -> None:
    """The parser bibtexparser finds one entry and no text outside it."""
    library = bibtexparser.parse_string(biblatex(facts(descriptor)))
    assert library.failed_blocks == []
    [entry] = library.blocks
    assert _unlatex(entry["title"].removeprefix("{").removesuffix("}")) == plain(
        descriptor.get("title", "tiny")
    )


@given(title=SHOWN, description=SHOWN, word=SHOWN, name=SHOWN, family=SHOWN, given=SHOWN)
@settings(max_examples=150, deadline=None)
def test_hostile_texts_stay_texts_in_the_bibliography(
    title: str, description: str, word: str, name: str, family: str, given: str
) -> None:
    """Whatever a text holds, the entry has the same fields, the same people, and gives each text back."""
    people = [{"title": name}, {"title": "x", "familyName": family, "givenName": given}]
    told = {
        "name": "n",
        "title": title,
        "description": description,
        "keywords": [word],
        "contributors": people,
    }
    entry = _pybtex(biblatex(facts(told)))
    assert set(entry.fields) == {"title", "abstract", "keywords"}
    assert _unlatex(entry.fields["title"]) == plain(title)
    assert _unlatex(entry.fields["abstract"]) == plain(description.strip() or title)
    assert len(entry.persons["author"]) == len(set(map(str, people)))
    assert _unlatex(str(entry.persons["author"][0])) == plain(name)


def test_reference_is_read_by_rispy() -> None:
    """The parser rispy finds a dataset with every part."""
    assert _rispy(ris(facts(FULL))) == {
        "type_of_reference": "DATA",
        "authors": ["Lovelace, Ada", "Harbour Desk, and Friends"],
        "title": "Everything",
        "year": "2024",
        "date": "2024/11/02",
        "edition": "2.10.0",
        "publisher": "Harbour Press",
        "abstract": "A package that says all it can.",
        "keywords": ["harbours", "incidents, small"],
        "doi": "10.5281/zenodo.1234",
        "urls": ["https://doi.org/10.5281/zenodo.1234"],
    }


@given(title=SHOWN, word=SHOWN, name=SHOWN)
@settings(deadline=None)
def test_hostile_texts_stay_texts_in_the_reference(title: str, word: str, name: str) -> None:
    """No text begins a tag, ends the reference or opens another."""
    told = {"name": "n", "title": title, "keywords": [word], "contributors": [{"title": name}]}
    found = _rispy(ris(facts(told)))
    assert (found["title"], found["keywords"], found["authors"]) == (
        plain(title),
        [plain(word)],
        [plain(name)],
    )
    assert set(found) == {"type_of_reference", "title", "keywords", "authors", "abstract"}


def test_what_turns_text_around_is_shown() -> None:
    """A citation to copy has no character that hides or reorders what stands there."""
    for text in citations(EVIL).values():
        assert not re.search("[\u202e\x07]", text)
        assert "\\u202e" in text.replace(r"\textbackslash{}", "\\")
    assert HOSTILE not in citations(EVIL)["APA"]
