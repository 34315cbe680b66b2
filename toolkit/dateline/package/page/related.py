"""What other tables say of a record: claims with the chain behind them, places, actors, anything."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from dateline.package.page.library import called, name_fields
from dateline.package.page.prose import web
from dateline.package.page.values import Fact, Value, clip, facts, shown, spoken, title

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dateline.package.page.library import Library, Link, Row
    from dateline.table import Table
    from dateline.table.parts import Condition

MOST: Final = 60
"""Rows of one table that stand with a record; the table's file has all."""
_FACTS: Final = 4


class Item(NamedTuple):
    """A row of another table: its words, marks, further cells, the voices it came through, addresses."""

    text: str
    href: str | None = None
    marks: tuple[tuple[str, str], ...] = ()
    notes: tuple[Fact, ...] = ()
    chain: tuple[str, ...] = ()
    links: tuple[Fact, ...] = ()
    key: str = ""


class Part(NamedTuple):
    """What one table says of a record: a heading, the rows, how many there are."""

    title: str
    items: tuple[Item, ...]
    total: int
    table: str


def holds(condition: Condition | None, row: Row) -> bool:
    """Whether a row meets a condition."""
    return condition is not None and row.get(condition.field) in condition.values


def related(library: Library, main: Table, keys: Collection[str]) -> dict[str, list[Part]]:
    """Return what other tables say of these records of a table, by their key."""
    found: dict[str, list[Part]] = defaultdict(list)
    if len(main.primary_key) != 1:
        return found
    links = [each for each in library.towards(main) if each.key == main.primary_key[0]]
    for link in sorted(links, key=lambda each: _order(library.contents[each.table].table)):
        table = library.contents[link.table].table
        rows = _grouped(library.rows(table, link.field, keys), link.field)
        reader = _claims(library, table, link, rows) if table.roles.claim else _others(library, table, link)
        heading = _heading(library, table, link)
        for key, mine in rows.items():
            items = tuple(reader(row) for row in mine[:MOST])
            found[key].append(Part(heading, items, len(mine), table.name))
    return found


def _order(table: Table) -> int:
    """Return claims first, then places and actors, then how events stand to one another."""
    roles = table.roles
    known = (roles.claim, roles.event_place or roles.place_names, roles.event_actor, roles.relation)
    return next((place for place, role in enumerate(known) if role is not None), len(known))


def _heading(library: Library, table: Table, link: Link) -> str:
    """Return the table's title; where two of its fields lead here, with the field's."""
    said = table.title or spoken(table.name)
    twice = sum(each.other == link.other for each in library.links(table)) > 1
    return f"{said}: {title(table[link.field])}" if twice else said


