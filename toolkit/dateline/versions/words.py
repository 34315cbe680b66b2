"""Why a version number is what it is, in words for its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.changes.schemas import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.changes import DatasetChanges, Level

_MOST = 20
"""Changes of schemas that are named one by one."""


def first(tables: Mapping[str, int]) -> str:
    """Say what a first release holds; `tables` are numbers of records by table."""
    return f"{_count(sum(tables.values()), 'record')} in {_count(len(tables), 'table')}"


def explained(changes: DatasetChanges) -> tuple[str, ...]:
    """Say what differs, the weightiest first: a sentence each, such as "12 records added (events 12)"."""
    said = sorted(_all(changes), key=lambda each: -LEVELS.index(each[0]))
    named = [text for _, text in said]
    more = len(named) - _MOST
    return tuple(named if more <= 0 else [*named[:_MOST], f"and {more:,} more changes"])


def untouched(changes: DatasetChanges) -> str:
    """Say which of the things that would weigh more did not happen; empty if all did."""
    tables = changes.tables.values()
    kept = {
        "table removed": not changes.removed,
        "record removed that others refer to": not any(changes.referred.values()),
        "field, type or key changed": all(each.level != "major" for each in changes.schemas),
        "record added or removed": not any(each.added.height or each.removed.height for each in tables),
    }
    said = [what for what, so in kept.items() if so]
    return f"no {', no '.join(said)}" if said else ""


def _all(changes: DatasetChanges) -> Iterator[tuple[Level, str]]:
    for name, number in changes.removed.items():
        yield "major", f"table {name} removed, with {_count(number, 'record')}"
    for name, number in changes.added.items():
        yield "minor", f"table {name} added, with {_count(number, 'record')}"
    tables = changes.tables.items()
    removed = {name: each.removed.height - changes.referred.get(name, 0) for name, each in tables}
    yield from _records("major", changes.referred, "removed that others referred to")
    yield from _records("minor", removed, "removed")
    yield from _records("minor", {name: each.added.height for name, each in tables}, "added")
    yield from _records("patch", {name: each.changed for name, each in tables}, "corrected")
    yield from ((each.level, each.message) for each in changes.schemas)
    yield from ((each.level, each.message) for each in changes.metadata)


def _records(level: Level, numbers: Mapping[str, int], what: str) -> Iterator[tuple[Level, str]]:
    there = {name: number for name, number in numbers.items() if number}
    if there:
        parts = ", ".join(f"{name} {number:,}" for name, number in there.items())
        yield level, f"{_count(sum(there.values()), 'record')} {what} ({parts})"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
