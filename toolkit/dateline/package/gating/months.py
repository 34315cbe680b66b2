"""A date to its month: what is known to the day is told to the month (EDTF, ISO 8601-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.edtf import read

if TYPE_CHECKING:
    from dateline.edtf import Edtf, End


def to_month(text: str) -> Edtf | None:
    """Return a date of the profile with the month wherever it has a day; None if it is no date.

    `2023-09-18` becomes `2023-09`, and so does a window or an interval within one month: that
    it lasted some days is no more than that it was in the month. `~` and `?` stay. A date
    without a day stays as it is, so that a second time changes nothing.
    """
    value = read(text)
    if value is None or all(end is None or end.unit != "day" for end in value.ends):
        return value
    start, last = (_month(end) for end in value.ends)
    if value.kind == "date" or start == last:
        return read(start)
    return read(f"{start}/{last}" if value.kind == "interval" else f"[{start}..{last}]".replace("....", ".."))


def _month(end: End | None) -> str:
    """Return one end; `..` for an open one."""
    if end is None:
        return ".."
    return end.text if end.unit != "day" else end.text[:7] + end.qualifier
