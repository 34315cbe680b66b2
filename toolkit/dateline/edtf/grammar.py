"""The grammar of the EDTF profile (ISO 8601-2:2019), as one regular expression.

    date       2021   2021-05   2021-05-03      with ?, ~ or % behind it
    interval   A/B    A/..      ../B            it lasts from A to B
    set        [A..B] [A..]     [..B]           one day of the window, both ends alike

`PATTERN` keeps to what Python, Rust, ECMAScript and XML Schema expressions share, so
it serves `re`, Polars and a Table Schema's `pattern` alike. It knows the calendar, leap
years too; only that an interval or a set does not run backwards is beyond it.
"""

from __future__ import annotations

_YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_MONTH = f"{_YEAR}-(0[1-9]|1[0-2])"

_FOURTH = "(0[48]|[2468][048]|[13579][26])"  # two digits that four divides, but 00
_LEAP_YEAR = f"([0-9]{{2}}{_FOURTH}|{_FOURTH}00)"
_TO_28 = "(0[1-9]|1[0-9]|2[0-8])"
_DAY_OF_ANY_YEAR = f"((0[1-9]|1[0-2])-{_TO_28}|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
_DAY = f"({_YEAR}-{_DAY_OF_ANY_YEAR}|{_LEAP_YEAR}-02-29)"

_PLAIN = f"({_DAY}|{_MONTH}|{_YEAR})"
_POINT = f"{_PLAIN}[?~%]?"
_DATE_OR_INTERVAL = rf"{_POINT}(/({_POINT}|\.\.))?|\.\./{_POINT}"
_WINDOW = "|".join(rf"{unit}\.\.({unit})?" for unit in (_YEAR, _MONTH, _DAY))
_SET = rf"\[({_WINDOW}|\.\.{_PLAIN})\]"

PATTERN = f"({_DATE_OR_INTERVAL}|{_SET})"
"""Matches, as a whole, every string of the profile."""

LONGEST = len("[2024-10-11..2024-10-20]")
"""Characters in the longest string of the profile."""
