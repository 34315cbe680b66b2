"""How a name is looked up: its owners, less those that what else is known rules out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.edtf import Edtf, parse
from dateline.gazetteer.found import Excluded, Found, Hit, Suggestion
from dateline.gazetteer.keys import key, written_out
from dateline.gazetteer.precision import finest_precision
from dateline.gazetteer.shape import distance_km
from dateline.gazetteer.suggest import MOST, like

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dateline.gazetteer.gazetteer import Gazetteer
    from dateline.gazetteer.place import Place

NEAR_KM = 25.0
"""A county or a town whose point is farther than this from a given one is not meant."""

SHAPE_KM = 5.0
"""How far outside its shape a place may still be: borders on maps are coarse."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a place beside its name.

    Args:
        within: ids of the larger places, one of which holds it; none if unknown.
        larger: what they were called.
        country: ISO 3166-1 alpha-2.
        near: latitude and longitude.
        first: the first day on which it may have been there.
        last: the last one.

    """

    within: frozenset[str] = frozenset()
    larger: str = ""
    country: str | None = None
    near: tuple[float, float] | None = None
    first: date | None = None
    last: date | None = None


def days(on: date | Edtf | str | None) -> tuple[date | None, date | None]:
    """Return the first and the last possible day of a date; None where it is open."""
    when = parse(on) if isinstance(on, str) else on
    if isinstance(when, Edtf):
        return when.earliest, when.latest
    return when, when


def owners(gazetteer: Gazetteer, name: str) -> dict[str, bool]:
    """Return the ids of the places so called, and whether each is so as a mere variant."""
    found = key(name)
    return gazetteer.names.get(found) or gazetteer.names.get(written_out(found)) or {}


def head_and_tail(gazetteer: Gazetteer, name: str) -> tuple[str, str] | None:
    """Part "Hyesan, Ryanggang Province" in two, if the whole is no name and both parts are."""
    if "," not in name or owners(gazetteer, name):
        return None
    head, tail = name.rsplit(",", 1)
    known = owners(gazetteer, head) and owners(gazetteer, tail)
    return (head, tail.strip()) if known else None


def sift(gazetteer: Gazetteer, name: str, asked: Asked, outer: Found | None) -> Found:
    """Part the owners of a name into those that may be meant and those that cannot."""
    called = owners(gazetteer, name)
    if not called:
        return Found(name, suggestions=_suggest(gazetteer, name, asked), within=outer)
    verdicts = {place: ruled_out(gazetteer, gazetteer.places[place], asked) for place in called}
    own = [place for place, variant in called.items() if not variant]
    variants = [place for place, variant in called.items() if variant]
    kept = [place for place in own or variants if verdicts[place] is None]
    inner = _inner(gazetteer, kept)
    excluded = [place for place in called if verdicts[place] is not None]
    return Found(
        name,
        hits=_hits(gazetteer, set(kept) - inner),
        inner=_hits(gazetteer, inner),
        also=_hits(gazetteer, (place for place in variants if own and verdicts[place] is None)),
        excluded=tuple(
            Excluded(hit, str(verdicts[hit.place.id]))
            for hit in _hits(gazetteer, set(excluded) - _inner(gazetteer, excluded))
        ),
        within=outer,
    )


def ruled_out(gazetteer: Gazetteer, place: Place, asked: Asked) -> str | None:
    """Say why a place cannot be meant; None if it can, or if nobody knows."""
    if not place.existed(asked.first, asked.last):
        return not_then(place)
    return elsewhere(gazetteer, place, asked) or (
        None if asked.near is None else _too_far(gazetteer, place, asked.near)
    )


def elsewhere(gazetteer: Gazetteer, place: Place, asked: Asked) -> str | None:
    """Say where a place lies, if that is not where it is asked for; None if it is, or if nobody knows."""
    country = gazetteer.country(place.id)
    if asked.country is not None and country is not None and country != asked.country:
        return f"it lies in {country}, not in {asked.country}"
    if asked.within and _outside(gazetteer, place, asked):
        province = gazetteer.province(place.id)
        where = country if province is None or province is place else province.name
        return f"it lies in {where or 'another place'}, not in {asked.larger}"
    return None


def _inner(gazetteer: Gazetteer, ids: list[str]) -> set[str]:
    """Return those of some places that lie in another of them."""
    return {place for place in ids if set(gazetteer.parents(place)) & set(ids)}


def _hits(gazetteer: Gazetteer, ids: Iterable[str]) -> tuple[Hit, ...]:
    return tuple(gazetteer.hit(each) for each in sorted(ids))


def not_then(place: Place) -> str:
    """Say when a place existed."""
    since = f"from {place.valid_from}" if place.valid_from else ""
    until = f"to {place.valid_to}" if place.valid_to else ""
    return f"it existed {' '.join(filter(None, (since, until)))} only"


def _outside(gazetteer: Gazetteer, place: Place, asked: Asked) -> bool:
    """Whether a place certainly lies in none of the larger ones.

    That is certain only of a place whose country or province is on record: what straddles
    a border may lie in either.
    """
    chain = (place, *(gazetteer.places[each] for each in gazetteer.parents(place.id)))
    placed = any(each.country or each.is_country or each.feature_code == "ADM1" for each in chain)
    return placed and not asked.within & gazetteer.around(place.id, asked.first, asked.last)


def _too_far(gazetteer: Gazetteer, place: Place, point: tuple[float, float]) -> str | None:
    shape = gazetteer.shapes.get(place.id)
    if shape is not None:
        away = shape.distance(*point)
        return f"the point lies {away:,.0f} km outside it" if away > SHAPE_KM else None
    if place.point is None or finest_precision(place) not in ("exact", "settlement", "adm2"):
        return None
    away = distance_km(place.point, point)
    return f"it lies {away:,.0f} km away" if away > NEAR_KM else None


def _suggest(gazetteer: Gazetteer, name: str, asked: Asked) -> tuple[Suggestion, ...]:
    """Return the likest names' places that nothing rules out; a town is left out beside its county."""
    found: dict[str, Suggestion] = {}
    for alike, score in like(key(name), list(gazetteer.names)):
        called = [
            p for p in gazetteer.names[alike] if ruled_out(gazetteer, gazetteer.places[p], asked) is None
        ]
        for place in called:
            if not set(gazetteer.parents(place)) & {*called, *found}:
                suggestion = Suggestion(gazetteer.hit(place), gazetteer.spellings[alike], score)
                found.setdefault(place, suggestion)
        if len(found) >= MOST:
            break
    return tuple(list(found.values())[:MOST])
