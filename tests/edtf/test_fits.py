"""What rules ask about a phrase and the date coded from it."""

from __future__ import annotations

import pytest

from dateline.edtf import convention_fits, first_of_month, needs_anchor, needs_year, parse, weekday_fits


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        ("Yesterday", True),
        ("last Tuesday", True),
        ("on Thursday", True),
        ("early this month", True),
        ("late last year", True),
        ("the 18th", True),
        ("October last year", True),
        ("three days ago", True),
        ("Yesterday (September 18)", False),
        ("Thursday, Nov. 3", False),
        ("mid-October", False),
        ("2021", False),
        ("Recently", False),
    ],
)
def test_a_relative_phrase_needs_an_anchor(phrase: str, answer: bool) -> None:  # noqa: FBT001
    """A phrase counted from the day it was said needs that day, unless it states its own."""
    assert needs_anchor(phrase) is answer


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        ("Nov. 3", True),
        ("mid-October", True),
        ("in and around June", True),
        ("Yesterday (September 18)", True),
        ("November and December", True),
        ("Nov. 3, 2021", False),
        ("2021-11-03", False),
        ("last October", False),
        ("Yesterday", False),
        ("late 2017", False),
    ],
)
def test_a_yearless_phrase_needs_a_year(phrase: str, answer: bool) -> None:  # noqa: FBT001
    """A month without a year needs one from elsewhere; a relative phrase has it from its anchor."""
    assert needs_year(phrase) is answer


@pytest.mark.parametrize(
    ("phrase", "edtf", "answer"),
    [
        ("on Thursday", "2021-11-11", True),
        ("on Thursday", "2021-11-12", False),
        ("last Tuesday", "2015-03-17", True),
        ("Thursday, Nov. 3", "2021-11-03", False),
        ("on Thursday", "[2021-11-12..2021-11-17]", False),
        ("on Thursday", "[2021-11-12..2021-11-18]", True),
        ("on Thursday", "2021-11", True),
        ("on Thursday", "2021-11-12/..", True),
        ("three days after Thursday", "2021-11-14", None),
        ("the day before Thursday", "2021-11-10", None),
        ("mid-October", "2024-10-15", None),
    ],
)
def test_a_weekday_fits(phrase: str, edtf: str, answer: bool | None) -> None:  # noqa: FBT001
    """A weekday named must be among the days of the date; no weekday, no answer."""
    assert weekday_fits(phrase, parse(edtf)) is answer


@pytest.mark.parametrize(
    ("phrase", "edtf", "answer"),
    [
        ("in and around June", "2023-06-01", True),
        ("June", "2023-06-01~", True),
        ("mid-June", "2023-06-01", True),
        ("June", "2023-06", False),
        ("June", "2023-06-02", False),
        ("June", "[2023-06-01..2023-06-10]", False),
        ("June 1", "2023-06-01", None),
        ("last week", "2023-06-01", None),
    ],
)
def test_the_first_of_a_month_from_a_month(phrase: str, edtf: str, answer: bool | None) -> None:  # noqa: FBT001
    """A month phrase does not state its first day."""
    assert first_of_month(phrase, parse(edtf)) is answer


@pytest.mark.parametrize(
    ("phrase", "edtf", "answer", "narrower"),
    [
        ("mid-October", "[2024-10-11..2024-10-20]", True, True),
        ("mid-October", "[2024-10-10..2024-10-19]", False, False),
        ("mid-October", "[2024-10-13..2024-10-15]", False, True),
        ("mid-October", "2024-10-15", False, True),
        ("mid-October", "2024-10", False, False),
        ("mid-October", "[2024-09-11..2024-09-20]", False, False),
        ("mid-October", "[2024-10-11..]", False, False),
        ("early this month", "[2021-11-01..2021-11-10]", True, True),
        ("early this month", "[2021-11-01..2021-11-11]", False, False),
        ("late last month", "[2023-02-21..2023-02-28]", True, True),
        ("late last year", "[2017-10..2017-12]", True, True),
        ("late last year", "[2017-11..2017-12]", False, True),
        ("mid-2017", "[2017-04..2017-09]", True, True),
        ("last Tuesday", "2015-03-17", None, None),
        ("last Tuesday in the early morning", "2015-03-17", None, None),
        ("early Thursday", "2021-11-11", None, None),
        ("late yesterday", "2021-11-11", None, None),
        ("late on 18 March", "2015-03-18", None, None),
        ("before mid-October", "[..2024-10-10]", None, None),
        ("from mid-October to early November", "2024-10-11/2024-11-10", None, None),
        ("early 1990s", "[1990..1993]", None, None),
    ],
)
def test_a_convention_fits(phrase: str, edtf: str, answer: bool | None, narrower: bool | None) -> None:  # noqa: FBT001
    """Early, mid and late stand for fixed days; with other evidence the window may be narrower."""
    assert convention_fits(phrase, parse(edtf)) is answer
    assert convention_fits(phrase, parse(edtf), narrower=True) is narrower
