"""Pages of the rules for events and claims: what bears an event out, what contradicts it."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="sources")

_ABOUT = """\
foreignKeys:
  - fields: [event_id]
    reference: {resource: events, fields: [event_id]}
"""
_TOLD = """\
foreignKeys:
  - fields: [event_id]
    reference: {resource: events, fields: [event_id]}
  - fields: [article_id]
    reference: {resource: articles, fields: [article_id]}
"""


def _files(**records: str) -> str:
    """Return files of records, by table."""
    return "\n".join(f"# records/{name}.csv\n{text}" for name, text in records.items())


def _schemas(**schemas: str) -> str:
    """Return schema files, by table."""
    return "\n".join(f"# schemas/{name}.yaml\n{text}" for name, text in schemas.items())


_DATED = _schemas(
    events="""\
fields:
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
primaryKey: [event_id]
dateline: {event: {date: date_edtf}}
""",
    claims=f"""\
fields:
  - {{name: date_edtf, type: string, dateline: {{edtf: {{}}}}}}
primaryKey: [claim_id]
{_ABOUT}dateline:
  claim: {{date: date_edtf, asserts: {{stance: asserts}}, uncertain: {{stance: speculates}}}}
""",
)
_NUMBERED = _schemas(
    events="""\
fields:
  - {name: n_best, type: integer}
primaryKey: [event_id]
dateline: {event: {best: n_best}}
""",
    claims=f"""\
fields:
  - {{name: n_value, type: integer}}
primaryKey: [claim_id]
{_ABOUT}dateline: {{claim: {{number: n_value, asserts: {{stance: asserts}}, uncertain: {{stance: infers}}}}}}
""",
)
_DISPUTED = _schemas(
    events="""\
primaryKey: [event_id]
dateline: {event: {contested: {status: contested}}}
""",
    claims=f"""\
primaryKey: [claim_id]
{_ABOUT}dateline: {{claim: {{asserts: {{stance: asserts}}, denies: {{stance: denies}}}}}}
""",
)
_ALIKE = _schemas(
    events="""\
fields:
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
primaryKey: [event_id]
foreignKeys:
  - fields: [place_id]
    reference: {resource: places, fields: [place_id]}
dateline: {event: {type: type, date: date_edtf, place: place_id}}
""",
    places="""\
primaryKey: [place_id]
foreignKeys:
  - fields: [parent]
    reference: {fields: [place_id]}
dateline: {places: {id: place_id, name: name, parent: parent}}
""",
    articles="""\
primaryKey: [article_id]
dateline: {article: {}}
""",
    claims=f"""\
primaryKey: [claim_id]
{_TOLD}dateline: {{claim: {{}}}}
""",
)
_TOWNS = "place_id,name,parent\nmoru,Moru,\nmoru-north,Moru North,moru\n"
_TWO = "article_id\nA1\nA2\n"
_BY_TWO = "claim_id,event_id,article_id\nC1,E1,A1\nC2,E2,A2\n"

PAGES: tuple[Page, ...] = (
    _page(
        id="event-without-claim",
        summary="every event has a claim",
        why="What no passage says, nobody can check: neither that it was reported, nor by whom.",
        property="claim: {}",
        needs="a table of claims with a foreign key to the events.",
        schema=_schemas(
            events="primaryKey: [event_id]\ndateline: {event: {}}\n",
            claims=f"primaryKey: [claim_id]\n{_ABOUT}dateline: {{claim: {{}}}}\n",
        ),
        bad=_files(
            events="event_id,summary\nE1,Bridge closed\nE2,Ferry stopped\n",
            claims="claim_id,event_id\nC1,E1\n",
        ),
        good=_files(
            events="event_id,summary\nE1,Bridge closed\nE2,Ferry stopped\n",
            claims="claim_id,event_id\nC1,E1\nC2,E2\n",
        ),
        fix="Add a claim that cites the passage, or delete the event if no passage tells of it.",
        waive="Hardly ever: an event that rests on nothing is not evidence.",
    ),
    _page(
        id="date-from-uncertain-claim",
        summary="an event's date rests on a claim that asserts it",
        why="A day that somebody guessed looks like any other day once it stands in a column. Who counts "
        "by day "
        "then counts guesses.",
        property="claim: {date: F, asserts: {F: …}, uncertain: {F: …}}",
        needs="a table of claims with a foreign key to the events.",
        schema=_DATED,
        bad=_files(
            events="event_id,date_edtf\nE1,2024-05-03\n",
            claims="claim_id,event_id,stance,date_edtf\nC1,E1,speculates,2024-05-03\n",
        ),
        good=_files(
            events="event_id,date_edtf\nE1,2024-05\n",
            claims="claim_id,event_id,stance,date_edtf\nC1,E1,speculates,2024-05-03\nC2,E1,asserts,2024-05\n",
        ),
        fix="Give the event the window that somebody asserts, or the one that the report itself allows; the "
        "claim keeps its own date.",
        waive="Where the guess is the best there is and the record says so, in its note.",
    ),
    _page(
        id="number-from-uncertain-claim",
        summary="an event's best number rests on a claim that asserts it",
        why="Sums are made of the best number. A guess among them cannot be told from a count.",
        property="claim: {number: F, asserts: {F: …}, uncertain: {F: …}}",
        needs="a table of claims with a foreign key to the events.",
        schema=_NUMBERED,
        bad=_files(
            events="event_id,n_best\nE1,40\n", claims="claim_id,event_id,stance,n_value\nC1,E1,infers,40\n"
        ),
        good=_files(
            events="event_id,n_best\nE1,\n", claims="claim_id,event_id,stance,n_value\nC1,E1,infers,40\n"
        ),
        fix="Leave the best number empty; the least or the greatest may still be given.",
        waive="Where the inference is the count of an expert and the record says so, in its note.",
    ),
    _page(
        id="quotation-without-speaker",
        severity="warning",
        summary="a quotation has a speaker",
        why="Quotation marks promise that somebody said it. If nobody is named, the outlet alone answers "
        "for it.",
        property="claim: {speakerless: {F: …}, quoted: {F: …}}",
        needs="for claims that are quoted, a table of their sources.",
        schema="""\
