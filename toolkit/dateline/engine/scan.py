"""One streaming scan that answers every question about a table.

All row-wise questions are columns of one query, whose failures are counted where they are
found; a key costs eight bytes a row in the same scan. Only rows that fail are kept, with
what the report needs of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.engine.copied import copied
from dateline.engine.keys import Suspects, hashes, readings, repeated, suspects
from dateline.engine.question import ROW, Answers, Failures, Question, Unique

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEFAULT_CAP = 100_000
"""Failing rows kept by default: enough for any report, and bounded memory."""

EXAMPLES = 20
"""Rows fetched for a question whose failures all lie beyond the cap."""


def scan(
    frame: pl.LazyFrame | pl.DataFrame,
    questions: Sequence[Question],
    keys: Sequence[Unique] = (),
    *,
    carry: Mapping[str, pl.Expr] | None = None,
    cap: int | None = DEFAULT_CAP,
    skip: str | None = None,
    keep: Sequence[pl.Expr] = (),
) -> Answers:
    """Answer `questions` and test `keys` on every row of `frame`.

    Args:
        frame: the rows, in the same order whenever they are read. They are read once; and
            once more, but few columns of them, if a key repeats, or if all failures of a
            question lie beyond the first `cap` rows that fail. A DataFrame is taken to be
            small: the answers are held for all its rows at once, which is soonest done.
        questions: row-wise expressions over the frame's columns.
        keys: combinations of columns that may not repeat.
        carry: expressions whose values are kept for failing rows, by name. Texts are
            copied, so that no buffer of the source stays alive.
        cap: how many failing rows to keep; None for all. Counts are exact in any case.
        skip: a Boolean column that is true of rows to leave out, and never null. Whoever
            filters them out has this column read again with the keys, and all that it is
            made of.
        keep: columns to return of all rows, whatever is found in them: who needs them in
            memory afterwards need not read them again.

    Returns:
        The height of the frame without what is left out, failures by name for what failed,
        and the columns that were to be kept; None if there are none.

    Raises:
        polars.exceptions.PolarsError: if the frame cannot be read, or one of the
            expressions cannot be evaluated.
        ValueError: if two questions or keys have the same name.

    """
    names = [each.name for each in questions] + [each.name for each in keys]
    if len(set(names)) < len(names):
        raise ValueError("two questions of one scan have the same name")
    loud = {name for each in questions for name in each.silenced_by}
    held_back = {each.name for each in questions if each.maybe is not None} - loud
    masks = {f"__mask_{i}__": each for i, each in enumerate(questions) if each.name not in held_back}
    by_name = {each.name: mask for mask, each in masks.items()}
    doubts = {f"__maybe_{i}__": each for i, each in enumerate(questions) if each.name in held_back}
    asked = _Asked(frame.lazy(), masks, carry or {}, cap, by_name, skip, doubts)
    if isinstance(frame, pl.DataFrame):
        kept = frame.select(keep) if keep else None
        counts, rows, hashed = _at_once(asked, keys)
    else:
        counts, rows, hashed, kept = _first(asked, keys, keep)
    found = _split(asked, counts, rows)
    doubtful = [each for key, h in zip(keys, hashed, strict=True) if (each := suspects(key, h)) is not None]
    unseen = [mask for mask, rows in found.items() if rows.is_empty()]
    examples, repeats = _second(asked, unseen, doubtful)
    found |= examples
    failures = [Failures(asked.masks[mask].name, counts[mask], rows) for mask, rows in found.items()]
    failed = {each.name: each for each in (*failures, *repeats)}
    failed |= _in_doubt(asked, frame, [each for mark, each in doubts.items() if counts[mark]])
    return Answers(counts[_HEIGHT], {name: failed[name] for name in names if name in failed}, kept)


_HEIGHT = "__height__"
_LEFT_OUT = "__left_out__"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A scan's arguments, the questions by the name of their column, and the columns by question.

    `doubts` are those of which it is asked first whether any row may fail, by the column for that.
    """

    frame: pl.LazyFrame
    masks: Mapping[str, Question]
    carry: Mapping[str, pl.Expr]
    cap: int | None
    by_name: Mapping[str, str]
    skip: str | None
    doubts: Mapping[str, Question]

    @property
    def height(self) -> pl.Expr:
        """How many rows are looked at."""
        return (pl.len() if self.skip is None else pl.col(self.skip).not_().sum()).alias(_HEIGHT)

    def maybe(self) -> list[pl.Expr]:
        """Return for each of `doubts` whether a row may fail it."""
        seen = pl.lit(value=True) if self.skip is None else pl.col(self.skip).not_()
        return [
            (each.maybe & seen).alias(mark) for mark, each in self.doubts.items() if each.maybe is not None
        ]

    def laid_out(self, masks: Sequence[str]) -> pl.LazyFrame:
        """Return the frame with a column for each of `masks`, and the rows' indexes.

        The indexes come last, so that a question about all columns does not see them.
        """
        moot = {mask: tuple(self._moot(mask)) for mask in masks}
        heard_on = {each: ~pl.any_horizontal(each) for each in {*moot.values()} if each}
        heard = [pl.col(mask) & heard_on[each] for mask, each in moot.items() if each]
        raw = dict.fromkeys([*masks, *(name for mask in masks for name in self._silencers(mask))])
        asked = self.frame.with_columns(self.masks[mask].bad.alias(mask) for mask in raw)
        return (asked.with_columns(heard) if heard else asked).with_row_index(ROW)

    def shared(self, masks: Sequence[str]) -> pl.LazyFrame:
        """Return `laid_out` for several plans: the cache has it read and evaluated once for all."""
        return self.laid_out(masks).cache()

    def _moot(self, mask: str) -> list[str]:
        """Return the columns that, true on a row, make a mask moot: those to leave out, and silencers."""
        return [*([] if self.skip is None else [self.skip]), *self._silencers(mask)]

    def _silencers(self, mask: str) -> list[str]:
        return [self.by_name[name] for name in self.masks[mask].silenced_by if name in self.by_name]


