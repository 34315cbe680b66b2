"""How well sources bear an event out: distinct people, independent articles, steps.

What counts are people who spoke to an outlet and assert or deny the thing, never the
outlets that carry it. A chain is as strong as its weakest link: two witnesses who reach
the outlet through one person are one person's word. `docs/sources.md` has the reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.rules import graph
from dateline.rules.across import ROW, Across, holds, link, links, of, tables_of
from dateline.rules.chain_tables import chains_of
from dateline.rules.frames import KEY, Frames, alone, placed, to
from dateline.rules.voices import AT
from dateline.table.roles import CORROBORATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dateline.rules.across import Link
    from dateline.rules.chain_tables import Chains
    from dateline.table import Table

    Given = Mapping[str, pl.LazyFrame]

_OUTLET, _HEARSAY, _SINGLE, _SAME_ARTICLE, _INDEPENDENT = CORROBORATIONS
_COUNTED = ("event", "someone", "depth", "voice", "article")
_SECOND_HAND = 2  # steps: a witness, whoever passed it on, the outlet


def corroboration(tables: Mapping[str, Table], frames: Given, events: str) -> pl.LazyFrame:
    """Say of each event how well sources bear it out.

    Args:
        tables: the schemas, by name, with the roles of events, claims, chains and sources;
            those of articles and of relations between events are used where they are.
        frames: the tables' records, by name, typed as the schemas say.
        events: the name of the table of events.

    Returns:
        A row for each event of the claims: `event` (its key); `people` (UInt32), the
        distinct people who spoke to an outlet; `articles` (UInt32), the independent
        reports in which somebody speaks, copies and editions of one counted once;
        `chain_depth` (Int64), the fewest steps from a witness to the outlet, 0 where
        nobody speaks; `word`, one of `CORROBORATIONS`.

    Raises:
        KeyError: if there is no such table.
        ValueError: if no table of claims with chains of sources refers to it.

    """
    name = tables[events].name
    asked = [each for each in chains_of(tables) if _event(tables, each, name) is not None]
    if not asked:
        raise ValueError(f"no table of claims with chains of sources refers to {events}")
    known = Frames.of(frames)
    (key,) = tables[events].primary_key
    own = known.numbered(name, key=key).select(event=KEY, own=key)
    computed = _computed(tables, known, name, asked).join(own, on="event")
    return computed.with_columns(event="own").drop("own")


def _computed(
    tables: Mapping[str, Table], frames: Frames, events: str, asked: Sequence[Chains]
) -> pl.LazyFrame:
    """Return what `corroboration` does, with numbers of events (`Frames.numbered`) in place of keys."""
    return frames.frame(("corroboration", events), lambda: _of_all(tables, frames, events, asked))


def _of_all(
    tables: Mapping[str, Table], frames: Frames, events: str, asked: Sequence[Chains]
) -> pl.LazyFrame:
    told = pl.concat([_told(tables, frames, each, n) for n, each in enumerate(asked)], how="vertical_relaxed")
    told = told.collect().with_columns(pl.col("article", "report").to_physical()).lazy()
    one = _one_event(tables, frames, events)
    if one is None:
        return _counted(told)
    grouped = _joined(told.rename({"event": "node"}), one, "one").rename({"one": "event"})
    every = told.select(node="event").unique(maintain_order=True)
    return (
        _joined(every, one, "one")
        .join(_counted(grouped), left_on="one", right_on="event")
        .select(pl.col("node").alias("event"), "people", "articles", "chain_depth", "word")
    )


def _counted(told: pl.LazyFrame) -> pl.LazyFrame:
    """Count what was told: people within an article, then a report, then an event.

    Articles that are one report are few: only where an event has some are people counted
    step by step. And what one claim alone tells of is not counted at all.
    """
    rows = told.collect()
    told = rows.with_columns(once=alone(rows["event"])).lazy()
    person = pl.col("person").cast(pl.UInt32)
    single = told.filter("once").select("event", "someone", "depth", voice=person, article=person)
    told = told.filter(~pl.col("once"))
    copied = told.filter(pl.col("report") != pl.col("article")).select("report").unique()
    several = told.join(copied, on="report", how="semi").select("event").unique()
    plain = told.join(several, on="event", how="anti")
    people = plain.filter("person").select("event", "article", "voice").unique()
    heard = people.group_by("event").agg(pl.len().alias("voice"), pl.col("article").n_unique())
    plain = (
        plain.group_by("event")
        .agg(*_beside())
        .join(heard, on="event", how="left")
        .with_columns(pl.col("voice", "article").fill_null(0))
    )
    articles = (
        told.join(several, on="event", how="semi")
        .group_by("event", "report", "article")
        .agg(pl.col("voice").filter("person").n_unique(), *_beside())
    )
    reports = articles.group_by("event", "report").agg(pl.col("voice").max(), *_beside())
    stepwise = reports.group_by("event").agg(
        pl.col("voice").sum().cast(pl.UInt32), (pl.col("voice") > 0).sum().alias("article"), *_beside()
    )
    both = pl.concat([single.select(*_COUNTED), plain.select(*_COUNTED), stepwise.select(*_COUNTED)])
    someone = pl.col("someone").cast(pl.UInt32)
    return both.select(
        "event",
        people=pl.max_horizontal("voice", someone),
        articles=pl.max_horizontal("article", someone),
        chain_depth=pl.col("depth").fill_null(0),
    ).with_columns(word=_word())


def _beside() -> list[pl.Expr]:
    return [pl.col("someone").any(), pl.col("depth").min()]


def _word() -> pl.Expr:
    people, hearsay = pl.col("people"), pl.col("chain_depth") >= _SECOND_HAND
    one = pl.when(hearsay).then(pl.lit(_HEARSAY)).otherwise(pl.lit(_SINGLE))
    several = pl.when(pl.col("articles") > 1).then(pl.lit(_INDEPENDENT)).otherwise(pl.lit(_SAME_ARTICLE))
    return pl.when(people == 0).then(pl.lit(_OUTLET)).when(people == 1).then(one).otherwise(several)


def _told(tables: Mapping[str, Table], frames: Frames, chains: Chains, number: int) -> pl.LazyFrame:
    """Return a row a claim: `event`, `report` and `article`, and who of what kind told it to the outlet.

    Of claims that neither assert nor deny, only the event and the article are kept.
    """
    role = tables[chains.claim.target].roles.claim
    event = _event(tables, chains)
    article = link(tables, tables[chains.claim.target], "article")
    assert role is not None
    assert event is not None
    counts = (
        holds(role.asserts) | holds(role.denies) if role.asserts or role.denies else ~holds(role.uncertain)
    )
    about = pl.lit(None, pl.String) if article is None else pl.col(article.field)
    told = frames.numbered(event.table, event).select(event=to(event), article=_coded(about), counts=counts)
    claims = told.with_row_index("claim").drop_nulls("event").collect()
    came = placed(chains.told(frames).select("claim", "speaker", "depth"), "claim", claims["claim"])
    kinds = placed(chains.voices(frames).select(AT, "person", "someone"), AT, came["speaker"])
    voiced = pl.concat([claims, came, kinds], how="horizontal").lazy()
    said = pl.col("counts") & (pl.col("person") | pl.col("someone")).fill_null(value=False)
    kept = voiced.select(
        "event", "article",
        voice=pl.when(said).then(pl.col("speaker").cast(pl.Int64) + number * 2**32),
        person=said & pl.col("person"), someone=said & ~pl.col("person"),
        depth=pl.when(said).then("depth"),
    )  # fmt: skip
    one = None if article is None else _one_report(tables, frames, article.target)
    same = None if one is None else one.select(_coded(pl.col("node", "component"))).collect()
    if same is None or same.is_empty():
        return kept.with_columns(report="article")
    return _joined(kept.with_columns(node="article"), same.lazy(), "report").drop("node")


def _coded(texts: pl.Expr) -> pl.Expr:
    """Give texts numbers beneath, by which they are grouped and joined sooner.

    Numbers are those of other columns only as long as one of them is held: they are taken
    off (`to_physical`) when all columns are together.
    """
    return texts.cast(pl.String).cast(pl.Categorical)


def _event(tables: Mapping[str, Table], chains: Chains, name: str | None = None) -> Link | None:
    """Return the link from a chain's claims to events, to those of a name if one is given."""
    found = links(tables, tables[chains.claim.target], "event")
    return next((each for each in found if name is None or each.target == name), None)


