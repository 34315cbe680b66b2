"""Pandera's backend for Polars frames, with the rows left to one scan."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import polars as pl
from pandera.api.base.error_handler import ErrorHandler, get_error_category
from pandera.backends.base import CoreCheckResult
from pandera.backends.polars.components import ColumnBackend
from pandera.backends.polars.container import DataFrameSchemaBackend
from pandera.config import CONFIG
from pandera.errors import SchemaDefinitionError, SchemaError, SchemaErrorReason, SchemaErrors, SchemaWarning

from dateline.engine.answer import Found, answer
from dateline.engine.plan import UNIQUE_TOGETHER, Item, Leftover, Plan, expanded, plan, together
from dateline.engine.report import failed, metadata
from dateline.engine.scan import DEFAULT_CAP
from dateline.engine.stock import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pandera.api.polars.container import DataFrameSchema
    from pandera.api.polars.types import PolarsFrame
    from pandera.backends.base import ColumnInfo
    from pandera.errors import FailureCaseMetadata
    from pandera.polars import Column

_Error = tuple[SchemaError, BaseException | None]
"""An error, and the exception behind it."""


class Backend(DataFrameSchemaBackend):
    """Checks a frame against a `Schema`: its columns as pandera does, its rows in one scan."""

    def validate(  # noqa: PLR0913 - pandera's signature
        self,
        check_obj: PolarsFrame,
        schema: DataFrameSchema,
        *,
        head: int | None = None,
        tail: int | None = None,
        sample: int | None = None,
        random_state: int | None = None,
        lazy: bool = False,
        inplace: bool = False,
    ) -> PolarsFrame:
        """Check a frame; called by `Schema.validate`, which says what it takes and gives."""
        if inplace:
            warnings.warn("setting inplace=True will have no effect.", stacklevel=2)
        subsample = {"head": head, "tail": tail, "sample": sample, "random_state": random_state}
        if _drops_rows(schema):
            return self._by_pandera(check_obj, schema, lazy=lazy, **subsample)
        _refuse_parsers(schema)
        errors = ErrorHandler(lazy)
        info = self.collect_column_info(check_obj.lazy(), schema)
        frame = self._parsed(check_obj.lazy(), schema, info, errors)
        parsed = frame.collect() if isinstance(check_obj, pl.DataFrame) else frame
        looked_at = self.subsample(parsed, **subsample)
        rows = looked_at.lazy()
        if looked_at is not parsed:
            rows = rows.collect().lazy()
        for error, cause in self._errors(frame, rows, schema, info):
            errors.collect_error(get_error_category(error.reason_code), error.reason_code, error, cause)
        if errors.collected_errors:
            raise SchemaErrors(schema=schema, schema_errors=errors.schema_errors, data=parsed)
        return parsed

    def subsample(
        self,
        check_obj: PolarsFrame,
        head: int | None = None,
        tail: int | None = None,
        sample: int | None = None,
        random_state: int | None = None,
    ) -> PolarsFrame:
        """Pick rows as pandera does, but in the same order each time."""
        if isinstance(check_obj, pl.LazyFrame) and sample is not None:
            raise NotImplementedError("sample is for a DataFrame: of a LazyFrame, check the head or the tail")
        picked: list[PolarsFrame] = []
        if head is not None:
            picked.append(check_obj.head(head))
        if tail is not None:
            picked.append(check_obj.tail(tail))
        if sample is not None and isinstance(check_obj, pl.DataFrame):
            picked.append(check_obj.sample(sample, seed=random_state))
        return pl.concat(picked).unique(maintain_order=True) if picked else check_obj

    def _by_pandera(self, check_obj: PolarsFrame, schema: DataFrameSchema, **options: Any) -> PolarsFrame:  # noqa: ANN401 - handed on
        """Validate without the scan: dropping rows needs a full-length mask of every check."""
        if CONFIG.use_narwhals_backend:
            raise SchemaDefinitionError(
                "drop_invalid_rows needs pandera's own backend: unset use_narwhals_backend"
            )
        checked: PolarsFrame = super().validate(check_obj, schema, **options)
        return checked

    def _parsed(
        self, frame: pl.LazyFrame, schema: DataFrameSchema, info: ColumnInfo, errors: ErrorHandler
    ) -> pl.LazyFrame:
        """Add, filter, coerce and fill in columns as the schema says; what cannot be is an error."""
        parsers: list[tuple[Any, tuple[Any, ...]]] = [
            (self.add_missing_columns, (schema, info)),
            (self.strict_filter_columns, (schema, info)),
            (self.coerce_dtype, (schema,)),
            (self.set_default, (schema,)),
        ]
        for parse, said in parsers:
            try:
                frame = parse(frame, *said)
            except SchemaError as error:
                errors.collect_error(get_error_category(error.reason_code), error.reason_code, error)
            except SchemaErrors as several:
                errors.collect_errors(several.schema_errors)
        return frame

    def explain(self, frame: pl.LazyFrame, schema: DataFrameSchema) -> Plan:
        """Lay out the schema's checks as `validate` would."""
        info = self.collect_column_info(frame, schema)
        return plan(schema, frame, _columns(self._components(frame, schema, info)))

    def _components(
        self, frame: pl.LazyFrame, schema: DataFrameSchema, info: ColumnInfo
    ) -> list[Column | SchemaError]:
        """Return the columns to check, one for each that a pattern matches; an error where none does."""
        try:
            columns = self.collect_schema_components(frame, schema, info)
        except SchemaError as error:
            return [error]
        found: list[Column | SchemaError] = []
        for column in columns:
            matched = expanded([column], frame)
            if not matched and column.regex and column.required:
                found.append(_unmatched(column, frame))
            found += matched
        return found

    def _errors(
        self, frame: pl.LazyFrame, rows: pl.LazyFrame, schema: DataFrameSchema, info: ColumnInfo
    ) -> Iterator[_Error]:
        """Yield what is wrong, in pandera's order; warn of what only calls for a warning."""
        for absent in self.check_column_presence(frame, schema, info):
            yield _stated(absent, schema, rows), None
        yield from _absent_keys(schema, rows)
        components = self._components(frame, schema, info)
        cap = getattr(schema, "max_failure_cases", DEFAULT_CAP)
        laid_out = plan(schema, rows, _columns(components))
        run = _Run(laid_out, answer(laid_out.items, rows, cap), rows)
        yield from run.errors(schema, built_in=True)
        for component in components:
            if isinstance(component, SchemaError):
                yield component, None
                continue
            yield from run.errors(component, built_in=True)
            for result in ColumnBackend().check_dtype(rows, component):
                if not result.passed:
                    yield _stated(result, component, rows), None
            yield from run.errors(component, built_in=False)
        yield from run.errors(schema, built_in=False)

    def failure_cases_metadata(
        self, schema_name: str | None, schema_errors: list[SchemaError]
    ) -> FailureCaseMetadata:
        """Gather the errors of a `SchemaErrors`."""
        return metadata(schema_name, schema_errors)


