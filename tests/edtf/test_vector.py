"""The functions on Polars columns against the reading of one string."""

# ruff: noqa: RUF001 - digits of other scripts are what is tested

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from time import process_time
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dateline.edtf import read, vector
from dateline.edtf.crosswalk import acled_time_precision, ucdp_date_prec
from edtf.strategies import TEXTS
from edtf.test_profile import DATES, INVALID

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = {
    "valid": vector.is_valid,
    "earliest": vector.earliest,
    "latest": vector.latest,
    "precision": vector.precision,
    "qualifier": vector.qualifier,
    "ucdp": vector.ucdp_date_prec,
    "acled": vector.acled_time_precision,
    "fields": vector.fields,
    "span": vector.span,
}
FIELDS = ["valid", "earliest", "latest", "precision", "qualifier"]
SPAN = ["earliest", "latest_start", "earliest_end", "latest", "lasts"]


def by_columns(texts: list[str | None], names: Iterable[str] = COLUMNS) -> list[dict[str, object]]:
    """Read all texts with Polars, in a streaming query."""
    frame = pl.LazyFrame({"text": texts}, schema={"text": pl.String})
    answers = [COLUMNS[name](pl.col("text")).alias(name) for name in names]
    return frame.select(answers).collect(engine="streaming").to_dicts()


def one_by_one(text: str | None) -> dict[str, object]:
    """Read one text without Polars."""
    value = read(text) if text is not None else None
    found = {name: getattr(value, name, None) for name in (*FIELDS, *SPAN)}
    found["valid"] = None if text is None else value is not None
    return {
        **{name: found[name] for name in FIELDS},
        "ucdp": value and ucdp_date_prec(value),
        "acled": value and acled_time_precision(value),
        "fields": {name: found[name] for name in FIELDS},
        "span": {name: found[name] for name in SPAN},
    }


def test_the_cases_of_the_profile_agree() -> None:
    """Polars gives every stated case the same answers, and a null for a null."""
    texts = [*(case[0] for case in DATES), *INVALID, None]
    assert by_columns(texts) == [one_by_one(text) for text in texts]


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXTS, min_size=30, max_size=60))
def test_generated_and_mutated_texts_agree(texts: list[str]) -> None:
    """Polars and the scalar reading agree on whatever is written."""
    names = ["fields", "span"]
    found = by_columns(texts, names)  # type: ignore[arg-type]  # no text is None
    assert found == [{name: one_by_one(text)[name] for name in names} for text in texts]


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXTS | st.none(), min_size=30, max_size=60))
def test_stages_as_columns_give_the_same_as_one_expression(texts: list[str | None]) -> None:
    """A frame read stage by stage has what one expression answers of each column, and no column beside."""
    frame = pl.LazyFrame({"a": texts, "b": texts[::-1]}, schema=dict.fromkeys("ab", pl.String))
    asked = {"of_a": pl.col("a"), "of_b": pl.col("b")}
    fields = {name: vector.fields(text) for name, text in asked.items()}
    whole = vector.with_fields(frame, asked).collect(engine="streaming")
    assert_frame_equal(whole, frame.with_columns(**fields).collect())
    names = [*FIELDS, "span"]
    parts = {
        f"{part} {name}": vector.span(asked[name]) if part == "span" else fields[name].struct.field(part)
        for name in asked
        for part in names
    }
    apart = vector.with_parts(frame, asked, {part: f"{part} {{}}" for part in names}).collect(
        engine="streaming"
    )
    assert_frame_equal(apart, frame.with_columns(**parts).collect())


def test_a_frame_without_dates_stays_as_it_is() -> None:
    """Nothing asked, nothing added."""
    frame = pl.LazyFrame({"a": [1]})
    assert_frame_equal(vector.with_fields(frame, {}), frame)


