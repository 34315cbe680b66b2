"""Rules for date phrases that need to know when they were said, or in which year.

A phrase is counted from its anchor: the day of a statement in its claim's chain of
sources, else of a source in the same article, else a day on which the article, or another
edition of it, appeared. A date that is not a day is an anchor too, if the phrase means the
same from its first day as from its last: "last year" needs no more than the year.

Source: the conventions of `docs/dates.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.across import ROW, Across, link, links, listed, phrased, span, tables_of
from dateline.rules.frames import KEY, to
from dateline.rules.frames import Frames as Known
from dateline.rules.phrases import looked, readable
from dateline.rules.readings import fits, with_readings, with_traits
from dateline.rules.ways import follow, needs, ways

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dateline.rules.across import Link
    from dateline.rules.ways import Way
    from dateline.table import Field, Table

    Frames = Mapping[str, pl.LazyFrame]

_KEY, _VIA = "__key__", "__via__"
_CHAIN, _BESIDE, _ARTICLE = range(3)
"""How near an anchor is to the phrase."""
_DAYS = ("first", "last")
_CASE = ("phrase", "earliest", "latest")
_ASKED = (ROW, "phrase", "kind", "earliest", "latest", "near", *_DAYS, "at", "year")


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where anchors come from: rows of `ROW`, `first` and `last`, and what these rest on."""

    near: int
    needs: Mapping[str, tuple[str, ...]]
    rows: Callable[[Frames], pl.LazyFrame]


