"""Rules over several tables, or over several rows of one: each a query that yields the rows that fail.

A rule names the columns that it needs of each table, and gets them as frames, a row a
record. Beside the values there are `ROW`, the record's position, and for each EDTF field
its span (`SPAN`), as `dateline.edtf.relations` compare them. A cell that could not be
read is null: unknown to every rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dateline.findings import Severity
    from dateline.table import Condition, Table

ROW = "__at__"
"""Column of every frame: the record's position in its table, from 0."""
SPAN = "__span__:{}"
"""Column beside an EDTF field: its span, see `dateline.edtf.relations`; null where it is no date."""


@dataclass(frozen=True, slots=True)
class Across:
    """What must hold of a table's rows together, or beside those of other tables.

    Args:
        id: kebab-case and stable; part of every report.
        table: the table whose rows fail.
        fields: the cells to point at, the first one first.
        needs: by table, the fields that the query uses; those of `fields` and the primary
            key of `table` are there anyway.
        failing: from the frames to the rows of `table` that fail: their `ROW`, once each,
            and a text column for everything that `message`, `expected`, `suggestion` and
            `answer` name.
        message: one sentence; `{value}` stands for the first field's text, quoted, and
            `{other}` for the column `other` of what `failing` gives.
        expected: what would be right, in a few words; it may name columns as well.
        severity: "error" or "warning".
        suggestion: the column with what may have been meant, for a person to judge.
        answer: the column with the one right text, where it follows from the records; a program
            may write it. A null is none.
        whole: tables of which every record must have been read: where one could not be,
            nothing can be said about what is missing.

    """

    id: str
    table: str
    fields: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    failing: Callable[[Mapping[str, pl.LazyFrame]], pl.LazyFrame]
    message: str
    expected: str | None = None
    severity: Severity = "error"
    suggestion: str | None = None
    answer: str | None = None
    whole: tuple[str, ...] = ()


class Link(NamedTuple):
    """A foreign key of one field: from a table's field to another's key."""

    table: str
    field: str
    target: str
    key: str


def tables_of(tables: Mapping[str, Table], role: str) -> Iterator[Table]:
    """Yield the tables that have a role."""
    for table in tables.values():
        if getattr(table.roles, role) is not None:
            yield table


def links(tables: Mapping[str, Table], table: Table, role: str) -> Iterator[Link]:
    """Yield the single-field foreign keys from a table to those of a role, itself included."""
    for key in table.foreign_keys:
        target = tables.get(key.table or table.name)
        single = len(key.fields) == 1
        if target is not None and single and getattr(target.roles, role) is not None:
            yield Link(table.name, key.fields[0], target.name, key.references[0])


def link(tables: Mapping[str, Table], table: Table, role: str, field: str | None = None) -> Link | None:
    """Return the first link from a table to those of a role, through `field` if that is given."""
    found = links(tables, table, role)
    return next((each for each in found if field is None or each.field == field), None)


def holds(condition: Condition | None) -> pl.Expr:
    """Whether a condition holds of a row (Boolean, never null); False where there is no condition."""
    if condition is None:
        return pl.lit(value=False)
    text = pl.col(condition.field).cast(pl.String)
    return text.is_in(list(condition.values)).fill_null(value=False)


def of(condition: Condition | None) -> tuple[str, ...]:
    """Return the fields that a condition needs."""
    return () if condition is None else (condition.field,)


def span(field: str) -> pl.Expr:
    """Return the span of an EDTF field."""
    return pl.col(SPAN.format(field))


def listed(texts: pl.Expr, most: int = 3) -> pl.Expr:
    """Join distinct texts of a group for a message, a few of them: "a, b and 4 more" (String)."""
    distinct = texts.drop_nulls().unique(maintain_order=True)
    more = distinct.len().cast(pl.Int64) - most  # a length is unsigned: 1 - 3 would be 4,294,967,294
    rest = pl.when(more > 0).then(phrased(" and {} more", more)).otherwise(pl.lit(""))
    return distinct.head(most).cast(pl.String).str.join(", ") + rest


def phrased(template: str, *values: str | pl.Expr) -> pl.Expr:
    """Put values into the places `{}` of a template (String); null where one of them is null.

    As `pl.format` does, over which Polars 2.1 panics where a filter has left one row and empty chunks.
    """
    first, *others = template.split("{}")
    parts: list[str | pl.Expr] = [pl.lit(first)]
    for value, text in zip(values, others, strict=True):
        parts += [value, pl.lit(text)]
    return pl.concat_str(parts)


def primary(table: Table) -> pl.Expr:
    """Return a record's primary key as one text, its parts joined by "/" (String)."""
    return pl.concat_str([pl.col(name).cast(pl.String) for name in table.primary_key], separator="/")
