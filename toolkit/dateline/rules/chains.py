"""Rules for chains: the voices between what happened and the reader.

A chain lists them, the nearest witness first, and ends at the outlet; where it stops
early, the sources' own links (`source.via`) have to lead there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.across import ROW, Across, link, tables_of
from dateline.rules.chain_tables import via_of
from dateline.rules.frames import Frames as Known
from dateline.rules.frames import placed, present
from dateline.rules.graph import circles
from dateline.rules.voices import AT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dateline.rules.across import Link
    from dateline.rules.chain_tables import Chains
    from dateline.table import Table

    Frames = Mapping[str, pl.LazyFrame]


def chain_rules(tables: Mapping[str, Table], found: Sequence[Chains]) -> Iterator[Across]:
    """Yield the rules for chains, and for the links between sources; `found` as `chains_of` finds them."""
    for sources in tables_of(tables, "source"):
        via = via_of(tables, sources.name)
        if via is not None:
            yield _circle(via)
            yield from _via_elsewhere(tables, via)
    for claims in dict.fromkeys(each.claim.target for each in found):
        yield _missing([each for each in found if each.claim.target == claims])
    for each in found:
        yield from _of_chain(tables, each)


def _of_chain(tables: Mapping[str, Table], chains: Chains) -> Iterator[Across]:
    role = chains.sources.roles.source
    claim = tables[chains.claim.target].roles.claim
    assert role is not None
    assert claim is not None
    yield _positions(chains)
    yield from _elsewhere(tables, chains)
    if chains.via is not None:
        yield _against(chains)
    if role.outlet is not None:
        yield _ends(chains)
    if claim.depth is not None:
        yield _depth(chains, claim.depth)


def _circle(via: Link) -> Across:
    """Ask that nobody reaches the reader through themselves, over however many others."""

    def failing(frames: Frames) -> pl.LazyFrame:
        frame = frames[via.table]
        on_circle = circles(frame.select(node=via.key, next=via.field))
        return frame.select(ROW, node=via.key).join(on_circle, on="node", how="semi").select(ROW)

    return Across(
        id="via-circle",
        table=via.table,
        fields=(via.field,),
        needs={via.table: (via.key, via.field)},
        failing=failing,
        message="the source reaches the reader through {value}, and that one through this source again",
        expected="the next voice on the way to the reader; a way has an end",
    )


def _via_elsewhere(tables: Mapping[str, Table], via: Link) -> Iterator[Across]:
    """Ask that a source's words travel within one article: nobody is followed into another."""
    article = link(tables, tables[via.table], "article")
    if article is None:
        return

    def failing(frames: Frames) -> pl.LazyFrame:
        frame = frames[via.table]
        these = frame.select(ROW, via=via.field, here=article.field)
        found = these.join(frame.select(via=via.key, there=article.field), on="via")
        return found.filter(pl.col("here") != pl.col("there"))

    yield Across(
        id="via-other-article",
        table=via.table,
        fields=(via.field, article.field),
        needs={via.table: (via.key, via.field, article.field)},
        failing=failing,
        message="{value} speaks in {there}, this source in {here}",
        expected="a source of the same article",
    )


def _missing(chains: list[Chains]) -> Across:
    """Ask that every claim says who speaks."""
    claims = chains[0].claim

    def failing(frames: Frames) -> pl.LazyFrame:
        listed = pl.concat([each.rows(frames).select("claim") for each in chains]).collect()
        numbered = frames[claims.target].select(ROW, claim=claims.key).collect()
        without = ~present(listed["claim"], numbered.height)
        return numbered.filter(without).drop_nulls("claim").lazy()

    names = " or ".join(dict.fromkeys(each.table.name for each in chains))
    needs: dict[str, tuple[str, ...]] = {}
    for each in chains:
        needs |= each.needs
    return Across(
        id="claim-without-chain",
        table=claims.target,
        fields=(claims.key,),
        needs=needs,
        failing=failing,
        message=f"no record in {names} says who speaks in {{value}}",
        expected="one for each voice, the outlet's own included",
        whole=tuple(each.table.name for each in chains),
    )


def _positions(chains: Chains) -> Across:
    """Ask that the positions of a chain are 1, 2, 3 and so on."""

    def failing(frames: Frames) -> pl.LazyFrame:
        bad = chains.told(frames).filter(~pl.col("sound")).select("claim", "length")
        rows = chains.rows(frames).join(bad, on="claim").sort("claim", "position", "row")
        wrong = rows.filter(pl.col("position") != pl.int_range(1, pl.len() + 1).over("claim"))
        first = wrong.unique("claim", keep="first", maintain_order=True)
        return _shown(chains, frames, first).select(ROW, "claim", "length")

    return Across(
        id="chain-positions",
        table=chains.table.name,
        fields=(chains.position,),
        needs=chains.needs,
        failing=failing,
        message="position {value} is out of order: the chain of {claim} has {length} voice(s)",
        expected="the positions 1 to {length}, each once, the nearest witness first",
        whole=(chains.table.name,),
    )


