"""Strategies for dates of the profile, and for texts that almost are."""

# ruff: noqa: RUF001 - digits of other scripts are among the mistakes

from __future__ import annotations

from hypothesis import strategies as st

YEARS = st.one_of(st.integers(2019, 2024), st.sampled_from([1, 2, 1900, 2000, 9998, 9999]))
ODD = [*"0123456789-/.[]?~%XT :{},", "..", "２", "٢", "\u200f", "é", "e\u0301", "\n"]


@st.composite
def plain_dates(draw: st.DrawFn, units: tuple[int, ...] = (4, 7, 10)) -> str:
    """Dates without a mark; the units are the lengths of their texts."""
    day = draw(
        YEARS.flatmap(lambda year: st.dates().map(lambda day: day.replace(year=year, day=min(day.day, 28))))
    )
    return day.isoformat()[: draw(st.sampled_from(units))]


MARKS = st.sampled_from(["", "", "?", "~", "%"])
POINTS = st.tuples(plain_dates(), MARKS).map("".join)
ENDS = st.one_of(POINTS, POINTS, st.just(".."))
SHAPED = st.one_of(
    POINTS,
    st.tuples(ENDS, ENDS).map("/".join),
    st.sampled_from([4, 7, 10]).flatmap(
        lambda unit: st.tuples(*[st.one_of(plain_dates((unit,)), st.just(""))] * 2).map(
            lambda ends: f"[{'..'.join(ends)}]"
        )
    ),
)
"""Texts of the right shape, most of them dates; some run backwards or are open at both ends."""


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Shaped texts with one or two characters replaced, dropped or added."""
    text = draw(SHAPED)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["", *ODD])) + text[at + draw(st.integers(0, 1)) :]
    return text


TEXTS = st.one_of(SHAPED, mutated(), st.text(max_size=30))
