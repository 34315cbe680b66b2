"""Rules for references to places."""

from __future__ import annotations

import pytest

from rules.atlas import ATLAS, RECORDS, ask, each

FLOODS = """
fields:
  - {name: id, type: string}
  - {name: day, type: string, dateline: {edtf: {}}}
  - {name: where, type: string, dateline: {place: {precision: how, identified: true}}}
  - {name: how, type: string}
primaryKey: [id]
dateline: {event: {date: day, place: where}}
"""
KEYED = FLOODS + "foreignKeys: [{fields: [where], reference: {resource: towns, fields: [nr]}}]\n"

HEAD = "id,day,where,how"


def floods(row: str, schema: str = FLOODS) -> list[tuple[str, str | None, str | None, str | None]]:
    """Return rule, field, message and suggestion of what is found in one flood."""
    found = ask({"floods": schema}, {"floods": f"id,day,where,how\nF1,{row}\n"})
    return [(each.rule, each.field, each.message, each.suggestion) for each in found]


def test_the_atlas_is_sound() -> None:
    """Without further records nothing is found, so what tests find is of theirs."""
    assert ask({}, {}) == []


UNKNOWN = {
    "Guben": "guben",
    "Wojerecy": "hoyerswerda",
    "hoyersverda": "hoyerswerda",
    "Hoyerswerdda": "hoyerswerda",
    "Brandenburg": "bb",
    "Forst": None,
    "Burg": None,
    '"Burg, Saxony"': "burg-2",
    "xyzzy": None,
}


@pytest.mark.parametrize("schema", [FLOODS, KEYED], ids=["no key", "foreign key"])
def test_unknown_place_is_found_by_name_as_well_as_by_id(schema: str) -> None:
    """A name leads to its id, a slip to the nearest; what may be several is not guessed at."""
    found = each({"floods": schema}, "floods", HEAD, [f"2010,{where}," for where in UNKNOWN])
    said = [[(one.rule, one.field, one.suggestion) for one in row] for row in found]
    assert said == [[("place-unknown", "where", instead)] for instead in UNKNOWN.values()]


@pytest.mark.parametrize("schema", [FLOODS, KEYED], ids=["no key", "foreign key"])
def test_places_that_share_a_name_are_listed(schema: str) -> None:
    """A name of several places is answered with all of them, the country of each beside it."""
    ((*_, message, _),) = floods("2010,Forst,", schema)
    assert message is not None
    assert "Forst (forst-de; Brandenburg, DE; 51.740, 14.640)" in message
    assert "Forst (forst-pl; Lubusz Voivodeship, PL)" in message


@pytest.mark.parametrize("schema", [FLOODS, KEYED], ids=["no key", "foreign key"])
def test_event_on_what_was_not_identified_is_an_error(schema: str) -> None:
    """A place of an unusable status is refused where an identified one is asked for, and its status told."""
    assert floods("2010,atlantis,", schema) == [
        (
            "place-unidentified",
            "where",
            "'atlantis' is a place that was not identified: Atlantis (none)",
            None,
        )
    ]


def test_claim_may_name_what_was_not_identified() -> None:
    """A use of a place that asks for no identified one takes any."""
    schema = FLOODS.replace(", identified: true", "")
    assert floods("2010,atlantis,", schema) == []


PRECISIONS = [
    ("bb", "adm1", True),
    ("bb", "adm2_multiple", True),
    ("bb", "adm2", False),
    ("bb", "exact", False),
    ("guben", "adm2", True),
    ("guben", "adm1", True),
    ("guben", "settlement", False),
    ("de", "country", True),
    ("de", "adm1", False),
    ("neisse", "linear", True),
    ("neisse", "exact", False),
    ("guben", "linear", False),
    ("island", "exact", True),
    ("bb", "to the metre", True),
    ("bb", "", True),
]


def test_precision_is_not_finer_than_the_place() -> None:
    """A province is no spot, a river nothing but a line; words that are no precision say nothing."""
    found = each({"floods": FLOODS}, "floods", HEAD, [f"2010,{where},{how}" for where, how, _ in PRECISIONS])
    fine = [[(one.rule, one.field) for one in row] for row in found]
    assert fine == [[] if right else [("place-precision", "how")] for *_, right in PRECISIONS]


def test_a_single_fitting_precision_is_suggested() -> None:
    """For a line or a country there is one word; for a province there are several, and none is suggested."""
    assert [floods(f"2010,{where},exact")[0][-1] for where in ("neisse", "de", "bb")] == [
        "linear",
        "country",
        None,
    ]


THEN = [
    ("1985", "bb", False),
    ("1989-12-31", "bb", False),
    ("1990-01-01", "bb", True),
    ("[1985..1995]", "bb", True),
    ("2006-01-01", "horno", False),
    ("2005-12-31", "horno", True),
    ("", "bb", True),
    ("1985", "sn", True),
]


def test_event_stands_on_a_place_that_existed() -> None:
    """A state founded in 1990 has no flood of 1985; a window that reaches 1990 may be."""
    found = each({"floods": FLOODS}, "floods", HEAD, [f"{day},{where}," for day, where, _ in THEN])
    fine = [[(one.rule, one.field, one.severity) for one in row] for row in found]
    assert fine == [[] if right else [("place-not-then", "where", "warning")] for *_, right in THEN]


def test_numbers_may_be_ids_of_places() -> None:
    """A table whose places are numbered is a gazetteer like any other."""
    towns = """
fields: [{name: nr, type: integer}, {name: title, type: string}, {name: sort, type: string}]
primaryKey: [nr]
dateline: {places: {id: nr, name: title, feature_code: sort}}
"""
    floods = """
fields: [{name: at, type: integer, dateline: {place: {precision: how}}}, {name: how, type: string}]
dateline: {event: {place: at}}
"""
    schemas = dict.fromkeys(ATLAS, "fields: [{name: x, type: string}]\n")
    found = ask(
        schemas | {"towns": towns, "floods": floods},
        dict.fromkeys(RECORDS, "")
        | {"towns": "nr,title,sort\n7,Saxony,ADM1\n", "floods": "at,how\n7,exact\n8,\n"},
    )
    assert [(each.rule, each.value) for each in found] == [
        ("place-unknown", "8"),
        ("place-precision", "exact"),
    ]


def test_many_unknown_places_are_counted_and_few_are_looked_up() -> None:
    """Thousands of different wrong texts are all counted, in a moment: only the first are looked up."""
    rows = "".join(f"F{n},,nowhere {n:05}x,\n" for n in range(20_000))
    found = ask({"floods": FLOODS}, {"floods": f"id,day,where,how\n{rows}"}, "place-unknown")
    assert len(found) == 100
