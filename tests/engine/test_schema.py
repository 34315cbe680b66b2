"""`Schema` is a pandera schema that checks all rows, always, in one scan."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import warnings
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl
import pytest
from pandera.api.parsers import Parser
from pandera.config import CONFIG, ValidationDepth, config_context
from pandera.errors import SchemaDefinitionError, SchemaError, SchemaErrors, SchemaWarning

from dateline.engine.schema import Schema

if TYPE_CHECKING:
    from pathlib import Path

col = pl.col
FRAME = pl.DataFrame({"a": [1, 2, 2, None], "s": ["x", "y", "y", "z"]})


def column(*checks: pa.Check, **options: Any) -> dict[str, pa.Column]:  # noqa: ANN401 - as pandera's Column
    """Say something about column a."""
    return {"a": pa.Column(pl.Int64, list(checks), **{"nullable": True, **options})}


def frame_check(test: pl.Expr, **options: Any) -> pa.Check:  # noqa: ANN401 - as pandera's Check
    """Return a check of the whole frame that selects `test`."""
    return pa.Check(lambda data: data.lazyframe.select(test), **options)


def errors(schema: pa.DataFrameSchema, frame: pl.DataFrame | pl.LazyFrame, **options: Any) -> SchemaErrors:  # noqa: ANN401 - as validate
    """Validate, and return what is raised."""
    with pytest.raises(SchemaErrors) as raised:
        schema.validate(frame, lazy=True, **options)
    return raised.value


def failing(found: SchemaErrors) -> list[tuple[Any, ...]]:
    """Return check, row and value of each failing cell."""
    return found.failure_cases.select("check", "index", "failure_case").rows()


AT_LEAST_2 = Schema(column(pa.Check.ge(2, error="small")))
WRONG = [("small", 0, "1")]


@pytest.mark.parametrize("frame", [FRAME, FRAME.lazy()], ids=["eager", "lazy"])
def test_rows_of_lazy_frames_are_checked(frame: pl.DataFrame | pl.LazyFrame) -> None:
    """Pandera checks no row of a LazyFrame by default; this schema checks them all."""
    assert failing(errors(AT_LEAST_2, frame)) == WRONG


@pytest.mark.parametrize("depth", [None, *ValidationDepth])
@pytest.mark.parametrize("enabled", [True, False])
def test_no_setting_of_pandera_turns_the_check_off(depth: ValidationDepth | None, *, enabled: bool) -> None:
    """Neither depth nor the switch applies, whichever way they are set."""
    with config_context(validation_enabled=enabled, validation_depth=depth):
        assert failing(errors(AT_LEAST_2, FRAME.lazy())) == WRONG
        assert failing(errors(AT_LEAST_2, FRAME)) == WRONG


@pytest.mark.parametrize(
    "settings",
    [
        {"PANDERA_VALIDATION_ENABLED": "False"},
        {"PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"},
        {"PANDERA_VALIDATION_DEPTH": "DATA_ONLY"},
        {"PANDERA_USE_NARWHALS_BACKEND": "True"},
    ],
    ids=str,
)
def test_no_variable_of_the_environment_turns_the_check_off(settings: dict[str, str]) -> None:
    """A variable left over in an environment does not make wrong records pass, nor right ones fail."""
    program = """
import pandera.polars as pa, polars as pl
from pandera.errors import SchemaErrors
from dateline.engine.schema import Schema
schema = Schema({"a": pa.Column(pl.Int64, pa.Check.ge(2)), "b": pa.Column(pl.String)})
schema.validate(pl.LazyFrame({"a": [2], "b": ["x"]}), lazy=True)
try:
    schema.validate(pl.LazyFrame({"a": [1], "b": [1]}), lazy=True)
except SchemaErrors as errors:
    print(*errors.failure_cases["check"])
