"""Keys: which rows repeat another.

Equal values have equal hashes, so a column of hashes without a repeat proves the key.
Where hashes repeat, the key's fields alone are read again and compared exactly: a chance
collision is never reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.engine.question import FIRST, ROW, Failures, Unique

if TYPE_CHECKING:
    from collections.abc import Sequence


def hashes(key: Unique) -> pl.Expr:
    """Return a hash a row of the key's fields; null where the row is left out."""
    value = pl.col(key.fields[0]) if len(key.fields) == 1 else pl.struct(key.fields)
    return pl.when(_counted(key)).then(value.hash()) if key.skip_null else value.hash()


def _counted(key: Unique) -> pl.Expr:
    return pl.all_horizontal(pl.col(name).is_not_null() for name in key.fields)


def repeated(
    frame: pl.LazyFrame, key: Unique, hashed: pl.Series, kept: Sequence[pl.Expr], cap: int | None
) -> Failures | None:
    """Return the rows that repeat an earlier one, or None if none does."""
    suspects = _suspects(hashed)
    if suspects is None:
        return None
    indexed = frame.with_row_index(ROW)
    wanted = indexed.filter(pl.col(ROW).is_in(suspects.implode()))
    rows = wanted.select(ROW, *key.fields).collect(engine="streaming")
    rows = rows.with_columns(pl.col(ROW).min().over(list(key.fields)).alias(FIRST)).sort(ROW)
    again = rows.filter(pl.col(ROW) != pl.col(FIRST)).select(ROW, FIRST)
    if again.is_empty():
        return None
    shown = again if cap is None else again.head(cap)
    values = indexed.filter(pl.col(ROW).is_in(shown[ROW].implode())).select(ROW, *kept).collect(engine="streaming")
    return Failures(key.name, again.height, shown.join(values, on=ROW, how="left", maintain_order="left"))


def _suspects(hashed: pl.Series) -> pl.Series | None:
    """Return the indexes of rows whose hash occurs more than once."""
    present = hashed.drop_nulls()
    if present.n_unique() == present.len():
        return None
    ordered = present.sort()
    doubles = ordered.filter(ordered == ordered.shift(1)).unique()
    return hashed.is_in(doubles.implode()).fill_null(value=False).arg_true()
