"""Which rows a report of private records may not quote, and which texts stand in those alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from dateline.package.gating import levels
from dateline.package.gating import references as refs
from dateline.package.gating.draft import AT, drafts_of
from dateline.package.gating.unused import drop_unused
from dateline.table.restricted import restricted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dateline.package.gating.draft import Draft
    from dateline.package.gating.references import Reference
    from dateline.package.model import TableContent

_SHORTEST: Final = 3
"""Shorter texts are compared with whole words only."""
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a report may not quote.

    Args:
        rows: rows that are not published as they stand, by table.
        coarse: those of them that are published coarsely: their keys may be named.
        texts: what stands in such rows, or in restricted fields, and nowhere else.

    """

    rows: Mapping[str, frozenset[int]]
    coarse: Mapping[str, frozenset[int]]
    texts: frozenset[str]

    def quoted(self, texts: Sequence[str]) -> list[bool]:
        """Tell of each text whether it quotes something hidden."""
        long = [text for text in self.texts if len(text) >= _SHORTEST]
        said = pl.Series("said", texts, dtype=pl.String)
        parts = said.str.contains_any(long).to_list() if long else [False] * len(texts)
        words = (not self.texts.isdisjoint(_WORD.findall(text)) for text in texts)
        return [part or word for part, word in zip(parts, words, strict=True)]


def hidden(tables: Mapping[str, TableContent]) -> Hidden:
    """Find what may not be quoted of private records, which need not be sound.

    A row whose release level cannot be read is hidden. So is what only such rows use.
    """
    schemas = {name: content.table for name, content in tables.items()}
    references = refs.references_of(schemas)
    drafts = drafts_of(tables, levels.all_needed(schemas, references))
    coarse = _shut(drafts, references) if any(each.private for each in schemas.values()) else {}
    gone = {name: frozenset(draft.gone) for name, draft in drafts.items()}
    kept = {name: frozenset(found) for name, found in coarse.items()}
    return Hidden(gone, kept, frozenset(_only_there(drafts)))


def _shut(drafts: Mapping[str, Draft], references: Sequence[Reference]) -> dict[str, set[int]]:
    """Take out every row that is not published as it stands; return those published coarsely."""
    coarse = levels.coarse(drafts, references)
    withheld = levels.withhold(drafts) | levels.withhold_unsaid(drafts)
    refs.settle(drafts, references, withheld)
    for name, found in coarse.items():
        drafts[name].cut(found)
    refs.settle(drafts, references, coarse)
    drop_unused(drafts, references)
    return coarse


def _only_there(drafts: Mapping[str, Draft]) -> Iterator[str]:
    """Yield the texts that stand in hidden rows or restricted fields, and in no cell that is published."""
    shown: set[str] = set()
    inside: set[str] = set()
    for draft in drafts.values():
        closed = restricted(draft.table)
        gone = draft.gone
        names = [name for name in draft.table.names if name in draft.content.text.collect_schema().names()]
        frame = draft.content.text.select(names).with_row_index(AT)
        hides = pl.col(AT).is_in(gone.implode())
        queries = [frame.filter(~hides).select(pl.col(name).unique()) for name in names if name not in closed]
        secret = [frame.filter(hides).select(pl.col(name).unique()) for name in names if name not in closed]
        secret += [frame.select(pl.col(name).unique()) for name in closed if name in names]
        for found, into in ((queries, shown), (secret, inside)):
            for each in pl.collect_all(found):
                into.update(each.to_series().drop_nulls())
    yield from (text for text in inside - shown if text)
