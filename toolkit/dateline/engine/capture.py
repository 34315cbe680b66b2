"""The expression behind a pandera check.

A pandera check is a function of a frame that selects a Boolean column. Called with a
stand-in for the frame, it hands over the expression instead of running it; so pandera's
own checks, and anyone's, can be laid side by side in one query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from pandera.api.polars.types import PolarsData

if TYPE_CHECKING:
    from pandera.api.checks import Check


class NotFusable(Exception):  # noqa: N818 - a signal between two functions, not a fault
    """A check that cannot be one column of a row-wise query; the text says why."""


class _Probe:
    """Stands where a check expects a LazyFrame, and keeps what is selected from it."""

    def __init__(self, frame: pl.LazyFrame) -> None:
        self._frame = frame
        self.selected: list[pl.Expr] = []

    def select(self, *exprs: Any, **named: pl.Expr) -> _Probe:  # noqa: ANN401 - as LazyFrame.select
        chosen = _Probe(self._frame)
        flat = [e for each in exprs for e in (each if isinstance(each, list | tuple) else [each])]
        chosen.selected = [*flat, *(e.alias(name) for name, e in named.items())]
        return chosen

    def collect_schema(self) -> pl.Schema:
        return self._frame.collect_schema()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else a check asks of a frame
        raise NotFusable(f"it uses LazyFrame.{name}")


def failing(check: Check, frame: pl.LazyFrame, column: str | None) -> pl.Expr:
    """Return an expression that is true on the rows failing `check`, and never null.

    Args:
        check: of a column, or of a whole frame if `column` is None.
        frame: only its columns and types are looked at.
        column: the column's name.

    Raises:
        NotFusable: if the check aggregates, joins, or otherwise looks beyond its row.

    """
    expressions = _expressions(check, frame, column)
    for each in expressions:
        if not isinstance(each, pl.Expr):
            raise NotFusable("it selects something that is not an expression")
        if each.meta.is_scalar() or not each.meta.is_row_separable():
            raise NotFusable("it looks at more than one row")
    single = len(expressions) == 1 and not expressions[0].meta.has_multiple_outputs()
    passes = expressions[0] if single else pl.all_horizontal(expressions)
    bad = passes.not_().fill_null(value=not check.ignore_na)
    _check_type(bad, frame)
    return bad


def _expressions(check: Check, frame: pl.LazyFrame, column: str | None) -> list[pl.Expr]:
    function = _function(check)
    if check.element_wise:
        if column is None:
            raise NotFusable("it is given whole rows, one at a time")
        return [pl.col(column).map_elements(function, return_dtype=pl.Boolean)]
    selected = function(PolarsData(_Probe(frame), column or "*"))
    if not isinstance(selected, _Probe) or not selected.selected:
        raise NotFusable(f"it returns {type(selected).__name__}")
    return selected.selected


def _function(check: Check) -> Any:  # noqa: ANN401 - pandera's checks are untyped
    """Return the check's function with its arguments bound.

    A built-in check's dispatcher may have been copied before the backend for Polars was
    registered; pandera looks it up anew when it calls a check, and so does this.
    """
    from pandera.backends.polars.checks import PolarsCheckBackend  # noqa: PLC0415 - registers on import

    name = getattr(check._check_fn, "__name__", None)  # noqa: SLF001 - pandera offers no other way
    if name is not None and check.is_builtin_check(name):
        check._check_fn = check.get_builtin_check_fn(name)  # noqa: SLF001 - as above
    return PolarsCheckBackend(check).check_fn


def _check_type(bad: pl.Expr, frame: pl.LazyFrame) -> None:
    try:
        dtype = frame.select(bad.alias("bad")).collect_schema()["bad"]
    except pl.exceptions.PolarsError as error:
        raise NotFusable(f"it does not fit the frame: {error}") from None
    if dtype != pl.Boolean:
        raise NotFusable(f"it gives {dtype}, not true or false")
