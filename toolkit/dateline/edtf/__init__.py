"""Dates in the EDTF profile: read, checked, explained, compared.

The functions for Polars columns stand in `dateline.edtf.vector` and
`dateline.edtf.relations`, so that reading one date does not load Polars.
"""

from dateline.edtf.crosswalk import acled_time_precision, ucdp_date_prec
from dateline.edtf.grammar import PATTERN
from dateline.edtf.model import PRECISIONS, Edtf, EdtfError, End
from dateline.edtf.parser import parse
from dateline.edtf.phrases import (
    Phrase,
    convention,
    convention_fits,
    cycle,
    first_of_month,
    from_phrase,
    needs_anchor,
    needs_year,
    weekday_fits,
)
from dateline.edtf.reader import read

__all__ = [
    "PATTERN",
    "PRECISIONS",
    "Edtf",
    "EdtfError",
    "End",
    "Phrase",
    "acled_time_precision",
    "convention",
    "convention_fits",
    "cycle",
    "first_of_month",
    "from_phrase",
    "needs_anchor",
    "needs_year",
    "parse",
    "read",
    "ucdp_date_prec",
    "weekday_fits",
]
