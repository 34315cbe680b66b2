"""English date phrases, and what rules ask about them."""

from dateline.edtf.phrases.cycle import cycle
from dateline.edtf.phrases.fits import (
    convention,
    convention_fits,
    first_of_month,
    needs_anchor,
    needs_year,
    weekday_fits,
)
from dateline.edtf.phrases.phrase import Phrase, from_phrase

__all__ = [
    "Phrase",
    "convention",
    "convention_fits",
    "cycle",
    "first_of_month",
    "from_phrase",
    "needs_anchor",
    "needs_year",
    "weekday_fits",
]
