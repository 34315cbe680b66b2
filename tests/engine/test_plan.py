"""Which of a schema's checks can be asked in one scan, and why others cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl
import polars.selectors as cs
import pytest

from dateline.engine.capture import ROW_WISE
from dateline.engine.plan import NOT_NULLABLE, UNIQUE_COLUMN, UNIQUE_TOGETHER, Plan, plan
from dateline.engine.scan import scan

if TYPE_CHECKING:
    from collections.abc import Callable

col = pl.col
FRAME = pl.DataFrame({"a": [1, 2, 5], "b": [4, None, 6], "s": ["x", "y", None], "l": [[1], [], None]})


def frame_check(test: pl.Expr, **options: Any) -> pa.Check:  # noqa: ANN401 - as pandera's Check
    """Return a check of the whole frame that selects `test`."""
    return pa.Check(lambda data: data.lazyframe.select(test), **options)


def laid_out(*checks: pa.Check, **options: Any) -> Plan:  # noqa: ANN401 - as pandera's schema
    """Lay out a schema of frame checks."""
    return plan(pa.DataFrameSchema(checks=list(checks), **options), FRAME.lazy())


def failing_rows(made: Plan) -> dict[str, int]:
    """Ask the plan's questions, and return how often each failed."""
    answers = scan(FRAME.lazy(), [item.question for item in made.items if item.question])
    return {name: each.count for name, each in answers.failures.items()}


def _large(value: int) -> bool:
    return {1: False}.get(value, True)


ROW_BY_ROW = {
    "comparison": col("a") > 1,
    "membership": col("a").is_in([1, 2]),
    "membership of a series": col("a").is_in(pl.Series([1, 2]).implode()),
    "pattern": col("s").str.contains("x"),
    "branches": pl.when(col("a") > 1).then(col("b") > 1).otherwise(other := col("b") > 2),
    "several columns": pl.all_horizontal(col("a") > 1, other),
    "selector": pl.all_horizontal(cs.numeric() > 0),
    "list": col("l").list.eval(pl.element() > 0).list.all(),
    "python on values": col("a").map_elements(_large, return_dtype=pl.Boolean),
    "python on pieces": col("a").map_batches(lambda s: s > 1, return_dtype=pl.Boolean, is_elementwise=True),
    "date": col("s").str.to_date("%Y", strict=False) > pl.date(2020, 1, 1),
}
BEYOND_THE_ROW = {
    "mean": col("a") > col("a").mean(),
    "mean, deep inside": pl.when(col("a") > 1).then((col("a") + col("b").max()) > 2),
    "window": col("a").max().over("s") > 1,
    "shift": col("a") > col("a").shift(1),
    "difference": col("a").diff() > 0,
    "running sum": col("a").cum_sum() > 0,
    "rank": col("a").rank() > 1,
    "first of its value": col("a").is_first_distinct(),
    "repeats": pl.struct("a", "b").is_duplicated(),
    "forward fill": col("b").fill_null(strategy="forward") > 1,
    "length": col("a") > pl.len(),
    "position": col("a") > pl.int_range(pl.len()),
    "rows left out": col("a").filter(col("a") > 1) > 1,
    "rows made": col("l").explode() > 0,
    "order": col("a").sort() > 1,
    "membership in a column": col("a").is_in(col("b").implode()),
    "another series": col("a") > pl.Series([1, 2, 3]),
    "python on the whole column": col("a").map_batches(lambda s: s > s.mean(), return_dtype=pl.Boolean),
}


@pytest.mark.parametrize("test", ROW_BY_ROW.values(), ids=ROW_BY_ROW.keys())
def test_what_looks_at_one_row_is_asked_in_the_scan(test: pl.Expr) -> None:
    """A row-wise expression is a question, alone and among others."""
    made = laid_out(frame_check(test), frame_check(col("a") > 0))
    assert len(made.items) == 2
    assert made.leftovers == ()


