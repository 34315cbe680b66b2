"""The rows of a table that is written as JSON: a list in a text, or a value a line.

Rows are gone through more than once (their keys, their cells, the places of those that
fail), so both kinds can be iterated again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from dateline.document import Mark, parse_json
from dateline.document.json_text import Lines, has_halves, raw_value, skip_space
from dateline.read.files import FileFaultError, pieces
from dateline.read.layout import RECORD_LIMIT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dateline.read.files import Source


class Item(NamedTuple):
    """The source text of one item, and where it begins."""

    text: str
    mark: Mark
    line: str
    """The physical line on which it begins."""


class Items(Protocol):
    """The items of a table, in order."""

    def __iter__(self) -> Iterator[Any]:
        """Go through the values."""

    def sources(self, wanted: Collection[int]) -> dict[int, Item]:
        """Find items by their position, from 0."""


@dataclass(frozen=True, slots=True)
class ListItems:
    """The items of a list that stands in a JSON text at some offset."""

    values: list[Any]
    text: str
    at: int

    def __iter__(self) -> Iterator[Any]:
        """Go through the values."""
        return iter(self.values)

    def sources(self, wanted: Collection[int]) -> dict[int, Item]:
        """Find items: the list is read again, up to the last one."""
        lines = Lines(self.text)
        found: dict[int, Item] = {}
        at = skip_space(self.text, self.at + 1)
        for n in range(max(wanted, default=-1) + 1):
            _, end = raw_value(self.text, at)
            if n in wanted:
                mark = lines.mark(at)
                found[n] = Item(self.text[at:end], mark, _line(self.text, at))
            at = skip_space(self.text, skip_space(self.text, end) + 1)  # past the comma
        return found


def _line(text: str, at: int) -> str:
    begin = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    ends = [n for end in "\r\n" if (n := text.find(end, at)) >= 0]
    return text[begin : min(ends, default=len(text))]


@dataclass(frozen=True, slots=True)
class LineItems:
    """The items of newline-delimited JSON; blank lines are none."""

    source: Source
    codec: str

    def __iter__(self) -> Iterator[Any]:
        """Go through the values.

        Raises:
            FileFaultError: a line is no JSON, or too long; or the file cannot be read.

        """
        for number, line in self._lines():
            try:
                value, end = raw_value(line, skip_space(line, 0))
            except (ValueError, RecursionError) as error:
                at = getattr(error, "pos", 0)
                message = "this line is not JSON: a line holds one list or one object"
                raise FileFaultError(
                    "source-error", message, line=number, column=at + 1, snippet=line
                ) from error
            if skip_space(line, end) < len(line):
                message = "something stands after the value: a line holds one list or one object"
                raise FileFaultError("source-error", message, line=number, column=end + 1, snippet=line)
            if has_halves(line, 0, len(line)):
                self._insist_on_characters(line, number)
            yield value

    def _insist_on_characters(self, line: str, number: int) -> None:
        _, problems = parse_json(line, "")
        for problem in problems:
            raise FileFaultError("source-error", problem.message, line=number, column=problem.column)

    def sources(self, wanted: Collection[int]) -> dict[int, Item]:
        """Find items: the file is read again, up to the last one."""
        found: dict[int, Item] = {}
        last = max(wanted, default=-1)
        for n, (number, line) in enumerate(self._lines()):
            if n > last:
                break
            if n in wanted:
                at = skip_space(line, 0)
                found[n] = Item(line[at:], Mark(number, at + 1), line)
        return found

    def _lines(self) -> Iterator[tuple[int, str]]:
        """Yield the lines that are not blank, with their numbers."""
        rest, number = "", 0
        for piece in pieces(self.source, self.codec):
            *whole, rest = (rest + piece).split("\n")
            yield from _not_blank(whole, number + 1)
            number += len(whole)
            if len(rest) > RECORD_LIMIT:
                message = f"the line has more than {RECORD_LIMIT // 2**20} million characters"
                raise FileFaultError("record-too-long", message, line=number + 1, column=1)
        yield from _not_blank([rest], number + 1)


def _not_blank(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, first):
        if line.strip():
            yield number, line.removesuffix("\r")
