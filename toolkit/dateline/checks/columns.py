"""What rules over several tables need of each, in as little memory as holds it.

A million records of two dozen columns are held until the last rule was asked. A report
shows texts beside what the rules look at, values; but a plain text is its own value, unless
it means "no value". So the text of such a cell is put together from its value and from
whether there is a cell at all (`_NONE`), when a record is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.ask import TEXT
from dateline.checks.source import BROKEN, FILE, RECORD
from dateline.compile.cast import total
from dateline.rules.across import span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dateline.checks.content import Content
    from dateline.rules.across import Across
    from dateline.table import Field, Table

_NONE = "__none__:{}"
"""Column that says whether there is no cell of a field."""


def columns_for(contents: Mapping[str, Content], rules: Iterable[Across]) -> dict[str, list[pl.Expr]]:
    """Return, by table, what rules and their reports need of its records, as `with_values` gives them."""
    needs: dict[str, dict[str, None]] = {}
    shown: dict[str, dict[str, None]] = {}
    for rule in rules:
        for name, fields in rule.needs.items():
            needs.setdefault(name, {}).update(dict.fromkeys(fields))
        pointed = (*rule.fields[:1], *contents[rule.table].table.primary_key)
        needs.setdefault(rule.table, {}).update(dict.fromkeys((*pointed, *rule.fields)))
        shown.setdefault(rule.table, {}).update(dict.fromkeys(pointed))
    return {
        name: [
            *map(pl.col, (FILE, RECORD, BROKEN, *fields)),
            *(span(field) for field in fields if contents[name].table[field].edtf is not None),
            *(_text(contents[name].table, contents[name].table[field]) for field in shown.get(name, ())),
        ]
        for name, fields in needs.items()
    }


def places_of(table: Table, frame: pl.DataFrame) -> pl.LazyFrame:
    """Return where records stand, and under `TEXT` the texts that reports show of them."""
    there = set(frame.columns)
    kept = [name for name in table.names if TEXT.format(name) in there]
    made = [name for name in table.names if _NONE.format(name) in there]
    texts = {
        TEXT.format(name): pl.when(pl.col(_NONE.format(name)).not_()).then(pl.col(name).fill_null(""))
        for name in made
    }
    return frame.lazy().select(FILE, RECORD, *map(TEXT.format, kept), **texts)


def _text(table: Table, field: Field) -> pl.Expr:
    """Return what a field's text is had from: whether there is no cell, or the text itself."""
    text = pl.col(TEXT.format(field.name))
    plain = field.type in ("string", "any") and total(field)
    if plain and set(table.missing(field)) <= {""}:
        return text.is_null().alias(_NONE.format(field.name))
    return text
