"""Whether a coded date fits the phrase it was coded from.

Each function answers None where the phrase does not speak of the matter. They look at
the phrase's words alone, so they need neither an anchor nor a year.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from dateline.edtf.phrases.phrase import from_phrase
from dateline.edtf.phrases.stated import Stated
from dateline.edtf.phrases.words import LONGEST, letters, tokens

if TYPE_CHECKING:
    from dateline.edtf.model import Edtf
    from dateline.edtf.phrases.phrase import Phrase

_PARTS = ("early", "mid", "late")
_PART = re.compile("P[LHN]?([MmYr])")
_BESIDE = re.compile("[ab]")  # after, before: the date is another than the one named
_LIMITED = re.compile("[-&|BSbauyA]")  # joined, bounded, or only about
_WEEK = 7


def needs_anchor(phrase: str) -> bool:
    """Whether the phrase tells the day from the day it was said: "Yesterday", "last month".

    A phrase that also states the day, "Yesterday (September 18)", does not.
    """
    return _said(phrase).relative


def needs_year(phrase: str) -> bool:
    """Whether the phrase names a month and leaves the year to be found elsewhere: "Nov. 3"."""
    return _said(phrase).yearless


def weekday_fits(phrase: str, value: Edtf) -> bool | None:
    """Whether a weekday that the phrase names occurs among the days of the date.

    "Thursday" does not fit 2021-11-12, a Friday. None if it names none, or one that the
    date comes before or after: "three days after Thursday".
    """
    weekday = _said(phrase).weekday
    if weekday is None or _BESIDE.search(_pattern(phrase)):
        return None
    if value.earliest is None or value.latest is None:
        return True
    return value.earliest + timedelta(days=(weekday - value.earliest.weekday()) % _WEEK) <= value.latest


def first_of_month(phrase: str, value: Edtf) -> bool | None:
    """Whether the date is the first of a month, where the phrase names a month and no day.

    "June" coded as 2023-06-01 is a false day. None if the phrase names no month, or a day.
    """
    said = _said(phrase)
    if said.month is None or said.day is not None:
        return None
    return value.precision in ("day", "day_approx") and value.text[8:10] == "01"


def convention_fits(phrase: str, value: Edtf, *, narrower: bool = False) -> bool | None:
    """Whether the bounds are those that "early", "mid" or "late" stand for.

    Days 1-10, 11-20 and 21 to the end of a month; January to March, April to September
    and October to December of a year. With `narrower`, any window inside will do, for
    a date that other evidence has narrowed. None where `convention` has nothing to say.
    """
    window = convention(phrase, value)
    if window is None or window.earliest is None or window.latest is None:
        return None
    if value.earliest is None or value.latest is None:
        return False
    if narrower:
        return window.earliest <= value.earliest and value.latest <= window.latest
    return (window.earliest, window.latest) == (value.earliest, value.latest)


def convention(phrase: str, value: Edtf) -> Edtf | None:
    """Return the window that "early", "mid" or "late" stands for, in the year of a date.

    And in its month, if the phrase names none. None if the phrase has no such word for a
    part of a month or a year, names the day, or makes the window one end of something
    else: "since mid-October".
    """
    said, pattern = _said(phrase), _pattern(phrase)
    part, near = _PART.search(pattern), value.earliest or value.latest
    if part is None or near is None or said.day is not None or _LIMITED.search(pattern):
        return None
    month = (said.month or near.month) if part[1] in "Mm" else None
    return Stated(part=_PARTS.index(said.part), month=month, year=near.year).date()


def _said(phrase: str) -> Phrase:
    """Return what the phrase's words say; of one too long to be read, no more than is looked at."""
    return from_phrase(phrase[: LONGEST + 1])


def _pattern(phrase: str) -> str:
    return letters(tokens(phrase[: LONGEST + 1]))
