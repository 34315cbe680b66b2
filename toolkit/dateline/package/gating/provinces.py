"""The province in which a place lies, by the dataset's own table of places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from dateline.gazetteer.precision import LINES, REGIONS
from dateline.rules.across import links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.package.model import TableContent
    from dateline.table import Table

Grain = Literal["adm1", "country", "linear"]
_STEPS: Final = 16
"""How far upwards a province is looked for; more would be a circle."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a table: of each its feature code and the place that it lies in."""

    table: str
    known: Mapping[object, tuple[str | None, object]]

    def grain(self, place: object) -> Grain | None:
        """Return the word for a place that is no finer than a province; None for a finer one."""
        code = self.known.get(place, (None, None))[0]
        if code == "ADM1":
            return "adm1"
        if code in LINES:
            return "linear"
        return "country" if code is not None and (code.startswith("PCL") or code in REGIONS) else None

    def province(self, place: object) -> object | None:
        """Return a place that is no finer than a province, or the province it lies in; None for none."""
        if self.grain(place):
            return place
        at = place
        for _ in range(_STEPS):
            code, at = self.known.get(at, (None, None))
            if code == "ADM1" or at is None:
                return None
            if self.known.get(at, (None, None))[0] == "ADM1":
                return at
        return None


def places_of(
    tables: Mapping[str, Table], contents: Mapping[str, TableContent], table: Table, field: str
) -> Places | None:
    """Return the places to which a field refers; None if it refers to none of the dataset's own tables."""
    leads = next((each for each in links(tables, table, "places") if each.field == field), None)
    role = tables[leads.target].roles.places if leads else None
    if leads is None or role is None or role.feature_code is None:
        return None
    up = pl.col(role.parent) if role.parent else pl.lit(None, pl.String)
    frame = contents[leads.target].typed.select(id=leads.key, code=role.feature_code, up=up).collect()
    known = {place: (code, parent) for place, code, parent in frame.iter_rows() if place is not None}
    return Places(leads.target, known)
