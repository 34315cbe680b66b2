"""The line of a file with the cell underlined, cut to the width of the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.render.safe import shown
from dateline.render.width import ELLIPSIS, width

_REACH = 6
"""Characters looked at per column: more than the marks that may stand on one letter."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a line as it is shown, and the columns to underline in it.

    `offset` is the number of columns before the first `^`, `carets` how many there are.
    """

    text: str
    offset: int
    carets: int

    @property
    def parts(self) -> tuple[str, str, str]:
        """The text before what is underlined, what is underlined, and the text after it."""
        start = _forward(list(map(width, self.text)), 0, len(self.text), self.offset)
        end = _forward(list(map(width, self.text)), start, len(self.text), self.carets)
        return self.text[:start], self.text[start:end], self.text[end:]


def snippet(line: str, column: int | None, value: str | None, room: int) -> Snippet:
    """Cut a line around a cell.

    Args:
        line: a physical line of a file.
        column: the 1-based column of the cell, in characters; None underlines nothing.
        value: the cell's text, with or without its quotation marks.
        room: columns that the piece may take.

    """
    line = line.rstrip("\r\n")
    start = min(max((column or 1) - 1, 0), len(line))
    end = start if column is None else min(start + _length(line, start, value), len(line))
    low, high = max(start - _REACH * room, 0), min(end, start + _REACH * room) + _REACH * room
    cells = shown(line[low:high])
    widths = [width(cell) for cell in cells]
    past_end = int(column is not None and start == len(line))  # a caret behind the last character
    whole = low == 0 and high >= len(line)
    first, last = _window(widths, start - low, end - low, room - past_end, whole=whole)
    before = ELLIPSIS if low + first > 0 else ""
    after = ELLIPSIS if low + last < len(line) else ""
    offset = len(before) + sum(widths[first : start - low])
    carets = 0 if column is None else max(sum(widths[start - low : min(end - low, last)]), 1)
    return Snippet(before + "".join(cells[first:last]) + after, offset, carets)


def _length(line: str, start: int, value: str | None) -> int:
    """Return how many characters of the line the cell takes: to its end, if it has more lines."""
    first, *more = (value or "").splitlines() or [""]
    quote = line[start : start + 1]
    quoted = f"{quote}{first.replace(quote, quote * 2) if quote else first}{'' if more else quote}"
    written = next((form for form in (first, quoted) if form and line.startswith(form, start)), "")
    return max(len(written), 1)


def _window(widths: list[int], start: int, end: int, room: int, *, whole: bool) -> tuple[int, int]:
    """Return which cells to show: all of them, or the range around [start, end) that has room."""
    if whole and sum(widths) <= room:
        return 0, len(widths)
    room -= 2 * len(ELLIPSIS)
    last = _forward(widths, start, end, room)
    if last < end:
        return start, last
    spare = room - sum(widths[start:end])
    first = _backward(widths, start, spare // 2)
    last = _forward(widths, end, len(widths), spare - sum(widths[first:start]))
    return _backward(widths, start, spare - sum(widths[end:last])), last


def _forward(widths: list[int], start: int, end: int, room: int) -> int:
    while start < end and widths[start] <= room:
        room -= widths[start]
        start += 1
    return start


def _backward(widths: list[int], start: int, room: int) -> int:
    while start > 0 and widths[start - 1] <= room:
        room -= widths[start - 1]
        start -= 1
    return start
