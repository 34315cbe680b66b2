"""What differs between two states of a dataset: record by record, cell by cell, schema by schema."""

from dateline.changes.dataset import Compared, DatasetChanges, compare_datasets
from dateline.changes.level import Reason, level, reasons
from dateline.changes.metadata import MetadataChange, compare_metadata
from dateline.changes.records import Side, TableChanges, compare_records
from dateline.changes.schemas import Level, SchemaChange, compare_schemas

__all__ = [
    "Compared",
    "DatasetChanges",
    "Level",
    "MetadataChange",
    "Reason",
    "SchemaChange",
    "Side",
    "TableChanges",
    "compare_datasets",
    "compare_metadata",
    "compare_records",
    "compare_schemas",
    "level",
    "reasons",
]
