"""What tables hold that others refer to: keys, codes of lists, and ids of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.ask import References
from dateline.rules.place_advice import PlaceAdvice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dateline.checks.content import Content
    from dateline.gazetteer import Gazetteer


def references_of(contents: Mapping[str, Content], gazetteer: Callable[[], Gazetteer] | None) -> References:
    """Collect the values that foreign keys and code lists refer to, each once."""
    wanted = {
        (key.table or name, key.references)
        for name, content in contents.items()
        for key in content.table.foreign_keys
    }
    order = sorted(wanted)
    try:
        collected = _referred(contents, order)
    except pl.exceptions.PolarsError:
        again = {name: each.careful() for name, each in contents.items()}
        collected = _referred(again, order)
    keys = {each: frame.rechunk() for each, frame in zip(order, collected, strict=False)}
    lists: dict[str, pl.Series] = {}
    for frame in collected[len(order) :]:
        for (name,), rows in frame.group_by("list", maintain_order=True):
            lists[str(name)] = rows["code"]
    if gazetteer is None:
        return References(keys, lists)
    ids = {
        (name, (role.id,)) for name, each in contents.items() if (role := each.table.roles.places) and role.id
    }
    places: dict[tuple[str, tuple[str, ...]], PlaceAdvice] = {
        key: PlaceAdvice(gazetteer, keys[key].to_series()) for key in order if key in ids
    }
    return References(keys, lists, places)


def _referred(
    contents: Mapping[str, Content], order: Sequence[tuple[str, tuple[str, ...]]]
) -> list[pl.DataFrame]:
    """Read the keys that are referred to, each once, and then the code lists."""
    keys = [_keys(contents[name], fields) for name, fields in order]
    codes = [_codes(content) for content in contents.values() if content.table.codes is not None]
    return pl.collect_all([*keys, *codes])


def _keys(content: Content, fields: tuple[str, ...]) -> pl.LazyFrame:
    """Return the keys of a table; whoever looks them up sees one that is there twice as one."""
    keys = _values(content, fields)
    return keys if fields == content.table.primary_key else keys.unique(maintain_order=True)


def _values(content: Content, fields: Iterable[str]) -> pl.LazyFrame:
    return content.values().select(fields)


def _codes(content: Content) -> pl.LazyFrame:
    codes = content.table.codes
    assert codes is not None
    return (
        _values(content, (codes.list, codes.code))
        .rename({codes.list: "list", codes.code: "code"})
        .drop_nulls()
    )
