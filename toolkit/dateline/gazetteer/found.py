"""What a look-up found: the place, or the several it may be, or what may have been meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dateline.gazetteer.place import Place

Trait = Literal["country", "province", "kind", "point"]
TRAITS: tuple[Trait, ...] = Trait.__args__  # type: ignore[attr-defined]  # typeshed hides __args__

MARGIN = 0.02
"""By how much the best suggestion must lead to stand alone."""

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A place with what tells it from others of its name.

    Args:
        place: the place.
        province: the first-level unit in which it lies; itself, if it is one.
        country: ISO 3166-1 alpha-2, its own or that of what it lies in.

    """

    place: Place
    province: Place | None
    country: str | None

    def __str__(self) -> str:
        above = None if self.province is None or self.province.id == self.place.id else self.province.name
        point = "{:.3f}, {:.3f}".format(*self.place.point) if self.place.point else None
        parts = [self.place.id, ", ".join(filter(None, (above, self.country))), point]
        return f"{self.place.name} ({'; '.join(filter(None, parts))})"

    def trait(self, trait: Trait) -> object:
        """Return one of the things that can tell it from another hit; None if unknown."""
        of_place = {"kind": self.place.feature_code, "point": self.place.point, "country": self.country}
        return (self.province and self.province.id) if trait == "province" else of_place[trait]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A place of this name that cannot be meant, and why."""

    hit: Hit
    reason: str

    def __str__(self) -> str:
        return f"{self.hit}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place with a name like the one asked for.

    Args:
        hit: the place.
        name: the spelling that is alike.
        score: Jaro-Winkler similarity of the two keys, 0 to 1.

    """

    hit: Hit
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a look-up; nothing in it is a guess.

    Args:
        name: the name as asked for.
        hits: the places so called that nothing asked for rules out; where one of them
            holds others, such as a county its town, only the outer one.
        inner: the places left out for that.
        also: places that have the name as a mere variant, where others own it.
        excluded: places so called that the province, the country, the point or the date
            asked for rules out; the outer ones only, as above.
        suggestions: at most three places of like names, the likest first; only where no
            place is so called.
        within: the outcome for the larger place asked for; None if none was.

    """

    name: str
    hits: tuple[Hit, ...] = ()
    inner: tuple[Hit, ...] = ()
    also: tuple[Hit, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    within: Found | None = None

    @property
    def place(self) -> Place | None:
        """The place, if it is exactly one."""
        return self.hits[0].place if len(self.hits) == 1 else None

    @property
    def ambiguous(self) -> bool:
        """Whether several places may be meant."""
        return len(self.hits) > 1

    @property
    def known(self) -> bool:
        """Whether any place has this name, be it ruled out."""
        return bool(self.hits or self.also or self.excluded)

    @property
    def told_apart_by(self) -> tuple[Trait, ...]:
        """What differs between the hits: saying it leaves fewer of them, or one."""
        return tuple(trait for trait in TRAITS if len({hit.trait(trait) for hit in self.hits} - {None}) > 1)

    @property
    def question(self) -> tuple[Trait, ...]:
        """What to ask for: the one thing that leaves a single hit, else all that differs."""
        traits = self.told_apart_by
        enough = [
            each for each in traits if len({hit.trait(each) for hit in self.hits} - {None}) == len(self.hits)
        ]
        return tuple(enough[:1]) or traits

    @property
    def suggestion(self) -> Suggestion | None:
        """The one suggestion that leads the others by a margin; None if there is no such."""
        first, *others = self.suggestions or (None,)
        if first is None or any(each.score > first.score - MARGIN for each in others):
            return None
        return first

    def __str__(self) -> str:
        shown = self.name if len(self.name) <= _LONGEST_SHOWN else self.name[:_LONGEST_SHOWN] + "…"
        if self.place is not None:
            return f"'{shown}' is {self.hits[0]}"
        if self.hits:
            return f"'{shown}' may be {_listed(self.hits)}; {_saying(self.question)}"
        if self.known:
            others = [f"{hit}: has it as a mere variant" for hit in self.also]
            return f"'{shown}' fits no place: {_listed([*self.excluded, *others])}"
        if self.suggestions:
            places = " or ".join(str(each.hit) for each in self.suggestions)
            return f"'{shown}' is no known name; did you mean {places}?"
        return f"'{shown}' is no known name"


_SHOWN = 5
_ASKS: dict[Trait, str] = {
    "country": "country",
    "province": "province",
    "kind": "kind",
    "point": "coordinates",
}


def _listed(items: tuple[Hit, ...] | list[Excluded | str]) -> str:
    rest = f" or {len(items) - _SHOWN:,} more" if len(items) > _SHOWN else ""
    return "; ".join(str(each) for each in items[:_SHOWN]) + rest


def _saying(traits: tuple[Trait, ...]) -> str:
    if not traits:
        return "nothing on record tells them apart"
    return f"say the {' or the '.join(_ASKS[trait] for trait in traits)}"
