"""A table's rules as a pandera schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl

from dateline.compile.cast import dtype
from dateline.compile.schema import unique_keys
from dateline.compile.table_schema import field_metadata, table_metadata
from dateline.engine.capture import ROW_WISE
from dateline.engine.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pandera.api.polars.types import PolarsData

    from dateline.rules.rule import Rule
    from dateline.table import Table


def assemble(table: Table, columns: Mapping[str, Sequence[Rule]], row: Sequence[Rule]) -> Schema:
    """Make a schema with a check for each rule; see `Compiled`, whose members these are."""
    written = {each.get("name"): each for each in table.descriptor.get("fields", [])}
    schema_columns = {}
    for field in table.fields:
        found = columns[field.name]
        spoken = {rule.id for rule in found if rule.native is not None}
        schema_columns[field.name] = pa.Column(
            dtype(field),
            checks=[_check(rule, rule.id) for rule in found],
            nullable=not table.required(field),
            required=table.fields_match not in ("superset", "partial"),
            title=field.title,
            description=field.description,
            metadata=field_metadata(written.get(field.name, {}), spoken),
        )
    row_checks = [_check(rule, rule.name) for rule in row]
    row_checks += [_unique(fields, name) for fields, name in unique_keys(table)]
    return Schema(
        schema_columns,
        checks=row_checks,
        unique=list(table.primary_key) or None,
        name=table.name,
        title=table.title,
        description=table.description,
        strict=table.fields_match in ("exact", "equal", "superset"),
        ordered=table.fields_match == "exact",
        metadata=table_metadata(table.descriptor),
    )


def _check(rule: Rule, name: str) -> pa.Check:
    said: dict[str, Any] = {"name": name, "error": rule.id, "raise_warning": rule.severity == "warning"}
    if rule.native is not None:
        native: Callable[..., pa.Check] = getattr(pa.Check, rule.native.name)
        return native(**rule.native.arguments, **said)
    expression = rule.test

    def passes(data: PolarsData) -> pl.LazyFrame:
        selected: pl.LazyFrame = data.lazyframe.select(expression)
        return selected

    return pa.Check(passes, **said, description=rule.message, statistics={ROW_WISE: True})


def _unique(fields: tuple[str, ...], rule: str) -> pa.Check:
    present = pl.all_horizontal(pl.col(name).is_not_null() for name in fields)
    repeats = pl.struct(fields).is_duplicated() & present

    def passes(data: PolarsData) -> pl.LazyFrame:
        selected: pl.LazyFrame = data.lazyframe.select(repeats.not_())
        return selected

    name = f"{rule}:{'+'.join(fields)}"
    return pa.Check(passes, name=name, error=rule, statistics={"unique_fields": list(fields)})
