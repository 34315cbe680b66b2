"""Changes as JSON: everything, nothing capped.

    [{"dataset", "since", "notes", "tables": {name: {"before", "after", "added", "removed",
      "changed", "moved", "rekeyed"}}, "tables_added", "tables_removed", "schemas", "metadata",
      "level", "why"}]

`added` and `removed` hold records with all their fields; `changed` a member for each cell:
`{"key", "field", "old", "new", "file", "row"}`. `level` is the part of the version that has
to grow: "major", "minor", "patch", or null if nothing changed for a reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.changes import level, reasons
from dateline.render.differences.words import key_of
from dateline.render.safe import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from dateline.changes import Compared, TableChanges
    from dateline.render.options import Options


def lines(compared: Sequence[Compared], options: Options) -> Iterator[str]:  # noqa: ARG001 - every format has the same shape
    """Yield the lines of one JSON array, a dataset each."""
    yield "["
    for number, each in enumerate(compared, 1):
        yield f"  {json_text(_dataset(each))}{',' if number < len(compared) else ''}"
    yield "]"


def _dataset(compared: Compared) -> dict[str, object]:
    changes = compared.changes
    return {
        "dataset": compared.dataset,
        "since": compared.since,
        "notes": list(compared.notes),
        "tables": {name: _table(table) for name, table in changes.tables.items()},
        "tables_added": dict(changes.added),
        "tables_removed": dict(changes.removed),
        "schemas": [
            {
                "table": each.table,
                "field": each.field,
                "what": each.what,
                "old": each.old,
                "new": each.new,
                "level": each.level,
            }
            for each in changes.schemas
        ],
        "metadata": [
            {"what": each.what, "change": each.change, "level": each.level} for each in changes.metadata
        ],
        "level": level(changes),
        "why": [{"level": each.level, "number": each.number, "what": each.what} for each in reasons(changes)],
    }


def _table(table: TableChanges) -> dict[str, object]:
    return {
        "before": table.before,
        "after": table.after,
        "added": _records(table, table.added),
        "removed": _records(table, table.removed),
        "changed": _rows(table, table.cells, ("field", "old", "new", "file", "row")),
        "moved": _rows(table, table.moved, ("old_file", "file", "row")),
        "rekeyed": table.rekeyed.to_dicts(),
    }


def _records(table: TableChanges, rows: pl.DataFrame) -> list[dict[str, object]]:
    fields = [name for name in rows.columns if name not in ("file", "row")]
    return [
        {
            "key": key_of(table, row) if table.key else None,
            "file": row["file"],
            "row": row["row"],
            "record": {name: row[name] for name in fields},
        }
        for row in rows.iter_rows(named=True)
    ]


def _rows(table: TableChanges, rows: pl.DataFrame, names: Sequence[str]) -> list[dict[str, object]]:
    found = rows.iter_rows(named=True)
    return [{"key": key_of(table, row), **{name: row[name] for name in names}} for row in found]
