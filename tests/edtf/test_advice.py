"""What is said about texts that are no date, and what is suggested."""

# ruff: noqa: RUF001 - digits and dashes of other scripts are what is tested

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given

from dateline.edtf import EdtfError, parse, read
from dateline.edtf.advice import advise
from edtf.strategies import TEXTS

GOLDEN = Path(__file__).parent / "golden" / "advice.txt"
MISTAKES = (
    """
2021-5|2021-5-3|2021-05-3~|13/04/2021|03/04/2021|5/5/2021|31/31/2021|2021/05/03|2021/05|2021.05.03
20210503|202105|05/2021|9/18|3/4/21|44321|44321.5|21|0000|0000-05|12021|-0044|Y20210|+2021
2024-02-30|2021-04-31|2024-13-05|2024-13-15|2024-13|2021-21|2021-33|2021-40|2021-00-00|2021-05-00
2021-05-03T09:00|2021-05-03 09:00:00|2021-05-03T00:30Z|202X|19XX|2021-XX|2021-05-XX|2021-XX-XX
2021-1X|2021-05-1X|XXXX|20XX-05|2021-??|199u|2021?~|2021~~|?2021|2021-?05|2021~-05|2021-W15
2021-W15-3|2021-W60|2021-123|2020366|2021-Q3|Q3 2021|[2021..2022|2021..2022]|[2021?..2022]
[2017-10..2018-02-07]|[2022..2021]|[2021]|[2021,2022]|[2021-05-03, 2021-05-09]|{2021..2022}
{2021,2022}|[..]|[]|[2021-5..2021-6]|[2021-05-01...2021-05-10]|[2021..x]|[2021/2022]|[2021..2022]/..
2021..2022|2021-2022|2021-05-01 - 2021-05-10|2021..|..2021|2021/|/2021|2021/open|2021/unknown|../..
/|2021/2022/2023|2021-05-01/10|2021-05/06|2021-05-01/05-10|2021/P1Y|2023-09-20/2023-09-11
2021/2020-12-31|2021-5/2021-6|2021-05–2021-06| 2021|2021 |'2021'|２０２１|٢٠٢١|mid-October
mid-October 2021|Yesterday|Nov. 3|Nov. 3, 2021|3 May 2021|May-21|3-May-21|spring 2021|Recently
unknown|n/a|?|hello|10월 중순|2021년 5월|February 30|Feb 30 2021|c. 2021|1990s|before 2021
2021-05-03/2021-05-03T10:00|2021/22|2021-22|2021-05-32|2021-02-29~|2021-02-29/..|2021-05/..~
0001/0000|2021-05-03?/[2021..2022]|2021 05 03|late 2021|2021,2022|2021; 2022|May|@@@|[[2021..2022]]
""".strip()
    .replace("\n", "|")
    .split("|")
)
HOSTILE = [
    "",
    "   ",
    "\u200e\u200f",
    "2021\u200f",
    "2021-05-03\n",
    "2021\u0301-05",
    "\x1b[2J",
    "x" * 300,
    "2021" * 30,
]


def message(text: str) -> str:
    """Return what is said about a text that is no date."""
    with pytest.raises(EdtfError) as caught:
        parse(text)
    return str(caught.value)


def test_each_mistake_is_answered_as_on_file() -> None:
    """The golden file holds every message; UPDATE_GOLDEN=1 writes it anew."""
    found = "\n".join(message(text) for text in MISTAKES + HOSTILE) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("2021-5", "2021-05"),
        ("13/04/2021", "2021-04-13"),
        ("03/04/2021", None),
        ("2024-02-30", None),
        ("[2017-10..2018-02-07]", "[2017-10-01..2018-02-07]"),
        ("2023-09-20/2023-09-11", None),
        ("mid-October", None),
        ("mid-October 2024", "[2024-10-11..2024-10-20]"),
        ("44321", "2021-05-05"),
        ("2021-05-03T09:00", "2021-05-03"),
        ("2021-05-03T00:30Z", None),
        ("2021-1X", "[2021-10..2021-12]"),
        ("٢٠٢١-٠٥", "2021-05"),
    ],
)
def test_a_suggestion_is_made_where_one_reading_is_right(text: str, suggestion: str | None) -> None:
    """One sound reading is suggested; of two, or none, nothing is."""
    assert advise(text).suggestion == suggestion


@given(TEXTS)
@example("[-0]")
@example("0000-00-00~")
@example("X/X")
def test_every_text_has_a_reason_and_every_suggestion_is_a_date(text: str) -> None:
    """Whatever the text, there is a reason; what is suggested is a date of the profile."""
    if read(text) is None:
        reason, suggestion = advise(text)
        assert reason
        assert suggestion is None or read(suggestion)


@given(TEXTS)
def test_the_days_of_a_repaired_date_are_its_own(text: str) -> None:
    """Spaces around a date of the profile are all that is taken away."""
    if read(text):
        assert advise(f" {text}\t").suggestion == text
