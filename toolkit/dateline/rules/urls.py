"""Rules for web addresses: whole, in one form, at a host of the outlet, kept in an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.across import ROW, Across, listed, phrased, tables_of
from dateline.rules.addresses import DOUBTFUL, PLAIN, ascii_host, look
from dateline.rules.rule import Advice, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dateline.rules.addresses import Address
    from dateline.table import Table

    Frames = Mapping[str, pl.LazyFrame]

_HOST = r"^(?i:https?)://(?:[^/?#@]*@)?([^/?#:@\[\]]+)"
_SHORT = r"^(?i:https?)://(?:www\.)?(?:archive\.(?:today|ph|is|li|md|vn|fo)|perma\.cc|ghostarchive\.org)/"
"""Archives whose addresses may leave the original out."""
_ESCAPES = {"%3a": ":", "%2f": "/", "%3f": "?", "%3d": "=", "%26": "&"}


def url_row_rules(table: Table) -> Iterator[Rule]:
    """Yield the rules that hold within one row."""
    for field in table.fields:
        if field.url is not None:
            yield from _sound(field.name)
    article = table.roles.article
    if article is not None and article.archived is not None:
        copies = [name for name in article.republisher if table[name].url is not None]
        given = [name for name in (article.url, article.original, *copies) if name is not None]
        if given:
            yield _of_the_page(article.archived, list(dict.fromkeys(given)))


def url_rules(tables: Mapping[str, Table]) -> Iterator[Across]:
    """Yield the rules between addresses and the hosts of outlets."""
    known = [each for each in tables_of(tables, "hosts") if _complete(each)]
    for table in tables.values():
        for field in table.fields:
            if known and field.url is not None and field.url.outlet is not None:
                yield _at_the_outlet(table, field.name, field.url.outlet, known)


def _complete(table: Table) -> bool:
    hosts = table.roles.hosts
    return hosts is not None and hosts.outlet is not None and hosts.host is not None


def _sound(field: str) -> Iterator[Rule]:
    """Ask for a full address, in the one form in which it can be found again."""
    yield Rule(
        id="url-invalid",
        fields=(field,),
        test=_asked(field, lambda address: address.fault is None),
        message="{value} is not the full address of a web page",
        expected="an address such as https://www.example.org/news/1",
        advise=lambda text: Advice(look(text).fault),
        maybe=~_plain(field),
    )
    yield Rule(
        id="url-not-canonical",
        fields=(field,),
        test=_same(field),
        message="{value} is not in the form in which addresses are compared",
        expected="the host in lower case, no default port, no '.' or '..', no tracking parameter, no "
        "fragment",
        severity="warning",
        advise=lambda text: Advice(answer=look(text).canonical),
        maybe=~_plain(field),
    )


def _asked(field: str, holds: Callable[[Address], bool]) -> pl.Expr:
    return _over(field, lambda text: holds(look(text)))


def _same(field: str) -> pl.Expr:
    return _over(field, lambda text: look(text).canonical in (None, text))


def _plain(field: str) -> pl.Expr:
    """Whether an address is plain to see: nothing is wrong with it (never null)."""
    text = pl.col(field)
    return (text.str.contains(PLAIN) & ~text.str.contains(DOUBTFUL)).fill_null(value=True)


def _over(field: str, passes: Callable[[str], bool]) -> pl.Expr:
    """Ask of each distinct text; what is plain to see is not asked of Python."""

    def batch(texts: pl.Series) -> pl.Series:
        wrong = [text for text in texts.drop_nulls().unique() if not passes(text)]
        return ~texts.is_in(pl.Series(wrong, dtype=pl.String).implode()).fill_null(value=False)

    doubtful = pl.when(~_plain(field)).then(pl.col(field))
    return doubtful.map_batches(batch, return_dtype=pl.Boolean, is_elementwise=True)


def _of_the_page(archived: str, given: Sequence[str]) -> Rule:
    """Ask that the archived copy is one of the page: archives put its address into their own."""
    copy = _bare(archived)
    for escape, letter in _ESCAPES.items():
        copy = copy.str.replace_all(escape, letter, literal=True)
    found = [copy.str.contains(_bare(name), literal=True).fill_null(value=False) for name in given]
    none = pl.all_horizontal(pl.col(name).is_null() for name in given)
    return Rule(
        id="archive-of-other-page",
        fields=(archived, *given),
        test=none | pl.col(archived).str.contains(_SHORT) | pl.any_horizontal(found),
        message="{value} does not have the page's own address in it",
        expected="a copy of this page, such as https://web.archive.org/web/2023/ and its address",
        severity="warning",
    )


def _bare(field: str) -> pl.Expr:
    """Return an address without what archives change: scheme, www, letter case, the last slash."""
    text = pl.col(field).str.to_lowercase()
    return text.str.replace(r"^https?://(?:www\.)?", "").str.replace(r"#.*$", "").str.strip_chars_end("/")


def _at_the_outlet(table: Table, field: str, outlet: str, known: Sequence[Table]) -> Across:
    """Ask that an address stands at a host of the row's outlet, or below one."""

    def failing(frames: Frames) -> pl.LazyFrame:
        given = frames[table.name].select(ROW, outlet=pl.col(outlet).cast(pl.String), host=_host(field))
        pairs = given.select("outlet", "host").drop_nulls().unique().with_columns(name=_ascii("host"))
        own = pl.concat([_hosts(each, frames[each.name]) for each in known])
        below = pl.col("name").str.ends_with(pl.concat_str(pl.lit("."), "own"))
        judged = (
            pairs.join(own, on="outlet", how="left")
            .group_by("outlet", "host")
            .agg(
                ((pl.col("name") == pl.col("own")) | below).any().alias("right"),
                listed(pl.col("own").sort()).alias("hosts"),
                pl.col("own").count().alias("n"),
            )
        )
        wrong = judged.filter(~pl.col("right")).with_columns(why=_why())
        return given.join(wrong, on=["outlet", "host"]).select(ROW, "why", "outlet")

    hosts = ", ".join(each.name for each in known)
    return Across(
        id="url-host-unknown",
        table=table.name,
        fields=(field, outlet),
        needs=_needs(table, field, outlet, known),
        failing=failing,
        message="{why}",
        expected=f"an address at the outlet; or a record in {hosts} for {{outlet}} and this host",
        whole=tuple(each.name for each in known),
    )