@pytest.mark.parametrize("test", BEYOND_THE_ROW.values(), ids=BEYOND_THE_ROW.keys())
def test_what_looks_beyond_its_row_is_left_to_pandera(test: pl.Expr) -> None:
    """An expression that aggregates, shifts, or changes the number of rows is no question, at any depth."""
    made = laid_out(frame_check(test), frame_check(col("a") > 0))
    assert [each.why for each in made.leftovers] == ["it looks at more than one row"]
    assert len(made.items) == 1


def _materialised(data: Any) -> bool:  # noqa: ANN401 - pandera's data
    return bool(data.lazyframe.collect().height)


def _raises(_: Any) -> pl.LazyFrame:  # noqa: ANN401 - pandera's data
    raise KeyError("nothing here")


FUNCTIONS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "collects": (_materialised, "it uses LazyFrame.collect"),
    "makes a column": (lambda d: d.lazyframe.with_columns(z=1).select("z"), "it uses LazyFrame.with_columns"),
    "selects twice": (
        lambda d: d.lazyframe.select(a=col("a") > 0).select(col("a").not_()),
        "it uses LazyFrame.select on what it selected",
    ),
    "filters what it selected": (
        lambda d: d.lazyframe.select(col("a") > 0).filter("a"),
        "it uses LazyFrame.filter on what it selected",
    ),
    "gives a truth": (lambda _: True, "it returns bool, not a selection from the frame"),
    "selects nothing": (lambda d: d.lazyframe.select(), "it selects nothing"),
    "selects a name": (lambda d: d.lazyframe.select("a"), "it selects something that is not an expression"),
    "selects a constant": (lambda d: d.lazyframe.select(pl.lit(value=True)), "it looks at no column"),
    "selects numbers": (lambda d: d.lazyframe.select(col("a")), "it gives Int64, not true or false"),
    "absent column": (
        lambda d: d.lazyframe.select(col("z") > 0),
        'it does not fit the frame: unable to find column "z"',
    ),
    "wrong type": (lambda d: d.lazyframe.select(col("a").str.contains("x")), "it does not fit the frame: "),
    "raises": (_raises, "it needs the frame itself: KeyError: 'nothing here'"),
}


