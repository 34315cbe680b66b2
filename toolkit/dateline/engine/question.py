"""What the engine asks of a frame, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked of every row: where is this expression true?

    Args:
        name: unique among the questions of a scan.
        bad: a row-wise Boolean expression, true on failing rows, never null.
        silenced_by: names of questions that, true on the same row, make this one moot:
            a cell that could not be read is unknown to the rules that use it.

    """

    name: str
    bad: pl.Expr
    silenced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unique:
    """One combination of fields that may not repeat.

    Rows for which any of `fields` is null are left out when `skip_null` holds, as in SQL.
    """

    name: str
    fields: tuple[str, ...]
    skip_null: bool = True


@dataclass(frozen=True, slots=True)
class Failures:
    """The rows that fail one question or key.

    `count` is exact; `rows` holds the first ones, at most as many as the scan was asked
    for, with the row's index (`ROW`), the carried columns and, for a key, the index of
    the row it repeats (`FIRST`).
    """

    name: str
    count: int
    rows: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Answers:
    """What a scan found: failures by name, in the order asked, and the rows it saw."""

    height: int
    failures: dict[str, Failures] = field(default_factory=dict)


ROW = "__row_index__"
FIRST = "__first_index__"
