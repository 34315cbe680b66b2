"""The gate: from the tables as they are kept to the tables as they are published.

Release levels are those of the rows: `public`, `coarsened` (the province and the month) and
`withheld`. Fields may be restricted. What passes is all that a release is made from: files,
statistics, differences and pages see no other table. `docs/release-levels.md` says what
becomes of what, and why.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.cast import typed
from dateline.errors import PublishError
from dateline.package.gating import levels
from dateline.package.gating import references as refs
from dateline.package.gating.coarsen import coarsen, repeated
from dateline.package.gating.counted import recount
from dateline.package.gating.draft import AT, drafts_of
from dateline.package.gating.lists import without_hidden
from dateline.package.gating.prose import mentions, told
from dateline.package.gating.unused import drop_unused
from dateline.package.model import TableContent
from dateline.rules.across import holds
from dateline.table import Condition
from dateline.table.restricted import restricted, without_restricted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.dataset import Dataset
    from dateline.errors import Problem
    from dateline.package.gating.draft import Draft
    from dateline.package.gating.references import Reference
    from dateline.table import Table

    Contents = Mapping[str, TableContent]


@dataclass(frozen=True, slots=True, eq=False)
class Gated:
    """What passed the gate.

    Args:
        published: the tables of the release.
        asked: the same rows, to be checked: with those restricted fields that rules need in
            order to know whom a record tells of, and which records are coarsened.

    """

    published: Contents
    asked: Contents


def public(tables: Contents, dataset: Dataset) -> Contents:
    """Return the tables of a release; the very same ones where there is nothing to hide.

    Args:
        tables: the checked tables, by name.
        dataset: whether their records are public already (`records: public`), and coarse
            where they are to be coarsened, or private.

    Raises:
        PublishError: if a record is to be coarsened and cannot be; it is named by its key.

    """
    return gated(tables, dataset).published


def gated(tables: Contents, dataset: Dataset) -> Gated:
    """Return the tables of a release, and those to check before it; see `public`."""
    passed = tables if not dataset.private and not _withheld(tables) else _passed(tables, dataset)
    if all(passed[name] is each and _is_open(each.table) for name, each in tables.items()):
        return Gated(tables, tables)
    published = {name: _without(content, frozenset()) for name, content in passed.items()}
    asked = {name: _without(content, _deciding(content.table)) for name, content in passed.items()}
    return Gated(published, asked)


def _is_open(table: Table) -> bool:
    return not table.private and not restricted(table)


def _withheld(tables: Contents) -> bool:
    """Whether a row is withheld; of a public dataset this is all that is read before the release."""
    conditions = [
        content.typed.select(holds(release.withheld).any())
        for content in tables.values()
        if (release := content.table.roles.release) and release.withheld is not None
    ]
    return any(frame.item() for frame in pl.collect_all(conditions))


def _passed(tables: Contents, dataset: Dataset) -> Contents:
    """Return the tables with the rows and the values that are published, all fields among them."""
    drafts, references = _drafts(tables)
    if dataset.private:
        _stop(list(levels.unsaid(drafts)))
    refs.settle(drafts, references, levels.withhold(drafts))
    keys = _hidden_keys(drafts)
    if dataset.private:
        _coarsen(drafts, references)
        drop_unused(drafts, references)
        recount(drafts)
    without_hidden(drafts, keys)
    _stop(list(mentions(drafts, keys)))
    return {name: _content(draft) for name, draft in drafts.items()}


def _drafts(tables: Contents) -> tuple[dict[str, Draft], list[Reference]]:
    schemas = {name: content.table for name, content in tables.items()}
    references = refs.references_of(schemas)
    return drafts_of(tables, levels.all_needed(schemas, references)), references


def _hidden_keys(drafts: Mapping[str, Draft]) -> frozenset[str]:
    """Return the keys of the records that are gone, as texts, of tables with a key of one text."""
    found: set[str] = set()
    for draft in drafts.values():
        key = draft.table.primary_key
        if len(key) == 1 and draft.table[key[0]].type == "string":
            found.update(draft.first.join(draft.rows, on=AT, how="anti")[key[0]].drop_nulls())
    return frozenset(found)


def _coarsen(drafts: Mapping[str, Draft], references: list[Reference]) -> None:
    rows = levels.coarse(drafts, references)
    apart = levels.unlike(drafts, rows, references)
    for name, found in apart.items():
        drafts[name].cut(found)
    refs.settle(drafts, references, apart)
    rows = {name: found & set(drafts[name].rows[AT]) for name, found in rows.items()}
    done = {name: coarsen(drafts, name, found) for name, found in rows.items() if found}
    _stop([problem for each in done.values() for problem in each.problems])
    for name, each in done.items():
        drafts[name].write(each.cells)
    hidden = {name: each.hidden for name, each in done.items()}
    _stop(list(told(drafts, {name: rows[name] for name in done}, hidden)))
    for name, each in done.items():
        drafts[name].cut(repeated(drafts[name], each.cells, rows[name]))
    refs.settle(drafts, references, done)


def _stop(problems: list[Problem]) -> None:
    if problems:
        raise PublishError(*problems)


def _content(draft: Draft) -> TableContent:
    if not draft.touched:
        return draft.content
    text = draft.text()
    names = draft.content.typed.collect_schema().names()
    return TableContent(draft.table, text, typed(draft.table, text).select(names))


def _without(content: TableContent, keep: frozenset[str]) -> TableContent:
    """Return a table without its restricted fields, but for some of them."""
    table = without_restricted(replace(content.table, private=False), keep=keep)
    gone = set(content.table.names) - set(table.names)
    return TableContent(table, content.text.drop(gone, strict=False), content.typed.drop(gone, strict=False))


def _deciding(table: Table) -> frozenset[str]:
    """Return the fields by which rules decide of whom a record tells and how finely it may."""
    roles = [getattr(table.roles, each.name) for each in fields(table.roles)]
    parts = [getattr(role, each.name) for role in roles if role is not None for each in fields(role)]
    review = table.roles.event.review if table.roles.event else None
    return frozenset(each.field for each in parts if isinstance(each, Condition)) | {
        name for name in (review,) if name is not None
    }
