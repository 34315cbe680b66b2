"""Gazetteers that cannot be used: every fault is named, with what to write."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from dateline.gazetteer import (
    CodeColumns,
    Gazetteer,
    GazetteerError,
    MembershipColumns,
    NameColumns,
    PlaceColumns,
    ShapeColumns,
)

COLUMNS = PlaceColumns(
    "id",
    "name",
    parent="in",
    latitude="lat",
    longitude="lon",
    valid_from="since",
    codes={"ocha": "pcode"},
)


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return a table of places, cells left out being empty."""
    names = ("id", "name", "in", "lat", "lon", "since", "pcode")
    return pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.String)
    )


def fault(*rows: dict[str, Any], **tables: Any) -> list[str]:  # noqa: ANN401 - handed on
    """Return what is said about a gazetteer of these rows."""
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.of(frame(*rows), COLUMNS, **tables)
    return [str(problem) for problem in caught.value.problems]


A, B, C = ({"id": each} for each in "abc")


def test_circle_of_parents_is_named_once() -> None:
    """The message walks the circle and comes back to where it began."""
    said = fault(
        {"id": "c", "in": "a"}, {"id": "a", "in": "b"}, {"id": "b", "in": "c"}, {"id": "d", "in": "a"}
    )
    assert said == ["places lie in a circle: a → b → c → a\n  help: change the parent of one of them"]


def test_every_circle_is_named() -> None:
    """Two circles are two faults; a place that lies in itself is one."""
    said = fault({"id": "a", "in": "a"}, {"id": "b", "in": "c"}, {"id": "c", "in": "b"})
    assert [each.split("\n")[0] for each in said] == [
        "places lie in a circle: a → a",
        "places lie in a circle: b → c → b",
    ]


def test_long_circle_is_cut() -> None:
    """Of a circle of thousands the message names a few, and reading it takes no recursion."""
    size = 5000
    said = fault(*({"id": f"p{n}", "in": f"p{(n + 1) % size}"} for n in range(size)))
    assert said[0].startswith(
        "places lie in a circle: p0 → p1 → p2 → p3 → p4 → p5 → p6 → p7 → (4,992 more) → p0"
    )


def test_missing_parent_is_named() -> None:
    """A parent that is not there is told with the place that wants it, and a likely id."""
    said = fault({"id": "hyesan", "in": "ryangang"}, {"id": "ryanggang"}, {"id": "anju", "in": "x"})
    assert said == [
        "place 'hyesan' lies in 'ryangang', which is not in the gazetteer\n  help: did you mean 'ryanggang'?",
        "place 'anju' lies in 'x', which is not in the gazetteer\n  help: add it, or leave the parent empty",
    ]


def test_id_twice_is_named() -> None:
    """Two places of one id are told by name and row."""
    said = fault({"id": "a", "name": "Anju"}, {"id": "b"}, {"id": "a", "name": "Anak"})
    assert said == [
        "two places have the id 'a': Anju and, in row 3, Anak\n  help: give one of them another id"
    ]


def test_all_faults_are_told_at_once() -> None:
    """Faults of several rows come together."""
    assert len(fault({"id": "a", "lat": "north"}, {"id": None}, {"id": "b", "since": "long ago"})) == 3


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"lat": "north"}, "latitude 'north' is not a number"),
        ({"lat": "128.1", "lon": "41.4"}, "they may be swapped"),
        ({"lat": "41", "lon": "999"}, "longitude -180 to 180"),
        ({"lat": "nan", "lon": "1"}, "latitude nan"),
        ({"since": "mid-October"}, "mid-October"),
    ],
)
def test_bad_cell_is_named(row: dict[str, str], said: str) -> None:
    """A cell that says nothing is told with its place."""
    assert "place 'a'" in fault({"id": "a"} | row)[0]
    assert said in fault({"id": "a"} | row)[0]


def test_missing_column_is_named() -> None:
    """A description of columns that does not fit the table says which one, and a likely name."""
    with pytest.raises(GazetteerError, match="no column 'nmae'") as caught:
        Gazetteer.of(frame(A), PlaceColumns("id", "nmae"))
    assert "did you mean 'name'?" in str(caught.value)


def test_code_of_two_places_is_named() -> None:
    """A code belongs to one place, in the table of places and in that of codes."""
    assert fault(A | {"pcode": "X1"}, B | {"pcode": "X1"}) == [
        "code 'X1' of ocha belongs to two places: 'a' and 'b'"
    ]
    codes = pl.DataFrame({"system": ["ocha"], "code": ["X1"], "place_id": ["b"]})
    said = fault(A | {"pcode": "X1"}, B, codes=(codes, CodeColumns()))
    assert said == ["code 'X1' of ocha belongs to two places: 'a' and 'b'"]


def test_rows_of_unknown_places_are_named() -> None:
    """A name, a code, a shape or a membership of a place that is not there is a fault."""
    names = pl.DataFrame({"alias": ["Anju"], "place_id": ["anju"]})
    assert "is of place 'anju', which is not in the gazetteer" in fault(A, names=(names, NameColumns()))[0]
    codes = pl.DataFrame({"system": ["ocha"], "code": ["X1"], "place_id": [None]})
    assert "is of place 'None'" in fault(A, codes=(codes, CodeColumns()))[0]
    further = pl.DataFrame({"place_id": ["a"], "parent_place_id": ["z"]})
    assert "is of place 'z'" in fault(A, memberships=(further, MembershipColumns()))[0]


SQUARE = '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}'


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        ("not json", "not a GeoJSON Polygon or MultiPolygon"),
        ('{"type":"Point","coordinates":[1,2]}', "not a GeoJSON Polygon or MultiPolygon"),
        ('{"type":"Polygon","coordinates":[[[0,0],["x",0],[1,1],[0,0]]]}', "not a GeoJSON Polygon"),
        ('{"type":"Polygon","coordinates":[]}', "no ring"),
        ('{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}', "not closed"),
        ('{"type":"Polygon","coordinates":[[[0,0],[0,91],[1,1],[0,0]]]}', "position [0, 91]"),
        ('{"type":"Polygon","coordinates":[[[0,0],[NaN,1],[1,1],[0,0]]]}', "position [nan, 1]"),
        ('{"type":"Polygon","coordinates":[[[179,0],[-179,0],[-179,1],[179,0]]]}', "antimeridian"),
        ("[" * 100_000, "not a GeoJSON Polygon or MultiPolygon"),
    ],
)
def test_broken_shape_is_named(geometry: str, said: str) -> None:
    """A shape that is none is told with its place."""
    shapes = pl.DataFrame({"place_id": ["a"], "geometry": [geometry]})
    told = fault(A, shapes=(shapes, ShapeColumns()))
    assert "place 'a': " in told[0]
    assert said in told[0]


def test_two_shapes_of_a_place_are_a_fault() -> None:
    """A place has at most one shape."""
    shapes = pl.DataFrame({"place_id": ["a", "a"], "geometry": [SQUARE, SQUARE]})
    assert fault(A, shapes=(shapes, ShapeColumns())) == [
        "place 'a' has two shapes\n  help: make them one MultiPolygon"
    ]


def test_memberships_may_run_in_a_circle() -> None:
    """Two places that once lay in each other do not hang a look-up."""
    further = pl.DataFrame({"place_id": ["a", "b"], "parent_place_id": ["b", "a"]})
    gazetteer = Gazetteer.of(frame(A, B, C), COLUMNS, memberships=(further, MembershipColumns()))
    assert gazetteer.around("a") == {"a", "b"}
    assert not gazetteer.lies_in("a", "c")
