"""What differs between two states of a dataset: tables that came and went, records, schemas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dateline.changes.metadata import MetadataChange, compare_metadata
from dateline.changes.records import TableChanges, compare_records
from dateline.changes.referred import referred
from dateline.changes.schemas import SchemaChange, compare_schemas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.changes.records import Side


@dataclass(frozen=True, slots=True)
class DatasetChanges:
    """What differs between two states of a dataset.

    Args:
        tables: changes of the tables that both states have, by name, in the new order.
        added: tables that are new, with their number of records.
        removed: tables that are gone, with the number of records they had.
        schemas: changes of the schemas.
        referred: how many of the records that are gone others referred to, by table.
        metadata: changes of what the dataset says of itself as a whole.

    """

    tables: Mapping[str, TableChanges]
    added: Mapping[str, int]
    removed: Mapping[str, int]
    schemas: tuple[SchemaChange, ...]
    referred: Mapping[str, int] = field(default_factory=dict)
    metadata: tuple[MetadataChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        whole = self.added or self.removed or self.schemas or self.metadata
        return bool(whole or any(self.tables.values()))


@dataclass(frozen=True, slots=True)
class Compared:
    """A dataset, what it was compared with, what differs, and what else is to be known of it."""

    dataset: str
    since: str
    changes: DatasetChanges
    notes: tuple[str, ...] = ()


def compare_datasets(
    old: Mapping[str, Side],
    new: Mapping[str, Side],
    metadata: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {}),
) -> DatasetChanges:
    """Compare two states of a dataset.

    Args:
        old: the earlier state's tables by name.
        new: the later state's.
        metadata: what each state's descriptor says of the dataset as a whole.

    """
    both = [name for name in new if name in old]
    tables = {name: compare_records(old[name], new[name]) for name in both}
    return DatasetChanges(
        tables=tables,
        added={name: _height(new[name]) for name in new if name not in old},
        removed={name: _height(old[name]) for name in old if name not in new},
        schemas=tuple(
            change for name in both for change in compare_schemas(old[name].table, new[name].table)
        ),
        referred=referred(old, tables),
        metadata=tuple(compare_metadata(*metadata)),
    )


def _height(side: Side) -> int:
    import polars as pl  # noqa: PLC0415 - only whole tables need it

    return int(side.frame.select(pl.len()).collect().item())
