"""Rules for a date as printed and the EDTF date that was coded from it, side by side in a row.

They look at the words of the phrase alone; what needs to know when it was said is asked
by `dateline.rules.anchors`. Python reads each pair of a phrase and a date once, however
many rows have it. A phrase longer than `LONGEST` characters is none, and is not read.

Source: the conventions of `docs/dates.md`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from dateline.edtf import convention, convention_fits, first_of_month, from_phrase, read, weekday_fits
from dateline.rules.rule import Advice, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.table import Field, Table

LONGEST = 200
"""Characters of the longest phrase that is read."""

_WEEKDAY, _FIRST, _CONVENTION = 1, 2, 4
_SPEAKING = r"(?i:early|mid|late|beginning|start|end|mon(?:\b|day)|tue|wed|thu|fri|sat|sun)|[^\x00-\x7f]"
"""A phrase without any of these names no weekday and no part of a month or a year."""
_AT = "__at__"
_FIRST_DAY = "^[0-9]{4}-[0-9]{2}-01"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def phrase_rules(table: Table) -> list[Rule]:
    """Return the rules that the phrases of a table bring to each row."""
    return [rule for field in table.fields if field.phrase is not None for rule in _rules(field)]


def looked(field: Field) -> pl.Expr:
    """Return what is wrong between a phrase and its date, as bits (UInt8); null where one is missing.

    To read a phrase takes a hundred times as long as to see that nothing can be wrong with it.
    """
    assert field.phrase is not None
    phrase, date = readable(field.name), pl.col(field.phrase.date)
    doubtful = _doubtful(field)
    asked = pl.struct(phrase=pl.when(doubtful).then(phrase), date=date)
    faults = asked.map_batches(_each(_faults, pl.UInt8), return_dtype=pl.UInt8, is_elementwise=True)
    return pl.when(doubtful).then(faults).when(doubtful.not_()).then(pl.lit(0, pl.UInt8))


def _doubtful(field: Field) -> pl.Expr:
    """Whether something can be wrong between a phrase and its date; null where one is missing."""
    assert field.phrase is not None
    phrase, date = readable(field.name), pl.col(field.phrase.date)
    there = phrase.is_not_null() & date.is_not_null()
    return pl.when(there).then(phrase.str.contains(_SPEAKING) | date.str.contains(_FIRST_DAY))


def readable(name: str) -> pl.Expr:
    """Return a phrase (String); null where it is too long to be read."""
    return pl.when(pl.col(name).str.len_chars() <= LONGEST).then(pl.col(name))


def _pair(field: Field) -> pl.Expr:
    assert field.phrase is not None
    return pl.struct(phrase=readable(field.name), date=pl.col(field.phrase.date))


def _rules(field: Field) -> list[Rule]:
    assert field.phrase is not None
    fields, faults = (field.phrase.date, field.name), looked(field)
    maybe = _doubtful(field).fill_null(value=False)
    return [
        Rule(
            id="weekday-differs",
            fields=fields,
            test=faults & _WEEKDAY == 0,
            message=f"{{value}} does not fall on the weekday that {field.name} names",
            expected=f"a date that can be the weekday in {field.name}",
            advise=_weekday,
            maybe=maybe,
        ),
        Rule(
            id="first-of-month",
            fields=fields,
            test=faults & _FIRST == 0,
            message=f"{{value}} is the first of a month, and {field.name} names no day",
            expected="the month, not a day that nobody named",
            severity="warning",
            suggestion=_answered(field, _without_day),
            maybe=maybe,
        ),
        Rule(
            id="phrase-convention",
            fields=fields,
            test=faults & _CONVENTION == 0,
            message=f"{{value}} is not what early, mid or late in {field.name} stands for",
            expected="early is days 1-10, mid 11-20, late 21 to the end; of a year January to March, "
            "April to September, October to December",
            suggestion=_answered(field, _by_convention),
            maybe=maybe,
        ),
    ]


def _weekday(text: str) -> Advice:
    value = read(text)
    if value is None or value.earliest is None or value.earliest != value.latest:
        return Advice()
    return Advice(f"it is a {_WEEKDAYS[value.earliest.weekday()]}")


_read = lru_cache(maxsize=1 << 15)(read)


@lru_cache(maxsize=1 << 16)
def _faults(phrase: str, text: str) -> int:
    value = _read(text)
    if value is None:
        return 0
    faults = _WEEKDAY if weekday_fits(phrase, value) is False else 0
    if convention_fits(phrase, value) is False:
        return faults | _CONVENTION  # a false first of the month is the same fault
    return faults | (_FIRST if first_of_month(phrase, value) else 0)


def _without_day(phrase: str, text: str) -> str:
    """Return the phrase's date in the year of the date coded; "" where it cannot be told."""
    value = read(text)
    if value is None or value.earliest is None:
        return ""
    meant = from_phrase(phrase, year=value.earliest.year).date
    return meant.text if meant else ""


def _by_convention(phrase: str, text: str) -> str:
    value = read(text)
    window = convention(phrase, value) if value else None
    return window.text if window else ""


def _answered(field: Field, answer: Callable[[str, str], str]) -> pl.Expr:
    return _pair(field).map_batches(_each(answer, pl.String), return_dtype=pl.String, is_elementwise=True)


def _each(
    function: Callable[[str, str], object], dtype: type[pl.DataType]
) -> Callable[[pl.Series], pl.Series]:
    """Make a function of a phrase and a date one of a column of such pairs: each distinct one once."""

    def of_column(pairs: pl.Series) -> pl.Series:
        rows = pairs.struct.unnest().with_row_index(_AT).drop_nulls()
        asked = list(zip(rows["phrase"].to_list(), rows["date"].to_list(), strict=True))
        known = {pair: function(*pair) for pair in sorted(set(asked))}  # so each phrase is read once
        none = pl.Series([None], dtype=dtype).new_from_index(0, pairs.len())
        return none.scatter(rows[_AT], pl.Series([known[pair] for pair in asked], dtype=dtype))

    return of_column
