"""The page about dates against the code."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from dateline.edtf import PRECISIONS, acled_time_precision, parse, ucdp_date_prec

PAGE = Path(__file__).parents[2] / "docs" / "dates.md"
TEXT = PAGE.read_text(encoding="utf-8")
CROSSWALK = re.findall(r"^\| `(\w+)` \| `([^`]+)` \| ([\d–]) \| ([\d–]) \|$", TEXT, re.MULTILINE)  # noqa: RUF001 - the page's dash


def test_the_examples_run() -> None:
    """Each example on the page prints what stands below it."""
    found = doctest.DocTestParser().get_doctest(TEXT, {}, "dates.md", str(PAGE), 0)
    assert len(found.examples) > 10
    assert doctest.DocTestRunner().run(found).failed == 0


def test_every_date_in_the_first_table_is_one() -> None:
    """The strings that the page tells people to write are dates of the profile."""
    table = TEXT[TEXT.index("| write |") : TEXT.index("- Window or interval?")]
    written = [
        text for row in table.strip().splitlines()[2:] for text in re.findall("`([^`]+)`", row.split("|")[1])
    ]
    assert len(written) > 10
    assert all(parse(text) for text in written)


@pytest.mark.parametrize(("word", "example", "ucdp", "acled"), CROSSWALK)
def test_the_crosswalk_is_computed(word: str, example: str, ucdp: str, acled: str) -> None:
    """The word and the codes beside each example are its own."""
    value = parse(example)
    codes = [str(code or "–") for code in (ucdp_date_prec(value), acled_time_precision(value))]  # noqa: RUF001 - the page's dash
    assert [value.precision, *codes] == [word, ucdp, acled]


def test_every_precision_word_is_on_the_page() -> None:
    """No word is missing from the table."""
    assert len(CROSSWALK) >= 9
    assert all(f"`{word}`" in TEXT for word in PRECISIONS)
