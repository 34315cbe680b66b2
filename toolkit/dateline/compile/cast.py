"""Text cells to values by the rules of Table Schema, as Polars expressions, and back.

Source: Table Schema v2 (https://datapackage.org/standard/table-schema/). The standard's
words are kept to, not the leniency of a language: ` 12 `, `1_000` and `2024-1-5` are not
read. What each type holds, and the few things that its values cannot hold, is said with
the type in `dateline.compile.types`.

Every function returns expressions over one column; all but those for JSON are pure Polars
and all are elementwise, so they run in one streaming pass.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.compile.types.booleans import boolean
from dateline.compile.types.dates import temporal
from dateline.compile.types.documents import document
from dateline.compile.types.durations import duration
from dateline.compile.types.geopoints import geopoint
from dateline.compile.types.kind import Kind, one_of
from dateline.compile.types.lists import list_of
from dateline.compile.types.numerals import integer, number
from dateline.compile.types.strings import anything, string
from dateline.compile.types.years import year, yearmonth
from dateline.errors import Problem, SchemaFileError
from dateline.table import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dateline.table import Table


def dtype(field: Field) -> pl.DataType:
    """Return how Polars holds the field's values.

    ============================  =====================================================
    string, any                   String
    integer                       Int64
    number                        Float64
    boolean                       Boolean
    date, time                    Date, Time
    datetime                      Datetime("us") without a zone; by a pattern with `%z`,
                                  Datetime("us", "UTC")
    year                          Int32
    yearmonth, duration           String, in canonical form
    object, array, geojson        String, as canonical JSON
    geopoint                      Struct of `lon` and `lat`, both Float64
    list                          List of what the item type is held as
    ============================  =====================================================
    """
    return _kind(field).dtype


def expected(field: Field) -> str:
    """Return what a cell of the field should hold, to follow "expected" in a message."""
    return _kind(field).expected


def total(field: Field) -> bool:
    """Tell whether every text is of the field's type, so that none is `unreadable`."""
    return _kind(field).total


def missing(table: Table, field: Field, cell: pl.Expr) -> pl.Expr:
    """Tell the cells without a value: no cell at all, or one of the missing values as written."""
    return cell.is_null() | one_of(cell, table.missing(field))


def value(table: Table, field: Field, cell: pl.Expr) -> pl.Expr:
    """Read text; null where it is missing or is not of the field's type.

    Raises:
        SchemaFileError: if the field's format or options cannot be used.

    """
    read = _kind(field, table.file).read
    texts = table.missing(field)
    found = pl.when(~one_of(cell, texts)).then(read(cell)) if texts else read(cell)
    return _named_as(cell, found)


def unreadable(table: Table, field: Field, cell: pl.Expr, held: pl.Expr | None = None) -> pl.Expr:
    """Tell the cells that have a text which is not of the field's type; never null.

    `held` is the column of values that `value` made of the same cells, if the frame has
    one: then nothing is read a second time.

    Raises:
        SchemaFileError: if the field's format or options cannot be used.

    """
    kind = _kind(field, table.file)
    if kind.total:
        return cell.is_null() & cell.is_not_null()
    found = kind.read(cell) if held is None else held
    return _named_as(cell, ~missing(table, field, cell) & found.is_null())


def typed(table: Table, text: pl.LazyFrame, *, keep: Mapping[str, str] | None = None) -> pl.LazyFrame:
    """Read every field of a frame of text; other columns stay as they are.

    Args:
        table: the table's schema; a field that the frame lacks is left out.
        text: a frame with a String column for each field.
        keep: fields whose text is wanted beside the value: field name to the name of a new column.

    """
    found = set(text.collect_schema().names())
    fields = [field for field in table.fields if field.name in found]
    values = [value(table, field, pl.col(field.name)).alias(field.name) for field in fields]
    raw = [pl.col(name).alias(new) for name, new in (keep or {}).items() if name in found]
    return text.with_columns(*values, *raw)


def text(field: Field, value_expr: pl.Expr) -> pl.Expr:
    """Write values as text in the field's own form, which `value` reads back as the same value.

    The values are held as `dtype` says. What the form cannot say is not cut to fit it: a
    fraction of a second in a default time gives a text that is not of the type. Two values
    have no text of their own: an empty list, and one whose text is a missing value.
    """
    return _named_as(value_expr, _kind(field).write(value_expr))


def order_keys(field: Field, value_expr: pl.Expr) -> tuple[pl.Expr, ...]:
    """Return what the field's values are ordered by: a is below b if each key of a is below b's.

    That is the value itself, except for durations, whose four keys are numbers of seconds.
    They are ordered in part only: `P1M` is neither below `P30D` nor above it nor equal, and
    `P1Y` is not even "at most" `P366D`
    (https://www.w3.org/TR/xmlschema-2/#duration-order).
    """
    return _kind(field).keys(value_expr)


def constraint_value(field: Field, raw: Any) -> Any:  # noqa: ANN401 - JSON in, any type's value out
    """Read a constraint's limit or a member of its `enum`.

    It is a JSON value of the type, or a text castable "with the type and format rules of
    the field". Returned is the Python value that compares with the field's column.

    Raises:
        ValueError: if it is not of the field's type.

    """
    if field.type == "string" and field.format == "default" and isinstance(raw, str):
        return raw  # what most lists of values are made of; a query for each would take a while
    kind = _kind(field)
    written = kind.native(raw)
    found = None if written is None else _single(kind, written)
    if found is None:
        raise ValueError(f"{raw!r} is not {kind.expected}")
    return found


def written(field: Field) -> Callable[[object], str | None]:
    """Return what makes a text of a JSON value, for a cell of the field.

    The text is None where the value cannot be of the field's type: a number in a string
    field, a text in none but those that hold text or are read from it.
    """
    return _kind(field).native


def problems(table: Table) -> list[Problem]:
    """Return why fields of the table cannot be read: formats and options without a meaning."""
    found: list[Problem] = []
    for field in table.fields:
        try:
            _kind(field, table.file)
        except SchemaFileError as error:
            found.extend(error.problems)
    return found


def _named_as(cell: pl.Expr, made: pl.Expr) -> pl.Expr:
    """Give an expression the name of the column it was made from, as Polars' own would have."""
    name = cell.meta.output_name(raise_if_undetermined=False)
    return made if name is None else made.alias(name)


def _single(kind: Kind, written: str) -> Any:  # noqa: ANN401 - any type's value
    cell = pl.DataFrame({"cell": [written]}, schema={"cell": pl.String})
    return cell.select(kind.read(pl.col("cell"))).to_series().to_list()[0]


def _kind(field: Field, file: str | None = None) -> Kind:
    try:
        return _KINDS[field.type](field)
    except ValueError as error:
        place = (file, field.mark.line, field.mark.column)
        raise SchemaFileError(Problem(f"field '{field.name}': {error}", *place)) from None


def _item(name: str) -> Kind:
    return _KINDS[name](Field("item", type=name))


_KINDS: dict[str, Callable[[Field], Kind]] = {
    "string": string,
    "any": anything,
    "integer": integer,
    "number": number,
    "boolean": boolean,
    **dict.fromkeys(("date", "time", "datetime"), temporal),
    "year": year,
    "yearmonth": yearmonth,
    "duration": duration,
    "list": partial(list_of, _item),
    **dict.fromkeys(("object", "array", "geojson"), document),
    "geopoint": geopoint,
}
