"""A made-up dataset whose records are private: strikes in harbours, with marks in all that must stay hidden.

Every cell of a withheld record, of a restricted column and every fine value of a coarsened
record holds a word with `SECRET` in it, or is one of `FINE`: none of them may be published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "zqx"
FINE = ("1987-03-17", "17 March", "17/03/1987", "1987-03-20", "05:45", "51.2345", "4.3456")

DATASET = """\
name: strikes
title: Strikes in harbours
description: Made up.
records: private
licenses: [{name: CC0-1.0}]
contributors: [{title: A. Coder, roles: [creator]}]
tables:
  papers: {path: papers.csv}
  voices: {path: voices.csv}
  quays: {path: quays.csv}
  quay_names: {path: quay_names.csv}
  strikes: {path: strikes.csv}
  strike_quays: {path: strike_quays.csv}
  strike_links: {path: strike_links.csv}
  sayings: {path: sayings.csv}
  hearings: {path: hearings.csv}
  crews: {path: crews.csv}
  strike_crews: {path: strike_crews.csv}
  words: {path: words.csv}
  follow_ups: {path: follow_ups.csv}
"""

SCHEMAS = {
    "papers": """\
primaryKey: [paper]
fields:
  - {name: paper, type: string}
  - {name: title, type: string, dateline: {quotes: true}}
  - {name: printed, type: string, dateline: {edtf: {}}}
  - {name: shelf, type: string, description: Where the copy lies., dateline: {restricted: true}}
dateline: {article: {published: printed}}
""",
    "voices": """\
primaryKey: [voice]
fields:
  - {name: voice, type: string}
  - {name: paper, type: string, constraints: {required: true}}
  - {name: kind, type: string, constraints: {enum: [docker, paper]}}
  - {name: via, type: string}
  - {name: contact, type: string, dateline: {restricted: true}}
foreignKeys:
  - {fields: [paper], reference: {resource: papers, fields: [paper]}}
  - {fields: [via], reference: {fields: [voice]}}
dateline: {source: {via: via, outlet: {kind: paper}, person: {kind: docker}}}
""",
    "quays": """\
primaryKey: [quay]
fields:
  - {name: quay, type: string}
  - {name: name, type: string}
  - {name: kind, type: string}
  - {name: within, type: string}
foreignKeys:
  - {fields: [within], reference: {fields: [quay]}}
dateline: {places: {id: quay, name: name, parent: within, feature_code: kind}}
""",
    "quay_names": """\
primaryKey: [spelling]
fields:
  - {name: spelling, type: string}
  - {name: quay, type: string, constraints: {required: true}}
foreignKeys:
  - {fields: [quay], reference: {resource: quays, fields: [quay]}}
dateline: {place_names: {name: spelling, place: quay}}
""",
    "strikes": """\
primaryKey: [strike]
fields:
  - {name: strike, type: string}
  - {name: what, type: string, constraints: {required: true}}
  - {name: began, type: string, dateline: {edtf: {earliest: first, latest: last, precision: known_to}}}
  - {name: first, type: date, format: "%d/%m/%Y"}
  - {name: last, type: date, format: "%d/%m/%Y"}
  - {name: known_to, type: string}
  - {name: ended, type: string, dateline: {edtf: {continuing: true}}}
  - {name: hour, type: string}
  - {name: zone, type: string}
  - {name: quay, type: string, dateline: {place: {precision: how_near, identified: true}}}
  - {name: how_near, type: string}
  - {name: spot, type: geopoint}
  - {name: borne_out, type: string}
  - {name: heads, type: integer}
  - {name: level, type: string, constraints: {enum: [open, rough, never]}}
  - {name: person, type: boolean, dateline: {restricted: true}}
  - {name: coder_note, type: string, dateline: {restricted: true}}
  - {name: parent, type: string}
foreignKeys:
  - {fields: [quay], reference: {resource: quays, fields: [quay]}}
  - {fields: [parent], reference: {fields: [strike]}}
dateline:
  event:
    date: began
    end: ended
    time: hour
    timezone: zone
    place: quay
    corroboration: borne_out
    sources: heads
    person_level: {person: true}
  release: {withheld: {level: never}, coarsened: {level: rough}}
  rules:
    - {id: coder-note-short, sql: CHAR_LENGTH(coder_note) < 60, fields: [coder_note], message: too long}
    - {id: hour-has-zone, sql: (hour IS NULL) = (zone IS NULL), fields: [hour], message: no zone}
