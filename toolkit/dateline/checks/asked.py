"""Which rules a check asks of a dataset's tables: those that apply to what the tables are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.compile.schema import compile_table
from dateline.rules.together import across_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dateline.gazetteer import Gazetteer
    from dateline.table import Table

_ALWAYS = frozenset({"type", "stray-space", "not-nfc"})


def asked(tables: Mapping[str, Table], gazetteer: Callable[[], Gazetteer] | None) -> tuple[str, ...]:
    """Return the ids of the rules that are asked of these tables, sorted; a schema's own among them.

    Args:
        tables: by name.
        gazetteer: gives the dataset's places; not called here. None where it has none.

    """
    of_rows = {each.id for table in tables.values() for each in compile_table(table).rules.values()}
    of_tables = {each.id for each in across_rules(tables, gazetteer)}
    keys = {
        "required": any(each.required(field) for each in tables.values() for field in each.fields),
        "primary-key": any(each.primary_key for each in tables.values()),
        "unique-key": any(each.unique_keys for each in tables.values()),
        "foreign-key": any(each.foreign_keys for each in tables.values()),
    }
    return tuple(sorted(_ALWAYS | of_rows | of_tables | {rule for rule, there in keys.items() if there}))
