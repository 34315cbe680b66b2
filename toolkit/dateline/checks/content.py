"""The records of a table, read once where they are few."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.ask import with_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dateline.checks.source import Source
    from dateline.table import Table


@dataclass(frozen=True, slots=True)
class Content:
    """A table and where its records come from.

    `small` says that they are few enough to be held in memory with all that is asked of
    them: then they are read once, and small questions are not put as large ones.
    """

    table: Table
    source: Source
    small: bool = False
    _held: list[pl.DataFrame] = field(default_factory=list, init=False, repr=False, compare=False)

    def values(self) -> pl.LazyFrame:
        """Return the records as `with_values` makes them; if they are few, read once and held.

        Raises:
            polars.exceptions.PolarsError: if they are few and cannot be read.

        """
        held = self.held()
        return with_values(self.table, self.source.frame) if held is None else held.lazy()

    def careful(self) -> Content:
        """Return the same table, its records read one by one, for when Polars cannot collect them."""
        return replace(self, source=self.source.careful())

    def held(self) -> pl.DataFrame | None:
        """Return them in memory if they are few, else None; raises as `values` does."""
        if self.small and not self._held:
            self._held.append(with_values(self.table, self.source.frame).collect())
        return self._held[0] if self._held else None


def hold(contents: Iterable[Content]) -> None:
    """Read the tables that are small side by side; one that cannot be read says so when it is asked."""
    small = [each for each in contents if each.small and not each._held]  # noqa: SLF001 - our own
    with suppress(pl.exceptions.PolarsError):
        frames = pl.collect_all([with_values(each.table, each.source.frame) for each in small])
        for each, frame in zip(small, frames, strict=True):
            each._held.append(frame)  # noqa: SLF001 - as above


def are_few(contents: Mapping[str, Content]) -> bool:
    """Whether all tables are small: then they are asked side by side."""
    return all(each.small for each in contents.values())
