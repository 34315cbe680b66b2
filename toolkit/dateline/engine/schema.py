"""A pandera schema for Polars that checks every row, in one scan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import polars as pl
from pandera.api.polars.container import DataFrameSchema
from pandera.config import CONFIG, ValidationDepth, config_context

from dateline.engine.backend import Backend
from dateline.engine.scan import DEFAULT_CAP

if TYPE_CHECKING:
    from pandera.api.polars.types import PolarsFrame

    from dateline.engine.plan import Plan


class Schema(DataFrameSchema):
    """A `pandera.polars.DataFrameSchema` that checks all rows, of a LazyFrame too, in one scan.

    It is made and used as any schema of pandera's, and reports as they do. Three things
    differ:

    - It always checks the data. `PANDERA_VALIDATION_ENABLED`, the validation depth and
      the like do not apply: a check of records that a forgotten variable turns off is
      worse than none.
    - All row-wise checks run together, streaming, whatever the size of the source;
      `explain` names those that cannot.
    - `SchemaErrors.failure_cases` comes from the first `max_failure_cases` failing rows
      (None: from all). How many fail each check, exactly, is the `count` of its error
      and stands in the summary.
    """

    max_failure_cases: ClassVar[int | None] = DEFAULT_CAP

    def __init_subclass__(cls, **options: Any) -> None:  # noqa: ANN401 - handed on
        """Let subclasses check in the same way."""
        super().__init_subclass__(**options)
        _register(cls)

    @staticmethod
    def register_default_backends(check_obj_cls: type) -> None:
        """Register pandera's backends for columns and checks, unless other ones are asked for."""
        if not CONFIG.use_narwhals_backend:
            DataFrameSchema.register_default_backends(check_obj_cls)

    def validate(
        self,
        check_obj: PolarsFrame,
        head: int | None = None,
        tail: int | None = None,
        sample: int | None = None,
        random_state: int | None = None,
        lazy: bool = False,  # noqa: FBT001, FBT002 - as above
        inplace: bool = False,  # noqa: FBT001, FBT002 - as above
    ) -> PolarsFrame:
        """Check a frame, and return it as the schema coerces, filters and completes it.

        Args:
            check_obj: a LazyFrame or a DataFrame.
            head: check the first n rows.
            tail: check the last n rows.
            sample: check n rows at random; of a DataFrame only.
            random_state: seed for `sample`.
            lazy: collect all errors, instead of raising the first.
            inplace: has no effect, as in pandera.

        Raises:
            pandera.errors.SchemaError: the first error, unless `lazy`.
            pandera.errors.SchemaErrors: all errors, if `lazy`.
            polars.exceptions.PolarsError: if the frame cannot be read.

        """
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            checked: PolarsFrame = super().validate(
                check_obj, head, tail, sample, random_state, lazy=lazy, inplace=inplace
            )
        return checked

    def explain(self, frame: pl.LazyFrame | pl.DataFrame) -> Plan:
        """Say which checks of such a frame run in one scan; and which do not, and why."""
        return Backend().explain(frame.lazy(), self)


def _register(schema: type[Schema]) -> None:
    for kind in (pl.LazyFrame, pl.DataFrame):
        schema.register_backend(kind, Backend)


_register(Schema)
