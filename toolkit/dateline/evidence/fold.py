"""What people type, and what is printed: one form for both, of the same length as the text."""

from __future__ import annotations

import unicodedata

_TYPED = str.maketrans("“”„‟«»″‘’‚‛ʼ′–—‑", '"""""""' + "''''''" + "---")  # noqa: RUF001 - the marks are the point
"""Marks that a keyboard lacks, each with the one that people type for it."""


def typed(words: str) -> str:
    """Fold words as somebody typed them: composed letters, one space between words."""
    return fold(" ".join(unicodedata.normalize("NFC", words).split()))


def fold(text: str) -> str:
    """Fold a text in normal form: case, quotation marks and dashes. Its length stays."""
    # A letter whose lower case has two characters stays: positions must not shift.
    lower = (low if len(low := character.lower()) == 1 else character for character in text)
    return "".join(lower).translate(_TYPED)
