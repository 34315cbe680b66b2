"""What date phrases mean, on Polars columns: each phrase is read once for each anchor that matters."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from dateline.edtf import cycle, from_phrase
from dateline.rules.across import phrased

if TYPE_CHECKING:
    from datetime import date

_TRAITS = {"kind": pl.String, "yearless": pl.Boolean, "relative": pl.Boolean}
_READ = {"from": pl.Date, "upto": pl.Date, "written": pl.String}
_MONDAY = pl.date(2000, 1, 3)
_QUESTION = ("phrase", "counted", "year")
_USUAL = (1000, 9000)  # years far from the ends of the calendar


def with_traits(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Add to rows with a `phrase` (String) what kind of phrase it is.

    `yearless` and `relative` (Boolean) are as `from_phrase` tells them; `kind` is "stated"
    where the phrase says all, "year" where it needs one, "calendar" where any year of as many
    days does as well, and for a relative phrase its `cycle`; null where nothing makes a date of it.
    """
    distinct = rows.select("phrase").unique()
    traits = pl.col("phrase").map_batches(_traits, return_dtype=pl.Struct(_TRAITS), is_elementwise=True)
    return rows.join(distinct.with_columns(traits.alias("traits")).unnest("traits"), on="phrase")


def with_readings(asked: pl.LazyFrame, *, written: bool = True) -> pl.LazyFrame:
    """Add to questions the dates that their phrases mean; see `_READ`, null where they mean none.

    Args:
        asked: with `phrase`, `kind`, and `at` (Date), the day on which it was said, or
            `year` (Int32), the one other of which is null.
        written: whether `written` is asked for; else it may be that of another year, and a
            phrase is not read for each year.

    """
    monday = pl.col("at") - pl.duration(days=pl.col("at").dt.weekday() - 1)
    week = pl.col("kind") == "week"
    counted = (
        pl.when(week)
        .then(_MONDAY + (pl.col("at") - monday))
        .when(pl.col("kind") == "month")
        .then(pl.col("at").dt.month_start())
        .otherwise(pl.col("at"))
    )
    asked = asked.with_columns(
        counted=counted, year=pl.col("year") if written else _alike(), exact="year"
    ).cache()
    distinct = asked.select(_QUESTION).unique()
    read = pl.struct(_QUESTION).map_batches(_read, return_dtype=pl.Struct(_READ), is_elementwise=True)
    known = distinct.with_columns(read.alias("read")).unnest("read")
    found = asked.join(known, on=_QUESTION, how="left", nulls_equal=True)
    moved = pl.when(week).then(pl.col("at") - pl.col("counted")).otherwise(pl.duration(days=0))
    years = phrased("{}y", (pl.col("exact") - pl.col("year")).fill_null(0))
    found = found.with_columns((pl.col(day) + moved).dt.offset_by(years) for day in ("from", "upto"))
    return found.with_columns(_rewritten(), year="exact").drop("counted", "exact")


def _alike() -> pl.Expr:
    """Return the year in which a phrase is read: years of one length differ in weekdays alone."""
    year = pl.col("year")
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    usual = (pl.col("kind") == "calendar") & year.is_between(*_USUAL)
    return pl.when(usual & leap).then(2000).when(usual).then(2001).otherwise(year).cast(pl.Int32)


def _rewritten() -> pl.Expr:
    """Put the days into a date as `_template` wrote it."""
    text = pl.col("written")
    for sign, day in (("F", "from"), ("U", "upto")):
        text = text.str.replace(sign, pl.col(day).dt.strftime("%Y-%m-%d").fill_null(""), literal=True)
    return text.alias("written")


def _traits(phrases: pl.Series) -> pl.Series:
    return pl.Series([_trait(phrase) for phrase in phrases], dtype=pl.Struct(_TRAITS))


@lru_cache(maxsize=65_536)
def _trait(phrase: str) -> dict[str, object]:
    said = from_phrase(phrase)
    kind: str | None = None
    if said.relative:
        kind = cycle(phrase)
    elif said.date is not None:
        kind = "stated"
    elif said.yearless:
        kind = "calendar" if said.weekday is None else "year"
    return {"kind": kind, "yearless": said.yearless, "relative": said.relative}


def _read(asked: pl.Series) -> pl.Series:
    rows = asked.struct.unnest().iter_rows()
    return pl.Series([_reading(*row) for row in rows], dtype=pl.Struct(_READ))


@lru_cache(maxsize=65_536)
def _reading(phrase: str, anchor: date | None, year: int | None) -> dict[str, object] | None:
    asked = from_phrase(phrase, anchor=anchor, year=year) if anchor or year else from_phrase(phrase)
    value = asked.date
    if value is None:
        return None
    written = value.text
    for sign, day in (("F", value.earliest), ("U", value.latest)):
        written = written.replace(day.isoformat(), sign) if day else written
    return {"from": value.earliest, "upto": value.latest, "written": written}
