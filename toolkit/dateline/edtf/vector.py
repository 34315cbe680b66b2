"""The profile on Polars columns: validity, bounds and words, a million strings at a time.

Every function takes an expression of strings and returns an expression; nothing calls
Python for a value, so all of it runs in a streaming query. A null gives null; a string
that is no date of the profile gives False for `is_valid` and null elsewhere. `parse`
agrees with these functions on every string: the tests hold the two together.

Who needs several answers about one column asks `fields` once and takes them from the
struct; each of the other functions reads the strings anew. Who has a frame, and many
rows, asks `with_fields` or `with_parts`, which are several times as quick.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl
from polars import field

from dateline.edtf import stages
from dateline.edtf.crosswalk import ACLED_TIME_PRECISION, UCDP_DATE_PREC

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PARTS: Mapping[str, Callable[[stages.Field], pl.Expr]] = {
    "valid": lambda column: column("valid"),
    "earliest": stages.earliest,
    "latest": stages.latest,
    "precision": stages.precision,
    "qualifier": stages.qualifier,
    "span": stages.span,
}
_KEPT = 64
"""Dates of one frame whose stages are kept for the next; making them takes longer than reading few dates."""


def is_valid(e: pl.Expr) -> pl.Expr:
    """Whether a string is a date of the profile: right shape, real days, no end before its start."""
    return _read(e).struct.field("valid")


def earliest(e: pl.Expr) -> pl.Expr:
    """Return the first day covered (Date); null where the date is open before."""
    return _answer(e, stages.earliest(field))


def latest(e: pl.Expr) -> pl.Expr:
    """Return the last day covered (Date); null where the date is open after."""
    return _answer(e, stages.latest(field))


def precision(e: pl.Expr) -> pl.Expr:
    """Return the precision word (String), one of `PRECISIONS`."""
    return _answer(e, stages.precision(field))


def qualifier(e: pl.Expr) -> pl.Expr:
    """Return "?", "~", "%" or "" (String); of an interval, what its two ends say together."""
    return _answer(e, stages.qualifier(field))


def fields(e: pl.Expr) -> pl.Expr:
    """Return a struct of `valid`, `earliest`, `latest`, `precision` and `qualifier`, all in one reading."""
    return _answer(e, stages.fields(field))


def with_fields(frame: pl.LazyFrame, texts: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """Add a column for each of `texts` that holds what `fields` gives of it.

    Stages are columns here, each made once, where in one expression every mention of an
    earlier stage is a part of the query of its own.
    """
    return _with(frame, texts, {"{}": stages.fields})


def with_parts(frame: pl.LazyFrame, texts: Mapping[str, pl.Expr], parts: Mapping[str, str]) -> pl.LazyFrame:
    """Add columns for each of `texts`, one for each part: what nobody selects is not worked out.

    Args:
        frame: what is added to.
        texts: dates by name.
        parts: the column of each part wanted, with `{}` for the text's name; parts are the
            fields of what `fields` gives, and "span" for what `span` does.

    """
    return _with(frame, texts, {column: _PARTS[part] for part, column in parts.items()})


def _with(
    frame: pl.LazyFrame,
    texts: Mapping[str, pl.Expr],
    answers: Mapping[str, Callable[[stages.Field], pl.Expr]],
) -> pl.LazyFrame:
    names = list(texts)
    frame = frame.with_columns(texts[name].alias(_mark(i, "cell")) for i, name in enumerate(names))
    made = [_mark(i, "cell") for i in range(len(names))]
    for each in zip(*(_stages(i) for i in range(len(names))), strict=True):
        bound = {name: value for stage in each for name, value in stage.items()}
        frame = frame.with_columns(**bound)
        made += bound
    answered = {
        column.format(name): _answered(i, answer)
        for i, name in enumerate(names)
        for column, answer in answers.items()
    }
    return frame.with_columns(**answered).drop(made)


def _mark(number: int, part: str) -> str:
    return f"__edtf_{number}_{part}__"


@lru_cache(_KEPT)
def _stages(number: int) -> tuple[dict[str, pl.Expr], ...]:
    """Return what each stage binds for the first, second, … of a frame's dates, made once for all frames."""
    return tuple(
        {_mark(number, part): value for part, value in stage.items()}
        for stage in stages.stages(_columns(number))
    )


@lru_cache(_KEPT)
def _answered(number: int, answer: Callable[[stages.Field], pl.Expr]) -> pl.Expr:
    return answer(_columns(number))


def _columns(number: int) -> stages.Field:
    """Return what gives the column of a stage."""
    return lambda name: pl.col(_mark(number, name))


def agrees(
    e: pl.Expr,
    *,
    earliest: pl.Expr | None = None,
    latest: pl.Expr | None = None,
    precision: pl.Expr | None = None,
) -> pl.Expr:
    """Whether what is stored of a date (Date, Date, String) is what follows from it, in one reading.

    Only what is given is compared; a null agrees with an open side. Nothing follows from
    a string that is no date: it agrees with anything. A missing date has all null.
    """
    stored = (
        (earliest, stages.earliest(field)),
        (latest, stages.latest(field)),
        (precision, stages.precision(field)),
    )
    same = [computed.eq_missing(given) for given, computed in stored if given is not None]
    return _answer(e, field("valid").eq_missing(pl.lit(value=False)) | pl.all_horizontal(same))


def ucdp_date_prec(e: pl.Expr) -> pl.Expr:
    """Return the UCDP GED `date_prec`, 1 to 5 (Int8); null where the date is open or beyond a year."""
    return _answer(e, stages.code(field, UCDP_DATE_PREC))


def acled_time_precision(e: pl.Expr) -> pl.Expr:
    """Return the ACLED `time_precision`, 1 to 3 (Int8).

    Null beyond a month, where the date is open, and where it lasts for more than a day.
    """
    lasting = pl.when(stages.lasts(field)).then(stages.code(field, ACLED_TIME_PRECISION[:1]))
    return _answer(e, lasting.otherwise(stages.code(field, ACLED_TIME_PRECISION)))


def span(e: pl.Expr) -> pl.Expr:
    """Return what `relations` compare: a struct of four days and whether the date lasts.

    `earliest` and `latest` are the bounds; `latest_start` and `earliest_end` are the
    last day on which it can begin and the first on which it can end; `lasts` (Boolean)
    is true of intervals.
    """
    return _answer(e, stages.span(field))


def _read(e: pl.Expr) -> pl.Expr:
    """Return a struct of everything the answers need, stage upon stage."""
    read = pl.struct(cell=e)
    for stage in stages.stages(field):
        read = read.struct.with_fields(**stage)
    return read


def _answer(e: pl.Expr, answer: pl.Expr) -> pl.Expr:
    return _read(e).struct.with_fields(answer=answer).struct.field("answer")
