"""What is wrong with single rows, found outside the engine, as findings with their places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.checks.ask import TEXT, with_values
from dateline.checks.fix import Fix
from dateline.checks.source import BROKEN, FILE, RECORD
from dateline.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dateline.checks.content import Content
    from dateline.checks.source import Place
    from dateline.table import Table

_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with a row of `rows_of`, before its place is known."""

    rule: str
    field: str
    message: str
    row: Mapping[str, Any]
    expected: str | None = None
    suggestion: str | None = None
    severity: Severity = "error"
    cells: Mapping[str, str] | None = None
    """The one answer, where there is one: new texts of the row's cells, by field."""


@dataclass(slots=True)
class Told:
    """Findings so far, how many more there are of each rule and severity, and the answers to them."""

    findings: list[Finding] = field(default_factory=list)
    more: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    fixes: list[Fix] = field(default_factory=list)

    def tell(self, content: Content, wrong: Iterable[Wrong], examples: int | None) -> None:
        """Add findings of one table; of each rule the first ones are listed, all are counted."""
        seen: Counter[str] = Counter()
        listed = []
        for each in wrong:
            seen[each.rule] += 1
            if examples is None or seen[each.rule] <= examples:
                listed.append(each)
            else:
                self.more[each.rule, each.severity] += 1
        places = content.source.places({_cell(each) for each in listed})
        found = [_finding(content.table, each, places[_cell(each)]) for each in listed]
        self.findings += found
        pairs = zip(found, listed, strict=True)
        self.fixes += [Fix(finding, each.cells) for finding, each in pairs if each.cells is not None]


def collected(content: Content, query: Callable[[pl.LazyFrame], pl.LazyFrame]) -> pl.DataFrame:
    """Run a query over the sound rows of a table; read it slowly and surely where Polars cannot."""
    sound = pl.col(BROKEN).not_()
    try:
        return query(content.source.frame.filter(sound)).collect(engine="streaming")
    except pl.exceptions.PolarsError:
        return query(content.source.careful().frame.filter(sound)).collect(engine="streaming")


def rows_of(content: Content, fields: Iterable[str]) -> pl.DataFrame:
    """Return the values and texts of these fields, in sound rows, with the primary key's texts.

    Values stand under the fields' names, texts under `TEXT`; FILE and RECORD say where.
    """
    names = tuple(dict.fromkeys(fields))
    texts = [TEXT.format(name) for name in dict.fromkeys((*names, *content.table.primary_key))]
    return collected(
        content, lambda frame: with_values(content.table, frame).select(FILE, RECORD, *names, *texts)
    )


def key_of(table: Table, row: Mapping[str, Any]) -> str:
    """Return a row's primary key, its parts joined by "/"."""
    return "/".join(row[TEXT.format(name)] or "" for name in table.primary_key)


def _cell(wrong: Wrong) -> tuple[int, int, str]:
    return (wrong.row[FILE], wrong.row[RECORD], wrong.field)


def _finding(table: Table, wrong: Wrong, place: Place) -> Finding:
    text = wrong.row[TEXT.format(wrong.field)]
    return Finding(
        rule=wrong.rule,
        severity=wrong.severity,
        message=wrong.message,
        table=table.name,
        field=wrong.field,
        file=place.file,
        row=wrong.row[RECORD],
        line=place.line,
        column=place.column,
        field_number=table.names.index(wrong.field) + 1,
        key=key_of(table, wrong.row)[:_KEPT] or None,
        value=text if text is None else text[:_KEPT],
        expected=wrong.expected,
        suggestion=wrong.suggestion,
        snippet=place.snippet,
        fixable=wrong.cells is not None,
    )
