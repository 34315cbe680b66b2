"""Rules that a schema states as SQL boolean expressions.

An expression is data from a stranger's file, so nothing outside a short list is let
through to the SQL reader: the row's fields, literals, operators, and functions that
cannot read a file or run without end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from dateline.document import did_you_mean
from dateline.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.table import RowRule

KEYWORDS = frozenset(
    "AND OR NOT IS NULL IN BETWEEN LIKE ILIKE CASE WHEN THEN ELSE END TRUE FALSE DATE".split()
)
FUNCTIONS = frozenset(
    "ABS CEIL CHAR_LENGTH COALESCE ENDS_WITH FLOOR GREATEST LEAST LENGTH LOWER ROUND STARTS_WITH STRPOS UPPER".split()
)
MAX_LENGTH = 4_000
MAX_DEPTH = 50
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<comment>--|/\*)
      | (?P<text>'(?:[^']|'')*')
      | (?P<quoted>"(?:[^"]|"")*")
      | (?P<number>\d+(?:\.\d+)?(?![\w.]))
      | (?P<word>[^\W\d]\w*)
      | (?P<operator><>|<=|>=|!=|\|\||[-+*/%<>=(),])
    """,
    re.VERBOSE,
)


class ExpressionError(ValueError):
    """An expression that cannot be used; `help` says what to write."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help


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
    """Turn a SQL boolean expression into a Polars expression.

    Raises:
        ExpressionError: if it uses anything outside the allow-list, names an unknown
            field, cannot be read, or does not give a truth value.

    """
    _admit(sql, types)
    try:
        expression = pl.sql_expr(sql)
        dtype = pl.LazyFrame(schema=types).select(expression.alias("x")).collect_schema()["x"]
        pl.DataFrame(schema=types).select(expression.alias("x"))
    except pl.exceptions.PolarsError as error:
        raise ExpressionError(f"the expression cannot be read: {_first_line(error)}") from None
    if dtype != pl.Boolean:
        raise ExpressionError(f"the expression gives {dtype}, not true or false", "compare it with something")
    return expression


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def _admit(sql: str, types: Mapping[str, pl.DataType]) -> None:
    if len(sql) > MAX_LENGTH:
        raise ExpressionError(f"the expression is longer than {MAX_LENGTH} characters", "make it two rules")
    tokens = list(_tokens(sql))
    depth = 0
    for kind, token in tokens:
        depth += (token == "(") - (token == ")") if kind == "operator" else 0  # noqa: S105 - a bracket, no password
        if depth > MAX_DEPTH:
            raise ExpressionError(f"brackets are nested deeper than {MAX_DEPTH}")
    for (kind, token), follower in zip(tokens, [*tokens[1:], ("end", "")], strict=True):
        if kind == "quoted":
            _field(token[1:-1].replace('""', '"'), types)
        elif kind == "word":
            _word(token, follower[1] == "(", types)


def _tokens(sql: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(sql):
        match = _TOKEN.match(sql, at)
        if match is None or match.lastgroup == "comment":
            raise ExpressionError(f"'{sql[at]}' is not allowed in an expression", "see docs/files.md for what is")
        if match.lastgroup != "space":
            yield str(match.lastgroup), match.group()
        at = match.end()


def _word(token: str, called: bool, types: Mapping[str, pl.DataType]) -> None:  # noqa: FBT001 - private
    upper = token.upper()
    if called and upper not in KEYWORDS:
        if upper not in FUNCTIONS:
            raise ExpressionError(f"the function '{token}' is not allowed", did_you_mean(upper, sorted(FUNCTIONS)))
    elif upper not in KEYWORDS:
        _field(token, types)


def _field(name: str, types: Mapping[str, pl.DataType]) -> None:
    if name not in types:
        raise ExpressionError(f"there is no field '{name}'", did_you_mean(name, types))
