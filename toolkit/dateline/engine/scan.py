"""One streaming scan that answers every question about a table.

All row-wise questions are columns of one query, whose failures are counted where they are
found; a key costs eight bytes a row in the same scan. Only rows that fail are kept, with
what the report needs of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dateline.engine.copied import copied
from dateline.engine.keys import FEW, Suspects, among, hashes, readings, repeated, suspects
from dateline.engine.prepared import HEIGHT, LEFT_OUT, Prepared, prepare
from dateline.engine.question import ROW, Answers, Failures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dateline.engine.question import Question, Unique

DEFAULT_CAP = 100_000
"""Failing rows kept by default: enough for any report, and bounded memory."""

EXAMPLES = 20
"""Rows fetched for a question whose failures all lie beyond the cap."""

HELD = 250_000
"""Rows that may fail which are held in memory, to be asked there."""


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
    return answer([prepare(frame, questions, keys, carry=carry, cap=cap, skip=skip, keep=keep)])[0]


def answer(scans: Sequence[Prepared]) -> list[Answers]:
    """Run scans, those of few rows side by side; see `scan`.

    Raises:
        polars.exceptions.PolarsError: as `scan`, because of any of them.

    """
    few = [each for each in scans if each.few]
    tables = iter(pl.collect_all([each.at_once() for each in few]) if few else [])
    return [_answered(each, _counted(each, next(tables)) if each.few else _first(each)) for each in scans]


class _Counts(NamedTuple):
    """What the reading of all rows gives.

    Args:
        counts: of rows, by column.
        rows: those that fail.
        hashed: keys.
        kept: columns.
        doubtful: what is asked of rows that may fail, the first `HELD` of them; None where nothing was held.

    """

    counts: dict[str, int]
    rows: pl.DataFrame | None
    hashed: list[pl.Series]
    kept: pl.DataFrame | None
    doubtful: pl.DataFrame | None = None


def _answered(asked: Prepared, first: _Counts) -> Answers:
    counts = first.counts
    found = _split(asked, counts, first.rows)
    pairs = zip(asked.keys, first.hashed, strict=True)
    doubtful = [each for key, h in pairs if (each := suspects(key, h)) is not None]
    unseen = [mask for mask, rows in found.items() if rows.is_empty()]
    examples, repeats = _second(asked, unseen, doubtful)
    found |= examples
    failures = [Failures(asked.masks[mask].name, counts[mask], rows) for mask, rows in found.items()]
    failed = {each.name: each for each in (*failures, *repeats)}
    failed |= _in_doubt(asked, _doubted(asked, counts, first.doubtful))
    in_order = {name: failed[name] for name in asked.names if name in failed}
    return Answers(counts[HEIGHT], in_order, first.kept)


def _first(asked: Prepared) -> _Counts:
    """Read everything once."""
    masks, marks, keys = list(asked.masks), list(asked.marks), asked.keys
    frame = asked.shared()
    plans = [
        frame.select(asked.height, *(pl.col(name).sum() for name in (*masks, *marks))),
        *(frame.select(hashes(key, asked.skip)) for key in keys),
    ]
    if masks:
        rows = frame.filter(pl.any_horizontal(masks)).select(ROW, *masks, *copied(frame, asked.carry))
        plans.append(rows if asked.cap is None else rows.head(asked.cap))
    if marks:
        roots = {name: pl.col(name) for name in _roots(each.question for each in asked.doubts)}
        rows = frame.filter(pl.any_horizontal(marks)).select(*marks, *copied(frame, roots))
        plans.append(rows.head(HELD))
    if asked.keep:
        plans.append(frame.select(asked.keep))
    counts, *rest = pl.collect_all(plans, engine="streaming")
    read = iter(rest)
    return _Counts(
        counts=counts.row(0, named=True),
        hashed=[next(read).to_series() for _ in keys],
        rows=next(read) if masks else None,
        doubtful=next(read) if marks else None,
        kept=next(read).rechunk() if asked.keep else None,
    )


def _counted(asked: Prepared, table: pl.DataFrame) -> _Counts:
    """Do the same with the columns of few rows, as `Prepared.at_once` has them."""
    masks, perhaps = list(asked.masks), list(asked.marks)
    left_out = int(table[LEFT_OUT].sum()) if LEFT_OUT in table.columns else 0
    counts = {HEIGHT: table.height - left_out} | {mask: int(table[mask].sum()) for mask in (*masks, *perhaps)}
    failing = [mask for mask in masks if counts[mask]]
    extra = (*asked.hashed, *perhaps, LEFT_OUT)
    rows = table.drop(extra, strict=False).filter(pl.any_horizontal(failing)) if failing else None
    shown = rows if rows is None or asked.cap is None else rows.head(asked.cap)
    kept = asked.frame.select(asked.keep).collect() if asked.keep else None
    return _Counts(counts, shown, [table[name] for name in asked.hashed], kept)


def _doubted(asked: Prepared, counts: Mapping[str, int], held: pl.DataFrame | None) -> list[Question]:
    """Return the questions that some rows may fail, less those of which all such rows are held, and pass."""
    doubts = [each for each in asked.doubts if counts[each.mark]]
    if held is None or not doubts:
        return [each.question for each in doubts]
    marks = {each.mark: [one.question for one in doubts if one.mark == each.mark] for each in doubts}
    whole = {mark: questions for mark, questions in marks.items() if counts[mark] == held[mark].sum()}
    plans = [
        held.lazy()
        .filter(mark)
        .select(*_roots(questions))
        .unique()
        .select(each.bad.any().alias(each.name) for each in questions)
        for mark, questions in whole.items()
    ]
    told = pl.collect_all(plans, engine="in-memory")
    passed = {column.name for answers in told for column in answers if not column.item()}
    return [each.question for each in doubts if each.question.name not in passed]


def _roots(questions: Iterable[Question]) -> list[str]:
    """Return the columns that questions look at."""
    return list(dict.fromkeys(name for each in questions for name in each.bad.meta.root_names()))


def _in_doubt(asked: Prepared, doubtful: Sequence[Question]) -> dict[str, Failures]:
    """Put the questions that some rows may fail, in a reading of their own, with what silences them."""
    if not doubtful:
        return {}
    loud = {name for each in doubtful for name in each.silenced_by}
    others = [each for each in asked.masks.values() if each.name in loud]
    wanted = [replace(each, maybe=None) for each in doubtful]
    questions = [*others, *wanted]
    again = replace(
        prepare(asked.frame, questions, carry=asked.carry, cap=asked.cap, skip=asked.skip), few=asked.few
    )
    found = answer([again])[0].failures
    return {each.name: found[each.name] for each in doubtful if each.name in found}


def _split(asked: Prepared, counts: Mapping[str, int], rows: pl.DataFrame | None) -> dict[str, pl.DataFrame]:
    """Return the kept rows of each question that has failures."""
    if rows is None:
        return {}
    whole = rows.rechunk()  # a streaming query gives many small pieces, and each would be filtered by itself
    kept = whole.drop(asked.masks)
    return {mask: kept.filter(whole[mask]) for mask in asked.masks if counts[mask]}


def _second(
    asked: Prepared, unseen: Sequence[str], doubtful: Sequence[Suspects]
) -> tuple[dict[str, pl.DataFrame], list[Failures]]:
    """Read what the first reading left open: examples beyond the cap, and rows that repeat."""
    if not unseen and not doubtful:
        return {}, []
    few = [each for each in doubtful if len(each.rows) <= FEW]
    many = [each for each in doubtful if len(each.rows) > FEW]
    plan = asked.laid_out(unseen)
    frame = plan.cache() if len(unseen) + len(few) + 2 * len(many) > 1 else plan
    kept = copied(frame, asked.carry)
    plans = [frame.filter(mask).head(EXAMPLES).select(ROW, *kept) for mask in unseen]
    plans += [among(frame, each, asked.carry) for each in few]
    plans += [each for found in many for each in readings(frame, found, asked.carry, asked.cap)]
    read = iter(pl.collect_all(plans, engine="streaming"))
    examples = {mask: next(read) for mask in unseen}
    told = {
        each.key.name: pl.collect_all(readings(rows.lazy(), each, asked.carry, asked.cap))
        for each, rows in zip(few, read, strict=False)
    }
    told |= {each.key.name: [next(read), next(read)] for each in many}
    repeats = (repeated(each, *told[each.key.name]) for each in doubtful)
    return examples, [each for each in repeats if each is not None]
