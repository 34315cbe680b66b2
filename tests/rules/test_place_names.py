"""Rules for places as they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rules.atlas import ask, each, failed

if TYPE_CHECKING:
    from dateline.findings import Finding

REPORTS = """
fields:
  - {name: id, type: string}
  - {name: said, type: string, dateline: {place_name: {place: where, country: land, within: region}}}
  - {name: where, type: string}
  - {name: land, type: string}
  - {name: region, type: string}
  - {name: day, type: string, dateline: {edtf: {}}}
  - {name: about, type: string}
primaryKey: [id]
foreignKeys: [{fields: [about], reference: {resource: floods, fields: [id]}}]
dateline: {claim: {date: day}}
"""
FLOODS = """
fields: [{name: id, type: string}, {name: day, type: string, dateline: {edtf: {}}}]
primaryKey: [id]
dateline: {event: {date: day}}
"""
SCHEMAS = {"reports": REPORTS, "floods": FLOODS}


RULES = ("place-elsewhere", "place-name-ambiguous", "place-name-differs", "place-name-unknown")
HEAD = "id,said,where,land,region,day,about"
EVENTS = {"floods": "id,day\nF1950,1950\nF2010,2010\n"}


def reports(*rows: str) -> list[list[Finding]]:
    """Return what is found in each report: said, where, land, region, day, about."""
    found = each(SCHEMAS, "reports", HEAD, rows, *RULES, records=EVENTS)
    assert {one.field for row in found for one in row} <= {"said"}
    return found


def rules(*rows: str) -> list[list[str]]:
    """Return the rules that each report breaks."""
    return [[one.rule for one in row] for row in reports(*rows)]


LIES_IN: list[tuple[str, list[str]]] = [
    ('"Guben, Brandenburg",guben,,,,', []),
    ('"Guben, Saxony",guben,,,,', ["place-elsewhere"]),
    ('"Guben, Saxony",,,,,', ["place-elsewhere"]),
    ('"Guben, Poland",guben,,,,', ["place-elsewhere"]),
    ('"Guben, Germany",guben,,,,', []),
    ("Guben,guben,,Saxony,,", ["place-elsewhere"]),
    ("Guben,guben,,sn,,", ["place-elsewhere"]),
    ("Guben,guben,,bb,,", []),
    ("Guben,guben,PL,,,", ["place-elsewhere"]),
    ("Guben,guben,DE,,,", []),
    ("Guben,,PL,,,", ["place-elsewhere"]),
    ("Neisse Island,island,DE,Saxony,,", []),
    ("Guben,guben,,Ruritania,,", []),
    ("Guben,,,,,", []),
    (",guben,PL,,,", []),
    ("   ,guben,PL,,,", []),
]


def test_named_province_or_country_is_the_place_s() -> None:
    """Behind a comma, in a field, as name or id: it must hold the place; what straddles a border may."""
    assert rules(*(row for row, _ in LIES_IN)) == [found for _, found in LIES_IN]


def test_message_says_where_the_place_lies() -> None:
    """The place meant and its own province stand in the message."""
    ((one,),) = reports('"Guben, Saxony",guben,,,,')
    assert one.message == (
        "'Guben, Saxony' cannot be Guben (guben; Brandenburg, DE; 51.950, 14.720): "
        "it lies in Brandenburg, not in Saxony"
    )
    assert one.suggestion is None


LAY_IN = [
    ("1950", "", True),
    ("1948", "", False),
    ("2010", "", False),
    ("[1952..1960]", "", True),
    ("", "F1950", True),
    ("", "F2010", False),
    ("1950", "F2010", True),
    ("", "", True),
    ("mid-1950", "", True),
]


def test_what_a_place_lay_in_counts_for_its_time() -> None:
    """Hoyerswerda was in Brandenburg until 1952; the claim's date decides, else its event's."""
    found = rules(*(f'"Hoyerswerda, Brandenburg",hoyerswerda,,,{day},{event}' for day, event, _ in LAY_IN))
    assert found == [[] if fine else ["place-elsewhere"] for *_, fine in LAY_IN]


CALLED: list[tuple[str, list[str]]] = [
    ("Guben,gubin,,,,", ["place-name-differs"]),
    ("Guben,hoyerswerda,,,,", ["place-name-differs"]),
    ("Wojerecy,hoyerswerda,,,,", []),
    ("Brandenburg,guben,,,,", []),
    ("Guben,bb,,,,", []),
    ("Gubin,guben,,,,", []),
    ("Burg,burg-2,,,,", []),
    ("Burg,burg-9,,,,", []),
]


def test_printed_name_is_one_of_the_place_meant() -> None:
    """The name of another place is found; that of what holds the place, or lies in it, is none."""
    assert rules(*(row for row, _ in CALLED)) == [found for _, found in CALLED]


SHARED: list[tuple[str, list[str]]] = [
    ("Forst,,,,,", ["place-name-ambiguous"]),
    ("Forst,,PL,,,", []),
    ("Forst,forst-pl,,,,", []),
    ("Forst,,,Brandenburg,,", []),
    ('"Forst, Brandenburg",,,,,', []),
    ("Burg,,,,,", ["place-name-ambiguous"]),
    ("Burg,,DE,,,", ["place-name-ambiguous"]),
    ("Burg,,DE,sn,,", []),
    ("Gubin,,,,,", ["place-name-ambiguous"]),
    ("Gubin,,PL,,,", []),
    ("Hoyerswerda,,,,,", []),
]


def test_shared_name_needs_what_tells_its_places_apart() -> None:
    """Two Forsts in two countries, two Burgs in one, and a name that is another place's mere variant."""
    assert rules(*(row for row, _ in SHARED)) == [found for _, found in SHARED]


