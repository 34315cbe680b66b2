"""Pages of the rules for places, and for the records that name them."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="places")

_PLACES_SCHEMA = """\
# schemas/places.yaml
primaryKey: [place_id]
dateline:
  places: {id: place_id, name: name, country: country, parent: parent, feature_code: kind}
"""
_PLACES = """\
# records/places.csv
place_id,name,country,parent,kind
kp,North Korea,KP,,PCLI
kp-09,North Hamgyong,KP,kp,ADM1
kp-10,Ryanggang,KP,kp,ADM1
hyesan,Hyesan,KP,kp-10,ADM2
kilju,Kilju,KP,kp-09,ADM2
"""
_KEY = """\
foreignKeys:
  - fields: [place_id]
    reference: {resource: places, fields: [place_id]}
"""


def _events(head: str, row: str, places: str = _PLACES) -> str:
    """Return a record of events, and the places that it may name."""
    return f"# records/events.csv\n{head}\n{row}\n\n{places}"


def _fields(fields: str, places: str = _PLACES_SCHEMA, key: str = _KEY) -> str:
    """Return the schemas of events with these fields, and of places."""
    return f"# schemas/events.yaml\nfields:\n{fields}{key}\n{places}"


_PRINTED = _fields("""\
  - name: place
    type: string
    dateline: {place_name: {place: place_id}}
""")
_SHARED = (
    """\
# schemas/events.yaml
fields:
  - name: place
    type: string
    dateline: {place_name: {country: country}}

"""
    + _PLACES_SCHEMA
)
_TWO_KOSONGS = """\
# records/places.csv
place_id,name,country,parent,kind
kp,North Korea,KP,,PCLI
kr,South Korea,KR,,PCLI
kosong-kp,Kosong,KP,kp,ADM2
kosong-kr,Kosong,KR,kr,ADM2
"""
_MAIN_SCHEMA = """\
# schemas/events.yaml
primaryKey: [event_id]
dateline:
  event: {place: place_id}

# schemas/event_places.yaml
foreignKeys:
  - fields: [event_id]
    reference: {resource: events, fields: [event_id]}
dateline:
  event_place: {place: place_id, main: {role: main}}
"""


def _mains(*rows: str) -> str:
    """Return an event and the places that are given for it."""
    lines = "".join(f"{row}\n" for row in rows)
    return (
        f"# records/events.csv\nevent_id,place_id\nE001,hyesan\n\n"
        f"# records/event_places.csv\nevent_id,place_id,role\n{lines}"
    )


def _told(place: str, named: str) -> str:
    """Return an event, the claim that tells of it, and the source of that claim."""
    return f"""\
# records/events.csv
event_id,place_id
E001,{place}

# records/claims.csv
claim_id,event_id,place_id
C001,E001,{named}

# records/claim_sources.csv
claim_id,source_id
C001,S001

# records/sources.csv
source_id,place_id
S001,kp-10

{_PLACES}"""


PAGES: tuple[Page, ...] = (
    _page(
        id="place-unknown",
        property="places: {id: F, name: F}",
        summary="a place that a record refers to is there",
        why="A place is an id, so that its many spellings are one place. An id that leads nowhere is no "
        "place on any map.",
        schema=_fields("  - {name: place_id, type: string}\n"),
        bad=_events("event_id,place_id", "E001,hyesahn"),
        good=_events("event_id,place_id", "E001,hyesan"),
        fix="Write the id that the message gives; it is looked up by name as well. If the place is new, "
        "add a record of it.",
        waive="No.",
    ),
    _page(
        id="place-unidentified",
        property="place: {identified: true}",
        summary="an event stands on a place that could be identified",
        why="A word that was taken for a place, or a place that nobody found, cannot be put on a map. "
        "The claim keeps what was printed; the event stands on what is known.",
        schema=_fields(
            "  - name: place_id\n    type: string\n    dateline: {place: {identified: true}}\n",
            """\
# schemas/places.yaml
primaryKey: [place_id]
dateline:
  places: {id: place_id, name: name, status: status, unusable: {status: [not_a_place, unresolved]}}
""",
        ),
        bad=_events(
            "event_id,place_id",
            "E001,jajupo",
            "# records/places.csv\nplace_id,name,status\njajupo,Jajupo,not_a_place\nkp-06,North "
            "Hwanghae,found\n",
        ),
        good=_events(
            "event_id,place_id",
            "E001,kp-06",
            "# records/places.csv\nplace_id,name,status\njajupo,Jajupo,not_a_place\nkp-06,North "
            "Hwanghae,found\n",
        ),
        fix="Write the smallest larger place that is known, mostly the province or the country.",
        waive="No.",
    ),
    _page(
        id="place-precision",
        property="place: {precision: F}",
        summary="a place is not said to be known more exactly than what it is",
        why="An event on a province is somewhere in it. Whoever reads `exact` there puts a dot into the "
        "middle.",
        schema=_fields("  - name: place_id\n    type: string\n    dateline: {place: {precision: where}}\n"),
        bad=_events("event_id,place_id,where", "E001,kp-10,exact"),
        good=_events("event_id,place_id,where", "E001,kp-10,adm1"),
        fix="Write one of the words in the message, or the smaller place that the text names.",
        waive="No.",
    ),
    _page(
        id="place-not-then",
        severity="warning",
        property="places: {valid_from: F, valid_to: F}",
        summary="the place of an event existed on its date",
        why="Provinces are founded, parted and renamed. An event on a unit that was not there yet is on "
        "the wrong place, or on the wrong date.",
        schema="""\
