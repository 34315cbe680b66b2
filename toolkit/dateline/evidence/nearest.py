"""Words of a text that tell passages apart, or that were probably meant: as few as will do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dateline.evidence.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dateline.evidence.locator import Locator
    from dateline.evidence.text import Paragraph, Text

MORE_WORDS = 4
"""So many words beyond the typed ones are shown, at most, to tell passages apart."""
_SUGGESTED = 3
_ALIKE = 0.7
"""Least similarity of a suggestion (1 less the edits for each character), from 0 to 1."""
_LONGEST = 2_000_000
"""Characters of a text in which words like the typed ones are looked for."""
_NUMBER = re.compile(r"\d+")
_AROUND = ".,;:!?…()[]\"'“”„«»‘’"  # noqa: RUF001 - marks that stand around words
_WORD = re.compile(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+")
"""A word, or a character of a script without spaces (and a syllable of Hangul)."""


class Candidate(NamedTuple):
    """A passage that could be meant, with the words by which it is told from the others."""

    locator: Locator
    first: str
    last: str

    def __str__(self) -> str:
        place = self.locator
        words = f'"{self.first}"' if not self.last else f'"{self.first}" … "{self.last}"'
        return f"paragraph {place.paragraph}, characters {place.start} to {place.end}: {words}"


class Phrase(NamedTuple):
    """Words of a text, and the paragraph in which they stand."""

    paragraph: int
    words: str

    def __str__(self) -> str:
        return f'"{self.words}" (paragraph {self.paragraph})'


def tell_apart(text: Text, matches: Sequence[Locator], first: int, last: int | None) -> list[Candidate]:
    """Return passages with their first and last words, and as many more as tell them apart.

    Args:
        text: the text that holds the passages.
        matches: the passages.
        first: how many characters the typed first words have.
        last: how many the typed last words have; None if there are none.

    """
    begins = _apart(text, [m.start for m in matches], lambda at, k: _with_following(text, at, at + first, k))
    ends = [""] * len(matches)
    if last is not None:
        ends = _apart(text, [m.end for m in matches], lambda at, k: _with_preceding(text, at - last, at, k))
    return [Candidate(*each) for each in zip(matches, begins, ends, strict=True)]


def _apart(text: Text, places: Sequence[int], words: Callable[[int, int], str]) -> list[str]:
    """Return the words at each place, with as few more as tell it from others of its paragraph."""
    shown: dict[int, str] = {}
    for part in text.paragraphs:
        inside = {place for place in places if part.start <= place <= part.end}
        labels = [{place: words(place, more) for place in inside} for more in range(MORE_WORDS + 1)]
        distinct = [len({fold(label) for label in each.values()}) for each in labels]
        shown |= labels[distinct.index(max(distinct))]
    return [shown[place] for place in places]


def _with_following(text: Text, start: int, end: int, more: int) -> str:
    """Return a range with so many words after it, of the same paragraph."""
    following = [match.end() for match in _WORD.finditer(text.text, end, _part(text, start).end)]
    return text.text[start : following[min(more, len(following)) - 1] if more and following else end]


def _with_preceding(text: Text, start: int, end: int, more: int) -> str:
    """Return a range with so many words before it, of the same paragraph."""
    before = [match.start() for match in _WORD.finditer(text.text, _part(text, start).start, start)]
    return text.text[before[-min(more, len(before))] if more and before else start : end]


def _part(text: Text, position: int) -> Paragraph:
    index = text.paragraph_of(position)
    assert index is not None, "passages lie inside paragraphs"
    return text.paragraphs[index]


def nearest_phrases(text: Text, parts: Sequence[Paragraph], typed: str) -> list[Phrase]:
    """Return the phrases of these paragraphs that are most like what was typed, best first.

    A phrase has as many words as were typed, or one more or fewer, and the same numbers:
    nobody who typed 2023 meant 2024. A text too long for an article gets no suggestion.
    """
    from rapidfuzz import distance, process  # noqa: PLC0415 - only words that were not found need it

    if len(text.text) > _LONGEST:
        return []
    count, numbers = len(_WORD.findall(typed)), _NUMBER.findall(typed)
    every = [phrase for part in parts for phrase in _phrases(text, part, count)]
    phrases = [each for each in every if not numbers or _NUMBER.findall(each.words) == numbers]
    words = [fold(each.words) for each in phrases]
    alike = distance.Levenshtein.normalized_similarity
    ranked = process.extract(fold(typed), words, scorer=alike, limit=None, score_cutoff=_ALIKE)
    best: dict[int, tuple[float, Phrase]] = {}
    for _, score, n in ranked:  # the best of each paragraph: its neighbours are the same one, a word off
        best.setdefault(phrases[n].paragraph, (score, phrases[n]))
    return [phrase for _, phrase in list(best.values())[:_SUGGESTED]]


def _phrases(text: Text, part: Paragraph, count: int) -> list[Phrase]:
    words = [match.span() for match in _WORD.finditer(text.text, part.start, part.end)]
    return [
        Phrase(part.index, text.text[words[i][0] : words[i + size - 1][1]].strip(_AROUND))
        for size in (count, count - 1, count + 1)
        for i in range(len(words) - size + 1)
        if size > 0
    ]
