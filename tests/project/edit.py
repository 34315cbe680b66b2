"""Edits of a project's files, cell by cell, as a careless person would make them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def find(project: Path, table: str, key: str) -> tuple[Path, int]:
    """Return the file that holds the record with this key, and the line it begins on."""
    for path in sorted(project.glob(f"datasets/*/records/*/{table}.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            before = 0
            for row in reader:
                if row[0] == key:
                    return path, before + 1
                before = reader.line_num
    raise LookupError(key)


def change(project: Path, table: str, key: str, field: str, value: str) -> tuple[Path, int]:
    """Write `value` into one cell; return the file and the record's line."""
    path, line = find(project, table, key)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    at = rows[0].index(field)
    for row in rows:
        if row[0] == key:
            row[at] = value
    write(path, rows)
    return path, line


def write(path: Path, rows: list[list[str]]) -> None:
    """Write rows as a CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def rows_of(path: Path) -> list[list[str]]:
    """Read a CSV file."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