"""
    run = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | settings, check=True, capture_output=True, text=True
    )
    assert run.stdout == "greater_than_or_equal_to(2) dtype('String')\n"


def test_the_settings_are_as_before_afterwards() -> None:
    """Validation changes no setting for anyone else."""
    with config_context(validation_enabled=False, validation_depth=ValidationDepth.SCHEMA_ONLY):
        errors(AT_LEAST_2, FRAME)
        assert pa.DataFrameSchema(AT_LEAST_2.columns).validate(FRAME) is FRAME


def test_other_schemas_keep_pandera_s_backend() -> None:
    """The scan is for `Schema` alone; pandera's own schemas are untouched in the same process."""
    errors(AT_LEAST_2, FRAME)
    stock = pa.DataFrameSchema(AT_LEAST_2.columns)
    assert type(stock.get_backend(FRAME)).__module__ == "pandera.backends.polars.container"
    assert type(Schema.get_backend(FRAME)).__module__ == "dateline.engine.backend"
    assert stock.validate(FRAME.lazy()).collect().equals(FRAME)


def test_a_subclass_checks_in_the_same_way() -> None:
    """A schema derived from `Schema` is one, with its own cap if it says so."""

    class Few(Schema):
        max_failure_cases = 1

    found = errors(Few(column(pa.Check.ge(3, error="small"))), FRAME.lazy())
    assert failing(found) == [("small", 0, "1")]


def test_a_schema_changed_by_pandera_s_methods_is_still_one() -> None:
    """Adding a column gives a `Schema`, not one that skips rows."""
    changed = AT_LEAST_2.add_columns({"s": pa.Column(pl.String, pa.Check.ne("z", error="z"))})
    assert failing(errors(changed, FRAME.lazy())) == [*WRONG, ("z", 3, "z")]


def test_sound_frames_are_returned_in_their_kind() -> None:
    """A DataFrame comes back as such, a LazyFrame lazy and unread."""
    sound = FRAME.filter(col("a") > 1)
    given = AT_LEAST_2.validate(sound)
    assert isinstance(given, pl.DataFrame)
    assert given.equals(sound)
    lazy = AT_LEAST_2.validate(sound.lazy())
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().equals(sound)


def test_calling_the_schema_validates() -> None:
    """A schema is a function, as in pandera."""
    with pytest.raises(SchemaErrors):
        AT_LEAST_2(FRAME.lazy(), lazy=True)


class Capped(Schema):
    """A schema that shows two failing rows."""

    max_failure_cases = 2


def test_counts_are_exact_beyond_the_examples() -> None:
    """Each error and the summary say how many rows fail, however few are listed."""
    frame = pl.LazyFrame({"a": [*range(1000), 0]})
    schema = Capped(
        column(pa.Check.ge(900, error="small"), unique=True), checks=frame_check(col("a") < 0, error="row")
    )
    found = errors(schema, frame)
    assert [
        (error.check if isinstance(error.check, str) else error.check.error, error.count)
        for error in found.schema_errors
    ] == [
        ("field_uniqueness", 2),
        ("small", 901),
        ("row", 1001),
    ]
    told = [entry for reasons in found.message.values() for entries in reasons.values() for entry in entries]
    assert {entry["check"]: entry["count"] for entry in told} == {
        "field_uniqueness": 2,
        "small": 901,
        "row": 1001,
    }
    assert found.failure_cases["check"].value_counts(sort=True).rows() == [
        ("field_uniqueness", 2),
        ("small", 2),
        ("row", 2),
    ]


def test_all_failing_rows_are_listed_on_request() -> None:
    """Without a cap, the frame of cases has every failing cell."""

    class Complete(Schema):
        max_failure_cases = None

    found = errors(Complete(column(pa.Check.ge(150_000))), pl.LazyFrame({"a": range(150_001)}))
    assert found.failure_cases.height == 150_000
    assert found.failure_cases["index"].is_sorted()


def test_a_hundred_thousand_whole_rows_are_reported_at_once() -> None:
    """A frame check that always fails lists its rows without going through Python objects."""
    frame = pl.DataFrame({"a": range(100_000), "s": ["text"] * 100_000})
    found = errors(Schema(checks=frame_check(col("a") < 0, error="row")), frame.lazy())
    assert found.failure_cases.height == 100_000
    assert found.failure_cases.row(-1)[0] == '{"a":99999,"s":"text"}'


