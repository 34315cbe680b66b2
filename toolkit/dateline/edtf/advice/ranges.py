"""Advice on a text that was meant as two dates: an interval, a set, a list."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from dateline.edtf.advice.answer import Advice, rewritten
from dateline.edtf.advice.points import advise_point
from dateline.edtf.reader import covered, read

if TYPE_CHECKING:
    from dateline.edtf.model import Edtf

_OPEN_WORDS = {"", "open", "unknown", "now", "present", "*", "?", "."}
_PLAIN = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_SET_FORM = "a set is written [A..B], [..B] or [A..], with dates for A and B"
_BOTH_FORMS = "if it lasted, write {0}/{1}; if it was one day of them, [{0}..{1}]"


def advise_range(text: str) -> Advice | None:
    """Return advice on a text that was meant as two dates or more, None if it was not."""
    if re.search(r"[\[\]{}]", text):
        return _bracketed(text)
    if re.fullmatch("[0-9]{4}-[0-9]{2}/P.*|P.*/.*|.*/P.*", text):
        return Advice("an interval has two dates, not a date and a duration")
    if "/" in text:
        return _interval(text)
    return _bare(text)


def _bracketed(text: str) -> Advice:
    if two := re.fullmatch(rf"\[\s*({_PLAIN})\s*/\s*({_PLAIN})\s*\]", text):
        return Advice("a set is written with two dots: " + _BOTH_FORMS.format(two[1], two[4]))
    if "/" in text:
        return Advice("a set cannot be the end of an interval: give the other end in its own column")
    return _all_of_set(text) if text.startswith("{") else _one_of_set(text)


def _one_of_set(text: str) -> Advice:
    inner = re.sub(r"\s*\.{2,}\s*", "..", text.strip("[] "))
    if read(f"[{inner}]"):
        return Advice(_SET_FORM, f"[{inner}]")
    if inner in ("", ".."):
        return Advice("a set needs at least one date")
    if "," in inner or ";" in inner:
        return _listed(re.split("[,;]", inner))
    if ".." not in inner:
        alone = _repaired(inner)
        return Advice("one date needs no brackets", alone) if read(alone) else Advice(_SET_FORM)
    start, _, end = inner.partition("..")
    return _set(start, end)


def _set(start: str, end: str) -> Advice:
    if re.search("[?~%]", start + end):
        return Advice("the dates of a set carry no ?, ~ or %: make the window as wide as the doubt")
    first, last = read(_repaired(start)), read(_repaired(end))
    if bad := _first_fault(start, end):
        return rewritten(bad, f"[{_repaired(start)}..{_repaired(end)}]")
    if first is None or last is None or first.kind != "date" or last.kind != "date":
        return Advice(_SET_FORM)
    if len(first.text) != len(last.text):
        return _levelled(first, last)
    return Advice(f"the window ends before it begins: {last.text} is before {first.text}")


def _levelled(first: Edtf, last: Edtf) -> Advice:
    """Write both ends of a set at the finer precision; the days covered stay the same."""
    length = max(len(first.text), len(last.text))
    start, end = (day.isoformat()[:length] for day in (covered(first.text)[0], covered(last.text)[1]))
    return rewritten("both ends of a set have the same precision", f"[{start}..{end}]")


def _all_of_set(text: str) -> Advice:
    start, dots, end = text.strip("{} ").partition("..")
    reason = "{} stands for several dates, which are not one date of an event"
    if dots:
        return rewritten(f"{reason}: what lasts is an interval", f"{_repaired(start)}/{_repaired(end)}")
    return Advice(f"{reason}: write an interval, or a row for each date")


def _listed(parts: list[str]) -> Advice:
    """Advise on one of several dates: neighbours make a window, others do not."""
    reason = "dates are not listed: write the window from the first to the last"
    dates = sorted(
        ((value.earliest, value) for part in parts if (value := read(part.strip()))), key=lambda d: str(d[0])
    )
    if len(dates) < len(parts):
        return Advice(reason)
    for (_, one), (start, _) in pairwise(dates):
        if one.latest is None or one.latest + timedelta(days=1) != start:
            return Advice(f"{reason}; mind that it holds the days between them too")
    return rewritten(reason, f"[{dates[0][1].text}..{dates[-1][1].text}]")


def _interval(text: str) -> Advice:
    if text.count("/") > 1:
        return Advice("an interval has two dates, with one / between them")
    start, end = (part.strip() for part in text.split("/"))
    start, end = (".." if part.casefold() in _OPEN_WORDS else part for part in (start, end))
    if start == end == "..":
        return Advice("an interval without any date says nothing: leave the cell empty")
    if ".." in (start, end):
        reason = _first_fault(start, end) or "an end that is open or unknown is written .."
        return rewritten(reason, f"{_repaired(start)}/{_repaired(end)}")
    if re.fullmatch("[0-9]{2}(-[0-9]{2})?", end) and re.fullmatch(_PLAIN, start):
        reason = "both dates of an interval are written in full"
        return rewritten(reason, f"{start}/{start[: max(len(start) - len(end), 5)]}{end}")
    if bad := _first_fault(start, end):
        return rewritten(bad, f"{_repaired(start)}/{_repaired(end)}")
    return _not_forward(start, end)


def _not_forward(start: str, end: str) -> Advice:
    first, last = read(start), read(end)
    if first and last and first.earliest and last.latest and first.earliest > last.latest:
        return Advice(f"the interval ends before it begins: {end} is before {start}")
    return Advice("an interval is written A/B, A/.. or ../B, with dates for A and B")


def _bare(text: str) -> Advice | None:
    """Advise on two dates without slash or brackets; they may mean an interval or a set."""
    two = re.fullmatch(rf"({_PLAIN})\s*(?:\.{{2,}}|-|to|until|through|and|or)\s*({_PLAIN})", text)
    if two and read(two[1]) and read(two[4]):
        return Advice("two dates need a form: " + _BOTH_FORMS.format(two[1], two[4]))
    listed = re.split(r"\s*[,;]\s*", text)
    if len(listed) > 1 and all(map(read, listed)):
        return _listed(listed)
    half = re.fullmatch(rf"({_PLAIN})?\s*\.{{2,}}\s*({_PLAIN})?", text)
    if half and (half[1] or half[4]):
        forms = (f"{half[1]}/..", f"[{half[1]}..]") if half[1] else (f"../{half[4]}", f"[..{half[4]}]")
        return Advice(
            "an open end needs a form: if it lasted, write {}; if it was one day, {}".format(*forms)
        )
    return None


def _first_fault(*parts: str) -> str | None:
    """Return what is wrong with the first part that is neither a date nor open."""
    for part in parts:
        if part not in ("", "..") and read(part) is None:
            advice = advise_point(part)
            return f"{part}: {advice.reason}" if advice else f"{part[:30]!r} is no date"
    return None


def _repaired(part: str) -> str:
    """Return the part, or what is suggested for it."""
    part = part.strip()
    advice = None if read(part) else advise_point(part)
    return advice.suggestion if advice and advice.suggestion else part
