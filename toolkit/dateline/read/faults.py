"""Faults that concern a file more than a record, told as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.read.files import FileFaultError
from dateline.read.layout import RECORD_LIMIT

if TYPE_CHECKING:
    from dateline.read.notes import Notes
    from dateline.read.records import Record, RecordTooLongError

CONFLICT = "<<<<<<< "
"""How a merge conflict begins, at the start of a line."""


def tell_fault(error: FileFaultError | RecordTooLongError, notes: Notes, file: str) -> None:
    """Tell why a file is not read."""
    if isinstance(error, FileFaultError):
        notes.add(error.rule, error.message, file, **error.columns)
    elif error.quoted:
        message = f"a quote is not closed within {RECORD_LIMIT // 2**20} million characters: close it"
        notes.add("unclosed-quote", message, file, line=error.line, column=error.column)
    else:
        message = f"the line has more than {RECORD_LIMIT // 2**20} million characters: is this a table?"
        notes.add("record-too-long", message, file, line=error.line, column=error.column)


def tell_conflict(record: Record, notes: Notes, file: str, offset: int = 0) -> None:
    """Tell a merge that was not finished; its first line begins at this offset."""
    message = "a merge conflict was left in the file: keep one side, and delete the lines with <<<<<<<, "
    message += "======= and >>>>>>>"
    line, column = record.place(offset)
    notes.add(
        "merge-conflict",
        message,
        file,
        row=record.number,
        line=line,
        column=column,
        snippet=record.line_at(offset),
    )
