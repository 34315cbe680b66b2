"""The ways from records to the articles that tell of them, through foreign keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dateline.rules.across import ROW, Link, holds, links, of, tables_of
from dateline.rules.frames import KEY, Frames, to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dateline.table import Table

_TOLD = "__told__"


class Way(NamedTuple):
    """From a table's records to articles: by the table's own key, or through claims that name both."""

    article: Link
    claims: Table | None = None
    event: Link | None = None

    @property
    def needs(self) -> dict[str, tuple[str, ...]]:
        """The fields that the way leads through, by table."""
        fields: dict[str, tuple[str, ...]] = {self.article.table: (self.article.field,)}
        if self.claims is not None and self.event is not None and self.claims.roles.claim is not None:
            fields[self.claims.name] += (self.event.field, *of(self.claims.roles.claim.uncertain))
            fields[self.event.target] = (self.event.key,)
        return fields


def ways(tables: Mapping[str, Table], table: Table) -> dict[str, list[Way]]:
    """Return the ways from a table's records to articles, by the table of articles.

    Through claims only for events; and only where the table has no key of its own to them.
    """
    found: dict[str, list[Way]] = {}
    for article in links(tables, table, "article"):
        found.setdefault(article.target, []).append(Way(article))
    if found or table.roles.event is None:
        return found
    for claims in tables_of(tables, "claim"):
        for event in links(tables, claims, "event"):
            for article in links(tables, claims, "article") if event.target == table.name else ():
                found.setdefault(article.target, []).append(Way(article, claims, event))
    return found


def needs(*parts: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Put together what several parts of a rule need of each table."""
    found: dict[str, dict[str, None]] = {}
    for part in parts:
        for name, fields in part.items():
            found.setdefault(name, {}).update(dict.fromkeys(fields))
    return {name: tuple(fields) for name, fields in found.items()}


def follow(
    frames: Mapping[str, pl.LazyFrame],
    taken: Sequence[Way],
    articles: Mapping[str, pl.Expr],
    own: Mapping[str, pl.Expr] | None = None,
    *,
    certain: bool = False,
) -> pl.LazyFrame:
    """Return the records' `ROW`, once for each article that tells of them, and columns beside it.

    Args:
        frames: the tables.
        taken: how the records are told of.
        articles: columns of the article.
        own: columns of the record.
        certain: whether to leave out claims that infer or speculate: who thinks a thing
            possible may well speak before it happens.

    """
    columns = {ROW: pl.col(ROW), **(own or {})}
    known = Frames.of(frames)
    return pl.concat([_follow(known, way, articles, columns, certain=certain) for way in taken]).lazy()


def _follow(
    known: Frames,
    way: Way,
    articles: Mapping[str, pl.Expr],
    own: Mapping[str, pl.Expr],
    *,
    certain: bool,
) -> pl.DataFrame:
    link = way.article
    if way.claims is not None and way.event is not None and way.claims.roles.claim is not None:
        rows = known.numbered(link.table, link, way.event)
        if certain:
            rows = rows.filter(~holds(way.claims.roles.claim.uncertain))
        claims = rows.select(to(way.event).alias(KEY), to(link).alias(_TOLD)).collect()
        told = known.joined(claims, KEY, (way.event.target, way.event.key), own)
    else:
        told = known.numbered(link.table, link).select(to(link).alias(_TOLD), **own).collect()
    return known.joined(told, _TOLD, (link.target, link.key), articles).select(*own, *articles)
