"""Rules for what must stand in order within a row."""

from __future__ import annotations

from rules.together import check, failed

FLOODS = {
    "floods": """
fields:
  - {name: flood, type: string}
  - {name: rose, type: string, dateline: {edtf: {}}}
  - {name: fell, type: string, dateline: {edtf: {continuing: true}}}
  - {name: kind, type: string}
  - {name: least, type: integer}
  - {name: likely, type: integer}
  - {name: most, type: integer}
primaryKey: [flood]
dateline:
  event: {date: rose, end: fell, once: {kind: breach}, low: least, best: likely, high: most}
""",
}
OFFICES = {
    "offices": """
fields:
  - {name: office, type: string}
  - {name: since, type: string, dateline: {edtf: {}}}
  - {name: until, type: string, dateline: {edtf: {}}}
primaryKey: [office]
dateline: {actor: {valid_from: since, valid_to: until}}
""",
}


def test_an_end_before_the_start_is_found() -> None:
    """Only an end that no reading puts on or after the start is wrong."""
    rows = """flood,rose,fell
F1,2021-11-04,2021-11-03
F2,2021-11-04,2021-11
F3,2021-11,2021-11-01
F4,2021-11-04,..
F5,[2021-11-04..],[..2021-11-03]
F6,2021-11-04,
F7,,2021-11-03
F8,[..2021-11-04],2020
"""
    found = check(FLOODS, {"floods": rows})
    assert failed(found) == [("end-before-start", "fell", "F1"), ("end-before-start", "fell", "F5")]
    assert found[0].message == "'2021-11-03' is before rose, when it began"


def test_what_happens_once_does_not_last() -> None:
    """An interval on a kind that happens once is a warning, with the set that was meant."""
    rows = """flood,rose,kind
F1,2024-10-11/2024-10-20,breach
F2,[2024-10-11..2024-10-20],breach
F3,2024-10-11/2024-10-20,flood
F4,2024-10/2024-10-20,breach
F5,mid-October,breach
F6,2024-10-11/2024-10-20,
"""
    found = check(FLOODS, {"floods": rows})
    told = [(each.key, each.severity, each.suggestion) for each in found if each.rule == "once-but-interval"]
    assert told == [("F1", "warning", "[2024-10-11..2024-10-20]"), ("F4", "warning", None)]


def test_numbers_stand_from_least_to_most() -> None:
    """Each number that is less than one below it is found once; a missing one is unknown."""
    rows = """flood,least,likely,most
F1,3,2,5
F2,3,4,2
F3,3,,2
F4,,4,3
F5,3,3,3
F6,3,,
F7,,,3
F8,0,,3
"""
    found = check(FLOODS, {"floods": rows})
    assert failed(found) == [
        ("numbers-out-of-order", "likely", "F1"),
        ("numbers-out-of-order", "most", "F2"),
        ("numbers-out-of-order", "most", "F3"),
        ("numbers-out-of-order", "most", "F4"),
    ]


def test_a_validity_that_ends_before_it_begins_is_found() -> None:
    """The dates between which a name was borne are in order, as far as they are known."""
    rows = "office,since,until\nA,2020,2019\nB,2020,2020\nC,2020,\nD,,2019\nE,2020-05,2020\n"
    found = check(OFFICES, {"offices": rows})
    assert failed(found) == [("dates-out-of-order", "until", "A")]
