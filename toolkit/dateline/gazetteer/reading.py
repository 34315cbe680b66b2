"""From a dataset's own tables to what a gazetteer holds, with every fault of them named.

Each function adds the faults that it finds to a list and leaves out what is faulty, so
that the rest can be used by those who report the faults elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.document import did_you_mean
from dateline.edtf import EdtfError, parse
from dateline.errors import Problem
from dateline.gazetteer.box import on_earth
from dateline.gazetteer.place import GazetteerError, Place
from dateline.gazetteer.shape import Shape
from dateline.gazetteer.tree import meant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from dateline.edtf import Edtf
    from dateline.gazetteer.columns import (
        CodeColumns,
        MembershipColumns,
        NameColumns,
        PlaceColumns,
        ShapeColumns,
    )

Row = tuple[Any, ...]
Membership = tuple[str, "Edtf | None", "Edtf | None"]
"""A further parent, and from when to when."""


def read_places(frame: pl.DataFrame, columns: PlaceColumns, faults: list[Problem]) -> dict[str, Place]:
    """Return the places by id, in the frame's order."""
    single = ("id", "name", "country", "parent", "feature_class", "feature_code")
    later = ("latitude", "longitude", "valid_from", "valid_to", "status", "unusable")
    wanted = {part: getattr(columns, part) for part in (*single, *later)}
    rows = _rows(frame, [*wanted.values(), *columns.codes.values()], "places")
    places: dict[str, Place] = {}
    for number, row in enumerate(rows, start=1):
        values = dict(zip(wanted, row, strict=False))
        codes = _codes(columns, row[len(wanted) :])
        try:
            _add(places, _place(values, codes), number)
        except GazetteerError as error:
            faults += error.problems
    return places


def read_names(
    places: Mapping[str, Place], frame: pl.DataFrame, columns: NameColumns, faults: list[Problem]
) -> Iterator[tuple[str, str, bool]]:
    """Yield each spelling, the id of its place, and whether it is a mere variant."""
    rows = list(_rows(frame, [columns.name, columns.place, columns.variant], "names"))
    faults += _unknown(places, "name", ((name, place) for name, place, _ in rows))
    for name, place, variant in rows:
        if name is not None and place in places:
            yield name, place, _yes(variant)


def read_further_names(
    places: Mapping[str, Place], frame: pl.DataFrame, columns: PlaceColumns
) -> Iterator[tuple[str, str]]:
    """Yield the names that stand in the table of places itself."""
    for place, *names in _rows(frame, [columns.id, columns.name, *columns.names], "places"):
        if place in places:
            yield from ((name, place) for name in names if name)


def read_codes(
    places: Mapping[str, Place],
    table: tuple[pl.DataFrame, CodeColumns] | None,
    faults: list[Problem],
) -> dict[tuple[str, str], str]:
    """Return the places by system and code: those of the table of places, and of one of codes.

    No code may belong to two places.
    """
    rows = [(system, code, each.id) for each in places.values() for system, code in each.codes.items()]
    if table is not None:
        frame, columns = table
        told = list(_rows(frame, [columns.system, columns.code, columns.place], "codes"))
        faults += _unknown(places, "code", ((f"{system} {code}", place) for system, code, place in told))
        rows += [(system, str(code), place) for system, code, place in told if place in places]
    found: dict[tuple[str, str], str] = {}
    for system, code, place in rows:
        other = found.setdefault((system, code), place)
        if other != place:
            message = f"code '{code}' of {system} belongs to two places: '{other}' and '{place}'"
            faults.append(Problem(message))
    return found


def read_shapes(
    places: Mapping[str, Place], frame: pl.DataFrame, columns: ShapeColumns, faults: list[Problem]
) -> dict[str, Shape]:
    """Return the shapes by place."""
    rows = list(_rows(frame, [columns.place, columns.geometry], "shapes"))
    faults += _unknown(places, "shape", (("a shape", place) for place, _ in rows))
    shapes: dict[str, Shape] = {}
    for place, geometry in rows:
        if place in shapes:
            faults.append(Problem(f"place '{place}' has two shapes", help="make them one MultiPolygon"))
        elif place in places:
            _add_shape(shapes, place, geometry, faults)
    return shapes


def _add_shape(
    shapes: dict[str, Shape], place: str, geometry: str | dict[str, Any], faults: list[Problem]
) -> None:
    try:
        shapes[place] = Shape.of(geometry)
    except GazetteerError as error:
        faults += [Problem(f"place '{place}': {each.message}", help=each.help) for each in error.problems]


