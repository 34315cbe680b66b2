"""Finding passages: one that moved, by its hash; one to cite, by its first and last words."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from dateline.errors import Problem, UsageError
from dateline.evidence.locator import Locator
from dateline.evidence.text import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.evidence.text import Paragraph, Text

_NAMED = 5
"""How many matches an error names before it counts the rest."""
_TYPED = str.maketrans("“”„‟«»″‘’‚‛ʼ′–—‑", '"""""""' + "''''''" + "---")  # noqa: RUF001 - the marks are the point
"""Marks that a keyboard lacks, each with the one that people type for it."""


class PassageError(UsageError):
    """A passage that cannot be located: it is not in the text, or in more than one place.

    `matches` holds the places where it could be; it is empty where there is none.
    """

    def __init__(self, problem: Problem, matches: Sequence[Locator] = ()) -> None:
        super().__init__(problem)
        self.matches = tuple(matches)


def find(text: Text, sha256: str, length: int) -> list[Locator]:
    """Find every passage of `length` characters that has this hash, in order.

    A passage lies within one paragraph. Passages that begin and end at the edges of
    words are tried first; only if none fits, all others (SHA-256 does not roll, so each
    candidate costs a hash; an article has a few thousand).
    """
    if length < 1:
        return []
    starts = [i for part in text.paragraphs for i in range(part.start, part.end - length + 1)]
    edges = [_is_edge(text.text, i) for i in range(len(text.text) + 1)]
    likely = [i for i in starts if edges[i] and edges[i + length]]
    wanted = sha256.lower()
    hits = _with_hash(text.text, likely, length, wanted) or _with_hash(text.text, starts, length, wanted)
    return [_locator(text, i, i + length) for i in hits]


def locate(text: Text, paragraph: int | None, first_words: str, last_words: str | None = None) -> Locator:
    """Make the locator of a passage from its first and its last words.

    Upper and lower case are alike, so are typographic and typewriter quotation marks
    and dashes, and white space of any kind and length. Whole words are preferred.

    Args:
        text: the text that holds the passage.
        paragraph: 0-based index of the paragraph; None looks in all of them.
        first_words: the words with which the passage begins.
        last_words: those with which it ends; None for a passage that is all in `first_words`.

    Raises:
        PassageError: no passage fits, or more than one.

    """
    first = _typed(first_words)
    last = first if last_words is None else _typed(last_words)
    if not first or not last:
        raise PassageError(Problem("the first and the last words of the passage are needed"))
    parts = _chosen(text, paragraph)
    matches = [match for part in parts for match in _spans(text, part, first, last)]
    if len(matches) > 1:
        raise PassageError(_ambiguous(matches), matches)
    if not matches:
        raise _not_found(text, paragraph, first, last)
    return matches[0]


def _is_edge(text: str, position: int) -> bool:
    """Whether the position is not inside a word."""
    return not (0 < position < len(text) and text[position - 1].isalnum() and text[position].isalnum())


def _with_hash(text: str, starts: Sequence[int], length: int, sha256: str) -> list[int]:
    return [i for i in starts if digest(text[i : i + length]) == sha256]


def _locator(text: Text, start: int, end: int) -> Locator:
    paragraph = text.paragraph_of(start)
    assert paragraph is not None, "candidates lie inside paragraphs"
    return Locator(paragraph, start, end, digest(text.span(start, end)))


def _typed(words: str) -> str:
    """Fold what people type differently, keeping the length of a text in normal form."""
    words = " ".join(unicodedata.normalize("NFC", words).split())
    return _fold(words)


def _fold(text: str) -> str:
    # A letter whose lower case has two characters stays: positions must not shift.
    lower = (low if len(low := character.lower()) == 1 else character for character in text)
    return "".join(lower).translate(_TYPED)


def _chosen(text: Text, paragraph: int | None) -> tuple[Paragraph, ...]:
    if paragraph is None:
        return text.paragraphs
    count = len(text.paragraphs)
    if not 0 <= paragraph < count:
        message = f"there is no paragraph {paragraph:,} in this text, which has {count:,}"
        advice = f"paragraphs are counted from 0: the last one is {count - 1}" if count else None
        raise PassageError(Problem(message, help=advice))
    return (text.paragraphs[paragraph],)


def _spans(text: Text, part: Paragraph, first: str, last: str) -> Iterator[Locator]:
    """Yield the passages of a paragraph that begin and end so; `first` alone, if `last` is the same."""
    folded = _fold(text.text[part.start : part.end])
    ends = [start + len(last) for start in _occurrences(folded, last)]
    for start in _occurrences(folded, first):
        least = start + max(len(first), len(last))
        for end in ends:
            if end == least or (end > least and first != last):
                yield _locator(text, part.start + start, part.start + end)


def _occurrences(text: str, words: str) -> list[int]:
    """Return where these words begin: as whole words, or else anywhere."""
    anywhere, start = [], text.find(words)
    while start >= 0:
        anywhere.append(start)
        start = text.find(words, start + 1)
    whole = [i for i in anywhere if _is_edge(text, i) and _is_edge(text, i + len(words))]
    return whole or anywhere


def _ambiguous(matches: Sequence[Locator]) -> Problem:
    named = "; ".join(f"paragraph {m.paragraph}, characters {m.start} to {m.end}" for m in matches[:_NAMED])
    rest = f"; and {len(matches) - _NAMED:,} more" if len(matches) > _NAMED else ""
    return Problem(
        f"{len(matches):,} passages begin and end so: {named}{rest}",
        help="give more words of the passage's beginning or end",
    )


def _not_found(text: Text, paragraph: int | None, first: str, last: str) -> PassageError:
    where = "in this text" if paragraph is None else f"in paragraph {paragraph}"
    elsewhere = [match for part in text.paragraphs for match in _spans(text, part, first, last)]
    if elsewhere:
        places = ", ".join(str(i) for i in sorted({match.paragraph for match in elsewhere}))
        advice = f"such a passage stands in paragraph {places}; paragraphs are counted from 0"
    else:
        advice = "compare the words with the article; a passage lies within one paragraph"
    return PassageError(
        Problem(f"no passage {where} begins and ends with these words", help=advice), elsewhere
    )
