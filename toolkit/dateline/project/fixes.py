"""Fixes as cells of files: which cell of which record gets which text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.read.table import TextTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dateline.checks.content import Content
    from dateline.checks.fix import Fix

Address = tuple[str, str, int, str]
"""A cell: table, file as it is shown, number of the record, field."""


def addresses(fix: Fix) -> list[Address]:
    """Return the cells that a fix writes."""
    found = fix.finding
    assert found.table is not None
    assert found.file is not None
    assert found.row is not None
    return [(found.table, found.file, found.row, field) for field in fix.cells]


def texts_of(fixes: Iterable[Fix]) -> dict[Address, str]:
    """Return the new texts by cell; of two fixes of one cell the later one counts."""
    return {
        address: text
        for fix in fixes
        for address, text in zip(addresses(fix), fix.cells.values(), strict=True)
    }


def new_cells(
    contents: Mapping[str, Content], fixes: Iterable[Fix]
) -> list[tuple[TextTable, dict[tuple[int, int, str], str]]]:
    """Return tables with their new texts, as `replace_cells` takes them."""
    cells: dict[str, dict[tuple[int, int, str], str]] = {}
    for (table, file, record, field), text in texts_of(fixes).items():
        source = contents[table].source
        assert isinstance(source, TextTable), "a dataset's records stand in files"
        cells.setdefault(table, {})[source.indexes[file], record, field] = text
    return [
        (source, new) for name, new in cells.items() if isinstance(source := contents[name].source, TextTable)
    ]
