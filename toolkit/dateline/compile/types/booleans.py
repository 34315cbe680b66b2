"""Booleans: two lists of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.kind import Kind, listed, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.table import Field

TRUE = ("true", "True", "TRUE", "1")
FALSE = ("false", "False", "FALSE", "0")


def boolean(field: Field) -> Kind:
    """Make the kind of true and false, as the field's `trueValues` and `falseValues` write them."""
    true = tuple(field.options.get("trueValues", TRUE))
    false = tuple(field.options.get("falseValues", FALSE))
    if both := sorted({*true} & {*false}):
        raise ValueError(f"'{both[0]}' is in trueValues and in falseValues")
    return Kind(
        pl.Boolean(),
        "; ".join(f"{listed(texts)} for {word}" for texts, word in ((true, "yes"), (false, "no")) if texts),
        read=lambda cell: _read(cell, true, false),
        write=lambda value: pl.when(value).then(_first(true)).when(~value).then(_first(false)),
        native=lambda raw: _native(raw, true, false),
    )


def _read(cell: pl.Expr, true: Sequence[str], false: Sequence[str]) -> pl.Expr:
    yes, no = one_of(cell, true), one_of(cell, false)
    return pl.when(yes).then(pl.lit(value=True)).when(no).then(pl.lit(value=False))


def _first(texts: Sequence[str]) -> pl.Expr:
    return pl.lit(texts[0] if texts else None, dtype=pl.String)


def _native(raw: object, true: Sequence[str], false: Sequence[str]) -> str | None:
    if isinstance(raw, bool):
        return next(iter(true if raw else false), None)
    return raw if isinstance(raw, str) else None
