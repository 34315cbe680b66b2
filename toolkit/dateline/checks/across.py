"""The rules over several tables, asked of all records together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.checks.ask import TEXT
from dateline.checks.report import shown, written
from dateline.checks.source import BROKEN, FILE, RECORD
from dateline.compile.cast import value
from dateline.edtf import vector
from dateline.findings import Finding
from dateline.rules.across import ROW, SPAN
from dateline.rules.dates import dated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dateline.checks.report import Listing
    from dateline.checks.source import Place
    from dateline.checks.tables import Content
    from dateline.findings import Severity
    from dateline.rules.across import Across
    from dateline.table import Table

_KEPT = 1_000


@dataclass(slots=True)
class Found:
    """What the rules found: findings listed, and how many more there are."""

    findings: list[Finding] = field(default_factory=list)
    more: Counter[tuple[str, Severity]] = field(default_factory=Counter)


def check_across(contents: Mapping[str, Content], rules: Sequence[Across], listing: Listing) -> Found:
    """Ask rules of all tables together.

    Args:
        contents: tables by name.
        rules: what is asked; each of tables that are there.
        listing: which of the failing rows to list.

    """
    found = Found()
    if not rules:
        return found
    frames, broken = _collect(contents, rules)
    asked = [each for each in rules if not broken.intersection(each.whole)]
    given = {name: frame.lazy() for name, frame in frames.items()}
    for rule, rows in zip(asked, pl.collect_all([_failing(each, given) for each in asked]), strict=True):
        content = contents[rule.table]
        whole = rows.join(frames[rule.table], on=ROW, maintain_order="left")
        listed = listing.of(whole, content.table, rule.id)
        found.more[rule.id, rule.severity] += rows.height - listed.height
        found.findings += _findings(content, rule, listed)
    return found


def _failing(rule: Across, frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    return rule.failing(frames).unique(ROW, keep="first", maintain_order=True).sort(ROW)


def _collect(
    contents: Mapping[str, Content], rules: Sequence[Across]
) -> tuple[dict[str, pl.DataFrame], set[str]]:
    """Read what the rules need of each table; return it, and the tables with records left out."""
    needs: dict[str, dict[str, None]] = {}
    shown_: dict[str, dict[str, None]] = {}
    for rule in rules:
        for name, fields in rule.needs.items():
            needs.setdefault(name, {}).update(dict.fromkeys(fields))
        pointed = (*rule.fields[:1], *contents[rule.table].table.primary_key)
        needs.setdefault(rule.table, {}).update(dict.fromkeys((*pointed, *rule.fields)))
        shown_.setdefault(rule.table, {}).update(dict.fromkeys(pointed))
    wanted = list(needs)
    queries = [_columns(contents[name], needs[name], shown_.get(name, ())) for name in wanted]
    collected = pl.collect_all(queries)
    out, broken = {}, set()
    for name, frame in zip(wanted, collected, strict=True):
        if frame[BROKEN].any():
            broken.add(name)
        out[name] = frame.filter(pl.col(BROKEN).not_()).drop(BROKEN).with_row_index(ROW)
    return out, broken


def _columns(content: Content, fields: Iterable[str], texts: Iterable[str]) -> pl.LazyFrame:
    """Select the values of fields, the spans of dates, and the texts that reports show."""
    table = content.table
    asked = [table[name] for name in fields]
    columns = [pl.col(name).alias(TEXT.format(name)) for name in texts]
    columns += [value(table, each, pl.col(each.name)).alias(each.name) for each in asked]
    dates = {SPAN.format(each.name): dated(each) for each in asked if each.edtf is not None}
    return vector.with_spans(content.source.frame.select(FILE, RECORD, BROKEN, *columns), dates)


def _findings(content: Content, rule: Across, rows: pl.DataFrame) -> Iterator[Finding]:
    name = rule.fields[0]
    cells = {(row[FILE], row[RECORD], name) for row in rows.select(FILE, RECORD).iter_rows(named=True)}
    places = content.source.places(cells) if cells else {}
    for row in rows.iter_rows(named=True):
        yield _finding(content.table, rule, row, places[row[FILE], row[RECORD], name])


def _finding(table: Table, rule: Across, row: Mapping[str, Any], place: Place) -> Finding:
    name = rule.fields[0]
    text = row[TEXT.format(name)]
    parts = [row[TEXT.format(part)] or "" for part in table.primary_key]
    answer = written(table, name, row[rule.answer]) if rule.answer else None
    guess = row[rule.suggestion] if rule.suggestion else None
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=_filled(rule.message, row, text),
        table=table.name,
        field=name,
        file=place.file,
        row=row[RECORD],
        line=place.line,
        column=place.column,
        field_number=table.names.index(name) + 1,
        key="/".join(parts)[:_KEPT] if any(parts) else None,
        value=text if text is None else text[:_KEPT],
        expected=_filled(rule.expected, row, text) if rule.expected else None,
        suggestion=guess if answer is None else answer,
        snippet=place.snippet,
        fixable=answer is not None,
    )


_PLACE = re.compile(r"\{(\w+)\}")


def _filled(template: str, row: Mapping[str, Any], text: str | None) -> str:
    """Put a row's words into a message; what stands in them, or in names, is never a template."""
    words = {"value": shown(text)} | {name: str(cell) for name, cell in row.items() if cell is not None}
    return _PLACE.sub(lambda place: words.get(place[1], place[0]), template)
