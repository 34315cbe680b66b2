"""How many columns of a terminal a text takes.

Source: Unicode Standard Annex 11, East Asian Width; characters of ambiguous width are
taken for narrow, as terminals do outside East Asian locales.
"""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"
_FIRST_JOINING_JAMO, _LAST_JOINING_JAMO = "\u1160", "\u11ff"


def width(text: str) -> int:
    """Return how many columns a text takes that holds no control characters."""
    return len(text) if text.isascii() else sum(map(_width, text))


def clip(text: str, limit: int) -> str:
    """Cut a text to so many columns; what is cut shows as "…" at its end."""
    if len(text) <= limit and width(text) <= limit:
        return text
    used = 0
    for position, character in enumerate(text):
        used += _width(character)
        if used > limit - 1:
            return text[:position] + ELLIPSIS
    return text


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    if _FIRST_JOINING_JAMO <= character <= _LAST_JOINING_JAMO:  # joins the syllable before it
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
