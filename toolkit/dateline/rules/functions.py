"""The functions of SQL expressions: none reads anything but its arguments, none runs without end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.terms import Kind, Term, alike, wide
from dateline.rules.tokens import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MAX_DIGITS = 15
Made = Term
"""A function's result; its caller knows how the call is written."""


def _abs(name: str, args: Sequence[Term]) -> Made:
    (given,) = _numbers(name, args)
    return replace(given, value=(wide(given) if given.whole else given.value).abs(), literal=None)


def _rounding(method: Callable[[pl.Expr], pl.Expr]) -> Callable[[str, Sequence[Term]], Made]:
    def apply(name: str, args: Sequence[Term]) -> Made:
        (given,) = _numbers(name, args)
        return given if given.whole else replace(given, value=method(given.value), literal=None)

    return apply


def _round(name: str, args: Sequence[Term]) -> Made:
    given, *rest = _numbers(name, args)
    digits = rest[0].literal if rest else 0
    if not isinstance(digits, int) or digits > _MAX_DIGITS:
        raise ExpressionError(f"the digits of ROUND are a number from 0 to {_MAX_DIGITS}, written out")
    if given.whole:
        return given
    value = given.value.cast(pl.Float64).round(digits, mode="half_away_from_zero")
    return replace(given, value=value, literal=None)


def _length(name: str, args: Sequence[Term]) -> Made:
    (given,) = _texts(name, args)
    return Term(Kind.NUMBER, given.value.str.len_chars(), name, whole=True)


def _case(method: Callable[[pl.Expr], pl.Expr]) -> Callable[[str, Sequence[Term]], Made]:
    def apply(name: str, args: Sequence[Term]) -> Made:
        (given,) = _texts(name, args)
        return Term(Kind.TEXT, method(given.value), name)

    return apply


def _starts_with(name: str, args: Sequence[Term]) -> Made:
    whole, part = _texts(name, args)
    return Term(Kind.TRUTH, _both(whole, part, whole.value.str.starts_with(part.value)), name)


def _ends_with(name: str, args: Sequence[Term]) -> Made:
    whole, part = _texts(name, args)
    return Term(Kind.TRUTH, _both(whole, part, whole.value.str.ends_with(part.value)), name)


def _strpos(name: str, args: Sequence[Term]) -> Made:
    """Return where a text begins in another, 1 for its first character and 0 for nowhere."""
    whole, part = _texts(name, args)
    before = whole.value.str.split(part.value).list.first().str.len_chars().cast(pl.Int64)
    found = (
        pl.when(part.value == "")
        .then(1)
        .when(whole.value.str.contains(part.value, literal=True))
        .then(before + 1)
    )
    return Term(Kind.NUMBER, _both(whole, part, found.otherwise(0)), name, whole=True)


def _both(one: Term, other: Term, value: pl.Expr) -> pl.Expr:
    return pl.when(one.value.is_not_null() & other.value.is_not_null()).then(value)


def _coalesce(name: str, args: Sequence[Term]) -> Made:
    for each in args[:-1]:
        if each.literal is not None:
            raise ExpressionError(
                f"COALESCE never gets past {each.source}, which has a value", "write it last"
            )
    kind, terms = alike(args, name)
    return Term(
        kind, pl.coalesce(each.value for each in terms), name, whole=all(each.whole for each in terms)
    )


def _extreme(method: Callable[..., pl.Expr]) -> Callable[[str, Sequence[Term]], Made]:
    """Make GREATEST or LEAST; as in SQL:2023, unknown if one of the values is."""

    def apply(name: str, args: Sequence[Term]) -> Made:
        kind, terms = alike(args, name)
        values = [each.value for each in terms]
        known = pl.all_horizontal(each.is_not_null() for each in values)
        value = pl.when(known).then(method(values))
        return Term(kind, value, name, whole=all(each.whole for each in terms))

    return apply


def _numbers(name: str, args: Sequence[Term]) -> list[Term]:
    return [each.must_be(Kind.NUMBER, name) for each in args]


def _texts(name: str, args: Sequence[Term]) -> list[Term]:
    return [each.must_be(Kind.TEXT, name) for each in args]


_ANY = 50
_REPEATS = 4  # no function lays an argument more often into its expression
_FUNCTIONS: dict[str, tuple[int, int, Callable[[str, Sequence[Term]], Made]]] = {
    "ABS": (1, 1, _abs),
    "CEIL": (1, 1, _rounding(pl.Expr.ceil)),
    "CHAR_LENGTH": (1, 1, _length),
    "COALESCE": (1, _ANY, _coalesce),
    "ENDS_WITH": (2, 2, _ends_with),
    "FLOOR": (1, 1, _rounding(pl.Expr.floor)),
    "GREATEST": (1, _ANY, _extreme(pl.max_horizontal)),
    "LEAST": (1, _ANY, _extreme(pl.min_horizontal)),
    "LENGTH": (1, 1, _length),
    "LOWER": (1, 1, _case(lambda value: value.str.to_lowercase())),
    "ROUND": (1, 2, _round),
    "STARTS_WITH": (2, 2, _starts_with),
    "STRPOS": (2, 2, _strpos),
    "UPPER": (1, 1, _case(lambda value: value.str.to_uppercase())),
}
"""Name → least and most arguments, and what makes the result."""

FUNCTIONS = frozenset(_FUNCTIONS)
"""The names of the functions that an expression may use."""


def call(name: str, args: Sequence[Term], source: str) -> Term:
    """Apply a function.

    Raises:
        ExpressionError: if its arguments are too few, too many or of the wrong kind.

    """
    least, most, make = _FUNCTIONS[name]
    if not least <= len(args) <= most:
        takes = str(least) if least == most else f"{least} to {most}"
        raise ExpressionError(f"{name} takes {takes} argument{'s' if takes != '1' else ''}, not {len(args)}")
    if any(each.kind is Kind.NOTHING for each in args):
        raise ExpressionError(f"{name} of NULL is NULL", "leave it out")
    return replace(make(name, args), source=source, size=_REPEATS * sum(each.size for each in args))


def case(branches: Sequence[tuple[Term, Term]], last: Term) -> Term:
    """Make CASE of conditions with their results, and of what holds where none of them does.

    Raises:
        ExpressionError: if the results are of different kinds.

    """
    kind, made = alike([*(result for _, result in branches), last], "CASE")
    value = made[-1].value
    for (condition, _), result in zip(reversed(branches), reversed(made[:-1]), strict=True):
        value = pl.when(condition.value).then(result.value).otherwise(value)
    size = last.size + sum(condition.size + result.size for condition, result in branches)
    return Term(
        kind,
        value,
        "CASE …",
        whole=all(each.whole for each in made if each.kind is not Kind.NOTHING),
        size=size,
    )
