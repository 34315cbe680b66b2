"""What a phrase states outright: a part, a day, a month, a year, any of them missing.

Conventions: early, mid and late are days 1-10, 11-20 and 21 to the end of a month, and
January to March, April to September and October to December of a year, so that the
three parts leave no day out. They are written as a set, one day of the window: an event
of "mid-October" did not last ten days.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.edtf.phrases.words import letters
from dateline.edtf.reader import read

if TYPE_CHECKING:
    from datetime import date

    from dateline.edtf.model import Edtf
    from dateline.edtf.phrases.words import Token

EARLY, MID, LATE = range(3)
_MONTHS_OF_PART = {EARLY: (1, 3), MID: (4, 9), LATE: (10, 12)}
_PATTERN = re.compile("P?M|MD|DM|P?MY|MDY|DMY|P?Y|I|DY?")
_YEARS_BACK = 8  # the longest wait for a 29 February


class Unread(Exception):  # noqa: N818 - it names what came of the phrase; nobody outside sees it raised
    """A phrase that gives no date; its text says why."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The parts of a date that a phrase names."""

    part: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None

    def text(self) -> str:
        """Return the EDTF of it, which may be no real date. The year must be known."""
        year = f"{self.year:04}"
        if self.part is not None:
            return "[{}..{}]".format(*(f"{year}-{end}" for end in self._window()))
        parts = [f"{number:02}" for number in (self.month, self.day) if number is not None]
        return "-".join([year, *parts])

    def _window(self) -> tuple[str, str]:
        if self.part is None or self.year is None:
            raise AssertionError
        if self.month is None:
            first, last = _MONTHS_OF_PART[self.part]
            return f"{first:02}", f"{last:02}"
        first, last = days_of_part(self.part, self.year, self.month)
        return f"{self.month:02}-{first:02}", f"{self.month:02}-{last:02}"

    def date(self) -> Edtf:
        """Return the value of it; Unread if there is no such day."""
        if self.day is not None and self.month is None:
            raise Unread("it names a day and no month")
        if value := read(self.text()):
            return value
        raise Unread(f"there is no such day as {self.text()}")


def days_of_part(part: int, year: int, month: int) -> tuple[int, int]:
    """Return the first and last day of the early, mid or late part of a month."""
    first, last = 10 * part + 1, 10 * part + 10
    return first, last if part != LATE else monthrange(year, month)[1]


def stated(words: tuple[Token, ...]) -> Stated | None:
    """Return what these words state, or None if they are no stated date."""
    pattern = letters(words)
    if not _PATTERN.fullmatch(pattern):
        return None
    if pattern == "I":
        year, month, day = (int(n) for n in (words[0].text + "-0").split("-")[:3])
        return Stated(day=day or None, month=month, year=year)
    value = {word.letter: word.value for word in words}
    if value.get("Y") == 0 or value.get("D") == 0:
        raise Unread("there is no day and no year 0")
    return Stated(value.get("P"), value.get("D"), value.get("M"), value.get("Y"))


def decade(words: tuple[Token, ...]) -> str | None:
    """Return the years of "the 1990s" as a set, or None if the phrase is no decade."""
    return f"[{words[0].value:04}..{words[0].value + 9:04}]" if letters(words) == "Z" else None


def settled(said: Stated, year: int | None, anchor: date | None) -> Stated:
    """Return it with a year: its own, else `year`, else the latest that has it begin by the anchor."""
    if said.year is not None:
        return said
    if year is not None:
        return replace(said, year=year)
    if anchor is None:
        raise Unread("it names no year")
    if said.day is not None and said.month is None:
        raise Unread("it names a day and no month")
    for back in range(min(_YEARS_BACK, anchor.year - 1) + 1):
        candidate = replace(said, year=anchor.year - back)
        value = read(candidate.text())
        if value and value.earliest and value.earliest <= anchor:
            return candidate
    raise Unread("there is no such day in any year")