def _shown(chains: Chains, frames: Frames, rows: pl.LazyFrame) -> pl.LazyFrame:
    """Give rows of chains their `ROW`, and the key of their claim for its number."""
    places = frames[chains.table.name].select(ROW).with_row_index("row")
    named = rows.join(places, on="row").rename({"claim": AT})
    return named.join(chains.claims(frames), on=AT)


def _elsewhere(tables: Mapping[str, Table], chains: Chains) -> Iterator[Across]:
    """Ask that who speaks in a claim speaks in the claim's article."""
    told = link(tables, tables[chains.claim.target], "article")
    spoke = link(tables, chains.sources, "article")
    if told is None or spoke is None or told.target != spoke.target:
        return

    def failing(frames: Frames) -> pl.LazyFrame:
        known = Known.of(frames)
        rows = chains.rows(known).select("row", "claim", "source").collect()
        here = known[told.table].select(told.field).collect().to_series()
        rows = rows.with_columns(here=here.gather(rows["claim"]))
        there = {"there": pl.col(spoke.field)}
        rows = known.joined(rows, "source", (spoke.table, chains.source.key), there)
        wrong = rows.lazy().filter(pl.col("here") != pl.col("there"))
        return _shown(chains, frames, wrong).select(ROW, "claim", "here", "there")

    yield Across(
        id="source-of-other-article",
        table=chains.table.name,
        fields=(chains.source.field,),
        needs=chains.needs
        | {
            told.table: (chains.claim.key, told.field),
            spoke.table: (*chains.needs[spoke.table], spoke.field),
        },
        failing=failing,
        message="{value} speaks in {there}, but {claim} is a claim of {here}",
        expected="a source of the article {here}",
    )


def _against(chains: Chains) -> Across:
    """Ask that a chain goes the way that its sources say they went."""

    def failing(frames: Frames) -> pl.LazyFrame:
        rows, of_all = chains.rows(frames), chains.voices(frames)
        goes = of_all.select("via", "via_at", before="source", source=AT).drop_nulls("via_at")
        told_by = rows.join(goes, on="source")
        told_by = told_by.select("claim", pl.col("position") + 1, "before", "via", "via_at")
        pairs = rows.filter(pl.col("position") > 1).join(told_by, on=["claim", "position"])
        wrong = pairs.filter(pl.col("source") != pl.col("via_at"))
        return _shown(chains, frames, wrong).select(ROW, "before", "via")

    return Across(
        id="chain-against-via",
        table=chains.table.name,
        fields=(chains.source.field,),
        needs=chains.needs,
        failing=failing,
        message="{value} comes after {before}, which reaches the reader through {via}",
        expected="{via}",
    )


def _ends(chains: Chains) -> Across:
    """Ask that the outlet stands at the end of each chain, and nowhere before."""

    def failing(frames: Frames) -> pl.LazyFrame:
        bad = chains.told(frames).filter("sound", ~pl.col("reaches")).select("claim", position="length")
        rows = chains.rows(frames).with_columns(pl.col("position").cast(pl.Int64))
        wrong = rows.join(bad.with_columns(pl.col("position").cast(pl.Int64)), on=["claim", "position"])
        return _shown(chains, frames, wrong).select(ROW, "claim")

    return Across(
        id="chain-end",
        table=chains.table.name,
        fields=(chains.source.field,),
        needs=chains.needs,
        failing=failing,
        message="the chain of {claim} ends at {value}, and not at the outlet alone",
        expected="the outlet as the last voice, and only there",
        whole=(chains.table.name,),
    )


def _depth(chains: Chains, depth: str) -> Across:
    """Ask that the stored depth is the number of steps to the outlet."""
    claim = chains.claim

    def failing(frames: Frames) -> pl.LazyFrame:
        computed = chains.told(frames).filter("sound").select("claim", steps="depth")
        stored = frames[claim.target].select(ROW, stored=depth).with_row_index("claim").collect()
        both = stored.hstack(placed(computed, "claim", stored["claim"])).lazy()
        wrong = both.filter(pl.col("stored") != pl.col("steps"))
        return wrong.select(ROW, pl.col("steps").cast(pl.String))

    return Across(
        id="chain-depth",
        table=claim.target,
        fields=(depth,),
        needs=chains.needs | {claim.target: (claim.key, depth)},
        failing=failing,
        message=f"the depth is {{value}}, but {claim.table} has {{steps}} step(s) to the outlet",
        expected="the number of steps from the nearest witness to the outlet; 0 is its own voice",
        answer="steps",
        whole=(claim.table,),
    )
