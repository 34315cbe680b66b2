"""Values that outlive the buffers they were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping


def copied(frame: pl.LazyFrame, carry: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    """Return the expressions under their names, texts as copies.

    A filter on a text column keeps the whole buffer of the source alive: gigabytes for a
    few thousand rows. Concatenation with an empty text makes a copy of its own, and the
    null of a null.
    """
    schema = frame.select(**carry).collect_schema()
    return [
        (pl.concat_str(value, pl.lit("")) if schema[name] == pl.String else value).alias(name)
        for name, value in carry.items()
    ]
