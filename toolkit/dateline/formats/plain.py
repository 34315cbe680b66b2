"""Typed values as text, whole numbers, numbers and truth values: what every data format can hold.

Dates, times and datetimes become ISO 8601 text, whatever the schema's format, which says
how the CSV writes them. Lists, points and documents become JSON text. Nothing is lost:
`back` makes the typed values of them again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import polars as pl

from dateline.compile.cast import dtype as held
from dateline.table import Field

if TYPE_CHECKING:
    from collections.abc import Iterable

_TIMES: Final = {"date": "%Y-%m-%d", "time": "%H:%M:%S%.f", "datetime": "%Y-%m-%dT%H:%M:%S%.f"}
_JSON: Final = frozenset({"object", "array", "geojson", "geopoint", "list"})
_ESCAPED: Final = ["\\", '"', *map(chr, range(0x20))]
_ESCAPES: Final = [json.dumps(char)[1:-1] for char in _ESCAPED]
_WORDS: Final = {"inf": "INF", "-inf": "-INF", "NaN": "NaN"}
"""Numbers that JSON has no numeral for, as Table Schema writes them."""


def is_json(field: Field) -> bool:
    """Whether the field's plain value is JSON text."""
    return field.type in _JSON


def dtype(field: Field) -> pl.DataType:
    """Return how plain values are held: String, Int64, Float64 or Boolean."""
    if field.type in ("integer", "year"):
        return pl.Int64()
    return {"number": pl.Float64(), "boolean": pl.Boolean()}.get(field.type, pl.String())


def plain(field: Field, value: pl.Expr) -> pl.Expr:
    """Turn typed values, held as `dateline.compile.cast.dtype` says, into plain ones."""
    if field.type in _TIMES:
        text = value.dt.to_string(_TIMES[field.type])
        return text + pl.lit("Z") if _zoned(field) else text
    if field.type == "list":
        item = _item(field)
        texts = value.list.eval(json_text(item, plain(item, pl.element())))
        return pl.lit("[") + texts.list.join(",") + pl.lit("]")
    if field.type == "geopoint":
        lon, lat = (json_number(value.struct.field(axis)) for axis in ("lon", "lat"))
        return pl.lit('{"lon":') + lon + pl.lit(',"lat":') + lat + pl.lit("}")
    return value.cast(dtype(field))


def back(field: Field, value: pl.Expr) -> pl.Expr:
    """Turn plain values into typed ones; what is none of the field's type becomes null."""
    wanted = held(field)
    if field.type in _TIMES:
        text = value.str.strip_suffix("Z") if _zoned(field) else value
        return _moment(field.type, text).cast(wanted)
    if field.type == "list":
        item = _item(field)
        texts = value.str.json_decode(pl.List(pl.String()))
        return texts.list.eval(back(item, from_text(item, pl.element()))).cast(wanted)
    if field.type == "geopoint":
        return value.str.json_decode(wanted)
    return value.cast(wanted)


def from_text(field: Field, text: pl.Expr) -> pl.Expr:
    """Read a plain value of its text, as JSON and spreadsheets give it."""
    if field.type == "boolean":
        words = {"true": True, "1": True, "false": False, "0": False}
        return text.replace_strict(words, default=None, return_dtype=pl.Boolean())
    return text.cast(dtype(field), strict=False)


def json_text(field: Field, value: pl.Expr) -> pl.Expr:
    """Write plain values as JSON; null where there is none."""
    if is_json(field):
        return value
    if dtype(field) == pl.Float64():
        return json_number(value)
    if dtype(field) == pl.String():
        return pl.lit('"') + value.str.replace_many(_ESCAPED, _ESCAPES) + pl.lit('"')
    return value.cast(pl.String)


def json_number(value: pl.Expr) -> pl.Expr:
    """Write numbers as JSON: the shortest text that is read back as the same number."""
    text = value.cast(pl.String)
    words = pl.lit('"') + text.replace(_WORDS) + pl.lit('"')
    return pl.when(value.is_finite()).then(text).otherwise(words)


def plain_frame(fields: Iterable[Field], frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the fields of a typed frame as plain columns of the same names."""
    return frame.select(plain(field, pl.col(field.name)).alias(field.name) for field in fields)


def typed_frame(fields: Iterable[Field], frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the typed frame that a frame of plain columns was made of."""
    return frame.select(back(field, pl.col(field.name)).alias(field.name) for field in fields)


def _item(field: Field) -> Field:
    return Field("item", type=field.options.get("itemType") or "string")


def _zoned(field: Field) -> bool:
    return held(field) == pl.Datetime("us", "UTC")


def _moment(kind: str, text: pl.Expr) -> pl.Expr:
    if kind == "date":
        return text.str.to_date(_TIMES[kind], strict=False)
    if kind == "time":
        return text.str.to_time(_TIMES[kind], strict=False)
    return text.str.to_datetime(_TIMES[kind], time_unit="us", strict=False)
