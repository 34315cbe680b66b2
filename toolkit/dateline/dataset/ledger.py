"""`changes.yaml`: what became of records that others may have cited.

An id is a promise: it never means another record, and does not vanish without a word. The
ledger has an entry for each record that is gone (retracted, merged into another, split
into others), and, where a dataset asks for it, for each that was corrected.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, cast

from dateline.dataset.waivers import says_little
from dateline.document import TOP, Mark, Node, did_you_mean, parse, quoted, read_each
from dateline.errors import DatasetFileError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dateline.table import Table

Change = Literal["retracted", "merged", "split", "corrected"]
CHANGES: tuple[Change, ...] = ("retracted", "merged", "split", "corrected")
KEYS = ("table", "record", "change", "into", "reason", "by", "date")
"""Keys of an entry, in the order in which they are written."""
_NEEDED = ("table", "record", "change", "reason", "by", "date")
_SUCCESSORS: Mapping[Change, tuple[int, int | None, str]] = {
    "merged": (1, 1, "one record"),
    "split": (2, None, "two records or more"),
}
"""How many records take the place of one that is gone: the least, the most, and both in words."""
_Place = tuple[str, str]
"""A table and the key of a record."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one record, and why.

    Args:
        table: the table's name.
        record: the record's primary key, its parts joined by "/".
        change: what became of it; all but `corrected` end it.
        reason: why, in words for whoever cited the record.
        by: who decided so.
        date: the day on which it was decided.
        into: keys of the records of the same table that take its place.
        mark: where the entry stands in its file.

    """

    table: str
    record: str
    change: Change
    reason: str
    by: str
    date: date
    into: tuple[str, ...] = ()
    mark: Mark = TOP

    @property
    def ends(self) -> bool:
        """Whether the record is gone since then."""
        return self.change != "corrected"

    @property
    def said(self) -> tuple[object, ...]:
        """All that the entry says, wherever it stands."""
        return (self.table, self.record, self.change, self.reason, self.by, self.date, self.into)


def read_ledger(text: str, file: str, latest: date) -> tuple[Entry, ...]:
    """Read a ledger of changes; an empty one has none.

    Args:
        text: the file's content, a YAML list.
        file: its path, for messages.
        latest: the last day that is not in the future.

    Raises:
        DatasetFileError: with every problem, each at its line and column.

    """
    document, problems = parse(text, file)
    if document.value is None:
        if problems:
            raise DatasetFileError(*problems)
        return ()
    found = read_each(Node.root(document, problems).items(), lambda node: _entry(node, latest))
    problems += [*_twice(found, file), *_circles(found, file)]
    if problems:
        raise DatasetFileError(*problems)
    return found


def ended(entries: Iterable[Entry]) -> dict[_Place, Entry]:
    """Return the entries that end records, by table and record."""
    return {(each.table, each.record): each for each in entries if each.ends}


def successors(entries: Mapping[_Place, Entry], table: str, record: str) -> tuple[str, ...]:
    """Follow a record to those that stand for it in the end: itself, if it was never ended.

    Args:
        entries: as from `ended`.
        table: the record's table.
        record: its key.

    Returns:
        Keys, each once; none if the record was retracted.

    """
    found: dict[str, None] = {}
    waiting, seen = [record], set[str]()
    while waiting:
        each = waiting.pop()
        entry = entries.get((table, each))
        if entry is None:
            found[each] = None
        elif each not in seen:
            seen.add(each)
            waiting += reversed(entry.into)
    return tuple(found)


def unknown_tables(entries: Iterable[Entry], file: str, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield a problem for each entry whose table does not exist, or promises no ids."""
    for each in entries:
        table = tables.get(each.table)
        if table is None:
            message, help_ = f"there is no table {quoted(each.table)}", did_you_mean(each.table, tables)
        elif not table.promises:
            message = f"the records of table {each.table} have no ids of their own: no entry is needed"
            help_ = "delete the entry, or give the table's schema 'dateline: {ids: permanent}'"
        else:
            continue
        yield Problem(message, file, each.mark.line, each.mark.column, help_)


