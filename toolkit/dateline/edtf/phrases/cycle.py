"""After how long a phrase that is counted from its day comes round.

"Last Tuesday" said a week later is a week later; "late last year" said on any day of a
month is the same. So a table of readings needs seven days, or one a month, and not every
day on which the phrase was said.
"""

from __future__ import annotations

import re
from typing import Literal

from dateline.edtf.phrases.words import letters, tokens

Cycle = Literal["week", "month", "day"]

_MONTHS = re.compile("[MmrYIZ]")
_DAYS = re.compile("[XxWwdEF]")


def cycle(phrase: str) -> Cycle:
    """Return what of its anchor a relative phrase depends on.

    "week": the day of the week, and its date moves with the anchor; "month": year and
    month; "day": the whole day.
    """
    pattern = letters(tokens(phrase))
    counted = "D" in pattern and "d" not in pattern  # "the 18th", "two months ago"
    if not _MONTHS.search(pattern):
        return "day" if counted else "week"
    return "day" if _DAYS.search(pattern) else "month"
