"""The relations against all the days that could be meant."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import polars as pl
import pytest

from dateline.edtf import relations, vector

if TYPE_CHECKING:
    from collections.abc import Callable

Reading = tuple[int, int]  # the first and last day covered

FIRST = date(2020, 2, 27)  # days are counted from here; the window crosses a leap day
WINDOW = range(4)
MARGIN = 3  # days at either side, for what is open or approximate
ALL = range(WINDOW.start - MARGIN, WINDOW.stop + MARGIN)


def day(number: int) -> str:
    """Write a day of the window."""
    return (FIRST + timedelta(days=number)).isoformat()


def dates() -> dict[str, list[Reading]]:
    """Return texts, and every way each can be meant: one day of some, or from one to another."""
    ends: dict[str, list[int]] = {day(n): [n] for n in WINDOW} | {
        day(n) + "~": [n - 1, n, n + 1] for n in WINDOW
    }
    meant = {text: [(n, n) for n in days] for text, days in ends.items()}
    for a, b in product(WINDOW, WINDOW):
        if a <= b:
            meant[f"[{day(a)}..{day(b)}]"] = [(n, n) for n in range(a, b + 1)]
    for n in WINDOW:
        meant[f"[{day(n)}..]"] = [(d, d) for d in ALL if d >= n]
        meant[f"[..{day(n)}]"] = [(d, d) for d in ALL if d <= n]
    all_ends = ends | {"..": list(ALL)}
    for (a_text, starts), (b_text, stops) in product(all_ends.items(), all_ends.items()):
        runs = [(s, t) for s, t in product(starts, stops) if s <= t]
        if runs and not a_text == b_text == "..":
            meant[f"{a_text}/{b_text}"] = runs
    return meant


MEANT = dates()
DEFINITIONS: dict[str, Callable[[Reading, Reading], bool]] = {
    "before": lambda a, b: a[1] < b[0],
    "after": lambda a, b: a[0] > b[1],
    "overlaps": lambda a, b: bool(set(range(a[0], a[1] + 1)) & set(range(b[0], b[1] + 1))),
    "contains": lambda a, b: set(range(b[0], b[1] + 1)) <= set(range(a[0], a[1] + 1)),
}


@pytest.mark.parametrize("relation", DEFINITIONS)
def test_a_relation_is_what_all_readings_say(relation: str) -> None:
    """Yes if the relation holds in every reading of two dates, no if in none, else null."""
    holds = {
        (a, b): DEFINITIONS[relation](a, b)
        for a, b in product({run for runs in MEANT.values() for run in runs}, repeat=2)
    }
    texts = list(MEANT)
    pairs = [(a, b) for i, a in enumerate(texts) for b in texts[i % 3 :: 3]]
    frame = pl.LazyFrame(pairs, schema=["a", "b"], orient="row")
    compare = getattr(relations, relation)(vector.span(pl.col("a")), vector.span(pl.col("b")))
    found = frame.select(compare).collect(engine="streaming").to_series().to_list()
    for (a, b), answer in zip(pairs, found, strict=True):
        verdicts = {holds[pair] for pair in product(MEANT[a], MEANT[b])}
        assert answer == (verdicts.pop() if len(verdicts) == 1 else None), (a, b)


@pytest.mark.parametrize("relation", DEFINITIONS)
def test_stored_bounds_are_one_day_between_them(relation: str) -> None:
    """A window of stored bounds compares as the set that has these bounds."""
    texts = [text for text in MEANT if "/" not in text]
    frame = pl.LazyFrame(list(product(texts, texts)), schema=["a", "b"], orient="row")
    compare = getattr(relations, relation)
    spans = [vector.span(pl.col(side)) for side in "ab"]
    windows = [relations.window(vector.earliest(pl.col(side)), vector.latest(pl.col(side))) for side in "ab"]
    both = frame.select(text=compare(*spans), stored=compare(*windows)).collect()
    assert both["text"].to_list() == both["stored"].to_list()


@pytest.mark.parametrize("relation", DEFINITIONS)
def test_nothing_is_known_about_a_missing_or_bad_date(relation: str) -> None:
    """A null and a text that is no date have no relation to any date."""
    frame = pl.DataFrame({"a": [None, "mid-October", "2021"], "b": ["2021", "2021", None]})
    compare = getattr(relations, relation)(vector.span(pl.col("a")), vector.span(pl.col("b")))
    assert frame.select(compare).to_series().to_list() == [None, None, None]


@pytest.mark.parametrize(
    ("relation", "a", "b", "answer"),
    [
        ("before", "2021", "2021-05", None),
        ("before", "2021-05", "2021-06~", None),
        ("before", "2021-04", "2021-06~", True),
        ("before", "2021-05-04", "2021-05-03", False),
        ("overlaps", "2021", "2021-05", None),
        ("overlaps", "2021-01-01/2021-12-31", "2021-05", True),
        ("overlaps", "2021/..", "2022-05", None),
        ("overlaps", "2020-01-01/..", "2019", False),
        ("contains", "2021-01-01/2021-12-31", "2021-05", True),
        ("contains", "2021", "2021-05-01/2021-05-03", False),
        ("contains", "2021-05-03", "2021-05-03", True),
    ],
)
def test_a_relation_in_words(relation: str, a: str, b: str, answer: bool | None) -> None:  # noqa: FBT001
    """A month may or may not hold a day of itself; what lasts the whole year surely does."""
    frame = pl.DataFrame({"a": [a], "b": [b]})
    compare = getattr(relations, relation)(vector.span(pl.col("a")), vector.span(pl.col("b")))
    assert frame.select(compare).item() is answer
