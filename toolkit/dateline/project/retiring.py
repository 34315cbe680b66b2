"""Records taken out, merged or corrected, and the entries that say so: all together or not at all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dateline.checks.source import FILE, RECORD
from dateline.checks.told import key_of
from dateline.dataset.ledger import Entry, ended
from dateline.dataset.waivers import says_little
from dateline.document import did_you_mean, quoted
from dateline.errors import Problem, UsageError
from dateline.project.checking import open_dataset
from dateline.project.folder import find
from dateline.project.following import follow
from dateline.project.ledger import today
from dateline.project.plan import Plan, carry_out, stand_ins
from dateline.project.references import keys_of, place_of, referring, rows_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dateline.checks.content import Content
    from dateline.dataset.ledger import Change
    from dateline.project.checking import Opened
    from dateline.project.plan import Done, Why
    from dateline.project.references import Reference, Row

_NAMED = 5
"""Records that a refusal names; of more, only the number is told."""


def retract(
    dataset: Path,
    records: Sequence[str],
    why: Why,
    *,
    split_into: Sequence[str] = (),
    with_references: bool = False,
    gone: bool = False,
    try_only: bool = False,
) -> Done:
    """Take records out of their files, and write down that they were retracted, or split into others.

    Args:
        dataset: the dataset's folder, or a place in a project; of several datasets, the one
            that has the table and the records.
        records: TABLE/ID of each.
        why: reason and author.
        split_into: ids of the records, already there, that take the place of a single one.
        with_references: take out rows without ids of their own that refer to the records, too.
        gone: the records were taken out before; only the entries are written.
        try_only: check that everything could be done, and change nothing.

    Raises:
        UsageError: if a record is not there, or others refer to it.
        DatasetFileError: if a file cannot be read or written; then none is changed.

    """
    _insist_reason(why)
    plan = _plan(dataset, records, gone=gone)
    into = tuple(_id(plan, each) for each in split_into)
    if into and (len(plan.targets) > 1 or len(set(into)) == 1):
        message = "one record is split into two or more"
        raise UsageError(Problem(message, help="name each of them with --split-into"))
    _insist_there(plan, into)
    _take_out(plan, with_references=with_references)
    entries = _entries(plan, "split" if into else "retracted", into, why)
    return carry_out(plan, entries, try_only=try_only)


def merge(
    dataset: Path, records: Sequence[str], into: str, why: Why, *, gone: bool = False, try_only: bool = False
) -> Done:
    """Let a record take the place of others: references follow, the others are taken out.

    A row without an id of its own that would say the same as another one, or that related
    two of the records to each other, is taken out.

    Args:
        dataset: as `retract` has it.
        records: TABLE/ID of those that go.
        into: the id of the one that stays, with or without its table.
        why: reason and author.
        gone: the records were taken out before; entries and references are written.
        try_only: check that everything could be done, and change nothing.

    Raises:
        UsageError: if a record is not there, or the references cannot follow.
        DatasetFileError: if a file cannot be read or written; then none is changed.

    """
    _insist_reason(why)
    plan = _plan(dataset, records, gone=gone)
    stays = _id(plan, into)
    if stays in plan.targets:
        raise UsageError(Problem(f"{quoted(stays)} cannot be merged into itself", help="name another record"))
    (row,) = _insist_there(plan, (stays,))
    plan.gone |= {place_of(plan.schema, each): each for each in plan.targets.values() if each is not None}
    follow(plan, row)
    return carry_out(plan, _entries(plan, "merged", (stays,), why), try_only=try_only)


def correct(dataset: Path, records: Sequence[str], why: Why, *, try_only: bool = False) -> Done:
    """Write down why records were corrected; the records stay as they are.

    Raises:
        UsageError: if a record is not there.
        DatasetFileError: if the ledger cannot be read or written.

    """
    _insist_reason(why)
    plan = _plan(dataset, records, gone=False)
    return carry_out(plan, _entries(plan, "corrected", (), why), try_only=try_only)


def _insist_reason(why: Why) -> None:
    for text, what in ((why.reason, "the reason"), (why.by, "the name of who decides so")):
        try:
            text.encode()
        except UnicodeEncodeError:
            raise UsageError(Problem(f"{what} is no text in UTF-8", help="type it anew")) from None
        if not text.strip():
            raise UsageError(Problem(f"{what} is empty"))
    if says_little(why.reason):
        message = f"the reason {quoted(why.reason)} says too little"
        raise UsageError(Problem(message, help="say why, for whoever cited the record"))


def _plan(dataset: Path, records: Sequence[str], *, gone: bool) -> Plan:
    """Find the records that are meant."""
    pairs = [_pair(each) for each in dict.fromkeys(records)]
    tables = list(dict.fromkeys(table for table, _ in pairs))
    if len(tables) > 1:
        message = f"records of {' and '.join(tables)} are not changed together"
        raise UsageError(Problem(message, help="run once for each table"))
    keys = [key for _, key in pairs]
    opened = _dataset([open_dataset(each) for each in find(dataset)], tables[0], keys)
    ledger = ended(opened.folder.ledger)
    for key in keys:
        if (tables[0], key) in ledger:
            entry = ledger[tables[0], key]
            raise UsageError(Problem(f"{key} of {tables[0]} was {entry.change} on {entry.date} already"))
    return Plan(opened, tables[0], _targets(opened.contents[tables[0]], keys, gone=gone))


def _pair(record: str) -> tuple[str, str]:
    table, slash, key = record.partition("/")
    if not slash or not key:
        message = f"{quoted(record)} names no record"
        raise UsageError(Problem(message, help="write TABLE/ID, such as events/E0031"))
    return table, key


def _dataset(found: Sequence[Opened], table: str, keys: Sequence[str]) -> Opened:
    """Return the dataset that is meant: the one that has the table, or of several the records, too."""
    having = [each for each in found if table in each.contents]
    if not having:
        names = sorted({name for each in found for name in each.contents})
        raise UsageError(Problem(f"there is no table {quoted(table)}", help=did_you_mean(table, names)))
    if len(having) > 1:
        holding = [each for each in having if rows_with(each.contents[table], keys)]
        if len(holding) != 1:
            names_ = " and ".join(each.folder.dataset.name for each in holding or having)
            help_ = "name the dataset's folder with --dataset"
            raise UsageError(Problem(f"{names_} both have a table {table}", help=help_))
        having = holding
    if not having[0].contents[table].table.promises:
        message = f"the records of {table} have no ids of their own: no entry is needed"
        raise UsageError(Problem(message, help="change the file by hand"))
    return having[0]


def _targets(content: Content, keys: Sequence[str], *, gone: bool) -> dict[str, Row | None]:
    """Return the row of each record, or None of each that is gone already."""
    rows, name = rows_with(content, keys), content.table.name
    for key in keys:
        if gone and key in rows:
            message = f"{key} is still in {name}"
            raise UsageError(Problem(message, help="without --gone, the record is taken out as well"))
        if not gone:
            _insist_one(content, key, len(rows.get(key, ())), "if it was taken out before, add --gone")
    return {key: None if gone else rows[key][0] for key in keys}


def _insist_one(content: Content, key: str, number: int, else_: str | None = None) -> None:
    name = content.table.name
    if number == 1:
        return
    if number:
        message = f"{number} records of {name} have the key {quoted(key)}"
        raise UsageError(Problem(message, help="give each a key of its own: dateline check shows them"))
    near = did_you_mean(key, keys_of(content))
    help_ = near if near.startswith("did") else else_
    raise UsageError(Problem(f"there is no record {quoted(key)} in {name}", help=help_))


def _id(plan: Plan, text: str) -> str:
    """Return the id of another record of the table, which may be written with its table."""
    return text.removeprefix(f"{plan.table}/")


def _insist_there(plan: Plan, keys: Sequence[str]) -> list[Row]:
    """Return the rows of records that are to stay."""
    content, ledger = plan.contents[plan.table], ended(plan.opened.folder.ledger)
    rows = rows_with(content, keys)
    for key in keys:
        entry = ledger.get((plan.table, key))
        if entry is not None:
            into = f" into {' and '.join(entry.into)}" if entry.into else ""
            raise UsageError(Problem(f"{key} of {plan.table} was {entry.change}{into} on {entry.date}"))
        if key in plan.targets:
            raise UsageError(Problem(f"{quoted(key)} cannot go into itself", help="name other records"))
        _insist_one(content, key, len(rows.get(key, ())))
    return [rows[key][0] for key in keys]


def _take_out(plan: Plan, *, with_references: bool) -> None:
    """Plan to take the records out, with rows that belong to them alone; refuse if others refer to them."""
    plan.gone |= {place_of(plan.schema, each): each for each in plan.targets.values() if each is not None}
    waiting = [(plan.table, stand_ins(plan))]
    refused: list[Reference] = []
    while waiting:
        name, rows = waiting.pop()
        for each in referring(plan.contents, name, rows):
            if each.place in plan.gone:
                continue
            if with_references and not each.table.promises:
                plan.gone[each.place] = each.row
                waiting.append((each.table.name, [each.row]))
            else:
                refused.append(each)
    if refused:
        raise UsageError(*_refusals(plan, refused))


def _refusals(plan: Plan, refused: Sequence[Reference]) -> Iterator[Problem]:
    """Yield one problem for each table and foreign key by which records are referred to."""
    number = Counter((each.table.name, each.key.fields) for each in refused)
    what = " or ".join(plan.targets) if len(plan.targets) <= _NAMED else f"these {plan.table}"
    for (name, fields), count in number.items():
        own = [each for each in refused if (each.table.name, each.key.fields) == (name, fields)]
        keys = [key_of(each.table, each.row) or "(without a key)" for each in own[:_NAMED]]
        rest = f" and {count - _NAMED} more" if count > _NAMED else ""
        place = plan.contents[name].source.places({_cell(own[0], fields[0])})[_cell(own[0], fields[0])]
        verb = "refers" if count == 1 else "refer"
        message = f"{name} {', '.join(keys)}{rest} {verb} to {what} in {' and '.join(fields)}"
        help_ = "--with-references takes these rows out as well"
        if own[0].table.promises:
            help_ = f"merge instead, or change or retract these {name} first"
        yield Problem(message, place.file, place.line, place.column, help_)


def _cell(reference: Reference, name: str) -> tuple[int, int, str]:
    return (reference.row[FILE], reference.row[RECORD], name)


def _entries(plan: Plan, change: Change, into: tuple[str, ...], why: Why) -> list[Entry]:
    day = today()
    return [Entry(plan.table, key, change, why.reason, why.by, day, into) for key in plan.targets]
