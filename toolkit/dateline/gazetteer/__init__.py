"""Gazetteers: which place a name means, and what to ask where it may mean several.

`Gazetteer.of` makes one of any dataset's tables of places and names; `look_up` finds by a
normalised key (`key`) and never guesses. Beside it stand the codes of places
(`code_system`), their shapes (`Shape`, `Box`) and the words for how exactly a place is
known (`PLACE_PRECISIONS`, `ucdp_where_prec`, `acled_geo_precision`).

The functions for Polars columns stand in `dateline.gazetteer.vector`, so that using a
gazetteer does not load Polars. Everything here is pure: frames and values in, values out.
"""

from dateline.gazetteer.box import Box, on_earth
from dateline.gazetteer.codes import (
    CODE_PATTERNS,
    CODE_SYSTEMS,
    CODE_TITLES,
    CodeSystem,
    code_system,
    code_systems,
)
from dateline.gazetteer.columns import (
    CodeColumns,
    MembershipColumns,
    NameColumns,
    PlaceColumns,
    ShapeColumns,
)
from dateline.gazetteer.countries import COUNTRY_BOXES
from dateline.gazetteer.found import MARGIN, TRAITS, Excluded, Found, Hit, Suggestion
from dateline.gazetteer.gazetteer import Gazetteer
from dateline.gazetteer.keys import direction, key, written_out
from dateline.gazetteer.lookup import NEAR_KM, SHAPE_KM
from dateline.gazetteer.place import GazetteerError, Place
from dateline.gazetteer.precision import (
    PLACE_PRECISIONS,
    PlacePrecision,
    acled_geo_precision,
    finest_precision,
    has_no_point,
    precision_fits,
    ucdp_where_prec,
)
from dateline.gazetteer.shape import Shape, distance_km

__all__ = [
    "CODE_PATTERNS",
    "CODE_SYSTEMS",
    "CODE_TITLES",
    "COUNTRY_BOXES",
    "MARGIN",
    "NEAR_KM",
    "PLACE_PRECISIONS",
    "SHAPE_KM",
    "TRAITS",
    "Box",
    "CodeColumns",
    "CodeSystem",
    "Excluded",
    "Found",
    "Gazetteer",
    "GazetteerError",
    "Hit",
    "MembershipColumns",
    "NameColumns",
    "Place",
    "PlaceColumns",
    "PlacePrecision",
    "Shape",
    "ShapeColumns",
    "Suggestion",
    "acled_geo_precision",
    "code_system",
    "code_systems",
    "direction",
    "distance_km",
    "finest_precision",
    "has_no_point",
    "key",
    "on_earth",
    "precision_fits",
    "ucdp_where_prec",
    "written_out",
]
