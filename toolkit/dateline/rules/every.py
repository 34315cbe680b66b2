"""Every rule that a dataset's schemas bring beside types, constraints and SQL: one list of each kind.

Most of dateline's modules are imported from here. `dateline.rules.together` does so only for
tables that bring such rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.edtf import vector
from dateline.rules.anchors import anchor_rules
from dateline.rules.articles import article_row_rules, article_rules
from dateline.rules.chain_tables import chains_of
from dateline.rules.chains import chain_rules
from dateline.rules.claims import claim_rules
from dateline.rules.coarsened import coarsened_rules
from dateline.rules.contradictions import contradiction_rules
from dateline.rules.corroboration import corroboration_rules
from dateline.rules.dates import PARTS, date_rules, dated
from dateline.rules.duplicates import duplicate_rules
from dateline.rules.identifiers import PERSONAL_IDENTIFIER, identifier_rules
from dateline.rules.identifiers import masked as without_identifiers
from dateline.rules.names import PRIVATE_NAME, PRIVATE_PERSON, name_rules
from dateline.rules.naming import masked as without_names
from dateline.rules.order import order_rules
from dateline.rules.people import people_rules, withheld_rules
from dateline.rules.phrases import phrase_rules
from dateline.rules.related import related_rules
from dateline.rules.reported import reported_rules
from dateline.rules.times import time_rules
from dateline.rules.urls import url_row_rules, url_rules
from dateline.rules.where import where_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from dateline.gazetteer import Gazetteer
    from dateline.rules.across import Across
    from dateline.rules.rule import Rule
    from dateline.table import Table


def row_rules(table: Table, *, shared: bool = False) -> list[Rule]:
    """Return the rules that the roles of a table and the uses of its fields bring to each row.

    `shared` says that the frame to be checked holds what several rules need of a date, as `with_shared`
    adds it.
    """
    return [
        *(rule for field in table.fields for rule in date_rules(field, shared=shared)),
        *order_rules(table, shared=shared),
        *phrase_rules(table),
        *time_rules(table, shared=shared),
        *identifier_rules(table),
        *withheld_rules(table),
        *article_row_rules(table),
        *url_row_rules(table),
    ]


def with_shared(table: Table, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add the columns that several rules of a table need to a frame of its values."""
    dates = {field.name: dated(field) for field in table.fields if field.edtf is not None}
    return vector.with_parts(frame, dates, PARTS)


def across_rules(
    tables: Mapping[str, Table], gazetteer: Callable[[], Gazetteer] | None = None
) -> list[Across]:
    """Return the rules that the tables bring together.

    Args:
        tables: by name.
        gazetteer: gives the dataset's places, when a rule first asks for them; None where
            it has none.

    """
    chains = list(chains_of(tables))
    return [
        *where_rules(tables, gazetteer),
        *claim_rules(tables, chains),
        *chain_rules(tables, chains),
        *anchor_rules(tables),
        *related_rules(tables),
        *reported_rules(tables),
        *corroboration_rules(tables, chains),
        *article_rules(tables),
        *url_rules(tables),
        *contradiction_rules(tables),
        *duplicate_rules(tables),
        *name_rules(tables),
        *people_rules(tables),
        *coarsened_rules(tables),
    ]


MASKS: Mapping[str, Callable[[str], str]] = {
    PERSONAL_IDENTIFIER: without_identifiers,
    PRIVATE_NAME: without_names,
    PRIVATE_PERSON: without_names,
}
"""By rule, how what it found is hidden in a report: logs of checks are public."""
