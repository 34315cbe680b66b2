"""Names of people in free text, told from places, offices and public figures."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.rules.naming import FORMS, SUSPECT, Known, Name, masked, names
from rules.together import check, failed

NAMES = {
    "Mr. Kim spoke": "Kim", "Mrs Ri left": "Ri", "Dr. Smith said": "Smith", "Comrade Pak came": "Pak",
    "Mr. K said": "K", "Ms. A, 30": "A", "Sergeant Ri left": "Ri", "Kim Chol-su fled": "Kim Chol-su",
    "KANG Ji-won wrote": "KANG Ji-won", "Choi Mo was held": "Choi Mo", "Kim Jong Un ordered": "Kim Jong Un",
    "Kim Jong-un": "Kim Jong-un", "Pak Yong Chol and others": "Pak Yong Chol", "Yun Chol in June": "Yun Chol",
    "SONG Il Guk": "SONG Il Guk", "Han Song-ryol": "Han Song-ryol", "Ri Chun-hee's": "Ri Chun-hee",
    "Zhang Xiaoming ran": "Zhang Xiaoming", "WANG Li ran": "WANG Li", "somebody surnamed Han": "Han",
    "a man called A. left": "A.", "a resident named Pak": "Pak", "a broker, identified only as Ri": "Ri",
    "a woman (41) known as B.": "B.", "Kim (43) went": "Kim", "K. (34) was": "K.", "김철수 씨는": "김철수",
    "김철수씨": "김철수", "박영희 양": "박영희", "김모 씨": "김모", "최영수님": "최영수",
}  # fmt: skip
OTHERS = [
    "N. Hamgyong", "Kimhwa County", "Kim Il Sung University", "Kim Il Sung Square", "Kim Jong Suk County",
    "the Kim regime", "Kim Family", "Park Gate", "Han River", "So Far nothing", "An order", "No In sight",
    "Korean People's Army", "South Pyongan", "Ministry of State Security", "Yang Gang Province", "In June",
    "an operation called Grouping", "a campaign called Storm", "people named as sellers", "Private traders",
    "Major General", "General Secretary", "Comrade General Secretary", "Captain of the guard", "Go Home",
    "Huang Hai", "Li River", "Liaoning Province, China", "Dandong", "혜산시", "고성군", "장군님", "위원장님",
    "지도자님", "김형직군", "이씨조선", "Song Chon", "Lee Side", "Kim Chaek", "a source known as a resident",
]  # fmt: skip
SCHEMAS = {
    "floods": """
fields:
  - {name: flood, type: string, constraints: {pattern: "F[0-9]+"}}
  - {name: told, type: string}
  - {name: reporter, type: string, dateline: {people: true}}
  - {name: printed, type: string, dateline: {place_name: {}}}
primaryKey: [flood]
dateline: {event: {}}
""",
    "offices": """
fields: [{name: office, type: string}, {name: own, type: string}, {name: sort, type: string}]
primaryKey: [office]
dateline:
  actor: {name: office, names: [own], person: {sort: [leader, witness]}, public: {sort: leader}}
""",
    "towns": """
