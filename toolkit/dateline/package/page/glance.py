"""The dataset at one glance, and how exactly its dates and places are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from dateline.package import retractions
from dateline.package.licences import address, identifiers
from dateline.package.page import dates, places
from dateline.package.page.prose import web
from dateline.package.page.values import clip, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.package.page.cards import Deck
    from dateline.package.page.library import Library
    from dateline.package.page.model import PageInput, Quality
    from dateline.package.page.timeline import Window
    from dateline.table import Table

_LICENCES: Final = {
    "CC0-1.0": "use it for anything, without asking",
    "PDDL-1.0": "use it for anything, without asking",
    "CC-BY-4.0": "use it for anything, and name the source",
    "ODC-By-1.0": "use it for anything, and name the source",
    "CC-BY-SA-4.0": "use it for anything, name the source, and share what you make of it alike",
    "ODbL-1.0": "use it for anything, name the source, and share what you make of it alike",
    "CC-BY-NC-4.0": "use it, but not to earn money, and name the source",
}
"""What licences of data allow, in a word."""
_ROLES: Final = ("claim", "article", "source", "place_names")


class Said(NamedTuple):
    """A fact at one glance: what it is about, the words, an address or a place in the page."""

    title: str
    text: str
    href: str | None = None
    note: str = ""


class Licence(NamedTuple):
    """A licence: its title, what it allows, where to read it."""

    name: str
    title: str
    words: str
    href: str | None


class Known(NamedTuple):
    """A word for how exactly something is known, what it means, and how many records have it."""

    word: str
    meaning: str
    number: int


def lead(description: str) -> str:
    """Return the first sentence of a description."""
    text = " ".join(description.split())
    match = re.match(r".{20,400}?[.!?](?=\s+[^\s\d]|$)", text)
    return match[0] if match else clip(text, 400)


def glance(page: PageInput, library: Library, deck: Deck, found: list[Window]) -> Iterator[Said]:
    """Yield the facts at one glance."""
    yield Said("Records", *_records(page, library, deck))
    period = _period(page, found)
    if period:
        yield Said("Period", period)
    spatial = page.dataset.coverage.spatial
    if spatial:
        yield Said("Places", clip(", ".join(spatial), 200))
    last = next((card for card in deck.cards if card.day and card.when), None)
    if last is not None:
        yield Said("Last event", last.when, f"#{last.anchor}", last.key)
    yield Said("This release", f"{page.version}, {_day(page)}", "#versions")
    if page.quality.rules:
        yield Said("Status", "checked", "#quality", _status(page.quality))


def _records(page: PageInput, library: Library, deck: Deck) -> tuple[str, str, str]:
    main = f"{deck.total:,} {(deck.table.title or spoken(deck.table.name)).lower()}"
    others = [
        each
        for role in _ROLES
        if (each := library.with_role(role)) is not None and each.name != deck.table.name
    ]
    words = [
        f"{page.summaries[each.name].rows:,} {(each.title or spoken(each.name)).lower()}"
        for each in others[:3]
    ]
    rest = (
        ", ".join(words)
        or f"{sum(each.rows for each in page.summaries.values()):,} rows in {len(page.contents)} tables"
    )
    return main, "#records", rest


def _period(page: PageInput, found: list[Window]) -> str:
    said = page.dataset.coverage.temporal
    if said:
        return clip(dates.words(said), 100)
    days = [day for each in found for day in (each.first, each.last) if day is not None]
    return dates.words(f"{min(days)}/{max(days)}") if days and min(days) < max(days) else ""


def _day(page: PageInput) -> str:
    return dates.words(page.provenance.timestamp[:10])


def _status(quality: Quality) -> str:
    accepted = sum(quality.warnings.values()) + sum(each.count for each in quality.waived)
    noun = "finding" if accepted == 1 else "findings"
    return f"{len(quality.rules)} rules asked; {accepted:,} {noun} accepted"


def licences(page: PageInput) -> list[Licence]:
    """Return the licences of the data."""
    return [
        Licence(name, each.title or name, _LICENCES.get(name, ""), web(address(each, name)))
        for each in page.dataset.licenses
        for name in identifiers(each.name)
    ]


def date_words(library: Library, events: Table) -> list[Known]:
    """Count the events by how exactly their dates are known."""
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    from dateline.edtf import vector  # noqa: PLC0415 - as above

    date = events.roles.event.date if events.roles.event else None
    if date not in library.present(events):
        return []
    words = library.text(events).select(vector.precision(pl.col(date)).alias("word")).drop_nulls()
    return _known(dict(words.group_by("word").len().collect().rows()), dates.PRECISION)


def place_words(library: Library, events: Table) -> list[Known]:
    """Count the events by how exactly their places are known."""
    import polars as pl  # noqa: PLC0415 - as above

    place = events.roles.event.place if events.roles.event else None
    use = events[place].place if place else None
    if use is None or use.precision not in library.present(events):
        return []
    words = library.text(events).select(pl.col(use.precision).alias("word"))
    return _known(dict(words.group_by("word").len().collect().rows()), places.PRECISION)


def _known(counts: Mapping[str, int], meanings: Mapping[str, str]) -> list[Known]:
    return [Known(word, words, counts[word]) for word, words in meanings.items() if counts.get(word)]


def ended(library: Library) -> Mapping[str, int]:
    """Return how many records of earlier releases are no more, by what became of them."""
    content = library.contents.get(retractions.NAME)
    if content is None or not content.table.derived:
        return {}
    rows = library.text(content.table).select("table", "record", "change").unique()
    return dict(sorted(rows.group_by("change").len().collect().rows()))
