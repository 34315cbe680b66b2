"""What the tables of a dataset are to dateline's rules: articles, sources, claims, events, places.

A role says which fields hold what, whatever their names; rules ask for roles, never for
the columns of one dataset. Which rows belong together follows from the foreign keys
between the tables. Every part of a role is optional: a rule that needs what is not there
is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dateline.table.parts import Condition, edtf, one, some
from dateline.table.place_roles import PlaceCodes, PlaceMemberships, PlaceNames, Places, PlaceShapes


@dataclass(frozen=True, slots=True)
class Article:
    """A table of articles, or of other reports.

    Args:
        published: when the article appeared.
        anchors: further dates from which its phrases may be counted, such as that of the original edition.
        outlet: who published it first.
        url: its address at the outlet.
        archived: the address of an archived copy.
        coded: articles from which records were taken.
        republished: articles that are somebody else's copy.
        republisher: what such a copy must name.
        original: where the original stands.
        not_found: articles whose original was searched for in vain.
        parent: the article of which this one is a copy or a translation.
        duplicate: articles that are the same text as their parent.

    """

    published: str | None = edtf()
    anchors: tuple[str, ...] = some("string", edtf=True)
    outlet: str | None = one("string")
    url: str | None = one("string")
    archived: str | None = one("string")
    coded: Condition | None = None
    republished: Condition | None = None
    republisher: tuple[str, ...] = some()
    original: str | None = one()
    not_found: Condition | None = None
    parent: str | None = one()
    duplicate: Condition | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A table of sources: the voices that speak in articles.

    Args:
        statement: when the source spoke.
        place: where the source is.
        via: the source through which this one reached the article.
        outlet: sources that are the outlet itself.
        person: sources that count as people of their own.
        someone: sources that are somebody, who may be one of those already.

    """

    statement: str | None = edtf()
    place: str | None = one()
    via: str | None = one()
    outlet: Condition | None = None
    person: Condition | None = None
    someone: Condition | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A table of claims: what passages of articles say of events.

    Args:
        date: the date that the passage gives.
        place: the place that the passage names.
        number: the number that the passage gives.
        unit: what the number counts.
        depth: how many steps lie between the nearest witness and the outlet.
        asserts: claims that say it is so.
        denies: claims that say it is not so.
        uncertain: claims that infer or speculate.
        occurrence: claims of the event's date and number itself, not of its background.
        quoted: claims in a source's own words.
        speakerless: quotations with no speaker.

    """

    date: str | None = edtf()
    place: str | None = one()
    number: str | None = one("integer", "number")
    unit: str | None = one("string")
    depth: str | None = one("integer")
    asserts: Condition | None = None
    denies: Condition | None = None
    uncertain: Condition | None = None
    occurrence: Condition | None = None
    quoted: Condition | None = None
    speakerless: Condition | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """A table of which sources a claim came through, the nearest witness first.

    Args:
        position: the source's place in the chain, from 1.

    """

    position: str | None = one("integer")


@dataclass(frozen=True, slots=True)
class Event:
    """A table of events.

    Args:
        date: when it occurred or began.
        end: when it ended.
        place: where.
        type: what kind of event.
        once: events that happen once, on one day.
        planned: events that may lie ahead of the article.
        background: events that may be long past.
        year_basis: where the year was taken from.
        time: local clock time, HH:MM or HH:MM:SS.
        timezone: its zone, an IANA name.
        offset: its offset from UTC, such as +08:30.
        low: the least number.
        best: the likeliest number.
        high: the greatest number.
        unit: what the numbers count.
        corroboration: how well sources bear the event out, one of `CORROBORATIONS`.
        sources: how many distinct people bear it out.
        contested: events whose claims contradict one another.
        person_level: events that tell of private people.
        review: why such an event may be published in detail.

    """

    date: str | None = edtf()
    end: str | None = edtf()
    place: str | None = one()
    type: str | None = one()
    once: Condition | None = None
    planned: Condition | None = None
    background: Condition | None = None
    year_basis: str | None = one("string")
    time: str | None = one("string")
    timezone: str | None = one("string")
    offset: str | None = one("string")
    low: str | None = one("integer", "number")
    best: str | None = one("integer", "number")
    high: str | None = one("integer", "number")
    unit: str | None = one("string")
    corroboration: str | None = one("string")
    sources: str | None = one("integer")
    contested: Condition | None = None
    person_level: Condition | None = None
    review: str | None = one("string")


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of how events stand to one another.

    Args:
        event: the event of which a row speaks.
        other: the event to which it stands so.
        part: rows by which the event is part of the other.
        after: rows by which it came after the other.
        same: rows by which both are one.

    """

    event: str | None = one()
    other: str | None = one()
    part: Condition | None = None
    after: Condition | None = None
    same: Condition | None = None


