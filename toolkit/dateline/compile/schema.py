"""A table as rules, and as a pandera schema.

Everything that Table Schema and dateline's own properties say about the rows of one table
becomes a rule, which a check asks in its one scan of the records. `Compiled.schema` holds
the same rules as named checks: a `pandera.polars.DataFrameSchema` that works alone, in a
notebook, on a typed frame. What needs the text (can the cell be read?) or another table
(foreign keys, code lists) is asked by `dateline.checks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.cast import constraint_value, dtype, order_keys
from dateline.compile.cast import problems as unusable
from dateline.errors import Problem, SchemaFileError
from dateline.rules.constraints import ConstraintError, constraint_rules
from dateline.rules.expressions import ExpressionError, expression_rule
from dateline.rules.together import row_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.document import Mark
    from dateline.engine.schema import Schema
    from dateline.rules.rule import Rule
    from dateline.table import Field, Table

Key = tuple[str | None, str]
"""A check's address in a compiled schema: its column (None for the row) and its name."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The rules of a table.

    Args:
        table: what was compiled.
        columns: the rules of each field, by its name.
        row: the rules over several fields.

    """

    table: Table
    columns: Mapping[str, tuple[Rule, ...]]
    row: tuple[Rule, ...]

    @property
    def rules(self) -> dict[Key, Rule]:
        """The rules by the address that their checks have in the schema."""
        found: dict[Key, Rule] = {
            (name, rule.id): rule for name, rules in self.columns.items() for rule in rules
        }
        return found | {(None, rule.name): rule for rule in self.row}

    @property
    def schema(self) -> Schema:
        """A pandera schema with a check for each rule, made anew each time."""
        from dateline.compile.pandera_schema import assemble  # noqa: PLC0415 - a check needs no pandera

        return assemble(self.table, self.columns, self.row)


def compile_table(table: Table, *, shared: bool = False) -> Compiled:
    """Compile a table.

    Args:
        table: what to compile.
        shared: whether the frame to be checked is one `with_shared` columns beside the values,
            so that what several rules need is worked out once.

    Raises:
        SchemaFileError: if a constraint's value is not of its field's type, a pattern is
            not understood by both regular-expression engines in use, or a rule's SQL is
            refused; with the place of each.

    """
    problems = unusable(table)
    if problems:
        raise SchemaFileError(*problems)
    own = row_rules(table, shared=shared)
    columns = {field.name: _field_rules(table, field, problems) for field in table.fields}
    for rule in own:
        if len(rule.fields) == 1:
            columns[rule.fields[0]].append(rule)
    row = [rule for rule in own if len(rule.fields) > 1] + _expressions(table, problems)
    if problems:
        raise SchemaFileError(*problems)
    return Compiled(table, {name: tuple(rules) for name, rules in columns.items()}, tuple(row))


def field_rules(field: Field) -> list[Rule]:
    """Return the rules that a field's constraints bring.

    Raises:
        ConstraintError: if one cannot be used; `key` says which.

    """
    rules = constraint_rules(field, partial(constraint_value, field), partial(order_keys, field))
    _understood(field)
    return rules


def _field_rules(table: Table, field: Field, problems: list[Problem]) -> list[Rule]:
    try:
        return field_rules(field)
    except ConstraintError as error:
        problems.append(constraint_problem(table, field, error))
        return []


def constraint_problem(table: Table, field: Field, error: ConstraintError) -> Problem:
    """Say at its place why a constraint cannot be used."""
    return _problem(table, field.marks.get(error.key, field.mark), f"field '{field.name}': {error}")


def _understood(field: Field) -> None:
    """Check that the pattern means the same to both engines in use, Rust's and Python's."""
    pattern = field.constraints.get("pattern")
    if pattern is not None and not _is_understood(pattern):
        why = "uses what only some engines understand; avoid look-around and back-references"
        raise ConstraintError("pattern", f"the pattern {pattern} {why}")


@lru_cache(1_000)
def _is_understood(pattern: str) -> bool:
    """Tell whether Rust's engine takes a pattern; the same few stand on many fields."""
    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.PolarsError:
        return False
    return True


def _expressions(table: Table, problems: list[Problem]) -> list[Rule]:
    types = {field.name: dtype(field) for field in table.fields}
    rules = []
    for each in table.rules:
        try:
            rules.append(expression_rule(each, types))
        except ExpressionError as error:
            problems.append(_problem(table, each.mark, f"rule '{each.id}': {error}", error.help))
    return rules


def _problem(table: Table, mark: Mark, message: str, help: str | None = None) -> Problem:
    return Problem(message, table.file, mark.line, mark.column, help)


def unique_keys(table: Table) -> list[tuple[tuple[str, ...], str]]:
    """Return the keys beside the primary key, and the rule that each belongs to.

    As in SQL, a row with a null in such a key repeats nothing (Table Schema v2,
    `uniqueKeys`).
    """
    single = [((field.name,), "unique") for field in table.fields if field.constraints.get("unique") is True]
    together = [(key, "unique-key") for key in table.unique_keys]
    return [each for each in (*single, *together) if each[0] != table.primary_key]  # said once is enough
