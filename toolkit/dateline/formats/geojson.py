"""Events on a map: one GeoJSON FeatureCollection (RFC 7946), a feature an event that has a place.

A feature's properties are the event's fields as in NDJSON, then `place_name`, `precision`,
`point` ("exact", "representative" or null) and, where the dataset has a table of them,
`further_places`, each with the table's fields and its place's name and point. One of these
names that a field has already stands with `__` before it. The geometry is the place's own
point, or null where none can stand for what is known: see `dateline.formats.located`.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from dateline.compile.types.documents import parsed
from dateline.formats.located import located
from dateline.formats.mapped import AXES, Features
from dateline.formats.ndjson import json_object, plain_of
from dateline.formats.plain import dtype, json_number, json_text, plain, typed_frame
from dateline.formats.proof import unequal
from dateline.package import Made
from dateline.package.equality import Difference, differences
from dateline.table import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dateline.formats.source import Rows
    from dateline.package import Release

_TEXT = Field("id", type="string")
_FEATURE = '{"type":"Feature",'


def write_geojson(release: Release, tables: Sequence[Rows], folder: Path) -> tuple[Made, ...]:
    """Write the file, and prove that it holds the events; there is none if no event has a point.

    Raises:
        PublishError: if it does not hold them.

    """
    found = [Features.of(events) for events in located(tables)]
    if not found:
        return ()
    name = release.dataset.name
    made = Made(f"{name}.geojson", "geojson", "application/geo+json", "Events with places, for maps")
    path = folder / made.path
    if not _write(path, release.dataset.title, found):
        path.unlink()
        return ()
    _prove(path, made, found)
    return (made,)


def _write(path: Path, title: str, found: Sequence[Features]) -> bool:
    """Write all features, a line each; tell whether one has a point."""
    corners: list[pl.DataFrame] = []
    with path.open("wb") as file:
        head = json.dumps(title, ensure_ascii=False)
        file.write(f'{{"type":"FeatureCollection","title":{head},"features":['.encode())
        separator = b"\n"
        for features in found:
            prefix = features.table.name if len(found) > 1 else None
            for batch in features.batches():
                corners.append(batch.select(_corners()))
                lines = batch.select(_line(features, prefix)).to_series().to_list()
                if lines:
                    file.write(separator + ",\n".join(lines).encode())
                    separator = b",\n"
        box = pl.concat(corners).select(_box()) if corners else None
        file.write(f'\n],"bbox":{box.item() if box is not None else None}}}\n'.encode())
    return box is not None and box.item() is not None


def _corners() -> list[pl.Expr]:
    lon, lat = (pl.col(axis.name) for axis in AXES)
    return [
        lon.min().alias("west"),
        lat.min().alias("south"),
        lon.max().alias("east"),
        lat.max().alias("north"),
    ]


def _box() -> pl.Expr:
    sides = [pl.col(side).min() for side in ("west", "south")] + [
        pl.col(side).max() for side in ("east", "north")
    ]
    return pl.lit("[") + pl.concat_str(map(json_number, sides), separator=",") + pl.lit("]")


def _line(features: Features, prefix: str | None) -> pl.Expr:
    """Write one feature a row; without a primary key it has no id."""
    lon, lat = (json_number(pl.col(axis.name)) for axis in AXES)
    point = pl.lit('{"type":"Point","coordinates":[') + lon + pl.lit(",") + lat + pl.lit("]}")
    id_ = _id(features, prefix)
    return pl.concat_str(
        pl.lit(_FEATURE),
        *([] if id_ is None else [pl.lit('"id":'), id_, pl.lit(",")]),
        pl.lit('"geometry":'),
        point.fill_null("null"),
        pl.lit(',"properties":'),
        json_object(features.fields),
        pl.lit("}"),
    )


def _id(features: Features, prefix: str | None) -> pl.Expr | None:
    """Return the primary key as JSON: a single one as it is, otherwise its parts with `/` between."""
    keys = [features.table[name] for name in features.table.primary_key]
    if not keys or not {key.name for key in keys} <= {field.name for field in features.fields}:
        return None
    values = [plain(key, pl.col(key.name)) for key in keys]
    if len(keys) == 1 and prefix is None:
        return json_text(keys[0], values[0])
    parts = [*([pl.lit(prefix)] if prefix else []), *(value.cast(pl.String) for value in values)]
    return json_text(_TEXT, pl.concat_str(parts, separator="/"))


def _prove(path: Path, made: Made, found: Iterable[Features]) -> None:
    with path.open(encoding="utf-8", newline="\n") as file:
        lines = (line.rstrip(",\n") for line in file if line.startswith(_FEATURE))
        for features in found:
            for batch in features.batches():
                read = _read(features, list(islice(lines, batch.height)))
                differing = differences(typed_frame((*features.fields, *AXES), read.lazy()), batch.lazy())
                if differing:
                    raise unequal(made.path, "GeoJSON", features.table.name, differing)
        if next(lines, None) is not None:
            raise unequal(made.path, "GeoJSON", "", [Difference("it has more features than events")])


def _read(features: Features, lines: Iterable[str]) -> pl.DataFrame:
    """Read features as plain values; a property or a point too many makes them other columns."""
    read = [cast("dict[str, Any]", parsed(line)) for line in lines]
    rows = [each["properties"] | _axes(each["geometry"]) for each in read]
    names = {name: None for row in rows for name in row}
    fields = [field for field in (*features.fields, *AXES) if field.name in names or not rows]
    assert len(names) in (0, len(fields))  # the writer gives each row the same keys
    return pl.DataFrame(
        pl.Series(field.name, [plain_of(field, row[field.name]) for row in rows], dtype(field))
        for field in fields
    )


def _axes(geometry: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    values = geometry["coordinates"] if geometry else (None, None)
    return {axis.name: value for axis, value in zip(AXES, values, strict=True)}
