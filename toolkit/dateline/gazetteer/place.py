"""A place of a gazetteer, as data, and the error for a gazetteer that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.errors import DatelineError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dateline.edtf import Edtf


class GazetteerError(DatelineError):
    """A gazetteer that cannot be used: an id twice, a parent that is missing, a circle of parents."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place.

    Args:
        id: its id, unique in the gazetteer.
        name: the name to show.
        country: ISO 3166-1 alpha-2; None where it is unknown or the place straddles a border.
        parent: id of the next larger place.
        feature_class: GeoNames class: A area, P settlement, L zone, S spot, T terrain, …
        feature_code: GeoNames code within the class, such as ADM1 or PPL.
        latitude: degrees north, WGS 84, of a representative point.
        longitude: degrees east of the same point.
        valid_from: when it came into being; None if long ago or unknown.
        valid_to: when it ceased to be; None if it has not.
        status: a word of the dataset's own, such as resolved or not_a_place.
        unusable: whether no event can stand on it: it was not identified, or is no place.
        codes: its codes, by system.

    """

    id: str
    name: str
    country: str | None = None
    parent: str | None = None
    feature_class: str | None = None
    feature_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    valid_from: Edtf | None = None
    valid_to: Edtf | None = None
    status: str | None = None
    unusable: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, if both are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def is_country(self) -> bool:
        """Whether it is a country (GeoNames PCL, PCLI, PCLD, …)."""
        return (self.feature_code or "").startswith("PCL")

    def existed(self, first: date | None, last: date | None) -> bool:
        """Whether it may have existed on some day from `first` to `last`; None is an open side.

        False only if that is certain: of a unit founded in 1954, not of one that
        was founded on an unknown day.
        """
        return may_overlap(self.valid_from, self.valid_to, first, last)


def may_overlap(since: Edtf | None, until: Edtf | None, first: date | None, last: date | None) -> bool:
    """Whether a time between two uncertain dates may share a day with the days `first` to `last`."""
    began = since.earliest if since else None
    ended = until.latest if until else None
    too_early = last is not None and began is not None and last < began
    too_late = first is not None and ended is not None and first > ended
    return not (too_early or too_late)
