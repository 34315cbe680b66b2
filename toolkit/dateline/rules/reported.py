"""Rules for events beside the reports of them: nobody tells of what has not happened yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.edtf import relations
from dateline.rules.across import ROW, Across, holds, links, of, span, tables_of
from dateline.rules.ways import follow, needs, ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dateline.rules.across import Link
    from dateline.rules.ways import Way
    from dateline.table import Table
    from dateline.table.roles import Event

_ARTICLE, _KEY = "__article__", "__key__"
_STATED = ("__of__", "__source__")


def reported_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules between events and the articles and statements that tell of them."""
    for events in tables_of(tables, "event"):
        event = events.roles.event
        if event is None or event.date is None:
            continue
        for name, taken in ways(tables, events).items():
            article = tables[name].roles.article
            if article is not None and article.published is not None:
                yield _after(tables[name], article.published, events, event, taken)
                yield _long_before(tables[name], article.published, events, event, taken)
        yield from _statements(tables, events, event)


def _after(articles: Table, published: str, events: Table, event: Event, taken: Sequence[Way]) -> Across:
    """Ask that no event is later than an article that says it happened; plans may be."""
    date = event.date or ""

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        dated = frames[events.name].filter(~holds(event.planned))
        dated = dated.select(ROW, day=span(date).struct.field("earliest")).drop_nulls()
        out = span(published).struct.field("latest").alias("out")
        told = follow(frames, taken, pl.col(ROW).alias(_ARTICLE), out, certain=True).drop_nulls("out")
        late = dated.join(told, on=ROW).filter(pl.col("out") < pl.col("day"))
        return _named(frames, taken[0].article, published, late)

    return Across(
        id="date-after-publication",
        table=events.name,
        fields=(date,),
        needs=_needs(articles, published, events, event, taken, of(event.planned)),
        failing=failing,
        message="{value} is after {article} told of it, published {published}",
        expected="a date not after {published}; if it lay ahead, say that it was planned",
    )


def _long_before(
    articles: Table, published: str, events: Table, event: Event, taken: Sequence[Way]
) -> Across:
    """Ask whether an event was over more than a year before its first article: the year may be wrong."""
    date = event.date or ""
    own = () if event.end is None else (event.end,)

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        said = pl.lit(value=False) if event.end is None else pl.col(event.end).is_not_null()
        last = span(event.end or date).struct.field("latest")
        over = pl.when(said).then(last).otherwise(span(date).struct.field("latest"))
        dated = frames[events.name].filter(~holds(event.background)).select(ROW, over=over).drop_nulls()
        year_before = span(published).struct.field("earliest").dt.offset_by("-1y").alias("since")
        told = follow(frames, taken, pl.col(ROW).alias(_ARTICLE), year_before)
        recent = pl.col("since").is_null() | (pl.col("since") <= pl.col("over"))
        pairs = dated.join(told, on=ROW).with_columns(recent=recent).cache()
        old = pairs.filter(~pl.col("recent")).join(pairs.filter("recent"), on=ROW, how="anti")
        return _named(frames, taken[0].article, published, old.sort("since"))

    return Across(
        id="date-long-before-publication",
        table=events.name,
        fields=(date,),
        needs=_needs(articles, published, events, event, taken, (*own, *of(event.background))),
        failing=failing,
        message="{value} is more than a year before {article}, published {published}, told of it",
        expected="another year; if it is told as what went before, say that it is background",
        severity="warning",
    )


def _named(
    frames: Mapping[str, pl.LazyFrame], article: Link, published: str, rows: pl.LazyFrame
) -> pl.LazyFrame:
    """Name the article of each failing row, and when it was published."""
    there = frames[article.target].select(
        pl.col(ROW).alias(_ARTICLE),
        pl.col(article.key).cast(pl.String).alias("article"),
        pl.col(published).alias("published"),
    )
    named = rows.join(there, on=_ARTICLE, maintain_order="left")
    return named.select(ROW, "article", "published")


def _needs(
    articles: Table, published: str, events: Table, event: Event, taken: Sequence[Way], more: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    keys = {way.article.target: (way.article.key,) for way in taken}
    own = {events.name: (event.date or "", *more), articles.name: (published,)}
    return needs(own, keys, *(way.needs for way in taken))


def _statements(tables: Mapping[str, Table], events: Table, event: Event) -> Iterator[Across]:
    for claims in tables_of(tables, "claim"):
        reports = [each for each in links(tables, claims, "event") if each.target == events.name]
        for report in reports:
            for source in links(tables, claims, "source"):
                yield from _before(tables, event, report, (source,))
            for chain in tables_of(tables, "chain"):
                claim = [each for each in links(tables, chain, "claim") if each.target == claims.name]
                for source in links(tables, chain, "source") if claim else ():
                    yield from _before(tables, event, report, (claim[0], source))


def _before(
    tables: Mapping[str, Table], event: Event, report: Link, way: tuple[Link, ...]
) -> Iterator[Across]:
    """Ask that no source spoke before what it reports; plans, and what it thinks possible, aside.

    `way` leads from claims to sources: a key of the claims' own, or one from a chain to
    the claims and one to the sources.
    """
    source = way[-1]
    sources, events, claims = (tables[name] for name in (source.target, report.target, report.table))
    role, claim = sources.roles.source, claims.roles.claim
    if role is None or role.statement is None or claim is None or event.date is None:
        return
    statement, date = role.statement, event.date

    def failing(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        spoken = frames[sources.name].filter(pl.col(statement).is_not_null())
        spoken = spoken.select(ROW, pl.col(source.key).alias(_STATED[1]), span(statement).alias("said"))
        told = frames[claims.name].filter(~holds(claim.uncertain))
        if len(way) > 1:
            chain = frames[source.table].select(
                pl.col(way[0].field).alias(_STATED[0]), pl.col(source.field).alias(_STATED[1])
            )
            told = told.join(chain, left_on=way[0].key, right_on=_STATED[0])
        else:
            told = told.with_columns(pl.col(source.field).alias(_STATED[1]))
        told = told.select(pl.col(report.field).alias(_KEY), _STATED[1])
        happened = (
            frames[events.name]
            .filter(~holds(event.planned))
            .select(
                pl.col(report.key).alias(_KEY),
                pl.col(report.key).cast(pl.String).alias("event"),
                pl.col(date).alias("happened"),
                span(date).alias("at"),
            )
        )
        pairs = spoken.join(told, on=_STATED[1]).join(happened, on=_KEY)
        return pairs.filter(relations.before(pl.col("said"), pl.col("at"))).select(ROW, "event", "happened")

    yield Across(
        id="statement-before-event",
        table=sources.name,
        fields=(statement,),
        needs=needs(
            {sources.name: (statement, source.key), source.table: (source.field,)},
            {claims.name: (report.field, *of(claim.uncertain))},
            *({each.table: (each.field,), each.target: (each.key,)} for each in way),
            {events.name: (report.key, date, *of(event.planned))},
        ),
        failing=failing,
        message="{value} is before {event} happened, {happened}, of which the source speaks",
        expected="a statement not before {happened}, or another date of {event}",
    )
