"""What to write where a reference leads to no place: its id, found by name as well as by id."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dateline.document import Words
from dateline.rules.rule import Advice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dateline.gazetteer import Found, Gazetteer, Hit

LOOK_UPS = 200
"""Different wrong texts that are looked up; whoever has more has another problem than spelling."""

MOST_IDS = 20_000
"""Ids among which one like the text is sought, at most: among more, some id is always alike."""


class PlaceAdvice:
    """Says which id was meant by a text that is none; looks each text up once.

    Args:
        gazetteer: gives where names are looked up, when the first text is.
        ids: the ids that may be referred to.

    """

    def __init__(self, gazetteer: Callable[[], Gazetteer], ids: Iterable[object]) -> None:
        self._gazetteer = gazetteer
        self._given = ids
        self._said: dict[str, Advice] = {}

    def __call__(self, text: str) -> Advice:
        """Return what to write instead of a text; of several places that it may mean, all and none."""
        if text not in self._said and len(self._said) < LOOK_UPS:
            self._said[text] = self._advise(text.strip())
        return self._said.get(text, Advice())

    def _advise(self, text: str) -> Advice:
        found = self._gazetteer().look_up(text)
        if found.hits:
            return self._named(found)
        alike = self._words.nearest(text) if len(self._ids) <= MOST_IDS else None
        if alike is not None:
            return Advice(suggestion=alike)
        first = found.suggestion
        if first is not None and first.hit.place.id in self._ids:
            return Advice(suggestion=first.hit.place.id)
        near = [each.hit for each in found.suggestions if each.hit.place.id in self._ids]
        return Advice(_several(near) if near else None, near[0].place.id if len(near) == 1 else None)

    def _named(self, found: Found) -> Advice:
        """Speak of a text that is a place's name."""
        there = [hit for hit in found.hits if hit.place.id in self._ids]
        if found.place is not None and there:
            place = there[0].place.id
            alone = not any(hit.place.id in self._ids for hit in (*found.inner, *found.also))
            return Advice(f"it is the name of {there[0]}", place, answer=place if alone else None)
        if there:
            return Advice(_several([*found.hits]))
        return Advice(f"{_several([*found.hits])}, which has no record here")

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(str(each) for each in self._given if each is not None)

    @cached_property
    def _words(self) -> Words:
        return Words(sorted(self._ids))


def _several(hits: list[Hit], most: int = 3) -> str:
    rest = f" or {len(hits) - most:,} more" if len(hits) > most else ""
    return f"it may be {' or '.join(map(str, hits[:most]))}{rest}"
