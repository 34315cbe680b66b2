"""The way of each claim to the reader: how long it is, who spoke to the outlet, where it ends.

A chain lists voices, the nearest witness first. It may list all of them, the outlet last,
or stop early: then the sources' own links (`source.via`) lead on to the outlet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.rules import graph

if TYPE_CHECKING:
    from collections.abc import Callable

AT = "at"
"""Column of a record's number in its frame, from 0 (UInt32)."""


class Asked:
    """Answers that several rules need of the same frame, each worked out once."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[pl.LazyFrame, pl.LazyFrame]] = {}

    def once(self, name: str, given: pl.LazyFrame, answer: Callable[[], pl.LazyFrame]) -> pl.LazyFrame:
        """Return an answer about a frame; ask for it if it is not known, or known of another frame."""
        if name not in self._answers or self._answers[name][0] is not given:
            self._answers[name] = given, answer().collect().lazy()
        return self._answers[name][1]


def voices(sources: pl.LazyFrame) -> pl.LazyFrame:
    """Say of each source how it reaches the outlet.

    Args:
        sources: `source`, `via` (a source, or null), and whether it is an `outlet`, a
            `person`, or `someone` (Boolean).

    Returns:
        The same, each source once, and `AT`; `speaker` (UInt32: the number of the voice on its
        way that speaks to the outlet itself; null for the outlet), `more` (Int64: steps to
        the end of its way) and `reaches` (Boolean: whether that is the outlet). The last
        three are null where the way is a circle.

    """
    once = sources.unique("source", keep="first", maintain_order=True).with_row_index(AT)
    outlets = once.filter("outlet").select(via="source", hears=pl.lit(value=True))
    known = once.join(outlets, on="via", how="left", maintain_order="left").with_columns(
        pl.col("hears").fill_null(value=False)
    )
    links = known.select(node="source", next=pl.when(~pl.col("hears")).then("via"))
    ends = graph.ends(links).select("end", "steps", source="node")
    last = known.select(
        end="source",
        speaker=pl.when(~pl.col("outlet")).then(AT),
        reaches=pl.col("outlet") | pl.col("hears"),
        one_more=pl.col("hears").cast(pl.Int64),
    )
    way = ends.join(last, on="end", how="left")
    joined = known.drop("hears").join(way, on="source", how="left", maintain_order="left")
    more = (pl.col("steps") + pl.col("one_more")).alias("more")
    return joined.select("source", "via", "outlet", "person", "someone", AT, "speaker", "reaches", more)


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
        before). Where a voice is not among the sources, or in a circle, the last three
        are null.

    """
    known = voices.select("outlet", "speaker", "reaches", "more", source=AT)
    listed = rows.join(known, on="source", how="left")
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
    sure = pl.col("unknown") == 0
    return each.select(
        "claim",
        "length",
        sound=(pl.col("least") == 1) & (pl.col("most") == length) & (pl.col("places") == length),
        speaker=pl.when(sure).then("speaker"),
        depth=pl.when(sure).then(length.cast(pl.Int64) - 1 + pl.col("more")),
        reaches=pl.when(sure).then(pl.col("reaches") & (pl.col("outlets") == pl.col("closing"))),
    )