@pytest.mark.parametrize(("function", "why"), FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_a_function_that_selects_no_expression_is_left_to_pandera(
    function: Callable[[Any], Any], why: str
) -> None:
    """Whatever else a check does with its frame, the plan says so and goes on."""
    made = laid_out(pa.Check(function))
    assert made.items == ()
    (leftover,) = made.leftovers
    assert leftover.why.startswith(why)


def test_a_maker_can_vouch_that_a_check_looks_at_one_row() -> None:
    """`row_wise` overrules Polars, which takes a function of a series for one of all rows."""
    test = col("a").map_batches(lambda s: s > 1, return_dtype=pl.Boolean)
    made = laid_out(frame_check(test, statistics={ROW_WISE: True}))
    assert failing_rows(made) == {"0": 1}


def test_a_vouched_check_that_does_not_fit_the_frame_is_left_to_pandera() -> None:
    """No promise makes a column that the frame lacks."""
    made = laid_out(frame_check(col("z") > 1, statistics={ROW_WISE: True}))
    assert len(made.leftovers) == 1


def test_all_expressions_selected_have_to_hold() -> None:
    """A check that selects several columns passes where all of them are true."""
    several = pa.Check(lambda d: d.lazyframe.select(col("a") > 1, [col("b") != 6], late=col("a") != 2))
    assert failing_rows(laid_out(several)) == {"0": 3}


@pytest.mark.parametrize(("ignore", "count"), [(True, 0), (False, 1)])
def test_a_null_fails_only_where_nulls_are_not_ignored(*, ignore: bool, count: int) -> None:
    """`ignore_na` decides, as in pandera."""
    made = laid_out(frame_check(col("b") > 0, ignore_na=ignore))
    assert failing_rows(made) == ({"0": count} if count else {})


def test_builtin_checks_made_before_pandera_registered_them_are_asked() -> None:
    """A schema's copy of a built-in check is looked up anew, as pandera does when it calls it."""
    schema = pa.DataFrameSchema(
        {"a": pa.Column(pl.Int64, [pa.Check.ge(2), pa.Check.isin([1, 2])], nullable=True)}
    )
    made = plan(schema, FRAME.lazy())
    assert failing_rows(made) == {"0": 1, "1": 1}


def test_a_function_that_only_has_the_name_of_a_builtin_is_itself() -> None:
    """Pandera replaces a function called `isin` by its own; the plan does not."""

    def isin(data: Any) -> pl.LazyFrame:  # noqa: ANN401 - pandera's data
        selected: pl.LazyFrame = data.lazyframe.select(col(data.key) > 1)
        return selected

    made = plan(pa.DataFrameSchema({"a": pa.Column(pl.Int64, pa.Check(isin), nullable=True)}), FRAME.lazy())
    assert failing_rows(made) == {"0": 1}


def test_steps_come_in_the_order_in_which_pandera_reports() -> None:
    """Keys of the frame, each column's built-in tests and checks, checks of the frame."""
    schema = pa.DataFrameSchema(
        {"a": pa.Column(pl.Int64, pa.Check.ge(0), unique=True), "s": pa.Column(pl.String)},
        checks=frame_check(col("a") > 0, name="positive"),
        unique=["a", "s"],
    )
    made = plan(schema, FRAME.lazy())
    told = [
        (item.column, item.check if isinstance(item.check, str) else item.check.name) for item in made.items
    ]
    assert told == [
        (None, UNIQUE_TOGETHER),
        ("a", NOT_NULLABLE),
        ("a", UNIQUE_COLUMN),
        ("a", "greater_than_or_equal_to"),
        ("s", NOT_NULLABLE),
        (None, "positive"),
    ]
    assert len({item.name for item in made.items}) == len(made.items)


def test_columns_that_the_frame_lacks_are_left_out() -> None:
    """Absence is no matter of rows: neither tests nor keys name an absent column."""
    schema = pa.DataFrameSchema({"z": pa.Column(pl.Int64, pa.Check.ge(0), unique=True)}, unique=["a", "z"])
    (item,) = plan(schema, FRAME.lazy()).items
    assert item.unique is not None
    assert item.unique.fields == ("a",)


def test_a_pattern_stands_for_each_column_that_it_matches() -> None:
    """A column given by a regular expression is asked column by column, except those with their own."""
    schema = pa.DataFrameSchema(
        {"[ab]": pa.Column(None, pa.Check.ge(0), regex=True, nullable=True), "a": pa.Column()}
    )
    told = [(item.column, item.index) for item in plan(schema, FRAME.lazy()).items]
    assert told == [("b", 0), ("a", None)]


def test_a_key_with_nulls_is_a_check_that_names_its_fields() -> None:
    """The statistic `unique_fields` turns a check into a key that leaves nulls out."""
    test = pl.struct("a", "b").is_duplicated().not_()
    (item,) = laid_out(frame_check(test, statistics={"unique_fields": ["a", "b"]})).items
    assert item.unique is not None
    assert (item.unique.fields, item.unique.skip_null) == (("a", "b"), True)


def test_a_key_of_fields_that_the_frame_lacks_is_left_to_pandera() -> None:
    """Such a check is run as any other, and reported as failing."""
    made = laid_out(
        frame_check(pl.struct("a", "z").is_duplicated(), statistics={"unique_fields": ["a", "z"]})
    )
    assert len(made.leftovers) == 1


def test_a_plan_tells_what_it_cannot_ask() -> None:
    """Printed, a plan counts both kinds and gives the reasons."""
    checks = [frame_check(col("a") > 0), frame_check(col("a") > col("a").mean(), error="above-mean")]
    assert str(laid_out(*checks)) == (
        "1 asked in one scan, 1 run by pandera one by one\n  frame above-mean: it looks at more than one row"
    )
