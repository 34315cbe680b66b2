"""JSON in a cell: objects, arrays, and GeoJSON and TopoJSON.

No expression can parse arbitrary JSON, so these are read a batch at a time in Python.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.geojson import is_geojson, is_topojson
from dateline.compile.types.kind import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.table import Field


def document(field: Field) -> Kind:
    """Objects, arrays and GeoJSON as canonical text: sorted members, no spaces between tokens.

    Two cells that differ only in spacing, escapes or the order of members are one value.
    A document with the same member twice is not of the type: nobody could say which counts.
    """
    expected, holds = _KINDS[field.type, field.format]
    return Kind(pl.String(), expected, partial(_read, holds), lambda value: value, partial(_native, holds))


def parsed(text: str) -> object:
    """Read JSON by RFC 8259, without Python's NaN and Infinity, and without double members.

    Raises:
        ValueError: if the text is not such JSON, or is nested too deeply to read.

    """
    try:
        return json.loads(text, object_pairs_hook=_members, parse_constant=_refused)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def canonical(value: object) -> str:
    """Write JSON as one text for all texts of the same value.

    Raises:
        ValueError: if a number is beyond a 64-bit float.

    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    # Half a surrogate pair can stand in JSON as an escape but in no UTF-8 text.
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _read(holds: Callable[[object], bool], cell: pl.Expr) -> pl.Expr:
    def batch(texts: pl.Series) -> pl.Series:
        return pl.Series(texts.name, [_one(text, holds) for text in texts], pl.String)

    return cell.map_batches(batch, return_dtype=pl.String, is_elementwise=True)


def _one(text: str | None, holds: Callable[[object], bool]) -> str | None:
    if text is None:
        return None
    try:
        value = parsed(text)
        return canonical(value) if holds(value) else None
    except (ValueError, RecursionError):  # the cell is not of the type: that is the answer
        return None


def _native(holds: Callable[[object], bool], raw: object) -> str | None:
    if isinstance(raw, str):
        return raw
    return canonical(raw) if holds(raw) else None


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _refused(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


_KINDS: dict[tuple[str, str], tuple[str, Callable[[object], bool]]] = {
    ("object", "default"): ('a JSON object, such as {"name": "value"}', lambda v: isinstance(v, dict)),
    ("array", "default"): ("a JSON array, such as [1, 2]", lambda v: isinstance(v, list)),
    ("geojson", "default"): (
        'a GeoJSON object, such as {"type": "Point", "coordinates": [125.75, 39.03]}',
        is_geojson,
    ),
    ("geojson", "topojson"): (
        'a TopoJSON object, such as {"type": "Topology", "objects": {}, "arcs": []}',
        is_topojson,
    ),
}
