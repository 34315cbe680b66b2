"""Keys, and tables joined by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dateline.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from dateline.table import ForeignKey, Table

How = Literal["left", "inner", "full", "semi", "anti"]


@dataclass(frozen=True, slots=True)
class Keys:
    """What identifies a table's rows, and what they refer to.

    Args:
        primary: the fields of the primary key; empty if there is none.
        unique: further fields whose values no two rows share.
        foreign: the foreign keys: `fields`, the `table` they refer to (None for the same
            table), and its fields, `references`.

    """

    primary: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    foreign: tuple[ForeignKey, ...]


def keys(table: Table) -> Keys:
    """Return a table's keys."""
    return Keys(table.primary_key, table.unique_keys, table.foreign_keys)


@dataclass(frozen=True, slots=True)
class _Way:
    """Fields of the left table and of the right one that are the same; `key` are those of the foreign key."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    key: tuple[str, ...]

    def __str__(self) -> str:
        return f"{' and '.join(self.left)} = {' and '.join(self.right)}"


def way(left: Table, right: Table, on: str | Sequence[str] | None, place: str) -> tuple[tuple[str, ...], ...]:
    """Return the fields of two tables by which a foreign key of one of them joins them.

    Args:
        left: the one table.
        right: the other.
        on: the fields of the foreign key that is meant, where there are several.
        place: what to call the package in errors.

    Raises:
        UsageError: if there is no foreign key, or several; they are named.

    """
    found = list(dict.fromkeys([*_ways(left, right), *(_turned(each) for each in _ways(right, left))]))
    names = None if on is None else (on,) if isinstance(on, str) else tuple(on)
    meant = found if names is None else [each for each in found if each.key == names]
    if len(meant) == 1:
        return meant[0].left, meant[0].right
    listed = "; ".join(map(str, found))
    if not found:
        message = f"no foreign key joins '{left.name}' and '{right.name}'"
        raise UsageError(Problem(message, place, help=_neighbours(left)))
    if not meant:
        message = f"no foreign key of {', '.join(names or ())} joins '{left.name}' and '{right.name}'"
        raise UsageError(Problem(message, place, help=f"there is {listed}"))
    message = f"several foreign keys join '{left.name}' and '{right.name}': {listed}"
    choice = " or ".join(f"on={list(each.key) if len(each.key) > 1 else each.key[0]!r}" for each in meant)
    raise UsageError(Problem(message, place, help=f"say which one is meant: {choice}"))


def _ways(table: Table, other: Table) -> list[_Way]:
    same = [each for each in table.foreign_keys if (each.table or table.name) == other.name]
    return [_Way(each.fields, each.references, each.fields) for each in same]


def _turned(each: _Way) -> _Way:
    return _Way(each.right, each.left, each.key)


def _neighbours(table: Table) -> str:
    said = [f"{', '.join(each.fields)} to '{each.table or table.name}'" for each in table.foreign_keys]
    return f"'{table.name}' refers by {'; '.join(said)}" if said else f"'{table.name}' refers to no table"


def joined(
    frames: tuple[pl.LazyFrame, pl.LazyFrame], by: tuple[tuple[str, ...], ...], how: How, suffix: str
) -> pl.LazyFrame:
    """Join two frames; columns of the second whose name the first has get the suffix.

    A value that is missing joins nothing. The order of the left rows is kept.
    """
    import polars as pl  # noqa: PLC0415 - opening a package needs no frames

    left, right = frames
    mine, theirs = left.collect_schema(), right.collect_schema()
    differ = [(a, b) for a, b in zip(*by, strict=True) if mine[a] != theirs[b]]
    if differ:  # categories of one side are plain texts to the other
        left = left.with_columns(pl.col(a).cast(pl.String) for a, _ in differ)
        right = right.with_columns(pl.col(b).cast(pl.String) for _, b in differ)
    return left.join(
        right, left_on=list(by[0]), right_on=list(by[1]), how=how, suffix=suffix, maintain_order="left"
    )


def labelled(table: Table, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Give fields with categories the type that says so: Enum, in the order of the schema."""
    fields = [each for each in table.fields if each.categories and each.type == "string"]
    if not fields:
        return frame
    import polars as pl  # noqa: PLC0415 - as above

    present = frame.collect_schema()
    kinds: Mapping[str, pl.Enum] = {
        each.name: pl.Enum(list(dict.fromkeys(str(one.value) for one in each.categories))) for each in fields
    }
    return frame.with_columns(
        pl.col(name).cast(kind, strict=False)
        for name, kind in kinds.items()
        if present.get(name) == pl.String
    )
