"""A pandera schema for Polars that checks every row, in one scan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import polars as pl
from pandera.api.polars.container import DataFrameSchema
from pandera.backends.polars.container import DataFrameSchemaBackend
from pandera.config import ValidationDepth, config_context

from dateline.engine.plan import Plan, plan
from dateline.engine.scan import DEFAULT_CAP

if TYPE_CHECKING:
    from pandera.api.polars.types import PolarsFrame


class Schema(DataFrameSchema):
    """A `pandera.polars.DataFrameSchema` that always checks the data, lazy or not."""

    max_failure_cases: ClassVar[int | None] = DEFAULT_CAP

    def validate(self, check_obj: PolarsFrame, *args: Any, **options: Any) -> PolarsFrame:
        """Validate a frame, whatever pandera's settings say."""
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            checked: PolarsFrame = super().validate(check_obj, *args, **options)
        return checked

    def explain(self, frame: pl.LazyFrame | pl.DataFrame) -> Plan:
        """Say which checks run in one scan, and which cannot."""
        return plan(self, frame.lazy())


for _kind in (pl.LazyFrame, pl.DataFrame):
    Schema.register_backend(_kind, DataFrameSchemaBackend)
