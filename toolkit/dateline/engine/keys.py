"""Keys: which rows repeat another.

Equal values have equal hashes, so a column of hashes without a repeat proves the key.
Where hashes repeat, the rows concerned are read again and compared exactly: a chance
collision is never reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dateline.engine.copied import copied
from dateline.engine.question import FIRST, FIRST_OF, ROW, Failures, Unique

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TIMES = "__times__"
PART = 1 << 23
"""Hashes that are sorted at a time."""
FEW = 1_000_000
"""Rows that may repeat one another which are held in memory, to be told apart there."""


@dataclass(frozen=True, slots=True)
class Suspects:
    """Rows of a key whose hash occurs more than once, as ascending indexes.

    `later` are those of `rows` before which a row with the same hash stands.
    """

    key: Unique
    rows: pl.Series
    later: pl.Series


def hashes(key: Unique, skip: str | None = None) -> pl.Expr:
    """Return a hash a row of the key's fields; null where the row is left out, or `skip` is true."""
    value = pl.col(key.fields[0]) if len(key.fields) == 1 else pl.struct(key.fields)
    tests = [pl.col(name).is_not_null() for name in key.fields] if key.skip_null else []
    tests += [] if skip is None else [pl.col(skip).not_()]
    return pl.when(pl.all_horizontal(tests)).then(value.hash()) if tests else value.hash()


def suspects(key: Unique, hashed: pl.Series) -> Suspects | None:
    """Return the rows that may repeat one another, or None if none can."""
    doubled = pl.concat([_doubled(part) for part in _parts(hashed)])
    if doubled.is_empty():
        return None
    rows = hashed.is_in(doubled.unique().implode()).fill_null(value=False).arg_true().alias(ROW)
    return Suspects(key, rows, rows.filter(~hashed.gather(rows).is_first_distinct()))


def _parts(hashed: pl.Series) -> Iterator[pl.Series]:
    """Yield hashes in parts, equal ones in one part: to sort them takes as much memory again."""
    count = hashed.len() // PART + 1
    if count == 1:
        yield hashed
        return
    frame = hashed.alias("hash").to_frame().lazy()
    for number in range(count):
        part = frame.filter(pl.col("hash") % count == number)
        yield part.collect(engine="streaming").to_series()


def _doubled(hashed: pl.Series) -> pl.Series:
    """Return the hashes that are there more than once."""
    ordered = hashed.drop_nulls().sort()
    return ordered.filter(ordered == ordered.shift(1))


def among(indexed: pl.LazyFrame, found: Suspects, carry: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """Return the rows that may repeat one another, with the columns that `readings` needs of them."""
    names = carry if found.key.carry is None else found.key.carry
    asked = [root for name in (*names, *found.key.first) for root in carry[name].meta.root_names()]
    columns = {name: pl.col(name) for name in dict.fromkeys([*found.key.fields, *asked])}
    rows = indexed.filter(pl.col(ROW).is_in(found.rows.implode()))
    return rows.select(ROW, *copied(indexed, columns))


def readings(
    indexed: pl.LazyFrame, found: Suspects, carry: Mapping[str, pl.Expr], cap: int | None
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return two plans: how often each value occurs and where first; and the rows to report."""
    key = _values(indexed, found.key)
    rows = indexed.filter(pl.col(ROW).is_in(found.rows.implode()))
    of_first = [carry[name].sort_by(ROW).first().alias(FIRST_OF.format(name)) for name in found.key.first]
    groups = rows.group_by(key).agg(pl.col(ROW).min().alias(FIRST), pl.len().alias(_TIMES), *of_first)
    wanted = found.rows if found.key.every else found.later
    shown = indexed.filter(pl.col(ROW).is_in(wanted.head(len(wanted) if cap is None else cap).implode()))
    names = carry if found.key.carry is None else found.key.carry
    kept = copied(indexed, {name: carry[name] for name in names})
    return groups, shown.select(ROW, *key, *kept)


def repeated(found: Suspects, groups: pl.DataFrame, shown: pl.DataFrame) -> Failures | None:
    """Return the rows that repeat another, from what the two `readings` gave."""
    groups = groups.filter(pl.col(_TIMES) > 1)
    if groups.is_empty():
        return None
    count = int(groups[_TIMES].sum()) - (0 if found.key.every else groups.height)
    rows = _with_first(shown, groups.drop(_TIMES))
    if not found.key.every:
        rows = rows.filter(pl.col(ROW) != pl.col(FIRST))
    return Failures(found.key.name, count, rows)


def _with_first(shown: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of `shown` whose value is one of `groups`, with the first row of each.

    Values are brought together by grouping, as they were counted: a join of floats may or
    may not find a NaN.
    """
    values = [name for name in groups.columns if name in shown.columns]
    told = [name for name in groups.columns if name not in shown.columns]
    needed = groups.filter(pl.col(FIRST) <= shown[ROW].max())
    together = pl.concat([needed, shown], how="diagonal").with_columns(pl.col(told).max().over(values))
    return together.filter(pl.col(ROW).is_not_null() & pl.col(FIRST).is_not_null()).select(
        ROW, *told, *(name for name in shown.columns if name != ROW and name not in values)
    )


def _values(frame: pl.LazyFrame, key: Unique) -> list[pl.Expr]:
    """Return the key's fields under names that no carried column has."""
    return copied(frame, {f"__key_{i}__": pl.col(name) for i, name in enumerate(key.fields)})
