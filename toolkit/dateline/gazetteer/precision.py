"""How exactly a place is known, in words, and as two established event datasets code it.

From fine to coarse: exact, settlement, adm2 (a county or city), adm2_multiple (several
of them), adm1 (a province), country. A line, such as a border or a river, stands apart.

UCDP GED, `where_prec` (codebook): 1 the exact place; 2 within some 25 km of a known
place; 3 the second-order administrative unit; 4 the first-order unit; 5 a line or an
area without firm borders; 6 the country; 7 international waters or airspace. ACLED,
`geo_precision` (codebook): 1 the town or a place with coordinates; 2 part of a region,
placed at a town of it; 3 a larger region, a border or a sea, placed at the provincial
capital or the nearest named place.

    exact 1 1 · settlement 1 1 · adm2 3 2 · adm2_multiple 4 3 · adm1 4 3 · country 6 - · linear 5 3

UCDP codes a settlement as exact. Several counties are coded as the one unit that holds
them all. 2 and 7 of UCDP have no word here; ACLED has no code for a mere country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dateline.gazetteer.place import Place

PlacePrecision = Literal["exact", "settlement", "adm2", "adm2_multiple", "adm1", "country", "linear"]
PLACE_PRECISIONS: tuple[PlacePrecision, ...] = PlacePrecision.__args__  # type: ignore[attr-defined]  # typeshed hides __args__

UCDP_WHERE_PREC: dict[PlacePrecision, int] = {
    "exact": 1,
    "settlement": 1,
    "adm2": 3,
    "adm2_multiple": 4,
    "adm1": 4,
    "country": 6,
    "linear": 5,
}
ACLED_GEO_PRECISION: dict[PlacePrecision, int] = {
    "exact": 1,
    "settlement": 1,
    "adm2": 2,
    "adm2_multiple": 3,
    "adm1": 3,
    "linear": 3,
}

LINES = frozenset({"LINEAR", "BDY", "STM", "STMS", "CNL", "RD", "RR", "ST", "TRL", "COLF", "SHOR", "CST"})
"""Feature codes of lines: borders, streams, roads, coasts. LINEAR is no GeoNames code."""

REGIONS = frozenset({"PEN", "RGN", "RGNE", "RGNL", "CONT", "SEA", "OCN", "GULF", "MTS"})
"""Feature codes of areas that have no firm border and may be as large as a country."""

_BY_CODE: dict[str, PlacePrecision] = {"ADM1": "adm2_multiple", "ADM2": "adm2"}
_BY_CLASS: dict[str, PlacePrecision] = {"A": "settlement", "P": "settlement"}


def finest_precision(place: Place) -> PlacePrecision:
    """Return the finest precision that an event standing on this place can have.

    An event that stands on a province may be known to lie in several of its counties,
    not at an exact spot; on a line, nothing but `linear` makes sense.
    """
    code = place.feature_code or ""
    if code in LINES:
        return "linear"
    if place.is_country or code in REGIONS:
        return "country"
    return _BY_CODE.get(code) or _BY_CLASS.get(place.feature_class or "", "exact")


def precision_fits(precision: str, place: Place) -> bool:
    """Whether a precision is no finer than the place; a word that is none fits nothing."""
    if precision not in PLACE_PRECISIONS:
        return False
    finest = finest_precision(place)
    if "linear" in (precision, finest):
        return precision == finest
    return PLACE_PRECISIONS.index(precision) >= PLACE_PRECISIONS.index(finest)


def has_no_point(place: Place) -> bool:
    """Whether a place is of a kind that no single point stands for: a line, a region, a country."""
    return finest_precision(place) in ("linear", "country")


def ucdp_where_prec(precision: str) -> int | None:
    """Return the UCDP GED `where_prec`, 1 to 7; None for a word that is no precision."""
    return UCDP_WHERE_PREC.get(precision)  # type: ignore[call-overload, no-any-return]  # any string may be asked for


def acled_geo_precision(precision: str) -> int | None:
    """Return the ACLED `geo_precision`, 1 to 3; None where only the country is known."""
    return ACLED_GEO_PRECISION.get(precision)  # type: ignore[call-overload, no-any-return]  # as above
