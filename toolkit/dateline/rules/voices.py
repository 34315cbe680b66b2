"""The way of each claim to the reader: how long it is, who spoke to the outlet, where it ends.

A chain lists voices, the nearest witness first. It may list all of them, the outlet last,
or stop early: then the sources' own links (`source.via`) lead on to the outlet.
"""

from __future__ import annotations

import polars as pl

from dateline.rules import graph
from dateline.rules.frames import alone, placed

AT = "at"
"""Column of the number of a claim or a source (UInt32); see `Frames.numbered`."""


def voices(sources: pl.LazyFrame) -> pl.LazyFrame:
    """Say of each source how it reaches the outlet.

    Args:
        sources: `AT`, `source` (its key), `via` (the key of a source, or null), `via_at` (its
            number), and whether it is an `outlet`, a `person`, or `someone` (Boolean).

    Returns:
        The same, each source once; `speaker` (UInt32: the number of the voice on its
        way that speaks to the outlet itself; null for the outlet), `more` (Int64: steps to
        the end of its way) and `reaches` (Boolean: whether that is the outlet). The last
        three are null where the way is a circle.

    """
    once = sources.drop_nulls(AT).unique(AT, keep="first", maintain_order=True)
    outlets = once.filter("outlet").select(via_at=AT, hears=pl.lit(value=True))
    known = once.join(outlets, on="via_at", how="left", maintain_order="left").with_columns(
        pl.col("hears").fill_null(value=False)
    )
    links = known.select(node=AT, next=pl.when(~pl.col("hears")).then("via_at"))
    ends = graph.ends(links).select("end", "steps", pl.col("node").alias(AT))
    last = known.select(
        end=AT,
        speaker=pl.when(~pl.col("outlet")).then(AT),
        reaches=pl.col("outlet") | pl.col("hears"),
        one_more=pl.col("hears").cast(pl.Int64),
    )
    way = ends.join(last, on="end", how="left")
    joined = known.drop("hears").join(way, on=AT, how="left", maintain_order="left")
    more = (pl.col("steps") + pl.col("one_more")).alias("more")
    kinds = ("outlet", "person", "someone")
    return joined.select(AT, "source", "via", "via_at", *kinds, "speaker", "reaches", more)


def told(rows: pl.LazyFrame, voices: pl.LazyFrame) -> pl.LazyFrame:
    """Say of each claim how it came to the reader.

    Args:
        rows: `claim`, `position` and `source` (a number of `voices`, or null), a row a voice.
        voices: as `voices` gives them.

    Returns:
        `claim`; `length` (UInt32: voices listed); `sound` (Boolean: whether the positions
        are 1 to `length`, each once); `speaker` (UInt32: the number of the one that speaks
        to the outlet; null if only the outlet speaks), `depth` (Int64: steps to the end of
        the way), `reaches` (Boolean: whether the outlet is at the end, and nowhere
        before). Where a voice is not among the sources, or in a circle, or two have one
        position, the last three are null.

    """
    asked = rows.collect()
    known = voices.select(AT, "outlet", "speaker", "reaches", "more")
    listed = asked.hstack(placed(known, AT, asked["source"])).lazy()
    single = alone(asked["claim"])
    return pl.concat([_single(listed.filter(single)), _several(listed.filter(~single))])


def _single(listed: pl.LazyFrame) -> pl.LazyFrame:
    """Do it for claims of one voice: of these nothing has to be put together."""
    sure = pl.col("more").is_not_null()
    return listed.select(
        "claim",
        length=pl.lit(1, pl.UInt32),
        sound=pl.col("position") == 1,
        speaker=pl.when(sure & ~pl.col("outlet")).then("speaker"),
        depth=pl.col("more"),
        reaches=pl.when(sure).then("reaches"),
    )


def _several(listed: pl.LazyFrame) -> pl.LazyFrame:
    """Do it for claims of several voices."""
    place, heard = pl.col("position"), ~pl.col("outlet")
    each = listed.group_by("claim").agg(
        pl.len().alias("length"),
        place.min().alias("least"),
        place.max().alias("most"),
        place.n_unique().alias("places"),
        pl.col("more", "reaches").max_by("position"),
        pl.when(heard).then("speaker").max_by(pl.when(heard).then("position")).alias("speaker"),
        pl.col("outlet").sum().alias("outlets"),
        pl.col("outlet").max_by("position").cast(pl.UInt32).alias("closing"),
        pl.col("more").null_count().alias("unknown"),
    )
    length = pl.col("length")
    sure = (pl.col("unknown") == 0) & (pl.col("places") == length)
    return each.select(
        "claim",
        "length",
        sound=(pl.col("least") == 1) & (pl.col("most") == length) & (pl.col("places") == length),
        speaker=pl.when(sure).then("speaker"),
        depth=pl.when(sure).then(length.cast(pl.Int64) - 1 + pl.col("more")),
        reaches=pl.when(sure).then(pl.col("reaches") & (pl.col("outlets") == pl.col("closing"))),
    )
