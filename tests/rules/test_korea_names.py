"""Every spelling on record, asked through the rules: it leads to its place, or is said to be shared."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.checks.places import lazily
from dateline.project.checking import open_dataset
from rules.together import check, failed

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.findings import Finding
    from dateline.gazetteer import Gazetteer

    Spelling = tuple[str, str, bool]
    Asked = Callable[[list[tuple[str, str, str]]], list[Finding]]

PROJECT = Path(__file__).parents[2]

REPORTS = """
fields:
  - {name: nr, type: string}
  - {name: said, type: string, dateline: {place_name: {place: at, country: land}}}
  - {name: at, type: string, dateline: {place: {}}}
  - {name: land, type: string}
primaryKey: [nr]
"""


@pytest.fixture(scope="module")
def spellings() -> list[Spelling]:
    """Return every spelling of both datasets, its place, and whether it is a mere variant."""
    rows = [("datasets/gazetteer-korea/records/names.csv", "name")]
    rows += [("datasets/dprk-security-reports/records/reference/place_aliases.csv", "alias")]
    found = []
    for file, name in rows:
        with (PROJECT / file).open(encoding="utf-8") as lines:
            found += [
                (row[name], row["place_id"], row.get("variant") == "true") for row in csv.DictReader(lines)
            ]
    return found


@pytest.fixture(scope="module")
def korea() -> Callable[[], Gazetteer]:
    """Return the gazetteer joined with the dataset's own spellings."""
    opened = open_dataset(PROJECT / "datasets" / "dprk-security-reports")
    assert opened.gazetteer is not None
    found = lazily(opened.gazetteer.contents, opened.contents)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def ask(korea: Callable[[], Gazetteer]) -> Asked:
    """Return what checks reports of a number, a name, a place and a country by it."""

    def asked(rows: list[tuple[str, str, str]]) -> list[Finding]:
        text = io.StringIO()
        csv.writer(text).writerows([("nr", "said", "at", "land"), *((n, *row) for n, row in enumerate(rows))])
        return check({"reports": REPORTS}, {"reports": text.getvalue()}, gazetteer=korea, examples=None)

    return asked


def test_every_spelling_is_one_of_its_place(ask: Asked, spellings: list[Spelling]) -> None:
    """With its place's id beside it no spelling is unknown, shared or another's."""
    assert ask([(name, place, "") for name, place, _ in spellings]) == []


def test_every_spelling_alone_is_its_place_or_said_to_be_shared(
    ask: Asked, korea: Callable[[], Gazetteer], spellings: list[Spelling]
) -> None:
    """What passes without an id is found; the place is the one meant, or lies in the one of the same name."""
    own = [(name, place) for name, place, variant in spellings if not variant]
    shared = {one.key for one in ask([(name, "", "") for name, _ in own])}
    assert len(own) > 4_000
    assert 100 < len(shared) < 2_000
    for number, (name, place) in enumerate(own):
        if str(number) not in shared:
            found = korea().look_up(name)
            assert place in {hit.place.id for hit in (*found.hits, *found.inner)}, name


@pytest.mark.parametrize("name", ["Kosong", "Chorwon", "Kangwon", "Kimhwa", "고성", "철원", "강원도"])
def test_names_of_both_sides_need_their_country(ask: Asked, name: str) -> None:
    """What lies on both sides of the line is refused alone, and passes with its country or its id."""
    assert failed(ask([(name, "", "")])) == [("place-name-ambiguous", "said", "0")]
    assert ask([(name, "", "KP")]) == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Pyongyang", "kp-01"),
        ("Pyonggang", "pyonggang"),
        ("Pyeongchang", "pyeongchang"),
        ("Pyongsong", "pyongsong"),
    ],
)
def test_names_that_look_alike_are_never_taken_for_one_another(ask: Asked, name: str, place: str) -> None:
    """Each of the four is a name of its own place and of none of the others."""
    places = ("kp-01", "pyonggang", "pyeongchang", "pyongsong")
    found = ask([(name, each, "") for each in places])
    assert {one.rule for one in found} == {"place-name-differs"}
    assert [one.key for one in found] == [str(n) for n, each in enumerate(places) if each != place]


def test_places_are_found_by_any_of_their_names(ask: Asked) -> None:
    """What stands where an id should is looked up as a name; of two Kosongs none is suggested."""
    texts = ("Hyesan", "혜산", "Ryanggang", "Yanggang-do", "Kosong")
    found = ask([("", text, "") for text in texts])
    assert [(one.rule, one.suggestion) for one in found] == [
        ("place-unknown", said) for said in ("hyesan", "hyesan", "kp-10", "kp-10", None)
    ]
