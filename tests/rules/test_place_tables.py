"""Rules for codes and points of places, for a gazetteer's own tables, and for the places of events."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.gazetteer import COUNTRY_BOXES, key
from rules.atlas import ATLAS, RECORDS, ask, each
from rules.together import check, failed

COUNTS = """
fields:
  - {name: id, type: string}
  - {name: at, type: string}
  - {name: state, type: string, dateline: {place_code: {system: iso3166_2, place: at, within: true}}}
  - {name: own, type: string, dateline: {place_code: {system: ocha, place: at}}}
primaryKey: [id]
"""
CODES: list[tuple[str, list[tuple[str, str | None]]]] = [
    ("guben,DE-BB,", []),
    ("bb,DE-BB,DE12", []),
    ("guben,DE12,", [("place-code-form", "DE-BB")]),
    (",DE12,", [("place-code-form", "DE-BB")]),
    ("hoyerswerda,DE12,", [("place-code-form", "DE-SN")]),
    (",PL08,", [("place-code-form", "PL-LB")]),
    (",nonsense,", [("place-code-form", None)]),
    ("guben,DE-SN,", [("place-code-differs", "DE-BB")]),
    ("guben,DE-XX,", [("place-code-differs", "DE-BB")]),
    ("hoyerswerda,DE-BB,", []),
    ("bb,DE-BB,PL08", [("place-code-differs", "DE12")]),
    ("guben,DE-BB,DE12", [("place-code-differs", None)]),
    (",DE-XX,", [("place-code-unknown", None)]),
    (",FR-75,", []),
    ("neisse,DE-BB,", []),
    ("nowhere,DE-BB,", []),
    ("guben,,", []),
]


def test_codes_are_of_their_system_and_place() -> None:
    """A code of another system is converted; one of another unit is answered with the right one."""
    found = each({"counts": COUNTS}, "counts", "id,at,state,own", [row for row, _ in CODES])
    assert [[(one.rule, one.suggestion) for one in row] for row in found] == [right for _, right in CODES]


def test_code_of_another_system_is_told_for_what_it_is() -> None:
    """The message names the system and the place that the code found has."""
    found = each({"counts": COUNTS}, "counts", "id,at,state,own", ["guben,DE12,", "bb,,PL08"])
    assert [one.message for row in found for one in row] == [
        "'DE12' has not the form of the ISO 3166-2 codes; it is the OCHA P-code of Brandenburg (bb)",
        "'PL08' is not the OCHA P-code of Brandenburg, but of Lubusz Voivodeship (lb)",
    ]


def test_table_of_codes_has_codes_of_the_form_of_their_system() -> None:
    """KP01 is no ISO 3166-2 code in a table of codes either; systems of one's own are not judged."""
    numbers = RECORDS["numbers"] + "iso3166_2,DE07,guben\nmine,x y,guben\n"
    assert failed(ask({}, {"numbers": numbers})) == [("place-code-form", "number", "iso3166_2/DE07")]


def towns(*rows: str) -> str:
    """Return the towns of the atlas and more."""
    return RECORDS["towns"] + "".join(f"{row}\n" for row in rows)


def test_point_lies_in_its_country() -> None:
    """A swapped pair is told with the value to write; of a point without country nothing is known."""
    rows = (
        "a,A,KP,,,124.4,40.1,,,yes",
        "b,B,KP,,,51.9,14.7,,,yes",
        "c,C,,,,124.4,40.1,,,yes",
        "d,D,KP,,,40.1,124.4,,,",
    )
    found = ask({}, {"towns": towns(*rows)})
    assert [(one.rule, one.field, one.key, one.suggestion) for one in found] == [
        ("point-outside-country", "n", "a", "40.1"),
        ("point-outside-country", "n", "b", None),
    ]
    assert found[0].message == "latitude and longitude 124.4, 40.1 lie outside KP; swapped, they lie inside"


POINTS = st.tuples(st.sampled_from(sorted(COUNTRY_BOXES)), st.floats(-90, 90), st.floats(-180, 180))


