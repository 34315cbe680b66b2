"""Several small tables checked together, for tests of the rules between them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from checks.rows import Rows
from dateline.checks.content import Content
from dateline.checks.links import check_links
from dateline.checks.tables import EXAMPLES, check_tables
from dateline.table import read_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dateline.findings import Finding
    from dateline.gazetteer import Gazetteer


def check(
    schemas: Mapping[str, str],
    records: Mapping[str, str],
    *,
    gazetteer: Callable[[], Gazetteer] | None = None,
    examples: int | None = EXAMPLES,
) -> list[Finding]:
    """Check tables by schemas in YAML and records in CSV; a table without records has none.

    Of the CSV, the header may leave out fields: their cells are empty.
    """
    tables = {name: read_schema(text, f"{name}.yaml", name) for name, text in schemas.items()}
    check_links(tables)
    contents = {}
    for name, table in tables.items():
        read = csv.DictReader(io.StringIO(records.get(name, "")))
        rows = [[row.get(field, "") for field in table.names] for row in read]
        contents[name] = Content(table, Rows(table.names, rows))
    return check_tables(contents, gazetteer=gazetteer, examples=examples).findings


def failed(found: list[Finding], *rules: str) -> list[tuple[str, str | None, str | None]]:
    """Return rule, field and key of each finding, of these rules alone if any are named."""
    return [(each.rule, each.field, each.key) for each in found if not rules or each.rule in rules]
