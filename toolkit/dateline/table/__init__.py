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
    Phrase,
    PlaceCode,
    PlaceName,
    PlaceUse,
    RowRule,
    Table,
    TextFields,
    Url,
)
from dateline.table.parse import read_schema, read_table
from dateline.table.parts import Condition
from dateline.table.roles import CORROBORATIONS, NO_ROLES, Roles
from dateline.table.uses import USES

__all__ = [
    "CORROBORATIONS",
    "NO_ROLES",
    "USES",
    "Category",
    "CodeFields",
    "Condition",
    "Dialect",
    "Edtf",
    "EvidenceFields",
    "Field",
    "FieldsMatch",
    "ForeignKey",
    "MissingValue",
    "Phrase",
    "PlaceCode",
    "PlaceName",
    "PlaceUse",
    "Roles",
    "RowRule",
    "Table",
    "TextFields",
    "Url",
    "read_schema",
    "read_table",
]