# schemas/claims.yaml
primaryKey: [claim_id]
dateline: {claim: {speakerless: {attribution: unattributed_quote}}}
""",
        bad="# records/claims.csv\nclaim_id,attribution\nC1,unattributed_quote\n",
        good="# records/claims.csv\nclaim_id,attribution\nC1,direct_quote\n",
        fix="Look for the speaker in the sentences around it, and name them in the chain.",
        waive="Often: where the article names nobody, the claim is coded right. Waive it with that reason.",
    ),
    _page(
        id="claims-disagree",
        severity="warning",
        summary="an event whose claims disagree is marked as contested",
        why="Claims that cannot all be true are all kept. Who reads the event alone has to be told of them.",
        property="event: {contested: {F: …}}",
        needs="a table of claims with a foreign key to the events.",
        schema=_DISPUTED,
        bad=_files(
            events="event_id,status\nE1,reported\n",
            claims="claim_id,event_id,stance\nC1,E1,asserts\nC2,E1,denies\n",
        ),
        good=_files(
            events="event_id,status\nE1,contested\n",
            claims="claim_id,event_id,stance\nC1,E1,asserts\nC2,E1,denies\n",
        ),
        fix="Mark the event as contested. If the claims speak of two things, make two events of it; if a "
        "number may be any of a range, widen the range.",
        waive="Where the claims only seem to disagree, such as a number at two times of one day.",
    ),
    _page(
        id="contested-without-dispute",
        severity="warning",
        summary="an event that is marked as contested has claims that differ",
        why="A mark that stays after the claims were corrected makes a sound report look doubtful.",
        property="event: {contested: {F: …}}",
        needs="a table of claims with a foreign key to the events.",
        schema=_DISPUTED,
        bad=_files(
            events="event_id,status\nE1,contested\n", claims="claim_id,event_id,stance\nC1,E1,asserts\n"
        ),
        good=_files(
            events="event_id,status\nE1,reported\n", claims="claim_id,event_id,stance\nC1,E1,asserts\n"
        ),
        fix="Add the claim that contradicts, or take the mark away.",
        waive="Where the claims contradict one another in words only, such as in the cause of a death. The "
        "reason should say in what.",
    ),
    _page(
        id="likely-duplicate",
        severity="warning",
        summary="events of different articles that look alike are related, or one",
        why="Two articles often tell of one event. Coded twice, it counts twice.",
        property="event: {type: F, date: F, place: F}",
        needs="tables of claims, of articles and of places. Each event is compared with the six at its "
        "place, or "
        "at a larger one, that begin last before it is over, and with the one that lasts longest.",
        schema=_ALIKE,
        bad=_files(
            events=""
            "event_id,type,date_edtf,place_id\nE1,strike,2024-05-03,moru-north\nE2,strike,2024-05,moru\n",
            places=_TOWNS,
            articles=_TWO,
            claims=_BY_TWO,
        ),
        good=_files(
            events="event_id,type,date_edtf,place_id\nE1,strike,2024-05-03,moru-north\n",
            places=_TOWNS,
            articles=_TWO,
            claims="claim_id,event_id,article_id\nC1,E1,A1\nC2,E1,A2\n",
        ),
        fix="If they are one, let the claims of both refer to the event that is older here, and say that it "
        "supersedes the other; if not, say how they stand to one another, or in a waiver that they do not.",
        waive="Where the articles speak of two things, such as two strikes in one month.",
    ),
)