@dataclass(frozen=True, slots=True)
class EventPlace:
    """A table of the places of events.

    Args:
        place: the place.
        main: rows of the place that stands with the event itself.

    """

    place: str | None = one()
    main: Condition | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A table of who acts in events.

    Args:
        name: what it is called.
        names: fields with further names, such as the one in its own script.
        valid_from: from when it bore the name.
        valid_to: until when it bore the name.
        unit: actors that are units of a force, by which people could be told.
        person: actors that are people.
        public: people who may be named.

    """

    name: str | None = one("string")
    names: tuple[str, ...] = some("string")
    valid_from: str | None = edtf()
    valid_to: str | None = edtf()
    unit: Condition | None = None
    person: Condition | None = None
    public: Condition | None = None


@dataclass(frozen=True, slots=True)
class EventActor:
    """A table of which actors take part in which events, joined by its foreign keys.

    Args:
        role: the part that the actor has.

    """

    role: str | None = one("string")


@dataclass(frozen=True, slots=True)
class Release:
    """What of a table may be published, and how finely.

    Args:
        withheld: rows that are never published.
        coarsened: rows that are published with the province and the month.

    """

    withheld: Condition | None = None
    coarsened: Condition | None = None


@dataclass(frozen=True, slots=True)
class Hosts:
    """A table of the web hosts of outlets, one a row.

    Args:
        outlet: the outlet's name, as articles have it.
        host: a host such as www.example.org.

    """

    outlet: str | None = one("string")
    host: str | None = one("string")


@dataclass(frozen=True, slots=True)
class Roles:
    """A table's roles; None for each that it does not have."""

    article: Article | None = None
    source: Source | None = None
    claim: Claim | None = None
    chain: Chain | None = None
    event: Event | None = None
    relation: Relation | None = None
    event_place: EventPlace | None = None
    actor: Actor | None = None
    event_actor: EventActor | None = None
    release: Release | None = None
    hosts: Hosts | None = None
    places: Places | None = None
    place_names: PlaceNames | None = None
    place_codes: PlaceCodes | None = None
    place_shapes: PlaceShapes | None = None
    place_memberships: PlaceMemberships | None = None


NO_ROLES = Roles()

ROLES: dict[str, type[Any]] = {
    "article": Article,
    "source": Source,
    "claim": Claim,
    "chain": Chain,
    "event": Event,
    "relation": Relation,
    "event_place": EventPlace,
    "actor": Actor,
    "event_actor": EventActor,
    "release": Release,
    "hosts": Hosts,
    "places": Places,
    "place_names": PlaceNames,
    "place_codes": PlaceCodes,
    "place_shapes": PlaceShapes,
    "place_memberships": PlaceMemberships,
}
"""The roles that a table may have under its `dateline`, by name."""

CORROBORATIONS = (
    "outlet_voice_only",
    "hearsay_single_chain",
    "single_source",
    "two_sources_same_article",
    "independent_articles",
)
"""How well sources bear an event out, the weakest first."""