def test_every_day_and_every_non_day_of_four_centuries_agrees() -> None:
    """Polars accepts exactly the real days: each of 400 years, months 0 to 13, days 0 to 32."""
    texts = [f"{y:04}-{m:02}-{d:02}" for y in range(1800, 2201) for m in range(14) for d in range(33)]
    frame = pl.LazyFrame({"text": texts})
    read_all = frame.select("text", day=vector.earliest(pl.col("text"))).drop_nulls().collect()
    days = [date(1800, 1, 1) + timedelta(days=n) for n in range((date(2201, 1, 1) - date(1800, 1, 1)).days)]
    assert read_all["day"].to_list() == days
    assert read_all["text"].to_list() == [day.isoformat() for day in days]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_text_is_never_normalised_into_a_date(form: str) -> None:
    """Digits of other scripts and invisible marks are refused in whatever form they come."""
    odd = ["２０２１", "٢٠٢١", "2021\u200f", "\u202a2021", "2021–05", "2021\u0301", "２０２１-05"]
    texts = [unicodedata.normalize(form, text) for text in odd]
    assert by_columns(texts) == [one_by_one(text) for text in texts]  # type: ignore[arg-type]  # no text is None


def test_what_is_stored_agrees_with_the_date_or_not() -> None:
    """A stored bound or word agrees if it is the computed one; with no date, anything does."""
    rows = [
        ("2023-06~", date(2023, 5, 1), date(2023, 7, 31), "month_approx", True, True, True),
        ("2023-06~", date(2023, 6, 1), date(2023, 6, 30), "month", False, False, False),
        ("2023-06/..", date(2023, 6, 1), None, "open_interval", True, True, True),
        ("2023-06/..", None, date(2023, 6, 30), None, False, False, False),
        ("mid-October", date(2023, 6, 1), None, "day", True, True, True),
        (None, None, None, None, True, True, True),
        (None, date(2023, 6, 1), date(2023, 6, 1), "day", False, False, False),
    ]
    columns = {"text": pl.String, "earliest": pl.Date, "latest": pl.Date, "precision": pl.String}
    names = ["earliest", "latest", "precision"]
    frame = pl.LazyFrame([row[:4] for row in rows], schema=columns, orient="row")
    each = [vector.agrees(pl.col("text"), **{name: pl.col(name)}).alias(name) for name in names]
    together = vector.agrees(pl.col("text"), **{name: pl.col(name) for name in names}).alias("all")
    found = frame.select(*each, together).collect(engine="streaming").rows()
    assert found == [(*row[4:], all(row[4:])) for row in rows]


def test_huge_cells_are_refused() -> None:
    """Cells of ten megabytes are read and refused, with or without what looks like a date in them."""
    huge = ["2" * 10_000_000, "[" + "2021.." * 1_000_000 + "]", "2021/" * 2_000_000]
    frame = pl.DataFrame({"text": [*huge, "2021"]})
    assert frame.select(vector.is_valid(pl.col("text"))).to_series().to_list() == [False, False, False, True]


def test_an_empty_column_gives_typed_empty_columns() -> None:
    """No rows is no special case, and the types are those promised."""
    answers = [function(pl.col("text")).alias(name) for name, function in COLUMNS.items()]
    schema = pl.LazyFrame(schema={"text": pl.String}).select(answers).collect().schema
    assert [schema[name] for name in FIELDS] == [pl.Boolean, pl.Date, pl.Date, pl.String, pl.String]
    assert (schema["ucdp"], schema["acled"]) == (pl.Int8, pl.Int8)
    assert schema["span"] == pl.Struct({**dict.fromkeys(SPAN[:4], pl.Date), "lasts": pl.Boolean})


@pytest.mark.parametrize("name", COLUMNS)
def test_a_row_is_read_without_the_others(name: str) -> None:
    """Polars reads one row of the column for one row of the answer, so files stream through."""
    asked = pl.LazyFrame(schema={"text": pl.String}).with_columns(
        COLUMNS[name](pl.col("text")).alias("answer")
    )
    assert asked.head(1).explain().lstrip().startswith("WITH_COLUMNS")
    assert not asked.reverse().head(1).explain().lstrip().startswith("WITH_COLUMNS")


@pytest.mark.parametrize("name", ["fields", "span"])
def test_a_million_dates_take_a_moment(name: str) -> None:
    """A million strings take well under the two seconds that would point to a value-by-value path."""
    frame = pl.select(text=pl.date_range(date(2000, 1, 1), date(2027, 5, 18)).cast(pl.String)).lazy()
    many = pl.concat([frame] * 100).collect().lazy()
    start = process_time()
    many.select(COLUMNS[name](pl.col("text"))).collect(engine="streaming")
    assert process_time() - start < 2