fields: [{name: town, type: string}, {name: name, type: string}]
primaryKey: [town]
dateline: {places: {id: town, name: name}}
""",
}
OFFICES = "office,own,sort\nPak Chol-min,박철민,leader\nRiver Board,,body\nRi Su Bok Brigade,,body\n"


def told(*texts: str, offices: str = OFFICES, field: str = "told", **more: str) -> list[tuple[str, ...]]:
    """Return the rule and key of each finding about floods of which these texts are told."""
    floods = f"flood,{field}\n" + "".join(f'F{i},"{text}"\n' for i, text in enumerate(texts, 1))
    return [
        (rule, str(key))
        for rule, _, key in failed(check(SCHEMAS, {"floods": floods, "offices": offices, **more}))
    ]


@pytest.mark.parametrize(("text", "name"), NAMES.items())
def test_a_name_is_found(text: str, name: str) -> None:
    """Titles, surnames with given names, initials and words of address give it away."""
    assert name in {each.text for each in names(text)}
    assert pl.Series([text]).str.contains(SUSPECT).item()


@pytest.mark.parametrize("text", OTHERS)
def test_places_offices_and_plain_words_are_no_names(text: str) -> None:
    """What only begins like a surname, or is a body named after somebody, is let be."""
    assert list(names(text)) == []


@given(st.lists(st.sampled_from([*NAMES, *OTHERS, " ", ", ", "x", "A", "."]), max_size=4))
def test_rust_filters_out_nothing_that_python_finds(parts: list[str]) -> None:
    """Whatever stands around names, the filter is the wider of the two."""
    text = "".join(parts)
    if any(names(text)):
        assert pl.Series([text]).str.contains(SUSPECT).item()
    assert len(masked(text)) == len(text)


SURNAMES = [each for form in FORMS for each in sorted(form.words)[:4]]
PARTS = [
    *SURNAMES,
    *NAMES,
    "Jong-un",
    "Xiaoming",
    "Chol",
    "a man",
    "named",
    "씨",
    "K.",
    "(34)",
    "é",
    "5",
    "_",
]


@given(st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from([" ", "", "-", ". "])), max_size=6))
def test_no_form_is_passed_over_that_would_find_a_name(parts: list[tuple[str, str]]) -> None:
    """Which forms a text can have is told from its words; asking all of them finds nothing more."""
    text = "".join(word + gap for word, gap in parts)
    every = [match for form in FORMS for match in re.finditer(form.pattern, text)]
    found = [Name(match["name"], match.start("name"), match.end("name")) for match in every]
    assert list(names(text)) == found


def test_a_private_name_is_found_and_masked() -> None:
    """Of a name the report shows the first letter, in a table and a field of any name."""
    (found,) = check(SCHEMAS, {"floods": "flood,told\nF1,Kim Chol-su drowned\n", "offices": OFFICES})
    assert (found.rule, found.field, found.key) == ("private-name", "told", "F1")
    assert (
        found.message == "'K•••••••••• drowned' names somebody who is not among the public figures in offices"
    )
    assert found.value == "K•••••••••• drowned"


def test_public_figures_may_be_named_however_they_are_joined() -> None:
    """Hyphens, spaces and capitals do not make another name; the name in Hangul counts as well."""
    assert told("Pak Chol-min spoke", "PAK Chol Min's visit", "Comrade Pak Chol-min", "박철민 씨는") == []


def test_a_longer_name_than_a_public_one_is_another() -> None:
    """Whoever shares the first words with a public figure is somebody else."""
    assert told("Pak Chol spoke", "Pak Chol-minsu spoke") == [("private-name", "F1")]


def test_bodies_and_places_may_be_named_after_people() -> None:
    """What stands among bodies and in the gazetteer may stand anywhere."""
    towns = "town,name\n1,Kim Jong Suk\n"
    assert told("Ri Su Bok Brigade came", "to Kim Jong Suk", towns=towns) == []
    assert told("to Kim Jong Suk") == [("private-name", "F1")]


def test_bylines_and_printed_places_may_hold_names() -> None:
    """Journalists are named by right, and a printed place is held against the gazetteer."""
    assert told("KANG Ji-won", field="reporter") == []
    assert ("private-name", "F1") not in told("KANG Ji-won", field="printed")


def test_without_a_list_of_public_figures_nothing_is_asked() -> None:
    """Nobody could be let pass: a dataset that has no such list is not asked."""
    schemas = SCHEMAS | {"offices": SCHEMAS["offices"].replace(", public: {sort: leader}", "")}
    assert failed(check(schemas, {"floods": "flood,told\nF1,Kim Chol-su\n", "offices": OFFICES})) == []


def test_a_private_person_is_no_actor() -> None:
    """A person who is not public may not have a row; the report masks the name."""
    found = check(SCHEMAS, {"offices": f"{OFFICES}Ri Chun-hui,,witness\n"})
    assert [(each.rule, each.field, each.key) for each in found] == [
        ("private-person", "sort", "R••••••••••")
    ]


def test_known_texts_are_whole() -> None:
    """A known text within a longer word makes nobody known."""
    known = Known(["Kim Jong Un"])
    assert known.unknown("Kim Jong-un's") == []
    assert {each.text for each in known.unknown("Kim Jong Unha, Kim Jong Il")} == {"Kim Jong", "Kim Jong Il"}
