"""The expression behind a pandera check.

A pandera check is a function of a frame that selects a Boolean column. Called with a
stand-in for the frame, it hands over the expression instead of running it; so pandera's
own checks, and anyone's, can be laid side by side in one query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import polars as pl
from pandera.api.function_dispatch import Dispatcher
from pandera.api.polars.types import PolarsData
from pandera.backends.polars import builtin_checks as _registered  # noqa: F401 - importing it registers them
from pandera.backends.polars.checks import PolarsCheckBackend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandera.api.checks import Check


_LIMIT_ONLY = pl.QueryOptFlags.none(slice_pushdown=True)
"""What moves a limit below row-wise columns; anything else would only blur the answer."""

ROW_WISE = "row_wise"
"""Statistic of a check whose maker vouches that it looks at one row only; Polars cannot always tell."""

SEVERAL_ROWS = "it looks at more than one row"


class NotFusable(Exception):  # noqa: N818 - a signal between two functions, not a fault
    """A check that cannot be one column of a row-wise query; the text says why."""


class _Probe:
    """Stands where a check expects a LazyFrame, and takes what is selected from it."""

    def __init__(self, frame: pl.LazyFrame) -> None:
        self._frame = frame

    def select(self, *exprs: Any, **named: Any) -> _Selected:  # noqa: ANN401 - as LazyFrame.select
        flat = [e for each in exprs for e in (each if isinstance(each, list | tuple) else [each])]
        if not all(isinstance(each, pl.Expr) for each in (*flat, *named.values())):
            raise NotFusable("it selects something that is not an expression")
        return _Selected([*flat, *(each.alias(name) for name, each in named.items())])

    def collect_schema(self) -> pl.Schema:
        return self._frame.collect_schema()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else a check asks of a frame
        raise NotFusable(f"it uses LazyFrame.{name}")


class _Selected:
    """What a check has selected; going on from there is no longer one expression."""

    def __init__(self, expressions: list[pl.Expr]) -> None:
        self.expressions = expressions

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else a check asks of a frame
        raise NotFusable(f"it uses LazyFrame.{name} on what it selected")


def failing(check: Check, frame: pl.LazyFrame, column: str | None) -> pl.Expr:
    """Return an expression that is true on the rows failing `check`, and never null.

    Whether it looks at one row only is for `unfit` to say.

    Args:
        check: of a column, or of a whole frame if `column` is None.
        frame: only its columns and types are looked at.
        column: the column's name.

    Raises:
        NotFusable: if the check does not select expressions from the frame, each of them
            true or false.

    """
    expressions = _expressions(check, frame, column)
    _check_types(expressions, frame)
    single = len(expressions) == 1 and not expressions[0].meta.has_multiple_outputs()
    passes = expressions[0] if single else pl.all_horizontal(expressions)
    if single and not passes.meta.root_names():
        raise NotFusable("it looks at no column")
    return passes.not_().fill_null(value=not check.ignore_na)


def _check_types(expressions: list[pl.Expr], frame: pl.LazyFrame) -> None:
    try:
        given = frame.select(expressions).collect_schema().dtypes()
    except pl.exceptions.PolarsError as error:
        raise NotFusable(f"it does not fit the frame: {str(error).splitlines()[0]}") from None
    other = next((dtype for dtype in given if dtype != pl.Boolean), None)
    if other is not None:
        raise NotFusable(f"it gives {other}, not true or false")


def _expressions(check: Check, frame: pl.LazyFrame, column: str | None) -> list[pl.Expr]:
    function = PolarsCheckBackend(_bound(check)).check_fn
    if check.element_wise and column is None:
        raise NotFusable("it is given whole rows, one at a time")
    try:
        if check.element_wise:
            return [pl.col(column or "*").map_elements(function, return_dtype=pl.Boolean)]
        selected = function(PolarsData(cast("pl.LazyFrame", _Probe(frame)), column or "*"))
    except NotFusable:
        raise
    except Exception as error:  # noqa: BLE001 - anyone's function; pandera runs it again, and reports what it raises
        raise NotFusable(f"it needs the frame itself: {type(error).__name__}: {error}") from None
    if not isinstance(selected, _Selected):
        raise NotFusable(f"it returns {type(selected).__name__}, not a selection from the frame")
    if not selected.expressions:
        raise NotFusable("it selects nothing")
    return selected.expressions


def _bound(check: Check) -> Check:
    """Return the check with its function as registered for Polars.

    A built-in check's dispatcher may have been copied before the functions for Polars were
    registered; pandera looks it up anew when it calls a check, and so does this. Unlike
    pandera, it leaves a function alone that only has the name of a built-in.
    """
    function = check._check_fn  # noqa: SLF001 - pandera offers no other way
    if isinstance(function, Dispatcher):
        check._check_fn = check.get_builtin_check_fn(function.__name__)  # noqa: SLF001 - as above
    return check


def unfit(expressions: Sequence[pl.Expr], types: pl.LazyFrame) -> list[str | None]:
    """Say of each expression why it cannot be a question of a scan; None where it can.

    A question looks at one row only. Polars is asked by way of its optimiser, which moves
    a limit on rows below the making of a column only if that column is row-wise through
    and through; `Expr.meta.is_row_separable` looks at the outermost function alone, and
    takes `a > a.mean()` for row-wise.

    Args:
        expressions: over the columns of `types`.
        types: a frame without rows that has the columns.

    """
    if not expressions or _why_not(types, expressions) is None:
        return [None] * len(expressions)
    return [_why_not(types, [each]) for each in expressions]


def _why_not(types: pl.LazyFrame, expressions: Sequence[pl.Expr]) -> str | None:
    asked = types.with_columns(each.alias(f"__asked_{i}__") for i, each in enumerate(expressions))
    try:
        laid_out = asked.head(1).explain(optimizations=_LIMIT_ONLY)
    except pl.exceptions.PolarsError as error:
        return f"it does not fit the frame: {str(error).splitlines()[0]}"
    return None if laid_out.lstrip().startswith("WITH_COLUMNS") else SEVERAL_ROWS
