"""The reading of EDTF strings in stages, as Polars expressions over what was bound before.

How it works: one regular expression settles shape and calendar, then the two ends are cut out
and their digits counted into days by the arithmetic of the Gregorian calendar. Each
stage is bound to names, as fields of a struct or as columns of a frame, because an
expression that mentions another twice holds it twice, and a dozen doublings make a query
too large to plan. Stages are few, because planning takes time with the square of their
number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.edtf.grammar import PATTERN
from dateline.edtf.model import PRECISIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Field = Callable[[str], pl.Expr]
    """Gives what a stage has bound to a name: a field of the struct, or a column."""

_SHAPE = f"^{PATTERN}$"
_DAY, _MONTH, _YEAR = 0, 1, 2  # units, from fine to coarse
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896  # 0001-01-01 and 9999-12-31, in days after 1970-01-01
_LATE = 21  # first day of the last of the three parts of a month
_QUARTER = 3  # months
_POSITION = {word: position for position, word in enumerate(PRECISIONS)}


def stages(field: Field) -> Iterator[dict[str, pl.Expr]]:
    """Yield what each stage binds, from `cell`."""
    yield _shape(field)
    yield _kind(field)
    yield _both(field)
    yield _ends(field)
    for of_end in (_digits, _months, _covered):
        yield {
            f"{end}_{name}": value for end in ("start", "end") for name, value in of_end(field, end).items()
        }
    yield _verdict(field)


def _named(exprs: dict[str, pl.Expr]) -> list[pl.Expr]:
    return [value.alias(name) for name, value in exprs.items()]


def fields(field: Field) -> pl.Expr:
    """Gather `valid`, the two bounds, the precision and the qualifier in one struct."""
    answers = {
        "earliest": earliest(field),
        "latest": latest(field),
        "precision": precision(field),
        "qualifier": qualifier(field),
    }
    return pl.struct(field("valid").alias("valid"), *_named(answers))


def span(field: Field) -> pl.Expr:
    """Gather the four days between which a date begins and ends, and whether it lasts, in one struct."""
    start = _sound(field, pl.min_horizontal(field("start_last"), field("end_last"))).cast(pl.Date)
    end = _sound(field, pl.max_horizontal(field("start_first"), field("end_first"))).cast(pl.Date)
    days = {
        "earliest": earliest(field),
        "latest_start": pl.when(lasts(field)).then(start).otherwise(latest(field)),
        "earliest_end": pl.when(lasts(field)).then(end).otherwise(earliest(field)),
        "latest": latest(field),
    }
    return pl.struct(*_named(days), _sound(field, lasts(field)).alias("lasts"))


def _shape(field: Field) -> dict[str, pl.Expr]:
    """Bind `text`: the cell, or null unless it matches the grammar."""
    return {"text": pl.when(field("cell").str.contains(_SHAPE)).then(field("cell"))}


def _kind(field: Field) -> dict[str, pl.Expr]:
    """Bind `is_set`, and `slash`, where an interval's slash stands."""
    return {"is_set": field("text").str.starts_with("["), "slash": field("text").str.find("/", literal=True)}


def _both(field: Field) -> dict[str, pl.Expr]:
    """Bind `both`: the two ends with what parts them; null for a date."""
    ranged = field("is_set") | field("slash").is_not_null()
    return {"both": pl.when(ranged).then(field("text")).str.strip_chars("[]")}


def _ends(field: Field) -> dict[str, pl.Expr]:
    """Bind the texts `start` and `end`; an open end is "" or "..", a date has no end."""
    dots = field("both").str.find("..", literal=True)
    start = field("both").str.slice(0, pl.coalesce(field("slash"), dots))
    end = field("both").str.slice(pl.coalesce(field("slash") + 1, dots + 2))
    return {"start": pl.coalesce(start, field("text")), "end": end}


def _digits(field: Field, end: str) -> dict[str, pl.Expr]:
    """Bind `year`, `month`, `day` as stated, and `margin`, 1 where the end is approximate."""
    text = field(end)
    places = {"year": (0, 4), "month": (5, 2), "day": (8, 2)}
    stated = {name: text.str.slice(*place).cast(pl.Int32, strict=False) for name, place in places.items()}
    return stated | {"margin": (text.str.ends_with("~") | text.str.ends_with("%")).cast(pl.Int32)}


def _months(field: Field, end: str) -> dict[str, pl.Expr]:
    """Bind `unit`, and months as counted from January of the year 0.

    `at` is the month of the first day stated, `from` that of the first day covered,
    `upto` the one after the last day covered; for a day all three are its month.
    """
    year, month, day, margin = (field(f"{end}_{name}") for name in ("year", "month", "day", "margin"))
    unit = (
        pl.when(day.is_not_null())
        .then(_DAY)
        .when(month.is_not_null())
        .then(_MONTH)
        .when(year.is_not_null())
        .then(_YEAR)
    )
    spans = pl.when(day.is_not_null()).then(0).when(month.is_not_null()).then(1).otherwise(12).cast(pl.Int32)
    at = 12 * year + month.fill_null(1) - 1
    return {"unit": unit, "at": at, "from": at - spans * margin, "upto": at + spans * (margin + 1)}


