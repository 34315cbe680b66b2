"""The parts of a SQL expression: what kind of value each has, and the Polars expression of it.

Kinds are checked here, so that a person reads "text cannot be compared with a number"
and no program's words. The meaning is that of SQL (ISO 9075): a null is unknown, unknown
spreads, and `AND`, `OR` and `NOT` follow three-valued logic, as Polars' do.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import Enum
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.document import quoted
from dateline.rules.tokens import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_NUMBER = 2**63 - 1
"""The largest whole number that may be written: no field holds a larger one."""


class Kind(Enum):
    """What kind of value a part of an expression has; the words are for messages."""

    TEXT = "text"
    NUMBER = "a number"
    DATE = "a date"
    MOMENT = "a date with a time"
    TIME = "a time"
    TRUTH = "true or false"
    NOTHING = "NULL"
    OTHER = "a composite value"


@dataclass(frozen=True, slots=True)
class Term:
    """A part of an expression.

    Args:
        kind: the kind of its value.
        value: the Polars expression of it.
        source: how it is written.
        whole: whether a number is a whole number.
        literal: its value where it is written out, else None.
        size: how often the Polars expression names a field or a literal, at most.

    """

    kind: Kind
    value: pl.Expr
    source: str
    whole: bool = False
    literal: Any = None
    size: int = 1

    def __str__(self) -> str:
        shown = self.source if self.source.startswith("'") else quoted(self.source)
        return f"{shown} is {self.kind.value}"

    def must_be(self, kind: Kind, place: str) -> Term:
        """Return this term if it is of a kind or NULL.

        Raises:
            ExpressionError: if it is of another kind; `place` says where it stands.

        """
        if self.kind in (kind, Kind.NOTHING):
            return self
        raise ExpressionError(f"{self}, but {place} takes {kind.value}", _hint(self, kind))


def _hint(term: Term, kind: Kind) -> str | None:
    return "compare it with something" if kind is Kind.TRUTH and term.kind is not Kind.OTHER else None


def field(name: str, dtype: pl.DataType) -> Term:
    """Return the term of a field; moments are taken in UTC."""
    column = pl.col(name)
    if dtype.is_numeric():
        return Term(Kind.NUMBER, column, name, whole=dtype.is_integer())
    if isinstance(dtype, pl.Datetime):
        return Term(Kind.MOMENT, _in_utc(column, dtype), name)
    kinds: dict[type[pl.DataType], Kind] = {
        pl.String: Kind.TEXT,
        pl.Date: Kind.DATE,
        pl.Time: Kind.TIME,
        pl.Boolean: Kind.TRUTH,
    }
    return Term(kinds.get(type(dtype), Kind.OTHER), column, name)


def _in_utc(column: pl.Expr, dtype: pl.Datetime) -> pl.Expr:
    if dtype.time_zone is None:
        return column
    return column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)


def nothing() -> Term:
    """Return the term of NULL."""
    return Term(Kind.NOTHING, pl.lit(None), "NULL")


def truth(*, value: bool) -> Term:
    """Return the term of TRUE or FALSE."""
    return Term(Kind.TRUTH, pl.lit(value), str(value).upper(), literal=value)


def text(value: str, source: str) -> Term:
    """Return the term of a text."""
    return Term(Kind.TEXT, pl.lit(value), source, literal=value)


def negative(given: Term) -> Term:
    """Return the term of a number with a minus.

    Raises:
        ExpressionError: if it is no number.

    """
    if given.kind is Kind.NUMBER and given.literal is not None:
        return replace(given, value=pl.lit(-given.literal), literal=-given.literal, source=f"-{given.source}")
    value, whole = calculate("-", number("0"), given)
    return Term(Kind.NUMBER, value, f"-{given.source}", whole=whole, size=given.size + 1)


def number(source: str) -> Term:
    """Return the term of a number.

    Raises:
        ExpressionError: if no field can hold one as large.

    """
    whole = source.isdigit()
    value = int(source) if whole else float(source)
    if value > (MAX_NUMBER if whole else 1e300):
        raise ExpressionError(f"the number {quoted(source)} is too large")
    return Term(Kind.NUMBER, pl.lit(value), source, whole=whole, literal=value)


_MOMENTS: dict[Kind, tuple[Callable[[str], Any], str, str]] = {
    Kind.DATE: (date.fromisoformat, r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "2024-01-31"),
    Kind.TIME: (time.fromisoformat, r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", "18:30:00"),
    Kind.MOMENT: (
        datetime.fromisoformat,
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?",
        "2024-01-31 18:30:00",
    ),
}


def moment(kind: Kind, written: Term) -> Term:
    """Read a date, a time or both from a text that is written out.

    Raises:
        ExpressionError: if the text is none.

    """
    read, pattern, example = _MOMENTS[kind]
    try:
        if re.fullmatch(pattern, written.literal):
            value = read(written.literal)
            return Term(kind, pl.lit(value), written.source, literal=value)
    except ValueError:
        pass
    raise ExpressionError(f"{quoted(written.literal)} is not {kind.value}", f"write it as '{example}'")


def alike(terms: Sequence[Term], place: str) -> tuple[Kind, list[Term]]:
    """Return the kind that all terms have, and the terms as values of that kind.

    A text that is written out is read as a date or a time beside one; a date beside a
    moment is its first moment.

    Raises:
        ExpressionError: if they are of different kinds, or cannot be compared at all.

    """
    first = next((each for each in terms if each.kind is not Kind.NOTHING and each.literal is None), None)
    first = first or next((each for each in terms if each.kind is not Kind.NOTHING), terms[0])
    if {each.kind for each in terms} >= {Kind.DATE, Kind.MOMENT}:
        first = next(each for each in terms if each.kind is Kind.MOMENT)
    if first.kind is Kind.OTHER:
        raise ExpressionError(
            f"{first}, which {place} does not take", "only IS NULL and IS NOT NULL look at it"
        )
    return first.kind, [_as(each, first, place) for each in terms]


def _as(term: Term, first: Term, place: str) -> Term:
    if term.kind in (first.kind, Kind.NOTHING):
        return term
    if term.kind is Kind.TEXT and term.literal is not None and first.kind in _MOMENTS:
        kind = (
            Kind.DATE if first.kind is Kind.MOMENT and len(term.literal) == len("2024-01-31") else first.kind
        )
        return moment(kind, term)
    if (term.kind, first.kind) == (Kind.DATE, Kind.MOMENT):
        return term
    raise ExpressionError(f"{first} and {term}: {place} takes values of one kind", _mixed(term, first))


def _mixed(term: Term, first: Term) -> str | None:
    for one, other in ((term, first), (first, term)):
        if one.kind is Kind.NUMBER and one.literal is not None and other.kind is Kind.TEXT:
            return f"write it in quotes: '{one.source}'"
        if one.kind is Kind.TEXT and one.literal is not None and other.kind is Kind.NUMBER:
            return "write the number without quotes"
    return None


_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
COMPARISONS = frozenset(_COMPARE)
"""The signs of comparison."""


def compare(sign: str, left: Term, right: Term) -> pl.Expr:
    """Compare two terms.

    Raises:
        ExpressionError: if they cannot be compared, or one is NULL, which equals nothing.

    """
    kind, (one, other) = alike([left, right], f"'{sign}'")
    if Kind.NOTHING in (left.kind, right.kind):
        raise ExpressionError("a comparison with NULL is never true", "write IS NULL or IS NOT NULL")
    if kind is Kind.TRUTH and sign not in ("=", "<>", "!="):
        raise ExpressionError(f"{left}: '{sign}' does not order it", "compare with AND, OR, NOT, = or <>")
    expression: pl.Expr = _COMPARE[sign](one.value, other.value)
    return expression


def member(left: Term, listed: Sequence[Term]) -> pl.Expr:
    """Tell whether a term equals one of several."""
    return any_of([compare("=", left, each) for each in listed])


def any_of(tests: Sequence[pl.Expr]) -> pl.Expr:
    """Tell whether one of several tests holds, in a tree that is no deeper than it must be."""
    middle = len(tests) // 2
    return tests[0] if middle == 0 else any_of(tests[:middle]) | any_of(tests[middle:])


def calculate(sign: str, left: Term, right: Term) -> tuple[pl.Expr, bool]:
    """Calculate with numbers; return the result and whether it is a whole number.

    Whole numbers are calculated exactly, division is that of fractions (7 / 2 is 3.5), a
    remainder has the sign of what is divided, and what is divided by zero is unknown.

    Raises:
        ExpressionError: if a term is no number.

    """
    one, other = (each.must_be(Kind.NUMBER, f"'{sign}'") for each in (left, right))
    whole = one.whole and other.whole
    a, b = (wide(each) if whole else each.value.cast(pl.Float64) for each in (one, other))
    if sign == "/":
        return pl.when(b != 0).then(a.cast(pl.Float64) / b.cast(pl.Float64)), False
    if sign == "%":
        return pl.when(b != 0).then((a.abs() % b.abs()) * a.sign()), whole
    return {"+": operator.add, "-": operator.sub, "*": operator.mul}[sign](a, b), whole


def wide(term: Term) -> pl.Expr:
    """Return a whole number with room to calculate in."""
    return term.value.cast(pl.Int128)


def like(left: Term, pattern: Term, *, fold: bool) -> pl.Expr:
    """Match a text with a pattern: `%` stands for any characters, `_` for one.

    Raises:
        ExpressionError: if a part is no text, or the pattern is not written out.

    """
    left.must_be(Kind.TEXT, "LIKE")
    if pattern.kind is not Kind.TEXT or pattern.literal is None:
        raise ExpressionError(f"LIKE takes a pattern in quotes, not {quoted(pattern.source)}")
    parts = {"%": ".*", "_": "."}
    body = "".join(parts.get(each) or re.escape(each) for each in pattern.literal)
    return left.value.str.contains(f"(?s{'i' if fold else ''})^(?:{body})$")
