"""What a reader asks of a package and it does not have.

    PackageError
    ├── UnknownTableError    a table that the package does not have (a KeyError, too)
    └── UnknownRecordError   a record that it does not have (a KeyError, too)
        └── RetractedError   a record that it does not have any more

A `PackageWarning` (a UserWarning) tells of records of a stranger's package that could not
be read as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.errors import PackageError, Problem

if TYPE_CHECKING:
    from datetime import date


class PackageWarning(UserWarning):
    """Something in a stranger's package that was passed over; `dateline check` tells all of it."""


class UnknownTableError(PackageError, KeyError):
    """A table that the package does not have."""

    def __str__(self) -> str:
        return PackageError.__str__(self)


class UnknownRecordError(PackageError, KeyError):
    """A record that the package does not have."""

    def __str__(self) -> str:
        return PackageError.__str__(self)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What became of a record of an earlier release.

    Args:
        table: the table that had it.
        record: its key, the parts joined by a slash.
        change: "retracted", "merged" or "split".
        reason: why, in words for whoever cited it.
        day: the day on which it was decided; None if the package does not say.
        into: the records that stand for it now; none if it was retracted.

    """

    table: str
    record: str
    change: str
    reason: str
    day: date | None
    into: tuple[str, ...] = ()


class RetractedError(UnknownRecordError):
    """A record of an earlier release that no single record of this one stands for; `tombstone` says why."""

    def __init__(self, tombstone: Tombstone, place: str) -> None:
        self.tombstone = tombstone
        day = f" on {tombstone.day}" if tombstone.day else ""
        message = f"{tombstone.table} {tombstone.record} was {tombstone.change}{day}: {tombstone.reason}"
        hint = f"in its place: {', '.join(tombstone.into)}" if tombstone.into else "no record stands for it"
        super().__init__(Problem(message, place, help=hint))
