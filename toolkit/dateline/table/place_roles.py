"""What the tables of a gazetteer are: places, spellings, codes, shapes, further parents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.table.parts import edtf, one, some

if TYPE_CHECKING:
    from dateline.table.parts import Condition


@dataclass(frozen=True, slots=True)
class Places:
    """A gazetteer's table of places; see `dateline.gazetteer.PlaceColumns`.

    Args:
        unusable: places on which no event can stand: not identified, or no places at all.

    """

    id: str | None = one()
    name: str | None = one("string")
    names: tuple[str, ...] = some("string")
    country: str | None = one("string")
    parent: str | None = one()
    feature_class: str | None = one("string")
    feature_code: str | None = one("string")
    latitude: str | None = one("number")
    longitude: str | None = one("number")
    valid_from: str | None = edtf()
    valid_to: str | None = edtf()
    status: str | None = one("string")
    unusable: Condition | None = None


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """A gazetteer's table of spellings; see `dateline.gazetteer.NameColumns`.

    Args:
        key: the stored look-up key of the spelling.

    """

    name: str | None = one("string")
    place: str | None = one()
    variant: str | None = one("boolean")
    key: str | None = one("string")


@dataclass(frozen=True, slots=True)
class PlaceCodes:
    """A gazetteer's table of codes; see `dateline.gazetteer.CodeColumns`."""

    system: str | None = one("string")
    code: str | None = one("string")
    place: str | None = one()


@dataclass(frozen=True, slots=True)
class PlaceShapes:
    """A gazetteer's table of shapes; see `dateline.gazetteer.ShapeColumns`."""

    place: str | None = one()
    geometry: str | None = one("geojson", "string", "object")


@dataclass(frozen=True, slots=True)
class PlaceMemberships:
    """A gazetteer's table of further parents; see `dateline.gazetteer.MembershipColumns`."""

    place: str | None = one()
    parent: str | None = one()
    valid_from: str | None = edtf()
    valid_to: str | None = edtf()
