"""Tables as newline-delimited JSON (https://github.com/ndjson/ndjson-spec): an object a line.

Numbers are numbers, truth values are truth values, dates are ISO text, lists are arrays,
documents are what they are, and a missing value is null. Numbers that JSON does not have
are texts: "INF", "-INF", "NaN".
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from dateline.compile.types.documents import canonical, parsed
from dateline.formats.plain import dtype, from_text, is_json, json_text, plain
from dateline.formats.proof import insist_equal, insist_equal_batches
from dateline.formats.source import BATCH
from dateline.package import Made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dateline.formats.source import Rows
    from dateline.table import Field


def write_ndjson(rows: Rows, folder: Path) -> Made:
    """Write a table, and prove that the file holds it.

    Raises:
        PublishError: if it does not.

    """
    table = rows.table
    made = Made(
        f"data/{table.name}.ndjson",
        "ndjson",
        "application/x-ndjson",
        f"{table.title or table.name}, as JSON lines",
    )
    write_lines(rows.frame.select(json_object(rows.fields)), folder / made.path)
    _prove(rows, folder / made.path, made)
    return made


def write_lines(lines: pl.LazyFrame, path: Path) -> None:
    """Write a query's one column of texts, a line each, in one streaming pass."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines.sink_csv(path, include_header=False, quote_style="never", line_terminator="\n", engine="streaming")


def json_object(fields: Iterable[Field]) -> pl.Expr:
    """Write typed values as one JSON object a row, keys in the order of the fields."""
    parts: list[pl.Expr] = []
    for number, field in enumerate(fields):
        key = json.dumps(field.name, ensure_ascii=False)
        parts += [
            pl.lit(f"{',' if number else '{'}{key}:"),
            json_text(field, plain(field, pl.col(field.name))).fill_null("null"),
        ]
    return pl.concat_str([*parts, pl.lit("}")])


def _prove(rows: Rows, path: Path, made: Made) -> None:
    if any(is_json(field) for field in rows.fields):
        insist_equal_batches(made.path, "NDJSON", rows, _parsed(rows.fields, path))
    else:
        insist_equal(made.path, "NDJSON", rows, read_lines(rows.fields, path))


def read_lines(fields: Iterable[Field], path: Path) -> pl.LazyFrame:
    """Return the query that reads a file as plain values, of fields that hold no JSON.

    Numbers are read as their text, which may be a word.
    """
    fields = tuple(fields)
    numbers = [field for field in fields if dtype(field) == pl.Float64()]
    schema = {field.name: pl.String() if field in numbers else dtype(field) for field in fields}
    read = pl.scan_ndjson(path, schema=schema)
    return read.with_columns(from_text(field, pl.col(field.name)) for field in numbers)


def _parsed(fields: Iterable[Field], path: Path) -> Iterator[pl.DataFrame]:
    """Read the file in batches, by the standard library: Polars rewrites JSON within JSON."""
    with path.open(encoding="utf-8", newline="\n") as file:
        while lines := [cast("dict[str, Any]", parsed(line)) for line in islice(file, BATCH)]:
            yield pl.DataFrame(
                pl.Series(field.name, [plain_of(field, line[field.name]) for line in lines], dtype(field))
                for field in fields
            )


def plain_of(field: Field, value: Any) -> Any:  # noqa: ANN401 - JSON in, a plain value out
    """Return the plain value that a JSON value stands for."""
    if value is None:
        return None
    if is_json(field):
        return canonical(value)
    return float(value) if dtype(field) == pl.Float64() else value
