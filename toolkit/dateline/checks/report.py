"""Failing rows as findings, with places and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline.checks.ask import TEXT, Asked
from dateline.checks.source import FILE, RECORD
from dateline.engine.question import FIRST_OF, Failures
from dateline.findings import Finding
from dateline.rules.rule import Advice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.checks.source import Place, Source
    from dateline.table import Table

ANSWER = "__answer__:{}"
"""The column that holds what a rule computed in place of a wrong cell."""
_SHOWN = 60
_KEPT = 1_000

Cell = tuple[int, int, str | None]
Record = tuple[int, int]


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


def listed(asked: Asked, failures: Failures, examples: int | None) -> list[Failure]:
    """Take the first rows of a failure, in the order of the files."""
    rows = failures.rows if examples is None else failures.rows.head(examples)
    return [Failure(asked, row, _repeats(row)) for row in rows.iter_rows(named=True)]


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
    advice = rule.advise(text) if rule.advise is not None and text else Advice()
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
        suggestion=failure.row.get(ANSWER.format(f"{rule.id}:{name}")) or advice.suggestion,
        snippet=place.snippet,
    )


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