""",
    "strike_quays": """\
primaryKey: [strike, quay]
fields:
  - {name: strike, type: string}
  - {name: quay, type: string, dateline: {place: {}}}
  - {name: role, type: string}
foreignKeys:
  - {fields: [strike], reference: {resource: strikes, fields: [strike]}}
  - {fields: [quay], reference: {resource: quays, fields: [quay]}}
dateline: {event_place: {place: quay, main: {role: main}}}
""",
    "strike_links": """\
primaryKey: [one, other]
fields:
  - {name: one, type: string}
  - {name: other, type: string}
  - {name: how, type: string}
foreignKeys:
  - {fields: [one], reference: {resource: strikes, fields: [strike]}}
  - {fields: [other], reference: {resource: strikes, fields: [strike]}}
dateline: {relation: {event: one, other: other, same: {how: same}}}
""",
    "sayings": """\
primaryKey: [saying]
fields:
  - {name: saying, type: string}
  - {name: strike, type: string, constraints: {required: true}}
  - {name: paper, type: string, constraints: {required: true}}
  - {name: stance, type: string}
  - {name: tells, type: string}
  - {name: when_printed, type: string, dateline: {phrase: {date: on}}}
  - {name: on, type: string, dateline: {edtf: {}}}
  - {name: where_printed, type: string, dateline: {place_name: {place: at}}}
  - {name: at, type: string, dateline: {place: {}}}
  - {name: level, type: string, constraints: {enum: [open, rough, never]}}
  - {name: weight, type: integer, dateline: {restricted: true}}
foreignKeys:
  - {fields: [strike], reference: {resource: strikes, fields: [strike]}}
  - {fields: [paper], reference: {resource: papers, fields: [paper]}}
  - {fields: [at], reference: {resource: quays, fields: [quay]}}
dateline:
  claim: {date: on, place: at, asserts: {stance: yes_it_was}}
  release: {withheld: {level: never}, coarsened: {level: rough}}
""",
    "hearings": """\
primaryKey: [saying, position]
fields:
  - {name: saying, type: string}
  - {name: position, type: integer}
  - {name: voice, type: string, constraints: {required: true}}
foreignKeys:
  - {fields: [saying], reference: {resource: sayings, fields: [saying]}}
  - {fields: [voice], reference: {resource: voices, fields: [voice]}}
dateline: {chain: {position: position}}
""",
    "crews": """\
primaryKey: [crew]
fields:
  - {name: crew, type: string}
  - {name: called, type: string}
dateline: {actor: {name: called}}
""",
    "strike_crews": """\
primaryKey: [strike, crew]
fields:
  - {name: strike, type: string}
  - {name: crew, type: string}
foreignKeys:
  - {fields: [strike], reference: {resource: strikes, fields: [strike]}}
  - {fields: [crew], reference: {resource: crews, fields: [crew]}}
dateline: {event_actor: {}}
""",
    "words": """\
primaryKey: [list, word]
fields:
  - {name: list, type: string}
  - {name: word, type: string}
  - {name: level, type: string}
dateline: {codes: {list: list, code: word}, release: {withheld: {level: never}}}
""",
    "follow_ups": """\
primaryKey: [number]
fields:
  - {name: number, type: integer}
  - {name: strike, type: string}
  - {name: cause, type: string, dateline: {codes: cause}}
  - {name: see_also, type: list}
  - {name: more, type: array}
  - {name: remark, type: string}
foreignKeys:
  - {fields: [strike], reference: {resource: strikes, fields: [strike]}}
dateline: {hosts: {}}
""",
}

RECORDS = {
    "papers": """\
paper,title,printed,shelf
P1,Harbour idle,1987-04-02,zqx-shelf-1
P2,A new crane,1987-04-03,zqx-shelf-2
P-zqx,Quay zqx stands still,1987-04-04,zqx-shelf-3
P4,Not about strikes,1987-04-05,zqx-shelf-4
""",
    "voices": """\
voice,paper,kind,via,contact
V1,P1,docker,V2,zqx@example.org
V2,P1,paper,,
V3,P2,docker,V4,+32 470 zqx
V4,P2,paper,,
V-zqx,P-zqx,docker,V-zqx-2,zqx
V-zqx-2,P-zqx,paper,,
""",
    "quays": """\