def anchor_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules for the phrases of all tables."""
    for table in tables.values():
        for field in table.fields:
            if field.phrase is not None:
                yield from _year(tables, table, field)
                anchors = [*_spoken(tables, table), *_published(tables, table)]
                if anchors:
                    yield _anchored(table, field, anchors)
                yield _differs(table, field, anchors)


def _phrases(frames: Frames, table: Table, field: Field) -> pl.LazyFrame:
    """Return `ROW`, `phrase`, the coded date as it was read, the phrase's traits, and whether both `fit`.

    Of most phrases Rust sees that they do; of the others it is not known here.
    """
    assert field.phrase is not None
    rows = frames[table.name].select(
        ROW,
        readable(field.name).alias("phrase"),
        span(field.phrase.date).struct.field("earliest"),
        span(field.phrase.date).struct.field("latest"),
    )
    known = ("phrases", table.name, field.name)
    fit = fits(pl.col("stated"), pl.col("earliest"), pl.col("latest")).alias("fit")
    read = with_traits(rows.drop_nulls("phrase").cache())
    return Known.of(frames).frame(known, lambda: read.with_columns(fit).drop("stated"))


def _relative(frames: Frames, table: Table, field: Field, anchors: Sequence[_Anchor]) -> pl.LazyFrame:
    """Return what the phrases mean that are counted from some day, from each anchor that is of use."""

    def read() -> pl.LazyFrame:
        relative = _phrases(frames, table, field).filter("relative").collect().lazy()
        return _usable(with_readings(_counted_from(_with_anchors(frames, table, relative, anchors))))

    return Known.of(frames).frame(("relative", table.name, field.name), read)


def _year(tables: Mapping[str, Table], table: Table, field: Field) -> Iterator[Across]:
    """Ask where the year of a phrase without one was taken from, in its row or that of its event."""
    assert field.phrase is not None
    own = field.phrase.year_basis
    if own is not None:
        yield _yearless(table, field, (own, field.name), {}, lambda frames: frames[table.name], own)
        return
    event = link(tables, table, "event")
    role = table.roles.event if event is None else tables[event.target].roles.event
    basis = None if role is None else role.year_basis
    if basis is None:
        return
    if event is None:
        yield _yearless(table, field, (basis, field.name), {}, lambda frames: frames[table.name], basis)
        return
    told = event

    def of_event(frames: Frames) -> pl.LazyFrame:
        events = frames[told.target].select(pl.col(told.key).alias(_KEY), pl.col(basis))
        return frames[table.name].select(ROW, pl.col(told.field).alias(_KEY)).join(events, on=_KEY)

    used = {table.name: (event.field,), event.target: (event.key, basis)}
    yield _yearless(table, field, (field.name, event.field), used, of_event, basis)


def _yearless(
    table: Table,
    field: Field,
    fields: tuple[str, ...],
    used: Mapping[str, tuple[str, ...]],
    based: Callable[[Frames], pl.LazyFrame],
    basis: str,
) -> Across:
    def failing(frames: Frames) -> pl.LazyFrame:
        without = based(frames).filter(pl.col(basis).is_null()).select(ROW)
        yearless = _phrases(frames, table, field).filter("yearless").select(ROW, "phrase")
        return yearless.join(without, on=ROW, how="semi")

    return Across(
        id="phrase-without-year",
        table=table.name,
        fields=fields,
        needs=needs(used, _used(table, field)),
        failing=failing,
        message=f"'{{phrase}}' names no year, and {basis} does not say where it was taken from",
        expected=f"what the year rests on, in {basis}",
    )


def _anchored(table: Table, field: Field, anchors: Sequence[_Anchor]) -> Across:
    """Ask that something says when a relative phrase was said."""

    def failing(frames: Frames) -> pl.LazyFrame:
        relative = _phrases(frames, table, field).filter("relative")
        usable = _relative(frames, table, field, anchors).select(ROW)
        return relative.select(ROW).join(usable, on=ROW, how="anti")

    used = needs(_used(table, field), *(each.needs for each in anchors))
    return Across(
        id="phrase-without-anchor",
        table=table.name,
        fields=(field.name,),
        needs=used,
        failing=failing,
        message="{value} is counted from the day on which it was said, and no day is known",
        expected="the date of a statement in its article, or the day on which an edition of it appeared",
        whole=tuple(name for name in used if name != table.name),
    )


def _differs(table: Table, field: Field, anchors: Sequence[_Anchor]) -> Across:
    """Ask whether the date coded is one that the phrase means, from some anchor at hand."""
    assert field.phrase is not None

    def failing(frames: Frames) -> pl.LazyFrame:
        dated = pl.col("earliest").is_not_null() | pl.col("latest").is_not_null()
        rows = _phrases(frames, table, field).filter(dated, ~pl.col("fit"))
        cases = rows.unique(_CASE, keep="first").collect().lazy()  # rows of one case have one answer
        stated = _wrong(with_readings(_unanchored(cases), written=False), _CASE)
        stated = with_readings(stated.select(*_ASKED)).drop(ROW)
        found = [rows.join(stated, on=_CASE, nulls_equal=True).select(*_ASKED, "written")]
        if anchors:
            read = _relative(frames, table, field, anchors).filter(dated)
            found.append(_wrong(read, [ROW]).select(*_ASKED, "written"))
        wrong = _faultless(frames, table, field, pl.concat(found)).cache()
        nearest = wrong.group_by(ROW).agg(pl.col("near").min())
        return (
            wrong.join(nearest, on=[ROW, "near"])
            .group_by(ROW)
            .agg(
                pl.col("phrase").first(),
                _counted().alias("counted"),
                listed(pl.col("written").sort()).alias("meant"),
                pl.when(pl.col("written").n_unique() == 1).then(pl.col("written").first()).alias("answer"),
            )
        )

    return Across(
        id="phrase-date-differs",
        table=table.name,
        fields=(field.phrase.date, field.name),
        needs=needs(_used(table, field), *(each.needs for each in anchors)),
        failing=failing,
        message="{value} is not what '{phrase}'{counted} stands for",
        expected="{meant}, by the conventions of docs/dates.md",
        severity="warning",
        suggestion="answer",
    )


def _wrong(read: pl.LazyFrame, by: Sequence[str]) -> pl.LazyFrame:
    """Keep what was read where nothing that was read of the same row, or case, is the date coded."""
    read = read.filter(pl.col("written").is_not_null()).cache()
    same = pl.col("from").eq_missing(pl.col("earliest")) & pl.col("upto").eq_missing(pl.col("latest"))
    return read.join(read.filter(same), on=by, how="anti", nulls_equal=True)


def _faultless(frames: Frames, table: Table, field: Field, rows: pl.LazyFrame) -> pl.LazyFrame:
    """Leave out rows in which another rule finds the phrase and its date at odds."""
    rows = rows.cache()
    few = frames[table.name].join(rows, on=ROW, how="semi").select(ROW, fault=looked(field))
    return rows.join(few.filter(pl.col("fault") == 0).select(ROW), on=ROW)


def _counted() -> pl.Expr:
    return phrased(", said on {},", pl.col("at").min().dt.strftime("%Y-%m-%d")).fill_null("")


def _used(table: Table, field: Field) -> dict[str, tuple[str, ...]]:
    assert field.phrase is not None
    return {table.name: (field.name, field.phrase.date)}


def _unanchored(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return the questions of phrases that need no anchor; one without a year is tried with the date's."""
    ends = pl.concat_list(pl.col("earliest").dt.year(), pl.col("latest").dt.year()).list.drop_nulls()
    stated, yearless = pl.col("kind") == "stated", pl.col("kind").is_in(["year", "calendar"])
    years = pl.when(yearless).then(ends.list.unique())
    asked = rows.filter(stated | yearless).with_columns(
        *(pl.lit(None, pl.Date).alias(name) for name in (*_DAYS, "at")),
        near=pl.lit(_CHAIN, pl.Int32),
        year=years,
    )
    return asked.explode("year").select(*_ASKED)