@given(st.lists(POINTS, min_size=30, max_size=60))
@settings(max_examples=6, deadline=None)
def test_point_rule_agrees_with_the_box(points: list[tuple[str, float, float]]) -> None:
    """The query over a column and the box of one point say the same."""
    rows = "".join(f"{n:03},{country},{y!r},{x!r}\n" for n, (country, y, x) in enumerate(points))
    found = check({"towns": ATLAS["towns"]}, {"towns": f"nr,land,n,e\n{rows}"})
    outside = [f"{n:03}" for n, (land, y, x) in enumerate(points) if not COUNTRY_BOXES[land].contains(y, x)]
    assert [one.key for one in found if one.rule == "point-outside-country"] == outside


SHAPES = """
fields: [{name: of, type: string}, {name: outline, type: string}]
dateline: {place_shapes: {place: of, geometry: outline}}
"""
SQUARE = '"{""type"": ""Polygon"", ""coordinates"": [[[13, 51], [15, 51], [15, 52], [13, 52], [13, 51]]]}"'


def test_point_lies_in_its_first_level_unit_or_near_it() -> None:
    """4 km outside are allowed, 7 are not; a unit without an outline, or once the place's own, passes."""
    rows = (
        "near,Near,DE,bb,ADM2,52.036,14,,,yes",
        "far,Far,DE,bb,ADM2,52.063,14,,,yes",
        "saxon,Saxon,DE,sn,ADM2,50.5,14,,,yes",
    )
    found = ask({"outlines": SHAPES}, {"towns": towns(*rows), "outlines": f"of,outline\nbb,{SQUARE}\n"})
    assert [(one.rule, one.severity, one.key, one.message) for one in found] == [
        ("point-outside-province", "warning", "far", "the point lies 7.0 km outside Brandenburg")
    ]


def test_line_region_and_country_have_no_point() -> None:
    """A river, a landscape and a country have none; an island has one."""
    rows = [f"{sort},X,,,{sort},51,14,,,yes" for sort in ("STM", "RGN", "PCLI", "PCLD", "ISL", "ADM1", "")]
    found = ask({}, {"towns": towns(*rows)}, "place-has-no-point")
    assert [one.key for one in found] == ["STM", "RGN", "PCLI", "PCLD"]


def test_broken_gazetteer_is_told_at_its_rows_and_still_used() -> None:
    """A circle, a parent that is not there, two outlines of a place, a broken one: each told at its row."""
    rows = (
        "p,P,DE,q,,,,,,yes",
        "q,Q,DE,p,,,,,,yes",
        "lost,Lost,DE,nirgends,,,,,,yes",
        "self,Self,DE,self,,,,,,yes",
        "abroad,Abroad,PL,bb,,,,,,yes",
    )
    outlines = (
        f"of,outline\nbb,{SQUARE}\nsn,{SQUARE.replace(', [13, 51]]]', ']]')}\nbb,{SQUARE}\nxx,{SQUARE}\n"
    )
    found = ask({"outlines": SHAPES}, {"towns": towns(*rows), "outlines": outlines})
    assert sorted((one.rule, one.table, one.field, one.row) for one in found) == [
        ("gazetteer-parent-cycle", "towns", "within", 19),
        ("gazetteer-parent-cycle", "towns", "within", 22),
        ("gazetteer-repeated", "outlines", "of", 4),
        ("gazetteer-shape", "outlines", "outline", 3),
        ("place-parent-country", "towns", "within", 23),
        ("place-unknown", "outlines", "of", 5),
        ("place-unknown", "towns", "within", 21),
    ]


def test_what_a_key_asks_for_is_not_told_twice() -> None:
    """Without a primary key an id twice is a finding of the gazetteer, with one of the key alone."""
    twice = towns("guben,Gubben,DE,bb,,,,,,yes")
    assert [one.rule for one in ask({}, {"towns": twice})] == ["primary-key"]
    keyless = ATLAS["towns"].replace("primaryKey: [nr]\n", "")
    assert [one.rule for one in ask({"towns": keyless}, {"towns": twice})] == ["gazetteer-repeated"]


@given(
    st.text(min_size=1, max_size=12).filter(lambda text: key(text) and '"' not in text and text.isprintable())
)
@settings(max_examples=25, deadline=None)
def test_stored_key_is_the_computed_one(name: str) -> None:
    """Whatever the spelling, its own key passes and any other is answered with it."""
    schema = "fields: [{name: s, type: string}, {name: k, type: string}]\n"
    schema += "dateline: {place_names: {name: s, key: k}}\n"
    found = check({"names": schema}, {"names": f's,k\n"{name}","{key(name)}"\n"{name}","{key(name)}x"\n'})
    keyed = [(one.row, one.suggestion) for one in found if one.rule == "place-key"]
    assert keyed == [(3, key(name))]


