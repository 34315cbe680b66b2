"""Keys: which rows repeat another, exactly, for values of any type."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.engine import keys as module
from dateline.engine.keys import Suspects, hashes, readings, repeated, suspects
from dateline.engine.question import FIRST, ROW, Failures, Unique
from dateline.engine.scan import scan

NAN = float("nan")
VALUES: dict[str, tuple[pl.DataType, list[Any]]] = {
    "float": (pl.Float64(), [0.0, -0.0, NAN, 1.5]),
    "float32": (pl.Float32(), [0.0, -0.0, NAN, 1.5]),
    "integer": (pl.Int64(), [0, 1, 2**62]),
    "small": (pl.UInt8(), [0, 1, 255]),
    "boolean": (pl.Boolean(), [True, False]),
    "text": (pl.String(), ["", "a", "longer than twelve bytes", "ü", "u\u0308"]),
    "bytes": (pl.Binary(), [b"", b"\xff", b"a"]),
    "enum": (pl.Enum(["a", "b"]), ["a", "b"]),
    "categorical": (pl.Categorical(), ["a", "b"]),
    "date": (pl.Date(), [date(2020, 1, 1), date(2020, 1, 2)]),
    "instant": (pl.Datetime("us", "UTC"), [datetime(2020, 1, day, tzinfo=UTC) for day in (1, 2)]),
    "time": (pl.Time(), [time(1), time(2)]),
    "duration": (pl.Duration("us"), [timedelta(1), timedelta(2)]),
    "decimal": (pl.Decimal(10, 2), [Decimal("1.00"), Decimal("2.50")]),
    "list": (pl.List(pl.Float64), [[], [0.0], [-0.0], [NAN], [None], [1.0, 2.0]]),
    "array": (pl.Array(pl.Int64, 2), [[1, 2], [2, 1]]),
    "struct": (
        pl.Struct({"x": pl.Float64, "y": pl.String}),
        [{"x": NAN, "y": None}, {"x": None, "y": None}, {"x": 0.0, "y": ""}],
    ),
    "null": (pl.Null(), []),
}


def key(frame: pl.DataFrame, unique: Unique, **options: Any) -> Failures | None:  # noqa: ANN401 - as scan
    """Test one key of a frame."""
    return scan(frame.lazy(), [], [unique], **options).failures.get(unique.name)


@st.composite
def columns(draw: st.DrawFn, kind: str) -> pl.Series:
    """Draw up to eight values of a kind, null among them."""
    dtype, values = VALUES[kind]
    return pl.Series("value", draw(st.lists(st.sampled_from([None, *values]), max_size=8)), dtype=dtype)


@given(st.sampled_from(sorted(VALUES)).flatmap(columns), st.sampled_from([None, 1, 100]))
def test_repeats_are_those_that_grouping_finds(values: pl.Series, cap: int | None) -> None:
    """For every type, null, NaN and zeros of either sign included, a repeat is what Polars groups."""
    frame = values.to_frame()
    groups = frame.with_row_index(ROW).group_by("value", maintain_order=True).agg(ROW)[ROW].to_list()
    expected = sorted((row, group[0]) for group in groups for row in group[1:])
    found = key(frame, Unique("value", ("value",), skip_null=False), cap=cap)
    assert (0 if found is None else found.count) == len(expected)
    if found is not None:
        assert found.rows.select(ROW, FIRST).rows() == expected[:cap]


@given(st.sampled_from(sorted(VALUES)).flatmap(columns))
def test_every_gives_each_row_of_a_repeated_value(values: pl.Series) -> None:
    """With `every`, the row that is repeated is reported as well, and counted."""
    frame = values.to_frame()
    groups = frame.with_row_index(ROW).group_by("value", maintain_order=True).agg(ROW)[ROW].to_list()
    expected = sorted((row, group[0]) for group in groups for row in group if len(group) > 1)
    found = key(frame, Unique("value", ("value",), skip_null=False, every=True))
    assert ([] if found is None else found.rows.select(ROW, FIRST).rows()) == expected
    assert found is None or found.count == len(expected)


def test_a_key_of_several_fields_repeats_only_as_a_whole() -> None:
    """Fields that repeat one by one do not repeat together."""
    frame = pl.DataFrame({"a": [1, 1, 2, 1], "b": ["x", "y", "x", "y"]})
    found = key(frame, Unique("both", ("a", "b")))
    assert found is not None
    assert found.rows.select(ROW, FIRST).rows() == [(3, 1)]


def test_a_row_with_a_null_in_its_key_repeats_nothing_as_in_sql() -> None:
    """With `skip_null`, one missing part is enough to leave the row out."""
    frame = pl.DataFrame({"a": [None, None, 1, 1], "b": [1, 1, None, None]})
    assert key(frame, Unique("both", ("a", "b"))) is None
    found = key(frame, Unique("both", ("a", "b"), skip_null=False))
    assert found is not None
    assert found.rows.select(ROW, FIRST).rows() == [(1, 0), (3, 2)]


def test_a_chance_collision_of_hashes_is_not_reported() -> None:
    """Rows that are suspected without repeating one another are found innocent."""
    frame = pl.LazyFrame({"id": ["a", "b", "c", "b"]}).with_row_index(ROW)
    suspected = Suspects(Unique("id", ("id",)), pl.Series([0, 1, 2]), pl.Series([1, 2]))
    assert repeated(suspected, *pl.collect_all(readings(frame, suspected, {}, None))) is None
    mixed = Suspects(Unique("id", ("id",)), pl.Series([0, 1, 3]), pl.Series([1, 3]))
    found = repeated(mixed, *pl.collect_all(readings(frame, mixed, {}, None)))
    assert found is not None
    assert found.count == 1
    assert found.rows.rows() == [(3, 1)]


def test_distinct_values_leave_no_suspects() -> None:
    """Nothing is read again where no hash repeats."""
    unique = Unique("id", ("id",))
    hashed = pl.DataFrame({"id": ["a", "b", None, None]}).select(hashes(unique)).to_series()
    assert suspects(unique, hashed) is None


@given(
    values=st.lists(st.sampled_from([None, *"abcdefghij"]), max_size=40),
    part=st.sampled_from([1, 2, 7, 1_000]),
)
def test_what_is_sorted_in_parts_repeats_as_a_whole(values: list[str | None], part: int) -> None:
    """However many hashes are sorted at a time, the same rows are suspected."""
    unique = Unique("id", ("id",))
    hashed = pl.DataFrame({"id": values}, {"id": pl.String}).select(hashes(unique)).to_series()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "PART", part)
        found = suspects(unique, hashed)
    repeats = [row for row, value in enumerate(values) if value is not None and values.count(value) > 1]
    later = [row for row in repeats if values[row] in values[:row]]
    told = ([], []) if found is None else (found.rows.to_list(), found.later.to_list())
    assert told == (repeats, later)


def test_one_value_on_every_row_is_counted_and_its_first_rows_kept() -> None:
    """A column that repeats a million times costs no more than its cap to report."""
    frame = pl.DataFrame({"id": pl.repeat("the same", 1_000_000, eager=True), "n": range(1_000_000)})
    found = key(frame, Unique("id", ("id",)), cap=3, carry={"n": pl.col("n")})
    assert found is not None
    assert found.count == 999_999
    assert found.rows.rows() == [(1, 0, 1), (2, 0, 2), (3, 0, 3)]


def test_each_value_twice_is_counted_beyond_the_cap() -> None:
    """Half a million pairs are counted exactly, and the first ones name what they repeat."""
    frame = pl.DataFrame({"id": [*range(500_000), *range(500_000)]})
    found = key(frame, Unique("id", ("id",)), cap=2)
    assert found is not None
    assert found.count == 500_000
    assert found.rows.rows() == [(500_000, 0), (500_001, 1)]


@pytest.mark.parametrize(("carry", "carried"), [(None, {"n": 20, "id": "A"}), (("n",), {"n": 20}), ((), {})])
def test_a_key_may_carry_less_than_the_questions(
    carry: tuple[str, ...] | None, carried: dict[str, Any]
) -> None:
    """A key names the carried columns that its report needs; unsaid, all."""
    frame = pl.DataFrame({"id": ["a", "a"], "n": [1, 2]})
    unique = Unique("id", ("id",), carry=carry)
    found = key(frame, unique, carry={"n": pl.col("n") * 10, "id": pl.col("id").str.to_uppercase()})
    assert found is not None
    assert found.rows.to_dicts() == [{ROW: 1, FIRST: 0, **carried}]
