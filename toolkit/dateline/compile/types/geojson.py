"""What makes a JSON value GeoJSON (RFC 7946) or TopoJSON.

Structure alone: which members there are and how deep coordinates nest. Where on Earth
the coordinates lie is not this module's business.
TopoJSON: https://github.com/topojson/topojson-specification/blob/master/README.md.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_RING = 4  # a closed ring names its first position again: a triangle has four
_PLANE = 2


def is_geojson(value: object) -> bool:
    """Tell a geometry, a feature or a collection of features."""
    if isinstance(value, dict) and value.get("type") == "FeatureCollection":
        return _has_sound_box(value) and _each(_is_feature, value.get("features"))
    return _is_feature(value) or _is_geometry(value)


def is_topojson(value: object) -> bool:
    """Tell a topology: a TopoJSON text holds one."""
    if not isinstance(value, dict) or value.get("type") != "Topology" or not _has_sound_box(value):
        return False
    arcs, objects = value.get("arcs"), value.get("objects")
    return (
        _each(_is_line, arcs)
        and ("transform" not in value or _is_transform(value["transform"]))
        and isinstance(objects, dict)
        and all(_is_topo_geometry(len(value["arcs"]), each) for each in objects.values())
    )


def _each(test: Callable[[object], bool], value: object) -> bool:
    """Tell an array whose every item passes the test."""
    return isinstance(value, list) and all(test(item) for item in value)


_NUMBERS = frozenset({int, float})
"""What numbers are in JSON that was read; a truth value is none."""


def _is_number(value: object) -> bool:
    return type(value) in _NUMBERS


def _is_position(value: object) -> bool:
    return isinstance(value, list) and len(value) >= _PLANE and _NUMBERS.issuperset(map(type, value))


def _is_line(value: object) -> bool:
    return isinstance(value, list) and len(value) >= _PLANE and _each(_is_position, value)


def _is_ring(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= _RING
        and _each(_is_position, value)
        and value[0] == value[-1]
    )


_is_polygon = partial(_each, _is_ring)

_COORDINATES: Mapping[str, Callable[[object], bool]] = {
    "Point": _is_position,
    "MultiPoint": partial(_each, _is_position),
    "LineString": _is_line,
    "MultiLineString": partial(_each, _is_line),
    "Polygon": _is_polygon,
    "MultiPolygon": partial(_each, _is_polygon),
}


def _is_geometry(value: object) -> bool:
    if not isinstance(value, dict) or not _has_sound_box(value):
        return False
    kind = str(value.get("type"))
    if kind == "GeometryCollection":
        return _each(_is_geometry, value.get("geometries"))
    # An empty array of coordinates is allowed: RFC 7946 3.1 reads it as no place.
    return kind in _COORDINATES and (
        value.get("coordinates") == [] or _COORDINATES[kind](value.get("coordinates"))
    )


def _is_feature(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.get("type") == "Feature"
        and _has_sound_box(value)
        and {"geometry", "properties"} <= value.keys()
        and (value["geometry"] is None or _is_geometry(value["geometry"]))
        and (value["properties"] is None or isinstance(value["properties"], dict))
        and ("id" not in value or isinstance(value["id"], str) or _is_number(value["id"]))
    )


def _has_sound_box(value: Mapping[str, object]) -> bool:
    """Tell whether the bounding box, if there is one, has a low and a high number an axis."""
    box = value.get("bbox", [0, 0, 0, 0])
    return _each(_is_number, box) and isinstance(box, list) and len(box) >= 2 * _PLANE and len(box) % 2 == 0


def _is_transform(value: object) -> bool:
    return isinstance(value, dict) and all(
        _each(_is_number, value.get(part)) and len(value[part]) == _PLANE for part in ("scale", "translate")
    )


_ARC_DEPTH = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""How deep the arc numbers nest."""


def _is_topo_geometry(arcs: int, value: object) -> bool:
    """Tell a geometry whose arcs are among the topology's; `~n` is arc n reversed."""
    if not isinstance(value, dict) or not _has_sound_box(value):
        return False
    kind = value.get("type")
    if kind == "GeometryCollection":
        return _each(partial(_is_topo_geometry, arcs), value.get("geometries"))
    if kind in _ARC_DEPTH:
        return _are_arcs(arcs, _ARC_DEPTH[kind], value.get("arcs"))
    if kind in ("Point", "MultiPoint"):
        return _COORDINATES[kind](value.get("coordinates"))
    return kind is None and "type" in value


def _are_arcs(arcs: int, depth: int, value: object) -> bool:
    if depth:
        return _each(partial(_are_arcs, arcs, depth - 1), value)
    return isinstance(value, int) and not isinstance(value, bool) and -arcs <= value < arcs
