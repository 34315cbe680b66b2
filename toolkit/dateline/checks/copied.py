"""Words of a text that stand in a record: a record says what happened in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.ask import TEXT
from dateline.checks.told import Wrong, collected, rows_of
from dateline.evidence import WordIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.checks.content import Content
    from dateline.checks.told import Told
    from dateline.evidence import Overlap, Text

_WORDY = frozenset({"string", "any", "object", "array", "list"})
"""Types whose cells may hold sentences."""
_CELL = "__cell__"


def tell_copied(
    contents: Mapping[str, Content], texts: Mapping[str, Text], told: Told, examples: int | None
) -> None:
    """Tell every cell that shares eight consecutive words with a text.

    All fields that may hold words are searched, but for those whose schema says that an
    article's own words may stand there (`dateline: {quotes: true}`).

    Args:
        contents: tables by name.
        texts: texts by name.
        told: takes the findings.
        examples: findings to list of each table; None for all.

    """
    index = WordIndex(texts)
    for content in contents.values():
        fields = [each.name for each in content.table.fields if each.type in _WORDY and not each.quotes]
        copied = _copied(content, fields, index) if fields else {}
        if copied:
            told.tell(content, _wrong(content, fields, copied), examples)


def _copied(content: Content, fields: list[str], index: WordIndex) -> dict[str, Overlap]:
    """Search the distinct texts of cells, each once; return those that share words, and the longest run."""
    found = ((text, index.overlaps(text)) for text in _distinct(content, fields, index.shortest))
    return {text: max(overlaps, key=lambda each: each.words) for text, overlaps in found if overlaps}


def _distinct(content: Content, fields: list[str], shortest: int) -> list[str]:
    """Return the distinct texts of cells that are long enough to share anything."""

    def query(frame: pl.LazyFrame) -> pl.LazyFrame:
        cells = frame.select(fields).unpivot(value_name=_CELL).select(_CELL)
        return cells.filter(pl.col(_CELL).str.len_bytes() >= shortest).unique()

    return collected(content, query).to_series().to_list()


def _wrong(content: Content, fields: list[str], copied: Mapping[str, Overlap]) -> Iterator[Wrong]:
    rows = rows_of(content, fields)
    hits = pl.Series(list(copied), dtype=pl.String).implode()
    texts = [TEXT.format(name) for name in fields]
    for row in rows.filter(pl.any_horizontal(pl.col(texts).is_in(hits))).iter_rows(named=True):
        for name in fields:
            overlap = copied.get(row[TEXT.format(name)] or "")
            if overlap is not None:
                yield Wrong(overlap.rule, name, overlap.message, row, overlap.help)
