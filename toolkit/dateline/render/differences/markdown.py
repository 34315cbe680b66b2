"""Changes as Markdown, for a pull request: counts in a table, losses by name, the rest folded away."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dateline.render.differences.lists import COUNTED, lists, numbers
from dateline.render.differences.words import total, version, whole_tables
from dateline.render.safe import markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dateline.changes import Compared, DatasetChanges
    from dateline.render.differences.lists import Listed
    from dateline.render.options import Options


def lines(compared: Sequence[Compared], options: Options) -> Iterator[str]:
    """Yield a section for each dataset; each list holds at most `options.limit` entries."""
    for each in compared:
        yield f"### {markdown(each.dataset)} since {markdown(each.since)}: {total(each.changes)}"
        yield ""
        yield from _version(each.changes)
        notes = [*each.notes, *whole_tables(each.changes)]
        yield from (f"- {markdown(note)}" for note in notes)
        if notes:
            yield ""
        yield from _counts(each.changes)
        for fold, listed in groupby(lists(each.changes, options.limit), lambda part: part.fold):
            part = list(listed)
            yield from _seen(part) if fold is None else _folded(fold, part)


def _version(changes: DatasetChanges) -> Iterator[str]:
    """Yield what the next version has to be, and why."""
    told = version(changes)
    if told is not None:
        yield f"**A {told[0]} version:** {told[1]}"
        yield ""


def _counts(changes: DatasetChanges) -> Iterator[str]:
    rows = list(numbers(changes))
    if not rows:
        return
    yield f"| table | {' | '.join(COUNTED)} |"
    yield f"|---|{'--:|' * len(COUNTED)}"
    for name, (lost, *others) in rows:
        removed = f"**{lost:,}**" if lost else "0"
        yield f"| {markdown(name)} | {removed} | {' | '.join(f'{number:,}' for number in others)} |"
    yield ""


def _seen(listed: Iterable[Listed]) -> Iterator[str]:
    """Yield lists that are never folded away, such as what is lost."""
    for each in listed:
        if each.keys:
            yield f"**{markdown(each.title)}:** {_keys(each)}"
        else:
            yield from (f"**{markdown(each.title)}**", "", *_items(each))
        yield ""


def _folded(fold: str, listed: Iterable[Listed]) -> Iterator[str]:
    """Yield lists behind a heading of our own: in its line, which is HTML, no text of records may stand."""
    yield f"<details><summary>{fold}</summary>"
    yield ""
    for each in listed:
        yield from (f"- {markdown(each.title)}: {_keys(each)}",) if each.keys else _items(each)
    yield ""
    yield "</details>"
    yield ""


def _items(listed: Listed) -> Iterator[str]:
    yield from (f"- {markdown(entry.text)}" for entry in listed.entries)
    if listed.more:
        yield f"- {markdown(listed.more)}"


def _keys(listed: Listed) -> str:
    """Return "F6, F7 … and 3 more records of floods"."""
    return " ".join(
        filter(None, (", ".join(markdown(entry.text) for entry in listed.entries), markdown(listed.more)))
    )
