"""The tables of a release as a page reads them: by what they are, by key, and with names for their rows.

What a table is follows from its roles and the uses of its fields, what belongs together
from the foreign keys; no name of a table or field is known here. Only those rows are
held in memory that are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import polars as pl

    from dateline.package.model import Summary, TableContent
    from dateline.table import Field, Table

Row = dict[str, str]
"""A row's cells as text, by field; an empty one has no value."""

_MOST_NAMED: Final = 200_000
"""Rows of a table up to which its records are shown by their names; beyond, by their keys."""


class Link(NamedTuple):
    """A foreign key of one field: where it stands, and where it leads."""

    table: str
    field: str
    other: str
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """The published tables and their figures, by name."""

    contents: Mapping[str, TableContent]
    summaries: Mapping[str, Summary]
    _names: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    _links: dict[str, list[Link]] = field(default_factory=dict)
    _computed: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, contents: Sequence[TableContent], summaries: Mapping[str, Summary]) -> Library:
        """Put tables in a library."""
        return cls({each.table.name: each for each in contents}, summaries)

    @property
    def tables(self) -> list[Table]:
        """The schemas, in the order of publication."""
        return [each.table for each in self.contents.values()]

    def with_role(self, role: str) -> Table | None:
        """Return the first table that has a role."""
        return next((each for each in self.tables if getattr(each.roles, role) is not None), None)

    def present(self, table: Table) -> tuple[str, ...]:
        """Return the fields of a table that its records have, in the schema's order."""
        there = self.summaries[table.name].columns
        return tuple(name for name in table.names if name in there)

    def links(self, table: Table) -> list[Link]:
        """Return where the fields of a table lead, to tables and fields that are there."""
        if table.name not in self._links:
            self._links[table.name] = self._read_links(table)
        return self._links[table.name]

    def _read_links(self, table: Table) -> list[Link]:
        found = (
            Link(table.name, key.fields[0], key.table or table.name, key.references[0])
            for key in table.foreign_keys
            if len(key.fields) == 1
        )
        return [
            each for each in found if self._has(each.table, each.field) and self._has(each.other, each.key)
        ]

    def _has(self, table: str, name: str) -> bool:
        return table in self.contents and name in self.summaries[table].columns

    def link(self, table: Table, name: str) -> Link | None:
        """Return where a field leads, if anywhere."""
        return next((each for each in self.links(table) if each.field == name), None)

    def computed(self, table: Table) -> frozenset[str]:
        """Return the fields that follow from others: bounds of dates, hashes and places of texts."""
        if table.name not in self._computed:
            self._computed[table.name] = frozenset(_computed(table))
        return self._computed[table.name]

    def between(self, table: Table, other: Table) -> Link | None:
        """Return the first field of a table that leads to the other one."""
        return next((each for each in self.links(table) if each.other == other.name), None)

    def towards(self, table: Table) -> Iterator[Link]:
        """Yield the fields of other tables that lead to this one; tables made for the release apart."""
        for each in self.tables:
            if each.name != table.name and not each.derived:
                yield from (link for link in self.links(each) if link.other == table.name)

    def rows(self, table: Table, name: str | None = None, among: Collection[str] = ()) -> list[Row]:
        """Return a table's rows, or those in which a field has one of these texts, in their order."""
        import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

        frame = self.text(table)
        if name is not None:
            frame = frame.filter(pl.col(name).is_in(list(among)))
        return frame.collect().to_dicts()

    def text(self, table: Table) -> pl.LazyFrame:
        """Return the cells of a table as text; what means "no value" is empty."""
        import polars as pl  # noqa: PLC0415 - as above

        cells = [
            pl.when(pl.col(name).is_in(list(table.missing(table[name]))))
            .then(pl.lit(""))
            .otherwise(pl.col(name))
            .fill_null("")
            .alias(name)
            for name in self.present(table)
        ]
        return self.contents[table.name].text.select(cells)

    def name(self, link: Link, value: str) -> str:
        """Return what the record to which a field leads is called; its key if it has no name."""
        known = self._names.get((link.other, link.key))
        if known is None:
            known = self._names[link.other, link.key] = self._read_names(link.other, link.key)
        return known.get(value) or value

    def _read_names(self, name: str, key: str) -> dict[str, str]:
        table = self.contents[name].table
        wanted = [each for each in name_fields(table) if self._has(name, each)]
        if self.summaries[name].rows > _MOST_NAMED or not wanted:
            return {}
        rows = self.text(table).select(*dict.fromkeys([key, *wanted])).collect().to_dicts()
        return {row[key]: called(row, wanted) for row in rows}

    def code(self, list_name: str, code: str) -> str:
        """Return what a code of a list means, in words; the code if nothing says."""
        known = self._names.get(("", list_name))
        if known is None:
            known = self._names["", list_name] = self._read_codes(list_name)
        return known.get(code) or code

    def _read_codes(self, list_name: str) -> dict[str, str]:
        table = next((each for each in self.tables if each.codes is not None), None)
        if table is None or table.codes is None:
            return {}
        words = [each for each in name_fields(table) if self._has(table.name, each)]
        rows = self.rows(table, table.codes.list, [list_name])
        return {row[table.codes.code]: called(row, words) for row in rows}


def _computed(table: Table) -> Iterator[str]:
    for each in table.fields:
        if each.edtf is not None:
            yield from filter(None, (each.edtf.earliest, each.edtf.latest, each.edtf.precision))
    if table.evidence is not None:
        said = table.evidence
        yield from (said.sha256, said.start, said.end, said.paragraph)
    if table.text is not None:
        yield from (table.text.sha256, table.text.paragraphs, table.text.file)


def called(row: Row, names: Sequence[str]) -> str:
    """Return the first of these cells that has a value."""
    return next((row[name] for name in names if row.get(name)), "")


def name_fields(table: Table) -> tuple[str, ...]:
    """Return the fields that say in words what a row is, the best one first."""
    roles = table.roles
    said = [part.name for part in (roles.places, roles.actor, roles.place_names) if part and part.name]
    outlet = [roles.article.outlet] if roles.article and roles.article.outlet else []
    taken = {name for key in table.foreign_keys for name in key.fields} | {*table.primary_key}
    free = [each for each in table.fields if each.name not in taken and _in_words(each)]
    free.sort(key=lambda each: not each.quotes)  # a headline says most
    return tuple(
        dict.fromkeys([*said, *(each.name for each in free if roles.article is None or each.quotes), *outlet])
    )


def _in_words(each: Field) -> bool:
    """Whether a field holds words of somebody's own, not a code, a date, an address or a number."""
    uses = (each.edtf, each.codes, each.phrase, each.place, each.place_name, each.place_code, each.url)
    limits = {"enum", "pattern"} & each.constraints.keys()
    plain = each.type == "string" and each.format == "default" and not each.categories
    return plain and not limits and not any(use is not None for use in uses) and not each.people


def main_table(library: Library) -> Table:
    """Return the table whose records the page is about.

    The events; else the places; else the one with the most rows among those that are no
    list of codes, not made for the release, and not only there to join others.
    """
    found = library.with_role("event") or library.with_role("places")
    if found is not None:
        return found
    own = [each for each in library.tables if each.codes is None and not each.derived] or library.tables
    whole = [each for each in own if not _joins(each)] or own
    return max(whole, key=lambda each: library.summaries[each.name].rows)


def _joins(table: Table) -> bool:
    """Whether a table's key is made of other tables' keys."""
    borrowed = {name for key in table.foreign_keys for name in key.fields}
    return len(table.primary_key) > 1 and sum(name in borrowed for name in table.primary_key) > 1