def _covered(field: Field, end: str) -> dict[str, pl.Expr]:
    """Bind `first` and `last`, the days covered."""
    day = field(f"{end}_day")
    margin = pl.when(day.is_not_null()).then(field(f"{end}_margin")).otherwise(0)
    first = _month_start(field(f"{end}_from")) + day.fill_null(1) - 1 - margin
    last = _month_start(field(f"{end}_upto")) + day.fill_null(0) - 1 + margin
    return {"first": first.clip(_FIRST_DAY, _LAST_DAY), "last": last.clip(_FIRST_DAY, _LAST_DAY)}


def _month_start(at: pl.Expr) -> pl.Expr:
    """Return the first day of the month `at` months after January of the year 0.

    Years are taken to begin in March, so that the leap day is their last.
    """
    year, century = (at - 2) // 12, (at - 2) // 1200
    days_of_years = year * 1461 // 4 - (century * 3 + 3) // 4
    return days_of_years + ((at - 2) % 12 * 153 + 2) // 5 - 719_468


def _verdict(field: Field) -> dict[str, pl.Expr]:
    """Bind `last`, the last day covered by the whole, and `valid`, null for a null."""
    last = pl.when(field("both").is_null()).then(field("start_last")).otherwise(field("end_last"))
    forward = (field("start_first") <= last).fill_null(value=True)
    valid = field("text").is_not_null() & forward
    return {"last": last, "valid": pl.when(field("cell").is_not_null()).then(valid)}


def _sound(field: Field, answer: pl.Expr) -> pl.Expr:
    return pl.when(field("valid")).then(answer)


def earliest(field: Field) -> pl.Expr:
    """Return the first day covered."""
    return _sound(field, field("start_first")).cast(pl.Date)


def latest(field: Field) -> pl.Expr:
    """Return the last day covered."""
    return _sound(field, field("last")).cast(pl.Date)


def lasts(field: Field) -> pl.Expr:
    """Tell intervals."""
    return field("slash").is_not_null()


def precision(field: Field) -> pl.Expr:
    """Find the position in `PRECISIONS`, then its word."""
    start, end = field("start_unit"), field("end_unit")
    of_date = 2 * start + field("start_margin")  # day, day_approx, month, month_approx ...
    open_set = pl.when(start.is_null()).then(_POSITION["before"]).when(end.is_null()).then(_POSITION["after"])
    lasting = pl.max_horizontal(start, end) + _POSITION["interval_day"]
    of_interval = pl.when(start.is_null() | end.is_null()).then(_POSITION["open_interval"]).otherwise(lasting)
    whole = (
        pl.when(field("is_set")).then(open_set.otherwise(_window(field))).when(lasts(field)).then(of_interval)
    )
    position = _sound(field, whole.otherwise(of_date)).cast(pl.UInt8)
    return position.cat.to(pl.Enum(PRECISIONS)).cast(pl.String)


def code(field: Field, scale: tuple[tuple[int, int], ...]) -> pl.Expr:
    """Return the code of the fewest days that are enough."""
    days = (latest(field) - earliest(field)).dt.total_days() + 1
    code: pl.Expr = pl.lit(None, pl.Int8)
    for most, number in reversed(scale):
        code = pl.when(days <= most).then(pl.lit(number, pl.Int8)).otherwise(code)
    return code


def _window(field: Field) -> pl.Expr:
    """Return the position of the word for a set with two ends."""
    start, months = field("start_at"), field("end_at") - field("start_at")
    first, last = field("start_day"), field("end_day")
    length = _month_start(field("end_at") + 1) - _month_start(field("end_at"))
    closing = first + 9 + pl.when(first == _LATE).then(length - 30).otherwise(0)
    ten_days = (first % 10 == 1) & (first <= _LATE) & (months == 0) & (last == closing)
    quarter = (field("start_unit") == _MONTH) & (months == _QUARTER - 1) & (start % _QUARTER == 0)
    word = pl.when(ten_days).then(_POSITION["ten_day"])
    return word.when(quarter).then(_POSITION["quarter"]).otherwise(_POSITION["bounded"])


def qualifier(field: Field) -> pl.Expr:
    """Find the position in "", "?", "~" and "%": one for doubt, two for about."""
    text = field("text")
    unsure = text.str.contains("?", literal=True) | text.str.contains("%", literal=True)
    about = pl.max_horizontal(field("start_margin"), field("end_margin"))
    position = _sound(field, unsure.cast(pl.UInt8) + 2 * about.cast(pl.UInt8))
    return position.cat.to(pl.Enum(["", "?", "~", "%"])).cast(pl.String)
