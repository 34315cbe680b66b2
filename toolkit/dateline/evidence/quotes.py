# ruff: noqa: RUF001 - quotation marks of all kinds are what this file is about
"""Quotations in a text: where quotation marks open and close, in the ways the world writes them.

A mark's meaning follows from the mark and from what stands beside it: `»` closes in
French and opens in Danish, `“` opens in English and closes in German, `"` does both. An
apostrophe is none, nor is a mark that stands for feet, inches, minutes or seconds alone.

A quotation that goes on for several paragraphs may be opened anew in each, or only in the
first; one that is never closed ends with its paragraph.

Sources: Unicode Standard 17, section 6.2.5 (quotation marks by language); CLDR,
delimiters of locales.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dateline.evidence.text import Text

_CLOSED_BY = {
    "“": '”"', "„": '“”"', "‟": '”"', "”": '”"', '"': '"”', "＂": "＂", "〝": "〞〟", "«": "»", "»": "«»",
    "‹": "›", "›": "‹›", "「": "」", "『": "』", "｢": "｣", "﹁": "﹂", "﹃": "﹄", "《": "》", "〈": "〉",
    "‘": "’'", "‚": "‘’", "‛": "’", "'": "'’",
}  # fmt: skip
"""Marks that may open a quotation, and those that close it."""
_SINGLE = frozenset("‘’‚‛'")
"""Marks that are often apostrophes."""
_ONE_WAY = frozenset("«‹「『｢﹁﹃《〈〝„‚")
"""Marks that open whatever stands beside them, once they do not close."""
_MARKS = re.compile("[" + "".join(_CLOSED_BY) + "".join(_CLOSED_BY.values()) + "]")
_ELISIONS = re.compile(r"['‘’](?:(?:tis|twas|twere|em|cause|til|till|n|bout|round|cos)\b|\d)", re.IGNORECASE)
"""What begins with an apostrophe: 'tis, '90s."""
_OPENERS = frozenset("([{—–-/:")


_EAST_ASIAN = "\u2e80"
"""From here on letters stand beside marks without spaces, and no apostrophe stands among them."""

_NO_BEGINNING = frozenset(" .,;:!?)]}")
"""What no quotation begins with, but for three dots."""


class Quotation(NamedTuple):
    """A quotation's characters in a text, marks included; `end` is exclusive."""

    start: int
    end: int


class _Open(NamedTuple):
    """An opening mark that waits for its closing one, and where its paragraph ends."""

    mark: str
    at: int
    until: int


def quotations(text: Text) -> tuple[Quotation, ...]:
    """Find the quotations of a text, nested ones included, in the order in which they begin."""
    return _quotations(text.text)


def has_quotation_marks(text: Text, start: int, end: int) -> bool:
    """Tell whether any of the characters from `start` up to `end` stands in a quotation.

    The marks may stand inside the passage, directly around it or farther off, in an
    earlier or a later paragraph.
    """
    return any(each.start < end and start < each.end for each in _quotations(text.text))


@lru_cache(maxsize=64)
def _quotations(text: str) -> tuple[Quotation, ...]:
    scanner = _Scanner(text)
    for match in _MARKS.finditer(text):
        scanner.take(match.start())
    scanner.drop(0)
    return tuple(sorted(set(scanner.found)))


