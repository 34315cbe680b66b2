"""Finding passages: one that moved, by its hash; one to cite, by its first and last words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.errors import Problem, UsageError
from dateline.evidence.fold import fold, typed
from dateline.evidence.locator import Locator
from dateline.evidence.nearest import Candidate, nearest_phrases, tell_apart
from dateline.evidence.text import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dateline.evidence.text import Paragraph, Text

_NAMED = 5
"""How many matches an error names before it counts the rest."""


class PassageError(UsageError):
    """A passage that cannot be located: it is not in the text, or in more than one place.

    `matches` holds the places where it could be, and `candidates` the same with the words
    that tell them apart; both are empty where there is none.
    """

    def __init__(
        self, problem: Problem, matches: Sequence[Locator] = (), candidates: Sequence[Candidate] = ()
    ) -> None:
        super().__init__(problem)
        self.matches = tuple(matches)
        self.candidates = tuple(candidates)


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


def find_from_edge(text: Text, locator: Locator) -> list[Locator]:
    """Find the passages with a locator's hash that begin where it begins, or end where it ends.

    For a locator of which one number is wrong: its length, by which `find` looks, is wrong too.
    """
    wanted, out = locator.sha256.lower(), []
    for part in text.paragraphs:
        if part.start <= locator.start < part.end:
            ends = range(locator.start + 1, part.end + 1)
            out += [(locator.start, end) for end in ends if digest(text.span(locator.start, end)) == wanted]
        if part.start < locator.end <= part.end:
            starts = range(part.start, locator.end)
            out += [
                (start, locator.end) for start in starts if digest(text.span(start, locator.end)) == wanted
            ]
    return [_locator(text, start, end) for start, end in dict.fromkeys(out)]


def locate(
    text: Text,
    paragraph: int | None,
    first_words: str,
    last_words: str | None = None,
    *,
    start: int | None = None,
) -> Locator:
    """Make the locator of a passage from its first and its last words.

    Upper and lower case are alike, so are typographic and typewriter quotation marks
    and dashes, and white space of any kind and length. Whole words are preferred.

    Args:
        text: the text that holds the passage.
        paragraph: 0-based index of the paragraph; None looks in all of them.
        first_words: the words with which the passage begins.
        last_words: those with which it ends; None for a passage that is all in `first_words`.
        start: position of its first character, to choose among passages that fit.

    Raises:
        PassageError: no passage fits, or more than one.

    """
    first = typed(first_words)
    last = first if last_words is None else typed(last_words)
    if not first or not last:
        raise PassageError(Problem("the first and the last words of the passage are needed"))
    parts = _chosen(text, paragraph)
    fitting = list(_spans(text, parts, first, last))
    matches = [match for match in fitting if start in (None, match.start)] or fitting
    if len(matches) > 1 or (fitting and start not in (None, matches[0].start)):
        apart = tell_apart(text, matches, len(first), None if last_words is None else len(last))
        raise PassageError(_ambiguous(matches, start), matches, apart)
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


def _chosen(text: Text, paragraph: int | None) -> tuple[Paragraph, ...]:
    if paragraph is None:
        return text.paragraphs
    count = len(text.paragraphs)
    if not 0 <= paragraph < count:
        message = f"there is no paragraph {paragraph:,} in this text, which has {count:,}"
        advice = f"paragraphs are counted from 0: the last one is {count - 1}" if count else None
        raise PassageError(Problem(message, help=advice))
    return (text.paragraphs[paragraph],)


def _spans(text: Text, parts: Sequence[Paragraph], first: str, last: str) -> Iterator[Locator]:
    """Yield the passages of paragraphs that begin and end so; `first` alone, if `last` is the same."""
    begins, ends = _occurrences(text, parts, first), _occurrences(text, parts, last)
    for part in parts:
        stops = [start + len(last) for start in ends if part.start <= start < part.end]
        for start in (start for start in begins if part.start <= start < part.end):
            least = start + max(len(first), len(last))
            for end in stops:
                if end == least or (end > least and first != last):
                    yield _locator(text, start, end)


def _occurrences(text: Text, parts: Sequence[Paragraph], words: str) -> list[int]:
    """Return where these words begin in paragraphs: as whole words, or else anywhere."""
    anywhere = []
    for part in parts:
        folded = fold(text.text[part.start : part.end])
        at = folded.find(words)
        while at >= 0:
            anywhere.append(part.start + at)
            at = folded.find(words, at + 1)
    whole = [i for i in anywhere if _is_edge(text.text, i) and _is_edge(text.text, i + len(words))]
    return whole or anywhere


def _ambiguous(matches: Sequence[Locator], start: int | None) -> Problem:
    named = "; ".join(f"paragraph {m.paragraph}, characters {m.start} to {m.end}" for m in matches[:_NAMED])
    rest = f"; and {len(matches) - _NAMED:,} more" if len(matches) > _NAMED else ""
    count = "1 passage begins" if len(matches) == 1 else f"{len(matches):,} passages begin"
    ends = "ends" if len(matches) == 1 else "end"
    none = f", none of them at character {start}" if start not in {None, *(m.start for m in matches)} else ""
    return Problem(
        f"{count} and {ends} so{none}: {named}{rest}",
        help="give more words of the passage's beginning or end",
    )


def _not_found(text: Text, paragraph: int | None, first: str, last: str) -> PassageError:
    """Say which of the words are not there, where they stand instead, and what was probably meant."""
    where = "in this text" if paragraph is None else f"in paragraph {paragraph}"
    elsewhere = list(_spans(text, text.paragraphs, first, last))
    if elsewhere:
        places = _listed(match.paragraph for match in elsewhere)
        advice = f"such a passage stands in paragraph {places}; paragraphs are counted from 0"
    else:
        said = [_missing(text, paragraph, "first", first)]
        said += [] if last == first else [_missing(text, paragraph, "last", last)]
        advice = "; ".join(filter(None, said)) or _apart(text, first, last)
    return PassageError(
        Problem(f"no passage {where} begins and ends with these words", help=advice), elsewhere
    )


def _missing(text: Text, paragraph: int | None, which: str, words: str) -> str | None:
    """Say where words stand if not where they were looked for; None if they are there."""
    parts = _chosen(text, paragraph)
    if _occurrences(text, parts, words):
        return None
    there = _paragraphs(text, words)
    if there:
        return f"the {which} words stand in paragraph {_listed(there)}"
    near = nearest_phrases(text, parts, words) or nearest_phrases(text, text.paragraphs, words)
    if near:
        return f"for the {which} words try {' or '.join(map(str, near))}"
    return f"the {which} words stand nowhere in this text: compare them with the article"


def _apart(text: Text, first: str, last: str) -> str:
    """Say why words that both stand there make no passage."""
    begins, ends = _paragraphs(text, first), _paragraphs(text, last)
    if begins & ends:
        return "the last words come before the first ones there: swap them, or give other words"
    message = f"the first words stand in paragraph {_listed(begins)}, the last ones in {_listed(ends)}"
    return f"{message}; a passage lies within one paragraph"


def _paragraphs(text: Text, words: str) -> set[int]:
    return {
        index
        for i in _occurrences(text, text.paragraphs, words)
        if (index := text.paragraph_of(i)) is not None
    }


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(set(numbers))))
