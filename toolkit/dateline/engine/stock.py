"""Checks that pandera runs itself, one by one, on the whole frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from pandera.backends.polars.base import PolarsSchemaBackend
from pandera.backends.polars.checks import PolarsCheckBackend
from pandera.constants import CHECK_OUTPUT_KEY
from pandera.errors import SchemaDefinitionError, SchemaError, SchemaErrorReason

from dateline.engine.plan import Item, Leftover
from dateline.engine.question import ROW
from dateline.engine.report import RowError, context

if TYPE_CHECKING:
    from pandera.api.checks import Check


class _Native:
    """A check called with pandera's own Polars backend, whatever others are registered.

    Whether a failure calls for an error or a warning is for the caller to say.
    """

    raise_warning = False

    def __init__(self, check: Check) -> None:
        self._check = check

    def __call__(self, frame: pl.LazyFrame, column: str | None = None) -> Any:  # noqa: ANN401 - pandera's result
        return PolarsCheckBackend(self._check)(frame, column)


def run(leftover: Leftover, frame: pl.LazyFrame) -> tuple[SchemaError | None, BaseException | None]:
    """Run one check on `frame`; return its error, if it fails, and what it raised, if it did.

    Raises:
        SchemaDefinitionError: from a check that refuses to be used so.

    """
    column = () if leftover.column is None else (leftover.column,)
    try:
        result = PolarsSchemaBackend().run_check(
            frame, leftover.component, _Native(leftover.check), leftover.index, *column
        )
    except SchemaDefinitionError:
        raise
    except Exception as error:  # noqa: BLE001 - anyone's function; what it raises is reported as the check's failure
        return _broken(leftover, frame, error), error
    if result.passed:
        return None, None
    cases = result.failure_cases
    if not isinstance(cases, pl.DataFrame):
        owner = f"{context(leftover.component)} '{leftover.component.name}'"
        message = f"{owner} failed {leftover.index}: {leftover.check}"
        return _error(leftover, frame, message, cases, result.reason_code), None
    assert result.check_output is not None
    return _failed(leftover, frame, result.check_output, cases), None


def _failed(leftover: Leftover, frame: pl.LazyFrame, passed: pl.DataFrame, cases: pl.DataFrame) -> RowError:
    rows = passed.with_row_index(ROW).filter(pl.col(CHECK_OUTPUT_KEY).not_())[ROW]
    item = Item(leftover.check, leftover.index, leftover.column, leftover.component)
    return RowError(item, cases, rows.head(cases.height), rows.len(), frame)


def _broken(leftover: Leftover, frame: pl.LazyFrame, error: Exception) -> SchemaError:
    said = f'"{error.args[0]}"' if error.args else ""
    case = f"{type(error).__name__}({said})"
    message = f"Error while executing check function: {case}"
    return _error(leftover, frame, message, case, SchemaErrorReason.CHECK_ERROR)


def _error(
    leftover: Leftover,
    frame: pl.LazyFrame,
    message: str | None,
    case: object,
    reason: SchemaErrorReason | None,
) -> SchemaError:
    return SchemaError(  # type: ignore[no-untyped-call] # pandera's
        leftover.component,
        data=frame,
        message=message,
        failure_cases=case,
        check=leftover.check,
        check_index=leftover.index,
        reason_code=reason,
        column_name=leftover.column,
    )
