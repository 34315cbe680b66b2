"""What a printed date phrase means: "mid-October", "last Tuesday", "Nov. 3".

English only, and only phrases whose every word is understood: a phrase half read is a
wrong date. The day on which a phrase was said (a statement, a publication) is its
anchor; a phrase without a year takes `year`, else the latest year that has it begin by
the anchor, for news tells what has happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.edtf.phrases.joined import bounded, joined
from dateline.edtf.phrases.relative import relative
from dateline.edtf.phrases.stated import Unread, decade, settled, stated
from dateline.edtf.phrases.words import LONGEST, letters, tokens
from dateline.edtf.reader import read

if TYPE_CHECKING:
    from datetime import date

    from dateline.edtf.model import Edtf
    from dateline.edtf.phrases.words import Token

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIME_OF_DAY = re.compile("P?O+|T(-T)?")
_THAT_YEAR = re.compile(".*M.*[LHN]r")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date phrase, read.

    Args:
        text: the phrase as given.
        date: its date; None where it has none or where more must be known.
        reason: why `date` is None; "" where it is not.
        relative: it tells the day from the day on which it was said.
        yearless: it names a month and no year, and is not relative.
        weekday: the weekday named, 0 for Monday, as `date.weekday()`.
        part: "early", "mid" or "late" of a month or a year, else "".
        month: the month named, 1 to 12.
        day: the day of the month named.
        time: the clock time named, local.

    """

    text: str
    date: Edtf | None = None
    reason: str = ""
    relative: bool = False
    yearless: bool = False
    weekday: int | None = None
    part: str = ""
    month: int | None = None
    day: int | None = None
    time: time | None = None


@lru_cache(maxsize=1 << 15)
def from_phrase(phrase: str, *, anchor: date | None = None, year: int | None = None) -> Phrase:
    """Return what an English date phrase says, with its date if it can be told.

    Args:
        phrase: the phrase as printed, at most 200 characters.
        anchor: the day on which it was said, for "yesterday" or a missing year.
        year: the year of a phrase that names none; it goes before the anchor's.

    """
    words = tokens(phrase)
    said = _features(phrase, words)
    try:
        return replace(said, date=_date(_without_time(words), year, anchor, phrase))
    except Unread as why:
        return replace(said, reason=str(why))


def _features(phrase: str, words: tuple[Token, ...]) -> Phrase:
    clock = [word for word in words if word.letter == "T"]
    words = _without_time(words)
    pattern = letters(words)
    value = {word.letter: word.value for word in reversed(words)}  # the first of each kind
    counted = bool(re.search("[XxLHNGEF]", pattern)) or pattern in ("W", "D", "DW", "WD")
    relative = counted and not re.fullmatch("[^mr]*(MD|DM|I)[^mr]*", pattern)
    part = ("", "early", "mid", "late")[value.get("P", -1) + 1]
    return Phrase(
        text=phrase,
        relative=relative,
        yearless="M" in pattern and not re.search("[YI]", pattern) and not relative,
        weekday=value.get("W"),
        part=part,
        month=value.get("M"),
        day=value.get("D") if "G" not in pattern else None,
        time=_time(clock[0].text) if clock else None,
    )


def _without_time(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """Leave out clock times and times of day: "the early morning", "at 9:00 a.m."."""
    if not any(word.letter in "TO" for word in words):
        return words
    left = list(words)
    for match in reversed(list(_TIME_OF_DAY.finditer(letters(words)))):
        del left[match.start() : match.end()]
    return tuple(left)


def _time(text: str) -> time | None:
    hour, minute = (int(number) for number in [*re.findall("[0-9]+", text), "0"][:2])
    if half := re.search("[ap]", text):
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours of a clock
            return None
        hour = hour % 12 + (12 if half.group() == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - the hours of a day


def _date(words: tuple[Token, ...], year: int | None, anchor: date | None, phrase: str) -> Edtf:
    _refuse(words, phrase)
    words, checks = _apart(words)
    if _THAT_YEAR.fullmatch(letters(words)):
        words, year = words[:-2], _that_year(words[-2], anchor)
    text = (
        decade(words)
        or relative(words, anchor)
        or joined(words, year, anchor)
        or bounded(words, year, anchor)
    )
    if text is None:
        said = stated(words)
        if said is None:
            raise Unread("no convention makes one date of its words")
        text = settled(said, year, anchor).date().text
    value = read(text)
    if value is None:  # such as an interval that ends before it begins
        raise Unread(f"there is no such date as {text}")
    _agree(value, checks, anchor)
    return value


def _refuse(words: tuple[Token, ...], phrase: str) -> None:
    pattern = letters(words)
    unknown = next((word.text for word in words if word.letter == "?"), None)
    if len(phrase) > LONGEST:
        raise Unread("it is too long to be a date")
    if not re.search("[IZYDXxMWLHNPGq]", pattern):
        raise Unread("there is no date in it")
    if unknown is not None:
        raise Unread(f"{unknown[:30]!r} is not understood; only English date words are")
    if "q" in pattern:
        raise Unread("seasons have no agreed days: write the months meant, as a window [A..B]")
    if "R" in pattern:
        raise Unread("there is no date in it")


def _apart(words: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Part a stated day from what must agree with it: a weekday, "yesterday", "last Tuesday"."""
    if not re.search("MD|DM|I", letters(words)) or re.search("[-&|r]", letters(words)):
        return words, ()
    stays = tuple(word for word in words if word.letter not in "LHNWX")
    return stays, tuple(word for word in words if word.letter in "LHNWX")


def _agree(value: Edtf, checks: tuple[Token, ...], anchor: date | None) -> None:
    for word in checks:
        if word.letter == "W" and value.earliest and value.earliest.weekday() != word.value:
            raise Unread(
                f"{value.text} is a {_WEEKDAYS[value.earliest.weekday()]}, not a {_WEEKDAYS[word.value]}"
            )
    if anchor and any(word.letter == "X" for word in checks):
        counted = relative(tuple(word for word in checks if word.letter == "X"), anchor)
        if counted != value.text:
            raise Unread(f"counted from {anchor} it would be {counted}, but it says {value.text}")


def _that_year(word: Token, anchor: date | None) -> int:
    if anchor is None:
        raise Unread("it tells the year from the day on which it was said, and that is not given")
    return anchor.year + word.value
