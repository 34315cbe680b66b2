"""Rules for events beside the reports of them: nobody tells of what has not happened yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.across import ROW, Across, holds, links, of, span, tables_of
from dateline.rules.frames import KEY, Frames, to
from dateline.rules.ways import follow, needs, ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dateline.rules.across import Link
    from dateline.rules.ways import Way
    from dateline.table import Table
    from dateline.table.roles import Event

_ARTICLE, _KEY = "__article__", "__event__"
_SOURCE, _CLAIM = "__source__", "__claim__"


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
        day = pl.when(~holds(event.planned)).then(span(date).struct.field("earliest"))
        out = {_ARTICLE: pl.col(ROW), "out": span(published).struct.field("latest")}
        told = follow(frames, taken, out, {"day": day}, certain=True)
        late = told.filter(pl.col("out") < pl.col("day"))
        return _named(frames, taken[0].article, published, late.sort("out", _ARTICLE))

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
        dated = {"over": pl.when(~holds(event.background)).then(over)}
        year_before = span(published).struct.field("earliest").dt.offset_by("-1y")
        told = follow(frames, taken, {_ARTICLE: pl.col(ROW), "since": year_before}, dated)
        recent = pl.col("since").is_null() | (pl.col("since") <= pl.col("over"))
        pairs = told.drop_nulls("over").with_columns(recent=recent)
        old = pairs.filter(~pl.col("recent")).join(pairs.filter("recent"), on=ROW, how="anti")
        return _named(frames, taken[0].article, published, old.sort("since", _ARTICLE))

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
        known = Frames.of(frames)
        said = span(statement).struct.field("latest")  # it was said before if its last day is
        spoken = known.numbered(sources.name, key=source.key).select(ROW, said=said, **{_SOURCE: KEY})
        told = _told(known, report, way, spoken.drop_nulls(), ~holds(claim.uncertain))
        day = span(date).struct.field("earliest")
        happened = {"day": pl.when(~holds(event.planned)).then(day), "at": pl.col(ROW)}
        pairs = known.joined(told, _KEY, (report.target, report.key), happened)
        wrong = pairs.filter(pl.col("said") < pl.col("day")).select(ROW, "at").lazy()
        words = frames[report.target].select(at=ROW, event=report.key, happened=date)
        named = wrong.join(words, on="at").with_columns(pl.col("event").cast(pl.String))
        return named.sort("event", "happened").select(ROW, "event", "happened")

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


def _told(
    known: Frames, report: Link, way: tuple[Link, ...], spoken: pl.LazyFrame, kept: pl.Expr
) -> pl.DataFrame:
    """Add to what was spoken the numbers of the events that claims which are kept tell through its source."""
    if len(way) == 1:
        told = known.numbered(report.table, report, way[0]).filter(kept)
        return spoken.join(
            told.select(to(report).alias(_KEY), to(way[0]).alias(_SOURCE)), on=_SOURCE
        ).collect()
    chain = known.numbered(way[0].table, *way).select(to(way[0]).alias(_CLAIM), to(way[1]).alias(_SOURCE))
    said = spoken.join(chain, on=_SOURCE).collect()
    event = {_KEY: pl.when(kept).then(to(report))}
    return known.joined(said, _CLAIM, (report.table, way[0].key), event, report)
