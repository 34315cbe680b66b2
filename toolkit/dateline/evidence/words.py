"""Words shared with an article: a record says what happened in its own words.

A run of eight consecutive words that also stands in an article is taken for a copied
sentence. Words are compared without regard to case, to the form of apostrophes and to
punctuation between them.

Scripts without spaces have no words to count, so their characters are weighed: two Han
characters or kana, and four of the scripts of mainland South-East Asia, make a word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.evidence.text import Text

SHARED_WORDS = 8
"""How many consecutive words make a copy."""

_EAST_ASIAN = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_SOUTH_EAST_ASIAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNSPACED = _EAST_ASIAN + _SOUTH_EAST_ASIAN
# `\w` leaves out combining marks: those of Latin, Cyrillic, Hebrew, Arabic and Indic words are named.
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2"
    r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
)
_INVISIBLE = "\u00ad\u200b-\u200d\u2060"
_APOSTROPHES = "'\u2018\u2019\u02bc\u2032\uff07`"
_WORD = re.compile(
    rf"(?=\w)[{_UNSPACED}]"
    rf"|[^\W_](?:(?![{_UNSPACED}])(?:[^\W_]|[{_MARKS}{_INVISIBLE}])|[{_APOSTROPHES}](?=[^\W_]))*"
)
_ASCII_WORD = re.compile(r"[0-9a-z]+(?:'[0-9a-z]+)*")
"""What `_WORD` matches in a text of ASCII alone, in small letters."""
_IS_EAST_ASIAN = re.compile(f"[{_EAST_ASIAN}]").match
_IS_SOUTH_EAST_ASIAN = re.compile(f"[{_SOUTH_EAST_ASIAN}]").match
_TYPEWRITTEN = {ord(mark): "'" for mark in _APOSTROPHES} | {
    ord(mark): None for mark in "\u00ad\u200b\u200c\u200d\u2060"
}

_WHOLE, _HALF, _QUARTER = 4, 2, 1
_REMEMBERED = 8
"""How many places of one run are kept for one text, lest a text of one word grow costly."""


class Word(NamedTuple):
    """A word as it is compared, where it stands, and what it weighs in quarters of a word."""

    form: str
    start: int
    end: int
    weight: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """A run of words that a candidate shares with a text.

    Args:
        text: the text's name in the index.
        words: how many consecutive words are shared.
        start: position of the run's first character in the candidate's NFC form.
        end: position after its last character there.
        text_start: position of the run in the text's normal form.
        text_end: position after it there.

    """

    text: str
    words: int
    start: int
    end: int
    text_start: int
    text_end: int

    @property
    def rule(self) -> str:
        """The rule that a shared run breaks."""
        return "evidence-copied"

    @property
    def message(self) -> str:
        """What was found, in one sentence, without the words themselves."""
        where = f"characters {self.text_start:,} to {self.text_end:,}"
        source = f"{self.text}, {where}" if self.text else f"the article, {where}"
        return f"{self.words:,} consecutive words stand in {source}"

    @property
    def help(self) -> str:
        """What to write instead."""
        return "say it in your own words; the passage itself is cited by its position, never copied"


class WordIndex:
    """The runs of `n` words of some texts, for asking about thousands of cells quickly.

    Args:
        texts: texts by name; the name comes back in `Overlap.text`.
        n: how many consecutive words make a copy.

    Raises:
        ValueError: `n` is less than 1.

    """

    __slots__ = ("_grams", "_names", "_need", "_runs", "_step", "_words", "n")

    def __init__(self, texts: Mapping[str, Text], n: int = SHARED_WORDS) -> None:
        if n < 1:
            raise ValueError(f"a run has at least one word, not {n}")
        self.n = n
        self._need = n * _WHOLE
        self._names = list(texts)
        self._words = [_words(text.text) for text in texts.values()]
        self._runs: dict[int, dict[int, list[int]]] = {}
        """Hash of a run → number of a text → positions of the run's first word."""
        self._step = max(n // 2, 1)
        self._grams = {gram for words in self._words for gram in self._all_grams(words)}
        """Hashes of the shorter runs by which most candidates are told to share nothing."""
        for number, words in enumerate(self._words):
            for position, _, run in _runs(words, self._need):
                positions = self._runs.setdefault(run, {}).setdefault(number, [])
                if len(positions) < _REMEMBERED:
                    positions.append(position)

    @property
    def shortest(self) -> int:
        """How many characters a candidate has at least that shares anything."""
        return 2 * self.n - 1  # n words of a letter, or as many characters as weigh the same

    def overlaps(self, candidate: str) -> list[Overlap]:
        """Return the runs of at least `n` words that a candidate shares with the texts, in order."""
        if len(candidate) < self.shortest or not self._may_share(_forms(candidate)):
            return []
        words = _words(unicodedata.normalize("NFC", candidate))
        reached: dict[int, int] = {}
        found = []
        for position, end, run in _runs(words, self._need):
            for number, positions in self._runs.get(run, {}).items():
                if end <= reached.get(number, 0):
                    continue
                length, at = max((self._shared(words, position, number, p), -p) for p in positions)
                if position + length >= end:  # less, if only the hashes are alike
                    reached[number] = position + length
                    found.append(self._overlap(words, position, number, -at, length))
        return found

    def _all_grams(self, words: list[Word]) -> Iterator[int]:
        forms, size = [word.form for word in words], self.n - self._step + 1
        return (hash(tuple(forms[i : i + size])) for i in range(len(forms) - size + 1))

    def _may_share(self, forms: list[str]) -> bool:
        """Whether any of the words of a candidate could begin a shared run.

        A run has n words at least (more where characters are weighed), so a shorter one
        that begins at every `_step`-th word lies inside it wherever it stands.
        """
        size, grams = self.n - self._step + 1, self._grams
        last = len(forms) - size
        return any(hash(tuple(forms[i : i + size])) in grams for i in range(0, last + 1, self._step))

    def _shared(self, words: list[Word], position: int, number: int, at: int) -> int:
        """Count the words alike from `position` in the candidate and `at` in a text."""
        text = self._words[number]
        length = 0
        for mine, theirs in zip(range(position, len(words)), range(at, len(text)), strict=False):
            if words[mine].form != text[theirs].form:
                break
            length += 1
        return length

    def _overlap(self, words: list[Word], position: int, number: int, at: int, length: int) -> Overlap:
        mine = words[position : position + length]
        theirs = self._words[number][at : at + length]
        weight = sum(word.weight for word in mine)
        return Overlap(
            text=self._names[number],
            words=weight // _WHOLE,
            start=mine[0].start,
            end=mine[-1].end,
            text_start=theirs[0].start,
            text_end=theirs[-1].end,
        )


def shared_words(text: Text, candidate: str, n: int = SHARED_WORDS) -> list[Overlap]:
    """Return the runs of at least `n` words that a candidate shares with one text.

    For many candidates make a `WordIndex` once.
    """
    return WordIndex({"": text}, n).overlaps(candidate)


def _words(text: str) -> list[Word]:
    return [_word(match) for match in _WORD.finditer(text)]


def _forms(text: str) -> list[str]:
    """Return the words of a text as they are compared; quicker than `_words`, which says where they stand."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower().replace("`", "'"))
    return [_form(match.group())[0] for match in _WORD.finditer(unicodedata.normalize("NFC", text))]


def _word(match: re.Match[str]) -> Word:
    form, weight = _form(match.group())
    return Word(form, match.start(), match.end(), weight)


@lru_cache(maxsize=1 << 16)
def _form(word: str) -> tuple[str, int]:
    """Return a word as it is compared, and its weight."""
    if word.isascii():
        return word.lower().replace("`", "'"), _WHOLE
    form = unicodedata.normalize("NFKC", word.translate(_TYPEWRITTEN)).casefold()
    weight = _HALF if _IS_EAST_ASIAN(word) else _QUARTER if _IS_SOUTH_EAST_ASIAN(word) else _WHOLE
    return form, weight


def _runs(words: list[Word], need: int) -> Iterator[tuple[int, int, int]]:
    """Yield the shortest run of enough weight from each word on: its start, its end, its hash."""
    forms = [word.form for word in words]
    end = weight = 0
    for start, word in enumerate(words):
        while weight < need and end < len(words):
            weight += words[end].weight
            end += 1
        if weight < need:
            return
        yield start, end, hash(tuple(forms[start:end]))
        weight -= word.weight
