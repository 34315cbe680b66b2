"""Ask one adviser after the other; the first that knows the mistake answers.

A suggestion is made only where the text has one sound reading, and is always a date of
the profile: `2021-5` is May, but `03/04/2021` is two days, and 30 February is none.
"""

from __future__ import annotations

import re
import unicodedata

from dateline.edtf.advice.answer import Advice, rewritten
from dateline.edtf.advice.points import advise_point
from dateline.edtf.advice.ranges import advise_range
from dateline.edtf.phrases import from_phrase
from dateline.edtf.reader import read

LONGEST = 200  # characters; beyond it nobody meant a date
_EXAMPLE_YEAR = 2023
_NOTHING = {
    "-",
    "--",
    "?",
    "n/a",
    "na",
    "nan",
    "nat",
    "nil",
    "none",
    "null",
    "tbd",
    "unknown",
    "undated",
    "n.d.",
    ".",
}
_DASHES = "‐‑‒–—―−﹘﹣"  # noqa: RUF001 - the dashes people paste
_FORMS = "write a date such as 2024, 2024-10 or 2024-10-15, an interval A/B or a window [A..B]"


def advise(text: str) -> Advice:
    """Return why a text is no date of the profile, and what to write instead.

    Only for texts that `read` refuses.
    """
    if len(text) > LONGEST:
        return Advice(f"it is too long to be a date ({len(text):,} characters)")
    if not text:
        return Advice("it is empty text, not a date")
    plain = _plain(text)
    if not plain or plain.casefold() in _NOTHING:
        return Advice("an unknown date is an empty cell")
    if plain != text:
        return _characters(text, plain)
    return advise_point(text) or advise_range(text) or _words(text)


def _plain(text: str) -> str:
    """Return the text in ASCII digits and hyphens, without spaces around and marks nobody sees."""
    out = []
    for character in unicodedata.normalize("NFKC", text):
        if (digit := unicodedata.decimal(character, None)) is not None:
            out.append(str(digit))
        elif character in _DASHES:
            out.append("-")
        elif unicodedata.category(character) not in ("Cf", "Cc", "Mn"):
            out.append(character)
    return re.sub(r"\s+", " ", "".join(out)).strip(" '\"")


def _characters(text: str, plain: str) -> Advice:
    """Advise on a text that only looks like a date, or is none even in plain characters."""
    if read(plain):
        what = (
            "spaces or quotes around it"
            if text.strip().strip("'\"") == plain
            else "characters that are no plain digits, - or /"
        )
        return Advice(f"it has {what}", plain)
    return advise(plain)


def _words(text: str) -> Advice:
    if not re.search("[^0-9 ./-]", text):
        return Advice(_FORMS)
    said = from_phrase(text)
    if said.date:
        return rewritten("a date is written in digits", said.date.text)
    if said.relative:
        return Advice("it tells the day from the day on which it was said: work out the date, and write that")
    if said.yearless:
        example = from_phrase(text, year=_EXAMPLE_YEAR)
        shape = example.date.text if example.date else example.reason
        return Advice(
            f"it names no year; write it in digits, with the year: {shape}".replace(
                str(_EXAMPLE_YEAR), "YYYY"
            )
        )
    vague = re.search("no date|not understood|no convention", said.reason)
    return Advice(f"{said.reason}; {_FORMS}" if vague else said.reason)
