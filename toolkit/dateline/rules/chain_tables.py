"""Tables of chains, the claims and sources that they join, and what is asked of all their chains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.across import holds, link, of, tables_of
from dateline.rules.frames import KEY, Frames, to
from dateline.rules.voices import AT, told, voices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.rules.across import Link
    from dateline.table import Table

    Given = Mapping[str, pl.LazyFrame]


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

    def claims(self, frames: Given) -> pl.LazyFrame:
        """Return `AT`, a claim's number, and `claim`, its key, each once."""
        claims = Frames.of(frames).numbered(self.claim.target, key=self.claim.key)
        named = claims.select(pl.col(KEY).alias(AT), claim=self.claim.key).drop_nulls()
        return named.unique(AT, keep="first")

    def voices(self, frames: Given) -> pl.LazyFrame:
        """Return how each source reaches the outlet; see `dateline.rules.voices.voices`."""
        known = Frames.of(frames)
        return known.frame(("voices", self.table.name, self.source), lambda: self._voices(known))

    def rows(self, frames: Given) -> pl.LazyFrame:
        """Return each voice of a chain: `row` (from 0), the numbers `claim` and `source`, `position`.

        A source that is in no table is null; a claim that is in none has no row.
        """
        rows = Frames.of(frames).numbered(self.table.name, self.claim, self.source).with_row_index("row")
        named = rows.drop_nulls([self.claim.field, self.source.field, self.position])
        numbers = named.select("row", position=self.position, claim=to(self.claim), source=to(self.source))
        return numbers.drop_nulls("claim")

    def told(self, frames: Given) -> pl.LazyFrame:
        """Return how each claim came to the reader, by its number; see `dateline.rules.voices.told`."""
        known = Frames.of(frames)
        asked = ("told", self.table.name, self.claim, self.source)
        return known.frame(asked, lambda: told(self.rows(known), self.voices(known)))

    def _voices(self, frames: Frames) -> pl.LazyFrame:
        role = self.sources.roles.source
        assert role is not None
        links = () if self.via is None else (self.via,)
        source = pl.col(self.source.key)
        return voices(
            frames.numbered(self.sources.name, *links, key=self.source.key).select(
                pl.col(KEY).alias(AT), source=source,
                via=pl.when(pl.lit(value=False)).then(source) if self.via is None else pl.col(self.via.field),
                via_at=pl.lit(None, pl.UInt32) if self.via is None else to(self.via),
                outlet=holds(role.outlet), person=holds(role.person), someone=holds(role.someone),
            )
        )  # fmt: skip


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
