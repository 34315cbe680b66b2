"""What of a stranger's schema can be used.

A project's own schema has to be mended before its records are checked. A stranger's
schema is checked together with the records: what cannot be compiled is left out, each with
the reason, and the rest holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.compile.cast import dtype
from dateline.compile.cast import problems as unusable
from dateline.compile.schema import constraint_problem, field_rules
from dateline.errors import Problem
from dateline.rules.constraints import ConstraintError
from dateline.rules.expressions import ExpressionError, expression_rule

if TYPE_CHECKING:
    from dateline.table import Field, RowRule, Table

ANY_TYPE = ("required", "unique")
"""Constraints that mean the same whatever the field's type."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A table that `compile_table` takes, why it is less than was written, and fields of no known type."""

    table: Table
    problems: tuple[Problem, ...] = ()
    untyped: frozenset[str] = frozenset()


def sound(table: Table) -> Sound:
    """Leave out of a table what cannot be compiled.

    A field whose format or options have no meaning is taken as of type `any`; a constraint
    that no value can be held to, and a rule whose SQL is refused, are left out.
    """
    problems: list[Problem] = []
    fields = tuple(_constrained(table, _typed(table, field, problems), problems) for field in table.fields)
    untyped = {new.name for old, new in zip(table.fields, fields, strict=True) if old.type != new.type}
    kept = replace(table, fields=fields)
    rules = tuple(rule for rule in table.rules if _expressible(kept, rule, problems))
    return Sound(replace(kept, rules=rules), tuple(problems), frozenset(untyped))


def _typed(table: Table, field: Field, problems: list[Problem]) -> Field:
    found = unusable(replace(table, fields=(field,)))
    if not found:
        return field
    problems += found
    kept = {key: field.constraints[key] for key in ANY_TYPE if key in field.constraints}
    return replace(field, type="any", format="default", options={}, constraints=kept, categories=())


def _constrained(table: Table, field: Field, problems: list[Problem]) -> Field:
    """Leave out one constraint after the other, until the rest can be used."""
    while True:
        try:
            field_rules(field)
        except ConstraintError as error:
            problems.append(constraint_problem(table, field, error))
            field = _without(field, error.key)
        else:
            return field


def _without(field: Field, key: str) -> Field:
    if key == "categories":
        return replace(field, categories=())
    return replace(
        field, constraints={name: value for name, value in field.constraints.items() if name != key}
    )


def _expressible(table: Table, rule: RowRule, problems: list[Problem]) -> bool:
    try:
        expression_rule(rule, {field.name: dtype(field) for field in table.fields})
    except ExpressionError as error:
        message = f"rule '{rule.id}': {error}"
        problems.append(Problem(message, table.file, rule.mark.line, rule.mark.column, error.help))
        return False
    return True
