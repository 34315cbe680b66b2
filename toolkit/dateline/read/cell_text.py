"""Cells written by a dialect: the way back from a text to what stands in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.read.records import records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.read.records import Record
    from dateline.read.tokens import Grammar


class CannotWriteError(Exception):
    """A cell that the dialect cannot hold, or that is not there; the text says why."""


def with_cells(record: Record, cells: Mapping[int, str]) -> str:
    """Return a record's text with new cells, without its line end.

    A cell that has its text already stays as it is written. What comes out was read
    again: it is one record, its new cells mean what they should, all others are as before.

    Args:
        record: the record as it stands in the file.
        cells: new texts by 0-based column.

    Raises:
        CannotWriteError: the record has no such cell, or the dialect cannot hold a text.

    """
    old, rules = record.cells, record.rules
    if record.comment:
        raise CannotWriteError("the record is a comment")
    if max(cells) >= len(old):
        raise CannotWriteError(f"the record has {len(old)} cells, none of number {max(cells) + 1}")
    text, spans = record.text, rules.spans(record.text)
    for n in sorted((n for n in cells if cells[n] != old[n]), reverse=True):
        begin = spans[n].start - spans[n].quoted
        new = written(cells[n], rules, n, alone=len(old) == 1, quoted=spans[n].quoted)
        text = text[:begin] + new + text[spans[n].end :]
    _insist(text, [cells.get(n, cell) for n, cell in enumerate(old)], record)
    return text


def written(text: str, rules: Grammar, column: int, *, alone: bool, quoted: bool = False) -> str:
    """Write one cell, in quotes if it had them or needs them.

    Args:
        text: what it means.
        rules: the file's.
        column: its 0-based position in the record; the first cell must not look like a comment.
        alone: whether it is the record's only one; an empty line would be no cell.
        quoted: whether it had quotes.

    """
    risky = (rules.delimiter, rules.quote, rules.escape, "\r", "\n")
    needed = any(each in text for each in risky if each) or rules.ending.search(text) is not None
    needed = needed or (alone and not text) or (rules.skip_space and text.startswith(" "))
    needed = needed or (column == 0 and rules.comment is not None and text.startswith(rules.comment))
    if not (quoted or needed):
        return text
    if rules.quote is None:
        return _escaped(text, rules)
    if rules.escape:
        text = text.replace(rules.escape, rules.escape * 2)
    quote = rules.quote * 2 if rules.doubled else f"{rules.escape or ''}{rules.quote}"
    return rules.quote + text.replace(rules.quote, quote) + rules.quote


def _escaped(text: str, rules: Grammar) -> str:
    """Write a cell where nothing quotes: each character that means something is escaped."""
    if not rules.escape:
        return text
    special = {rules.escape, rules.delimiter[0], "\r", "\n"}
    return "".join(rules.escape + each if each in special else each for each in text)


def _insist(text: str, cells: list[str], record: Record) -> None:
    """Read what was written: it must be one record with these cells."""
    found = list(records(iter([text + record.ending] if text + record.ending else []), record.rules))
    if len(found) != 1 or found[0].comment or found[0].cells != cells or found[0].ending != record.ending:
        raise CannotWriteError("the file's dialect cannot hold the new text")