def test_a_check_s_own_limit_of_cases_holds() -> None:
    """`n_failure_cases` bounds what is listed, not what is counted."""
    found = errors(Schema(column(pa.Check.ge(5, n_failure_cases=1, error="small"))), FRAME)
    assert failing(found) == WRONG
    assert found.schema_errors[0].count == 3


def test_a_warning_is_no_error() -> None:
    """`raise_warning` warns with the text of the error, in the scan and outside, and lets pass."""
    beyond = pa.Check(lambda data: bool(data.lazyframe.collect().height > 9), raise_warning=True, error="few")
    schema = Schema(column(pa.Check.ge(2, raise_warning=True, error="small")), checks=beyond, name="t")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        schema.validate(FRAME.lazy(), lazy=True)
    small = "Column 'a' failed validator number 0: <Check greater_than_or_equal_to: small>"
    assert [(each.category, str(each.message)) for each in caught] == [
        (SchemaWarning, f"{small} failure case examples: [{{'a': 1}}]"),
        (SchemaWarning, "DataFrameSchema 't' failed 0: <Check <lambda>: few>"),
    ]


def test_one_bad_pattern_does_not_silence_the_other_checks() -> None:
    """An expression that spoils the query is found, reported by pandera's run, and the rest is answered."""
    checks = [pa.Check.str_matches(p, error=p) for p in ("x", "(?=x)", "x|y")]
    schema = Schema(
        {"s": pa.Column(pl.String, checks, unique=True)}, checks=frame_check(col("a") > 0, error="positive")
    )
    found = errors(schema, FRAME.with_columns(a=pl.lit(0)).lazy())
    assert found.failure_cases.filter(col("check") == "(?=x)")["failure_case"][0].startswith("ComputeError(")
    assert failing(found)[:2] == [("field_uniqueness", 1, "y"), ("field_uniqueness", 2, "y")]
    told = found.failure_cases.group_by("check", maintain_order=True).len().rows()
    assert told == [("field_uniqueness", 2), ("x", 3), ("(?=x)", 1), ("x|y", 1), ("positive", 4)]


def test_a_function_that_raises_on_some_row_fails_alone() -> None:
    """A Python error in one check is that check's failure; the others are answered."""

    def inverse(value: int) -> bool:
        return {1: 1, 2: 0}[value] < 1

    schema = Schema(column(pa.Check(inverse, element_wise=True, error="own"), pa.Check.ge(2, error="small")))
    assert failing(errors(schema, FRAME)) == [("own", 0, "1"), ("small", 0, "1")]
    found = errors(schema, FRAME.with_columns(col("a") + 1).lazy())
    assert [(check, index) for check, index, _ in failing(found)] == [("own", None)]


def test_a_source_that_cannot_be_read_is_not_a_failed_check(tmp_path: Path) -> None:
    """What is wrong with the file is raised as such."""
    file = tmp_path / "a.csv"
    file.write_text("a\n1\nnone\n")
    with pytest.raises(pl.exceptions.ComputeError, match="could not parse `none`"):
        AT_LEAST_2.validate(pl.scan_csv(file, schema={"a": pl.Int64}), lazy=True)
    with pytest.raises(FileNotFoundError):
        AT_LEAST_2.validate(pl.scan_csv(tmp_path / "absent.csv", schema={"a": pl.Int64}), lazy=True)


def test_a_key_marked_by_its_fields_is_reported_as_its_function_would() -> None:
    """Rows of a repeated value, the first included, nulls left out: as the check says by itself."""
    present = pl.all_horizontal(col("a", "s").is_not_null())
    test = (pl.struct("a", "s").is_duplicated() & present).not_()
    frame = pl.DataFrame({"a": [1, 1, 2, 2, None, None, 1], "s": ["x", "x", "y", "z", "w", "w", "x"]})
    found = []
    for kind in (pa.DataFrameSchema, Schema):
        check = frame_check(test, error="unique-key", statistics={"unique_fields": ["a", "s"]})
        found.append(failing(errors(kind(checks=check), frame)))
    assert found[0] == found[1]
    assert [row for _, row, _ in found[1]] == [0, 1, 6]
    assert (
        Schema(checks=frame_check(test, statistics={"unique_fields": ["a", "s"]})).explain(frame).leftovers
        == ()
    )


