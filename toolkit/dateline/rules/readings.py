"""What date phrases mean, on Polars columns: each phrase is read once for each anchor that matters."""

from __future__ import annotations

from calendar import monthrange
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
PARTS = ("month", "day", "year")
"""What `plain` reads of a phrase; a day or a year that it does not name is null."""
_MONTHS = (
    "January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun",
    "July|Jul", "August|Aug", "September|Sept|Sep", "October|Oct", "November|Nov", "December|Dec",
)  # fmt: skip
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split("|")}
_LENGTHS = {month: 28 if month == 2 else monthrange(2001, month)[1] for month in range(1, 13)}  # noqa: PLR2004 - February
_PLAIN = (
    rf"^(?:(?P<day>[1-9]|[12][0-9]|3[01]) )?(?P<month>{'|'.join(_MONTHS)})"
    r"(?: (?P<after>[1-9]|[12][0-9]|3[01]),?)?(?: (?P<year>[1-9][0-9]{3}))?$"
)


def with_traits(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Add to rows with a `phrase` (String) what kind of phrase it is.

    `yearless` and `relative` (Boolean) are as `from_phrase` tells them; `kind` is "stated"
    where the phrase says all, "year" where it needs one, "calendar" where any year of as many
    days does as well, and for a relative phrase its `cycle`; null where nothing makes a date of it.
    `stated` are the `PARTS` that a plain phrase names, of which Python is not asked: null in
    every other one.
    """
    distinct = rows.select("phrase").unique().with_columns(stated=plain(pl.col("phrase")))
    month, year = (pl.col("stated").struct.field(name) for name in ("month", "year"))
    known = month.is_not_null()
    read = pl.when(~known).then("phrase")
    traits = read.map_batches(_traits, return_dtype=pl.Struct(_TRAITS), is_elementwise=True)
    distinct = distinct.with_columns(traits.alias("traits")).unnest("traits")
    seen = {
        "kind": pl.when(year.is_null()).then(pl.lit("calendar")).otherwise(pl.lit("stated")),
        "yearless": year.is_null(),
        "relative": pl.lit(value=False),
    }
    told = {name: pl.when(known).then(value).otherwise(name) for name, value in seen.items()}
    return rows.join(distinct.with_columns(**told), on="phrase")


def plain(phrase: pl.Expr) -> pl.Expr:
    """Read a month with its day, its year, or both, as most phrases have them (`PARTS`; else null).

    It says nothing of a phrase that does not look like one of these, nor of a day that some
    month or February does not have: `from_phrase` reads those too.
    """
    parts = phrase.str.extract_groups(_PLAIN).struct
    month = parts.field("month").replace_strict(_NUMBERS, default=None, return_dtype=pl.Int8)
    day, after, year = (parts.field(name).cast(pl.Int32) for name in ("day", "after", "year"))
    there = pl.coalesce(day, after)
    longest = month.replace_strict(_LENGTHS, default=None, return_dtype=pl.Int32)
    sound = (day.is_null() | after.is_null()) & (there.is_null() | (there <= longest))
    return pl.struct(
        month=pl.when(sound).then(month), day=pl.when(sound).then(there), year=pl.when(sound).then(year)
    )


def fits(stated: pl.Expr, earliest: pl.Expr, latest: pl.Expr) -> pl.Expr:
    """Whether a coded date is the day or the month that a plain phrase names (Boolean, never null).

    Where the phrase names no year, that of the date is taken.
    """
    month, day, year = (stated.struct.field(name) for name in PARTS)
    begins = (earliest.dt.month() == month) & (earliest.dt.day() == day.fill_null(1))
    begins &= year.is_null() | (earliest.dt.year() == year)
    ends = latest == pl.when(day.is_null()).then(earliest.dt.month_end()).otherwise(earliest)
    return (begins & ends).fill_null(value=False)


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
    traits = [None if phrase is None else _trait(phrase) for phrase in phrases.to_list()]
    return pl.Series(traits, dtype=pl.Struct(_TRAITS))


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
