"""How much a change of a dataset is to its readers, and so which part of its version has to grow.

Source: the Data Package recipe for versions (https://datapackage.org/recipes/data-package-version/).
What may break a reader's program or reference is major: a table, a field or a record that
others refer to is gone, a type or a key is another. More records, and records that are
gone without anything referring to them, are minor; a corrected cell or description is a
patch. A record that moved to another file is nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.changes.schemas import LEVELS, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.changes.dataset import DatasetChanges


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a change is at least of this level: how many of what, such as 3 "records added"."""

    level: Level
    number: int
    what: str


def level(changes: DatasetChanges) -> Level | None:
    """Return which part of the version has to grow; None if nothing changed for a reader."""
    found = reasons(changes)
    return found[0].level if found else None


def reasons(changes: DatasetChanges) -> tuple[Reason, ...]:
    """Return why, the greatest level first, each kind of change once."""
    every = (*_tables(changes), *_records(changes), *_schemas(changes), *_metadata(changes))
    found = (each for each in every if each.number)
    return tuple(sorted(found, key=lambda each: -LEVELS.index(each.level)))


def _tables(changes: DatasetChanges) -> Iterator[Reason]:
    yield Reason("major", len(changes.removed), "tables removed")
    yield Reason("minor", len(changes.added), "tables added")


def _records(changes: DatasetChanges) -> Iterator[Reason]:
    tables = changes.tables.values()
    referred = _sum(changes.referred)
    yield Reason("major", referred, "records removed that others referred to")
    yield Reason("minor", sum(each.removed.height for each in tables) - referred, "records removed")
    yield Reason("minor", sum(each.added.height for each in tables), "records added")
    yield Reason("patch", sum(each.changed for each in tables), "records changed")


def _schemas(changes: DatasetChanges) -> Iterator[Reason]:
    for each in LEVELS:
        yield Reason(
            each, sum(change.level == each for change in changes.schemas), f"{each} changes of schemas"
        )


def _metadata(changes: DatasetChanges) -> Iterator[Reason]:
    for each in LEVELS:
        number = sum(change.level == each for change in changes.metadata)
        yield Reason(each, number, f"{each} changes of metadata")


def _sum(numbers: Mapping[str, int]) -> int:
    return sum(numbers.values())
