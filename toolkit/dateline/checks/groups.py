"""What a dataset expects of groups of rows, as rules over its tables.

An expectation of a group's `count` or `sequence` is asked as every rule across rows is: so
each row that breaks it is found at its place, and can be waived there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.cast import dtype
from dateline.rules.across import ROW, Across
from dateline.rules.expressions import boolean
from dateline.rules.parser import read_expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from dateline.dataset import Expectation
    from dateline.table import Table

    Frames = Mapping[str, pl.LazyFrame]

_GROUP, _FOUND, _NEXT = "group", "found", "next"


def group_rules(expectations: Iterable[Expectation], tables: Mapping[str, Table]) -> list[Across]:
    """Return the rules that expectations of groups are; those of whole tables bring none.

    Raises:
        ExpressionError: if a `where` cannot be used.

    """
    return [rule for each in expectations for rule in _rules(each, tables)]


def _rules(expected: Expectation, tables: Mapping[str, Table]) -> Iterator[Across]:
    table = tables[expected.table]
    if expected.kind == "sequence":
        yield _sequence(expected, table)
    if expected.kind == "count":
        if expected.minimum is not None:
            yield _too_small(expected, table)
            yield from _without_rows(expected, table, tables)
        if expected.maximum is not None:
            yield _too_large(expected, table)


def conditions(expected: Expectation, table: Table) -> tuple[pl.Expr, tuple[str, ...]]:
    """Return which rows are counted (Boolean, never null), and the fields that this needs.

    Raises:
        ExpressionError: if it is outside the grammar of rules, see `docs/files.md`.

    """
    if expected.where is None:
        return pl.lit(value=True), ()
    types = {each.name: dtype(each) for each in table.fields}
    counted = boolean(expected.where, types).fill_null(value=False)
    return counted, tuple(read_expression(expected.where, types)[1])


def _counted(expected: Expectation, table: Table) -> tuple[Callable[[Frames], pl.LazyFrame], tuple[str, ...]]:
    """Return what gives a table's rows with `found`, how many of their group are counted."""
    counted, used = conditions(expected, table)
    group = list(expected.group)

    def rows(frames: Frames) -> pl.LazyFrame:
        known = frames[table.name].drop_nulls(group).with_columns(counted.alias("__counted__"))
        found = pl.col("__counted__").sum().over(group)
        return known.with_columns(found.alias(_FOUND), _named(group))

    return rows, (*expected.group, *used)


def _named(group: list[str]) -> pl.Expr:
    """Return the values that a group's rows share, as one text (String)."""
    return pl.concat_str([pl.col(name).cast(pl.String) for name in group], separator="/").alias(_GROUP)


def _too_small(expected: Expectation, table: Table) -> Across:
    rows, needs = _counted(expected, table)
    group = list(expected.group)

    def failing(frames: Frames) -> pl.LazyFrame:
        first = pl.col(ROW) == pl.col(ROW).min().over(group)
        few = rows(frames).filter(pl.col(_FOUND) < expected.minimum, first)
        return few.select(ROW, _GROUP, _text(_FOUND))

    return Across(
        id="group-too-small",
        table=table.name,
        fields=expected.group,
        needs={table.name: needs},
        failing=failing,
        message=f"{{group}} has {{found}} records{_such(expected)}",
        expected=f"at least {expected.minimum:,}",
        severity=expected.severity or "error",
        whole=(table.name,),
    )


def _too_large(expected: Expectation, table: Table) -> Across:
    rows, needs = _counted(expected, table)
    group = list(expected.group)

    def failing(frames: Frames) -> pl.LazyFrame:
        """Find the rows that are counted beyond the most that there should be."""
        place = pl.col(ROW).rank("ordinal").over(group)
        many = rows(frames).filter("__counted__").filter(place > expected.maximum)
        return many.select(ROW, _GROUP, _text(_FOUND))

    return Across(
        id="group-too-large",
        table=table.name,
        fields=expected.group,
        needs={table.name: needs},
        failing=failing,
        message=f"{{group}} has {{found}} records{_such(expected)}",
        expected=f"at most {expected.maximum:,}",
        severity=expected.severity or "warning",
    )


def _without_rows(expected: Expectation, table: Table, tables: Mapping[str, Table]) -> Iterator[Across]:
    """Ask of the records that a group's key leads to: one without any row is a group of none."""
    key = next((each for each in table.foreign_keys if set(each.fields) == set(expected.group)), None)
    target = tables.get(key.table or table.name) if key else None
    if key is None or target is None or not expected.minimum:
        return
    held = list(key.fields)
    referred = list(key.references)

    def failing(frames: Frames) -> pl.LazyFrame:
        there = frames[target.name].drop_nulls(referred)
        without = there.join(frames[table.name], left_on=referred, right_on=held, how="anti")
        return without.select(ROW, _named(referred))

    needs = {table.name: tuple(held)}
    needs[target.name] = (*needs.get(target.name, ()), *referred)
    yield Across(
        id="group-too-small",
        table=target.name,
        fields=key.references,
        needs=needs,
        failing=failing,
        message=f"{{group}} has 0 records{_such(expected)} in {table.name}",
        expected=f"at least {expected.minimum:,}",
        severity=expected.severity or "error",
        whole=(table.name,),
    )


def _sequence(expected: Expectation, table: Table) -> Across:
    assert expected.field is not None
    field, group = expected.field, list(expected.group)

    def failing(frames: Frames) -> pl.LazyFrame:
        """Find in each group the first row that is not the next: a gap, or a number for the second time."""
        rows = frames[table.name].drop_nulls([*group, field])
        place = pl.struct(field, ROW).rank("ordinal")
        rows = rows.with_columns((place.over(group) if group else place).cast(pl.Int64).alias(_NEXT))
        wrong = rows.filter(pl.col(field).cast(pl.Int64) != pl.col(_NEXT))
        first = pl.col(_NEXT) == (pl.col(_NEXT).min().over(group) if group else pl.col(_NEXT).min())
        name = _named(group) if group else pl.lit(table.name).alias(_GROUP)
        return wrong.filter(first).select(ROW, name, _text(_NEXT))

    return Across(
        id="sequence-broken",
        table=table.name,
        fields=(field, *expected.group),
        needs={table.name: (field, *group)},
        failing=failing,
        message="the numbers of {group} go on with {value} where {next} should stand",
        expected="1, 2, 3 and so on, each once",
        severity=expected.severity or "error",
        whole=(table.name,),
    )


def _text(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String)


def _such(expected: Expectation) -> str:
    """Say which records are counted; what stands in braces is no template."""
    where = (expected.where or "").replace("{", "{{").replace("}", "}}")
    return f" with {where}" if where else ""
