"""The look-up key of a name: what is left when spelling habits are taken away.

    Ch'ŏrwŏn-gun, Chorwon County, CHORWON  →  chorwon

NFKD; diacritics, apostrophes and invisible characters dropped; one kind of dash and of
space; lower case; without the word for the kind of unit (-si, -gun, -do, -up, -ri,
City, County, Province); NFC, so that Hangul is readable again. Two spellings with one
key are taken for the same name; nothing else is.

What is dropped are diacritics that writers leave out: those of Latin, Greek and
Cyrillic, Hebrew points, Arabic vowel signs. Vowel signs of Indic scripts and the voicing
marks of kana carry the sound and stay.
"""

from __future__ import annotations

import re
import unicodedata

MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # of any Western letter
    r"\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic signs
)
APOSTROPHES = r"'`\u2018\u2019\u201b\u02b9-\u02bf\u02c8\u2032\ua78c"
INVISIBLE = r"\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
DASHES = r"\u2010-\u2015\u2212"

SPACED_MARK = f" [{MARKS}]+"
"""A mark typed as a character of its own, such as ˘: NFKD gives it a space to stand on."""

DROPPED = f"[{MARKS}{APOSTROPHES}{INVISIBLE}]"
DASH = f"[{DASHES}]"
SPACE = r"[\s\x1c-\x1f]+"
AROUND_DASH = " ?- ?"

ROMANISED_UNITS = ("si", "gun", "kun", "do", "up", "eup", "ri", "ni", "li")
"""Korean words for city, county, province, town and village, as they are written behind a hyphen.

-kun, -ni and -li are what -gun and -ri sound like behind some consonants; -eup is the
Revised Romanization of -up.
"""

ENGLISH_UNITS = ("city", "county", "province")

UNITS = tuple(
    [f"-{unit}" for unit in (*ROMANISED_UNITS, *ENGLISH_UNITS)] + [f" {unit}" for unit in ENGLISH_UNITS]
)
"""What is taken off the end of a key, with the character in front of it."""

_SPACED_MARK, _DROPPED, _DASH = re.compile(SPACED_MARK), re.compile(DROPPED), re.compile(DASH)
_SPACE, _AROUND_DASH = re.compile(SPACE), re.compile(AROUND_DASH)
_EASTERN = re.compile("[\u4e00-\u9fff\uac00-\ud7a3]+")
"""Chinese characters and whole Korean syllables: NFKD and NFC take them apart and put them together again."""
_ASCII_DROPPED = str.maketrans("", "", "'`")

_ABBREVIATED = re.compile(
    r"(n|no|north|northern|s|so|south|southern|e|east|eastern|w|west|western)(\. ?| )(?=\w)"
)
_DIRECTIONS = {"n": "north", "s": "south", "e": "east", "w": "west"}
_HALVES = (("north", ("bukto", "bukdo", "pukto", "북도")), ("south", ("namdo", "namto", "남도")))


def key(name: str) -> str:
    """Return the look-up key of a name; "" if nothing in it is a letter or a digit.

    `key(key(x)) == key(x)`, and a name has one key however its characters are composed.
    `vector.key` is the same for a Polars column.
    """
    if name.isascii():  # most spellings in Latin letters; of the rest, nothing is to be done to them
        text = " ".join(name.translate(_ASCII_DROPPED).lower().split())
        return _without_unit(_AROUND_DASH.sub("-", text) if "-" in text else text)
    if _EASTERN.fullmatch(name):  # no mark, no case, no unit behind a hyphen
        return name
    text = _SPACED_MARK.sub("", unicodedata.normalize("NFKD", name))
    text = _DASH.sub("-", _DROPPED.sub("", text)).lower()
    text = _AROUND_DASH.sub("-", _SPACE.sub(" ", text).strip())
    return unicodedata.normalize("NFC", _without_unit(text))


def _without_unit(text: str) -> str:
    """Take the units off the end; at least one character stays."""
    end = len(text)
    while text.endswith(UNITS, 1, end):
        end -= next(len(each) for each in UNITS if text.endswith(each, 1, end))
    return text[:end]


def written_out(key: str) -> str:
    """Return a key with its point of the compass written out: `n. hamgyong` → `north hamgyong`."""
    match = _ABBREVIATED.match(key)
    return f"{_DIRECTIONS[key[0]]} {key[match.end() :]}" if match else key


def direction(key: str) -> str:
    """Return "north", "south", "east" or "west" if the name of a key says so, else "".

    North and South Hamgyong are more alike in letters than most misspellings are to
    what was meant: two names that point apart are never suggested for each other.
    """
    first = written_out(key).split(" ", 1)[0]
    if first in _DIRECTIONS.values():
        return first
    return next((side for side, endings in _HALVES if key.endswith(endings)), "")
