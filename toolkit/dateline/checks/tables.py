"""The check of one table, and of all tables of a dataset together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.ask import TEXT, Asked, References, ask, with_values
from dateline.checks.report import ANSWER, findings, listed
from dateline.checks.source import BROKEN, FILE, RECORD, Source
from dateline.compile.cast import value
from dateline.compile.schema import compile_table
from dateline.engine.scan import scan
from dateline.rules.together import across_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dateline.engine.question import Unique
    from dateline.findings import Finding, Severity
    from dateline.gazetteer import Gazetteer
    from dateline.table import Table

EXAMPLES = 100
"""Findings listed of each rule and table by default; counts are exact in any case."""


@dataclass(frozen=True, slots=True)
class Content:
    """A table and where its records come from."""

    table: Table
    source: Source


@dataclass(slots=True)
class Outcome:
    """What checks have found so far."""

    findings: list[Finding] = field(default_factory=list)
    more: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    records: dict[str, int] = field(default_factory=dict)


def check_tables(
    contents: Mapping[str, Content],
    *,
    examples: int | None = EXAMPLES,
    gazetteer: Callable[[], Gazetteer] | None = None,
) -> Outcome:
    """Check every table by its schema, its keys and its references to others, and all together.

    Args:
        contents: tables by name; every foreign key's table must be among them.
        gazetteer: gives the dataset's places, when a rule first asks for them.
        examples: how many findings of each rule and table to list; None for all.

    Raises:
        SchemaFileError: if a schema cannot be compiled.

    """
    references = _references(contents)
    outcome = Outcome()
    for name, content in contents.items():
        outcome.records[name] = _check(content, references, outcome, examples)
    _check_together(contents, outcome, examples, gazetteer)
    return outcome


def _check_together(
    contents: Mapping[str, Content],
    outcome: Outcome,
    examples: int | None,
    gazetteer: Callable[[], Gazetteer] | None,
) -> None:
    """Ask the rules over several tables, where the schemas bring any."""
    rules = across_rules({name: content.table for name, content in contents.items()}, gazetteer)
    if not rules:
        return
    from dateline.checks.across import check_across  # noqa: PLC0415 - most packages bring no such rule

    try:
        found = check_across(contents, rules, examples=examples)
    except pl.exceptions.PolarsError:
        again = {name: Content(each.table, each.source.careful()) for name, each in contents.items()}
        found = check_across(again, rules, examples=examples)
    outcome.findings += found.findings
    outcome.more.update(found.more)


def _check(content: Content, references: References, outcome: Outcome, examples: int | None) -> int:
    """Check one table; read it anew, slowly and surely, where Polars cannot read it after all."""
    try:
        return _check_once(content, references, outcome, examples)
    except pl.exceptions.PolarsError:
        again = Content(content.table, content.source.careful())
        return _check_once(again, references, outcome, examples)


def _check_once(content: Content, references: References, outcome: Outcome, examples: int | None) -> int:
    table, source = content.table, content.source
    frame = with_values(table, source.frame.filter(pl.col(BROKEN).not_()))
    asked = {
        _name(each): each
        for each in ask(compile_table(table, shared=True), table, frame, references, source.absent)
    }
    answers = scan(
        frame,
        [each.question for each in asked.values() if each.question is not None],
        [_key(table, each.unique) for each in asked.values() if each.unique is not None],
        carry=_carry(table, asked.values()),
    )
    failed = []
    more: Counter[tuple[str, Severity]] = Counter(source.more)
    for name, failures in answers.failures.items():
        each = asked[name]
        shown = listed(each, failures, examples)
        failed += shown
        more[each.rule.id, each.rule.severity] += failures.count - len(shown)
    outcome.findings += [*source.findings, *findings(table, failed, source)]
    outcome.more.update(more)
    return answers.height


def _name(asked: Asked) -> str:
    part = asked.question or asked.unique
    assert part is not None
    return part.name


def _key(table: Table, unique: Unique) -> Unique:
    """Ask of rows that repeat a key for no more than their report shows."""
    texts = dict.fromkeys(TEXT.format(name) for name in (*unique.fields, *table.primary_key))
    return replace(unique, carry=(FILE, RECORD, *texts), first=(FILE, RECORD))


def _carry(table: Table, asked: Iterable[Asked]) -> dict[str, pl.Expr]:
    """Keep of a failing row: its place, the texts of the cells that a report shows, and computed answers."""
    names = {name for each in asked for name in each.rule.fields} | set(table.primary_key)
    texts = [TEXT.format(name) for name in table.names if name in names]
    answers = {
        ANSWER.format(f"{each.rule.id}:{each.rule.fields[0]}"): each.rule.answer
        for each in asked
        if each.rule.answer is not None
    }
    return {name: pl.col(name) for name in (FILE, RECORD, *texts)} | answers


def _references(contents: Mapping[str, Content]) -> References:
    """Collect the values that foreign keys and code lists refer to, each once."""
    wanted = {
        (key.table or name, key.references)
        for name, content in contents.items()
        for key in content.table.foreign_keys
    }
    order = sorted(wanted)
    frames = [_values(contents[name], fields).unique(maintain_order=True) for name, fields in order]
    codes = [_codes(content) for content in contents.values() if content.table.codes is not None]
    collected = pl.collect_all([*frames, *codes])
    keys = dict(zip(order, collected[: len(order)], strict=True))
    lists: dict[str, pl.Series] = {}
    for frame in collected[len(order) :]:
        for (name,), rows in frame.group_by("list", maintain_order=True):
            lists[str(name)] = rows["code"]
    return References(keys, lists)


def _values(content: Content, fields: Iterable[str]) -> pl.LazyFrame:
    table = content.table
    return content.source.frame.select(value(table, table[name], pl.col(name)).alias(name) for name in fields)


def _codes(content: Content) -> pl.LazyFrame:
    codes = content.table.codes
    assert codes is not None
    return (
        _values(content, (codes.list, codes.code))
        .rename({codes.list: "list", codes.code: "code"})
        .drop_nulls()
    )
