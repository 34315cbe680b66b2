"""What a pandera schema asks of a frame, as questions and keys for one scan."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.engine.capture import ROW_WISE, SEVERAL_ROWS, NotFusable, failing, unfit
from dateline.engine.question import Question, Unique

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    """What can be asked in one scan, and what cannot, each in pandera's order."""

    items: tuple[Item, ...]
    leftovers: tuple[Leftover, ...]

    def __str__(self) -> str:
        told = [f"{len(self.items)} asked in one scan, {len(self.leftovers)} run by pandera one by one"]
        told += [f"  {_place(each)} {label(each.check)}: {each.why}" for each in self.leftovers]
        return "\n".join(told)


def _place(step: Item | Leftover) -> str:
    return "frame" if step.column is None else f"column '{step.column}'"


def label(check: Check | str) -> str:
    """Return what pandera calls a check in its reports: its error, else its name."""
    return check if isinstance(check, str) else str(check.error or check.name or check)


def plan(schema: DataFrameSchema, frame: pl.LazyFrame, components: Iterable[Column] | None = None) -> Plan:
    """Lay out every check of `schema` for one scan of `frame`.

    Args:
        schema: a `pandera.polars.DataFrameSchema`.
        frame: the rows to be checked; only its columns and types are looked at. Columns
            that the frame lacks are left out: their absence is no matter of rows.
        components: the columns to check, where they differ from the schema's.

    """
    types = pl.LazyFrame(schema=frame.collect_schema())
    columns = expanded(schema.columns.values() if components is None else components, types)
    steps = list(_steps(schema, columns, types))
    refused = _refused([each for each in steps if isinstance(each, Item)], types)
    settled = [refused.get(each.name, each) if isinstance(each, Item) else each for each in steps]
    return Plan(
        tuple(each for each in settled if isinstance(each, Item)),
        tuple(each for each in settled if isinstance(each, Leftover)),
    )


def expanded(columns: Iterable[Column], frame: pl.LazyFrame) -> list[Column]:
    """Return the columns that `frame` has, one for each that a regular expression matches."""
    said = list(columns)
    names = frame.collect_schema().names()
    explicit = {column.name for column in said if not column.regex}
    found: list[Column] = []
    for column in said:
        if not column.regex:
            found += [column] if column.name in names else []
            continue
        matched = frame.select(pl.col(column.selector)).collect_schema().names()
        found += [_named(column, name) for name in matched if name not in explicit]
    return found


def _named(column: Column, name: str) -> Column:
    one = copy.copy(column)
    one.name, one.regex = name, False
    return one


def _steps(
    schema: DataFrameSchema, columns: Iterable[Column], types: pl.LazyFrame
) -> Iterator[Item | Leftover]:
    present = types.collect_schema()
    names = map(str, count())
    there = (tuple(name for name in key if name in present) for key in together(schema))
    for key in filter(None, there):  # pandera, too, goes by the columns that the frame has
        yield Item(UNIQUE_TOGETHER, None, None, schema, unique=Unique(next(names), key, skip_null=False))
    for column in columns:
        yield from _tests(column, present[column.name], names)
        yield from _checks(column, column.name, types, present, names)
    yield from _checks(schema, None, types, present, names)


def together(schema: DataFrameSchema) -> list[tuple[str, ...]]:
    """Return the schema's `unique`, a name, names, or lists of names, as keys."""
    said = schema.unique or []
    if isinstance(said, str):
        said = [said]
    keys = [said] if all(isinstance(each, str) for each in said) else said
    return [tuple(key) for key in keys if key]


def _tests(column: Column, dtype: pl.DataType, names: Iterator[str]) -> Iterator[Item]:
    """Yield what a column asks beside its checks: no null (for a float: no NaN), no repeat."""
    if not column.nullable:
        value = pl.col(column.name)
        bad = value.is_null() | value.is_nan() if dtype.is_float() else value.is_null()
        yield Item(NOT_NULLABLE, None, column.name, column, question=Question(next(names), bad))
    if column.unique:
        unique = Unique(next(names), (column.name,), skip_null=False)
        yield Item(UNIQUE_COLUMN, None, column.name, column, unique=unique)


def _checks(
    component: Column | DataFrameSchema,
    column: str | None,
    types: pl.LazyFrame,
    present: pl.Schema,
    names: Iterator[str],
) -> Iterator[Item | Leftover]:
    for index, check in enumerate(component.checks):
        key = unique_fields(check)
        if key is not None and present.keys() >= set(key):
            yield Item(check, index, column, component, unique=Unique(next(names), key))
            continue
        try:
            bad = failing(check, types, column)
        except NotFusable as why:
            yield Leftover(check, index, column, component, str(why))
        else:
            yield Item(check, index, column, component, question=Question(next(names), bad))


def unique_fields(check: Check) -> tuple[str, ...] | None:
    """Return the fields of a check made by `compile` for a key that may hold nulls."""
    said = (check.statistics or {}).get("unique_fields")
    return tuple(said) if said else None


def _refused(items: Iterable[Item], types: pl.LazyFrame) -> dict[str, Leftover]:
    """Return the checks, by name, whose expressions cannot be questions."""
    asked = [(item, item.question.bad) for item in items if item.question and not isinstance(item.check, str)]
    reasons = unfit([bad for _, bad in asked], types)
    return {
        item.name: leftover(item, why)
        for (item, _), why in zip(asked, reasons, strict=True)
        if why is not None and not (why == SEVERAL_ROWS and _vouched(item))
    }


def _vouched(item: Item) -> bool:
    return not isinstance(item.check, str) and bool((item.check.statistics or {}).get(ROW_WISE))


def leftover(item: Item, why: str) -> Leftover:
    """Return a check that was to be asked in the scan as one for pandera to run."""
    assert not isinstance(item.check, str)
    assert item.index is not None
    return Leftover(item.check, item.index, item.column, item.component, why)
