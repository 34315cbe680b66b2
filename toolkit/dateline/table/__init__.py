"""Tables and fields: the nouns of a Table Schema document."""

from dateline.table.dialect import Dialect
from dateline.table.model import (
    Category,
    CodeFields,
    Edtf,
    EvidenceFields,
    Field,
    FieldsMatch,
    ForeignKey,
    MissingValue,
    RowRule,
    Table,
    TextFields,
)
from dateline.table.parse import read_schema, read_table

__all__ = [
    "Category",
    "CodeFields",
    "Dialect",
    "Edtf",
    "EvidenceFields",
    "Field",
    "FieldsMatch",
    "ForeignKey",
    "MissingValue",
    "RowRule",
    "Table",
    "TextFields",
    "read_schema",
    "read_table",
]
