"""Names like one that nobody has: what to suggest to a person who mistyped.

Names are compared by their keys with the Jaro-Winkler similarity, which forgives slips
and weighs the beginning of a word, and looks at the whole name in order: a scorer of
tokens would find "N. Hamgyong" as like to South Hamgyong as to North.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.gazetteer.keys import direction, written_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEAST_SCORE = 0.88
"""Keys less alike than this are not suggested."""

MOST = 3
"""How many suggestions a person is shown."""

LONGEST = 120
"""A key longer than this is no name: nothing is compared with it."""


def like(key: str, keys: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield the keys like one, with their similarity, the likest first.

    Two names that say different points of the compass are never alike.
    """
    # Imported here, because only a name that nobody has needs it.
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import JaroWinkler  # noqa: PLC0415

    if not key or len(key) > LONGEST:
        return
    asked = written_out(key)
    side = direction(asked)
    found = process.extract(
        asked, keys, scorer=JaroWinkler.normalized_similarity, score_cutoff=LEAST_SCORE, limit=None
    )
    for name, score, _ in found:
        if not side or direction(name) in ("", side):
            yield name, score
