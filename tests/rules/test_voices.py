"""The way of a claim to the reader does not depend on the order of rows."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dateline.rules.voices import told

VOICES = pl.LazyFrame(
    {
        "at": [0, 1, 2],
        "outlet": [False, False, True],
        "speaker": [0, 1, None],
        "reaches": [True, True, True],
        "more": [1, 2, 0],
    },
    schema={
        "at": pl.UInt32,
        "outlet": pl.Boolean,
        "speaker": pl.UInt32,
        "reaches": pl.Boolean,
        "more": pl.Int64,
    },
)
SCHEMA = {"claim": pl.UInt32, "position": pl.Int64, "source": pl.UInt32}


@given(st.permutations([(7, 1, 0), (7, 2, 1), (7, 2, 0), (8, 1, 0), (8, 2, 2)]))
def test_two_voices_at_one_position_say_nothing_of_the_way(rows: list[tuple[int, int, int]]) -> None:
    """Nobody knows which of the two speaks to the outlet, whichever row comes first."""
    frame = pl.LazyFrame(rows, schema=SCHEMA, orient="row")
    first, second = told(frame, VOICES).sort("claim").collect().iter_rows(named=True)
    assert (first["sound"], first["speaker"], first["depth"], first["reaches"]) == (False, None, None, None)
    assert (second["sound"], second["speaker"], second["depth"], second["reaches"]) == (True, 0, 1, True)
