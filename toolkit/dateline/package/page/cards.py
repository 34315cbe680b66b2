"""The records of the main table as cards: a line each that opens to all that is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from dateline.package.page import facets
from dateline.package.page.library import called, name_fields
from dateline.package.page.places import SHORT
from dateline.package.page.related import Part, holds, related
from dateline.package.page.values import Fact, clip, facts, shown, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dateline.package.page.facets import Facet
    from dateline.package.page.library import Library, Row
    from dateline.package.page.places import Places
    from dateline.table import Table

MOST: Final = 20_000
"""Records that are read for the page; how many fit depends on what they hold."""
SECTIONS: Final = (
    *("top", "main", "before", "map", "timeline", "records", "tables"),
    *("codebook", "downloads", "load", "versions", "quality", "cite"),
)
"""Ids of the page's parts, which no record can have."""
OWN: Final = "dl-"
"""How the ids begin that the page's script asks for."""


class Card(NamedTuple):
    """A record.

    `anchor` is its id in the page, `key` the one in the records; `day` is what it is
    sorted by; `facets` are its values in the order of the deck's.
    """

    anchor: str
    key: str
    name: str
    when: str
    where: str
    marks: tuple[tuple[str, str], ...]
    facets: tuple[str, ...]
    day: str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """The records of the main table that were read, the newest first, and how many there are."""

    table: Table
    cards: Sequence[Card]
    facets: tuple[Facet, ...]
    total: int
    dated: bool


def deck(library: Library, main: Table, places: Places) -> Deck:
    """Return the records of the main table."""
    rows = _newest(library, main)
    key = main.primary_key[0] if len(main.primary_key) == 1 else None
    more = related(library, main, [row[key] for row in rows]) if key else {}
    made = facets.choosers(library, main, places)
    chosen = [tuple(each.value(row) for each in made) for row in rows]
    anchors = _anchors(main, rows)
    maker = _Maker(library, main, more, dict(zip(_keys(main, rows), anchors, strict=True)))
    cards = [maker(row, anchor, each) for row, anchor, each in zip(rows, anchors, chosen, strict=True)]
    return Deck(
        main,
        cards,
        tuple(facets.counted(made, chosen)),
        library.summaries[main.name].rows,
        any(card.day for card in cards),
    )


def _newest(library: Library, main: Table) -> list[Row]:
    """Return the rows, those with the latest date first; without dates, in their order."""
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    from dateline.edtf import vector  # noqa: PLC0415 - as above

    frame = library.text(main)
    date = main.roles.event.date if main.roles.event else None
    if date in library.present(main):
        read = vector.with_fields(frame, {"__date__": pl.col(date)})
        bounds = pl.col("__date__").struct
        day = pl.coalesce(bounds.field("latest"), bounds.field("earliest")).cast(pl.String).fill_null("")
        dated = read.with_columns(day.alias(_DAY)).drop("__date__")
        frame = dated.sort(_DAY, descending=True, maintain_order=True)
    return frame.head(MOST).collect().to_dicts()


_DAY: Final = "__day__"


def _keys(main: Table, rows: list[Row]) -> list[str]:
    """Return the key of each row; where the table has none, its number."""
    return [
        "/".join(row.get(name, "") for name in main.primary_key) or f"row {number}"
        for number, row in enumerate(rows, 1)
    ]


def _anchors(main: Table, rows: list[Row]) -> list[str]:
    """Return an id for each row: its key, unless the page or another row has it."""
    taken, found = {*SECTIONS}, []
    for number, key in enumerate(_keys(main, rows), 1):
        anchor = re.sub(r"\s+", "_", clip(key, 200)).strip("_") or f"row-{number}"
        if anchor in taken or anchor.startswith(OWN):
            anchor = f"record-{number}-{anchor}"
        taken.add(anchor)
        found.append(anchor)
    return found


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes cards of rows."""

    library: Library
    main: Table
    more: Mapping[str, list[Part]]
    anchors: Mapping[str, str]

    def __call__(self, row: Row, anchor: str, chosen: tuple[str, ...]) -> Card:
        said = name_fields(self.main)
        key = "/".join(row.get(each, "") for each in self.main.primary_key)
        name = called(row, said) or key or " · ".join(filter(None, list(row.values())[:3]))
        named = {*self.main.primary_key, *(each for each in said if row.get(each) == name)}
        return Card(
            anchor,
            clip(key, 80),
            clip(name, 300),
            self._part(row, "date"),
            self._where(row),
            tuple(self._marks(row)),
            chosen,
            row.get(_DAY, ""),
            tuple(facts(self.library, self.main, row, frozenset(named))),
            tuple(self._linked(part) for part in self.more.get(key, ())),
        )

    def _linked(self, part: Part) -> Part:
        """Give the rows that lead to other records of the table their places in the page."""
        items = (each._replace(href=self.anchors.get(each.href or "")) for each in part.items)
        return part._replace(items=tuple(items))

    def _part(self, row: Row, part: str) -> str:
        name = getattr(self.main.roles.event, part, None)
        return (
            shown(self.library, self.main, self.main[name], row[name]).text if name and row.get(name) else ""
        )

    def _where(self, row: Row) -> str:
        """Say the place, and how exactly it is known; of a place, what it lies in."""
        parent = self.main.roles.places.parent if self.main.roles.places else None
        if parent and row.get(parent):
            return shown(self.library, self.main, self.main[parent], row[parent]).text
        place = self._part(row, "place")
        event = self.main.roles.event
        use = self.main[event.place].place if event and event.place else None
        word = row.get(use.precision, "") if use and use.precision else ""
        return f"{place} ({SHORT.get(word, spoken(word))})" if place and word else place

    def _marks(self, row: Row) -> Iterator[tuple[str, str]]:
        event, release = self.main.roles.event, self.main.roles.release
        if event and holds(event.contested, row):
            yield "contested", "contested"
        if release and holds(release.coarsened, row):
            yield "coarsened", "coarsened"
        if event and event.corroboration and row.get(event.corroboration):
            yield "plain", spoken(row[event.corroboration])
