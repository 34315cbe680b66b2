"""Agreement with three published EDTF libraries, and every disagreement with its reason.

`oracles.csv` holds what they answered; `make_oracles.py` says how it was made.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from dateline.edtf import Edtf, read
from dateline.edtf.reader import covered

ROWS = list(csv.DictReader(Path(__file__).with_name("oracles.csv").read_text(encoding="utf-8").splitlines()))
LIBRARIES = ("edtf 5.0.2", "undate 0.8.0", "edtf-validate 2.0.0")
D = r"\d{4}(-\d\d){0,2}"


class Disagreement(NamedTuple):
    """Texts (a pattern of whole texts) on which a library's verdict is another, and why it is."""

    libraries: tuple[str, ...]
    ours: str
    theirs: str
    texts: str
    reason: str


EDTF, UNDATE, VALIDATE = ((name,) for name in LIBRARIES)
ALL = LIBRARIES
KNOWN = [
    Disagreement(
        ALL,
        "false",
        "true",
        r"[\dX]{4}(-[\dX]{2}){0,2}",
        "digits left open by X, seasons, year 0: not in the profile",
    ),
    Disagreement(
        EDTF + VALIDATE, "false", "true", r".*[?~].+", "a mark on a part of a date: not in the profile"
    ),
    Disagreement(
        ALL, "false", "true", r"-0044|Y170000002|1950S2", "years beyond 0001 to 9999: not in the profile"
    ),
    Disagreement(
        EDTF + VALIDATE,
        "false",
        "true",
        r"[\[{].*,.*[\]}]|\{.*\}",
        "lists and sets of all: not in the profile",
    ),
    Disagreement(EDTF + VALIDATE, "false", "true", r".*T09:00:00.*", "clock times: not in the profile"),
    Disagreement(
        ALL, "false", "true", r"2021/|/2021", "an unknown end: the profile has open ends only, written .."
    ),
    Disagreement(
        EDTF + VALIDATE, "false", "true", r"\.\./\.\.", "an interval open at both ends says nothing"
    ),
    Disagreement(VALIDATE, "false", "true", r"2021-21~", "a season with a mark: not in the profile"),
    Disagreement(
        UNDATE,
        "false",
        "error",
        r"2021-21~?",
        "a season: not in the profile; undate's own calendar fails on it",
    ),
    Disagreement(
        EDTF,
        "false",
        "error",
        r"2021-1X",
        "X: not in the profile; the library's parser fails on a half open month",
    ),
    Disagreement(
        EDTF,
        "false",
        "true",
        rf"{D}[?~%]?/{D}[?~%]?",
        "it ends before it begins: the library does not compare the ends",
    ),
    Disagreement(
        EDTF + VALIDATE,
        "false",
        "true",
        rf"\[{D}\.\.{D}\]",
        "the window ends before it begins: not compared in a set",
    ),
    Disagreement(
        EDTF + VALIDATE,
        "false",
        "true",
        r"\[?(2021|1900)-02-29(~|/\.\.|\.\.\])?",
        "29 February in a common year: taken for real",
    ),
    Disagreement(
        VALIDATE,
        "false",
        "true",
        r"2021-04-31~|2024-02-30~",
        "no such day: not checked where there is a mark",
    ),
    Disagreement(EDTF + UNDATE, "false", "true", r" 2021|2021 ", "spaces around the date are stripped"),
    Disagreement(ALL, "false", "true", r"-2021-05", "a year before 1 and its month: not in the profile"),
    Disagreement(
        UNDATE,
        "false",
        "true",
        r"21-05-03|20210503|12021|021",
        "years of two, three, five and eight digits are taken",
    ),
    Disagreement(UNDATE, "true", "false", r"\[.*\]", "it has no sets"),
    Disagreement(
        UNDATE,
        "true|false",
        "error",
        rf"{D}[?~%]?/{D}[?~%]?",
        "its parser raises on any interval with two ends",
    ),
    Disagreement(
        UNDATE, "false", "error", rf"{D}~?(/\.\.)?", "no such day: reported as a failure instead of a refusal"
    ),
    Disagreement(
        VALIDATE,
        "true",
        "false",
        rf"{D}[?~%]?/{D}[?~%]?",
        "2021-05/2021: ends of unlike precision are compared as texts; they overlap, so it can run",
    ),
]


def disagreements(library: str) -> list[tuple[str, str, str]]:
    """Return text, our verdict and the library's wherever the two differ."""
    ours = [
        (row["text"], str(read(row["text"]) is not None).lower(), row[f"{library} valid"]) for row in ROWS
    ]
    return [verdicts for verdicts in ours if verdicts[1] != verdicts[2]]


def explains(known: Disagreement, library: str, verdicts: tuple[str, str, str]) -> bool:
    """Whether a known disagreement is this one."""
    text, ours, theirs = verdicts
    answers = re.fullmatch(known.ours, ours) and known.theirs == theirs
    return library in known.libraries and bool(answers and re.fullmatch(known.texts, text))


@pytest.mark.parametrize("library", LIBRARIES)
def test_every_disagreement_is_known(library: str) -> None:
    """Where a library's verdict differs, the list above says why ours stands."""
    unknown = [
        each for each in disagreements(library) if not any(explains(known, library, each) for known in KNOWN)
    ]
    assert unknown == []


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.reason[:40])
def test_no_disagreement_is_made_up(known: Disagreement) -> None:
    """Each entry of the list explains at least one verdict of each library that it names."""
    for library in known.libraries:
        assert any(explains(known, library, each) for each in disagreements(library)), library


@pytest.mark.parametrize("library", LIBRARIES)
def test_most_verdicts_agree(library: str) -> None:
    """The libraries share well over half of all verdicts, so that the comparison means something."""
    assert len(disagreements(library)) < len(ROWS) / 2
    assert len(ROWS) > 250


def stated(value: Edtf) -> list[str]:
    """Return the bounds without the margin of an approximate end."""
    days = [covered(end.text.rstrip("?~%"))[side] if end else None for side, end in enumerate(value.ends)]
    return [day.isoformat() if day else "open" for day in days]


@pytest.mark.parametrize("library", ["edtf 5.0.2", "undate 0.8.0"])
def test_bounds_agree_wherever_both_read_the_date(library: str) -> None:
    """Both libraries give the same first and last day for every date that they and we accept."""
    both = [
        (row, value) for row in ROWS if row[f"{library} valid"] == "true" and (value := read(row["text"]))
    ]
    assert len(both) > 40
    for row, value in both:
        assert [row[f"{library} earliest"], row[f"{library} latest"]] == stated(value), row["text"]
