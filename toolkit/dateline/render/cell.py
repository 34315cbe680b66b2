"""Where a cell begins and ends on its line, and what to write there: only where both are certain.

A finding knows where its cell begins. A tool that replaces text needs the end as well, in
the file's own spelling: quotes, doubled quotes, delimiters. The dialect is not at hand
here, so whatever could be read in two ways is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.render.safe import is_formula, terminal
from dateline.rules.naming import MASK

if TYPE_CHECKING:
    from dateline.findings import Finding

_DELIMITERS = frozenset(",;\t|")
_LONGEST_VALUE, _LONGEST_LINE = 1_000, 2_000
"""Findings keep no more characters than these: what is as long may have been cut."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is written on its line.

    Args:
        line: the physical line, without its end.
        start: where the cell begins, counted from 0 in characters, its quote included.
        end: where it ends, exclusive.
        quoted: whether it stands in double quotes.

    """

    line: str
    start: int
    end: int
    quoted: bool


def cell_of(finding: Finding) -> Cell | None:
    """Return where the finding's cell stands; None unless line, column and value prove it."""
    if finding.line is None or not finding.column or not finding.value or finding.snippet is None:
        return None
    line, value = finding.snippet.rstrip("\r\n"), finding.value
    if len(value) >= _LONGEST_VALUE or len(line) >= _LONGEST_LINE:
        return None
    start = finding.column - 1
    doubled = '"' + value.replace('"', '""') + '"'
    # The first character of a quoted cell is its quote, or the one after it: readers differ.
    for begin, written in ((start, value), (start, doubled), (start - 1, doubled)):
        found = Cell(line, begin, begin + len(written), written is doubled)
        if begin >= 0 and line.startswith(written, begin) and _stands_alone(found):
            return found
    return None


def _stands_alone(cell: Cell) -> bool:
    """Say whether one and the same delimiter, or the line's end, stands on both sides."""
    before, after = cell.line[: cell.start][-1:], cell.line[cell.end : cell.end + 1]
    sides = {side for side in (before, after) if side}
    return len(sides) <= 1 and sides <= _DELIMITERS


def replacement(finding: Finding, cell: Cell) -> str | None:
    """Return what to write from the cell's start to its end; None without a suggestion that is safe.

    Nothing is offered that would need quotes the cell does not have, that a spreadsheet
    would run, of which a reader would not see every character, or in which letters of a
    person's name are masked.
    """
    new = finding.suggestion
    if new is None or (not new and (cell.start, cell.end) == (0, len(cell.line))):  # no row is made blank
        return None
    if MASK in new or new != new.strip() or terminal(new) != new or is_formula(new):
        return None
    if cell.quoted and new:
        return None if '"' in new or "\\" in new else f'"{new}"'
    return None if _DELIMITERS & set(new) or '"' in new or new.startswith(("'", "#")) else new
