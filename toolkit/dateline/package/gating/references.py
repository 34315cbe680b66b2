"""Which records refer to which, and what becomes of a reference whose record is not published."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dateline.package.gating.draft import AT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dateline.package.gating.draft import Draft
    from dateline.table import Condition, Table

    Drafts = Mapping[str, Draft]

_DESCRIBING = ("place_names", "place_codes", "place_shapes", "place_memberships")
"""Roles of tables that tell more of a place, and use none."""


class Reference(NamedTuple):
    """Fields of a table whose values stand in fields of another, or of the same.

    Args:
        table: the table that refers.
        fields: the fields that refer.
        target: the table that is referred to.
        keys: its fields.
        list: of a code list, which one: the field and its text; None for a foreign key.

    """

    table: str
    fields: tuple[str, ...]
    target: str
    keys: tuple[str, ...]
    list: Condition | None = None

    def there(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the keys that these rows of the target have, each once, as `k0`, `k1` and so on."""
        if self.list is not None:
            rows = rows.filter(pl.col(self.list.field).cast(pl.String) == self.list.values[0])
        named = [pl.col(name).alias(f"k{i}") for i, name in enumerate(self.keys)]
        return rows.select(named).unique()

    def used(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return `AT` and the keys to which rows refer; those with an empty part refer to nothing."""
        named = [pl.col(name).alias(f"k{i}") for i, name in enumerate(self.fields)]
        return rows.select(AT, *named).drop_nulls()

    def lost(self, drafts: Drafts) -> set[int]:
        """Return the positions of rows that refer to a record which is not there."""
        target = drafts[self.target]
        there = self.there(target.rows)
        return set(self.used(drafts[self.table].rows).join(there, on=there.columns, how="anti")[AT])

    def to(self, drafts: Drafts, rows: Collection[int]) -> set[int]:
        """Return the positions of rows that refer to these rows of the target."""
        target = drafts[self.target].rows
        chosen = target.filter(pl.col(AT).is_in(pl.Series(sorted(rows), dtype=pl.UInt32).implode()))
        there = self.there(chosen)
        return set(self.used(drafts[self.table].rows).join(there, on=there.columns, how="semi")[AT])


def references_of(tables: Mapping[str, Table]) -> list[Reference]:
    """Return every reference between the tables: foreign keys, and codes of lists."""
    return [each for table in tables.values() for each in (*_keys(tables, table), *_codes(tables, table))]


def _keys(tables: Mapping[str, Table], table: Table) -> Iterator[Reference]:
    for key in table.foreign_keys:
        target = key.table or table.name
        if target in tables:
            yield Reference(table.name, key.fields, target, key.references)


def _codes(tables: Mapping[str, Table], table: Table) -> Iterator[Reference]:
    from dateline.table import Condition  # noqa: PLC0415 - a NamedTuple, for typing otherwise

    lists = next((each for each in tables.values() if each.codes is not None), None)
    if lists is None or lists.codes is None:
        return
    for field in table.fields:
        if field.codes is not None:
            condition = Condition(lists.codes.list, (field.codes,))
            yield Reference(table.name, (field.name,), lists.name, (lists.codes.code,), condition)


def needed(references: Sequence[Reference]) -> dict[str, dict[str, None]]:
    """Return the fields, by table, that references take."""
    needs: dict[str, dict[str, None]] = {}
    for each in references:
        needs.setdefault(each.table, {}).update(dict.fromkeys(each.fields))
        more = (each.list.field,) if each.list else ()
        needs.setdefault(each.target, {}).update(dict.fromkeys((*each.keys, *more)))
    return needs


def settle(drafts: Drafts, references: Sequence[Reference], changed: Collection[str]) -> None:
    """Follow references to records that went, until none is left.

    A row that cannot be without its reference goes too; of another one the reference is
    emptied. Of a reference of several fields those are emptied that may be empty.

    Args:
        drafts: the tables.
        references: between them.
        changed: the tables that lost rows.

    """
    todo = set(changed)
    while todo:
        now, todo = todo, set()
        for each in references:
            if each.target in now:
                lost = each.lost(drafts)
                if lost and _let_go(drafts[each.table], each, lost):
                    todo.add(each.table)


def _let_go(draft: Draft, reference: Reference, lost: set[int]) -> bool:
    """Empty a reference, or cut its rows; return whether that may lose somebody else a record."""
    table = draft.table
    free = [name for name in reference.fields if not table.required(table[name])]
    if not free:
        draft.cut(lost)
        return True
    for name in free:
        draft.empty(name, lost)
    return any(name in key for key in (table.primary_key, *table.unique_keys) for name in free)


def uses(tables: Mapping[str, Table], references: Sequence[Reference]) -> list[Reference]:
    """Return the references by which a record is in use, so that it is not known for its own sake.

    Spellings, codes and outlines of a place describe it; a source belongs to its article; a
    code is a word of a list. Events and claims are told, not used.
    """
    return [each for each in references if each.list is None and _is_use(tables, each)]


def _is_use(tables: Mapping[str, Table], reference: Reference) -> bool:
    here, there = tables[reference.table].roles, tables[reference.target].roles
    if there.event is not None or there.claim is not None:
        return False
    if there.places is not None and any(getattr(here, role) is not None for role in _DESCRIBING):
        return False
    return not (here.source is not None and there.article is not None)


def orphans(drafts: Drafts, references: Sequence[Reference], *, every: bool, target: str) -> set[int]:
    """Return the positions of records that nothing published uses.

    Args:
        drafts: the tables.
        references: those by which records are in use.
        every: whether records are meant as well that nothing ever used.
        target: the table of the records.

    """
    draft = drafts[target]
    left = set(draft.rows[AT])
    before: set[int] = set()
    now: set[int] = set()
    for each in references:
        before |= _in_use(drafts, each, first=True)
        now |= _in_use(drafts, each, first=False)
    if every and not before:
        return set()
    return (left if every else left & before) - now


def _in_use(drafts: Drafts, reference: Reference, *, first: bool) -> set[int]:
    """Return the positions of records in use by others: what names itself uses nothing."""
    here, there = drafts[reference.table], drafts[reference.target]
    using, held = (here.first, there.first) if first else (here.rows, there.rows)
    named = [pl.col(name).alias(f"k{i}") for i, name in enumerate(reference.keys)]
    used = reference.used(using).rename({AT: "by"})
    joined = held.select(AT, *named).join(used, on=[f"k{i}" for i in range(len(reference.keys))])
    if reference.table == reference.target:
        joined = joined.filter(pl.col(AT) != pl.col("by"))
    return set(joined[AT])