def _joined(frame: pl.LazyFrame, groups: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """Give each `node` its group under a name; one without a group is its own."""
    joined = frame.join(groups.rename({"component": name}), on="node", how="left", maintain_order="left")
    kept = [each for each in frame.collect_schema().names() if each != "node"]
    return joined.select("node", *kept, pl.col(name).fill_null(pl.col("node")))


def _one_report(tables: Mapping[str, Table], frames: Frames, name: str) -> pl.LazyFrame | None:
    """Group the articles that are one report: copies and editions, by parent or by address."""
    article = tables[name].roles.article
    assert article is not None
    (key,) = tables[name].primary_key
    edges = []
    parent = link(tables, tables[name], "article", article.parent) if article.parent else None
    if parent is not None and parent.target == name:
        edges.append(frames[name].select(node=parent.key, other=parent.field))
    if article.original or article.url:
        addresses = [pl.col(each) for each in (article.original, article.url) if each]
        known = frames[name].select(node=key, address=pl.coalesce(addresses).cast(pl.String)).drop_nulls()
        firsts = known.group_by("address").agg(pl.len(), pl.col("node").first().alias("other"))
        edges.append(known.join(firsts.filter(pl.col("len") > 1), on="address").select("node", "other"))
    return graph.groups(pl.concat(edges)) if edges else None


def _one_event(tables: Mapping[str, Table], frames: Frames, name: str) -> pl.LazyFrame | None:
    """Group the events that are one, by the relations that say so; None if none does."""
    edges = []
    for table, event, other in _same(tables, name):
        relation = table.roles.relation
        assert relation is not None
        if frames[table.name].select(holds(relation.same).any()).collect().item():
            related = frames.numbered(table.name, event, other).filter(holds(relation.same))
            edges.append(related.select(node=to(event), other=to(other)))
    return graph.groups(pl.concat(edges)) if edges else None


def _same(tables: Mapping[str, Table], name: str) -> Iterator[tuple[Table, Link, Link]]:
    for table in tables_of(tables, "relation"):
        relation = table.roles.relation
        if relation is None or relation.same is None or not relation.event or not relation.other:
            continue
        event, other = (link(tables, table, "event", each) for each in (relation.event, relation.other))
        if event is not None and other is not None and {event.target, other.target} == {name}:
            yield table, event, other


def corroboration_rules(tables: Mapping[str, Table], found: Sequence[Chains]) -> Iterator[Across]:
    """Yield the rules that hold what is stored of an event's sources to what its claims say.

    `found` are the chains as `chains_of` finds them.
    """
    for events in tables_of(tables, "event"):
        role = events.roles.event
        asked = [each for each in found if _event(tables, each, events.name) is not None]
        if role is None or not asked or not all(_counts_people(each) for each in asked):
            continue
        if role.corroboration is not None:
            yield _differs(tables, events, role.corroboration, asked)
        if role.sources is not None:
            yield _too_many(tables, events, role.sources, asked)


def _counts_people(chains: Chains) -> bool:
    role = chains.sources.roles.source
    return role is not None and role.person is not None and role.outlet is not None


def _differs(tables: Mapping[str, Table], events: Table, field: str, asked: Sequence[Chains]) -> Across:
    """Ask that the stored word is the computed one."""
    (key,) = events.primary_key

    def failing(frames: Given) -> pl.LazyFrame:
        known = Frames.of(frames)
        stored = known.numbered(events.name, key=key).select(ROW, event=KEY, stored=field)
        found = stored.join(_computed(tables, known, events.name, asked), on="event")
        return found.filter(pl.col("stored") != pl.col("word"))

    return Across(
        id="corroboration-differs",
        table=events.name,
        fields=(field,),
        needs=_needs(tables, events, field, asked),
        failing=failing,
        message="{value} is not what the claims say: {people} people in {articles} independent article(s), "
        "{chain_depth} step(s) from the nearest witness to the outlet",
        expected="{word}",
        answer="word",
        whole=_whole(tables, asked),
    )


def _too_many(tables: Mapping[str, Table], events: Table, field: str, asked: Sequence[Chains]) -> Across:
    """Ask that no more sources are counted than people spoke."""
    (key,) = events.primary_key

    def failing(frames: Given) -> pl.LazyFrame:
        known = Frames.of(frames)
        stored = known.numbered(events.name, key=key).select(ROW, event=KEY, stored=field)
        found = stored.join(_computed(tables, known, events.name, asked), on="event")
        return found.filter(pl.col("stored") > pl.col("people"))

    return Across(
        id="more-sources-than-people",
        table=events.name,
        fields=(field,),
        needs=_needs(tables, events, field, asked),
        failing=failing,
        message="{value} sources are counted, but {people} people are behind the claims",
        expected="at most {people}: outlets, copies and editions are no further sources",
        whole=_whole(tables, asked),
    )


def _needs(
    tables: Mapping[str, Table], events: Table, field: str, asked: Sequence[Chains]
) -> dict[str, tuple[str, ...]]:
    """Return the fields, by table, that `corroboration` takes, and the stored one."""
    needs: dict[str, dict[str, None]] = {events.name: dict.fromkeys((*events.primary_key, field))}
    for chains in asked:
        for name, fields in _asked(tables, chains):
            needs.setdefault(name, {}).update(dict.fromkeys(fields))
    for table, event, other in _same(tables, events.name):
        relation = table.roles.relation
        assert relation is not None
        fields = (event.field, other.field, *of(relation.same))
        needs.setdefault(table.name, {}).update(dict.fromkeys(fields))
    return {name: tuple(fields) for name, fields in needs.items()}


def _asked(tables: Mapping[str, Table], chains: Chains) -> Iterator[tuple[str, tuple[str, ...]]]:
    claims = tables[chains.claim.target]
    claim, source = claims.roles.claim, chains.sources.roles.source
    event, article = _event(tables, chains), link(tables, claims, "article")
    assert claim is not None
    assert source is not None
    assert event is not None
    yield from chains.needs.items()
    stances = (*of(claim.asserts), *of(claim.denies), *of(claim.uncertain))
    yield claims.name, (chains.claim.key, event.field, *stances)
    yield chains.sources.name, (*of(source.person), *of(source.someone))
    if article is not None:
        role = tables[article.target].roles.article
        assert role is not None
        yield claims.name, (article.field,)
        named = (article.key, role.parent, role.original, role.url)
        yield article.target, tuple(each for each in named if each)


def _whole(tables: Mapping[str, Table], asked: Sequence[Chains]) -> tuple[str, ...]:
    names = [name for each in asked for name, _ in _asked(tables, each)]
    return tuple(dict.fromkeys(names))
