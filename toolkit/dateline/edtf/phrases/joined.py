"""Phrases that join or bound stated dates: "November and December", "since June 3".

What lasts becomes an interval, what is one of two a set: "November and December" is
`2021-11/2021-12`, "June or July" is `[2021-06..2021-07]`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dateline.edtf.phrases.stated import Stated, Unread, settled, stated
from dateline.edtf.phrases.words import letters

if TYPE_CHECKING:
    from datetime import date

    from dateline.edtf.model import Edtf
    from dateline.edtf.phrases.words import Token

_JOINED = re.compile(r"(?P<open>[BS]?)(?P<start>[PDMYI]+)(?P<link>[-&|])(?P<end>[PDMYI]+)")
_BOUNDED = re.compile(r"(?P<bound>[SbauyA])(?P<date>[PDMYI]+)")


def joined(words: tuple[Token, ...], year: int | None, anchor: date | None) -> str | None:
    """Return the EDTF of two dates joined, or None if the phrase is none of that kind."""
    match = _JOINED.fullmatch(letters(words))
    if not match:
        return None
    start, end = (stated(words[match.start(side) : match.end(side)]) for side in ("start", "end"))
    if start is None or end is None:
        return None
    first, last = (said.date() for said in _completed(start, end, year, anchor))
    return _join(first, last, match["open"] + match["link"])


def bounded(words: tuple[Token, ...], year: int | None, anchor: date | None) -> str | None:
    """Return the EDTF of "about", "since", "until", "before" or "after" a date, or None."""
    match = _BOUNDED.fullmatch(letters(words))
    said = stated(words[1:]) if match else None
    if not match or said is None:
        return None
    value = settled(said, year, anchor).date()
    bound = match["bound"]
    if value.kind == "set" and bound in "SuA":
        raise Unread(f"it is about a window: give {value.text}, and the other end in its own column")
    return {
        "A": f"{value.text}~",
        "S": f"{value.text}/..",
        "u": f"../{value.text}",
        "y": f"[..{value.latest}]" if value.kind == "set" else f"[..{value.text}]",
        "b": f"[..{_beside(value, -1)}]",
        "a": f"[{_beside(value, 1)}..]",
    }[bound]


def _completed(start: Stated, end: Stated, year: int | None, anchor: date | None) -> tuple[Stated, Stated]:
    """Let each take from the other what it does not name: "June 3 to 5", "3-5 June 2021"."""
    own_month = end.month is not None
    if start.month is None and start.day is not None:
        start = replace(start, month=end.month)
    if end.month is None and end.day is not None:
        end = replace(end, month=start.month)
    if start.year is None and end.year is not None:
        start = replace(start, year=end.year - (_place(start) > _place(end)))
    start = settled(start, year, anchor)
    if end.year is None and start.year is not None:
        end = replace(end, year=start.year + (own_month and _place(end) < _place(start)))
    return start, end


def _place(said: Stated) -> tuple[int, int, int]:
    """Return where in its year a date stands."""
    return said.month or 0, said.part or 0, said.day or 0


def _join(first: Edtf, last: Edtf, how: str) -> str:
    if first.kind == "set" or last.kind == "set":
        raise Unread("a window cannot be the end of an interval: give the first and the last day")
    if first.latest is None or last.earliest is None or first.latest >= last.earliest:
        raise Unread("the second date does not follow the first")
    if how in ("-", "S-"):
        return f"{first.text}/{last.text}"
    together = first.latest + timedelta(days=1) == last.earliest
    if how == "&" and together:
        return f"{first.text}/{last.text}"
    if how in ("B&", "B-") or (how == "|" and together):
        return f"[{first.text}..{last.text}]"
    raise Unread("it names two dates: code each of them")


def _beside(value: Edtf, way: int) -> str:
    """Return the day, month or year before (-1) or after (1) a date, in the date's own unit."""
    edge = value.earliest if way < 0 else value.latest
    if edge is None:
        raise AssertionError(value)
    try:
        day = edge + timedelta(days=way)
    except OverflowError:
        raise Unread("it leaves the years 0001 to 9999") from None
    return day.isoformat() if value.kind == "set" else day.isoformat()[: len(value.text)]
