"""Tombstones: what became of records that earlier releases had, as a table of the release.

Whoever joins an older citation to this table learns whether its record was retracted, and
which records of this release stand for it now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.dataset.ledger import CHANGES, ended, successors
from dateline.document import Document, Node
from dateline.errors import DatasetFileError, Problem
from dateline.package import canonical
from dateline.package.model import TableContent
from dateline.table import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dateline.dataset import Dataset
    from dateline.dataset.ledger import Entry

NAME: Final = "retractions"
"""What the table is called."""

_TEXT: Final[dict[str, Any]] = {"type": "string", "constraints": {"required": True}}
_FIELDS: Final[tuple[dict[str, Any], ...]] = (
    {"name": "table", "title": "Table", "description": "The table that had the record.", **_TEXT},
    {
        "name": "record",
        "title": "Record",
        "description": "Its primary key, the parts joined by a slash. It is never used again.",
        **_TEXT,
    },
    {
        "name": "change",
        "title": "Change",
        "type": "string",
        "description": "retracted: it should not have been there; merged: it told of what another record "
        "tells; split: several records took its place.",
        "constraints": {"required": True, "enum": [each for each in CHANGES if each != "corrected"]},
    },
    {
        "name": "into",
        "title": "Into",
        "type": "string",
        "description": "The record of this release that stands for it, whatever came between; a row for each "
        "if there are several. Empty if none is left.",
    },
    {"name": "reason", "title": "Reason", "description": "Why, in words for whoever cited it.", **_TEXT},
    {
        "name": "date",
        "title": "Date",
        "type": "date",
        "description": "The day on which it was decided.",
        "constraints": {"required": True},
    },
)
_SCHEMA: Final[dict[str, Any]] = {
    "title": "Retractions",
    "description": "Records of earlier releases that are no more, and what became of them. Made from the "
    "dataset's ledger of changes for the release.",
    "fields": list(_FIELDS),
    "dateline": {"derived": "changes.yaml"},
}


def insist_room(dataset: Dataset, ledger: Sequence[Entry]) -> None:
    """Refuse a dataset with a ledger and a table of its own that has the tombstones' name.

    Raises:
        DatasetFileError: at the table's line.

    """
    own = [each for each in dataset.tables if each.name == NAME]
    if own and ended(ledger):
        message = f"'{NAME}' is the name of the table that tells of ended records"
        mark = own[0].mark
        raise DatasetFileError(Problem(message, dataset.file, mark.line, mark.column, "choose another name"))


def retractions(ledger: Sequence[Entry], tables: Collection[str]) -> TableContent | None:
    """Return the table of tombstones, in the published order; None if no record was ended.

    Args:
        ledger: the dataset's ledger of changes.
        tables: names of the tables that are published.

    """
    rows = [row for each in ledger if each.ends and each.table in tables for row in _rows(each, ledger)]
    if not rows:
        return None
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    from dateline.compile.cast import typed  # noqa: PLC0415 - as above

    table = read_table(Node.root(Document(NAME, dict(_SCHEMA), {}, {}), []), NAME, strict=False)
    text = canonical.ordered(table, pl.LazyFrame(rows, dict.fromkeys(table.names, pl.String), orient="row"))
    return TableContent(table, text, typed(table, text))


def _rows(entry: Entry, ledger: Sequence[Entry]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each record that stands for an ended one, or one row if there is none."""
    for into in successors(ended(ledger), entry.table, entry.record) or ("",):
        yield (entry.table, entry.record, entry.change, into, entry.reason, entry.date.isoformat())
