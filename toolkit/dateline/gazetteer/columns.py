"""Which columns of a dataset's own tables hold what a gazetteer needs.

A gazetteer is made of up to five tables; only the first one is needed. Their columns may
have any names: these small descriptions say which is which. None means that the table
has no such column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """The table of places, one a row.

    Args:
        id: the place's id.
        name: the name to show; it is looked up too.
        names: columns of further names, such as the one in the local script.
        country: ISO 3166-1 alpha-2.
        parent: id of the next larger place.
        feature_class: GeoNames class.
        feature_code: GeoNames code within the class.
        latitude: degrees north.
        longitude: degrees east.
        valid_from: EDTF date on which the place came into being.
        valid_to: EDTF date on which it ceased to be.
        status: a word of the dataset's own.
        unusable: whether no event can stand on it (Boolean).
        codes: columns that hold the place's own code, by system (see `CODE_SYSTEMS`).

    """

    id: str = "place_id"
    name: str = "name_preferred"
    names: tuple[str, ...] = ()
    country: str | None = None
    parent: str | None = None
    feature_class: str | None = None
    feature_code: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    status: str | None = None
    unusable: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NameColumns:
    """The table of spellings: one spelling of one place a row.

    Args:
        name: the spelling.
        place: id of the place.
        variant: whether the spelling is a mere variant (Boolean), as gazetteers list by
            the dozen: it yields to a place that has the spelling for its own.

    """

    name: str = "alias"
    place: str = "place_id"
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class CodeColumns:
    """The table of codes: one code of one place a row."""

    system: str = "system"
    code: str = "code"
    place: str = "place_id"


@dataclass(frozen=True, slots=True)
class ShapeColumns:
    """The table of shapes: a GeoJSON Polygon or MultiPolygon a row, as text; at most one a place."""

    place: str = "place_id"
    geometry: str = "geometry"


@dataclass(frozen=True, slots=True)
class MembershipColumns:
    """The table of further parents: a place also lies, or once lay, in another one.

    `valid_from` and `valid_to` are EDTF dates, empty where open.
    """

    place: str = "place_id"
    parent: str = "parent_place_id"
    valid_from: str | None = None
    valid_to: str | None = None