def test_places_themselves_carry_country_or_parent() -> None:
    """The id in a place's own record tells a reader nothing: a shared name needs the country there."""
    towns = """
fields:
  - {name: id, type: string}
  - {name: name, type: string, dateline: {place_name: {place: id, country: land}}}
  - {name: land, type: string}
dateline: {places: {id: id, name: name, country: land}}
"""
    found = ask({"more": towns}, {"more": "id,name,land\nx1,Forst,\nx2,Forst,DE\nx3,Lübben,\n"})
    assert [(each.rule, each.row) for each in found if each.rule.startswith("place")] == [
        ("place-name-ambiguous", 2)
    ]


@pytest.mark.parametrize(
    ("row", "instead"),
    [
        ("Hoyerswrda,,,,,", "Hoyerswerda"),
        ("Hoyerswrda,hoyerswerda,,,,", "Hoyerswerda"),
        ("Hoyerswrda,guben,,,,", None),
    ],
)
def test_unknown_spelling_is_a_warning(row: str, instead: str | None) -> None:
    """The nearest spelling is suggested, unless it is of another place than the one meant."""
    found = ask(
        SCHEMAS, {"reports": f"id,said,where,land,region,day,about\nR1,{row}\n"}, "place-name-unknown"
    )
    assert failed(found) == [("place-name-unknown", "said", "R1")]
    assert [(each.severity, each.suggestion) for each in found] == [("warning", instead)]


def test_every_row_of_a_wrong_combination_is_found() -> None:
    """What is asked once of equal rows is told of each of them, and of no other."""
    rows = "".join(f"R{n:04},Guben,{'guben' if n % 3 else 'gubin'},,,,\n" for n in range(90))
    found = ask(SCHEMAS, {"reports": f"id,said,where,land,region,day,about\n{rows}"}, "place-name-differs")
    assert [each.key for each in found] == [f"R{n:04}" for n in range(0, 90, 3)]


def test_many_unknown_names_take_no_longer_than_few() -> None:
    """Only the first 200 of 20,000 different unknown names are compared with what is known."""
    rows = "".join(f"R{n},Nowhere {n:05}x,,,,,\n" for n in range(20_000))
    assert len(ask(SCHEMAS, {"reports": f"id,said,where,land,region,day,about\n{rows}"})) == 100