class _Scanner:
    """Goes from mark to mark with those that are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[_Open] = []
        self.found: list[Quotation] = []
        self.last: dict[tuple[str, int], int] = {}
        """Where the last mark stands that could close such a one in a paragraph, by the paragraph's end."""

    def take(self, at: int) -> None:
        """Take one mark: it closes what is open, or opens, or means nothing."""
        mark = self.text[at]
        if mark in _SINGLE and self._is_apostrophe(at):
            return
        n = self._closes(at)
        if n is not None:
            self.drop(n + 1)
            self.found.append(Quotation(self.open.pop().at, at + 1))
        elif self._opens(at):
            again = next((n for n, each in enumerate(self.open) if each.mark == mark), None)
            if again is not None:  # opened anew in a later paragraph, or never closed
                self.drop(again)
            self.open.append(_Open(mark, at, self._paragraph_end(at)))
        elif mark not in _SINGLE and not self._before(at).isdigit():
            self.found.append(Quotation(max(at - 1, 0), at + 1))  # it closes what nobody opened

    def drop(self, n: int) -> None:
        """Give up the marks that are open from the n-th on: their quotations end with their paragraphs."""
        for each in self.open[n:]:
            if each.mark not in _SINGLE or self._is_first(each.at):
                self.found.append(Quotation(each.at, each.until))
        del self.open[n:]

    def _closes(self, at: int) -> int | None:
        """Return which of the open marks this one closes, the innermost first."""
        mark = self.text[at]
        for n in range(len(self.open) - 1, -1, -1):
            each = self.open[n]
            if mark not in _CLOSED_BY[each.mark] or (each.mark in _SINGLE and at >= each.until):
                continue
            both = mark in _CLOSED_BY and mark not in _ONE_WAY
            if both and self._faces_right(at):
                continue
            if mark not in _SINGLE or (self._before(at) != " " and not self._is_possessive(at)):
                return n
        return None

    def _opens(self, at: int) -> bool:
        mark = self.text[at]
        if mark not in _CLOSED_BY:
            return False
        if mark in _ONE_WAY:
            return True
        if mark in _SINGLE:
            free = self._faces_right(at) or (mark == "‘" and self._after(at) >= _EAST_ASIAN)
            return free and (self._is_first(at) or self._is_answered(at))
        return self._faces_right(at) or (mark in '"＂' and not self._faces_left(at)) or mark == "“"

    def _is_answered(self, at: int) -> bool:
        """Whether a mark further on in the paragraph could close this one."""
        end = self._paragraph_end(at)
        key = (self.text[at], end)
        if key not in self.last:
            closing = _CLOSED_BY[self.text[at]]
            backwards = (i for i in range(end - 1, at, -1) if self.text[i] in closing and self._ends_word(i))
            self.last[key] = next(backwards, 0)
        return self.last[key] > at + 1

    def _is_apostrophe(self, at: int) -> bool:
        before, after = self._before(at), self._after(at)
        if before.isalnum() and after.isalnum():
            return max(before, after) < _EAST_ASIAN
        return before == " " and _ELISIONS.match(self.text, at) is not None

    def _is_possessive(self, at: int) -> bool:
        """Whether a mark is the apostrophe of "the boys' club": one that closes comes after it."""
        if self._before(at) not in "sS" or self._after(at) != " ":
            return False
        rest = (match.start() for match in _MARKS.finditer(self.text, at + 1, self._paragraph_end(at)))
        marks = (i for i in rest if self.text[i] in _SINGLE and not self._is_apostrophe(i))
        following = next(marks, None)
        return following is not None and self.text[following] == self.text[at] and self._ends_word(following)

    def _faces_right(self, at: int) -> bool:
        """Whether words follow and none is right before, as beside an opening mark."""
        before, after = self._before(at), self._after(at)
        if before in _CLOSED_BY:
            return after.isalnum()
        dots = self.text.startswith("..", at + 1)
        return (before == " " or before in _OPENERS) and (dots or after not in _NO_BEGINNING)

    def _faces_left(self, at: int) -> bool:
        """Whether words are right before and none follows, as beside a closing mark."""
        return self._before(at) != " " and not self._after(at).isalnum()

    def _ends_word(self, at: int) -> bool:
        """Whether a single mark stands at the end of a word."""
        return self._before(at) != " " and (not self._after(at).isalnum() or self._after(at) >= _EAST_ASIAN)

    def _before(self, at: int) -> str:
        return " " if self._is_first(at) else self.text[at - 1]

    def _after(self, at: int) -> str:
        return " " if at + 1 >= self._paragraph_end(at) else self.text[at + 1]

    def _is_first(self, at: int) -> bool:
        return at == 0 or self.text[at - 1] == "\n"

    def _paragraph_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end
