"""Rules for articles: where they stand, whose copies they are, what was taken from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.rules import graph
from dateline.rules.across import ROW, SPAN, Across, holds, link, links, primary, tables_of
from dateline.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.rules.across import Link
    from dateline.table import Condition, Table
    from dateline.table.roles import Article

    Frames = Mapping[str, pl.LazyFrame]


def article_row_rules(table: Table) -> Iterator[Rule]:
    """Yield the rules that hold within one article's row."""
    article = table.roles.article
    if article is None:
        return
    if article.republished is not None:
        for field in article.republisher:
            yield _republisher(article.republished, field)
    yield from _addresses(article)
    if article.url is not None and article.archived is not None:
        yield _archived(article.url, article.archived)
    if article.duplicate is not None and article.parent is not None:
        yield _duplicate(article.duplicate, article.parent)


def article_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules between articles, and between them and what was taken from them."""
    for articles in tables_of(tables, "article"):
        article = articles.roles.article
        assert article is not None
        parent = link(tables, articles, "article", article.parent) if article.parent else None
        if parent is not None and parent.target == articles.name:
            yield _circle(parent)
        if article.coded is not None:
            yield from _coded(tables, articles, article.coded)
        if article.published is not None:
            yield from _published(tables, articles, article.published)


def _republisher(republished: Condition, field: str) -> Rule:
    """Ask that a copy says whose copy it is."""
    return Rule(
        id="republisher-missing",
        fields=(field, republished.field),
        test=~holds(republished) | pl.col(field).is_not_null(),
        message=f"the article is somebody else's copy, but {field} is empty",
        expected="who made the copy, and where it stands; or that the article is no copy",
    )


def _addresses(article: Article) -> Iterator[Rule]:
    """Ask where an original stands, or that it was searched for in vain; never both."""
    field, searched = article.original or article.url, article.not_found
    if field is None or searched is None:
        return
    of_all = article.republished is None or field == article.url
    asked = pl.lit(value=True) if of_all or article.republished is None else holds(article.republished)
    given = pl.col(field).is_not_null()
    also = () if of_all or article.republished is None else (article.republished.field,)
    yield Rule(
        id="original-missing",
        fields=(field, searched.field, *also),
        test=~asked | given | holds(searched),
        message="it is not said where the original stands, nor that it was not found",
        expected=f"its full address; or {searched.values[0]} in {searched.field}",
    )
    yield Rule(
        id="original-found",
        fields=(searched.field, field),
        test=~(given & holds(searched)),
        message=f"{{value}} says that the original was not found, but {field} has its address",
        expected="how the address was found; or no address",
    )


def _archived(url: str, archived: str) -> Rule:
    """Ask for a copy that lasts: pages change and vanish."""
    return Rule(
        id="archive-missing",
        fields=(archived, url),
        test=pl.col(url).is_null() | pl.col(archived).is_not_null(),
        message="no archived copy of the page is on record",
        expected="the address of a copy in a public web archive",
        severity="warning",
    )


def _duplicate(duplicate: Condition, parent: str) -> Rule:
    """Ask of which article a duplicate is one."""
    return Rule(
        id="duplicate-without-parent",
        fields=(parent, duplicate.field),
        test=~holds(duplicate) | pl.col(parent).is_not_null(),
        message="the article is marked as a duplicate, but not of which article",
        expected="the id of the other article",
    )


def _circle(parent: Link) -> Across:
    """Ask that no article is a copy of itself, over however many others."""

    def failing(frames: Frames) -> pl.LazyFrame:
        frame = frames[parent.table]
        on_circle = graph.circles(frame.select(node=parent.key, next=parent.field))
        return frame.select(ROW, node=parent.key).join(on_circle, on="node", how="semi")

    return Across(
        id="parent-circle",
        table=parent.table,
        fields=(parent.field,),
        needs={parent.table: (parent.key, parent.field)},
        failing=failing,
        message="the article is a copy or edition of {value}, and that one of this article again",
        expected="the article that came first; it has no parent",
    )


def _coded(tables: Mapping[str, Table], articles: Table, coded: Condition) -> Iterator[Across]:
    """Ask that an article is marked as coded exactly if there are claims of it."""
    told = [
        each
        for claims in tables_of(tables, "claim")
        for each in links(tables, claims, "article")
        if each.target == articles.name
    ]
    if not told:
        return
    key = told[0].key
    names = " or ".join(dict.fromkeys(each.table for each in told))
    needs = {each.table: (each.field,) for each in told} | {articles.name: (key, coded.field)}

    def cited(frames: Frames) -> pl.LazyFrame:
        return pl.concat([frames[each.table].select(article=each.field) for each in told])

    def without(frames: Frames) -> pl.LazyFrame:
        marked = frames[articles.name].filter(holds(coded)).select(ROW, article=key)
        return marked.join(cited(frames), on="article", how="anti")

    def unmarked(frames: Frames) -> pl.LazyFrame:
        other = frames[articles.name].filter(~holds(coded) & pl.col(coded.field).is_not_null())
        counted = cited(frames).group_by("article").agg(pl.len().alias("claims"))
        return other.select(ROW, article=key).join(counted, on="article")

    yield Across(
        id="coded-without-claims",
        table=articles.name,
        fields=(coded.field,),
        needs=needs,
        failing=without,
        message=f"{{value}} says that the article was coded, but no record in {names} cites it",
        expected=f"at least one record in {names}; or what became of the article",
        whole=tuple(each.table for each in told),
    )
    yield Across(
        id="claims-of-uncoded",
        table=articles.name,
        fields=(coded.field,),
        needs=needs,
        failing=unmarked,
        message=f"{{value}} says that the article was not coded, but {{claims}} record(s) in {names} cite it",
        expected=coded.values[0],
        suggestion=None,
    )


def _published(tables: Mapping[str, Table], articles: Table, published: str) -> Iterator[Across]:
    """Ask that an article did not appear before somebody said what it prints."""
    for sources in tables_of(tables, "source"):
        role, article = sources.roles.source, link(tables, sources, "article")
        if role is not None and role.statement and article is not None and article.target == articles.name:
            yield _appeared(articles, published, sources, article, role.statement)


def _appeared(articles: Table, published: str, sources: Table, article: Link, statement: str) -> Across:
    def failing(frames: Frames) -> pl.LazyFrame:
        said = frames[sources.name].select(
            article=article.field,
            said=_day(statement, "earliest"),
            source=primary(sources),
            statement=statement,
        )
        latest = (
            said.drop_nulls(["article", "said"])
            .group_by("article")
            .agg(pl.col("source", "statement").max_by("said"), pl.col("said").max())
        )
        appeared = frames[articles.name].select(ROW, article=article.key, latest=_day(published, "latest"))
        return appeared.join(latest, on="article").filter(pl.col("latest") < pl.col("said"))

    return Across(
        id="published-before-statement",
        table=articles.name,
        fields=(published,),
        needs={
            articles.name: (article.key, published),
            sources.name: (*sources.primary_key, article.field, statement),
        },
        failing=failing,
        message="{value} lies before {statement}, when {source} said what the article prints",
        expected="a date of publication that reaches the day of the latest statement",
    )


def _day(field: str, side: str) -> pl.Expr:
    return pl.col(SPAN.format(field)).struct.field(side)