def test_a_key_of_absent_columns_is_an_error() -> None:
    """Pandera drops absent columns from a key; where none is left, the key would pass unseen."""
    found = errors(Schema(unique=["y", "z"]), FRAME.lazy())
    assert failing(found) == [("multiple_fields_uniqueness", None, "y, z")]


def test_structure_is_reported_with_the_rows() -> None:
    """A missing column, a wrong type and a wrong value come in one report."""
    schema = Schema({**column(pa.Check.ge(2, error="small")), "s": pa.Column(pl.Int8), "t": pa.Column()})
    found = errors(schema, FRAME.lazy())
    assert failing(found) == [("column_in_dataframe", None, "t"), *WRONG, ("dtype('Int8')", None, "String")]
    assert found.error_counts == {"COLUMN_NOT_IN_DATAFRAME": 1, "DATAFRAME_CHECK": 1, "WRONG_DATATYPE": 1}


def test_columns_beyond_the_schema_are_refused_or_dropped_as_it_says() -> None:
    """`strict` works as in pandera."""
    assert failing(errors(Schema(column(), strict=True), FRAME.lazy())) == [("column_in_schema", None, "s")]
    assert Schema(column(), strict="filter").validate(FRAME.lazy(), lazy=True).collect().columns == ["a"]


def test_missing_columns_are_added_with_their_default() -> None:
    """`add_missing_columns` and `default` work as in pandera, and what they give is checked."""
    said = {
        "a": pa.Column(pl.Int64, pa.Check.ge(2, error="small"), default=0),
        "n": pa.Column(pl.Int64, default=7),
    }
    schema = Schema(said, add_missing_columns=True)
    assert failing(errors(schema, FRAME.lazy())) == [("small", 0, "1"), ("small", 3, "0")]
    given = schema.validate(FRAME.select(col("a") + 1).drop_nulls().lazy(), lazy=True).collect()
    assert given.to_dict(as_series=False) == {"a": [2, 3, 3], "n": [7, 7, 7]}


def test_values_are_coerced_before_they_are_checked() -> None:
    """`coerce` works as in pandera: a value that cannot be is reported with its row."""
    schema = Schema({"a": pa.Column(pl.Int64, pa.Check.ge(2, error="small"), coerce=True)})
    assert schema.validate(pl.LazyFrame({"a": ["2"]}), lazy=True).collect().schema == {"a": pl.Int64}
    assert failing(errors(schema, pl.LazyFrame({"a": ["2", "1"]}))) == [("small", 1, "1")]
    stock = errors(pa.DataFrameSchema(schema.columns), pl.DataFrame({"a": ["x"]}))
    assert failing(errors(schema, pl.DataFrame({"a": ["x"]}))) == failing(stock)


@pytest.mark.parametrize("frame", [FRAME, FRAME.lazy()], ids=["eager", "lazy"])
def test_rows_that_fail_are_dropped_on_request(frame: pl.DataFrame | pl.LazyFrame) -> None:
    """`drop_invalid_rows` works as in pandera, on a LazyFrame as well."""
    schema = Schema(column(pa.Check.ge(2)), drop_invalid_rows=True)
    assert schema.validate(frame, lazy=True).lazy().collect()["a"].to_list() == [2, 2, None]
    with pytest.raises(SchemaDefinitionError, match="lazy must be set"):
        schema.validate(frame)


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        ({"head": 1}, [0]),
        ({"tail": 2}, [0, 1]),
        ({"head": 1, "tail": 2}, [0, 1, 2]),
        ({"head": 9}, [0, 2, 3]),
    ],
)
@pytest.mark.parametrize("frame", [FRAME, FRAME.lazy()], ids=["eager", "lazy"])
def test_a_part_of_the_rows_is_checked_on_request(
    frame: pl.DataFrame | pl.LazyFrame, options: dict[str, int], rows: list[int]
) -> None:
    """`head` and `tail` pick rows in their order; positions count within what was picked."""
    frame = frame.with_columns(a=pl.Series([1, 2, 3, 0]))
    schema = Schema(column(pa.Check.isin([2, 7], error="odd")))
    assert [row for _, row, _ in failing(errors(schema, frame, **options))] == rows


