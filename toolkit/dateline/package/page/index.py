"""index.html: the page of a release, for everybody who meets the dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dateline.package.page import atlas, cards, downloads, glance, origin, prose, shell, timeline, values
from dateline.package.page.codebook import tables as codebook_tables
from dateline.package.page.library import Library, main_table
from dateline.package.page.listing import Listing, listing
from dateline.package.page.places import read_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from dateline.package.page.cards import Deck
    from dateline.package.page.model import Accepted, Geometry, PageInput
    from dateline.table import Table

NAME: Final = "index.html"
LIMIT: Final = 1_000_000
"""Bytes that the page never reaches."""
_TARGET: Final = 900_000
_RECORDS: Final = (250_000, 300_000)
"""Bytes for records: as they are, and packed."""
_CODEBOOK: Final = 220_000
_ABOUT: Final = 80_000
_RELEASES: Final = 60
_WAIVED: Final = 100
_CELL: Final = 80
_COLUMNS: Final = 40


class Browsed(NamedTuple):
    """A further table to look through: its title, the columns, the rows that fit."""

    table: Table
    title: str
    columns: tuple[str, ...]
    total: int
    rows: Listing


class Reason(NamedTuple):
    """Accepted findings of one rule with one reason."""

    rule: str
    reason: str
    records: tuple[str, ...]
    number: int


def index_page(page: PageInput, outlines: Mapping[str, Geometry] | None = None) -> bytes:
    """Write the page: self-contained, under 1 MB, the same bytes for the same input.

    Args:
        page: the release, complete but for its pages.
        outlines: GeoJSON geometries by place id, such as the shapes of the gazetteer that
            the dataset names; those of the release's own tables go before them.

    """
    library = Library.of(page.contents, page.summaries)
    main = main_table(library)
    places = read_places(library, outlines)
    deck = cards.deck(library, main, places)
    blocks = _blocks(page, library, deck) | _charts(library, main, places)
    empty = listing([], deck.total, 0, 0)
    frame = shell.render("index.html.j2", **blocks, records=empty, browsed=[])
    room = max(0, _TARGET - len(frame))
    records = _records(deck, min(_RECORDS[0], room // 2), min(_RECORDS[1], room // 3))
    room -= len(records.items.encode()) + len(records.packed)
    browsed = list(_browsed(library, main, room))
    return shell.render("index.html.j2", **blocks, records=records, browsed=browsed)


def _blocks(page: PageInput, library: Library, deck: Deck) -> dict[str, Any]:
    found = timeline.windows(library, deck.table)
    described = codebook_tables(page)
    return {
        "page": page,
        "dataset": page.dataset,
        "deck": deck,
        "lead": glance.lead(page.dataset.description),
        "glance": list(glance.glance(page, library, deck, found)),
        "licences": glance.licences(page),
        "about": _about(page),
        "date_words": glance.date_words(library, deck.table),
        "place_words": glance.place_words(library, deck.table),
        "ended": glance.ended(library),
        "codebook": described if len(str(shell.macros().codebook(described))) <= _CODEBOOK else None,  # type: ignore[attr-defined]  # a macro
        "downloads": downloads.groups(page),
        "examples": downloads.examples(page, deck.table),
        "placeholder": downloads.base(page) == downloads.PLACEHOLDER,
        "history": page.history[:_RELEASES],
        "reasons": _reasons(page.quality.waived),
        "outlets": origin.outlets(library),
        "languages": origin.languages(library),
        "contacts": list(origin.contacts(page)),
        "schema_org": None if page.schema_org is None else shell.data(page.schema_org),
    }


def _charts(library: Library, main: Table, places: Any) -> dict[str, Any]:  # noqa: ANN401 - see below
    """Return the map and the timeline, each None where there is nothing to draw."""
    stood = (
        atlas.located(library, main)
        if main.roles.event
        else atlas.standing(places)
        if main.roles.places
        else []
    )
    return {
        "map": atlas.map_of(places, stood) if stood else None,
        "timeline": timeline.timeline(timeline.windows(library, main)),
    }


def _about(page: PageInput) -> list[prose.Section]:
    found = prose.sections(page.about or "")
    return found if sum(len(each.body) for each in found) <= _ABOUT else []


def _records(deck: Deck, plain: int, packed: int) -> Listing:
    card = shell.macros().card  # type: ignore[attr-defined]  # a macro of the template
    return listing((card(each) for each in deck.cards), deck.total, plain, packed)


def _browsed(library: Library, main: Table, room: int) -> Iterator[Browsed]:
    """Yield the other tables; each may take its share of the room that those before it left."""
    others = [each for each in library.tables if each.name != main.name]
    for place, table in enumerate(others):
        share = room // (len(others) - place)
        columns = library.present(table)[:_COLUMNS]
        total = library.summaries[table.name].rows
        rows = listing(
            _rows(library, table, columns), total, min(share // 3, 12_000), min(share // 2, 120_000)
        )
        room -= len(rows.items.encode()) + len(rows.packed) + 1000
        yield Browsed(table, table.title or values.spoken(table.name), columns, total, rows)


def _rows(library: Library, table: Table, columns: tuple[str, ...]) -> Iterator[Markup]:
    """Yield the rows of a table, written as they are in the files but for their length."""
    row = shell.macros().row  # type: ignore[attr-defined]  # a macro of the template
    frame = library.text(table).select(columns).head(cards.MOST).collect()
    wide = {name for name in columns if table[name].type in ("object", "array", "geojson")}
    for cells in frame.iter_rows(named=True):
        yield row([_cell(table, name, cells[name], wide=name in wide) for name in columns])


def _cell(table: Table, name: str, cell: str, *, wide: bool) -> values.Value:
    if wide and cell:
        return values.Value(f"{len(cell):,} characters")
    each = table[name]
    href = prose.web(cell) if each.url is not None or each.format == "uri" else None
    return values.Value(values.clip(cell, _CELL), "", href)


def _reasons(waived: tuple[Accepted, ...]) -> list[Reason]:
    """Put findings of one rule with one reason together."""
    found: dict[tuple[str, str], list[Accepted]] = {}
    for each in waived:
        found.setdefault((each.rule, each.reason), []).append(each)
    return [
        Reason(rule, reason, tuple(each.record for each in held[:_WAIVED]), sum(each.count for each in held))
        for (rule, reason), held in list(found.items())[:_WAIVED]
    ]
