"""Precision as UCDP GED and ACLED code it."""

from __future__ import annotations

import pytest

from dateline.edtf import acled_time_precision, parse, ucdp_date_prec

CODES = [
    ("2021-05-03", 1, 1),
    ("2021-05-03?", 1, 1),
    ("2021-05-03~", 2, 2),
    ("[2021-05-03..2021-05-08]", 2, 2),
    ("[2021-05-03..2021-05-09]", 3, 2),
    ("[2021-05-03..2021-05-10]", 4, 3),
    ("[2021-05-11..2021-05-20]", 4, 3),
    ("2021-05", 4, 3),
    ("2021-05~", 5, None),
    ("[2021-10..2021-12]", 5, None),
    ("2020", 5, None),
    ("2020~", None, None),
    ("[..2021]", None, None),
    ("2021-05/..", None, None),
    ("2021-05-03/2021-05-03", 1, 1),
    ("2021-05-03/2021-05-05", 2, None),
]


@pytest.mark.parametrize(("text", "ucdp", "acled"), CODES)
def test_codes(text: str, ucdp: int | None, acled: int | None) -> None:
    """The codes follow from the number of days covered; ACLED has none for what lasts for days."""
    assert (ucdp_date_prec(parse(text)), acled_time_precision(parse(text))) == (ucdp, acled)
