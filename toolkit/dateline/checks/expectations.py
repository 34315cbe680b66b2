"""What a dataset expects of its tables as a whole: counts, shares of filled cells, recent dates."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.checks.groups import conditions
from dateline.checks.source import BROKEN
from dateline.compile.cast import dtype, value
from dateline.document import did_you_mean
from dateline.errors import DatasetFileError, Problem
from dateline.findings import Finding
from dateline.rules.expressions import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.checks.content import Content
    from dateline.checks.source import Source
    from dateline.dataset import Dataset, Expectation
    from dateline.findings import Severity
    from dateline.table import Field, Table

TODAY, COVERAGE = "today", "coverage"
_FEW = {
    "rows": ("too-few-records", "too-many-records"),
    "filled": ("too-few-filled", "too-many-filled"),
    "distinct": ("too-few-values", "too-many-values"),
}


@dataclass(frozen=True, slots=True)
class _Figure:
    """One number of a table."""

    table: str
    field: str
    kind: str


def check_expectations(dataset: Dataset, tables: Mapping[str, Table]) -> None:
    """Make sure that expectations can be asked of the tables.

    Raises:
        DatasetFileError: if one names a field that is not there or cannot be used so, or
            its `where` cannot be used; each at its place.

    """
    problems = [problem for each in dataset.expectations for problem in _unusable(dataset, each, tables)]
    if problems:
        raise DatasetFileError(*problems)


def _unusable(dataset: Dataset, expected: Expectation, tables: Mapping[str, Table]) -> Iterator[Problem]:
    table = tables[expected.table]
    key = "sequence" if expected.kind == "sequence" else "field"
    for name, part in ((expected.field, key), *((each, "group") for each in expected.group)):
        if name is not None and name not in table.names:
            message = f"table {table.name} has no field '{name}'"
            yield _problem(dataset, expected, part, message, did_you_mean(name, table.names))
    if expected.field in table.names:
        yield from _wrong_kind(dataset, expected, table[expected.field or ""], key)
    try:
        conditions(expected, table)
    except ExpressionError as error:
        yield _problem(dataset, expected, "where", f"'where': {error}", error.help)
    if expected.newest is not None:
        yield from _no_reference(dataset, expected, expected.newest.of, tables)


def _wrong_kind(dataset: Dataset, expected: Expectation, field: Field, key: str) -> Iterator[Problem]:
    if expected.kind == "sequence" and field.type != "integer":
        yield _problem(dataset, expected, key, f"'{field.name}' must be of type integer, not {field.type}")
    if expected.kind == "newest" and not _is_dated(field):
        yield _problem(dataset, expected, key, f"'{field.name}' must be a date or an EDTF field")


def _no_reference(
    dataset: Dataset, expected: Expectation, of: str, tables: Mapping[str, Table]
) -> Iterator[Problem]:
    if of == TODAY:
        return
    if of == COVERAGE:
        if _end_of(dataset) is None:
            message = "the dataset has no coverage.temporal with an end from which to count"
            yield _problem(dataset, expected, "newest", message, "give it, or name another date with 'of'")
        return
    name, _, field = of.rpartition(".")
    if name not in tables or field not in tables[name].names or not _is_dated(tables[name][field]):
        dates = [
            f"{each.name}.{one.name}" for each in tables.values() for one in each.fields if _is_dated(one)
        ]
        help_ = did_you_mean(of, [COVERAGE, TODAY, *dates])
        yield _problem(dataset, expected, "newest", f"'{of}' is no date to count from", help_)


def _is_dated(field: Field) -> bool:
    return field.edtf is not None or dtype(field) == pl.Date


def _problem(
    dataset: Dataset, expected: Expectation, key: str, message: str, help: str | None = None
) -> Problem:
    mark = expected.marks.get(key, expected.mark)
    return Problem(message, dataset.file, mark.line, mark.column, help)


def unmet(
    dataset: Dataset, contents: Mapping[str, Content], records: Mapping[str, int], today: date
) -> Iterator[Finding]:
    """Yield a finding for each expectation of a whole table that is not met.

    Less than the minimum is an error: something was lost. More than the maximum is a
    warning: something may have been counted twice. An expectation may say otherwise, but
    what is counted from `today` is a warning always: the same records will be found stale
    some day, and nobody will have changed them.
    """
    figures = _figures(dataset, contents)
    for each in dataset.expectations:
        if each.kind == "rows":
            yield from _limits(dataset, each, records.get(each.table, 0))
        elif each.kind in _FEW:
            yield from _limits(dataset, each, figures[_Figure(each.table, each.field or "", each.kind)] or 0)
        elif each.newest is not None:
            yield from _stale(dataset, each, figures, today)


def _figures(dataset: Dataset, contents: Mapping[str, Content]) -> dict[_Figure, Any]:
    """Read all figures that expectations need, each table once."""
    wanted: dict[str, dict[_Figure, pl.Expr]] = {}
    for each in dataset.expectations:
        for figure in _needed(each):
            if figure.table in contents:
                table = contents[figure.table].table
                made = _expression(table, table[figure.field], figure.kind)
                wanted.setdefault(figure.table, {})[figure] = made
    sources = {name: contents[name].source for name in wanted}
    try:
        return _read(sources, wanted)
    except pl.exceptions.PolarsError:
        return _read({name: each.careful() for name, each in sources.items()}, wanted)


def _read(
    sources: Mapping[str, Source], wanted: Mapping[str, Mapping[_Figure, pl.Expr]]
) -> dict[_Figure, Any]:
    queries = [
        sources[name]
        .frame.filter(pl.col(BROKEN).not_())
        .select(each.alias(str(number)) for number, each in enumerate(figures.values()))
        for name, figures in wanted.items()
    ]
    rows = [frame.row(0) for frame in pl.collect_all(queries)]
    return {
        figure: found
        for figures, row in zip(wanted.values(), rows, strict=True)
        for figure, found in zip(figures, row, strict=True)
    }


def _needed(expected: Expectation) -> Iterator[_Figure]:
    if expected.kind in ("filled", "distinct", "newest") and expected.field is not None:
        yield _Figure(expected.table, expected.field, expected.kind)
    if expected.newest is not None and expected.newest.of not in (TODAY, COVERAGE):
        name, _, field = expected.newest.of.rpartition(".")
        yield _Figure(name, field, "newest")


def _expression(table: Table, field: Field, kind: str) -> pl.Expr:
    cell = value(table, field, pl.col(field.name))
    if kind == "filled":
        return cell.is_not_null().mean()
    if kind == "distinct":
        return cell.drop_nulls().n_unique()
    if field.edtf is not None:
        from dateline.edtf import vector  # noqa: PLC0415 - most fields are no dates
        from dateline.rules.dates import CONTINUING  # noqa: PLC0415 - as above

        return vector.latest(pl.when(cell != CONTINUING).then(cell)).max()
    return cell.max()


def _limits(dataset: Dataset, expected: Expectation, found: float) -> Iterator[Finding]:
    few, many = _FEW[expected.kind]
    if expected.minimum is not None and found < expected.minimum:
        words = f"at least {_words(expected, expected.minimum)}"
        yield _finding(dataset, expected, few, "error", _message(expected, found, "fewer"), words)
    if expected.maximum is not None and found > expected.maximum:
        words = f"at most {_words(expected, expected.maximum)}"
        yield _finding(dataset, expected, many, "warning", _message(expected, found, "more"), words)


def _message(expected: Expectation, found: float, way: str) -> str:
    number = _words(expected, found)
    if expected.kind == "rows":
        return f"{expected.table} has {number} records, {way} than expected"
    if expected.kind == "filled":
        return f"{number} of the cells in {expected.field} have a value, {way} than expected"
    return f"{expected.field} has {number} different values, {way} than expected"


def _words(expected: Expectation, number: float) -> str:
    """Write a number, or a share so that it is not rounded to the limit that it misses."""
    if expected.kind != "filled":
        return f"{number:,}"
    return f"{number * 100:.4f}".rstrip("0").rstrip(".") + " %"


def _stale(
    dataset: Dataset, expected: Expectation, figures: Mapping[_Figure, Any], today: date
) -> Iterator[Finding]:
    span = expected.newest
    assert span is not None
    newest = figures[_Figure(expected.table, expected.field or "", "newest")]
    if span.of == TODAY:
        end: date | None = today
    elif span.of == COVERAGE:
        end = _end_of(dataset)
    else:
        end = figures.get(_Figure(*_split(span.of), "newest"))
    if end is None or newest is None:
        return
    oldest = earlier(end, span.months, span.days)
    if newest < oldest:
        usual: Severity = "warning" if span.of == TODAY else "error"
        message = f"the newest date in {expected.field} is {newest}: older than {span.written} before {end}"
        yield _finding(dataset, expected, "records-stale", usual, message, f"a date from {oldest} on")


def _split(of: str) -> tuple[str, str]:
    name, _, field = of.rpartition(".")
    return name, field


def _end_of(dataset: Dataset) -> date | None:
    if not dataset.coverage.temporal:
        return None
    from dateline.edtf import read  # noqa: PLC0415 - many datasets say no period

    said = read(dataset.coverage.temporal)
    return said.latest if said else None


def earlier(day: date, months: int, days: int) -> date:
    """Return the day so many months and then days before; the month's last day where it has fewer."""
    at = max(12, day.year * 12 + day.month - 1 - months)
    year, month = at // 12, at % 12 + 1
    moved = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return date.min if (moved - date.min).days < days else moved - timedelta(days)


def _finding(
    dataset: Dataset, missed: Expectation, rule: str, usual: Severity, message: str, expected: str
) -> Finding:
    today = missed.newest is not None and missed.newest.of == TODAY
    return Finding(
        rule=rule,
        severity=usual if today else missed.severity or usual,
        message=message,
        table=missed.table,
        field=missed.field,
        file=dataset.file,
        line=missed.mark.line,
        column=missed.mark.column,
        expected=expected,
    )