def _first(
    asked: _Asked, keys: Sequence[Unique], keep: Sequence[pl.Expr]
) -> tuple[dict[str, int], pl.DataFrame | None, list[pl.Series], pl.DataFrame | None]:
    """Read everything once: return counts by mask, the failing rows, the keys' hashes, and `keep`."""
    masks = list(asked.masks)
    frame = asked.shared(masks)
    plans = [
        frame.select(
            asked.height, *(pl.col(mask).sum() for mask in masks), *(each.sum() for each in asked.maybe())
        ),
        *(frame.select(hashes(key, asked.skip)) for key in keys),
    ]
    if masks:
        rows = frame.filter(pl.any_horizontal(masks)).select(ROW, *masks, *copied(frame, asked.carry))
        plans.append(rows if asked.cap is None else rows.head(asked.cap))
    if keep:
        plans.append(frame.select(keep))
    counts, *rest = pl.collect_all(plans, engine="streaming")
    hashed = [each.to_series() for each in rest[: len(keys)]]
    failing = rest[len(keys)] if masks else None
    return counts.row(0, named=True), failing, hashed, rest[-1].rechunk() if keep else None


def _at_once(
    asked: _Asked, keys: Sequence[Unique]
) -> tuple[dict[str, int], pl.DataFrame | None, list[pl.Series]]:
    """Do the same as `_first` for few rows: one query makes all columns, kept for all rows."""
    masks = list(asked.masks)
    marks = [f"__hash_{i}__" for i in range(len(keys))]
    carried = [value.alias(name) for name, value in asked.carry.items()]
    hashed = [hashes(key, asked.skip).alias(mark) for mark, key in zip(marks, keys, strict=True)]
    moot = [] if asked.skip is None else [pl.col(asked.skip).alias(_LEFT_OUT)]
    perhaps = list(asked.doubts)
    table = asked.laid_out(masks).select(ROW, *masks, *hashed, *carried, *moot, *asked.maybe()).collect()
    height = table.height - (int(table[_LEFT_OUT].sum()) if moot else 0)
    counts = {_HEIGHT: height} | {mask: int(table[mask].sum()) for mask in (*masks, *perhaps)}
    failing = [mask for mask in masks if counts[mask]]
    extra = (*marks, *perhaps, _LEFT_OUT)
    rows = table.drop(extra, strict=False).filter(pl.any_horizontal(failing)) if failing else None
    kept = rows if rows is None or asked.cap is None else rows.head(asked.cap)
    return counts, kept, [table[mark] for mark in marks]


def _in_doubt(
    asked: _Asked, frame: pl.LazyFrame | pl.DataFrame, doubtful: Sequence[Question]
) -> dict[str, Failures]:
    """Put the questions that some rows may fail, in a reading of their own, with what silences them."""
    if not doubtful:
        return {}
    loud = {name for each in doubtful for name in each.silenced_by}
    others = [each for each in asked.masks.values() if each.name in loud]
    wanted = [replace(each, maybe=None) for each in doubtful]
    found = scan(frame, [*others, *wanted], carry=asked.carry, cap=asked.cap, skip=asked.skip).failures
    return {each.name: found[each.name] for each in doubtful if each.name in found}


def _split(asked: _Asked, counts: Mapping[str, int], rows: pl.DataFrame | None) -> dict[str, pl.DataFrame]:
    """Return the kept rows of each question that has failures."""
    if rows is None:
        return {}
    whole = rows.rechunk()  # a streaming query gives many small pieces, and each would be filtered by itself
    kept = whole.drop(asked.masks)
    return {mask: kept.filter(whole[mask]) for mask in asked.masks if counts[mask]}


def _second(
    asked: _Asked, unseen: Sequence[str], doubtful: Sequence[Suspects]
) -> tuple[dict[str, pl.DataFrame], list[Failures]]:
    """Read what the first reading left open: examples beyond the cap, and rows that repeat."""
    if not unseen and not doubtful:
        return {}, []
    frame = asked.shared(unseen)
    kept = copied(frame, asked.carry)
    plans = [frame.filter(mask).head(EXAMPLES).select(ROW, *kept) for mask in unseen]
    for each in doubtful:
        plans += readings(frame, each, asked.carry, asked.cap)
    read = pl.collect_all(plans, engine="streaming")
    examples = dict(zip(unseen, read, strict=False))
    pairs = zip(doubtful, read[len(unseen) :: 2], read[len(unseen) + 1 :: 2], strict=True)
    repeats = (repeated(each, groups, shown) for each, groups, shown in pairs)
    return examples, [each for each in repeats if each is not None]
