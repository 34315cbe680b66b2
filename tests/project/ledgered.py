"""A made-up project whose records others may have cited, in a repository with one commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from git.test_commit import git

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = """\
title: Events
fields:
  - {name: event_id, type: string, constraints: {required: true}}
  - {name: summary, type: string}
  - {name: dead, type: integer}
  - {name: part_of, type: string}
primaryKey: [event_id]
foreignKeys: [{fields: [part_of], reference: {fields: [event_id]}}]
"""
CLAIMS = """\
title: Claims
fields:
  - {name: claim_id, type: string, constraints: {required: true}}
  - {name: event_id, type: string, constraints: {required: true}}
  - {name: paragraph, type: integer}
primaryKey: [claim_id]
foreignKeys: [{fields: [event_id], reference: {resource: events, fields: [event_id]}}]
"""
PLACES = """\
title: Places of events
fields:
  - {name: event_id, type: string}
  - {name: place, type: string}
  - {name: role, type: string}
primaryKey: [event_id, place]
foreignKeys: [{fields: [event_id], reference: {resource: events, fields: [event_id]}}]
"""
NOTES = """\
title: Notes on places of events
fields:
  - {name: event_id, type: string}
  - {name: place, type: string}
  - {name: note, type: string}
foreignKeys: [{fields: [event_id, place], reference: {resource: event_places, fields: [event_id, place]}}]
"""
RELATIONS = """\
title: Relations of events
fields:
  - {name: event_id, type: string}
  - {name: type, type: string}
  - {name: other_event_id, type: string}
primaryKey: [event_id, type, other_event_id]
foreignKeys:
  - {fields: [event_id], reference: {resource: events, fields: [event_id]}}
  - {fields: [other_event_id], reference: {resource: events, fields: [event_id]}}
"""
DATASET = """\
name: floods
title: Floods
description: Made up.
version: 0.1.0
licenses: [{name: CC0-1.0}]
contributors: [{title: Nobody, roles: [creator]}]
tables:
  events: {path: records/*/events.csv}
  claims: {path: records/claims.csv}
  event_places: {path: records/event_places.csv}
  notes: {path: records/notes.csv}
  event_relations: {path: records/event_relations.csv}
"""
FILES = {
    "schemas/events.yaml": EVENTS,
    "schemas/claims.yaml": CLAIMS,
    "schemas/event_places.yaml": PLACES,
    "schemas/notes.yaml": NOTES,
    "schemas/event_relations.yaml": RELATIONS,
    "datasets/floods/dataset.yaml": DATASET,
    "datasets/floods/records/1997/events.csv": (
        "event_id,summary,dead,part_of\r\n"
        'E01,"The Oder rose,\r\nand a dike broke",74,\r\n'
        "E02,A dike broke,74,E01\r\n"
        "E03,A village was flooded,,E01\r\n"
    ),
    "datasets/floods/records/2002/events.csv": (
        "event_id,summary,dead,part_of\nE04,The Elbe rose,21,\n"
        "E05,The Elbe rose,20,\nE06,A bridge closed,,E05"
    ),
    "datasets/floods/records/claims.csv": (
        'claim_id,event_id,paragraph\nC1,E02,1\nC2,E04,1\n"C3","E05","2"\nC4,E05,3\n'
    ),
    "datasets/floods/records/event_places.csv": (
        "event_id,place,role\nE02,Frankfurt,main\nE04,Dresden,main\nE05,Dresden,main\nE05,Pirna,also\n"
        "E03,Ratzdorf,main\n"
    ),
    "datasets/floods/records/notes.csv": "event_id,place,note\nE05,Pirna,seen from a bridge\n",
    "datasets/floods/records/event_relations.csv": (
        "event_id,type,other_event_id\nE05,same_as,E04\nE06,after,E05\n"
    ),
}


def write(folder: Path, *, repository: bool = True) -> None:
    """Write the project into a folder, and commit it."""
    for name, text in FILES.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    if repository:
        git(folder, "init", "-q", "-b", "main")
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "first")


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of the datasets by its path, hidden ones too."""
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted((folder / "datasets").rglob("*"))
        if each.is_file()
    }
