"""Pages of the rules for what must stand in order: dates, ends, numbers, reports, related events."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="dates")

_EVENT = """\
# schemas/events.yaml
fields:
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
dateline: {event: {date: date_edtf, planned: {kind: directive}, background: {kind: context}}}
# schemas/claims.yaml
foreignKeys:
  - {fields: [event_id], reference: {resource: events, fields: [event_id]}}
  - {fields: [article_id], reference: {resource: articles, fields: [article_id]}}
dateline: {claim: {}}
# schemas/articles.yaml
primaryKey: [article_id]
fields:
  - {name: published_edtf, type: string, dateline: {edtf: {}}}
dateline: {article: {published: published_edtf}}
"""
_TOLD = """\
# records/events.csv
event_id,date_edtf,kind
E001,{},{}

# records/claims.csv
event_id,article_id
E001,A001

# records/articles.csv
article_id,published_edtf
A001,2023-09-22
"""
_SPOKEN = """\
# schemas/events.yaml
fields:
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
dateline: {event: {date: date_edtf}}
# schemas/claims.yaml
foreignKeys:
  - {fields: [event_id], reference: {resource: events, fields: [event_id]}}
  - {fields: [source_id], reference: {resource: sources, fields: [source_id]}}
dateline: {claim: {}}
# schemas/sources.yaml
primaryKey: [source_id]
fields:
  - {name: statement_edtf, type: string, dateline: {edtf: {}}}
dateline: {source: {statement: statement_edtf}}
"""
_STATEMENT = """\
# records/events.csv
event_id,date_edtf
E001,2023-09-18

# records/claims.csv
event_id,source_id
E001,S001

# records/sources.csv
source_id,statement_edtf
S001,{}
"""
_RELATED = """\
# schemas/events.yaml
fields:
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
  - {name: end_edtf, type: string, dateline: {edtf: {continuing: true}}}
dateline: {event: {date: date_edtf, end: end_edtf, once: {kind: incident}}}
# schemas/event_relations.yaml
foreignKeys:
  - {fields: [event_id], reference: {resource: events, fields: [event_id]}}
  - {fields: [other_id], reference: {resource: events, fields: [event_id]}}
dateline: {relation: {event: event_id, other: other_id, part: {type: part_of}, after: {type: after}}}
"""
_PAIR = """\
# records/events.csv
event_id,date_edtf,end_edtf,kind
E001,2021-11-01,2021-11-08,operation
E002,{},,incident

# records/event_relations.csv
event_id,type,other_id
E002,{},E001
"""

PAGES: tuple[Page, ...] = (
    _page(
        id="date-after-publication",
        summary="no event is later than an article that says it happened",
        why="News tells what has happened. A later date is most often a wrong year or month.",
        property="event: {date: F, planned: {F: …}}",
        needs="the articles, by the event's own foreign key or through claims",
        schema=_EVENT,
        bad=_TOLD.format("2023-10-18", "incident"),
        good=_TOLD.format("2023-09-18", "incident"),
        fix="Look at the phrase and at the article's date again. What was announced for later is of a kind "
        "that the schema lists as planned; a claim that infers or speculates is not asked.",
        waive="Where an article was changed after its date: with the reason.",
    ),
    _page(
        id="date-long-before-publication",
        severity="warning",
        summary="no event was over more than a year before the first article that tells of it",
        why="A phrase without a year is easily given the wrong one. What is long past is told as background.",
        property="event: {date: F, background: {F: …}}",
        needs="the articles, by the event's own foreign key or through claims",
        schema=_EVENT,
        bad=_TOLD.format("2021-09-18", "incident"),
        good=_TOLD.format("2021-09-18", "context"),
        fix="Correct the year, or give the event a kind that the schema lists as background.",
        waive="Yes, where the article is about something that came to light late.",
    ),
    _page(
        id="statement-before-event",
        summary="no source spoke before what it tells of",
        why="Relative phrases are counted from the statement: if it is too early, so are they.",
        property="source: {statement: F}",
        needs="events and claims; sources by the claims' own foreign key or through chains",
        schema=_SPOKEN,
        bad=_STATEMENT.format("2023-09-17"),
        good=_STATEMENT.format("2023-09-19"),
        fix="Correct the date of the statement or that of the event. Of plans a source may speak before, and "
        "a claim that infers or speculates is not asked.",
        waive="No.",
    ),
    _page(
        id="dates-out-of-order",
        summary="a validity does not end before it begins",
        why="Which name or place holds on a day is looked up by these two dates.",
        property="actor: {valid_from: F, valid_to: F}",
        schema="""\
