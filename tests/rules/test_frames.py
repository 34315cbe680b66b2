"""What rules share of the records of a check: numbers for keys, answers worked out once."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dateline
from dateline.rules import frames as module
from dateline.rules.across import ROW, Link, phrased
from dateline.rules.frames import KEY, Frames, to

if TYPE_CHECKING:
    from polars._typing import EngineType

FLOOD = Link("reports", "flood", "floods", "name")
KEYS = st.lists(st.one_of(st.none(), st.sampled_from(["a", "b", "c", "", "é"])), max_size=8).flatmap(
    lambda texts: st.sampled_from([texts, sorted(texts, key=str)])
)


def _frames(floods: list[str | None], reports: list[str | None]) -> Frames:
    texts = {"floods": {"name": floods}, "reports": {"flood": reports}}
    return Frames({name: pl.DataFrame(each, dict.fromkeys(each, pl.String)) for name, each in texts.items()})


def _joined(frames: Frames) -> list[tuple[str, str]]:
    floods = frames.numbered("floods", key="name")
    return floods.join(frames.numbered("reports", FLOOD), left_on=KEY, right_on=to(FLOOD)).select(
        "name", "flood"
    ).collect().rows()  # fmt: skip


@given(KEYS, KEYS, st.sampled_from([0, 1, 1_000]), st.sampled_from([1, 4]))
def test_numbers_join_as_the_keys_themselves_do(
    floods: list[str | None], reports: list[str | None], tried: int, few: int
) -> None:
    """Keys that are there twice, empty, missing or unknown meet the same records by number as by text.

    So they do whether all records stand in the order of those to which they refer, or none, or
    those alone that are tried; and whether they are few.
    """
    frames = _frames(floods, reports)
    texts = [(each, each) for each in floods if each is not None for other in reports if other == each]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_TRIED", tried)
        patch.setattr(module, "_FEW", few)
        assert sorted(_joined(frames)) == sorted(texts)


@given(KEYS, KEYS)
def test_records_taken_by_number_are_those_that_a_join_gives(
    floods: list[str | None], reports: list[str | None]
) -> None:
    """Whether keys are there once or twice, `joined` adds what a join by text would."""
    frames = _frames(floods, reports)
    rows = frames.numbered("reports", FLOOD).select("flood", to(FLOOD).alias("number")).collect()
    found = frames.joined(rows, "number", ("floods", "name"), {"name": pl.col("name")})
    texts = [(each, each) for each in floods if each is not None for other in reports if other == each]
    assert sorted(found.select("flood", "name").rows()) == sorted(texts)


@given(KEYS, KEYS, st.sets(st.integers(0, 7)))
def test_numbers_of_some_records_are_those_they_have_among_all(
    floods: list[str | None], reports: list[str | None], places: set[int]
) -> None:
    """`among` leaves records out, and changes no number of those that stay."""
    every = _frames(floods, reports)
    whole = {name: every[name].with_row_index(ROW).collect() for name in every}
    frames, rows = Frames(whole), pl.LazyFrame({ROW: sorted(places)}, {ROW: pl.UInt32})
    few = frames.among("reports", rows)
    kept = frames.numbered("reports", FLOOD).filter(pl.col(ROW).is_in(sorted(places)))
    assert few.numbered("reports", FLOOD).sort(ROW).collect().equals(kept.collect())
    assert few["reports"].sort(ROW).collect().equals(kept.select(whole["reports"].columns).collect())
    assert few["floods"].collect().equals(whole["floods"])


@given(KEYS, KEYS)
def test_repeated_are_the_records_with_several_others(
    floods: list[str | None], reports: list[str | None]
) -> None:
    """Of a key that leads nowhere, or is missing, nothing is repeated."""
    found = _frames(floods, reports).repeated(FLOOD).to_list()
    several = {each for each in reports if each is not None and reports.count(each) > 1}
    wanted = [floods.index(each) for each in several if each in floods]
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("more", [0, 1])
def test_texts_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch, more: int) -> None:
    """Where a hash leads to another text, or to two, the texts themselves are compared."""
    monkeypatch.setattr(
        module, "_by_hash", lambda held, _: pl.Series([0] * (held.height + more), dtype=pl.UInt32)
    )
    assert _joined(_frames(["a", "b"], ["b", "b"])) == [("b", "b"), ("b", "b")]


def test_an_answer_is_worked_out_once() -> None:
    """Several rules that need the same of one check's records share it."""
    frames, asked = _frames(["a"], []), []

    def answer() -> pl.LazyFrame:
        asked.append(1)
        return frames["floods"]

    assert [frames.frame("names", answer).collect().rows() for _ in range(2)] == [[("a",)]] * 2
    assert asked == [1]


def test_numbers_are_made_of_queries_too() -> None:
    """Whoever has no frames in memory may hand over queries."""
    frames = Frames.of({name: frame.lazy() for name, frame in _frames(["a"], ["a", "x"]).items()})
    assert frames.numbered("reports", FLOOD).select(to(FLOOD)).collect().to_series().to_list() == [0, None]
    assert sorted(frames) == ["floods", "reports"]
    assert len(frames) == 2


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_words_are_put_together_where_a_filter_left_one_row(engine: EngineType) -> None:
    """Of a frame in pieces of a row each, some of which a filter empties, each row left has its words."""
    pieces = [pl.DataFrame({"a": [text], "n": [n]}) for n, text in enumerate(["x", None, "y", None, "z"])]
    left = pl.concat(pieces, rechunk=False, how="vertical_relaxed").lazy().drop_nulls("a")
    words = left.select(phrased("{} has {} rows", "a", "n"), none=phrased("{}", pl.lit(None, pl.String)))
    assert words.collect(engine=engine).rows() == [
        (f"{text} has {n} rows", None) for text, n in (("x", 0), ("y", 2), ("z", 4))
    ]


def test_no_rule_puts_words_together_in_the_way_that_fails() -> None:
    """`pl.format` panics over such frames, in the streaming engine of Polars 2.1: nothing calls it."""
    package = Path(dateline.__file__).parent
    calls = [
        node
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "format" and ast.unparse(node.value) == "pl"
    ]
    assert calls == []
