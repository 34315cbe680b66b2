"""Tables of chains, the claims and sources that they join, and what is asked of all their chains."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.across import holds, link, of, tables_of
from dateline.rules.voices import AT, Asked, told, voices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.rules.across import Link
    from dateline.table import Table

    Frames = Mapping[str, pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class Chains:
    """A table of chains, and the claims and sources that it joins.

    What its rules ask of all chains is worked out once for the frames of one check.

    Args:
        table: the table of chains.
        position: its field of positions.
        claim: its link to the claims.
        source: its link to the sources.
        sources: the table of sources.
        via: the sources' link to the next voice, in their own table; None without one.

    """

    table: Table
    position: str
    claim: Link
    source: Link
    sources: Table
    via: Link | None
    _asked: Asked = field(default_factory=Asked, repr=False, compare=False)

    @property
    def needs(self) -> dict[str, tuple[str, ...]]:
        """The fields, by table, that the methods take."""
        role = self.sources.roles.source
        assert role is not None
        via = () if self.via is None else (self.via.field,)
        return {
            self.table.name: (self.claim.field, self.position, self.source.field),
            self.claim.target: (self.claim.key,),
            self.sources.name: (self.source.key, *via, *of(role.outlet)),
        }

    def claims(self, frames: Frames) -> pl.LazyFrame:
        """Return `at`, a claim's number, and `claim`, its key, each once."""
        once = frames[self.claim.target].select(claim=self.claim.key).with_row_index(AT)
        return once.drop_nulls().unique("claim", keep="first", maintain_order=True)

    def voices(self, frames: Frames) -> pl.LazyFrame:
        """Return how each source reaches the outlet; see `dateline.rules.voices.voices`."""
        return self._asked.once("voices", frames[self.sources.name], lambda: self._voices(frames))

    def rows(self, frames: Frames) -> pl.LazyFrame:
        """Return each voice of a chain: `row` (from 0), the numbers `claim` and `source`, `position`.

        A source that is in no table is null; a claim that is in none has no row.
        """
        return self._asked.once("rows", frames[self.table.name], lambda: self._rows(frames))

    def told(self, frames: Frames) -> pl.LazyFrame:
        """Return how each claim came to the reader, by its number; see `dateline.rules.voices.told`."""
        rows, of_all = self.rows(frames), self.voices(frames)
        return self._asked.once("told", frames[self.table.name], lambda: told(rows, of_all))

    def _voices(self, frames: Frames) -> pl.LazyFrame:
        role = self.sources.roles.source
        assert role is not None
        source = pl.col(self.source.key)
        via = pl.when(pl.lit(value=False)).then(source) if self.via is None else pl.col(self.via.field)
        return voices(
            frames[self.sources.name].select(
                source=source, via=via, outlet=holds(role.outlet), person=holds(role.person),
                someone=holds(role.someone),
            )
        )  # fmt: skip

    def _rows(self, frames: Frames) -> pl.LazyFrame:
        rows = frames[self.table.name].select(
            claim=self.claim.field, source=self.source.field, position=self.position
        )
        named = rows.with_row_index("row").drop_nulls()
        known = self.claims(frames).rename({AT: "claim_at"})
        numbers = self.voices(frames).select("source", source_at=AT)
        joined = named.join(known, on="claim").join(numbers, on="source", how="left")
        return joined.select("row", "position", claim="claim_at", source="source_at")


def chains_of(tables: Mapping[str, Table]) -> Iterator[Chains]:
    """Yield each table of chains of which claims and sources are known."""
    for table in tables_of(tables, "chain"):
        role = table.roles.chain
        claim, source = link(tables, table, "claim"), link(tables, table, "source")
        if role is None or role.position is None or claim is None or source is None:
            continue
        yield Chains(
            table, role.position, claim, source, tables[source.target], via_of(tables, source.target)
        )


def via_of(tables: Mapping[str, Table], name: str) -> Link | None:
    """Return the link of a table of sources to itself through which they reach the reader."""
    role = tables[name].roles.source
    if role is None or role.via is None:
        return None
    found = link(tables, tables[name], "source", role.via)
    return found if found is not None and found.target == name else None
