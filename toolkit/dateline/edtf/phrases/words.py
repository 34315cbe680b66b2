"""The English words of a date phrase, as tokens of one letter each.

The letters spell a phrase's pattern: "mid-October" is `PM`, "last Tuesday" is `LW`,
"Yesterday (September 18)" is `XMD`. Which patterns mean a date is decided elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

LONGEST = 200
"""Characters of the longest phrase looked at; a phrase as printed has at most 40."""

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_VALUES = {
    **{name: number for number, name in enumerate(_NUMBERS)},
    "a": 1,
    "an": 1,
    "the day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "coming": 1,
}

_MONTH_NAMES = (
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?"
    "|oct(ober)?|nov(ember)?|dec(ember)?"
)

# Letter, what it stands for, and its words; the first that matches wins.
_WORDS = (
    ("T", r"[0-9]{1,2}(:[0-9]{2})?\s*[ap]\.?\s?m(\.|\b)|[0-9]{1,2}:[0-9]{2}"),  # clock time
    ("I", r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?(?![0-9])"),  # ISO date
    ("Z", r"[0-9]{3}0'?s\b"),  # decade
    ("Y", r"[0-9]{4}(?![0-9])"),
    ("D", r"[0-9]{1,2}(st|nd|rd|th)?(?![0-9a-z])"),  # day of the month, or a count
    ("X", r"(the day before yesterday|yesterday|today|tonight|tomorrow)\b"),
    ("x", r"last night\b"),
    ("M", rf"({_MONTH_NAMES})\b\.?"),
    ("W", r"(mon|tue(s)?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(days?)?\b\.?"),
    ("E", r"earlier\b"),
    ("F", r"later\b"),
    ("P", r"(early|mid|middle|late|beginning|start|end)\b(-| of the\b| of\b| in\b)?"),
    ("L", r"(last|past|previous)\b"),
    ("H", r"(this|current)\b"),
    ("N", r"(next|coming)\b"),
    ("d", r"days?\b"),
    ("w", r"weeks?\b"),
    ("m", r"months?\b"),
    ("r", r"years?\b"),
    ("G", r"ago\b"),
    ("A", r"(in and around|on or (about|around)|around|about|approximately|roughly|circa|ca\b\.?|c\.)"),
    ("K", rf"({'|'.join(_NUMBERS)}|an?)\b"),
    ("R", r"(recent(ly)?|lately)\b"),
    ("q", r"(spring|summer|autumn|fall|winter)\b"),
    ("O", r"(morning|afternoon|evening|night|dawn|dusk|noon|midnight|hours?)\b"),
    ("B", r"between\b"),
    ("S", r"(since|from)\b"),
    ("b", r"(before|prior to)\b"),
    ("a", r"after\b"),
    ("u", r"(until|till|up to)\b"),
    ("y", r"by\b"),
    ("&", r"(and\b|&)"),
    ("|", r"or\b"),
    ("-", r"(to\b|through\b|-)"),
    ("", r"(on|in|at|the|of|during|sometime|some time|local time)\b"),
    ("", r"'s\b|[\s,;:.()\"']+"),
    ("?", r"[^\s,;:.()\"']+"),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its letter in the pattern, its text, and its value where it has one.

    A month counts from 1, a weekday from 0 (Monday); "last" is -1, "next" is 1; a part
    of a month or a year is 0 (early), 1 (mid) or 2 (late).
    """

    letter: str
    text: str
    value: int


@lru_cache(maxsize=4096)
def tokens(phrase: str) -> tuple[Token, ...]:
    """Return the words of a phrase, without fillers and punctuation."""
    text = _plain(phrase[:LONGEST])
    found, at = [], 0
    while at < len(text):
        letter, match = _first(text, at)
        if letter:
            found.append(Token(letter, match.group(), _value(letter, match.group())))
        at = match.end()
    return tuple(found)


def letters(words: tuple[Token, ...]) -> str:
    """Return the pattern of some tokens."""
    return "".join(word.letter for word in words)


def _plain(phrase: str) -> str:
    text = unicodedata.normalize("NFKC", phrase).casefold()
    return re.sub("[‐‑‒–—−]", "-", text.replace("’", "'"))  # noqa: RUF001 - the dashes people paste


@cache
def _expression() -> tuple[re.Pattern[str], dict[int, str]]:
    """Return one expression for all words, and the letters by the group that each of them is."""
    letters_, groups = {}, 1
    for letter, words in _WORDS:
        letters_[groups] = letter
        groups += 1 + re.compile(words).groups
    return re.compile("|".join(f"({words})" for _, words in _WORDS)), letters_


def _first(text: str, at: int) -> tuple[str, re.Match[str]]:
    expression, letters_ = _expression()
    match = expression.match(text, at)
    assert match is not None, text[at]  # the last two expressions take any character
    assert match.lastindex is not None, "the word is a group"
    return letters_[match.lastindex], match


def _value(letter: str, text: str) -> int:
    if letter == "M":
        return _MONTHS.index(text[:3]) + 1
    if letter == "W":
        return _WEEKDAYS.index(text[:3])
    if letter == "P":
        return _PARTS[text.split(" ", maxsplit=1)[0].rstrip("-")]
    if digits := re.match("[0-9]+", text):
        return int(digits.group())
    return _VALUES.get(text.removesuffix("s"), 0)
