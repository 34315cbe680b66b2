"""Read a string of the profile into a value; no word about what is wrong with another.

The reasons and suggestions for bad strings stand in `advice`, which builds on this.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date
from functools import cache
from typing import TYPE_CHECKING, cast

from dateline.edtf.grammar import LONGEST, PATTERN
from dateline.edtf.model import Edtf, End

if TYPE_CHECKING:
    from dateline.edtf.model import Kind, Precision, Qualifier, Unit

_COARSENESS: tuple[Unit, ...] = ("day", "month", "year")
_UNIT_OF_LENGTH: dict[int, Unit] = {4: "year", 7: "month", 10: "day"}
_QUARTER = 3  # months


def read(text: str) -> Edtf | None:
    """Return the value of a string of the profile, or None if it is none."""
    if len(text) > LONGEST or not _grammar().fullmatch(text):
        return None
    start, end = ends = _ends(text)
    if start and end and start.first > end.last:
        return None
    kind: Kind = "interval" if "/" in text else "set" if text[0] == "[" else "date"
    earliest = start.first if start else None
    latest = end.last if end else None
    return Edtf(text, kind, earliest, latest, _precision(kind, start, end), _together(start, end), ends)


@cache
def _grammar() -> re.Pattern[str]:
    """Compile the grammar when a first date is read: it takes some milliseconds."""
    return re.compile(PATTERN)


def _ends(text: str) -> tuple[End | None, End | None]:
    if "/" in text:
        start, _, end = text.partition("/")
    elif text[0] == "[":
        start, _, end = text[1:-1].partition("..")
    else:
        one = _end(text)
        return one, one
    return _end(start), _end(end)


def _end(text: str) -> End | None:
    plain = text.rstrip("?~%")
    if plain in ("", ".."):
        return None
    qualifier = cast("Qualifier", text[len(plain) :])
    margin = 1 if qualifier in ("~", "%") else 0
    return End(text, _UNIT_OF_LENGTH[len(plain)], qualifier, *covered(plain, margin=margin))


def covered(plain: str, *, margin: int = 0) -> tuple[date, date]:
    """Return the first and last day of a date without qualifier, `margin` units wider on both sides.

    Days outside the years 0001 to 9999 are cut off. ValueError if the month has no such day.
    """
    year, month, day = (int(part) for part in (plain + "-01-01")[:10].split("-"))
    unit = _UNIT_OF_LENGTH[len(plain)]
    if unit == "day":
        number = date(year, month, day).toordinal()
        return _day(number - margin), _day(number + margin)
    months = 12 if unit == "year" else 1
    at = 12 * year + month - 1
    return _month(at - months * margin)[0], _month(at + months * (margin + 1) - 1)[1]


def _day(number: int) -> date:
    return date.fromordinal(min(max(number, date.min.toordinal()), date.max.toordinal()))


def _month(at: int) -> tuple[date, date]:
    """Return the first and last day of the month `at` months after January of the year 0."""
    year, month = divmod(min(max(at, 12 * MINYEAR), 12 * MAXYEAR + 11), 12)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])


def _together(start: End | None, end: End | None) -> Qualifier:
    marks = {mark for each in (start, end) if each for mark in each.qualifier}
    return cast("Qualifier", "%" if len(marks) > 1 else "".join(marks))


def _precision(kind: Kind, start: End | None, end: End | None) -> Precision:
    if start is None or end is None:
        if kind == "interval":
            return "open_interval"
        return "after" if start else "before"
    if kind == "set":
        return _window(start, end)
    unit = max(start.unit, end.unit, key=_COARSENESS.index)
    if kind == "interval":
        return cast("Precision", f"interval_{unit}")
    return cast("Precision", f"{unit}_approx" if start.qualifier in ("~", "%") else unit)


def _window(start: End, end: End) -> Precision:
    first, last = start.first, end.last
    months = 12 * (last.year - first.year) + last.month - first.month
    month_end = monthrange(last.year, last.month)[1]
    closing = {1: 10, 11: 20, 21: month_end}.get(first.day)
    if start.unit == "day" and months == 0 and last.day == closing:
        return "ten_day"
    if start.unit == "month" and months == _QUARTER - 1 and first.month % _QUARTER == 1:
        return "quarter"
    return "bounded"
