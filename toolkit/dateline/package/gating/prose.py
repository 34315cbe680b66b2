"""Free text that tells what is hidden: no rule can coarsen a sentence, so that it stops the publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from dateline.errors import Problem
from dateline.package.gating.draft import AT, named
from dateline.package.gating.provinces import places_of
from dateline.rules.free_text import free_fields

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dateline.package.gating.draft import Draft
    from dateline.package.model import TableContent
    from dateline.table import Table

    Drafts = Mapping[str, Draft]

_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY: Final = (
    r"\d{4}-\d{2}-\d{2}"
    rf"|\b(?:{_MONTHS})[a-z]*\.? \d{{1,2}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS})[a-z]*\b"
    r"|\d{1,2}월 ?\d{1,2}일"
)
"""Days as they are written out."""
_SHORTEST: Final = 3
"""Shorter names are not looked for: they stand in too many words."""


def told(
    drafts: Drafts, rows: Mapping[str, set[int]], hidden: Mapping[str, Mapping[int, set[str]]]
) -> Iterator[Problem]:
    """Yield where the words of a coarsened record name a day, a fine place, or what was printed.

    Args:
        drafts: the tables.
        rows: the coarsened rows, by table.
        hidden: printed dates and places that were taken out of them, by table and position.

    """
    names = _patterns(_fine_names(drafts))
    for name, found in rows.items():
        draft = drafts[name]
        fields = [each.name for each in free_fields(draft.table) if not each.restricted and not each.people]
        texts = draft.texts(found, [*dict.fromkeys((*draft.table.primary_key, *fields))])
        printed = _printed(hidden.get(name, {}))
        for field in fields:
            if field in texts.columns:
                for at, said in _telling(texts.select(AT, text=field), names, printed):
                    record = named(draft.table, texts.row(by_predicate=pl.col(AT) == at, named=True))
                    message = f"{record} is released coarsened, but its {field} names {said}"
                    yield Problem(message, help="rewrite it: it may tell the province and the month")


def _telling(texts: pl.DataFrame, names: list[str], printed: pl.DataFrame) -> Iterator[tuple[int, str]]:
    """Yield the positions of texts that tell too much, and what it is."""
    flags = texts.select(
        AT,
        day=pl.col("text").str.to_lowercase().str.contains(_DAY),
        place=_plain(pl.col("text")).str.contains_any(names) if names else pl.lit(value=False),
        plain=_plain(pl.col("text")),
    )
    said = pl.when("day").then(pl.lit("a day")).when("place").then(pl.lit("a place finer than a province"))
    found = flags.select(AT, "plain", said=said)
    yield from found.filter(pl.col("said").is_not_null()).select(AT, "said").iter_rows()
    rest = found.filter(pl.col("said").is_null()).join(printed, on=AT)
    repeating = rest.filter(pl.col("plain").str.contains(pl.col("phrase"), literal=True))
    for at in repeating[AT].unique(maintain_order=True):
        yield at, "the date or the place as it was printed"


def _printed(hidden: Mapping[int, set[str]]) -> pl.DataFrame:
    """Return `AT` and `phrase`, as it is looked for, of what was printed in each row."""
    pairs = [(at, text) for at, texts in hidden.items() for text in sorted(texts)]
    frame = pl.DataFrame(pairs, {AT: pl.UInt32, "text": pl.String}, orient="row")
    phrase = _plain(pl.col("text"))
    whole = pl.when(phrase.str.contains(r"^[ -~]*$")).then(phrase).otherwise(phrase.str.strip_chars())
    long = frame.select(AT, phrase=whole)
    return long.filter(pl.col("phrase").str.strip_chars().str.len_chars() >= _SHORTEST)


def mentions(drafts: Drafts, keys: Collection[str]) -> Iterator[Problem]:
    """Yield where free text of what is published names a record that is not, by its key."""
    telling = sorted(key for key in keys if len(key) >= _SHORTEST and any(map(str.isdigit, key)))
    asked = {name: fields for name, draft in drafts.items() if (fields := _words_of(draft))}
    if not telling or not asked:
        return
    queries = [_naming_one(drafts[name], fields, telling) for name, fields in asked.items()]
    patterns = [f" {key} " for key in _normal(telling)]
    for (name, fields), rows in zip(asked.items(), pl.collect_all(queries), strict=True):
        for field in fields:
            for row in rows.filter(_plain(pl.col(field)).str.contains_any(patterns)).iter_rows(named=True):
                record = named(drafts[name].table, row)
                message = f"{record} is published, but its {field} names a record that is not"
                yield Problem(message, help="leave the name of that record out")


def _words_of(draft: Draft) -> list[str]:
    there = set(draft.content.text.collect_schema().names()) - set(draft.table.primary_key)
    return [each.name for each in free_fields(draft.table) if not each.restricted and each.name in there]


def _naming_one(draft: Draft, fields: list[str], keys: list[str]) -> pl.LazyFrame:
    """Return the published rows with one of the keys somewhere in a text, as a word or as a part of one."""
    any_of = [pl.col(name).str.contains_any(keys, ascii_case_insensitive=True) for name in fields]
    rows = draft.text().select(*draft.table.primary_key, *fields).with_row_index(AT, 1)
    return rows.filter(pl.any_horizontal(any_of))


def _fine_names(drafts: Drafts) -> set[str]:
    """Return what places finer than a province are called, but for names that a larger place has too."""
    tables = {name: draft.table for name, draft in drafts.items()}
    contents = {name: draft.content for name, draft in drafts.items()}
    fine: set[str] = set()
    large: set[str] = set()
    for table in tables.values():
        for field, names in _naming(table):
            places = places_of(tables, contents, table, field)
            for place, name in _pairs(contents[table.name], field, names):
                known = places.grain(place) if places else None
                (large if known else fine).add(name)
    normal = set(_normal(large))
    ordered = sorted(fine)
    return {name for name, plain in zip(ordered, _normal(ordered), strict=True) if plain not in normal}


def _naming(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the field with a place's id, and the fields with its names."""
    places, spellings = table.roles.places, table.roles.place_names
    if places is not None and places.id is not None:
        yield places.id, tuple(name for name in (places.name, *places.names) if name is not None)
    if spellings is not None and spellings.place is not None and spellings.name is not None:
        yield spellings.place, (spellings.name,)


def _pairs(content: TableContent, field: str, names: tuple[str, ...]) -> Iterator[tuple[object, str]]:
    for name in names:
        yield from (
            content.typed.select(pl.col(field), pl.col(name).alias("__name__"))
            .drop_nulls()
            .collect()
            .iter_rows()
        )


def _patterns(names: Collection[str]) -> list[str]:
    """Return names as they are looked for: whole words, but in scripts that join words as parts."""
    normal = set(_normal(names))
    long = sorted(name for name in normal if len(name) >= _SHORTEST or (name and not name.isascii()))
    return [f" {name} " if name.isascii() else name for name in long]


def _normal(texts: Collection[str]) -> list[str]:
    plain = pl.Series("text", list(texts), dtype=pl.String).to_frame().select(_plain(pl.col("text")))
    return plain.to_series().str.strip_chars().to_list()


def _plain(text: pl.Expr) -> pl.Expr:
    """Return a text in small letters, its words between single spaces."""
    words = text.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    # not `pl.format`: Polars 2.1 panics over it where a filtered frame has several chunks
    return pl.lit(" ") + words + pl.lit(" ")
