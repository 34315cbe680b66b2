"""What lies in what: the chain of parents, and circles in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.document import nearest
from dateline.errors import Problem
from dateline.gazetteer.place import GazetteerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.gazetteer.place import Place

_SHOWN = 8
"""How many places of a circle a message names before it counts the rest."""


def check_tree(places: Mapping[str, Place]) -> None:
    """Make sure that every parent exists and that no place lies in itself.

    Raises:
        GazetteerError: naming each missing parent and each circle once.

    """
    problems = [
        Problem(
            f"place '{each.id}' lies in '{each.parent}', which is not in the gazetteer",
            help=meant(each.parent, places) or "add it, or leave the parent empty",
        )
        for each in places.values()
        if each.parent is not None and each.parent not in places
    ]
    problems += [_circle(cycle) for cycle in _cycles(places)]
    if problems:
        raise GazetteerError(*problems)


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


def _cycles(places: Mapping[str, Place]) -> Iterator[list[str]]:
    """Yield each circle once, begun at its smallest id.

    Each place has one parent, so a walk upwards ends at the top, at a place already
    seen to, or on a place of its own: only then has it found a circle.
    """
    done: set[str] = set()
    for start in places:
        walk: dict[str, int] = {}
        at: str | None = start
        while at is not None and at in places and at not in done and at not in walk:
            walk[at] = len(walk)
            at = places[at].parent
        if at is not None and at in walk:
            cycle = list(walk)[walk[at] :]
            first = cycle.index(min(cycle))
            yield cycle[first:] + cycle[:first]
        done.update(walk)


def _circle(cycle: list[str]) -> Problem:
    shown = cycle if len(cycle) <= _SHOWN else [*cycle[:_SHOWN], f"({len(cycle) - _SHOWN:,} more)"]
    path = " → ".join([*shown, cycle[0]])
    return Problem(f"places lie in a circle: {path}", help="change the parent of one of them")
