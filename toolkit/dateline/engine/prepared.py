"""What a scan asks, laid out as columns beside the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dateline.engine.keys import hashes
from dateline.engine.question import ROW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.engine.question import Question, Unique

HEIGHT = "__height__"
"""Column with how many rows are looked at."""
LEFT_OUT = "__left_out__"
"""Column that is true of the rows that are not."""


class Doubt(NamedTuple):
    """A question that is asked of rows that may fail, and the column of `Prepared.marks` that tells them."""

    question: Question
    mark: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scan's arguments (see `dateline.engine.scan.scan`), and the columns that it makes of them.

    Args:
        frame: the rows.
        few: whether answers are held for all rows at once.
        masks: questions by the name of their column.
        doubts: those of which it is asked first whether any row may fail.
        marks: the columns that tell which rows may fail, by name.
        closer: by those columns, what says so more closely of the rows for which they are true.
        keys: as given.
        carry: as given.
        cap: as given.
        by_name: the columns of `masks` by their questions' names.
        skip: as given.
        keep: as given.
        names: of all questions and keys, in the order asked.

    """

    frame: pl.LazyFrame
    few: bool
    masks: Mapping[str, Question]
    doubts: tuple[Doubt, ...]
    marks: Mapping[str, pl.Expr]
    closer: Mapping[str, pl.Expr]
    keys: tuple[Unique, ...]
    carry: Mapping[str, pl.Expr]
    cap: int | None
    by_name: Mapping[str, str]
    skip: str | None
    keep: tuple[pl.Expr, ...]
    names: tuple[str, ...]

    @property
    def height(self) -> pl.Expr:
        """How many rows are looked at."""
        return (pl.len() if self.skip is None else pl.col(self.skip).not_().sum()).alias(HEIGHT)

    @property
    def hashed(self) -> list[str]:
        """The columns of the keys' hashes in `at_once`."""
        return [f"__hash_{i}__" for i in range(len(self.keys))]

    def at_once(self) -> pl.LazyFrame:
        """Return all columns for all rows: what few rows are asked in one query."""
        pairs = zip(self.hashed, self.keys, strict=True)
        hashed = [hashes(key, self.skip).alias(name) for name, key in pairs]
        carried = [value.alias(name) for name, value in self.carry.items()]
        moot = [] if self.skip is None else [pl.col(self.skip).alias(LEFT_OUT)]
        masks = list(self.masks)
        return self.laid_out(masks, self.marks).select(ROW, *masks, *self.marks, *hashed, *carried, *moot)

    def laid_out(self, masks: Sequence[str], marks: Mapping[str, pl.Expr] | None = None) -> pl.LazyFrame:
        """Return the frame with a column for each of `masks` and `marks`, and the rows' indexes.

        The indexes come last, so that a question about all columns does not see them.
        """
        moot = {mask: tuple(self._moot(mask)) for mask in masks}
        heard_on = {each: ~pl.any_horizontal(each) for each in {*moot.values()} if each}
        heard = [pl.col(mask) & heard_on[each] for mask, each in moot.items() if each]
        raw = dict.fromkeys([*masks, *(name for mask in masks for name in self.silencers(self.masks[mask]))])
        columns = {mask: self.masks[mask].bad for mask in raw} | dict(marks or {})
        asked = self.frame.with_columns(**columns)
        return (asked.with_columns(heard) if heard else asked).with_row_index(ROW)

    def shared(self) -> pl.LazyFrame:
        """Return all of `laid_out` for several plans: the cache has it read and evaluated once for all."""
        return self.laid_out(list(self.masks), self.marks).cache()

    def _moot(self, mask: str) -> list[str]:
        """Return the columns that, true on a row, make a mask moot: those to leave out, and silencers."""
        return [*([] if self.skip is None else [self.skip]), *self.silencers(self.masks[mask])]

    def silencers(self, question: Question) -> list[str]:
        """Return the columns of `masks` that, true on a row, make a question moot there."""
        return [self.by_name[name] for name in question.silenced_by if name in self.by_name]


def prepare(
    frame: pl.LazyFrame | pl.DataFrame,
    questions: Sequence[Question],
    keys: Sequence[Unique] = (),
    *,
    carry: Mapping[str, pl.Expr] | None = None,
    cap: int | None = None,
    skip: str | None = None,
    keep: Sequence[pl.Expr] = (),
) -> Prepared:
    """Lay out the arguments of a scan; see `dateline.engine.scan.scan`.

    Raises:
        ValueError: if two questions or keys have the same name.

    """
    names = (*(each.name for each in questions), *(each.name for each in keys))
    if len(set(names)) < len(names):
        raise ValueError("two questions of one scan have the same name")
    loud = {name for each in questions for name in each.silenced_by}
    later = {each.name for each in questions if each.maybe is not None} - loud
    masks = {f"__mask_{i}__": each for i, each in enumerate(questions) if each.name not in later}
    doubtful = [each for each in questions if each.name in later]
    marks, doubts = _marked(doubtful, skip)
    return Prepared(
        frame=frame.lazy(),
        few=isinstance(frame, pl.DataFrame),
        masks=masks,
        doubts=doubts,
        marks=marks,
        closer={each.mark: each.question.closer for each in doubts if each.question.closer is not None},
        keys=tuple(keys),
        carry=carry or {},
        cap=cap,
        by_name={each.name: mask for mask, each in masks.items()},
        skip=skip,
        keep=tuple(keep),
        names=names,
    )


def _marked(doubtful: Sequence[Question], skip: str | None) -> tuple[dict[str, pl.Expr], tuple[Doubt, ...]]:
    """Return the columns that tell which rows may fail; questions with the same expressions share one."""
    seen = pl.lit(value=True) if skip is None else pl.col(skip).not_()
    names: dict[tuple[int, int], str] = {}
    marks: dict[str, pl.Expr] = {}
    doubts = []
    for each in doubtful:
        assert each.maybe is not None
        name = names.setdefault((id(each.maybe), id(each.closer)), f"__maybe_{len(names)}__")
        marks.setdefault(name, each.maybe & seen)
        doubts.append(Doubt(each, name))
    return marks, tuple(doubts)
