"""A dataset's `changes.yaml`: read, and entries to add to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from dateline.dataset.ledger import KEYS, Entry, read_ledger, unknown_tables
from dateline.document import as_yaml
from dateline.errors import DatasetFileError, Problem
from dateline.project.documents import read_text
from dateline.project.paths import show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dateline.table import Table

_HEAD = """\
# What became of records that are gone. Written by `dateline retract` and `dateline merge`.
"""
_FIRST_ZONE = timezone(timedelta(hours=14))
"""Where a day begins first (Kiribati): a day that has begun nowhere is in the future."""


def ledger_of(file: Path, tables: Mapping[str, Table]) -> tuple[Entry, ...]:
    """Read a dataset's ledger of changes; it has no entries if there is no such file.

    Raises:
        DatasetFileError: with every problem, each at its line and column; a table that is
            not there, or promises no ids, is one.

    """
    return _read(read_text(file, DatasetFileError), file, tables) if file.is_file() else ()


def _read(text: str, file: Path, tables: Mapping[str, Table]) -> tuple[Entry, ...]:
    entries = read_ledger(text, show(file), datetime.now(_FIRST_ZONE).date())
    problems = list(unknown_tables(entries, show(file), tables))
    if problems:
        raise DatasetFileError(*problems)
    return entries


def today() -> date:
    """Return the day on which an entry is written."""
    return datetime.now(UTC).date()


def with_entries(
    file: Path, tables: Mapping[str, Table], before: Sequence[Entry], new: Sequence[Entry]
) -> bytes:
    """Return the ledger's file with entries at its end; all that it has stays byte for byte.

    What comes out is read first: it must be what it was, and the new entries.

    Raises:
        DatasetFileError: if an entry cannot stand beside the others, or the file was written
            to since `before` was read, or is no list to which entries can be added.

    """
    old = file.read_bytes() if file.is_file() else _HEAD.encode()
    text = read_text(file, DatasetFileError) if file.is_file() else _HEAD
    if [each.said for each in _read(text, file, tables)] != [each.said for each in before]:
        raise DatasetFileError(
            Problem("the file was written to since it was read", show(file), help="run again")
        )
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith("\n") else end
    added = gap + "".join(_written(each) for each in new).replace("\n", end)
    if not _adds(text + added, file, tables, [*before, *new]):
        message = "entries cannot be added to this file: its list does not stand in lines with dashes"
        raise DatasetFileError(Problem(message, show(file), help="write each entry as '- table: …' first"))
    return old + added.encode()


def _adds(text: str, file: Path, tables: Mapping[str, Table], expected: Sequence[Entry]) -> bool:
    """Whether a file's text says what it should; faults in the entries themselves are raised."""
    from dateline.document import parse  # noqa: PLC0415 - only what is written is read twice

    document, problems = parse(text, show(file))
    if problems or not isinstance(document.value, list):
        return False
    return [each.said for each in _read(text, file, tables)] == [each.said for each in expected]


def _written(entry: Entry) -> str:
    said = {key: getattr(entry, key) for key in KEYS}
    texts = {key: as_yaml(str(value)) for key, value in said.items() if key != "into"}
    if entry.into:
        texts["into"] = f"[{', '.join(map(as_yaml, entry.into))}]"
    lines = (f"{key}: {texts[key]}" for key in KEYS if key in texts)
    return "- " + "\n  ".join(lines) + "\n"
