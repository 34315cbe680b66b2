"""A source of records made of plain rows, for tests of what happens after reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.source import BROKEN, FILE, RECORD, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dateline.findings import Finding, Severity


@dataclass
class Rows:
    """Rows of text, as if read from one CSV file with a header and no line breaks in cells."""

    fields: tuple[str, ...]
    rows: Sequence[Sequence[str | None]]
    absent: Mapping[int, Collection[str]] = field(default_factory=dict)
    broken: Collection[int] = ()
    findings: Sequence[Finding] = ()
    more: Mapping[tuple[str, Severity], int] = field(default_factory=dict)

    @property
    def frame(self) -> pl.LazyFrame:
        """The rows with their places."""
        schema = dict.fromkeys(self.fields, pl.String)
        frame = pl.LazyFrame([list(row) for row in self.rows], schema=schema, orient="row")
        numbered = frame.with_row_index(RECORD, offset=2)
        return numbered.with_columns(
            pl.lit(0, pl.UInt32).alias(FILE), pl.col(RECORD).is_in(list(self.broken)).alias(BROKEN)
        )

    def places(
        self, cells: Collection[tuple[int, int, str | None]]
    ) -> Mapping[tuple[int, int, str | None], Place]:
        """Say where each cell stands: its record's number is its line, its field's position its column."""
        return {
            (file, row, name): Place("rows.csv", row, 1 if name is None else self.fields.index(name) + 1)
            for file, row, name in cells
        }

    def careful(self) -> Rows:
        """Read the same rows again."""
        return self
