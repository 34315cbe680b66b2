"""The check of one table, and of all tables of a dataset together."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.ask import TEXT, Asked, References, ask
from dateline.checks.conceal import conceal
from dateline.checks.content import Content, are_few, hold
from dateline.checks.fix import Fix
from dateline.checks.places import lazily
from dateline.checks.references import references_of
from dateline.checks.report import ANSWER, SUGGESTION, Listing, findings, listed
from dateline.checks.source import BROKEN, FILE, RECORD
from dateline.compile.schema import compile_table
from dateline.engine.affinity import in_memory
from dateline.engine.prepared import Prepared, prepare
from dateline.engine.scan import DEFAULT_CAP, answer
from dateline.rules.together import across_rules, masks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dateline.checks.report import Wanted
    from dateline.engine.question import Answers, Unique
    from dateline.findings import Finding, Severity
    from dateline.gazetteer import Gazetteer
    from dateline.rules.across import Across
    from dateline.table import Table

EXAMPLES = 100
"""Findings listed of each rule and table by default; counts are exact in any case."""


@dataclass(slots=True)
class Outcome:
    """What checks have found so far."""

    findings: list[Finding] = field(default_factory=list)
    more: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    records: dict[str, int] = field(default_factory=dict)
    fixes: list[Fix] = field(default_factory=list)
    """What of the findings listed could be written at once."""


def check_tables(
    contents: Mapping[str, Content],
    *,
    examples: int | None = EXAMPLES,
    wanted: Wanted | None = None,
    gazetteer: Callable[[], Gazetteer] | None = None,
    further: Sequence[Across] = (),
    tidy: bool = False,
) -> Outcome:
    """Check every table by its schema, its keys and its references to others, and all together.

    Args:
        contents: tables by name; every foreign key's table must be among them.
        gazetteer: gives the places that records may name, when a rule first asks for them; if
            None, those of the tables themselves.
        examples: how many findings of each rule and table to list; None for all.
        wanted: keys of records, by table and rule, whose findings are listed beyond that.
        further: rules that are asked of all tables together, beside those of their schemas.
        tidy: whether the records are a dataset's own: then it is asked as well how cells are written,
            and findings can be fixed.

    Raises:
        SchemaFileError: if a schema cannot be compiled.

    """
    with in_memory() if are_few(contents) else nullcontext():
        return _check_tables(contents, examples, wanted, gazetteer or lazily(contents), further, tidy=tidy)


def _check_tables(
    contents: Mapping[str, Content],
    examples: int | None,
    wanted: Wanted | None,
    known: Callable[[], Gazetteer] | None,
    further: Sequence[Across],
    *,
    tidy: bool,
) -> Outcome:
    hold(contents.values())
    references = references_of(contents, known)
    outcome, listing = Outcome(), Listing(examples, wanted or {})
    tables = {name: content.table for name, content in contents.items()}
    together = [*across_rules(tables, known), *further]
    kept: dict[str, pl.DataFrame] = {}
    if are_few(contents):
        _check_few(contents, references, outcome, listing, tidy=tidy)
    else:
        keep = _columns(contents, together)
        for name, content in contents.items():
            answers = _check(content, references, outcome, listing, tidy=tidy, keep=keep.get(name, ()))
            outcome.records[name] = answers.height
            if answers.kept is not None:
                kept[name] = answers.kept
    del references  # keys of a million records, and nobody asks for them any more
    _check_together(contents, together, outcome, listing, kept)
    shown = conceal(outcome.findings, masks(tables.values()))
    outcome.fixes = [Fix.of(*pair) for pair in zip(shown, outcome.findings, strict=True) if pair[0].fixable]
    outcome.findings = shown if tidy else [replace(each, fixable=False) for each in shown]
    return outcome


def _columns(contents: Mapping[str, Content], rules: Sequence[Across]) -> dict[str, list[pl.Expr]]:
    """Return which columns of the large tables the rules over several tables need; they are read once."""
    if not rules:
        return {}
    from dateline.checks.columns import columns_for  # noqa: PLC0415 - most packages bring no such rule

    columns = columns_for(contents, rules)
    return {name: columns[name] for name in columns if not contents[name].small}


def _check_together(
    contents: Mapping[str, Content],
    rules: Sequence[Across],
    outcome: Outcome,
    listing: Listing,
    kept: Mapping[str, pl.DataFrame],
) -> None:
    """Ask the rules over several tables, where there are any."""
    if not rules:
        return
    from dateline.checks.across import check_across  # noqa: PLC0415 - most packages bring no such rule

    try:
        found = check_across(contents, rules, listing, kept)
    except pl.exceptions.PolarsError:
        again = {name: each.careful() for name, each in contents.items()}
        found = check_across(again, rules, listing)
    outcome.findings += found.findings
    outcome.more.update(found.more)


@dataclass(frozen=True, slots=True)
class _Laid:
    """What is asked of a table: by the name of its question or key, and as the engine takes it."""

    content: Content
    asked: Mapping[str, Asked]
    scan: Prepared


def _check(
    content: Content,
    references: References,
    outcome: Outcome,
    listing: Listing,
    *,
    tidy: bool,
    keep: Sequence[pl.Expr] = (),
) -> Answers:
    """Check one table; read it anew, slowly and surely, where Polars cannot read it after all."""
    try:
        laid = _lay_out(content, references, listing, tidy=tidy, keep=keep)
        answers = answer([laid.scan])[0]
    except pl.exceptions.PolarsError:
        laid = _lay_out(content.careful(), references, listing, tidy=tidy, keep=keep)
        answers = answer([laid.scan])[0]
    _report(laid, answers, outcome, listing)
    return answers


def _check_few(
    contents: Mapping[str, Content],
    references: References,
    outcome: Outcome,
    listing: Listing,
    *,
    tidy: bool,
) -> None:
    """Check tables of few records side by side; one after another where one of them cannot be read."""
    try:
        laid = [_lay_out(each, references, listing, tidy=tidy) for each in contents.values()]
        answered = answer([each.scan for each in laid])
    except pl.exceptions.PolarsError:
        for name, each in contents.items():
            outcome.records[name] = _check(each, references, outcome, listing, tidy=tidy).height
        return
    for name, asked, answers in zip(contents, laid, answered, strict=True):
        _report(asked, answers, outcome, listing)
        outcome.records[name] = answers.height


def _lay_out(
    content: Content,
    references: References,
    listing: Listing,
    *,
    tidy: bool,
    keep: Sequence[pl.Expr] = (),
) -> _Laid:
    table, source = content.table, content.source
    values = content.values()
    held = content.held()
    compiled = compile_table(table, shared=True)
    asked = {_name(each): each for each in ask(compiled, references, source.absent, tidy=tidy)}
    prepared = prepare(
        values if held is None else held,
        [each.question for each in asked.values() if each.question is not None],
        [_key(table, each.unique) for each in asked.values() if each.unique is not None],
        carry=_carry(table, asked.values()),
        cap=None if listing.wants_all(table) else DEFAULT_CAP,
        skip=BROKEN,
        keep=keep,
    )
    return _Laid(content, asked, prepared)


def _report(laid: _Laid, answers: Answers, outcome: Outcome, listing: Listing) -> None:
    table, source = laid.content.table, laid.content.source
    failed = []
    more: Counter[tuple[str, Severity]] = Counter(source.more)
    for name, failures in answers.failures.items():
        each = laid.asked[name]
        shown = listed(each, failures, table, listing)
        failed += shown
        more[each.rule.id, each.rule.severity] += failures.count - len(shown)
    outcome.findings += [*source.findings, *findings(table, failed, source)]
    outcome.more.update(more)


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
    rules = [each.rule for each in asked]
    said = {SUGGESTION.format(each.name): each.suggestion for each in rules if each.suggestion is not None}
    said |= {ANSWER.format(each.name): each.answer for each in rules if each.answer is not None}
    return {name: pl.col(name) for name in (FILE, RECORD, *texts)} | said
