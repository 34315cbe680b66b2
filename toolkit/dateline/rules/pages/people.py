"""Pages of the rules that keep people from harm."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="people")

_EVENTS = """\
fields:
  - {name: event_id, type: string}
  - {name: date, type: string, dateline: {edtf: {}}}
  - {name: place, type: string, dateline: {place: {precision: precision}}}
  - {name: person_level, type: boolean}
  - {name: review, type: string}
primaryKey: [event_id]
dateline:
  event: {date: date, place: place, person_level: {person_level: true}, review: review}
"""

PAGES: tuple[Page, ...] = (
    _page(
        id="coarsened-in-detail",
        summary="a record that is released coarsened, and all that belongs to it, is coarse",
        why="Whoever wants to know what a coarsened record hides looks at its neighbours: a claim with the "
        "day, "
        "a further place with the town. One of them is enough.",
        property="release: {coarsened: {F: …}} beside event, claim or event_place",
        needs="the events, for claims and further places; the table of places, if it has feature codes",
        schema="""\
# schemas/events.yaml
fields:
  - {name: event_id, type: string}
  - {name: date, type: string, dateline: {edtf: {}}}
  - {name: release_level, type: string}
primaryKey: [event_id]
dateline:
  event: {date: date}
  release: {coarsened: {release_level: coarsened}}

# schemas/claims.yaml
fields:
  - {name: claim_id, type: string}
  - {name: event_id, type: string}
  - {name: date, type: string, dateline: {edtf: {}}}
primaryKey: [claim_id]
foreignKeys:
  - {fields: [event_id], reference: {resource: events, fields: [event_id]}}
dateline: {claim: {date: date}}
""",
        bad="""\
# records/events.csv
event_id,date,release_level
E001,2024-10,coarsened

# records/claims.csv
claim_id,event_id,date
C001,E001,2024-10-15
""",
        good="""\
# records/events.csv
event_id,date,release_level
E001,2024-10,coarsened

# records/claims.csv
claim_id,event_id,date
C001,E001,2024-10
""",
        fix="Write the month for the day and the province for the place; leave the clock time and the "
        "article's "
        "own words for the date empty. A window of 28 days or more, an open side, a border and a country are "
        "coarse enough. What has been committed stays in the history: ask whether it has to go there as "
        "well. In a dataset with `records: private` the detail may stay: publishing coarsens it.",
        waive="No. If the detail may be known, the record need not be coarsened.",
    ),
    _page(
        id="few-alike",
        severity="warning",
        summary="three or more records about private people are alike in region, quarter, type and role",
        why="Who knows that a neighbour was arrested finds the only arrest of that province and quarter, and "
        "with it all else that the record tells. Among three it takes more.",
        property="event: {date: F, place: F, type: F, person_level: {F: …}, review: F}",
        needs="a table of places with feature codes and parents; the table of who takes part in events, if "
        "any",
        schema="""\
# schemas/events.yaml
fields:
  - {name: event_id, type: string}
  - {name: date, type: string, dateline: {edtf: {}}}
  - {name: type, type: string}
  - {name: place, type: string, dateline: {place: {}}}
  - {name: person_level, type: boolean}
primaryKey: [event_id]
foreignKeys:
  - {fields: [place], reference: {resource: places, fields: [place_id]}}
dateline: {event: {date: date, type: type, place: place, person_level: {person_level: true}}}

# schemas/places.yaml
fields:
  - {name: place_id, type: string}
  - {name: feature_code, type: string}
primaryKey: [place_id]
dateline: {places: {id: place_id, feature_code: feature_code}}
""",
        bad="""\
# records/events.csv
event_id,date,type,place,person_level
E001,2024-10,arrest,kp-10,true
E002,2024-11,arrest,kp-10,true
E003,2024-11,hunger,kp-10,true

# records/places.csv
place_id,feature_code
kp-10,ADM1
""",
        good="""\
# records/events.csv
event_id,date,type,place,person_level
E001,2024-10,arrest,kp-10,true
E002,2024-11,arrest,kp-10,true
E003,2024-11,arrest,kp-10,true

# records/places.csv
place_id,feature_code
kp-10,ADM1
""",
        fix="Ask what the record would tell somebody who knows the person. If it is more than they know, "
        "use a "
        "wider type, the country or the year, or leave the record out. If it is not, say so in the field for "
        "the review: a reviewed record is counted and not reported.",
        waive="Yes, with the reason why nobody is put at risk, such as that it was on television.",
    ),
    _page(
        id="person-in-detail",
        summary="a record about private people gives no more than province and month, unless reviewed",
        why="A town and a day are enough to find a person in a country that keeps lists. Most readers lose "
        "nothing by the province and the month.",
        property="event: {date: F, place: F, person_level: {F: …}, review: F}",
        needs="the precision word of the place, or a table of places with feature codes",
        schema=_EVENTS,
        bad="""\
event_id,date,place,precision,person_level,review
E001,2024-10-15,hyesan,adm2,true,
""",
        good="""\
event_id,date,place,precision,person_level,review
E001,2024-10,kp-10,adm1,true,
""",
        fix="Write the province and the month; `adm1`, `country` and `linear` are coarse. If the detail is "
        "known "
        "to everybody anyway, say in own words in the field for the review why it may be published.",
        waive="No: the field for the review is the place for the reason.",
    ),
    _page(
        id="personal-identifier",
        summary="free text holds no address, number or account of a person, and no exact position",
        why="An e-mail address, a phone number or a position leads straight to somebody. Nothing that is "
        "worth "
        "saying about an event needs them, and what is once committed can be read for ever.",
        property="event: {…}, or any other role of the table",
        schema="""\
fields:
  - {name: event_id, type: string}
  - {name: summary, type: string}
