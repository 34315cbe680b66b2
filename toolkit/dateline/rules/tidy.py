"""Rules for how a cell is written: no stray white space, and text in Unicode's composed form.

Nobody sees either on a screen, and both keep texts from being equal. In ids it is an error,
and the only thing said of the cell; in free text it is a warning. A cell that is held to a
form (a number, a date, a code of a list) breaks the rule for that form, and its finding says
what to write: nothing more is asked of such cells.

White space is what has Unicode's property White_Space (PropList.txt). Beside it there are
characters without width, of which some mean something in names and free text: joiners in
Persian or in emoji, marks of direction in Arabic. So the inside of a text is looked at only
where it is compared and otherwise plain ASCII, as ids and codes are.

Composed is Normalization Form C (Unicode Standard Annex 15), in which W3C asks for text on
the web (https://www.w3.org/TR/charmod-norm/).
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.rule import Advice, Rule

if TYPE_CHECKING:
    from dateline.table import Field, Table

STRAY_SPACE, NOT_NFC = "stray-space", "not-nfc"

_WHITE = "\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_ZERO_WIDTH = "\u200b\u2060\ufeff"
"""Characters without width that mean nothing at the end of any text."""
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters that nobody sees, and that no id has."""
_ENDS = re.compile(f"^[{_WHITE}{_ZERO_WIDTH}]+|[{_WHITE}{_ZERO_WIDTH}]+$")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""White space inside a line that is not the one of the keyboard."""
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_ODD = f"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000{_INVISIBLE}]"
_CODE = re.compile(f"[ -~]*(?:{_ODD}[ -~]*)+")
"""A text that is plain ASCII but for such characters: an id or a code, and no name in another script."""
_DOUBTFUL = (
    r"[\p{M}\x{340}-\x{37e}\x{387}\x{958}-\x{a5e}\x{b5c}\x{b5d}\x{1161}-\x{11ff}\x{f43}-\x{fb9}"
    r"\x{1f71}-\x{1fff}\x{2000}\x{2001}\x{2126}-\x{212b}\x{2329}\x{232a}\x{2adc}\x{f900}-\x{fb4e}"
    r"\x{110ba}-\x{11938}\x{1d15e}-\x{1d1c0}\x{2f800}-\x{2fa1f}\x{16121}-\x{16d6a}]"
)
"""Characters with one of which a text may not be composed; without any it is."""
_TOLERANT = ("object", "array", "geojson", "list", "geopoint")
"""Types in whose texts white space is layout, or is read as it is."""
_FORMS = ("enum", "pattern", "unique")
GUARDS = frozenset({"category", "code-unknown", "edtf-invalid", "enum", "pattern", "type"})
"""Rules for forms, which a text that is written wrongly breaks as well."""
_NAMES = {"\t": "a tab", "\n": "a line feed", "\r": "a carriage return", " ": "a space"}


def tidy_rules(table: Table, field: Field, text: pl.Expr) -> list[Rule]:
    """Return the rules for how the cells of a field are written; `text` is the column of their texts."""
    if is_guarded(field) or field.type in _TOLERANT:
        return []
    return [_unspaced(table, field, text), _composed(field, text)]


def is_guarded(field: Field) -> bool:
    """Whether no text that is written wrongly passes the other rules of a field: it is held to a form.

    There nothing is asked beside them; what they find is looked at by `written_wrongly`.
    """
    plain = field.type in ("string", "any") and field.format == "default" and not field.categories
    formed = any(name in field.constraints for name in ("enum", "pattern"))
    return not plain or formed or any((field.edtf, field.codes, field.place_code))


def written_wrongly(rule: str, text: str) -> Advice | None:
    """Return what is to be said of a text that breaks a rule for forms, if how it is written may be why."""
    if rule not in GUARDS:
        return None
    right = unicodedata.normalize("NFC", tidied(text, compared=True))
    if not right or right == text:
        return None
    why = _where(text, compared=True)
    return Advice(why or "its letters and accents are kept apart", answer=right, expected="")


def is_compared(table: Table, field: Field) -> bool:
    """Whether cells of a field must be equal to something to the letter: ids, codes, dates, numbers."""
    if field.type == "any":
        return False
    if field.type != "string" or field.format != "default" or field.categories:
        return True
    keys = {*table.primary_key, *(name for key in table.unique_keys for name in key)}
    keys |= {name for key in table.foreign_keys for name in key.fields}
    used = any((field.edtf, field.codes, field.url, field.place_code, field.place))
    return used or field.name in keys or any(field.constraints.get(name) for name in _FORMS)


def tidied(text: str, *, compared: bool) -> str:
    """Return a text without stray white space; in one that is compared, every space is a plain one."""
    text = _ENDS.sub("", text)
    if compared and _CODE.fullmatch(text):
        text = _UNSEEN.sub("", _ODD_SPACE.sub(" ", text))
    return _ENDS.sub("", text)


def _unspaced(table: Table, field: Field, text: pl.Expr) -> Rule:
    compared = is_compared(table, field)
    allowed = [*table.missing(field), *field.constraints.get("enum", ())]
    allowed += [each.value for each in field.categories]
    kept = sorted({each for each in allowed if isinstance(each, str) and each != each.strip()})
    bad = _untidy(pl.when(_doubtful(text)).then(text), compared=compared).fill_null(value=False)
    return Rule(
        id=STRAY_SPACE,
        fields=(field.name,),
        test=(~bad | text.is_in(kept) if kept else ~bad).fill_null(value=True),
        message="{value} has characters that nobody sees",
        expected="the text alone",
        severity="error" if compared else "warning",
        advise=partial(_advise, compared=compared),
    )


def _composed(field: Field, text: pl.Expr) -> Rule:
    return Rule(
        id=NOT_NFC,
        fields=(field.name,),
        test=~_of_few(_perhaps_decomposed(text), text).fill_null(value=False),
        maybe=_perhaps_decomposed(text),
        message="{value} is not in composed form: its letters and accents are kept apart",
        expected="the same text in Unicode's composed form (NFC)",
        severity="warning",
        advise=lambda each: Advice(answer=unicodedata.normalize("NFC", each)),
    )


def _of_few(suspect: pl.Expr, text: pl.Expr) -> pl.Expr:
    """Tell of suspects whether they are decomposed, each distinct one looked at once by Python."""

    def batch(suspects: pl.Series) -> pl.Series:
        distinct = suspects.drop_nulls().unique()
        wrong = [each for each in distinct if not unicodedata.is_normalized("NFC", each)]
        return suspects.is_in(pl.Series(wrong, dtype=pl.String).implode())

    suspects = pl.when(suspect).then(text)
    return suspects.map_batches(batch, return_dtype=pl.Boolean, is_elementwise=True)


def _beyond(text: pl.Expr) -> pl.Expr:
    """Whether a text has characters beyond ASCII."""
    return text.str.len_bytes() != text.str.len_chars()


def _doubtful(text: pl.Expr) -> pl.Expr:
    """Whether a text begins or ends with white space or a control character, or goes beyond ASCII."""
    ends = (text < "!") | (text.str.tail(1) < "!")
    return (ends & (text != "")) | _beyond(text)


def _untidy(texts: pl.Expr, *, compared: bool) -> pl.Expr:
    ends = texts.str.strip_chars().str.len_bytes() != texts.str.len_bytes()
    ends |= texts.str.contains(f"^[{_ZERO_WIDTH}]|[{_ZERO_WIDTH}]$")
    return ends | texts.str.contains(f"^(?:{_CODE.pattern})$") if compared else ends


def _perhaps_decomposed(text: pl.Expr) -> pl.Expr:
    """Whether a text has a character with which it may not be composed."""
    return pl.when(_beyond(text)).then(text).str.contains(_DOUBTFUL).fill_null(value=False)


def _advise(text: str, *, compared: bool) -> Advice:
    return Advice(_where(text, compared=compared), answer=tidied(text, compared=compared))


def _where(text: str, *, compared: bool) -> str | None:
    """Say which character is one too many, and where: before the text, after it, or inside; else None."""
    before = _ENDS.match(text)
    if before is not None and before.end() == len(text):
        return "there is nothing else in it"
    if before is not None:
        return f"{_called(text[0])} stands before the text"
    after = _ENDS.search(text)
    if after is not None:
        return f"{_called(text[-1])} stands after the text"
    inside = re.search(_ODD, text) if compared else None
    return f"{_called(inside[0])} is its character {inside.start() + 1}" if inside else None


def _called(char: str) -> str:
    name = unicodedata.name(char, f"U+{ord(char):04X}").lower()
    return _NAMES.get(char) or f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
