"""Records that are gone and to which records of other tables referred."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.changes.records import Side, TableChanges
    from dateline.table import ForeignKey

_PART = "__part__:{}"


def referred(old: Mapping[str, Side], changes: Mapping[str, TableChanges]) -> dict[str, int]:
    """Count, for each table that lost records, those that other tables referred to.

    Args:
        old: the earlier state, by table name: references are those that it had.
        changes: what became of its tables.

    Raises:
        polars.exceptions.PolarsError: if a frame cannot be read.

    """
    counted = {name: _count(old, name, each.removed) for name, each in changes.items() if each.removed.height}
    return {name: number for name, number in counted.items() if number}


def _count(old: Mapping[str, Side], name: str, removed: pl.DataFrame) -> int:
    numbered = removed.lazy().with_row_index("__number__")
    hit = [
        numbered.join(_pointers(side, key), left_on=key.references, right_on=_parts(key), how="semi").select(
            "__number__"
        )
        for side, key in _keys_to(old, name)
    ]
    return int(pl.concat(hit).unique().select(pl.len()).collect().item()) if hit else 0


def _keys_to(old: Mapping[str, Side], name: str) -> Iterator[tuple[Side, ForeignKey]]:
    """Yield the other tables' keys to this one, with the tables that have them."""
    for other, side in old.items():
        for key in side.table.foreign_keys:
            if other != name and key.table == name:
                yield side, key


def _pointers(side: Side, key: ForeignKey) -> pl.LazyFrame:
    """Return the distinct references of a table; one of empty cells refers to nothing."""
    parts = [
        pl.col(field).fill_null("").alias(part) for field, part in zip(key.fields, _parts(key), strict=True)
    ]
    said = pl.any_horizontal(pl.col(part) != "" for part in _parts(key))
    return side.frame.select(parts).unique().filter(said)


def _parts(key: ForeignKey) -> list[str]:
    return [_PART.format(number) for number in range(len(key.fields))]
