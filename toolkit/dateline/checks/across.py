"""The rules over several tables, asked of all records together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.checks.report import shown
from dateline.checks.source import BROKEN, FILE, RECORD
from dateline.compile.cast import value
from dateline.edtf import vector
from dateline.findings import Finding
from dateline.rules.across import ROW, SPAN
from dateline.rules.dates import CONTINUING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dateline.checks.source import Place
    from dateline.checks.tables import Content
    from dateline.findings import Severity
    from dateline.rules.across import Across
    from dateline.table import Field, Table

_TEXT = "__text__:{}"
_KEPT = 1_000


@dataclass(slots=True)
class Found:
    """What the rules found: findings listed, and how many more there are."""

    findings: list[Finding] = field(default_factory=list)
    more: Counter[tuple[str, Severity]] = field(default_factory=Counter)


def check_across(contents: Mapping[str, Content], rules: Sequence[Across], *, examples: int | None) -> Found:
    """Ask rules of all tables together.

    Args:
        contents: tables by name.
        rules: what is asked; each of tables that are there.
        examples: how many findings of each rule and table to list; None for all.

    """
    found = Found()
    if not rules:
        return found
    frames, broken = _collect(contents, rules)
    asked = [each for each in rules if not broken.intersection(each.whole)]
    given = {name: frame.lazy() for name, frame in frames.items()}
    for rule, rows in zip(asked, pl.collect_all([_failing(each, given) for each in asked]), strict=True):
        listed = rows if examples is None else rows.head(examples)
        found.more[rule.id, rule.severity] += rows.height - listed.height
        found.findings += _findings(contents[rule.table], rule, listed.join(frames[rule.table], on=ROW))
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
    columns = [pl.col(name).alias(_TEXT.format(name)) for name in texts]
    for name in fields:
        each = table[name]
        typed = value(table, each, pl.col(name))
        columns.append(typed.alias(name))
        if each.edtf is not None:
            columns.append(_span(each, typed).alias(SPAN.format(name)))
    return content.source.frame.select(FILE, RECORD, BROKEN, *columns)


def _span(field: Field, text: pl.Expr) -> pl.Expr:
    assert field.edtf is not None
    return vector.span(pl.when(text != CONTINUING).then(text) if field.edtf.continuing else text)


def _findings(content: Content, rule: Across, rows: pl.DataFrame) -> Iterator[Finding]:
    name = rule.fields[0]
    cells = {(row[FILE], row[RECORD], name) for row in rows.select(FILE, RECORD).iter_rows(named=True)}
    places = content.source.places(cells) if cells else {}
    for row in rows.iter_rows(named=True):
        yield _finding(content.table, rule, row, places[row[FILE], row[RECORD], name])


def _finding(table: Table, rule: Across, row: Mapping[str, Any], place: Place) -> Finding:
    name = rule.fields[0]
    text = row[_TEXT.format(name)]
    parts = [row[_TEXT.format(part)] or "" for part in table.primary_key]
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
        suggestion=row[rule.suggestion] if rule.suggestion else None,
        snippet=place.snippet,
    )


def _filled(template: str, row: Mapping[str, Any], text: str | None) -> str:
    """Put a row's words into a message; what stands in them is never read as a template."""
    words = {"value": shown(text)} | {name: str(cell) for name, cell in row.items() if cell is not None}
    return template.format_map(words)
