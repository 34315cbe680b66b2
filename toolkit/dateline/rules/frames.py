"""The records of a check, as rules over several tables are given them, and what the rules share of them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING, TypeVar, cast

import polars as pl

from dateline.rules.across import ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from dateline.rules.across import Link

T = TypeVar("T")

KEY = "__key__"
"""Column of the number that stands for a record's key (UInt32); null where the key is."""
_TO = "__to__:{}>{}"
_FEW = 4
"""So many times as many keys as texts: then those asked for are picked out first."""
_TRIED = 1_000
"""Records that tell whether a table may stand in the order of those to which it refers."""


class Frames(Mapping[str, pl.LazyFrame]):
    """Tables by name, a row a record, and answers about them that several rules need.

    Keys are texts, and to join texts takes several times as long as to join numbers. So
    `numbered` gives each key a number, once for all rules. What rules work out of the
    records beyond that is kept by `once`.
    """

    def __init__(self, frames: Mapping[str, pl.LazyFrame | pl.DataFrame]) -> None:
        self._lazy = {name: frame.lazy() for name, frame in frames.items()}
        self._whole = {name: frame for name, frame in frames.items() if isinstance(frame, pl.DataFrame)}
        self._known: dict[Hashable, object] = {}
        self._only: dict[str, pl.LazyFrame] = {}

    @classmethod
    def of(cls, frames: Mapping[str, pl.LazyFrame]) -> Frames:
        """Return the tables of a check as they are; of other ones nothing is known yet."""
        return frames if isinstance(frames, Frames) else cls(frames)

    def __getitem__(self, name: str) -> pl.LazyFrame:
        """Return a table."""
        return self._lazy[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the tables."""
        return iter(self._lazy)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self._lazy)

    def among(self, name: str, rows: pl.LazyFrame) -> Frames:
        """Return the same tables, but of one of them only the records of which `rows` have the `ROW`.

        What is known of whole tables goes for them too.
        """
        self._held(name)
        few = copy(self)
        few._only = {name: rows.select(ROW).cache()}  # noqa: SLF001 - our own
        few._lazy = self._lazy | {name: self[name].join(few._only[name], on=ROW, how="semi").cache()}  # noqa: SLF001 - as above
        return few

    def once(self, name: Hashable, answer: Callable[[], T]) -> T:
        """Return what is known under a name; work it out if nothing is."""
        if name not in self._known:
            self._known[name] = answer()
        return cast("T", self._known[name])

    def frame(self, name: Hashable, answer: Callable[[], pl.LazyFrame]) -> pl.LazyFrame:
        """Return the rows of a query, which is run once."""
        return self.once(name, lambda: answer().collect().lazy())

    def numbered(self, table: str, *links: Link, key: str | None = None) -> pl.LazyFrame:
        """Return a table with numbers beside its keys: those that are equal have one number.

        Args:
            table: its name.
            links: foreign keys of the table; `to` gives the column of each: the number of
                the record to which it leads, null where there is none.
            key: the field of the table's own key, whose number is `KEY`.

        """
        columns = [self._to(each).alias(_TO.format(each.field, each.target)) for each in links]
        own = [] if key is None else [self._own(table, key).alias(KEY)]
        whole = self._held(table).with_columns(*columns, *own).lazy()
        return whole.join(self._only[table], on=ROW, how="semi") if table in self._only else whole

    def joined(
        self,
        rows: pl.DataFrame,
        on: str,
        there: tuple[str, str],
        columns: Mapping[str, pl.Expr],
        *links: Link,
    ) -> pl.DataFrame:
        """Add to rows what stands in the records whose numbers they have in a column, as an inner join does.

        Where each key is there once, a number is a place, and the records are taken from
        theirs, which takes a tenth as long.

        Args:
            rows: what is added to.
            on: their column of numbers.
            there: the table of the records, and its key.
            columns: what is added, worked out row by row from the table as `numbered` gives it.
            links: foreign keys of that table, numbered as well.

        """
        table, key = there
        found = self.numbered(table, *links, key=key)
        keys = self.once(("keys", table, key), lambda: self._keys(table, key))
        held = self._held(table)[key]
        if table in self._only or keys.height + held.null_count() < held.len():
            return rows.lazy().join(found.select(pl.col(KEY).alias(on), **columns), on=on).collect()
        led = rows.drop_nulls(on)
        if led.height > held.len():
            return led.hstack(found.select(**columns).collect()[led[on]])
        roots = dict.fromkeys([KEY, *(name for each in columns.values() for name in each.meta.root_names())])
        return led.hstack(found.select(list(roots)).collect()[led[on]].select(**columns))

    def first(
        self, rows: pl.DataFrame, on: str, there: tuple[str, str], columns: Mapping[str, pl.Expr]
    ) -> pl.DataFrame:
        """Do the same, but add to each row once what stands in the first record of its number."""
        table, key = there
        found = self.numbered(table, key=key).select(**columns).collect()
        led = rows.drop_nulls(on)
        return led.hstack(found[led[on]])

    def repeated(self, link: Link) -> pl.Series:
        """Return the numbers of the records to which a foreign key leads more than once (UInt32)."""
        return self.once(("repeated", link), lambda: repeated(self._to(link)))

    def _held(self, name: str) -> pl.DataFrame:
        if name not in self._whole:
            self._whole[name] = self._lazy[name].collect()
            self._lazy[name] = self._whole[name].lazy()
        return self._whole[name]

    def _to(self, link: Link) -> pl.Series:
        return self.once(("to", link), lambda: self._led(link))

    def _led(self, link: Link) -> pl.Series:
        keys = self.once(("keys", link.target, link.key), lambda: self._keys(link.target, link.key))
        held = self._held(link.table).select(key=link.field)
        if not keys.schema["key"] == held.schema["key"] == pl.String:
            return _by_value(held, keys)
        texts, first = self._held(link.target)[link.key], held.head(_TRIED)
        if len(_others(first, _in_step(first, keys))):
            return _looked_up(held, keys, texts)
        found = _in_step(held, keys)
        others = _others(held, found)
        return found.scatter(others, _looked_up(held[others], keys, texts)) if len(others) else found

    def _keys(self, table: str, key: str) -> pl.DataFrame:
        """Return `key` and `KEY`, each key once."""
        keys = self._held(table).select(key=key).with_row_index(KEY).drop_nulls()
        if keys["key"].hash().n_unique() == keys.height:
            return keys
        return keys.unique("key", keep="first", maintain_order=True)

    def _own(self, table: str, key: str) -> pl.Series:
        return self.once(("own", table, key), lambda: self._numbers(table, key))

    def _numbers(self, table: str, key: str) -> pl.Series:
        """Return the numbers of a table's own key: equal keys have that of the first."""
        keys = self.once(("keys", table, key), lambda: self._keys(table, key))
        held = self._held(table).select(key=key)
        if keys.height == held.height:
            return keys[KEY]
        return held.join(keys, on="key", how="left", maintain_order="left")[KEY]


def to(link: Link) -> pl.Expr:
    """Return the column of `Frames.numbered` that holds where a link leads (UInt32)."""
    return pl.col(_TO.format(link.field, link.target))


def present(numbers: pl.Series, size: int) -> pl.Series:
    """Tell of each number from 0 up to a size whether it is there (Boolean)."""
    return pl.Series([False]).new_from_index(0, size).scatter(numbers.drop_nulls(), values=True)


def alone(numbers: pl.Series) -> pl.Series:
    """Tell of each number whether it is there once (Boolean); null of a null."""
    most = numbers.max()
    size = 0 if most is None else int(str(most)) + 1
    return ~present(repeated(numbers), size).gather(numbers)


def placed(rows: pl.LazyFrame, number: str, places: pl.Series) -> pl.DataFrame:
    """Return beside each of some numbers the row that has it, as a left join does; no two rows have one.

    Numbers are places (`Frames.numbered`): rows are put there, and taken from there.
    """
    found = rows.collect()
    size = pl.concat([found[number], places]).max()
    if size is None:
        return found.drop(number).clear(places.len())
    none = pl.Series([None], dtype=pl.UInt32).new_from_index(0, int(str(size)) + 1)
    at = none.scatter(found[number], pl.int_range(found.height, dtype=pl.UInt32, eager=True))
    return found.drop(number).select(pl.all().gather(at.gather(places)))


def repeated(numbers: pl.Series) -> pl.Series:
    """Return the numbers that are there more than once, each once."""
    order = numbers.drop_nulls().sort()
    return order.filter(order == order.shift()).unique()


def _in_step(held: pl.DataFrame, keys: pl.DataFrame) -> pl.Series:
    """Return the numbers of texts that stand in the order of the keys, each once or several times.

    All others are null. Records often stand in the order of those to which they belong: then
    this takes a tenth of the time of looking each of them up.
    """
    text = pl.col("key")
    before = text.shift() if held["key"].null_count() == 0 else text.forward_fill().shift()
    begins = text.is_not_null() & text.ne_missing(before)
    places = held.select(begins.cum_sum().cast(pl.Int64) - 1).to_series()
    led = keys.select(pl.all().gather(places, null_on_oob=True))
    return led.select(pl.when(text == held["key"]).then(KEY)).to_series()


def _others(held: pl.DataFrame, found: pl.Series) -> pl.Series:
    """Return the places of texts that have no number yet."""
    return (found.is_null() & held["key"].is_not_null()).arg_true()


def _looked_up(held: pl.DataFrame, keys: pl.DataFrame, texts: pl.Series) -> pl.Series:
    """Return the numbers of texts by their hashes; by themselves if two of `texts` have one hash."""
    found = _by_hash(held, keys)
    if len(found) != held.height or (texts.gather(found) != held["key"]).any():
        return _by_value(held, keys)
    return found


def _by_value(held: pl.DataFrame, keys: pl.DataFrame) -> pl.Series:
    return held.join(keys, on="key", how="left", maintain_order="left")[KEY]


def _by_hash(held: pl.DataFrame, keys: pl.DataFrame) -> pl.Series:
    """Look texts up by their hashes, which takes half as long."""
    key = pl.when(pl.col("key").is_not_null()).then(pl.col("key").hash())
    hashed, asked = keys.select(key.alias("hash"), KEY), held.select(hash=key)
    if asked.height < hashed.height // _FEW:
        hashed = hashed.join(asked, on="hash", how="semi")
    return asked.join(hashed, on="hash", how="left", maintain_order="left")[KEY]
