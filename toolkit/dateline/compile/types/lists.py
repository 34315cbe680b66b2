"""Lists: values of one type, separated by a delimiter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.kind import Kind, let

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.table import Field


def list_of(item: Callable[[str], Kind], field: Field) -> Kind:
    """Make the kind of a list field; `item` gives the kind of a type in its default form.

    A list with an item that is not of the item type is not of the type. The empty text,
    where it is not a missing value, is a list of one empty item.
    """
    delimiter = field.options.get("delimiter") or ","
    kind = item(field.options.get("itemType") or "string")
    return Kind(
        pl.List(kind.dtype),
        f"values separated by '{delimiter}', each {kind.expected}",
        read=lambda cell: _read(cell, delimiter, kind),
        write=lambda value: value.list.eval(kind.write(pl.element())).list.join(delimiter),
        native=lambda raw: _native(raw, delimiter, kind),
        total=kind.total,
    )


def _read(cell: pl.Expr, delimiter: str, kind: Kind) -> pl.Expr:
    texts = cell.str.split(delimiter)
    if kind.total:
        return texts
    items = texts.list.eval(kind.read(pl.element()))
    return let(
        items, lambda items: pl.when(items.list.eval(pl.element().is_not_null()).list.all()).then(items)
    )


def _native(raw: object, delimiter: str, kind: Kind) -> str | None:
    if not isinstance(raw, list | tuple):
        return raw if isinstance(raw, str) else None
    texts = [text for each in raw if (text := kind.native(each)) is not None and delimiter not in text]
    return delimiter.join(texts) if len(texts) == len(raw) else None
