"""Long lists that fit: the first items stand in the page, more are packed behind them, the rest is named.

Items are written when they are asked for, so that a list of a million costs no more than
what is shown of it.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from dateline.package.page.deflate import deflate

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHUNK: Final = 100_000
"""Bytes of HTML that are packed at a time."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as a page holds it.

    Args:
        items: those that stand in the page, as HTML.
        shown: how many these are.
        packed: lines of base64, each of DEFLATE of further items' HTML.
        more: how many are packed.
        left: how many are in neither.

    """

    items: Markup
    shown: int
    packed: Markup
    more: int
    left: int


def listing(items: Iterable[Markup], total: int, plain: int, packed: int) -> Listing:
    """Lay out a list.

    Args:
        items: the items as HTML, the first ones first.
        total: how many there are, those included that `items` lacks.
        plain: bytes that may stand in the page as they are.
        packed: bytes that may stand in it packed.

    """
    source = iter(items)
    shown: list[Markup] = []
    held: Markup | None = None
    used = 0
    for item in source:
        used += len(item.encode())
        if used > plain:
            held = item
            break
        shown.append(item)
    lines, more = ([], 0) if held is None else _packed([held], source, packed)
    return Listing(
        Markup("\n").join(shown), len(shown), Markup("\n").join(lines), more, total - len(shown) - more
    )


def _packed(first: list[Markup], source: Iterable[Markup], budget: int) -> tuple[list[Markup], int]:
    lines: list[Markup] = []
    number, used = 0, 0
    chunk, size = list(first), sum(len(each.encode()) for each in first)
    for item in source:
        chunk.append(item)
        size += len(item.encode())
        if size >= _CHUNK:
            line = _line(chunk)
            if used + len(line) > budget:
                return lines, number
            lines.append(line)
            used, number = used + len(line) + 1, number + len(chunk)
            chunk, size = [], 0
    if chunk:
        line = _line(chunk)
        if used + len(line) <= budget:
            return [*lines, line], number + len(chunk)
    return lines, number


def _line(chunk: list[Markup]) -> Markup:
    return Markup(b64encode(deflate("".join(chunk).encode())).decode())  # noqa: S704 - letters of base64
