"""What is counted from claims and sources, counted again from those that are published.

An event's corroboration says how many people, in how many articles, bear it out. Left as it
stands it would tell of claims that nobody may see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.compile.cast import typed
from dateline.package.gating.draft import AT
from dateline.rules.across import ROW
from dateline.rules.chain_tables import chains_of
from dateline.rules.corroboration import corroboration_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from dateline.package.gating.draft import Draft
    from dateline.rules.across import Across

    Drafts = Mapping[str, Draft]

_COUNTS = {"corroboration-differs": "word", "more-sources-than-people": "people"}
"""By rule, the column with what follows from the claims."""


def recount(drafts: Drafts) -> None:
    """Correct words and numbers that agreed with all claims, and do not with those published."""
    tables = {name: draft.table for name, draft in drafts.items()}
    for rule in corroboration_rules(tables, list(chains_of(tables))):
        if any(drafts[name].rows.height != drafts[name].first.height for name in rule.needs):
            before = set(_failing(rule, {name: _whole(drafts[name]) for name in rule.needs})[ROW])
            after = _failing(rule, {name: _left(drafts[name]) for name in rule.needs})
            column = _COUNTS[rule.id]
            new = {at: str(value) for at, value in after.select(ROW, column).iter_rows() if at not in before}
            drafts[rule.table].write({rule.fields[0]: new})


def _failing(rule: Across, frames: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    return rule.failing(frames).collect()


def _whole(draft: Draft) -> pl.LazyFrame:
    return draft.content.typed.with_row_index(ROW)


def _left(draft: Draft) -> pl.LazyFrame:
    values = typed(draft.table, draft.text())
    return values.select(draft.content.typed.collect_schema().names()).with_columns(draft.rows[AT].alias(ROW))