def _why() -> pl.Expr:
    none = phrased("no host of {} is on record, so nobody can tell whether {} is one", "outlet", "host")
    other = phrased("{} is no host of {}, which has {}", "host", "outlet", "hosts")
    return pl.when(pl.col("n") == 0).then(none).otherwise(other)


def _needs(table: Table, field: str, outlet: str, known: Sequence[Table]) -> dict[str, tuple[str, ...]]:
    needs: dict[str, tuple[str, ...]] = {table.name: (field, outlet)}
    for each in known:
        hosts = each.roles.hosts
        assert hosts is not None
        needs[each.name] = (*needs.get(each.name, ()), str(hosts.outlet), str(hosts.host))
    return needs


def _hosts(table: Table, frame: pl.LazyFrame) -> pl.LazyFrame:
    hosts = table.roles.hosts
    assert hosts is not None
    assert hosts.host is not None
    own = frame.select(
        outlet=pl.col(str(hosts.outlet)).cast(pl.String), own=pl.col(hosts.host).cast(pl.String)
    )
    return own.drop_nulls().unique().with_columns(_ascii("own").alias("own"))


def _host(field: str) -> pl.Expr:
    return pl.col(field).str.extract(_HOST).str.to_lowercase()


def _ascii(field: str) -> pl.Expr:
    """Return hosts as they are looked up; one that cannot be a host stays as it is."""

    def batch(hosts: pl.Series) -> pl.Series:
        return pl.Series(
            [None if each is None else ascii_host(each) or each for each in hosts], dtype=pl.String
        )

    return pl.col(field).map_batches(batch, return_dtype=pl.String, is_elementwise=True)
