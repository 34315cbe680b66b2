"""The rules over several tables, asked of all records together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.checks.ask import TEXT
from dateline.checks.columns import columns_for, places_of
from dateline.checks.content import are_few
from dateline.checks.report import shown, written
from dateline.checks.source import BROKEN, FILE, RECORD
from dateline.findings import Finding
from dateline.rules.across import ROW
from dateline.rules.frames import Frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dateline.checks.content import Content
    from dateline.checks.report import Listing
    from dateline.checks.source import Place
    from dateline.findings import Severity
    from dateline.rules.across import Across
    from dateline.table import Table

_KEPT = 1_000


@dataclass(slots=True)
class Found:
    """What the rules found: findings listed, and how many more there are."""

    findings: list[Finding] = field(default_factory=list)
    more: Counter[tuple[str, Severity]] = field(default_factory=Counter)


def check_across(
    contents: Mapping[str, Content],
    rules: Sequence[Across],
    listing: Listing,
    kept: Mapping[str, pl.DataFrame] | None = None,
) -> Found:
    """Ask rules of all tables together.

    Of large tables the rules are asked one after another: they share what is worth sharing by
    themselves (`Frames`), and one plan for all takes longer to make, and more memory to run.
    Of small ones all are asked at once, side by side.

    Args:
        contents: tables by name.
        rules: what is asked; each of tables that are there.
        listing: which of the failing rows to list.
        kept: of tables that were read already, what `columns_for` says; others are read.

    """
    found = Found()
    if not rules:
        return found
    frames, broken = _collect(contents, rules, kept or {})
    given = Frames(frames)
    asked = [rule for rule in rules if not broken.intersection(rule.whole)]
    for rule, rows in zip(asked, _answers(asked, given, together=are_few(contents)), strict=True):
        if rows.height:
            _add(
                found,
                contents[rule.table],
                rule,
                _told(rows, frames[rule.table], contents[rule.table].table),
                listing,
            )
    return found


def _answers(rules: Sequence[Across], given: Frames, *, together: bool) -> Iterator[pl.DataFrame]:
    if together:
        yield from pl.collect_all([rule.failing(given) for rule in rules])
    else:
        yield from (rule.failing(given).collect() for rule in rules)


def _told(rows: pl.DataFrame, frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Give each failing row, once, its place and its texts.

    Of a row that fails in several ways the first in order is told: queries give their rows in
    no order, and the same records have the same report.
    """
    if rows[ROW].n_unique() < rows.height:
        rows = rows.sort(ROW, *rows.drop(ROW).columns).unique(ROW, keep="first", maintain_order=True)
    once = rows.sort(ROW)
    return pl.concat([once, places_of(table, frame[once[ROW]]).collect()], how="horizontal")


def _add(found: Found, content: Content, rule: Across, rows: pl.DataFrame, listing: Listing) -> None:
    listed = listing.of(rows, content.table, rule.id)
    found.more[rule.id, rule.severity] += rows.height - listed.height
    found.findings += _findings(content, rule, listed)


def _collect(
    contents: Mapping[str, Content], rules: Sequence[Across], kept: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], set[str]]:
    """Return what the rules need of each table, kept or read now; and the tables with records left out."""
    columns = columns_for(contents, rules)
    unread = [name for name in columns if name not in kept]
    read = pl.collect_all([contents[name].values().select(columns[name]) for name in unread])
    out = {**kept, **dict(zip(unread, read, strict=True))}
    broken = {name for name, frame in out.items() if frame[BROKEN].any()}
    for name in broken:
        out[name] = out[name].filter(~out[name][BROKEN])
    frames = {name: frame.drop(BROKEN).with_row_index(ROW) for name, frame in out.items()}
    return frames, broken | {name for name in out if _is_partly_read(contents[name])}


def _is_partly_read(content: Content) -> bool:
    """Whether a file as a whole is at fault: nobody knows what it would have held."""
    return any(each.severity == "error" and (each.row or 1) == 1 for each in content.source.findings)


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
    suggested = row[rule.suggestion] if rule.suggestion else None
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
        suggestion=suggested if answer is None else answer,
        snippet=place.snippet,
        fixable=answer is not None,
    )


_PLACE = re.compile(r"\{(\w+)\}")


def _filled(template: str, row: Mapping[str, Any], text: str | None) -> str:
    """Put a row's words into a message; what stands in them, or in names, is never a template."""
    words = {"value": shown(text)} | {name: str(cell) for name, cell in row.items() if cell is not None}
    return _PLACE.sub(lambda place: words.get(place[1], place[0]), template)
