"""What was fixed, or would be: cell by cell, and as a few sentences."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Protocol

from dateline.render import phrases
from dateline.render.paint import painter
from dateline.render.safe import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dateline.findings import Finding

_FILES = 20
"""Files of which a report says one by one what was fixed."""
_TEXT = 300
"""Columns that a cell's text may take."""


class Change(Protocol):
    """One cell's new text."""

    @property
    def rule(self) -> str:
        """The rule by whose name it was fixed."""

    @property
    def finding(self) -> Finding:
        """What was wrong."""

    @property
    def field(self) -> str:
        """The field that the cell belongs to."""

    @property
    def old(self) -> str:
        """What stands in the cell."""

    @property
    def new(self) -> str:
        """What is to stand there."""


def differences(changes: Iterable[Change], *, color: bool) -> Iterator[str]:
    """Yield what changes, cell by cell: where and by which rule, the old text, the new one."""
    paint = painter(color=color)
    for each in changes:
        found = each.finding
        where = phrases.place(found)
        key = f"record {phrases.name(found.key)}, " if found.key is not None else ""
        yield f"{paint('strong', where)}: {phrases.name(each.rule)} ({key}field {phrases.name(each.field)})"
        yield paint("error", f"  - '{terminal(_told_apart(each), _TEXT)}'")
        yield paint("good", f"  + '{terminal(each.new, _TEXT)}'")


def _told_apart(each: Change) -> str:
    """Return the old text, letters by number where it looks the same as the new one."""
    alike = each.old != each.new and unicodedata.normalize("NFC", each.old) == each.new
    return ascii(each.old)[1:-1] if alike else each.old


def sentences(
    counts: Mapping[tuple[str, str], int], refused: Sequence[Finding], *, written: bool
) -> Iterator[str]:
    """Yield what was fixed, file by file, and what was not for its own consequences.

    Args:
        counts: findings fixed, by rule and file.
        refused: findings whose fixes would have made something else worse.
        written: whether it was written, or would only be.

    """
    verb = "fixed" if written else "would fix"
    for (rule, file), number in list(counts.items())[:_FILES]:
        yield f"{verb} {number:,} of {phrases.name(rule)} in {terminal(file)}"
    if len(counts) > _FILES:
        rest = sum(list(counts.values())[_FILES:])
        yield f"{verb} {rest:,} more in {len(counts) - _FILES:,} other places"
    if not counts:
        yield "nothing to fix"
    if refused:
        first = refused[0]
        more = f" and {len(refused) - 1:,} more" if len(refused) > 1 else ""
        yield f"not fixed, since something else would be wrong then: {phrases.located(first)}{more}"