def read_memberships(
    places: Mapping[str, Place],
    frame: pl.DataFrame,
    columns: MembershipColumns,
    faults: list[Problem],
) -> dict[str, list[Membership]]:
    """Return the further parents by place."""
    wanted = [columns.place, columns.parent, columns.valid_from, columns.valid_to]
    rows = list(_rows(frame, wanted, "memberships"))
    faults += _unknown(places, "membership", ((f"'{parent}'", place) for place, parent, *_ in rows))
    faults += _unknown(places, "membership", ((f"'{place}'", parent) for place, parent, *_ in rows))
    found: dict[str, list[Membership]] = {}
    for place, parent, since, until in rows:
        if place in places and parent in places:
            try:
                found.setdefault(place, []).append((parent, _date(place, since), _date(place, until)))
            except GazetteerError as error:
                faults += error.problems
    return found


def _rows(frame: pl.DataFrame, columns: list[str | None], table: str) -> Iterator[Row]:
    """Yield the rows of these columns; None in their stead gives None, and so does an empty text."""
    named = [each for each in columns if each is not None]
    lacking = [each for each in named if each not in frame.columns]
    if lacking:
        raise GazetteerError(*(_lacks(each, frame.columns, table) for each in dict.fromkeys(lacking)))
    cells = {name: _cells(frame[name]) for name in named}
    nothing = [None] * frame.height
    yield from zip(*(nothing if each is None else cells[each] for each in columns), strict=True)


def _cells(column: pl.Series) -> list[Any]:
    cells = column.to_list()
    return [None if each == "" else each for each in cells] if "" in cells else cells


def _lacks(column: str, columns: list[str], table: str) -> Problem:
    message = f"the gazetteer's table of {table} has no column '{column}'"
    return Problem(message, help=did_you_mean(column, columns) or f"its columns are {', '.join(columns)}")


def _codes(columns: PlaceColumns, cells: Row) -> dict[str, str]:
    return {system: str(cell) for system, cell in zip(columns.codes, cells, strict=True) if cell is not None}


def _place(values: dict[str, Any], codes: dict[str, str]) -> Place:
    identity = values["id"]
    if identity is None:
        raise GazetteerError(Problem("a place has no id"))
    values["name"] = values["name"] or identity
    for part in ("latitude", "longitude"):
        values[part] = _degrees(identity, part, values[part])
    for part in ("valid_from", "valid_to"):
        values[part] = _date(identity, values[part])
    latitude, longitude = values["latitude"] or 0.0, values["longitude"] or 0.0
    if not on_earth(latitude, longitude):
        message = f"place '{identity}' has latitude {latitude:g} and longitude {longitude:g}"
        swapped = on_earth(longitude, latitude)
        help_ = "they may be swapped" if swapped else "latitude is -90 to 90, longitude -180 to 180"
        raise GazetteerError(Problem(message, help=help_))
    values["unusable"] = _yes(values["unusable"])
    return Place(**values, codes=codes)


def _yes(cell: object) -> bool:
    return cell in (True, "true", "True", "1")


def _degrees(place: str, part: str, cell: object) -> float | None:
    if cell is None:
        return None
    try:
        return float(cell)  # type: ignore[arg-type]  # what is no number raises, whatever it is
    except (TypeError, ValueError):
        raise GazetteerError(Problem(f"place '{place}': {part} '{cell}' is not a number")) from None


def _date(place: str, cell: object) -> Edtf | None:
    if cell is None:
        return None
    try:
        return parse(str(cell))
    except EdtfError as error:
        raise GazetteerError(
            Problem(f"place '{place}': {error.problems[0].message}", help=error.suggestion)
        ) from None


def _add(places: dict[str, Place], place: Place, number: int) -> None:
    if place.id in places:
        names = f"{places[place.id].name} and, in row {number:,}, {place.name}"
        message = f"two places have the id '{place.id}': {names}"
        raise GazetteerError(Problem(message, help="give one of them another id"))
    places[place.id] = place


def _unknown(places: Mapping[str, Place], kind: str, rows: Iterator[tuple[str, str]]) -> list[Problem]:
    lost = {place: what for what, place in rows if place not in places}
    return [
        Problem(
            f"a {kind} ({what}) is of place '{place}', which is not in the gazetteer",
            help=meant(str(place), places),
        )
        for place, what in lost.items()
    ]
