"""Every rule that a dataset's schemas bring beside types, constraints and SQL: one list of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.rules.claims import claim_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dateline.gazetteer import Gazetteer
    from dateline.rules.across import Across
    from dateline.rules.rule import Rule
    from dateline.table import Table


def row_rules(table: Table) -> list[Rule]:
    """Return the rules that the roles of a table and the uses of its fields bring to each row."""
    del table
    return []


def across_rules(
    tables: Mapping[str, Table], gazetteer: Callable[[], Gazetteer] | None = None
) -> list[Across]:
    """Return the rules that the tables bring together.

    Args:
        tables: by name.
        gazetteer: gives the dataset's places, when a rule first asks for them; None where
            it has none.

    """
    del gazetteer
    return [*claim_rules(tables)]
