"""What a pandera schema asks of a frame, as questions and keys for one scan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.engine.capture import NotFusable, failing
from dateline.engine.question import Question, Unique

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pandera.api.checks import Check
    from pandera.polars import Column, DataFrameSchema

NOT_NULLABLE = "not_nullable"
UNIQUE_COLUMN = "field_uniqueness"
UNIQUE_TOGETHER = "multiple_fields_uniqueness"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a schema asks: a check, or a built-in test by pandera's name for it.

    `column` is None for what concerns the whole row; exactly one of `question` and
    `unique` is set.
    """

    check: Check | str
    index: int | None
    column: str | None
    component: Any
    question: Question | None = None
    unique: Unique | None = None

    @property
    def name(self) -> str:
        """The name under which the scan answers."""
        asked = self.question or self.unique
        assert asked is not None
        return asked.name


@dataclass(frozen=True, slots=True)
class Leftover:
    """A check that has to be run by pandera itself, and why."""

    check: Check
    index: int
    column: str | None
    component: Any
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What can be asked in one scan, and what cannot."""

    items: tuple[Item, ...]
    leftovers: tuple[Leftover, ...]


def plan(schema: DataFrameSchema, frame: pl.LazyFrame, components: Iterable[Column] | None = None) -> Plan:
    """Lay out every check of `schema` for one scan of `frame`.

    Args:
        schema: a `pandera.polars.DataFrameSchema`.
        frame: the rows to be checked; only its columns and types are looked at. Columns
            that the frame lacks are left out: their absence is no matter of rows.
        components: the columns to check, where they differ from the schema's.

    """
    present = frame.collect_schema()
    items: list[Item] = []
    leftovers: list[Leftover] = []
    for column in schema.columns.values() if components is None else components:
        if column.name not in present:
            continue
        items += _tests(column, present[column.name], len(items))
        _checks(column, column.name, frame, items, leftovers)
    items += [
        Item(UNIQUE_TOGETHER, None, None, schema, unique=Unique(f"{len(items) + i}", key, skip_null=False))
        for i, key in enumerate(_unique_together(schema, present))
    ]
    _checks(schema, None, frame, items, leftovers)
    return Plan(tuple(items), tuple(leftovers))


def _tests(column: Column, dtype: pl.DataType, start: int) -> list[Item]:
    """Return what a column asks beside its checks: no null (for a float: no NaN), no repeat."""
    items: list[Item] = []
    name = column.name
    if not column.nullable:
        value = pl.col(name)
        bad = value.is_null() | value.is_nan() if dtype.is_float() else value.is_null()
        question = Question(f"{start}", bad.fill_null(value=True))
        items.append(Item(NOT_NULLABLE, None, name, column, question=question))
    if column.unique:
        unique = Unique(f"{start + len(items)}", (name,), skip_null=False)
        items.append(Item(UNIQUE_COLUMN, None, name, column, unique=unique))
    return items


def _unique_together(schema: DataFrameSchema, present: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the schema's `unique` as keys, without columns that the frame lacks, as pandera does."""
    said = schema.unique or []
    if isinstance(said, str):
        said = [said]
    keys = [said] if all(isinstance(each, str) for each in said) else said
    there = set(present)
    found = (tuple(name for name in key if name in there) for key in keys)
    return [key for key in found if key]


def _checks(
    component: Column | DataFrameSchema,
    column: str | None,
    frame: pl.LazyFrame,
    items: list[Item],
    leftovers: list[Leftover],
) -> None:
    for index, check in enumerate(component.checks):
        key = unique_fields(check)
        if key is not None:
            items.append(Item(check, index, column, component, unique=Unique(f"{len(items)}", key)))
            continue
        try:
            bad = failing(check, frame, column)
        except NotFusable as why:
            leftovers.append(Leftover(check, index, column, component, str(why)))
            continue
        items.append(Item(check, index, column, component, question=Question(f"{len(items)}", bad)))


def unique_fields(check: Check) -> tuple[str, ...] | None:
    """Return the fields of a check made by `compile` for a key that may hold nulls."""
    said = (check.statistics or {}).get("unique_fields")
    return tuple(said) if said else None
