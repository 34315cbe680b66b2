"""Failing rows as findings, with places and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.checks.ask import TEXT, Asked
from dateline.checks.source import FILE, RECORD
from dateline.engine.question import FIRST_OF, Failures
from dateline.findings import Finding
from dateline.rules.rule import Advice
from dateline.rules.tidy import written_wrongly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.checks.source import Place, Source
    from dateline.rules.rule import Rule
    from dateline.table import Table

ANSWER = "__answer__:{}"
"""The column that holds what a rule computed in place of a wrong cell."""
SUGGESTION = "__suggestion__:{}"
"""The column that holds what a rule takes to be meant by a wrong cell."""
_SHOWN = 60
_KEPT = 1_000

Cell = tuple[int, int, str | None]
Record = tuple[int, int]


Wanted = Mapping[tuple[str, str], frozenset[str]]
"""Keys of records by table and rule."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Which failing rows are listed: the first ones, and those of records that somebody named."""

    examples: int | None = None
    wanted: Wanted = field(default_factory=dict)

    def wants_all(self, table: Table) -> bool:
        """Whether any of a table's failing rows may have to be listed, however many fail before it."""
        return self.examples is None or any(name == table.name for name, _ in self.wanted)

    def of(self, rows: pl.DataFrame, table: Table, rule: str) -> pl.DataFrame:
        """Return the rows to list; they hold the texts of the primary key."""
        if self.examples is None or rows.height <= self.examples:
            return rows
        first, rest = rows[: self.examples], rows[self.examples :]
        named = self.wanted.get((table.name, rule))
        return first.vstack(rest.filter(record_key(table).is_in(list(named)))) if named else first


@dataclass(frozen=True, slots=True)
class Failure:
    """One failing row: what was asked, the row's texts, and for a key the record it repeats."""

    asked: Asked
    row: Mapping[str, Any]
    first: Record | None = None

    @property
    def cell(self) -> Cell:
        """The cell to point at."""
        return (*self.record, self.asked.rule.fields[0])

    @property
    def record(self) -> Record:
        """File index and record number."""
        return (self.row[FILE], self.row[RECORD])

    def text(self, field: str) -> str | None:
        """Return the cell's text as it stands in the file; None where there is no cell."""
        value: str | None = self.row[TEXT.format(field)]
        return value


def listed(asked: Asked, failures: Failures, table: Table, listing: Listing) -> list[Failure]:
    """Take the rows of a failure that are listed, in the order of the files."""
    rows = listing.of(failures.rows, table, asked.rule.id)
    return [Failure(asked, row, _repeats(row)) for row in rows.iter_rows(named=True)]


def record_key(table: Table) -> pl.Expr:
    """Return the primary key of rows with texts, as findings have it (String)."""
    parts = [pl.col(TEXT.format(name)).fill_null("") for name in table.primary_key]
    return pl.concat_str(parts, separator="/") if parts else pl.lit(None, pl.String)


def _repeats(row: Mapping[str, Any]) -> Record | None:
    file = row.get(FIRST_OF.format(FILE))
    return None if file is None else (file, row[FIRST_OF.format(RECORD)])


def findings(table: Table, failed: Sequence[Failure], source: Source) -> list[Finding]:
    """Turn failing rows into findings."""
    cells = {each.cell for each in failed} | {
        (*each.first, each.asked.rule.fields[0]) for each in failed if each.first
    }
    places = source.places(cells)
    return [_finding(table, each, places) for each in failed]


def _finding(table: Table, failure: Failure, places: Mapping[Cell, Place]) -> Finding:
    rule = failure.asked.rule
    name = rule.fields[0]
    text = failure.text(name)
    place = places[failure.cell]
    advice = _advice(rule, text)
    answer = written(table, name, failure.row.get(ANSWER.format(rule.name), advice.answer))
    message = rule.message.replace("{value}", shown(_value(failure)))
    if advice.reason:
        message = f"{message}: {advice.reason}"
    if failure.first is not None:
        message = f"{message}: {_first(places[(*failure.first, name)])} has it"
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        table=table.name,
        field=name,
        file=place.file,
        row=failure.row[RECORD],
        line=place.line,
        column=place.column,
        field_number=table.names.index(name) + 1,
        key=_key(table, failure),
        value=text if text is None else text[:_KEPT],
        expected=rule.help or (rule.expected if advice.expected is None else advice.expected or None),
        suggestion=(failure.row.get(SUGGESTION.format(rule.name)) or advice.suggestion)
        if answer is None
        else answer,
        snippet=place.snippet,
        fixable=answer is not None,
    )


def _advice(rule: Rule, text: str | None) -> Advice:
    if not text:
        return Advice()
    spelt = written_wrongly(rule.id, text)
    if spelt is not None:
        return spelt
    return Advice() if rule.advise is None else rule.advise(text)


def written(table: Table, name: str, answer: str | None) -> str | None:
    """Return how an answer is written into a field: no value has the text that the schema gives it."""
    if answer != "":
        return answer
    texts = table.missing(table[name])
    return answer if not texts or "" in texts else texts[0]


def _value(failure: Failure) -> str | None:
    """Return the text that the message speaks of: a key's parts together, else one cell."""
    fields = failure.asked.rule.fields
    whole = failure.asked.unique is not None or failure.asked.rule.id == "foreign-key"
    parts = [failure.text(name) for name in (fields if whole else fields[:1])]
    return None if all(part is None for part in parts) else "/".join(part or "" for part in parts)


def _first(place: Place) -> str:
    return f"line {place.line} of {place.file}" if place.line else place.file


def _key(table: Table, failure: Failure) -> str | None:
    parts = [failure.text(name) or "" for name in table.primary_key]
    return "/".join(parts)[:_KEPT] if any(parts) else None


def shown(text: str | None) -> str:
    """Quote a text for a message, cut where it is long."""
    if not text:
        return "an empty cell"
    return f"'{text}'" if len(text) <= _SHOWN else f"'{text[:_SHOWN]}…'"