def _counted_from(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return the questions of phrases with their anchors: of a window, from its first day and its last."""
    questions = rows.with_columns(year=pl.lit(None, pl.Int32)).cache()
    last = questions.filter(pl.col("first") < pl.col("last")).with_columns(at=pl.col("last"))
    return pl.concat([questions.with_columns(at=pl.col("first")), last]).select(*_ASKED)


def _usable(read: pl.LazyFrame) -> pl.LazyFrame:
    """Leave out windows from whose ends a phrase means two dates, or nothing that could be read."""
    read = read.cache()
    window = (pl.col("first") < pl.col("last")).fill_null(value=False)
    ends = read.filter(window).group_by(ROW, "near", *_DAYS, maintain_order=True)
    same = (pl.col("written").n_unique() == 1) & pl.col("written").is_not_null().all()
    told = ends.agg(pl.all().first(), same.alias("same")).filter("same")
    days = read.filter(~window).select(*_ASKED, "from", "upto", "written")
    return pl.concat([days, told.select(*_ASKED, "from", "upto", "written")])


def _with_anchors(
    frames: Frames, table: Table, rows: pl.LazyFrame, anchors: Sequence[_Anchor]
) -> pl.LazyFrame:
    """Join phrases to their anchors; nothing is looked up for other rows of the table."""
    rows = rows.cache()
    few = Known.of(frames).among(table.name, rows)
    found = [
        each.rows(few).drop_nulls().unique().with_columns(near=pl.lit(each.near, pl.Int32))
        for each in anchors
    ]
    return rows.join(pl.concat(found), on=ROW)


def _ends(name: str) -> tuple[pl.Expr, ...]:
    days = (span(name).struct.field(part) for part in ("earliest", "latest"))
    return tuple(day.alias(as_) for day, as_ in zip(days, _DAYS, strict=True))


def _spoken(tables: Mapping[str, Table], table: Table) -> Iterator[_Anchor]:
    """Yield the statements of the sources through which a claim came, by its own key or by chains."""
    if table.roles.claim is None:
        return
    for source in links(tables, table, "source"):
        yield from _stated(tables, source, {}, partial(_direct, source))
    for chain in tables_of(tables, "chain"):
        claims = [each for each in links(tables, chain, "claim") if each.target == table.name]
        for source in links(tables, chain, "source") if claims else ():
            claim = claims[0]
            used = {table.name: (claim.key,), chain.name: (claim.field,)}
            yield from _stated(tables, source, used, partial(_chained, claim, source))


def _direct(source: Link, frames: Frames) -> pl.LazyFrame:
    return Known.of(frames).numbered(source.table, source).select(ROW, to(source).alias(_KEY))


def _chained(claim: Link, source: Link, frames: Frames) -> pl.LazyFrame:
    known = Known.of(frames)
    steps = known.numbered(source.table, claim, source)
    steps = steps.select(to(claim).alias(_VIA), to(source).alias(_KEY))
    claims = known.numbered(claim.target, key=claim.key).select(ROW, pl.col(KEY).alias(_VIA))
    return claims.join(steps, on=_VIA)


def _stated(
    tables: Mapping[str, Table],
    source: Link,
    used: Mapping[str, tuple[str, ...]],
    reached: Callable[[Frames], pl.LazyFrame],
) -> Iterator[_Anchor]:
    """Yield the statements of the sources that rows reach; `reached` gives their numbers as `_KEY`."""
    role = tables[source.target].roles.source
    if role is None or role.statement is None:
        return
    statement = role.statement

    def rows(frames: Frames) -> pl.LazyFrame:
        spoken = Known.of(frames).numbered(source.target, key=source.key)
        spoken = spoken.select(pl.col(KEY).alias(_KEY), *_ends(statement))
        return reached(frames).join(spoken.drop_nulls(), on=_KEY).select(ROW, *_DAYS)

    fields = {source.table: (source.field,), source.target: (source.key, statement)}
    yield _Anchor(_CHAIN, needs(used, fields), rows)


def _published(tables: Mapping[str, Table], table: Table) -> Iterator[_Anchor]:
    """Yield the statements of all sources of the articles that tell of a record, and the articles' days."""
    for name, taken in ways(tables, table).items():
        used = needs(*(way.needs for way in taken), *({name: (way.article.key,)} for way in taken))
        for sources in tables_of(tables, "source"):
            article = next((each for each in links(tables, sources, "article") if each.target == name), None)
            role = sources.roles.source
            if article is not None and role is not None and role.statement is not None:
                fields = {sources.name: (article.field, role.statement), name: (article.key,)}
                yield _Anchor(_BESIDE, needs(used, fields), partial(_beside, taken, article, role.statement))
        article_role = tables[name].roles.article
        days = () if article_role is None else (article_role.published, *article_role.anchors)
        for day in days:
            if day is not None:
                yield _Anchor(_ARTICLE, needs(used, {name: (day,)}), partial(_appeared, taken, day))


def _beside(taken: Sequence[Way], article: Link, statement: str, frames: Frames) -> pl.LazyFrame:
    told = follow(frames, taken, {_VIA: pl.col(article.key)})
    spoken = frames[article.table].select(pl.col(article.field).alias(_VIA), *_ends(statement))
    return told.join(spoken.drop_nulls(), on=_VIA).select(ROW, *_DAYS)


def _appeared(taken: Sequence[Way], day: str, frames: Frames) -> pl.LazyFrame:
    return follow(frames, taken, {each.meta.output_name(): each for each in _ends(day)})