class _Run:
    """The steps of a plan, and what the scan answered."""

    def __init__(self, laid_out: Plan, found: Found, rows: pl.LazyFrame) -> None:
        self._steps: Sequence[Item | Leftover] = (*laid_out.items, *laid_out.leftovers)
        self._found = found
        self._rows = rows

    def errors(self, component: Column | DataFrameSchema, *, built_in: bool) -> Iterator[_Error]:
        """Yield the errors of a component: of its built-in tests, or of its checks in their order."""
        own = [
            each for each in self._steps if each.component is component and (each.index is None) == built_in
        ]
        for step in sorted(own, key=lambda each: each.index or 0):
            yield from self._error(step)

    def _error(self, step: Item | Leftover) -> Iterator[_Error]:
        if isinstance(step, Item) and step.name in self._found.refused:
            step = self._found.refused[step.name]
        if isinstance(step, Leftover):
            error, cause = run(step, self._rows)
        else:
            error, cause = self._answered(step), None
        if error is None:
            return
        if getattr(step.check, "raise_warning", False) and cause is None:
            warnings.warn(str(error), SchemaWarning, stacklevel=2)
            return
        yield error, cause

    def _answered(self, item: Item) -> SchemaError | None:
        failures = self._found.failures.get(item.name)
        return None if failures is None else failed(item, failures, self._rows)


def _columns(components: Sequence[Column | SchemaError]) -> list[Column]:
    return [each for each in components if not isinstance(each, SchemaError)]


def _absent_keys(schema: DataFrameSchema, frame: pl.LazyFrame) -> Iterator[_Error]:
    """Yield an error for each key none of whose columns is in the frame, so that none passes unseen."""
    present = set(frame.collect_schema().names())
    for key in together(schema):
        if present.isdisjoint(key):
            result = CoreCheckResult(
                passed=False,
                check=UNIQUE_TOGETHER,
                reason_code=SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME,
                message=f"columns '{key}' that may not repeat are not in dataframe",
                failure_cases=", ".join(key),
            )
            yield _stated(result, schema, frame), None


def _unmatched(column: Column, frame: pl.LazyFrame) -> SchemaError:
    """Return pandera's error for a pattern that matches no column."""
    try:
        ColumnBackend().validate(frame, column, lazy=True)
    except SchemaError as error:
        return error
    raise AssertionError(f"pandera no longer asks for a column that matches {column.name}")


def _stated(result: CoreCheckResult, component: Column | DataFrameSchema, frame: pl.LazyFrame) -> SchemaError:
    """Return the error of one of pandera's own tests of columns."""
    return SchemaError(  # type: ignore[no-untyped-call] # pandera's
        component,
        data=frame,
        message=result.message,
        failure_cases=result.failure_cases,
        check=result.check,
        check_index=result.check_index,
        reason_code=result.reason_code,
        column_name=getattr(component, "selector", None),
    )


def _drops_rows(schema: DataFrameSchema) -> bool:
    return any(getattr(each, "drop_invalid_rows", False) for each in (schema, *schema.columns.values()))


def _refuse_parsers(schema: DataFrameSchema) -> None:
    """Refuse what pandera refuses: functions that change the data before it is checked."""
    if any(getattr(each, "parsers", None) for each in (schema, *schema.columns.values())):
        raise NotImplementedError("user-defined parsers are not supported by pandera on Polars")
