"""The grammar of the EDTF profile (ISO 8601-2:2019), as one regular expression.

    date       2021   2021-05   2021-05-03      with ?, ~ or % behind it
    interval   A/B    A/..      ../B            it lasts from A to B
    set        [A..B] [A..]     [..B]           one day of the window, both ends alike

`PATTERN` keeps to what Python, Rust, ECMAScript and XML Schema expressions share, so
it serves `re`, Polars and a Table Schema's `pattern` alike. It settles the shape,
months 01 to 12 and days 01 to 31; that a month has such a day and that an interval
does not run backwards is beyond it.
"""

from __future__ import annotations

_YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_MONTH = f"{_YEAR}-(0[1-9]|1[0-2])"
_DAY = f"{_MONTH}-(0[1-9]|[12][0-9]|3[01])"
_PLAIN = f"({_DAY}|{_MONTH}|{_YEAR})"
_POINT = f"{_PLAIN}[?~%]?"
_INTERVAL = rf"{_POINT}/({_POINT}|\.\.)|\.\./{_POINT}"
_WINDOW = "|".join(rf"{unit}\.\.{unit}" for unit in (_YEAR, _MONTH, _DAY))
_SET = rf"\[({_WINDOW}|{_PLAIN}\.\.|\.\.{_PLAIN})\]"

PATTERN = f"({_POINT}|{_INTERVAL}|{_SET})"
"""Matches, as a whole, every string of the profile, and no string of another shape."""

LONGEST = len("[2024-10-11..2024-10-20]")
"""Characters in the longest string of the profile."""
