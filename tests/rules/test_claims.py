"""Rules for events and the claims that bear them out."""

from __future__ import annotations

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
