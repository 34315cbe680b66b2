"""The ledger of changes beside the records as they are: ids that came back, successors that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.ask import TEXT
from dateline.checks.report import record_key
from dateline.checks.source import BROKEN
from dateline.checks.told import Told, Wrong, collected, key_of, rows_of
from dateline.dataset.ledger import ended
from dateline.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dateline.checks.tables import Content
    from dateline.dataset.ledger import Entry


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
    return [*told.findings, *found]


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
