"""One streaming scan that answers every question about a table.

All row-wise questions are columns of one query; a key costs eight bytes a row in the
same scan. Only rows that fail are kept, with what the report needs of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.engine.keys import hashes, repeated
from dateline.engine.question import ROW, Answers, Failures, Question, Unique

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEFAULT_CAP = 100_000
"""Failing rows kept by default: enough for any report, and bounded memory."""

EXAMPLES = 20
"""Rows fetched for a question whose failures all lie beyond the cap."""


def scan(
    frame: pl.LazyFrame,
    questions: Sequence[Question],
    keys: Sequence[Unique] = (),
    *,
    carry: Mapping[str, pl.Expr] | None = None,
    cap: int | None = DEFAULT_CAP,
) -> Answers:
    """Answer `questions` and test `keys` on every row of `frame`.

    Args:
        frame: the rows. They are read once; once more if a key repeats or if more than
            `cap` rows fail.
        questions: row-wise expressions over the frame's columns.
        keys: combinations of columns that may not repeat.
        carry: expressions whose values are kept for failing rows, by name. Texts are
            copied, so that no buffer of the source stays alive.
        cap: how many failing rows to keep; None for all. Counts are exact in any case.

    Returns:
        The height of the frame, and failures by name for what failed.

    """
    masks = {f"__mask_{i}__": question for i, question in enumerate(questions)}
    kept = copied(frame, carry or {})
    failing = _failing(frame, masks, kept)
    plans = [
        failing if cap is None else failing.head(cap + 1),
        frame.select(pl.len()),
        *(frame.select(hashes(key)) for key in keys),
    ]
    rows, height, *hashed = pl.collect_all(plans, engine="streaming")
    answers = Answers(int(height.item()))
    _answer(answers, frame, masks, kept, rows, cap)
    for key, values in zip(keys, hashed, strict=True):
        found = repeated(frame, key, values.to_series(), kept, cap)
        if found is not None:
            answers.failures[key.name] = found
    return answers


def copied(frame: pl.LazyFrame, carry: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    """Name the carried expressions, and copy their texts.

    A filter on a text column keeps the whole source buffer alive, gigabytes for a few
    thousand rows; concatenation with an empty text makes a copy of its own.
    """
    schema = frame.select(**carry).collect_schema()
    return [
        (pl.concat_str(value, pl.lit("")) if schema[name] == pl.String else value).alias(name)
        for name, value in carry.items()
    ]


def _failing(frame: pl.LazyFrame, masks: Mapping[str, Question], kept: list[pl.Expr]) -> pl.LazyFrame:
    indexed = frame.with_row_index(ROW)
    if not masks:
        return indexed.clear().select(ROW, *kept)
    asked = indexed.with_columns(question.bad.alias(mask) for mask, question in masks.items())
    return asked.filter(pl.any_horizontal(list(masks))).select(ROW, *masks, *kept)


def _answer(
    answers: Answers,
    frame: pl.LazyFrame,
    masks: Mapping[str, Question],
    kept: list[pl.Expr],
    rows: pl.DataFrame,
    cap: int | None,
) -> None:
    """Split the failing rows by question; count anew where some had to be left out."""
    if not masks:
        return
    more = cap is not None and rows.height > cap
    rows = (rows.head(cap) if more else rows).with_columns(_heard(masks))
    found = {mask: rows.filter(mask).drop(list(masks)) for mask in masks}
    counts = {mask: each.height for mask, each in found.items()}
    if more:
        counts, beyond = _recount(frame, masks, kept, {m for m, each in found.items() if each.is_empty()})
        found |= beyond
    for mask, question in masks.items():
        if counts[mask]:
            answers.failures[question.name] = Failures(question.name, counts[mask], found[mask])


def _heard(masks: Mapping[str, Question]) -> list[pl.Expr]:
    """Return the masks of questions that others silence, without the silenced rows."""
    named = {question.name: mask for mask, question in masks.items()}
    return [
        (pl.col(mask) & ~pl.any_horizontal([named[name] for name in question.silenced_by])).alias(mask)
        for mask, question in masks.items()
        if question.silenced_by
    ]


def _recount(
    frame: pl.LazyFrame, masks: Mapping[str, Question], kept: list[pl.Expr], unseen: set[str]
) -> tuple[dict[str, int], dict[str, pl.DataFrame]]:
    """Count every question exactly, and fetch examples of those that have none yet."""
    asked = frame.with_row_index(ROW).with_columns(q.bad.alias(mask) for mask, q in masks.items())
    asked = asked.with_columns(_heard(masks))
    wanted = [mask for mask in masks if mask in unseen]
    counts, *rows = pl.collect_all(
        [
            asked.select(pl.col(mask).sum() for mask in masks),
            *(asked.filter(mask).head(EXAMPLES).select(ROW, *kept) for mask in wanted),
        ],
        engine="streaming",
    )
    return counts.row(0, named=True), dict(zip(wanted, rows, strict=True))
