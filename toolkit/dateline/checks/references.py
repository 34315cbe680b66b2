"""What tables hold that others refer to: keys, codes of lists, and ids of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.ask import Hashed, References
from dateline.compile.cast import dtype
from dateline.rules.place_advice import PlaceAdvice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dateline.checks.ask import Referred
    from dateline.checks.content import Content
    from dateline.gazetteer import Gazetteer

MANY = 50_000
"""Keys beyond which hashes are looked up; nothing is suggested among so many (`SUGGEST_FROM`)."""


def references_of(contents: Mapping[str, Content], gazetteer: Callable[[], Gazetteer] | None) -> References:
    """Collect the values that foreign keys and code lists refer to, each once."""
    wanted: set[Referred] = {
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
    ids: set[Referred] = {
        (name, (role.id,)) for name, each in contents.items() if (role := each.table.roles.places) and role.id
    }
    texts = _texts(contents) - (ids if gazetteer else set())
    keys = {each: frame.rechunk() for each, frame in zip(order, collected[: len(order)], strict=True)}
    looked_up = {each: _hashed(frame) if each in texts else frame for each, frame in keys.items()}
    lists: dict[str, pl.Series] = {}
    for frame in collected[len(order) :]:
        for (name,), rows in frame.group_by("list", maintain_order=True):
            lists[str(name)] = rows["code"]
    if gazetteer is None:
        return References(looked_up, lists)
    places: dict[Referred, PlaceAdvice] = {
        key: PlaceAdvice(gazetteer, keys[key].to_series()) for key in order if key in ids
    }
    return References(looked_up, lists, places)


def _texts(contents: Mapping[str, Content]) -> set[Referred]:
    """Return the keys of one text field to which nothing but text fields refer."""
    referred: dict[Referred, bool] = {}
    for name, content in contents.items():
        for key in content.table.foreign_keys:
            target = (key.table or name, key.references)
            fields = (
                *(content.table[each] for each in key.fields),
                *(contents[target[0]].table[each] for each in target[1]),
            )
            single = len(key.fields) == 1 and all(dtype(each) == pl.String for each in fields)
            referred[target] = referred.get(target, True) and single
    return {target for target, single in referred.items() if single}


def _hashed(keys: pl.DataFrame) -> pl.DataFrame | Hashed:
    """Return the hashes of keys where there are many."""
    if keys.height <= MANY:
        return keys
    import secrets  # noqa: PLC0415 - few tables have so many records

    seed = secrets.randbits(63)
    return Hashed(keys.to_series().drop_nulls().hash(seed), seed)


def _referred(contents: Mapping[str, Content], order: Sequence[Referred]) -> list[pl.DataFrame]:
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
