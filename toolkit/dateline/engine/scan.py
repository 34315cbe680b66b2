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
        doubtful: what is asked of rows that may fail; None where none were held, or more would be.

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
    if first.doubtful is None:
        failed |= _in_doubt(asked, [each.question for each in asked.doubts if counts[each.mark]])
    else:
        failed |= _fetched(asked, _failing(asked, first.doubtful))
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
        bad = frame.filter(pl.any_horizontal(masks)).select(ROW, *masks, *copied(frame, asked.carry))
        plans.append(bad if asked.cap is None else bad.head(asked.cap))
    if marks:
        plans.append(_doubtful(asked, frame).head(HELD + 1))
    if asked.keep:
        plans.append(frame.select(asked.keep))
    counts, *rest = pl.collect_all(plans, engine="streaming")
    read = iter(rest)
    hashed, rows = [next(read).to_series() for _ in keys], next(read) if masks else None
    doubtful = next(read) if marks else None
    return _Counts(
        counts=counts.row(0, named=True),
        hashed=hashed,
        rows=rows,
        doubtful=None if doubtful is None or doubtful.height > HELD else doubtful,
        kept=next(read).rechunk() if asked.keep else None,
    )


def _doubtful(asked: Prepared, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows that may fail, with what is asked of them.

    Rust answers a costly question for all rows that stand together, wanted or not: so the others are
    filtered out before it is put.
    """
    marks = list(asked.marks)
    roots = {name: pl.col(name) for name in _roots(each.question for each in asked.doubts)}
    rows = frame.filter(pl.any_horizontal(marks))
    if asked.closer:
        still = {mark: pl.col(mark) & closer for mark, closer in asked.closer.items()}
        rows = rows.with_columns(**still).filter(pl.any_horizontal(marks))
    return rows.select(ROW, *marks, *copied(frame, roots))


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
    doubtful = None
    if any(counts[mark] for mark in perhaps):
        roots = asked.frame.select(_roots(each.question for each in asked.doubts)).collect()
        doubtful = table.select(ROW, *perhaps).hstack(roots).filter(pl.any_horizontal(perhaps))
    return _Counts(counts, shown, [table[name] for name in asked.hashed], kept, doubtful)


def _failing(asked: Prepared, held: pl.DataFrame) -> dict[str, pl.Series]:
    """Ask of the rows that may fail; return the indexes of those that do, by question."""
    failing: dict[str, pl.Series] = {}
    for mark in asked.marks:
        rows = held.filter(mark)
        if rows.height:
            failing |= _judged(rows, [each.question for each in asked.doubts if each.mark == mark])
    return failing


def _judged(rows: pl.DataFrame, questions: Sequence[Question]) -> dict[str, pl.Series]:
    """Ask questions of rows, each value once; return the indexes of those that fail, by question."""
    roots = _roots(questions)
    answers = {f"__bad_{i}__": each.bad for i, each in enumerate(questions)}
    told = rows.select(roots).unique().select(*roots, **answers)
    failing = {}
    for each, answer in zip(questions, answers, strict=True):
        bad = told.filter(answer)
        if bad.height:
            failing[each.name] = rows.join(bad, on=roots, how="semi", nulls_equal=True)[ROW].sort()
    return failing


def _fetched(asked: Prepared, failing: Mapping[str, pl.Series]) -> dict[str, Failures]:
    """Read rows that fail questions again, and leave out those that something else makes moot."""
    if not failing:
        return {}
    moot = {each.question.name: asked.silencers(each.question) for each in asked.doubts}
    loud = dict.fromkeys(mask for name in failing for mask in moot[name])
    frame = asked.frame.with_columns(**{mask: asked.masks[mask].bad for mask in loud}).with_row_index(ROW)
    every = pl.concat(failing.values()).unique()
    rows = frame.filter(pl.col(ROW).is_in(every.implode())).select(ROW, *loud, *copied(frame, asked.carry))
    read = rows.collect(engine="streaming").sort(ROW)
    found = {}
    for name, indexes in failing.items():
        heard = ~pl.any_horizontal(moot[name]) if moot[name] else pl.lit(value=True)
        mine = read.filter(pl.col(ROW).is_in(indexes.implode()), heard).drop(loud)
        if mine.height:
            found[name] = Failures(name, mine.height, mine if asked.cap is None else mine.head(asked.cap))
    return found


def _roots(questions: Iterable[Question]) -> list[str]:
    """Return the columns that questions look at."""
    return list(dict.fromkeys(name for each in questions for name in each.bad.meta.root_names()))


def _in_doubt(asked: Prepared, doubtful: Sequence[Question]) -> dict[str, Failures]:
    """Put questions that more rows may fail than are held, in a reading of their own."""
    if not doubtful:
        return {}
    loud = {name for each in doubtful for name in each.silenced_by}
    others = [each for each in asked.masks.values() if each.name in loud]
    wanted = [replace(each, maybe=None, closer=None) for each in doubtful]
    questions = [*others, *wanted]
    again = prepare(asked.frame, questions, carry=asked.carry, cap=asked.cap, skip=asked.skip)
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