primaryKey: [event_id]
dateline: {event: {}}
""",
        bad="""\
event_id,summary
E001,A trader is held; ask +850 191 555 0100
E002,A trader is held near 41.40167 128.17778
""",
        good="""\
event_id,summary
E001,A trader is held
E002,A trader is held
""",
        fix="Delete it, and rewrite the commit if it is not pushed yet; if it is, tell the dataset's "
        "maintainers. "
        "The report shows the first two characters only. Looked for are e-mail addresses, phone numbers, "
        "Korean resident and Chinese identity numbers, IP addresses, coordinates and messenger accounts, in "
        "every string that no pattern, list, format or other table holds to a form.",
        waive="Only where the text is something else, such as a section number that looks like an address.",
    ),
    _page(
        id="private-name",
        summary="free text names nobody but public figures",
        why="A name is all that is needed to find a person, or their family. The outlet may have had leave "
        "to "
        "print it; a dataset that lasts has none.",
        property="actor: {name: F, names: [F], person: {F: …}, public: {F: …}}",
        needs="the table of actors: its public people, its bodies, and the gazetteer may be named",
        schema="""\
# schemas/events.yaml
fields:
  - {name: event_id, type: string}
  - {name: summary, type: string}
primaryKey: [event_id]
dateline: {event: {}}

# schemas/actors.yaml
fields:
  - {name: name, type: string}
  - {name: type, type: string}
primaryKey: [name]
dateline: {actor: {name: name, person: {type: public_figure}, public: {type: public_figure}}}
""",
        bad="""\
# records/events.csv
event_id,summary
E001,"A trader, Ri Un-ha, is held"

# records/actors.csv
name,type
Kim Jong Un,public_figure
""",
        good="""\
# records/events.csv
event_id,summary
E001,A trader is held on Kim Jong-un's orders

# records/actors.csv
name,type
Kim Jong Un,public_figure
""",
        fix="Write what the person is: a trader, a soldier's mother. A public figure gets a row among the "
        "actors. "
        "Fields of bylines say `people: true`. Seen are titles before a name, Korean and Chinese names with "
        "a "
        "given name, initials such as Mr. K, `surnamed X`. Not seen are other names without a title, and "
        "given "
        "names alone: the rule helps a reader, and replaces none.",
        waive="Only where the words are no name; better, put the body or place into its table.",
    ),
    _page(
        id="private-person",
        summary="the actors are offices, groups and public figures",
        why="A row of its own makes a private person somebody to be followed from event to event.",
        property="actor: {person: {F: …}, public: {F: …}}",
        schema="""\
fields:
  - {name: name, type: string}
  - {name: type, type: string}
primaryKey: [name]
dateline: {actor: {name: name, person: {type: [public_figure, witness]}, public: {type: public_figure}}}
""",
        bad="""\
name,type
Kim Jong Un,public_figure
the smith of Hyesan,witness
""",
        good="""\
name,type
Kim Jong Un,public_figure
""",
        fix="Delete the row, and say in the event's own words what role such people had.",
        waive="No. Whoever may be named is a public figure, and the table says so.",
    ),
    _page(
        id="unit-place-day",
        summary="no private person is told by unit, place and day together",
        why="Of a small unit on one day at one place everybody there knows who is meant, whatever is left "
        "out.",
        property="event: {date: F, place: F, person_level: {F: …}} and actor: {unit: {F: …}}",
        needs="the table of who takes part in events, and the table of actors",
        schema=f"""\
# schemas/events.yaml
{_EVENTS}
# schemas/event_actors.yaml
fields:
  - {{name: event_id, type: string}}
  - {{name: actor_id, type: string}}
primaryKey: [event_id, actor_id]
foreignKeys:
  - {{fields: [event_id], reference: {{resource: events, fields: [event_id]}}}}
  - {{fields: [actor_id], reference: {{resource: actors, fields: [actor_id]}}}}
dateline: {{event_actor: {{}}}}

# schemas/actors.yaml
fields:
  - {{name: actor_id, type: string}}
  - {{name: type, type: string}}
primaryKey: [actor_id]
dateline: {{actor: {{unit: {{type: armed_force}}}}}}
""",
        bad="""\
# records/events.csv
event_id,date,place,precision,person_level,review
E001,2024-10-15,hyesan,adm2,true,Told by newspapers of three countries.

# records/event_actors.csv
event_id,actor_id
E001,border-guards

# records/actors.csv
actor_id,type
border-guards,armed_force
""",
        good="""\
# records/events.csv
event_id,date,place,precision,person_level,review
E001,2024-10-15,kp-10,adm1,true,Told by newspapers of three countries.

# records/event_actors.csv
event_id,actor_id
E001,border-guards

# records/actors.csv
actor_id,type
border-guards,armed_force
""",
        fix="Make one of the three coarser: the province, the month, or the force instead of the unit. A "
        "review "
        "does not excuse it.",
        waive="Only where the event was shown to the whole world, with a source that anybody can open.",
    ),
    _page(
        id="withheld-record",
        summary="nothing that is never published stands in the dataset",
        why="A repository is published by being pushed. What a build leaves out can still be read there.",
        property="release: {withheld: {F: …}}",
        schema="""\
fields:
  - {name: event_id, type: string}
  - {name: release_level, type: string}
primaryKey: [event_id]
dateline: {event: {}, release: {withheld: {release_level: withheld}}}
""",
        bad="""\
event_id,release_level
E001,public
E002,withheld
""",
        good="""\
event_id,release_level
E001,public
""",
        fix="Keep the record outside the repository, delete the row, and rewrite the commit if it is not "
        "pushed "
        "yet; if it is, tell the dataset's maintainers. In a dataset with `records: private` it may stay: "
        "publishing leaves it out.",
        waive="No.",
    ),
)
