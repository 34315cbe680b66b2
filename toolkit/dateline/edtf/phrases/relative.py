"""Phrases that tell the day from the day on which they were said, the anchor.

News looks back: "on Thursday" is the last one up to the anchor, "last Tuesday" the last
one before it. Weeks begin on Sunday for some and on Monday for others, so "last week" is
a window that covers both.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.edtf.phrases.stated import Stated, Unread
from dateline.edtf.phrases.words import letters
from dateline.edtf.reader import covered, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dateline.edtf.phrases.words import Token

_WEEK = 7


def relative(words: tuple[Token, ...], anchor: date | None) -> str | None:
    """Return the EDTF of a phrase counted from the anchor, or None if it is no such phrase.

    Unread if it is one and there is no anchor, or no convention for it.
    """
    reading = _reading(letters(words))
    if reading is None:
        return None
    if anchor is None:
        raise Unread("it tells the day from the day on which it was said, and that is not given")
    try:
        return reading(words, anchor)
    except (OverflowError, ValueError):
        raise Unread("it leaves the years 0001 to 9999") from None


@lru_cache(maxsize=256)
def _reading(pattern: str) -> Callable[[tuple[Token, ...], date], str] | None:
    """Return how phrases of a pattern are counted; most phrases have one of few patterns."""
    return next((reading for expression, reading in _READINGS if re.fullmatch(expression, pattern)), None)


def _yesterday(words: tuple[Token, ...], anchor: date) -> str:
    return _after(anchor, words[0].value).isoformat()


def _last_night(_: tuple[Token, ...], anchor: date) -> str:
    return _window(_after(anchor, -1), anchor)


def _weekday(words: tuple[Token, ...], anchor: date) -> str:
    """Return the weekday named, the latest up to the anchor."""
    return _after(anchor, -((anchor.weekday() - words[-1].value) % _WEEK)).isoformat()


def _last_weekday(words: tuple[Token, ...], anchor: date) -> str:
    return _weekday(words, _after(anchor, -1))


def _this_weekday(words: tuple[Token, ...], anchor: date) -> str:
    """Return the weekday of the anchor's week, Monday to Sunday."""
    return _after(anchor, words[-1].value - anchor.weekday()).isoformat()


def _next_weekday(words: tuple[Token, ...], anchor: date) -> str:
    return _after(anchor, (words[-1].value - anchor.weekday() - 1) % _WEEK + 1).isoformat()


def _weekday_of_week(words: tuple[Token, ...], anchor: date) -> str:
    first, last = _week(anchor, words[1].value)
    days = [
        day for n in range((last - first).days + 1) if (day := _after(first, n)).weekday() == words[0].value
    ]
    if len(days) > 1:
        raise Unread("whether the week begins on Sunday or on Monday decides the day")
    return days[0].isoformat()


def _month(words: tuple[Token, ...], anchor: date) -> str:
    """Return the October before, of, or after the anchor's month."""
    which, month = words[0].value, words[-1].value
    past = which < 0 and month >= anchor.month
    coming = which > 0 and month <= anchor.month
    return Stated(month=month, year=anchor.year - past + coming).date().text


def _that_week(words: tuple[Token, ...], anchor: date) -> str:
    return _window(*_week(anchor, words[0].value))


def _that_month(words: tuple[Token, ...], anchor: date) -> str:
    """Return "this month", "early last month"."""
    year, month = _month_away(anchor, words[-2].value)
    return Stated(_part(words), month=month, year=year).date().text


def _that_year(words: tuple[Token, ...], anchor: date) -> str:
    """Return "next year", "late last year"."""
    return Stated(_part(words), year=anchor.year + words[-2].value).date().text


def _rest(words: tuple[Token, ...], anchor: date) -> str:
    """Return "earlier this month", up to the anchor, or "later this year", from it on."""
    if words[2].letter == "w":
        first, last = _week(anchor, 0)
    else:
        whole = Stated(month=anchor.month if words[2].letter == "m" else None, year=anchor.year)
        first, last = covered(whole.text())
    return _window(first, anchor) if words[0].letter == "E" else _window(anchor, last)


def _days_ago(words: tuple[Token, ...], anchor: date) -> str:
    return _after(anchor, -words[0].value).isoformat()


def _months_ago(words: tuple[Token, ...], anchor: date) -> str:
    """Return the month, only about: nobody counts months to the day."""
    year, month = _month_away(anchor, -words[0].value)
    return Stated(month=month, year=year).date().text + "~"


def _years_ago(words: tuple[Token, ...], anchor: date) -> str:
    return Stated(year=anchor.year - words[0].value).date().text + "~"


def _day_of_month(words: tuple[Token, ...], anchor: date) -> str:
    """Return "the 3rd of last month"."""
    year, month = _month_away(anchor, words[1].value)
    return Stated(day=words[0].value, month=month, year=year).date().text


def _day(words: tuple[Token, ...], anchor: date) -> str:
    """Return "the 18th": the latest one up to the anchor."""
    for back in (0, 1, 2):  # of three months in a row, one has 31 days and is past
        year, month = _month_away(anchor, -back)
        value = read(Stated(day=words[0].value, month=month, year=year).text())
        if value and value.earliest and value.earliest <= anchor:
            return value.text
    raise Unread("no month has such a day")


def _week(anchor: date, which: int) -> tuple[date, date]:
    """Return the first and last day of a week, begun on Sunday or on Monday."""
    monday = _after(anchor, -anchor.weekday() + _WEEK * which)
    sunday = _after(anchor, -((anchor.weekday() + 1) % _WEEK) + _WEEK * which)
    return min(monday, sunday), _after(max(monday, sunday), _WEEK - 1)


def _month_away(anchor: date, months: int) -> tuple[int, int]:
    """Return the year and month that many months after the anchor's."""
    year, month = divmod(12 * anchor.year + anchor.month - 1 + months, 12)
    return year, month + 1


def _part(words: tuple[Token, ...]) -> int | None:
    return words[0].value if words[0].letter == "P" else None


def _after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _window(first: date, last: date) -> str:
    return f"[{first.isoformat()}..{last.isoformat()}]" if first != last else first.isoformat()


_READINGS: tuple[tuple[str, Callable[[tuple[Token, ...], date], str]], ...] = (
    ("X", _yesterday),
    ("x", _last_night),
    ("W", _weekday),
    ("LW", _last_weekday),
    ("HW", _this_weekday),
    ("NW", _next_weekday),
    ("W[LHN]w", _weekday_of_week),
    ("[LHN]M", _month),
    ("[LHN]w", _that_week),
    ("P?[LHN]m", _that_month),
    ("P?[LHN]r", _that_year),
    ("[EF]H[wmr]", _rest),
    ("[KD]dG", _days_ago),
    ("[KD]mG", _months_ago),
    ("[KD]rG", _years_ago),
    ("D[LHN]m", _day_of_month),
    ("D", _day),
)
