"""The ledger of changes beside the records as they are: ids that came back, successors that are not there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.ask import TEXT
from dateline.checks.report import record_key
from dateline.checks.source import BROKEN
from dateline.checks.told import Told, Wrong, collected, key_of, rows_of
from dateline.dataset.ledger import ended, successors
from dateline.findings import Finding
from dateline.rules.identifiers import PERSONAL_IDENTIFIER, identifiers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from dateline.checks.content import Content
    from dateline.dataset.ledger import Entry
    from dateline.table import Table


def check_ledger(contents: Mapping[str, Content], entries: Sequence[Entry], file: str) -> list[Finding]:
    """Check that what the ledger ended stays ended, and that what it names is there.

    Args:
        contents: the dataset's tables.
        entries: its ledger.
        file: the ledger's path, for messages.

    """
    told = Told()
    found: list[Finding] = []
    for name in dict.fromkeys(each.table for each in entries):
        own = [each for each in entries if each.table == name]
        told.tell(contents[name], _reused(contents[name], own), None)
        if whole(contents[name]):
            found += _unknown(contents[name], own, file)
    found += [said for each in entries if (said := _person(each, file)) is not None]
    return [*told.findings, *found]


def with_successors(
    findings: Iterable[Finding], contents: Mapping[str, Content], entries: Sequence[Entry]
) -> list[Finding]:
    """Say of references that lead nowhere what became of the record that they mean, if it was ended."""
    gone = ended(entries)
    return [
        _followed(each, contents[each.table].table, gone)
        if each.rule == "foreign-key" and each.table is not None
        else each
        for each in findings
    ]


def _followed(finding: Finding, table: Table, gone: Mapping[tuple[str, str], Entry]) -> Finding:
    for key in table.foreign_keys:
        entry = gone.get((key.table or table.name, finding.value or ""))
        if key.fields == (finding.field,) and entry is not None:
            last = successors(gone, entry.table, entry.record)
            return replace(
                finding,
                message=f"{finding.message}; it was {_fate(entry)} on {entry.date}",
                suggestion=last[0] if len(last) == 1 else None,
            )
    return finding


def _person(entry: Entry, file: str) -> Finding | None:
    """Find by what somebody could be reached in a reason: it is published with the record's tombstone."""
    kinds = dict.fromkeys(each.kind for each in identifiers(entry.reason))
    if not kinds:
        return None
    message = f"the reason of the entry on {entry.record} of {entry.table} holds {' and '.join(kinds)}"
    return _finding(
        PERSONAL_IDENTIFIER, message, entry, file, "words that lead to nobody: reasons are published"
    )


def whole(content: Content) -> bool:
    """Whether every record of a table could be read: else nothing can be said about what is missing."""
    if any(each.severity == "error" for each in content.source.findings):
        return False
    return not bool(content.source.frame.select(pl.col(BROKEN).any()).collect(engine="streaming").item())


def keys_among(content: Content, keys: Collection[str]) -> frozenset[str]:
    """Return those of some keys that records of a table have."""
    table = content.table
    texts = [pl.col(name).alias(TEXT.format(name)) for name in table.primary_key]
    found = collected(
        content,
        lambda frame: (
            frame.select(texts).select(record_key(table).alias("key")).filter(pl.col("key").is_in(list(keys)))
        ),
    )
    return frozenset(found["key"])


def _reused(content: Content, entries: Sequence[Entry]) -> Iterator[Wrong]:
    """Yield records that have an id which was ended."""
    table, gone = content.table, {each.record: each for each in entries if each.ends}
    if not keys_among(content, gone):
        return
    rows = rows_of(content, table.primary_key).filter(record_key(table).is_in(list(gone)))
    for row in rows.iter_rows(named=True):
        entry = gone[key_of(table, row)]
        yield Wrong(
            rule="id-reused",
            field=table.primary_key[0],
            message=f"{entry.record} was {_fate(entry)} on {entry.date} and is used again",
            row=row,
            expected="an id that no record ever had; or, if the record was ended by mistake, "
            "no entry of it in changes.yaml",
        )


def _fate(entry: Entry) -> str:
    return f"{entry.change} into {' and '.join(entry.into)}" if entry.into else entry.change


def _unknown(content: Content, entries: Sequence[Entry], file: str) -> Iterator[Finding]:
    """Yield what entries name and neither a record nor another entry has."""
    gone = {record for _, record in ended(entries)}
    named = {*(key for each in entries for key in each.into), *(each.record for each in entries)} - gone
    there = keys_among(content, named)
    for each in entries:
        for key in each.into:
            if key not in gone | there:
                message = (
                    f"{each.record} of {each.table} was {each.change} into {key}, and there is no such record"
                )
                yield _finding("successor-unknown", message, each, file, "the key of a record that is there")
        if not each.ends and each.record not in gone | there:
            message = f"{each.record} of {each.table} was corrected, and there is no such record"
            yield _finding("corrected-unknown", message, each, file, "the key of a record that is there")


def _finding(rule: str, message: str, entry: Entry, file: str, expected: str) -> Finding:
    return Finding(
        rule=rule,
        severity="error",
        message=message,
        table=entry.table,
        file=file,
        line=entry.mark.line,
        column=entry.mark.column,
        key=entry.record,
        expected=expected,
    )
