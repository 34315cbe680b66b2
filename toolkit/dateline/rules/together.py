"""What a dataset's schemas bring beside types, constraints and SQL, imported where there is any.

A table that says nothing under `dateline` of what it is brings no rule of dateline's own: the
tables of most other publishers. Their check starts without two thirds of the modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.table import NO_ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import polars as pl

    from dateline.gazetteer import Gazetteer
    from dateline.rules.across import Across
    from dateline.rules.rule import Rule
    from dateline.table import Table


def is_plain(table: Table) -> bool:
    """Whether a table says neither what its records are nor what its fields are used for."""
    said = table.roles != NO_ROLES or any((table.text, table.evidence, table.codes))
    return not said and not any(
        (each.edtf, each.phrase, each.place, each.place_name, each.place_code, each.url) != (None,) * 6
        for each in table.fields
    )


def row_rules(table: Table, *, shared: bool = False) -> list[Rule]:
    """Return the rules that a table brings to each row; see `dateline.rules.every`."""
    if is_plain(table):
        return []
    from dateline.rules import every  # noqa: PLC0415 - see above

    return every.row_rules(table, shared=shared)


def with_shared(table: Table, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add the columns that several rules of a table need; see `dateline.rules.every`."""
    if is_plain(table):
        return frame
    from dateline.rules import every  # noqa: PLC0415 - see above

    return every.with_shared(table, frame)


def across_rules(
    tables: Mapping[str, Table], gazetteer: Callable[[], Gazetteer] | None = None
) -> list[Across]:
    """Return the rules that tables bring together; see `dateline.rules.every`."""
    if all(map(is_plain, tables.values())):
        return []
    from dateline.rules import every  # noqa: PLC0415 - see above

    return every.across_rules(tables, gazetteer)


def masks(tables: Iterable[Table]) -> Mapping[str, Callable[[str], str]]:
    """Return, by rule, how what it found in these tables is hidden in a report: logs are public."""
    if all(map(is_plain, tables)):
        return {}
    from dateline.rules import every  # noqa: PLC0415 - see above

    return every.MASKS
