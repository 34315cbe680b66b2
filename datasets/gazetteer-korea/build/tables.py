"""The tables of the gazetteer while they grow, and how they are read and written."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from scripts import script_of

from dateline.gazetteer import key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Row = dict[str, str]

COLUMNS = {
    "places": "place_id name_preferred name_hangul country_iso2 parent_place_id feature_class feature_code "
    "latitude longitude point_source valid_from valid_to status notes source licence",
    "names": "name key place_id script system variant source licence",
    "codes": "system code place_id source licence",
    "shapes": "place_id geometry source licence",
    "memberships": "membership_id place_id parent_place_id valid_from valid_to notes source licence",
    "sources": "source licence title url obtained",
}


class Build:
    """The tables as they grow: places by id, names and codes by their keys."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = self.read("sources")
        self.licences = {row["source"]: row["licence"] for row in self.sources}
        self.places: dict[str, Row] = {}
        self.names: dict[tuple[str, str], Row] = {}
        self.codes: dict[tuple[str, str], Row] = {}
        self.memberships: list[Row] = []

    def read(self, name: str) -> list[Row]:
        """Return the rows of an extract."""
        with (self.folder / "sources" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def place(self, source: str, **cells: str) -> Row:
        """Add a place; one that is there already only gets what it lacks."""
        row = self.places.setdefault(cells["place_id"], {"status": "resolved", "source": source})
        for column, cell in cells.items():
            if cell and not row.get(column):
                row[column] = cell
        return row

    def name(self, place: str, name: str, system: str, source: str, *, variant: bool = False) -> None:
        """Add a spelling of a place, unless it is there; an own name replaces a mere variant."""
        script = script_of(name)
        old = self.names.get((name, place))
        if script is None or not key(name) or (old and (old["variant"] == "false" or variant)):
            return
        cells = {"name": name, "key": key(name), "place_id": place, "script": script, "system": system}
        self.names[name, place] = {**cells, "variant": str(variant).lower(), "source": source}

    def spell(self, place: str, spellings: Iterable[tuple[str, str]], source: str) -> None:
        """Add several spellings of a place, all its own."""
        for name, system in spellings:
            self.name(place, name, system, source)

    def code(self, place: str, system: str, code: str, source: str) -> None:
        """Add a code of a place.

        Raises:
            ValueError: if another place has it.

        """
        if not code:
            return
        row = {"system": system, "code": code, "place_id": place, "source": source}
        if self.codes.setdefault((system, code), row)["place_id"] != place:
            message = f"{system} {code} belongs to {self.codes[system, code]['place_id']} and to {place}"
            raise ValueError(message)

    def write(self, tables: dict[str, Iterable[Row]]) -> None:
        """Write the records, each row with its source's licence."""
        for name, rows in tables.items():
            path = self.folder / "records" / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS[name].split(), lineterminator="\n", restval="")
                writer.writeheader()
                writer.writerows({**row, "licence": self.licences[row["source"]]} for row in rows)
