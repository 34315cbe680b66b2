"""Links between records taken as a graph: where they lead, what goes in circles, what hangs together.

Every function takes and returns whole frames and works on row numbers inside, a column at
a time; the number of passes grows with the logarithm of the longest way, so a million
links are no loop of Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_AT = "__node__"
_DEEPEST = 64  # levels of places in places; beyond it there is a circle


def follow(links: pl.DataFrame) -> pl.DataFrame:
    """Follow each node's one link to the end.

    Args:
        links: `node` and `next`, a row a node; null, or what is no node, for the end of a way.

    Returns:
        `node`, `end` (the last node of its way) and `steps` (Int64, how many links lead
        there); both null where the way leads into a circle. `circle` (Boolean) is true of
        the nodes on one.

    """
    nodes, after = _numbered(links)
    last = after.is_null()
    jump = after.fill_null(pl.int_range(len(nodes), dtype=pl.UInt32, eager=True))
    steps = (~last).cast(pl.Int64)
    for _ in range(len(nodes).bit_length()):
        if last.gather(jump).all():
            break
        steps += steps.gather(jump)
        jump = jump.gather(jump)
    there = last.gather(jump)
    on_circle = jump.filter(~there).unique()
    return pl.DataFrame({"node": nodes, "end": nodes.gather(jump), "steps": steps, "there": there}).select(
        "node",
        pl.when("there").then("end").alias("end"),
        pl.when("there").then("steps").alias("steps"),
        pl.int_range(pl.len(), dtype=pl.UInt32).is_in(on_circle.implode()).alias("circle"),
    )


def _numbered(links: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Return the nodes, and beside each the row number (UInt32) of the one after it, or null."""
    once = links.filter(pl.col("node").is_not_null()).unique("node", keep="first", maintain_order=True)
    numbers = once.select("node").with_row_index(_AT)
    after = once.select("next").join(
        numbers, left_on="next", right_on="node", how="left", maintain_order="left"
    )
    return once["node"], after[_AT]


def above(links: pl.DataFrame) -> pl.DataFrame:
    """List everything that lies above each node, the node itself included.

    Args:
        links: `node` and `next`, a row a node, as `follow` takes them.

    Returns:
        `node` and `above`, a row each pair; a circle is gone round once.

    """
    once = links.filter(pl.col("node").is_not_null()).unique("node", keep="first", maintain_order=True)
    level = once.select("node", above="node")
    found = [level]
    for _ in range(once.height):
        level = level.join(once, left_on="above", right_on="node").select("node", above="next").drop_nulls()
        level = level.filter(pl.col("above") != pl.col("node"))
        if level.is_empty() or len(found) > _DEEPEST:
            break
        found.append(level)
    return pl.concat(found).unique(maintain_order=True)


def components(edges: pl.DataFrame) -> pl.DataFrame:
    """Find what hangs together, over any number of edges.

    Args:
        edges: `node` and `other`, a row an edge; one with a null is none.

    Returns:
        `node` and `component`, a row a node: the same node of it for all that hang together.

    """
    sound = edges.select("node", "other").drop_nulls()
    nodes = pl.concat([sound["node"], sound["other"]]).unique(maintain_order=True)
    numbers = pl.DataFrame({"node": nodes}).with_row_index(_AT)
    ends = [
        sound.select(side).join(numbers, left_on=side, right_on="node", maintain_order="left")[_AT]
        for side in ("node", "other")
    ]
    label = _labels(ends[0], ends[1], len(nodes))
    return pl.DataFrame({"node": nodes, "component": nodes.gather(label)})


def _labels(one: pl.Series, other: pl.Series, size: int) -> pl.Series:
    """Hang each tree of nodes onto its least neighbour until no edge leaves a tree.

    Edges are contracted as trees grow together, so that the passes get cheaper.
    """
    parent = pl.int_range(size, dtype=pl.UInt32, eager=True)
    edges = pl.DataFrame({"a": one, "b": other})
    while True:
        edges = edges.select(pl.col("a", "b").map_batches(parent.gather, return_dtype=pl.UInt32))
        edges = edges.filter(pl.col("a") != pl.col("b")).unique()
        if edges.is_empty():
            return parent
        hung = edges.select(pl.max_horizontal("a", "b").alias("a"), pl.min_horizontal("a", "b").alias("b"))
        least = hung.group_by("a").agg(pl.col("b").min())
        parent = parent.scatter(least["a"], least["b"])
        parent = _flat(parent)


def _flat(parent: pl.Series) -> pl.Series:
    """Let every node point at its tree's root."""
    while True:
        above = parent.gather(parent)
        if above.equals(parent):
            return parent
        parent = above


def ends(links: pl.LazyFrame) -> pl.LazyFrame:
    """Follow links as `follow` does, as part of a query."""
    key = links.collect_schema()["node"]
    return laid(links, follow, {"node": key, "end": key, "steps": pl.Int64(), "circle": pl.Boolean()})


def circles(links: pl.LazyFrame) -> pl.LazyFrame:
    """Return the nodes on circles, as `node`, as part of a query."""
    return ends(links).filter("circle").select("node")


def groups(edges: pl.LazyFrame) -> pl.LazyFrame:
    """Find what hangs together as `components` does, as part of a query."""
    key = edges.collect_schema()["node"]
    return laid(edges, components, {"node": key, "component": key})


def closure(links: pl.LazyFrame) -> pl.LazyFrame:
    """List what lies above each node as `above` does, as part of a query."""
    key = links.collect_schema()["node"]
    return laid(links, above, {"node": key, "above": key})


def laid(
    frame: pl.LazyFrame, function: Callable[[pl.DataFrame], pl.DataFrame], schema: Mapping[str, pl.DataType]
) -> pl.LazyFrame:
    """Call a function of a whole frame within a query; `schema` is what it returns."""
    return frame.map_batches(
        function,
        schema=pl.Schema(schema),
        predicate_pushdown=False,
        projection_pushdown=False,
        slice_pushdown=False,
    )
