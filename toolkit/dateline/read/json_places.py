"""Where the values of a table stand that is written as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.checks.source import Place
from dateline.document import parse_json
from dateline.read.notes import SNIPPET_LIMIT

if TYPE_CHECKING:
    from collections.abc import Collection

    from dateline.read.items import Item, Items

Cell = tuple[int, int, str | None]
"""File index, row number and field; None for the row's start."""


@dataclass(slots=True)
class Places:
    """Finds values by row and field.

    Args:
        items: the table's rows.
        file: what to call the file.
        offset: number of the first item's row.
        columns: where rows are lists, the position of each field.

    """

    items: Items
    file: str
    offset: int = 1
    columns: dict[str, int] = field(default_factory=dict)

    def find(self, cells: Collection[Cell]) -> dict[Cell, Place]:
        """Find cells; the items are gone through once for all."""
        items = self.items.sources({row - self.offset for _, row, _ in cells})
        return {cell: self._place(items.get(cell[1] - self.offset), cell[2]) for cell in cells}

    def item(self, position: int) -> Place:
        """Find where an item begins, by its position from 0."""
        return self._place(self.items.sources([position]).get(position), None)

    def _place(self, item: Item | None, name: str | None) -> Place:
        if item is None:
            return Place(self.file)
        start = Place(self.file, item.mark.line, item.mark.column, item.line[:SNIPPET_LIMIT])
        return start if name is None else self._value(item, name, start)

    def _value(self, item: Item, name: str, start: Place) -> Place:
        """Find a value in its row: of a text, the character after the quote."""
        document, _ = parse_json(item.text, self.file)
        key = self.columns.get(name) if isinstance(document.value, list) else name
        mark = None if key is None else document.marks.get((key,))
        if mark is None:
            return start
        quoted = isinstance(document.value[key], str)
        first = mark.line == 1
        line = item.mark.line + mark.line - 1
        column = mark.column + quoted + (item.mark.column - 1 if first else 0)
        return Place(self.file, line, column, start.snippet if first else None)
