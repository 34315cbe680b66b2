"""Lists in cells: an item that names a record which is not published is left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from dateline.package.gating.draft import AT, blank

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dateline.package.gating.draft import Draft
    from dateline.table import Field


def without_hidden(drafts: Mapping[str, Draft], keys: Collection[str]) -> None:
    """Leave keys out of every list of texts; a list that holds nothing then is an empty cell."""
    for draft in drafts.values() if keys else ():
        for field in draft.table.fields:
            if field.type in ("list", "array"):
                draft.write({field.name: dict(_edited(draft, field, frozenset(keys)))})


def _edited(draft: Draft, field: Field, keys: frozenset[str]) -> Iterator[tuple[int, str]]:
    if field.name not in draft.content.text.collect_schema().names():
        return
    texts = draft.texts(draft.rows[AT], [field.name]).drop_nulls()
    naming = texts.filter(pl.col(field.name).str.contains_any(sorted(keys)))
    for at, text in naming.iter_rows():
        items = _items(field, text)
        left = [item for item in items if str(item) not in keys]
        if len(left) < len(items):
            yield at, _written(field, left) if left else blank(draft.table, field)


def _items(field: Field, text: str) -> list[object]:
    if field.type == "list":
        return list(text.split(field.options.get("delimiter", ",")))
    try:
        found = json.loads(text)
    except ValueError:
        return []  # a cell that is no array is an error of the check, and is not published
    return found if isinstance(found, list) else []


def _written(field: Field, items: list[object]) -> str:
    if field.type == "list":
        return str(field.options.get("delimiter", ",")).join(map(str, items))
    return json.dumps(items, ensure_ascii=False)
