"""What lies in what: the chain of parents, circles in it, and parents that are not there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.document import nearest
from dateline.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.gazetteer.place import Place

_SHOWN = 8
"""How many places of a circle a message names before it counts the rest."""


def mended(places: Mapping[str, Place], faults: list[Problem]) -> dict[str, Place]:
    """Return the places, without parents that do not exist or that close a circle.

    Each missing parent and each circle is added to `faults` once.
    """
    missing = [each for each in places.values() if each.parent is not None and each.parent not in places]
    faults += [
        Problem(
            f"place '{each.id}' lies in '{each.parent}', which is not in the gazetteer",
            help=meant(str(each.parent), places) or "add it, or leave the parent empty",
        )
        for each in missing
    ]
    found = list(circles({each.id: each.parent for each in places.values()}))
    faults += [
        Problem(f"places lie in a circle: {shown_circle(each)}", help="change the parent of one of them")
        for each in found
    ]
    loose = {each.id for each in missing}.union(*found)
    return {each: replace(place, parent=None) if each in loose else place for each, place in places.items()}


def meant(place: str, places: Mapping[str, Place]) -> str | None:
    """Suggest the id that was meant, if one is near."""
    near = nearest(place, list(places))
    return f"did you mean '{near}'?" if near else None


def ancestors(places: Mapping[str, Place], place: Place) -> tuple[str, ...]:
    """Return the ids of what a place lies in, the nearest first; of a tree that is sound."""
    chain = []
    while place.parent is not None:
        place = places[place.parent]
        chain.append(place.id)
    return tuple(chain)


def circles(parents: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Yield each circle of places that lie in one another once, begun at its smallest id.

    Each place has one parent, so a walk upwards ends at the top, at a place already
    seen to, or on a place of its own: only then has it found a circle.
    """
    done: set[str] = set()
    for start in parents:
        walk: dict[str, int] = {}
        at: str | None = start
        while at is not None and at in parents and at not in done and at not in walk:
            walk[at] = len(walk)
            at = parents[at]
        if at is not None and at in walk:
            cycle = list(walk)[walk[at] :]
            first = cycle.index(min(cycle))
            yield cycle[first:] + cycle[:first]
        done.update(walk)


def shown_circle(circle: list[str]) -> str:
    """Return a circle for a message: "a → b → a"; of a long one the first few."""
    shown = circle if len(circle) <= _SHOWN else [*circle[:_SHOWN], f"({len(circle) - _SHOWN:,} more)"]
    return " → ".join([*shown, circle[0]])
