"""Release levels: which records are withheld, and which are coarsened, by themselves or with another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.errors import Problem
from dateline.package.gating import references as refs
from dateline.package.gating.draft import AT, named
from dateline.rules.across import link, of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dateline.package.gating.draft import Draft
    from dateline.package.gating.references import Reference
    from dateline.table import Table

    Drafts = Mapping[str, Draft]

_GAZETTEER = ("places", "place_names", "place_codes", "place_shapes", "place_memberships")


def all_needed(tables: Mapping[str, Table], references: Sequence[Reference]) -> dict[str, tuple[str, ...]]:
    """Return the fields, by table, on which the gate decides: keys, references, levels."""
    needs = refs.needed(references)
    for name, table in tables.items():
        part = table.roles.event_place
        main = (part.main.field,) if part and part.main else ()
        said = (*table.primary_key, *_level_fields(table), *main)
        needs.setdefault(name, {}).update(dict.fromkeys(said))
    return {name: tuple(each) for name, each in needs.items()}


def _level_fields(table: Table) -> tuple[str, ...]:
    """Return the fields that say which records are withheld or coarsened."""
    release = table.roles.release
    return (*of(release.withheld), *of(release.coarsened)) if release else ()


def unsaid(drafts: Drafts) -> Iterator[Problem]:
    """Yield the records that have no release level, where others have one."""
    for draft in drafts.values():
        rows = _unsaid(draft)
        texts = draft.texts(rows, draft.table.primary_key) if rows else None
        for row in texts.iter_rows(named=True) if texts is not None else ():
            yield Problem(f"{named(draft.table, row)} has no release level", help="say whether it is public")


def withhold_unsaid(drafts: Drafts) -> set[str]:
    """Take records out whose release level is not known; return the tables that had some."""
    rows = {name: _unsaid(draft) for name, draft in drafts.items()}
    for name, found in rows.items():
        drafts[name].cut(found)
    return {name for name, found in rows.items() if found}


def _unsaid(draft: Draft) -> set[int]:
    """Return the rows whose level is empty, cannot be read, or is none of those that the field may have."""
    found: set[int] = set()
    for name in dict.fromkeys(_level_fields(draft.table)):
        level = pl.col(name)
        words = draft.table[name].constraints.get("enum")
        unknown = ~level.cast(pl.String).is_in(list(map(str, words))) if words else pl.lit(value=False)
        found |= set(draft.rows.filter(level.is_null() | unknown)[AT])
    return found


def withhold(drafts: Drafts) -> set[str]:
    """Take the withheld records out; return the tables that had some."""
    changed = set()
    for name, draft in drafts.items():
        release = draft.table.roles.release
        withheld = draft.at(release.withheld if release else None)
        if withheld:
            draft.cut(withheld)
            changed.add(name)
    return changed


def coarse(drafts: Drafts, references: Sequence[Reference]) -> dict[str, set[int]]:
    """Return the rows, by table, that are published coarsely: by their own level, or with what they refer to.

    Whatever refers to a coarsened record, through one reference or several, could tell what
    that hides: the stricter level of both holds. Gazetteers tell of places, not of records.
    """
    rows = {
        name: draft.at(release.coarsened)
        for name, draft in drafts.items()
        if (release := draft.table.roles.release) and not _is_gazetteer(draft.table)
    }
    rows = {name: found for name, found in rows.items() if found}
    todo = set(rows)
    while todo:
        now, todo = todo, set()
        for each in _following(drafts, references, now):
            found = each.to(drafts, rows[each.target]) - rows.get(each.table, set())
            if found:
                rows.setdefault(each.table, set()).update(found)
                todo.add(each.table)
    return rows


def _following(drafts: Drafts, references: Iterable[Reference], now: set[str]) -> Iterator[Reference]:
    for each in references:
        if each.target in now and each.list is None and not _is_gazetteer(drafts[each.table].table):
            yield each


def _is_gazetteer(table: Table) -> bool:
    return any(getattr(table.roles, role) is not None for role in _GAZETTEER)


def unlike(
    drafts: Drafts, rows: Mapping[str, set[int]], references: Sequence[Reference]
) -> dict[str, set[int]]:
    """Return the relations, by table, between a coarsened event and one that is told in detail.

    That one is the same as the other, part of it, or came after it would tell its day.
    """
    tables = {name: draft.table for name, draft in drafts.items()}
    found: dict[str, set[int]] = {}
    for name, table in tables.items():
        relation = table.roles.relation
        if relation is None or relation.event is None or relation.other is None:
            continue
        both = [link(tables, table, "event", field) for field in (relation.event, relation.other)]
        ends = [
            each.to(drafts, rows.get(each.target, set()))
            for leads in both
            for each in references
            if leads and (each.table, each.fields, each.target) == (name, (leads.field,), leads.target)
        ]
        if len(ends) > 1 and ends[0] ^ ends[1]:
            found[name] = ends[0] ^ ends[1]
    return found