def _grouped(rows: list[Row], name: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found


@dataclass(frozen=True, slots=True)
class _others:  # noqa: N801 - used as a function
    """Reads a row of any table that leads to the record."""

    library: Library
    table: Table
    link: Link

    def __call__(self, row: Row) -> Item:
        said = name_fields(self.table)
        text = called(row, said)
        others = [each for each in self.library.links(self.table) if each.field != self.link.field]
        first = next((each for each in others if row.get(each.field)), None)
        used = {self.link.field, *_origins(self.table)}
        href = None
        if text:
            used |= {name for name in said if row.get(name) == text}
        elif first is not None:
            text = self.library.name(first, row[first.field])
            used.add(first.field)
            href = row[first.field] if first.other == self.link.other else None
        notes = tuple(facts(self.library, self.table, row, frozenset(used)))
        if not text and notes:
            text, notes = notes[0].value.text, notes[1:]
        return Item(clip(text), href, notes=notes[:_FACTS])


def _origins(table: Table) -> set[str]:
    """Return the fields that say nothing of the record: keys of several parts, a spelling's look-up key."""
    names = {name for key in table.foreign_keys if len(key.fields) > 1 for name in key.fields}
    return names | ({table.roles.place_names.key or ""} if table.roles.place_names else set())


@dataclass(frozen=True, slots=True)
class _Sources:
    """The articles and chains behind claims."""

    article: Link | None
    articles: Mapping[str, Row]
    chains: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _claim:  # noqa: N801 - used as a function
    """Reads a claim."""

    library: Library
    table: Table
    link: Link
    sources: _Sources

    def __call__(self, row: Row) -> Item:
        said = name_fields(self.table)
        key = row[self.table.primary_key[0]] if len(self.table.primary_key) == 1 else ""
        return Item(
            clip(called(row, said) or key),
            marks=tuple(self._marks(row)),
            notes=tuple(self._notes(row)),
            chain=self.sources.chains.get(key, ()),
            links=tuple(self._links(row)),
            key=key,
        )

    def _marks(self, row: Row) -> Iterator[tuple[str, str]]:
        role = self.table.roles.claim
        assert role is not None
        for kind, condition in (("denies", role.denies), ("uncertain", role.uncertain)):
            if condition is not None and holds(condition, row):
                value = shown(self.library, self.table, self.table[condition.field], row[condition.field])
                yield kind, value.text

    def _notes(self, row: Row) -> Iterator[Fact]:
        """Yield what was printed, and what was made of it; how it was attributed; where it stands."""
        role, names = self.table.roles.claim, self.table
        assert role is not None
        wanted = [each.name for each in names.fields if each.phrase or each.place_name]
        wanted += [name for name in (role.date, role.place, role.number, role.unit) if name]
        conditions = (role.quoted, role.speakerless, role.occurrence)
        wanted += [each.field for each in conditions if each is not None]
        for name in dict.fromkeys(wanted):
            if row.get(name):
                yield Fact(title(names[name]), shown(self.library, names, names[name], row[name]))
        place = names.evidence
        if place is not None and row.get(place.paragraph):
            said = f"paragraph {row[place.paragraph]}, characters {row[place.start]} to {row[place.end]}"
            yield Fact("Passage", Value(said))

    def _links(self, row: Row) -> Iterator[Fact]:
        """Yield the article's name, and its addresses."""
        link = self.sources.article
        if link is None or not row.get(link.field):
            return
        table = self.library.contents[link.other].table
        article = self.sources.articles.get(row[link.field], {})
        role = table.roles.article
        name = self.library.name(link, row[link.field])
        day = article.get(role.published or "", "") if role else ""
        words = (
            shown(self.library, table, table[role.published], day).text
            if role and role.published and day
            else ""
        )
        yield Fact("", Value(f"{name}, {words}" if words else name, row[link.field]))
        for each in table.fields:
            address = web(article.get(each.name)) if each.url or each.format == "uri" else None
            if address:
                yield Fact(title(each), Value(title(each), "", address))


def _claims(library: Library, table: Table, link: Link, rows: Mapping[str, list[Row]]) -> _claim:
    all_rows = [row for each in rows.values() for row in each]
    article = _first_to(library, table, "article")
    articles: dict[str, Row] = {}
    if article is not None:
        wanted = {row[article.field] for row in all_rows}
        there = library.rows(library.contents[article.other].table, article.key, wanted)
        articles = {row[article.key]: row for row in there}
    return _claim(library, table, link, _Sources(article, articles, _chains(library, table, all_rows)))


def _first_to(library: Library, table: Table, role: str) -> Link | None:
    """Return the first field of a table that leads to one with a role."""
    links = library.links(table)
    return next((each for each in links if getattr(library.contents[each.other].table.roles, role)), None)


def _chains(library: Library, claims: Table, rows: list[Row]) -> dict[str, tuple[str, ...]]:
    """Return the voices behind each claim, the nearest witness first."""
    if len(claims.primary_key) != 1:
        return {}
    key = claims.primary_key[0]
    direct = _first_to(library, claims, "source")
    for table in library.tables:
        to_claim, to_source = library.between(table, claims), _first_to(library, table, "source")
        if table.roles.chain is not None and to_claim is not None and to_source is not None:
            found = library.rows(table, to_claim.field, {row[key] for row in rows})
            place = table.roles.chain.position
            found.sort(key=lambda row: int(row[place]) if place and row[place].isdecimal() else 0)
            grouped = _grouped(found, to_claim.field)
            return {
                name: tuple(clip(library.name(to_source, one[to_source.field])) for one in steps)
                for name, steps in grouped.items()
            }
    if direct is None:
        return {}
    return {row[key]: (clip(library.name(direct, row[direct.field])),) for row in rows if row[direct.field]}