def test_a_sample_is_of_dataframes_only() -> None:
    """A sample of a DataFrame is drawn by its seed; of a LazyFrame, pandera offers none."""
    schema = Schema(column(pa.Check.ge(100)))
    drawn = [errors(schema, FRAME.drop_nulls(), sample=2, random_state=1) for _ in range(2)]
    assert failing(drawn[0]) == failing(drawn[1])
    with pytest.raises(NotImplementedError, match="LazyFrame"):
        schema.validate(FRAME.lazy(), sample=2, lazy=True)


def test_parsers_are_refused_as_by_pandera() -> None:
    """A function that changes data before it is checked is not ignored."""
    with pytest.raises(NotImplementedError, match="parsers"):
        Schema(column(parsers=Parser(lambda d: d))).validate(FRAME)


def test_the_plan_tells_which_checks_share_the_scan() -> None:
    """`explain` lays out what `validate` will ask, patterns and frame types included."""
    schema = Schema(
        {"[as]": pa.Column(None, regex=True, nullable=True, unique=True)},
        checks=[frame_check(col("a") > 0), frame_check(col("a") > col("a").mean(), error="above-mean")],
    )
    assert str(schema.explain(FRAME)) == (
        "3 asked in one scan, 1 run by pandera one by one\n  frame above-mean: it looks at more than one row"
    )
    assert str(Schema(dtype=pl.Int64).explain(FRAME)).startswith("2 asked")


class Odd:
    """A value of no type that Polars knows."""

    def __str__(self) -> str:
        return "odd"


@pytest.mark.parametrize(
    ("values", "cases"),
    [
        (pl.Series([b"\xff", b"a"]), ["\\xff", "a"]),
        (pl.Series([timedelta(days=1, seconds=1)]), ["P1DT1S"]),
        (pl.Series(["a"], dtype=pl.Categorical), ["a"]),
        (pl.Series([[b"\xff", None]]), ['["\\\\xff", null]']),
        (pl.Series([{"x": b"a", "y": [1]}]), ['{"x": "a", "y": [1]}']),
        (pl.Series([Decimal("1.50")]), ["1.50"]),
        (pl.Series([Odd()], dtype=pl.Object), ["odd"]),
        (pl.Series([{"x": [1, None]}]), ['{"x":[1,null]}']),
        (pl.Series(['q"q\n']), ['q"q\n']),
    ],
    ids=lambda value: str(value.dtype) if isinstance(value, pl.Series) else "",
)
def test_values_of_any_type_can_be_reported(values: pl.Series, cases: list[str]) -> None:
    """Whatever the type of a column, a failing value or row does not break the report."""
    frame = values.alias("v").to_frame().with_columns(n=pl.lit(1))
    check = pa.Check(lambda d: d.lazyframe.select(col(d.key).is_null()))
    found = errors(Schema({"v": pa.Column(None, check)}, checks=frame_check(col("n") > 1)), frame)
    assert found.failure_cases.height == 2 * frame.height
    assert found.failure_cases["failure_case"].head(frame.height).to_list() == cases


def test_the_errors_can_be_pickled() -> None:
    """A report can cross from one process to another, as pandera's can, with its counts."""
    found = errors(AT_LEAST_2, FRAME)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandera warns that objects become texts
        again = pickle.loads(pickle.dumps(found))  # our own bytes
    assert str(again) == str(found)
    assert again.schema_errors[0].count == 1


def test_without_lazy_nothing_is_checked_after_the_first_error() -> None:
    """The first error ends the validation; a later check is not run."""
    asked: list[int] = []

    def noted(data: Any) -> bool:  # noqa: ANN401 - pandera's data
        asked.append(data.lazyframe.collect().height)
        return True

    schema = Schema(column(pa.Check.ge(2, error="small")), checks=pa.Check(noted))
    asked_once = pytest.raises(SchemaError, match="small")
    with asked_once:
        schema.validate(FRAME)
    assert asked == []


def test_narwhals_setting_is_left_alone() -> None:
    """The schema neither needs nor changes the choice of another backend."""
    before = CONFIG.use_narwhals_backend
    errors(AT_LEAST_2, FRAME)
    assert CONFIG.use_narwhals_backend is before
