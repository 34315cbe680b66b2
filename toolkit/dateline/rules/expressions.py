"""Rules that a schema states as SQL boolean expressions.

An expression is data from a stranger's file. It is parsed by a grammar of our own
(`dateline.rules.parser`) that has the row's fields, literals, operators and a short list
of functions and nothing else: no subquery, no file, no cast, no aggregate, no window can
be said in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.functions import FUNCTIONS
from dateline.rules.parser import read_expression
from dateline.rules.rule import Rule
from dateline.rules.terms import Kind
from dateline.rules.tokens import KEYWORDS, ExpressionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.table import RowRule

__all__ = ["FUNCTIONS", "KEYWORDS", "ExpressionError", "boolean", "expression_rule"]


def expression_rule(rule: RowRule, types: Mapping[str, pl.DataType]) -> Rule:
    """Compile a row rule; `types` gives each field's type in the frame.

    Raises:
        ExpressionError: if the expression is refused or is not a truth value.

    """
    return Rule(
        id=rule.id,
        fields=rule.fields,
        test=boolean(rule.sql, types),
        message=rule.message,
        severity=rule.severity,
        help=rule.help,
    )


def boolean(sql: str, types: Mapping[str, pl.DataType]) -> pl.Expr:
    """Turn a SQL boolean expression into a Polars expression; null where it is unknown.

    Raises:
        ExpressionError: if it uses anything outside the grammar, names an unknown field
            or none at all, or does not give a truth value.

    """
    term, fields = read_expression(sql, types)
    if term.kind is not Kind.TRUTH:
        raise ExpressionError(
            f"the expression gives {term.kind.value}, not true or false", "compare it with something"
        )
    if not fields:
        raise ExpressionError("the expression names no field, so it says nothing about a record")
    _check_varies(term.value, types)
    return term.value


def _check_varies(expression: pl.Expr, types: Mapping[str, pl.DataType]) -> None:
    """Refuse an expression that Polars reduces to one answer: for a frame it gives a single row."""
    rows = 2
    used = {name: types[name] for name in expression.meta.root_names()}
    frame = pl.DataFrame({name: [None] * rows for name in used}, schema=used)
    answer = expression.alias("answer")
    # Polars reduces more for a frame in memory than for one that is scanned.
    heights = {frame.select(answer).height, frame.lazy().select(answer).collect().height}
    if heights != {rows}:
        raise ExpressionError("the expression is the same for every record", "a part of it decides it alone")
