"""Dates of the EDTF profile in words, for people; nothing is made more exact than it is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dateline.edtf import read

if TYPE_CHECKING:
    from dateline.edtf import Edtf, End

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

PRECISION: Final = {
    "day": "the day is known",
    "day_approx": "about that day",
    "ten_day": "one day within some ten days: early, mid or late in a month",
    "month": "one day of a month",
    "month_approx": "about that month",
    "quarter": "one day of a quarter of a year",
    "year": "one day of a year",
    "year_approx": "about that year",
    "interval_day": "it lasted, from one day to another",
    "interval_month": "it lasted, from one month to another",
    "interval_year": "it lasted, from one year to another",
    "open_interval": "it lasted, and one end is not known",
    "bounded": "one day between two others",
    "before": "not later than the report or another limit; when it began is not known",
    "after": "not earlier than a limit",
}
"""The words of `date_precision`, explained."""


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """Say a date in words, such as "one day, 11-20 October 2024"; what is no date stays as it is."""
    if text == "..":
        return "still going on"
    value = read(text)
    return text if value is None else _BY_KIND[value.kind](value)


def _point(value: Edtf) -> str:
    return _end(value.ends[0])


def _interval(value: Edtf) -> str:
    first, last = value.ends
    if first is None:
        return f"until {_end(last)}"
    return f"from {_end(first)} on" if last is None else f"{_end(first)} to {_end(last)}"


def _set(value: Edtf) -> str:
    first, last = value.ends
    if first is None:
        return f"by {_end(last)}"
    return f"{_end(first)} or later" if last is None else f"one day, {_range(first, last)}"


_BY_KIND = {"date": _point, "interval": _interval, "set": _set}


def _range(first: End, last: End) -> str:
    """Say a window without repeating the month or year that both ends share."""
    one, other = _parts(first), _parts(last)
    same = 0
    while same < min(len(one), len(other)) - 1 and one[-1 - same] == other[-1 - same]:
        same += 1
    short = " ".join(one[: len(one) - same])
    return f"{short}\N{EN DASH}{_end(last)}" if " " not in short else f"{short} \N{EN DASH} {_end(last)}"


def _end(end: End | None) -> str:
    assert end is not None  # an interval and a set have one end at least
    said = " ".join(_parts(end))
    about = f"about {said}" if end.qualifier in ("~", "%") else said
    return f"{about} (uncertain)" if end.qualifier in ("?", "%") else about


def _parts(end: End) -> tuple[str, ...]:
    """Return day, month and year as far as they are said."""
    numbers = end.text.rstrip("?~%").split("-")
    year = numbers[0].lstrip("0")
    month = (MONTHS[int(numbers[1]) - 1],) if len(numbers) > 1 else ()
    day = (str(int(numbers[2])),) if len(numbers) > 2 else ()  # noqa: PLR2004 - year, month, day
    return (*day, *month, year)
