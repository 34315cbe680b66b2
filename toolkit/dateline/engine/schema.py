"""A pandera schema for Polars that checks every row, in one scan."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, ClassVar

import polars as pl
from pandera.api.base.error_handler import ErrorHandler, get_error_category
from pandera.api.polars.container import DataFrameSchema
from pandera.backends.polars import builtin_checks as _registered  # noqa: F401 - importing registers them
from pandera.backends.polars.components import ColumnBackend
from pandera.backends.polars.container import DataFrameSchemaBackend
from pandera.config import CONFIG, ValidationDepth, config_context
from pandera.errors import SchemaDefinitionError, SchemaError, SchemaErrors, SchemaWarning

from dateline.engine.answer import Found, answer
from dateline.engine.plan import UNIQUE_TOGETHER, Item, Leftover, Plan, expanded, plan
from dateline.engine.report import failed, metadata
from dateline.engine.scan import DEFAULT_CAP
from dateline.engine.stock import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pandera.api.polars.types import PolarsFrame
    from pandera.backends.base import CoreCheckResult
    from pandera.errors import FailureCaseMetadata
    from pandera.polars import Column

_FRAMES = (pl.LazyFrame, pl.DataFrame)
_Error = tuple[SchemaError, BaseException | None]


class Schema(DataFrameSchema):  # type: ignore[misc] # pandera is untyped
    """A `pandera.polars.DataFrameSchema` that checks all rows, of a LazyFrame too, in one scan.

    It is used as any schema of pandera's, and reports as they do. Three things differ:

    - It always checks the data. `PANDERA_VALIDATION_ENABLED`, validation depth and the
      like do not apply: a check of records that a variable left over in an environment
      turns off is worse than none.
    - All row-wise checks run together, streaming, whatever the size of the source;
      `explain` names those that cannot.
    - `SchemaErrors.failure_cases` holds the first `max_failure_cases` failing rows; the
      exact number of each check is the `count` of its error and in the summary.
    """

    max_failure_cases: ClassVar[int | None] = DEFAULT_CAP

    def __init_subclass__(cls, **options: Any) -> None:  # noqa: ANN401 - handed on
        """Let subclasses check in the same way."""
        super().__init_subclass__(**options)
        _register(cls)

    @staticmethod
    def register_default_backends(check_obj_cls: type) -> None:
        """Register pandera's own backends for columns and checks, unless Narwhals' are wanted."""
        if not CONFIG.use_narwhals_backend:
            DataFrameSchema.register_default_backends(check_obj_cls)

    def validate(  # noqa: PLR0913 - pandera's signature
        self,
        check_obj: PolarsFrame,
        head: int | None = None,
        tail: int | None = None,
        sample: int | None = None,
        random_state: int | None = None,
        lazy: bool = False,  # noqa: FBT001, FBT002 - as above
        inplace: bool = False,  # noqa: FBT001, FBT002 - as above
    ) -> PolarsFrame:
        """Check a frame, and return it as coerced, filtered and completed by the schema.

        Args:
            check_obj: a LazyFrame or a DataFrame.
            head: check the first n rows.
            tail: check the last n rows.
            sample: check n rows at random; of a DataFrame only.
            random_state: seed for `sample`.
            lazy: collect all errors, instead of raising the first.
            inplace: has no effect, as in pandera.

        Raises:
            SchemaError: the first error found, unless `lazy`.
            SchemaErrors: all errors found, if `lazy`.

        """
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            checked: PolarsFrame = super().validate(
                check_obj, head, tail, sample, random_state, lazy=lazy, inplace=inplace
            )
        return checked

    def explain(self, frame: pl.LazyFrame | pl.DataFrame) -> Plan:
        """Say which checks of such a frame run in one scan; and which do not, and why."""
        backend = _Backend()
        rows = frame.lazy()
        return plan(self, rows, backend.columns(rows, self)[0])


class _Backend(DataFrameSchemaBackend):  # type: ignore[misc] # pandera is untyped
    """Pandera's backend, with the rows left to one scan."""

    def validate(  # noqa: PLR0913 - pandera's signature
        self,
        check_obj: PolarsFrame,
        schema: Schema,
        *,
        head: int | None = None,
        tail: int | None = None,
        sample: int | None = None,
        random_state: int | None = None,
        lazy: bool = False,
        inplace: bool = False,
    ) -> PolarsFrame:
        if _drops_rows(schema):
            return self._by_pandera(
                check_obj, schema, head=head, tail=tail, sample=sample, random_state=random_state, lazy=lazy
            )
        if inplace:
            warnings.warn("setting inplace=True will have no effect.", stacklevel=2)
        _refuse_parsers(schema)
        found = ErrorHandler(lazy)
        frame = self._parsed(check_obj.lazy(), schema, found)
        parsed = frame.collect() if isinstance(check_obj, pl.DataFrame) else frame
        looked_at = self.subsample(parsed, head, tail, sample, random_state)
        if looked_at is not parsed:  # its rows may come in any order, but have to in one
            looked_at = looked_at.lazy().collect()
        for error, cause in self._errors(frame, looked_at.lazy(), schema):
            found.collect_error(get_error_category(error.reason_code), error.reason_code, error, cause)
        if found.collected_errors:
            raise SchemaErrors(schema=schema, schema_errors=found.schema_errors, data=parsed)
        return parsed

    def _by_pandera(self, check_obj: PolarsFrame, schema: Schema, **options: Any) -> PolarsFrame:  # noqa: ANN401 - handed on
        """Validate without the scan: dropping rows needs a full-length mask of every check."""
        if CONFIG.use_narwhals_backend:
            raise SchemaDefinitionError("drop_invalid_rows needs pandera's own backend: unset use_narwhals_backend")
        checked: PolarsFrame = super().validate(check_obj, schema, **options)
        return checked

    def _parsed(self, frame: pl.LazyFrame, schema: Schema, found: ErrorHandler) -> pl.LazyFrame:
        """Add, filter, coerce and fill in columns as the schema says; what cannot be is an error."""
        info = self.collect_column_info(frame, schema)
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
                found.collect_error(get_error_category(error.reason_code), error.reason_code, error)
            except SchemaErrors as errors:
                found.collect_errors(errors.schema_errors)
        return frame
