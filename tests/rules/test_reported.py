"""Rules for events beside the reports of them."""

from __future__ import annotations

from rules.together import check, failed

SCHEMAS = {
    "papers": """
fields: [{name: paper, type: string}, {name: out, type: string, dateline: {edtf: {}}}]
primaryKey: [paper]
dateline: {article: {published: out}}
""",
    "voices": """
fields: [{name: voice, type: string}, {name: spoke, type: string, dateline: {edtf: {}}}]
primaryKey: [voice]
dateline: {source: {statement: spoke}}
""",
    "protests": """
fields:
  - {name: protest, type: string}
  - {name: day, type: string, dateline: {edtf: {}}}
  - {name: over, type: string, dateline: {edtf: {continuing: true}}}
  - {name: kind, type: string}
primaryKey: [protest]
dateline: {event: {date: day, end: over, planned: {kind: call}, background: {kind: history}}}
""",
    "passages": """
fields:
  - {name: nr, type: integer}
  - {name: protest, type: string}
  - {name: paper, type: string}
  - {name: tone, type: string}
primaryKey: [nr]
foreignKeys:
  - {fields: [protest], reference: {resource: protests, fields: [protest]}}
  - {fields: [paper], reference: {resource: papers, fields: [paper]}}
dateline: {claim: {uncertain: {tone: guess}}}
""",
    "steps": """
fields: [{name: nr, type: integer}, {name: voice, type: string}]
primaryKey: [nr, voice]
foreignKeys:
  - {fields: [nr], reference: {resource: passages, fields: [nr]}}
  - {fields: [voice], reference: {resource: voices, fields: [voice]}}
dateline: {chain: {}}
""",
}
RULES = ("date-after-publication", "date-long-before-publication", "statement-before-event")


def told(
    event: str, published: str, *, tone: str = "", kind: str = "", over: str = "", spoke: str = ""
) -> list[tuple[str, str | None, str | None]]:
    """Check one event that one passage of one paper tells of, through one voice."""
    records = {
        "papers": f"paper,out\nP,{published}\n",
        "voices": f"voice,spoke\nV,{spoke}\n",
        "protests": f"protest,day,over,kind\nE,{event},{over},{kind}\n",
        "passages": f"nr,protest,paper,tone\n1,E,P,{tone}\n",
        "steps": "nr,voice\n1,V\n",
    }
    return failed(check(SCHEMAS, records), *RULES)


def test_nothing_is_told_before_it_happens() -> None:
    """An event after the last day on which its article can have appeared is wrong, unless it was planned."""
    wrong = [("date-after-publication", "day", "E")]
    assert told("2023-10-01", "[2023-09-21..2023-09-30]") == wrong
    assert told("2023-10-01/2023-10-05", "2023-09-30") == wrong
    assert told("2023-09-30", "[2023-09-21..2023-09-30]") == []
    assert told("2023-09", "2023-09-01") == []
    assert told("2023-10-01", "[2023-09-21..]") == []
    assert told("2023-10-01", "2023-09-30", kind="call") == []
    assert told("2023-10-01", "2023-09-30", tone="guess") == []
    assert told("", "2023-09-30") == []
    assert told("2023-10-01", "") == []


def test_what_is_long_past_is_background() -> None:
    """An event over more than a year before its first article may have the wrong year."""
    warned = [("date-long-before-publication", "day", "E")]
    assert told("2022-09-19", "[2023-09-20..2023-09-30]") == warned
    assert told("2022-09-20", "[2023-09-20..2023-09-30]") == []
    assert told("2021", "2023-09-20", kind="history") == []
    assert told("2021", "2023-09-20", over="..") == []
    assert told("2021", "2023-09-20", over="2023-01") == []
    assert told("2021", "2023-09-20", over="2022-01") == warned
    assert told("2021", "[..2023-09-20]") == []
    assert told("0001-01-01", "0001-06") == []


def test_only_the_first_article_counts_for_what_is_long_past() -> None:
    """What a report of the time tells of is not doubtful because a later one recalls it."""
    records = {
        "papers": "paper,out\nP1,2021-02-01\nP2,2024-02-01\n",
        "protests": "protest,day\nE,2021-01-30\n",
        "passages": "nr,protest,paper\n1,E,P1\n2,E,P2\n",
    }
    assert failed(check(SCHEMAS, records), *RULES) == []


def test_a_statement_is_not_before_what_it_tells_of() -> None:
    """A source that spoke before the event is wrong, unless it spoke of a plan or guessed."""
    wrong = [("statement-before-event", "spoke", "V")]
    assert told("2023-09-18", "2023-09-30", spoke="2023-09-17") == wrong
    assert told("[2023-09-18..2023-09-20]", "2023-09-30", spoke="[..2023-09-17]") == wrong
    assert told("2023-09-18", "2023-09-30", spoke="2023-09-18") == []
    assert told("2023-09-18", "2023-09-30", spoke="2023-09") == []
    assert told("2023-09-18", "2023-09-30", spoke="2023-09-17", kind="call") == []
    assert told("2023-09-18", "2023-09-30", spoke="2023-09-17", tone="guess") == []


def test_messages_name_the_other_record() -> None:
    """The article, the event and their dates stand in the messages."""
    records = {
        "papers": "paper,out\nP,2023-09-16\n",
        "voices": "voice,spoke\nV,2023-09-15\n",
        "protests": "protest,day\nE,2023-09-18\n",
        "passages": "nr,protest,paper\n1,E,P\n",
        "steps": "nr,voice\n1,V\n",
    }
    found = [each for each in check(SCHEMAS, records) if each.rule in RULES]
    assert [each.message for each in found] == [
        "'2023-09-18' is after P told of it, published 2023-09-16",
        "'2023-09-15' is before E happened, 2023-09-18, of which the source speaks",
    ]


def test_an_event_may_name_its_article_itself() -> None:
    """Where there are no claims, the event's own foreign key leads to the article."""
    schema = """
fields:
  - {name: outbreak, type: string}
  - {name: began, type: string, dateline: {edtf: {}}}
  - {name: paper, type: string}
primaryKey: [outbreak]
foreignKeys: [{fields: [paper], reference: {resource: papers, fields: [paper]}}]
dateline: {event: {date: began}}
"""
    schemas = {"papers": SCHEMAS["papers"], "outbreaks": schema}
    records = {
        "papers": "paper,out\nP,2023-09-16\n",
        "outbreaks": "outbreak,began,paper\nO1,2023-09-18,P\nO2,2022-09-15,P\nO3,2023-09-16,P\nO4,2030,\n",
    }
    assert failed(check(schemas, records)) == [
        ("date-after-publication", "began", "O1"),
        ("date-long-before-publication", "began", "O2"),
    ]
