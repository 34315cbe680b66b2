"""What the engine asks of a frame, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked of every row, as an expression that is true where the row fails.

    Args:
        name: unique among the questions of a scan.
        bad: a row-wise Boolean expression, true on failing rows, never null.
        silenced_by: names of questions that, true on the same row, make this one moot:
            a cell that could not be read is unknown to the rules that use it.
        maybe: true on all rows that may fail, never null, and much cheaper than `bad`, which is
            asked of these rows alone, when all have been read; if one fails, or there are too
            many to be held, in a reading of its own. A question that silences others is asked
            of every row.
        closer: true on those of these rows that may fail, never null: dearer than `maybe`, and
            asked of the rows alone that it lets by.

    """

    name: str
    bad: pl.Expr
    silenced_by: tuple[str, ...] = ()
    maybe: pl.Expr | None = None
    closer: pl.Expr | None = None


@dataclass(frozen=True, slots=True)
class Unique:
    """One combination of fields that may not repeat.

    Values are equal as Polars groups them: NaN equals NaN, and -0.0 equals 0.0.

    Args:
        name: unique among the questions and keys of a scan.
        fields: the columns whose values together may not repeat.
        skip_null: leave out rows for which any of `fields` is null, as in SQL.
        every: report the row that is repeated, too, and not the later ones alone.
        carry: names of the carried columns to fetch for the rows reported; None for all.
            A key's rows are read again, and few columns are read sooner than many.
        first: names of carried columns of numbers whose values in the repeated row are
            wanted too; they come under `FIRST_OF`.

    """

    name: str
    fields: tuple[str, ...]
    skip_null: bool = True
    every: bool = False
    carry: tuple[str, ...] | None = None
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failures:
    """The rows that fail one question or key.

    `count` is exact; `rows` holds the first ones in the frame's order, at most as many as
    the scan was asked for, with the row's index (`ROW`), the carried columns and, for a
    key, the index of the first row with the same value (`FIRST`).
    """

    name: str
    count: int
    rows: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Answers:
    """What a scan found: the rows it saw, failures by name in the order asked, and what it was to keep."""

    height: int
    failures: dict[str, Failures] = field(default_factory=dict)
    kept: pl.DataFrame | None = None


ROW = "__row_index__"
"""Column with the 0-based position of a row in the frame."""

FIRST = "__first_index__"
"""Column with the position of the first row that has the same key."""

FIRST_OF = "__first_{}__"
"""Column with what a carried column holds in the first row with the same value."""
