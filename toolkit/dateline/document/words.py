"""Words for messages: a text in quotes, and the word that was probably meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHOWN = 60
_LISTED = 20
_NUMERAL = re.compile(r"[0-9]+")


def quoted(text: str) -> str:
    """Return a text in quotes, cut where it is long."""
    return f"'{text}'" if len(text) <= _SHOWN else f"'{text[:_SHOWN]}…'"


class Words:
    """Known words, laid out for looking up what a wrong word was probably meant to be.

    Case makes no difference. A word with other numbers is another word, however alike:
    nobody who wrote 2023 meant 2024. Of words equally alike the first one is taken.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known: dict[str, list[str]] = {}
        for each in known:
            self._known.setdefault(numbers(each), []).append(each)

    def nearest(self, word: str, *, cutoff: float = 0.85) -> str | None:
        """Return the known word most like `word`, or None if none is like it.

        `cutoff` is the least Jaro-Winkler similarity, from 0 to 1.
        """
        return most_like(word, self._known.get(numbers(word), []), cutoff=cutoff)


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.85) -> str | None:
    """Return the one of `known` most like `word`, or None if none is like it; see `Words`."""
    return Words(known).nearest(word, cutoff=cutoff)


def most_like(word: str, candidates: Sequence[str], *, cutoff: float = 0.85) -> str | None:
    """Return the first of those candidates that are most like a word, whatever numbers they have."""
    from rapidfuzz import distance, process  # noqa: PLC0415 - only a wrong word needs it

    best = process.extractOne(
        word.casefold(),
        [each.casefold() for each in candidates],
        scorer=distance.JaroWinkler.normalized_similarity,
        score_cutoff=cutoff,
    )
    return candidates[best[2]] if best else None


def numbers(word: str) -> str:
    """Return the numbers in a word, each behind a "#" and without the zeros before it."""
    return "".join(f"#{numeral.lstrip('0') or '0'}" for numeral in _NUMERAL.findall(word))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest of `known`, or list them."""
    candidates = list(dict.fromkeys(known))
    if not candidates:
        return "nothing is allowed here"
    best = nearest(word, candidates)
    if best is not None:
        return f"did you mean {quoted(best)}?"
    rest = len(candidates) - _LISTED
    listed = ", ".join(candidates[:_LISTED])
    return f"allowed are {listed}" + (f" and {rest} more" if rest > 0 else "")