def _entry(node: Node, latest: date) -> Entry | None:
    parts = node.mapping(KEYS, required=_NEEDED)
    if not parts.keys() >= {*_NEEDED}:
        return None
    record, change = parts["record"].scalar(), cast("Change", parts["change"].one_of(CHANGES, "retracted"))
    known = parts["change"].value in CHANGES
    return Entry(
        table=parts["table"].text(),
        record=record,
        change=change,
        reason=_reason(parts["reason"]),
        by=parts["by"].text(),
        date=_day(parts["date"], latest),
        into=_into(node, parts.get("into"), change, record) if known else (),
        mark=node.mark,
    )


def _reason(node: Node) -> str:
    reason = node.text()
    if reason and says_little(reason):
        node.problem(f"the reason {quoted(reason)} says too little", "say why the record was changed")
    return reason


def _day(node: Node, latest: date) -> date:
    text = node.text()
    try:
        day = date.fromisoformat(text) if text else date.min
    except ValueError:
        node.problem(f"{quoted(text)} is not a day", "write it as 2027-01-31")
        return date.min
    if day > latest:
        node.problem(f"{day} is in the future", "write the day on which it was decided")
    return day


def _into(entry: Node, node: Node | None, change: Change, record: str) -> tuple[str, ...]:
    """Read the records that take another's place, as many as the change asks for."""
    if change not in _SUCCESSORS:
        if node is not None:
            node.problem(f"what was {change} went into no other record", "delete 'into', or correct 'change'")
        return ()
    least, most, words = _SUCCESSORS[change]
    if node is None:
        entry.problem(f"{entry.name} lacks 'into'", f"what was {change} names {words}: into: [E0040]")
        return ()
    before = len(node.problems)
    found = tuple(each.scalar() for each in node.items())
    if len(node.problems) == before:
        if not least <= len(set(found)) <= (most or len(found)) or len(set(found)) < len(found):
            node.problem(f"what was {change} goes into {words}, each named once")
        if record in found:
            node.problem(f"{quoted(record)} cannot go into itself")
    return found


def _twice(entries: Sequence[Entry], file: str) -> Iterator[Problem]:
    """Yield a problem for each second end of a record, and for a correction that is told twice."""
    first: dict[tuple[object, ...], Entry] = {}
    for each in entries:
        before = first.setdefault((each.table, each.record) if each.ends else each.said, each)
        if before is not each:
            message = (
                f"a second entry for {each.table} {each.record}; the first is on line {before.mark.line}"
            )
            help_ = "a record ends once: keep one of them" if each.ends else "keep one of them"
            yield Problem(message, file, each.mark.line, each.mark.column, help_)


def _circles(entries: Sequence[Entry], file: str) -> Iterator[Problem]:
    """Yield a problem for each circle of records that went into one another."""
    known, done = ended(entries), set[_Place]()
    for start in known:
        for circle in _circles_from(start, known, done):
            entry = known[circle[0]]
            names = " → ".join(record for _, record in (*circle, circle[0]))
            message = f"records of {entry.table} went into one another in a circle: {names}"
            yield Problem(message, file, entry.mark.line, entry.mark.column, "say which of them is left")


def _circles_from(start: _Place, known: Mapping[_Place, Entry], done: set[_Place]) -> Iterator[list[_Place]]:
    """Yield the circles on the ways from one record, and note all records that were passed as done.

    The way back is kept in a dict, the last step last: chains may be longer than Python's stack.
    """
    path = {} if start in done else {start: _steps(start, known)}
    while path:
        at = next(reversed(path))
        step = next(path[at], None)
        if step is None:
            done.add(at)
            del path[at]
        elif step in path:
            way = list(path)
            if step != at:  # into itself: that is told already
                yield way[way.index(step) :]
        elif step in known and step not in done:
            path[step] = _steps(step, known)


def _steps(place: _Place, known: Mapping[_Place, Entry]) -> Iterator[_Place]:
    return ((place[0], each) for each in known[place].into)
