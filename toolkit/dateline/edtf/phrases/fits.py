"""Whether a coded date fits the phrase it was coded from.

Each function answers None where the phrase does not speak of the matter. They look at
the phrase's words alone, so they need neither an anchor nor a year.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateline.edtf.phrases.phrase import from_phrase
from dateline.edtf.phrases.stated import days_of_part, months_of_part
from dateline.edtf.phrases.words import letters, tokens

if TYPE_CHECKING:
    from dateline.edtf.model import Edtf

_PARTS = ("early", "mid", "late")
_WEEK = 7


def needs_anchor(phrase: str) -> bool:
    """Whether the phrase tells the day from the day it was said: "Yesterday", "last month".

    A phrase that also states the day, "Yesterday (September 18)", does not.
    """
    return from_phrase(phrase).relative


def needs_year(phrase: str) -> bool:
    """Whether the phrase names a month and leaves the year to be found elsewhere: "Nov. 3"."""
    return from_phrase(phrase).yearless


def weekday_fits(phrase: str, value: Edtf) -> bool | None:
    """Whether a weekday that the phrase names occurs among the days of the date.

    "Thursday" does not fit 2021-11-12, a Friday. None if it names none.
    """
    weekday = from_phrase(phrase).weekday
    if weekday is None:
        return None
    if value.earliest is None or value.latest is None:
        return True
    return value.earliest + timedelta(days=(weekday - value.earliest.weekday()) % _WEEK) <= value.latest


def first_of_month(phrase: str, value: Edtf) -> bool | None:
    """Whether the date is the first of a month, where the phrase names a month and no day.

    "June" coded as 2023-06-01 is a false day. None if the phrase names no month, or a day.
    """
    said = from_phrase(phrase)
    if said.month is None or said.day is not None:
        return None
    return value.precision in ("day", "day_approx") and value.text[8:10] == "01"


def convention_fits(phrase: str, value: Edtf, *, narrower: bool = False) -> bool | None:
    """Whether the bounds are those that "early", "mid" or "late" stand for.

    Days 1-10, 11-20 and 21 to the end of a month; January to March, April to September
    and October to December of a year. With `narrower`, any window inside will do, for
    a date that other evidence has narrowed. None if the phrase has no such word.
    """
    window = _expected(phrase, value)
    if window is None:
        return None
    if value.earliest is None or value.latest is None:
        return False
    first, last = window
    if narrower:
        return first <= value.earliest and value.latest <= last
    return (first, last) == (value.earliest, value.latest)


def _expected(phrase: str, value: Edtf) -> tuple[date, date] | None:
    """Return the window in the year of the date, and in its month if the phrase names none."""
    said = from_phrase(phrase)
    near = value.earliest or value.latest
    if not said.part or near is None:
        return None
    part, year = _PARTS.index(said.part), near.year
    if said.month is None and "m" not in letters(tokens(phrase)):
        first, last = months_of_part(part)
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    month = said.month or near.month
    first, last = days_of_part(part, year, month)
    return date(year, month, first), date(year, month, last)
