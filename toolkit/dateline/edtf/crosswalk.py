"""Precision as two established event datasets code it.

UCDP GED, `date_prec` (codebook): 1 the day is known; 2 a span of two to six days; 3 the
week; 4 the month; 5 the year. ACLED, `time_precision` (codebook): 1 the day; 2 the
week; 3 the month. Both are read here as the number of days that the bounds cover, so
the words of the profile map as

    day 1 1 · ten_day 4 3 · month 4 3 · day_approx 2 2 · quarter, year 5 - · open - -

ACLED writes an event that lasts as one record a day: intervals longer than one have no
code of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.edtf.model import Edtf

UCDP_DATE_PREC = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
ACLED_TIME_PRECISION = ((1, 1), (7, 2), (31, 3))
"""The most days covered, and the code for them; more days have none."""


def ucdp_date_prec(value: Edtf) -> int | None:
    """Return the UCDP GED `date_prec`, 1 to 5; None where the date is open or beyond a year."""
    return _code(value, UCDP_DATE_PREC)


def acled_time_precision(value: Edtf) -> int | None:
    """Return the ACLED `time_precision`, 1 to 3; None beyond a month, where open, where it lasts for days."""
    return _code(value, ACLED_TIME_PRECISION[:1] if value.lasts else ACLED_TIME_PRECISION)


def _code(value: Edtf, scale: tuple[tuple[int, int], ...]) -> int | None:
    if value.earliest is None or value.latest is None:
        return None
    days = (value.latest - value.earliest).days + 1
    return next((code for most, code in scale if days <= most), None)
