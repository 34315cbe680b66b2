"""What a scan found, as pandera reports it: errors, and one frame of all failing cells."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
from pandera.api.base.error_handler import ErrorHandler
from pandera.api.polars.container import DataFrameSchema
from pandera.constants import CHECK_OUTPUT_KEY
from pandera.errors import FailureCaseMetadata, SchemaError, SchemaErrorReason

from dateline.engine.plan import NOT_NULLABLE, UNIQUE_COLUMN, UNIQUE_TOGETHER, Item, label
from dateline.engine.question import ROW, Failures
from dateline.engine.texts import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

_REASONS = {
    NOT_NULLABLE: SchemaErrorReason.SERIES_CONTAINS_NULLS,
    UNIQUE_COLUMN: SchemaErrorReason.SERIES_CONTAINS_DUPLICATES,
    UNIQUE_TOGETHER: SchemaErrorReason.DUPLICATES,
}

CASES = {
    "failure_case": pl.String,
    "schema_context": pl.String,
    "column": pl.String,
    "check": pl.String,
    "check_number": pl.Int32,
    "index": pl.Int64,
}
"""Columns of `SchemaErrors.failure_cases`; unlike pandera's, `index` holds any row's number."""


class RowError(SchemaError):
    """A check that rows of the frame fail.

    Args:
        item: the check, or a built-in test.
        cases: the values of the column, or whole rows, that fail; the first ones.
        rows: their 0-based positions in the frame.
        count: how many rows fail, exactly.
        frame: what was checked.

    """

    TO_STRING_KEYS = [*SchemaError.TO_STRING_KEYS, "rows"]  # noqa: RUF012 - declared by pandera

    def __init__(
        self, item: Item, cases: pl.DataFrame, rows: pl.Series, count: int, frame: pl.LazyFrame
    ) -> None:
        super().__init__(  # type: ignore[no-untyped-call] # pandera's
            item.component,
            data=frame,
            message=_message(item, cases),
            failure_cases=cases,
            check=item.check,
            check_index=item.index,
            reason_code=_REASONS.get(str(item.check), SchemaErrorReason.DATAFRAME_CHECK),
            column_name=item.column,
        )
        self.rows = rows
        self.count = count


def failed(item: Item, failures: Failures, frame: pl.LazyFrame) -> RowError:
    """Return the error for an item of the plan, from the rows that the scan kept."""
    limit = None if isinstance(item.check, str) else item.check.n_failure_cases
    rows = failures.rows if limit is None else failures.rows.head(limit)
    names = frame.collect_schema().names() if item.column is None else [item.column]
    return RowError(item, rows.select(names), rows[ROW], failures.count, frame)


def _message(item: Item, cases: pl.DataFrame) -> str:
    """Say what failed in pandera's words."""
    if item.check == NOT_NULLABLE:
        return f"non-nullable column '{item.column}' contains null values"
    if item.check == UNIQUE_COLUMN:
        return f"column '{item.column}' not unique:\n{cases}"
    if item.check == UNIQUE_TOGETHER:
        assert item.unique is not None
        return f"columns '{item.unique.fields}' not unique:\n{cases}"
    owner = f"{context(item.component)} '{item.component.name}'"
    examples = cases.head().rows(named=True)
    return f"{owner} failed validator number {item.index}: {item.check} failure case examples: {examples}"


def metadata(schema_name: str | None, errors: Sequence[SchemaError]) -> FailureCaseMetadata:
    """Gather errors for `SchemaErrors`: the frame of cases, the summary, and errors by reason.

    The summary is pandera's, and tells of each error how many cells or rows it is about,
    as `count`.
    """
    handler = ErrorHandler()
    handler.collect_errors(list(errors))
    message: dict[str, dict[str, list[dict[str, Any]]]] = {}
    counts: dict[str, int] = {}
    for collected in handler.collected_errors:
        reason, error = collected["reason_code"].name, collected["error"]
        entry = {
            "schema": schema_name,
            "column": collected["column"],
            "check": None if error.check is None else label(error.check),
            "error": str(error).replace("\n", ""),
            "count": getattr(error, "count", collected["failure_cases_count"]),
        }
        message.setdefault(collected["type"].name, {}).setdefault(reason, []).append(entry)
        counts[reason] = counts.get(reason, 0) + 1
    cases = pl.concat([pl.DataFrame(schema=CASES), *(_cases(error) for error in errors)])
    return FailureCaseMetadata(failure_cases=cases, message=message, error_counts=counts)


def _cases(error: SchemaError) -> pl.DataFrame:
    """Return an error's part of the frame of cases: a row for each failing cell, row, or fact."""
    if isinstance(error.failure_cases, pl.DataFrame):
        values, rows = texts(error.failure_cases), _positions(error).cast(pl.Int64)
    else:
        values = pl.Series([_fact(error.failure_cases)], dtype=pl.String)
        rows = pl.Series([None], dtype=pl.Int64)
    about = {
        "schema_context": context(error.schema),
        "column": error.schema.name,
        "check": None if error.check is None else label(error.check),
        "check_number": error.check_index,
    }
    told = [pl.lit(value, dtype=CASES[name]).alias(name) for name, value in about.items()]
    return pl.DataFrame([values.alias("failure_case"), rows.alias("index")]).with_columns(told).select(*CASES)


def context(component: object) -> str:
    """Return the name by which pandera's reports call a column or a schema."""
    return DataFrameSchema.__name__ if isinstance(component, DataFrameSchema) else type(component).__name__


def _positions(error: SchemaError) -> pl.Series:
    """Return the rows of an error's cases: known, or found in pandera's full-length mask."""
    if isinstance(error, RowError):
        return error.rows
    passed: pl.DataFrame = error.check_output.lazy().collect()
    rows = passed.with_row_index(ROW).filter(pl.col(CHECK_OUTPUT_KEY).not_())[ROW]
    return rows.head(error.failure_cases.height)


def _fact(value: object) -> str | None:
    """Return as text what an error holds that is no row: a name, a type, names, a truth."""
    return value if value is None or isinstance(value, str) else json.dumps(value, default=str)
