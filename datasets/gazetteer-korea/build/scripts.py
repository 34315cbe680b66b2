"""In which script a name is written, and which of a gazetteer's alternates are names at all."""

from __future__ import annotations

import re
import unicodedata

ISO_15924 = {
    "LATIN": "Latn",
    "HANGUL": "Hang",
    "CJK": "Hani",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "KATAKANA-HIRAGANA": "Jpan",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "HEBREW": "Hebr",
    "ARABIC": "Arab",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "GURMUKHI": "Guru",
    "GUJARATI": "Gujr",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "SINHALA": "Sinh",
    "THAI": "Thai",
    "LAO": "Laoo",
    "MYANMAR": "Mymr",
    "KHMER": "Khmr",
    "TIBETAN": "Tibt",
    "MONGOLIAN": "Mong",
    "ETHIOPIC": "Ethi",
}

_AIRPORT = re.compile("[A-Z]{3}")


def script_of(name: str) -> str | None:
    """Return the ISO 15924 code of a name's script; None if it mixes scripts, or has no letter."""
    words = {
        unicodedata.name(each, "").split(" ")[0]
        for each in name
        if unicodedata.category(each) in ("Lu", "Ll", "Lt", "Lo")
    }
    found = {ISO_15924.get(word) for word in words}
    if found == {"Hani", "Jpan"}:
        return "Jpan"
    return found.pop() if len(found) == 1 else None


def is_name(alternate: str) -> bool:
    """Whether an alternate of GeoNames is a name that someone may print.

    Left out are transliterations made by machine, which are all lower case in the
    repackaged file (`hmhwng`, `jiang jie`), those that mix scripts, and airport codes.
    """
    script = script_of(alternate)
    mechanical = script == "Latn" and alternate == alternate.lower()
    return script is not None and not mechanical and not _AIRPORT.fullmatch(alternate)


def plain(name: str) -> str:
    """Return a Latin name without diacritics and apostrophes."""
    letters = unicodedata.normalize("NFKD", name)
    return re.sub(
        r"['`\u2019\u02bc]", "", "".join(each for each in letters if not unicodedata.combining(each))
    )


def slug(name: str) -> str:
    """Return a name as part of an id: lower-case letters and digits, joined by hyphens."""
    return re.sub("[^a-z0-9]+", "-", plain(name).lower()).strip("-")