quay,name,kind,within
be,Belgium,PCLI,
be-1,Scheldt Province,ADM1,be
be-2,Coast Province,ADM1,be
be-3,Hidden Zqx Province,ADM1,be
antwerp,Antwerp,PPL,be-1
zqx-dock,Zqxdam,PPL,be-1
zqx-pier,Zqxhaven,PPL,be-1
zqx-mole,Zqxburg,PPL,be-3
""",
    "quay_names": """\
spelling,quay
Anvers,antwerp
Zqxdamme,zqx-dock
Zqxport,zqx-mole
""",
    "strikes": """\
strike,what,began,first,last,known_to,ended,hour,zone,quay,how_near,spot,borne_out,heads,level,person,\
coder_note,parent
K1,Dockers stop work,1987-03-01,01/03/1987,01/03/1987,day,..,06:00,Europe/Brussels,antwerp,settlement,\
"4.4,51.2",independent_articles,2,open,false,zqx one,
K2,A crane driver is held,1987-03-17,17/03/1987,17/03/1987,day,1987-03-20/1987-04,05:45,Europe/Brussels,\
zqx-dock,settlement,"4.3456,51.2345",independent_articles,2,rough,true,zqx two,
K-zqx,Told by zqx,1987-03-18,18/03/1987,18/03/1987,day,,,,zqx-mole,settlement,,single_source,1,never,true,\
zqx three,
K4,Part of a greater strike,1987-02,01/02/1987,28/02/1987,month,,,,be-2,adm1,,single_source,1,open,false,\
zqx,K-zqx
""",
    "strike_quays": """\
strike,quay,role
K1,antwerp,main
K2,zqx-pier,also
K2,zqx-dock,main
K-zqx,zqx-mole,main
K4,be-2,main
""",
    "strike_links": """\
one,other,how
K4,K1,part
K2,K1,same
K1,K-zqx,part
""",
    "sayings": """\
saying,strike,paper,stance,tells,when_printed,on,where_printed,at,level,weight
S1,K1,P1,yes_it_was,Work stops,1 March,1987-03-01,Antwerp,antwerp,open,773109901
S2,K1,P2,yes_it_was,Work stops again,,1987-03-01,,antwerp,open,773109902
S3,K2,P1,yes_it_was,A driver is held,17 March 1987,1987-03-17,Zqxdam,zqx-dock,open,773109903
S4,K4,P2,yes_it_was,Work stops,,1987-02,,,open,773109904
S-zqx,K-zqx,P-zqx,yes_it_was,Told by zqx,zqx day,1987-03-18,Zqxburg,zqx-mole,open,773109905
S-zqx-2,K1,P2,yes_it_was,zqx says so,,1987-03-01,,zqx-pier,never,773109906
""",
    "hearings": """\
saying,position,voice
S1,1,V1
S1,2,V2
S2,1,V4
S3,1,V1
S3,2,V2
S4,1,V3
S4,2,V4
S-zqx,1,V-zqx
S-zqx,2,V-zqx-2
S-zqx-2,1,V3
S-zqx-2,2,V4
""",
    "crews": """\
crew,called
B1,Night shift
B-zqx,The zqx gang
B3,Day shift
""",
    "strike_crews": """\
strike,crew
K1,B1
K-zqx,B-zqx
""",
    "words": """\
list,word,level
cause,pay,open
cause,zqx-cause,never
""",
    "follow_ups": """\
number,strike,cause,see_also,more,remark
1,K1,pay,"K1,K-zqx","[""K4"", ""S-zqx-2""]",A remark
2,K-zqx,zqx-cause,K-zqx,[],Free of names
3,K4,pay,,,
""",
}

MARKS = (SECRET, *FINE, "7731099")
"""`7731099` is how the numbers of a restricted column begin."""


def write(root: Path, records: dict[str, str] | None = None, schemas: dict[str, str] | None = None) -> Path:
    """Write the project, with other records or schemas for some tables; return the dataset's folder."""
    folder = root / "datasets" / "strikes"
    folder.mkdir(parents=True)
    (root / "schemas").mkdir()
    for name, text in {**SCHEMAS, **(schemas or {})}.items():
        (root / "schemas" / f"{name}.yaml").write_text(text)
    (folder / "dataset.yaml").write_text(DATASET)
    for name, text in {**RECORDS, **(records or {})}.items():
        (folder / f"{name}.csv").write_text(text)
    return folder