fields:
  - {name: valid_from, type: string, dateline: {edtf: {}}}
  - {name: valid_to, type: string, dateline: {edtf: {}}}
dateline: {actor: {valid_from: valid_from, valid_to: valid_to}}
""",
        bad="actor_id,valid_from,valid_to\nministry,2020,2016\n",
        good="actor_id,valid_from,valid_to\nministry,2016,2020\n",
        fix="Write the two the other way round, or leave empty what is not known.",
        waive="No.",
    ),
    _page(
        id="end-before-start",
        summary="an event does not end before it begins",
        why="How long things lasted is counted from these two dates.",
        property="event: {date: F, end: F}",
        schema="""\
fields:
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
  - {name: end_edtf, type: string, dateline: {edtf: {continuing: true}}}
dateline: {event: {date: date_edtf, end: end_edtf}}
""",
        bad="event_id,date_edtf,end_edtf\nE001,2021-11-04,2021-11-03\n",
        good="event_id,date_edtf,end_edtf\nE001,2021-11-03,2021-11-04\n",
        fix="Correct the date that is wrong. Only an end that lies before the start by any reading is found: "
        "2021-11 may be after 2021-11-04.",
        waive="No.",
    ),
    _page(
        id="once-but-interval",
        severity="warning",
        summary="what happens once has no interval as its date",
        why="The interval 2024-10-11/2024-10-20 says that it lasted ten days; the set "
        "[2024-10-11..2024-10-20] says that it happened on one of them.",
        property="event: {date: F, once: {F: …}}",
        schema="""\
fields:
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
dateline: {event: {date: date_edtf, once: {kind: incident}}}
""",
        bad="event_id,date_edtf,kind\nE001,2024-10-11/2024-10-20,incident\n",
        good="event_id,date_edtf,kind\nE001,[2024-10-11..2024-10-20],incident\n",
        fix="Write the set that is proposed; or, if it did last, give the event another kind.",
        waive="Rarely: a siege of two days is an incident to some.",
    ),
    _page(
        id="numbers-out-of-order",
        summary="the least number is not above the likeliest, nor that above the greatest",
        why="The three say between which bounds a number lies.",
        property="event: {low: F, best: F, high: F}",
        schema="""\
fields:
  - {name: low, type: integer}
  - {name: best, type: integer}
  - {name: high, type: integer}
dateline: {event: {low: low, best: best, high: high}}
""",
        bad="event_id,low,best,high\nE001,5,3,8\n",
        good="event_id,low,best,high\nE001,3,5,8\n",
        fix="Put the numbers in order, or leave empty what no source gives.",
        waive="No.",
    ),
    _page(
        id="part-outside-whole",
        severity="warning",
        summary="a part of an event shares a day with the whole",
        why="Whoever counts an operation's incidents takes those within its time.",
        property="relation: {event: F, other: F, part: {F: …}}",
        needs="the table of events",
        schema=_RELATED,
        bad=_PAIR.format("2021-11-09", "part_of"),
        good=_PAIR.format("2021-11-08", "part_of"),
        fix="Correct the date that is wrong, or the relation. An event without an end may have gone on, "
        "unless it is of a kind that happens once.",
        waive="Rarely: a part may be told with another clock or calendar.",
    ),
    _page(
        id="sequence-reversed",
        severity="warning",
        summary="what came after another event did not begin before it",
        why="Causes are read from this order.",
        property="relation: {event: F, other: F, after: {F: …}}",
        needs="the table of events",
        schema=_RELATED,
        bad=_PAIR.format("2021-10-31", "after"),
        good=_PAIR.format("2021-11-02", "after"),
        fix="Correct the date that is wrong, or write the two events the other way round.",
        waive="No.",
    ),
)
