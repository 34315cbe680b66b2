"""Advice on a text that was meant as one date: 2021-5, 13/04/2021, 2024-02-30, 202X."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateline.edtf.advice.answer import Advice, rewritten
from dateline.edtf.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTHS = 12
_SERIAL_START = date(1899, 12, 30)  # what spreadsheets count days from, after 1900-02-28
_SEASONS = {1: "spring", 2: "summer", 3: "autumn", 0: "winter"}
_DIVISIONS = {33: 3, 34: 3, 35: 3, 36: 3, 37: 4, 38: 4, 39: 4, 40: 6, 41: 6}  # months each
_FIRST_DIVISION = {3: 33, 4: 37, 6: 40}
_MOST_MASKED = 3  # digits; with more, next to nothing is known


def advise_point(text: str) -> Advice | None:
    """Return advice on a text that was meant as one date, None if it was not."""
    for expression, adviser in _ADVISERS:
        if match := re.fullmatch(expression, text):
            return adviser(match)
    return None


def _hyphened(match: re.Match[str]) -> Advice:
    """Advise on year, month and perhaps day, joined by hyphens."""
    year, month, day, mark = match["y"], match["m"], match["d"], match["q"]
    if int(year) == 0:
        return Advice("there is no year 0; years run from 0001 to 9999")
    if int(month) == 0 or (day and int(day) == 0):
        kept = year if int(month) == 0 else f"{year}-{month:0>2}"
        return rewritten("an unknown month or day is left out, not written as 00", kept + mark)
    if int(month) > _MONTHS:
        return _no_such_month(match)
    if day and int(day) > monthrange(int(year), int(month))[1]:
        length = monthrange(int(year), int(month))[1]
        return Advice(f"{month_name[int(month)]} {year} has {length} days")
    padded = "-".join(part.zfill(2) for part in (year, month, day) if part)
    return rewritten("month and day have two digits each", padded + mark)


def _no_such_month(match: re.Match[str]) -> Advice:
    year, month, day = match["y"], int(match["m"]), match["d"]
    if day and int(day) <= _MONTHS:
        return rewritten(
            f"there is no month {month}; the month comes before the day", f"{year}-{day:0>2}-{month:02}"
        )
    if not day and month in _DIVISIONS:
        months = _DIVISIONS[month]
        first = (month - _FIRST_DIVISION[months]) * months + 1
        suggestion = f"[{year}-{first:02}..{year}-{first + months - 1:02}]"
        return rewritten(f"parts of a year are written as a window of months, not as {month}", suggestion)
    if not day and 21 <= month <= 32:  # noqa: PLR2004 - the season codes of ISO 8601-2
        return Advice(
            f"there is no month {month}; in full EDTF it stands for {_SEASONS[month % 4]}, and seasons have "
            "no agreed days: write the months meant, as a window [A..B]"
        )
    return Advice(f"there is no month {month}")


def _separated(match: re.Match[str]) -> Advice:
    year, month, day = match["y"], match["m"], match["d"]
    if day is None and int(month) > _MONTHS and "/" in match[0]:
        return rewritten("both years of an interval are written in full", f"{year}/{year[:2]}{month}")
    text = f"{year}-{month:0>2}" + (f"-{day:0>2}" if day else "")
    return rewritten("year, month and day are joined by hyphens, with two digits for month and day", text)


def _year_last(match: re.Match[str]) -> Advice:
    """Advise on day and month in an order that only the numbers can tell."""
    a, b, year = match["a"].zfill(2), match["b"].zfill(2), match["y"]
    days_first, months_first = f"{year}-{b}-{a}", f"{year}-{a}-{b}"
    sound = sorted({text for text in (days_first, months_first) if read(text)})
    if len(sound) > 1:
        return Advice(f"it may be {sound[0]} or {sound[1]}: write the one meant")
    if not sound:
        return Advice("the year comes first, as in 2024-10-15, and there is no such day in either order")
    return Advice("the year comes first, then month and day", sound[0])


def _month_year(match: re.Match[str]) -> Advice:
    return rewritten("the year comes first, then the month", f"{match['y']}-{match['m']:0>2}")


def _serial(match: re.Match[str]) -> Advice:
    day = _SERIAL_START + timedelta(days=int(match["n"]))
    reason = "a year has four digits; a number like this is how a spreadsheet stores a day"
    return Advice(reason, day.isoformat())


def _timed(match: re.Match[str]) -> Advice:
    reason = "the time of day goes into a column of its own"
    if match["zone"]:
        return Advice(f"{reason}, and with a UTC offset the local day may be another: write the local day")
    return rewritten(reason, match["date"])


def _masked(match: re.Match[str]) -> Advice:
    """Advise on digits left open by X: what all their readings cover, if that has no gap."""
    text = re.sub("[xXuU*_?]", "X", match[0])
    while text.endswith("-XX"):
        text = text[:-3]
    if not re.search("[0-9]", text):
        return Advice("an unknown date is an empty cell")
    reason = "digits are not left open by X: leave the part out, or write a window"
    count = text.count("X")
    if count == 0:
        return rewritten(reason, text)
    if count > _MOST_MASKED or not re.fullmatch("[0-9-]*X+", text):
        return Advice(reason)
    filled = [text.replace("X" * count, f"{n:0{count}}") for n in range(10**count)]
    sound = [each for each in filled if read(each)]
    return rewritten(reason, f"[{sound[0]}..{sound[-1]}]") if sound else Advice(reason)


def _qualified(match: re.Match[str]) -> Advice:
    """Advise on several marks at the end, or a mark elsewhere."""
    end = re.fullmatch("([0-9-]+)([?~%]{2,})", match[0])
    if end and read(end[1]):
        marks = set(end[2])
        mark = marks.pop() if len(marks) == 1 else "%"
        return rewritten("one mark is enough: ? uncertain, ~ approximate, % both", end[1] + mark)
    return Advice("the marks ?, ~ and % stand at the end and hold for the whole date")


def _week(match: re.Match[str]) -> Advice:
    year, week, day = int(match["y"]), int(match["w"]), match["d"]
    try:
        first = date.fromisocalendar(year, week, int(day or 1))
        last = date.fromisocalendar(year, week, int(day or 7))
    except ValueError:
        return Advice(f"{year} has no week {week}")
    text = first.isoformat() if day else f"[{first.isoformat()}..{last.isoformat()}]"
    return rewritten("weeks are written as the window of their days", text)


def _day_of_year(match: re.Match[str]) -> Advice:
    reason = "days are not counted through the year: write month and day"
    try:
        day = date(int(match["y"]), 1, 1) + timedelta(days=int(match["n"]) - 1)
    except (ValueError, OverflowError):
        return Advice(reason)
    return rewritten(reason, day.isoformat()) if day.year == int(match["y"]) else Advice(reason)


def _quarter(match: re.Match[str]) -> Advice:
    year, last = match["y"] or match["z"], 3 * int(match["n"] or match["k"])
    return rewritten(
        "a quarter is written as the window of its months", f"[{year}-{last - 2:02}..{year}-{last:02}]"
    )


def _always(reason: str) -> Callable[[re.Match[str]], Advice]:
    return lambda _: Advice(reason)


_YEAR = "(?P<y>[0-9]{4})"
_M, _D = "(?P<m>[0-9]{1,2})", "(?P<d>[0-9]{1,2})"
_CLOCK = "[0-9]{1,2}(:?[0-9]{2}){0,2}([.,][0-9]+)?"
_ZONE = "Z|[+-][0-9]{2}(:?[0-9]{2})?|UTC|GMT|[A-Z]ST"
_MONTH_NAMES = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_FOUR_DIGITS = "write the year with four digits, as in 2024-10-15"
_ADVISERS: tuple[tuple[str, Callable[[re.Match[str]], Advice]], ...] = (
    (f"{_YEAR}-{_M}(-{_D})?(?P<q>[?~%]?)", _hyphened),
    (f"{_YEAR}(?P<s>[./ ]){_M}((?P=s){_D})?", _separated),
    (f"{_YEAR}(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})", _separated),
    ("[0-9]{6}", _always("year, month and day are joined by hyphens, as in 2024-10 or 2024-10-15")),
    (f"(?P<a>[0-9]{{1,2}})(?P<s>[./ -])(?P<b>[0-9]{{1,2}})(?P=s){_YEAR}", _year_last),
    (f"{_M}[./ -]{_YEAR}", _month_year),
    (
        "[0-9]{1,2}([./ -])[0-9]{1,2}\\1[0-9]{2}",
        _always(_FOUR_DIGITS + ": two digits do not tell which number is the year"),
    ),
    (
        "[0-9]{1,2}[./-][0-9]{1,2}",
        _always("it has no year, and does not tell day from month; write it as 2024-10-15"),
    ),
    (r"(?P<n>[2-5][0-9]{4})(\.[0-9]+)?", _serial),  # 1954 to 2064
    ("0000[?~%]?", _always("there is no year 0; years run from 0001 to 9999")),
    ("[0-9]{1,3}[?~%]?", _always(_FOUR_DIGITS)),
    (f"{_YEAR}-?(?P<n>[0-9]{{3}})", _day_of_year),
    (
        "Y?[+-]?[0-9]{5,}(-.*)?|[Y+-][0-9]{4}(-.*)?|Y.*[0-9]",
        _always("years run from 0001 to 9999, without Y or sign"),
    ),
    (f"([0-9]{{1,2}}-)?({_MONTH_NAMES})[a-z]*-[0-9]{{2}}", _always(_FOUR_DIGITS)),
    (f"(?P<date>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[T ]{_CLOCK} ?(?P<zone>{_ZONE})?", _timed),
    ("(?=.*[xXuU*_])[0-9xXuU*_]{4}(-[0-9xXuU*_]{2}){0,2}", _masked),
    (r"[0-9]{4}-\?\?(-\?\?)?|[0-9]{4}-[0-9]{2}-\?\?", _masked),
    ("(?=.*[0-9])(?=.*[?~%])[0-9?~%-]+", _qualified),
    (f"{_YEAR}-?[Ww](?P<w>[0-9]{{2}})(-?(?P<d>[1-7]))?", _week),
    (f"{_YEAR}[- ]?[Qq](?P<n>[1-4])|[Qq](?P<k>[1-4])[- /]?(?P<z>[0-9]{{4}})", _quarter),
    ("[0-9]{4}-[0-9]{2}-[0-9]{2}/.*T.*", _always("the time of day goes into a column of its own")),
)
