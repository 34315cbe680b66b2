"""Rules for events and the claims that bear them out."""

from __future__ import annotations

from checks.rows import Rows
from dateline.checks.content import Content
from dateline.checks.tables import check_tables
from dateline.findings import Finding
from dateline.table import read_schema
from rules.together import check, failed

SCHEMAS = {
    "floods": """
fields: [{name: flood, type: string}, {name: river, type: string}]
primaryKey: [flood]
dateline: {event: {}}
""",
    "reports": """
fields: [{name: nr, type: integer}, {name: about, type: string}]
primaryKey: [nr]
foreignKeys: [{fields: [about], reference: {resource: floods, fields: [flood]}}]
dateline: {claim: {}}
""",
}


def test_an_event_that_no_claim_speaks_of_is_found() -> None:
    """The event's own id is pointed at, whatever tables and fields are called."""
    found = check(SCHEMAS, {"floods": "flood,river\nF1,Elbe\nF2,Oder\n", "reports": "nr,about\n1,F2\n"})
    assert failed(found) == [("event-without-claim", "flood", "F1")]
    assert found[0].message == "no record in reports speaks of 'F1'"


def test_without_claims_at_hand_every_event_lacks_one() -> None:
    """An empty table of claims bears out nothing."""
    found = check(SCHEMAS, {"floods": "flood,river\nF1,Elbe\n"})
    assert failed(found) == [("event-without-claim", "flood", "F1")]


UNSURE = {
    "floods": """
fields:
- {name: flood, type: string}
- {name: day, type: string, dateline: {edtf: {}}}
- {name: dead, type: integer}
- {name: of, type: string}
primaryKey: [flood]
dateline: {event: {date: day, best: dead, unit: of}}
""",
    "reports": """
fields:
- {name: nr, type: integer}
- {name: about, type: string}
- {name: said, type: string}
- {name: when, type: string, dateline: {edtf: {}}}
- {name: n, type: integer}
- {name: of, type: string}
primaryKey: [nr]
foreignKeys: [{fields: [about], reference: {resource: floods, fields: [flood]}}]
dateline: {claim: {date: when, number: n, unit: of, asserts: {said: firm}, uncertain: {said: [guess, hint]}}}
""",
}


def rests(flood: str, *reports: str) -> list[tuple[str, str | None, str | None]]:
    """Check one flood and what is reported of it."""
    head = "nr,about,said,when,n,of\n"
    rows = "".join(f"{nr},F1,{each}\n" for nr, each in enumerate(reports, 1))
    return failed(check(UNSURE, {"floods": f"flood,day,dead,of\nF1,{flood}\n", "reports": head + rows}))


def test_a_date_that_is_only_guessed_is_found() -> None:
    """Two who guess are no more than one."""
    assert rests("2024-05-03,,", "guess,2024-05-03,,", "hint,2024-05-03?,,") == [
        ("date-from-uncertain-claim", "day", "F1")
    ]


def test_a_date_that_somebody_asserts_may_be_guessed_as_well() -> None:
    """A day that is asserted bears out its month; another day bears out nothing."""
    assert rests("2024-05-03,,", "guess,2024-05-03,,", "firm,2024-05-03,,") == []
    assert rests("2024-05,,", "guess,2024-05,,", "firm,2024-05-03,,") == []
    assert rests("[..2024-05],,", "guess,[..2024-05],,", "firm,2024-04,,") == []
    assert rests("2024-05-03,,", "guess,2024-05-03,,", "firm,2024-05,,") != []


def test_a_date_of_its_own_rests_on_no_guess() -> None:
    """What no claim gives was taken from elsewhere; claims without dates guess none."""
    assert rests("2024-05-04,,", "guess,2024-05-03,,") == []
    assert rests("2024-05-04,,", "guess,,,") == []


def test_a_number_that_is_only_guessed_is_found() -> None:
    """A number counts one thing: the same number of another is none of the event's."""
    assert rests(",7,people", "guess,,7,people") == [("number-from-uncertain-claim", "dead", "F1")]
    assert rests(",7,people", "guess,,7,houses") == []
    assert rests(",7,people", "guess,,7,people", "firm,,7,houses") != []
    assert rests(",7,people", "guess,,7,people", "firm,,7,people") == []


QUOTED = {
    "voices": "fields: [{name: v, type: string}, {name: kind, type: string}]\nprimaryKey: [v]\n"
    "dateline: {source: {outlet: {kind: desk}}}\n",
    "lines": "fields: [{name: nr, type: integer}, {name: how, type: string}]\nprimaryKey: [nr]\n"
    "dateline: {claim: {quoted: {how: quote}, speakerless: {how: stray}}}\n",
    "through": """
fields: [{name: nr, type: integer}, {name: at, type: integer}, {name: v, type: string}]
foreignKeys:
- {fields: [nr], reference: {resource: lines, fields: [nr]}}
- {fields: [v], reference: {resource: voices, fields: [v]}}
dateline: {chain: {position: at}}
""",
}


def test_a_quotation_without_a_speaker_is_found() -> None:
    """Marked so, or with nobody but the outlet in its chain; the outlet's own voice quotes nobody."""
    records = {
        "voices": "v,kind\nD,desk\np,person\n",
        "lines": "nr,how\n1,stray\n2,quote\n3,quote\n4,voice\n",
        "through": "nr,at,v\n1,1,p\n1,2,D\n2,1,D\n3,1,p\n3,2,D\n4,1,D\n",
    }
    found = check(QUOTED, records)
    assert failed(found) == [
        ("quotation-without-speaker", "how", "1"),
        ("quotation-without-speaker", "how", "2"),
    ]
    assert {each.severity for each in found} == {"warning"}


def test_names_with_braces_are_no_templates() -> None:
    """A table's or a record's name may have braces in it; the message shows them."""
    schemas = {
        "a {b}": SCHEMAS["floods"],
        "reports": SCHEMAS["reports"].replace("resource: floods", 'resource: "a {b}"'),
    }
    found = check(schemas, {"a {b}": "flood,river\n{F1},Elbe\n", "reports": "nr,about\n"})
    assert [each.message for each in found] == ["no record in reports speaks of '{F1}'"]


def test_of_a_file_that_could_not_be_read_nothing_is_missed() -> None:
    """An empty file is one finding: what its records would have said is not known."""
    tables = {name: read_schema(text, f"{name}.yaml", name) for name, text in SCHEMAS.items()}
    lost = Finding(
        "file-empty", "error", "the file ends before its header line", table="reports", file="r.csv"
    )
    contents = {
        "floods": Content(tables["floods"], Rows(("flood", "river"), [("F1", "Elbe")])),
        "reports": Content(tables["reports"], Rows(("nr", "about"), [], findings=(lost,))),
    }
    assert [each.rule for each in check_tables(contents).findings] == ["file-empty"]