# schemas/events.yaml
fields:
  - name: date
    type: string
    dateline: {edtf: {}}
dateline:
  event: {date: date, place: place_id}

# schemas/places.yaml
fields:
  - name: since
    type: string
    dateline: {edtf: {}}
dateline:
  places: {id: place_id, name: name, valid_from: since}
""",
        bad=_events(
            "date,place_id",
            "1951-03,kp-10",
            "# records/places.csv\nplace_id,name,since\nkp,North Korea,\nkp-10,Ryanggang,1954\n",
        ),
        good=_events(
            "date,place_id",
            "1951-03,kp",
            "# records/places.csv\nplace_id,name,since\nkp,North Korea,\nkp-10,Ryanggang,1954\n",
        ),
        fix="Write the unit that was there then, or correct the date.",
        waive="Yes, where the text itself uses the later name for the earlier time and no older unit is "
        "on record.",
    ),
    _page(
        id="place-elsewhere",
        property="place_name: {place: F, country: F, within: F}",
        summary="a place lies in the province or country that is named with it",
        why="A province that does not fit its town is a slip of the text or of the coder, or another "
        "town of the name is meant. What a place lay in before counts for the time before.",
        schema=_PRINTED,
        bad=_events("place,place_id", '"Hyesan, North Hamgyong",hyesan'),
        good=_events("place,place_id", '"Hyesan, Ryanggang",hyesan'),
        fix="Look at the text again. If it is the text that errs, leave out the province and say so in a "
        "note.",
        waive="Yes, where the text names the wrong province and its words have to be kept.",
    ),
    _page(
        id="place-name-differs",
        property="place_name: {place: F}",
        summary="a printed name is a name of the place that is meant",
        why="Pyongyang, Pyonggang, Pyeongchang and Pyongsong differ by a letter or two and lie in two "
        "countries. A larger place that holds the one named, or a smaller one in it, is no contradiction.",
        schema=_PRINTED,
        bad=_events("place,place_id", "Hyesan,kilju"),
        good=_events("place,place_id", "Hyesan,hyesan"),
        fix="Write the id of the place that is printed. If the place has this name as well, add the "
        "spelling.",
        waive="Rarely: where the text takes one place for another and its words have to be kept.",
    ),
    _page(
        id="place-name-ambiguous",
        property="place_name: {place: F, country: F, within: F}",
        summary="a name that several places have stands with what tells them apart",
        why="Whoever looks such a name up gets one of the places, and nothing says that it is the wrong "
        "one: there is a Kosong, a Chorwon and a Kangwon on both sides of the Korean border.",
        schema=_SHARED,
        bad=_events("place,country", "Kosong,", _TWO_KOSONGS),
        good=_events("place,country", "Kosong,KP", _TWO_KOSONGS),
        fix="Give what the message asks for: the country, the province, or best the id of the place.",
        waive="No. If the text leaves it open, the place meant is the one that holds all that may be.",
    ),
    _page(
        id="place-name-unknown",
        severity="warning",
        property="place_name: {place: F}",
        summary="a printed name is among the spellings on record",
        why="A spelling that nobody has on record is mostly mistyped. If it is not, the next coder wants "
        "to find it.",
        schema=_PRINTED,
        bad=_events("place,place_id", "Hyeson,hyesan"),
        good=_events("place,place_id", "Hyesan,hyesan"),
        fix="Write it as it is printed; if it is printed so, add it to the spellings of the place.",
        waive="Yes, for a misprint that no one will look up.",
    ),
    _page(
        id="place-from-source",
        severity="warning",
        property="chain: {}",
        summary="an event does not stand on a source's place unless a claim names it",
        why="That an informant lives in a province does not mean that it happened there. Places of whole "
        "countries, and claims whose place is left out on purpose, are not asked.",
        schema="""\
# schemas/events.yaml
primaryKey: [event_id]
dateline:
  event: {place: place_id}

# schemas/claims.yaml
primaryKey: [claim_id]
foreignKeys:
  - fields: [event_id]
    reference: {resource: events, fields: [event_id]}
dateline:
  claim: {place: place_id}

# schemas/claim_sources.yaml
foreignKeys:
  - fields: [claim_id]
    reference: {resource: claims, fields: [claim_id]}
  - fields: [source_id]
    reference: {resource: sources, fields: [source_id]}
dateline:
  chain: {}

# schemas/sources.yaml
primaryKey: [source_id]
dateline:
  source: {place: place_id}

"""
        + _PLACES_SCHEMA,
        bad=_told("kp-10", ""),
        good=_told("kp-10", "hyesan"),
        fix="Give the place in a claim, if its passage names it. If none does, write the country.",
        waive="Yes, where the text says in other words that it was there, such as 'in our town'.",
    ),
    _page(
        id="event-main-place",
        property="event_place: {place: F, main: …}",
        summary="an event with a place has one main place in the table of its places",
        why="Tools take the place from one table or from the other; both have to say the same.",
        schema=_MAIN_SCHEMA,
        bad=_mains("E001,kilju,also"),
        good=_mains("E001,hyesan,main", "E001,kilju,also"),
        fix="Add a record of the event's own place, or leave one main place of several.",
        waive="No.",
    ),
    _page(
        id="event-place-differs",
        property="event_place: {place: F, main: …}",
        summary="the main place of an event is the one that stands with the event itself",
        why="Tools take the place from one table or from the other; both have to say the same.",
        schema=_MAIN_SCHEMA,
        bad=_mains("E001,kilju,main"),
        good=_mains("E001,hyesan,main"),
        fix="Write the event's place, or correct it in both tables.",
        waive="No.",
    ),
)