EVENTS = """
fields: [{name: id, type: string}, {name: at, type: string}]
primaryKey: [id]
dateline: {event: {place: at}}
"""
PLACED = """
fields: [{name: of, type: string}, {name: at, type: string}, {name: as, type: string}]
primaryKey: [of, at]
foreignKeys: [{fields: [of], reference: {resource: floods, fields: [id]}}]
dateline: {event_place: {place: at, main: {as: [first]}}}
"""


def test_event_has_one_main_place_and_it_is_its_own() -> None:
    """None, two and another one are found; a flood without a place needs none."""
    found = check(
        {"floods": EVENTS, "placed": PLACED},
        {
            "floods": "id,at\nF1,guben\nF2,guben\nF3,guben\nF4,guben\nF5,\n",
            "placed": "of,at,as\nF1,guben,first\nF1,forst,also\nF2,guben,also\nF3,guben,first\n"
            "F3,forst,first\nF4,forst,first\n",
        },
    )
    assert [(one.rule, one.key, one.suggestion) for one in found] == [
        ("event-main-place", "F2", None),
        ("event-main-place", "F3", None),
        ("event-place-differs", "F3/forst", "guben"),
        ("event-place-differs", "F4/forst", "guben"),
    ]
    assert found[0].message == "placed has no main place of 'F2'"


def test_main_place_is_not_compared_with_what_is_no_place() -> None:
    """An event with an unknown place is one finding: its id is not suggested for the other table."""
    keyed = EVENTS + "foreignKeys: [{fields: [at], reference: {resource: towns, fields: [nr]}}]\n"
    schemas = {"floods": keyed, "placed": PLACED}
    found = ask(schemas, {"floods": "id,at\nF1,gubenn\n", "placed": "of,at,as\nF1,guben,first\n"})
    assert [(one.rule, one.suggestion) for one in found] == [("place-unknown", "guben")]


VOICES = {
    "floods": EVENTS,
    "claims": """
fields:
  - {name: nr, type: string}
  - {name: of, type: string}
  - {name: at, type: string}
  - {name: open, type: string}
primaryKey: [nr]
foreignKeys: [{fields: [of], reference: {resource: floods, fields: [id]}}]
dateline: {claim: {place: at}, release: {coarsened: {open: ["no"]}}}
""",
    "voices": """
fields: [{name: nr, type: string}, {name: home, type: string}]
primaryKey: [nr]
dateline: {source: {place: home}}
""",
    "through": """
fields: [{name: claim, type: string}, {name: voice, type: string}]
foreignKeys:
  - {fields: [claim], reference: {resource: claims, fields: [nr]}}
  - {fields: [voice], reference: {resource: voices, fields: [nr]}}
dateline: {chain: {}}
""",
}


def test_event_does_not_stand_on_a_source_s_place_unsaid() -> None:
    """A claim that names the place, or one in it, or hides its place, makes it good; a country does not."""
    at = {"F1": "", "F2": "bb", "F3": "guben", "F4": "sn", "F5": "", "F6": ""}
    place = dict.fromkeys(at, "bb") | {"F5": "de", "F6": "sn"}
    claims = "".join(f"C{n},{flood},{named},yes\n" for n, (flood, named) in enumerate(at.items()))
    found = ask(
        VOICES,
        {
            "floods": "id,at\n" + "".join(f"{flood},{where}\n" for flood, where in place.items()) + "F7,bb\n",
            "claims": f"nr,of,at,open\n{claims}C6,F7,,no\n",
            "voices": "nr,home\nV1,bb\nV2,de\n",
            "through": "claim,voice\n" + "".join(f"C{n},V1\nC{n},V2\n" for n in range(7)),
        },
    )
    assert [(one.rule, one.severity, one.key) for one in found if "place" in one.rule] == [
        ("place-from-source", "warning", "F1"),
        ("place-from-source", "warning", "F4"),
    ]
    assert found[0].message == "'bb' is where V1 is, and no record in claims places F1 there"
