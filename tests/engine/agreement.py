"""Schemas and frames of all kinds, and the comparison of two validations of them."""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import strategies as st
from pandera.api.base.error_handler import ErrorHandler
from pandera.backends.polars.components import ColumnBackend
from pandera.backends.polars.container import DataFrameSchemaBackend
from pandera.errors import FailureCaseMetadata, SchemaError, SchemaErrors
from pandera.polars import Check, Column, DataFrameSchema, PolarsData

if TYPE_CHECKING:
    from collections.abc import Callable


class _OneByOne:
    """Reports each error by itself: pandera cannot join the report of a fact with that of a row."""

    def failure_cases_metadata(
        self, schema_name: str, schema_errors: list[SchemaError]
    ) -> FailureCaseMetadata:
        parts = [super(_OneByOne, self).failure_cases_metadata(schema_name, [each]) for each in schema_errors]
        cases = pl.concat(part.failure_cases.cast({"failure_case": pl.String}) for part in parts)
        handler = ErrorHandler()
        handler.collect_errors(schema_errors)
        counts = Counter(each["reason_code"].name for each in handler.collected_errors)
        return FailureCaseMetadata(cases, handler.summarize(schema_name=schema_name), dict(counts))


class _Columns(_OneByOne, ColumnBackend):
    """Pandera's backend for columns, with that one repair."""


class _Frames(_OneByOne, DataFrameSchemaBackend):
    """Pandera's backend for frames, with that one repair."""


class Field(Column):
    """Pandera's column, whose failures can always be reported."""


class Stock(DataFrameSchema):
    """Pandera's schema, whose failures can always be reported."""


Field.__name__, Stock.__name__ = Column.__name__, DataFrameSchema.__name__  # the names stand in reports
Field.register_backend(pl.LazyFrame, _Columns)
Stock.register_backend(pl.LazyFrame, _Frames)
Stock.register_backend(pl.DataFrame, _Frames)

col = pl.col
TYPES: dict[str, pl.DataType] = {
    "i": pl.Int64(),
    "f": pl.Float64(),
    "s": pl.String(),
    "k": pl.String(),
    "b": pl.Boolean(),
    "d": pl.Date(),
    "t": pl.Datetime("us"),
    "e": pl.Enum(["low", "high"]),
    "l": pl.List(pl.Int64),
    "r": pl.Struct({"x": pl.Int64, "y": pl.String}),
}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "i": st.integers(-3, 8),
    "f": st.sampled_from([float("nan"), -0.0, 0.0, 1.5, -2.5, 9.0]),
    "s": st.sampled_from(["", "a", "bb", "ccc", "Ünï", "x y", 'q"q', "line\nbreak"]),
    "k": st.integers(0, 30).map("k{}".format),
    "b": st.booleans(),
    "d": st.dates(date(2019, 12, 30), date(2020, 1, 3)),
    "t": st.datetimes(datetime(2020, 1, 1), datetime(2020, 1, 2)),  # noqa: DTZ001 - the column has no zone
    "e": st.sampled_from(["low", "high"]),
    "l": st.lists(st.one_of(st.none(), st.integers(0, 2)), max_size=2),
    "r": st.fixed_dictionaries(
        {"x": st.one_of(st.none(), st.integers(0, 1)), "y": st.sampled_from(["", "ü"])}
    ),
}


def custom(test: Callable[[str], pl.Expr]) -> Callable[..., pl.LazyFrame]:
    """Return a check function for the expression that `test` makes of the column's name."""

    def passes(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(test(data.key))

    return passes


def _ordered(low: object, high: object, other: object) -> list[Callable[..., Check]]:
    """Return pandera's checks of values that have an order."""
    return [
        lambda **o: Check.equal_to(low, **o),
        lambda **o: Check.not_equal_to(low, **o),
        lambda **o: Check.greater_than(low, **o),
        lambda **o: Check.greater_than_or_equal_to(low, **o),
        lambda **o: Check.less_than(high, **o),
        lambda **o: Check.less_than_or_equal_to(high, **o),
        lambda **o: Check.in_range(low, high, **o),
        lambda **o: Check.in_range(low, high, include_min=False, include_max=False, **o),
        lambda **o: Check.isin([low, high], **o),
        lambda **o: Check.notin([high, other], **o),
        lambda **o: Check.unique_values_eq([low, high, other], **o),
    ]


def _made(function: Callable[..., Any], **fixed: bool) -> Callable[..., Check]:
    return lambda **options: Check(function, **fixed, **options)


AGGREGATES: list[Callable[..., Check]] = [
    _made(custom(lambda key: col(key).count() > 2)),
    _made(custom(lambda key: col(key).is_first_distinct())),
    _made(custom(lambda key: col(key) >= col(key).max())),
    _made(custom(lambda key: col(key).shift(1).is_null() | (col(key) >= col(key).shift(1)))),
    _made(lambda data: data.lazyframe.with_columns(z=col(data.key)).select(col("z").is_not_null())),
    _made(lambda data: data.lazyframe.select(col(data.key)).select(pl.all().is_not_null())),
    _made(lambda data: bool(data.lazyframe.collect().height > 2)),
    _made(lambda data: data.lazyframe.collect()["absent"]),
]
CHECKS: dict[str, list[Callable[..., Check]]] = {
    "i": [
        *_ordered(0, 5, 7),
        _made(custom(lambda key: col(key) % 2 == 0)),
        _made(custom(lambda key: col(key).is_in([1, 2, 3]) | col(key).is_null())),
        _made(lambda value: value > 1, element_wise=True),
        _made(lambda value: 1 // value >= 0, element_wise=True),
        *AGGREGATES,
    ],
    "f": [*_ordered(0.0, 2.5, 9.0), _made(custom(lambda key: col(key).is_finite())), *AGGREGATES],
    "s": [
        *_ordered("a", "bb", "x y"),
        lambda **o: Check.str_matches("[a-c]+$", **o),
        lambda **o: Check.str_matches("(?=x)", **o),
        lambda **o: Check.str_contains("x|Ü", **o),
        lambda **o: Check.str_startswith("b", **o),
        lambda **o: Check.str_endswith("ï", **o),
        lambda **o: Check.str_length(1, 2, **o),
        lambda **o: Check.str_length(max_value=2, **o),
        *AGGREGATES,
    ],
    "k": [lambda **o: Check.str_length(3, 3, **o)],
    "b": [lambda **o: Check.equal_to(True, **o)],  # noqa: FBT003 - the value asked for
    "d": _ordered(date(2019, 12, 31), date(2020, 1, 1), date(2020, 1, 3)),
    "t": _ordered(*(datetime(2020, 1, 1, hour) for hour in (1, 2, 3))),  # noqa: DTZ001 - as above
    "e": [lambda **o: Check.isin(["low"], **o), lambda **o: Check.equal_to("low", **o)],
    "l": [_made(custom(lambda key: col(key).list.len() < 2))],
    "r": [_made(custom(lambda key: col(key).struct.field("x") == 0))],
}
ROW_CHECKS: list[Callable[..., Check]] = [
    _made(custom(lambda _: col("i") >= col("f"))),
    _made(custom(lambda _: col("i").is_null() | col("s").is_not_null())),
    _made(custom(lambda _: pl.col("i", "f") > 0)),
    _made(custom(lambda _: pl.all().is_not_null())),
    _made(custom(lambda _: pl.struct("i", "s").is_duplicated().not_())),
    _made(lambda data: data.lazyframe.select(col("i") > 0, up=col("f") > 0)),
    _made(lambda data: data.lazyframe.select(col("i") > 0, col("f"))),
    _made(lambda data: bool(data.lazyframe.collect().height > 2)),
]


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    """Draw a frame with all columns of `TYPES` and up to twelve rows."""
    height = draw(st.integers(0, 12))
    nulls = draw(st.booleans())
    columns = {}
    for name, dtype in TYPES.items():
        value = st.one_of(st.none(), VALUES[name]) if nulls else VALUES[name]
        columns[name] = pl.Series(draw(st.lists(value, min_size=height, max_size=height)), dtype=dtype)
    return pl.DataFrame(columns)


@st.composite
def checks(draw: st.DrawFn, kinds: list[Callable[..., Check]]) -> list[Check]:
    """Draw up to three checks, with options."""
    picked = draw(st.lists(st.sampled_from(kinds), max_size=3))
    made = []
    for number, kind in enumerate(picked):
        options: dict[str, Any] = {"ignore_na": draw(st.booleans()), "name": f"check_{number}"}
        if draw(st.booleans()):
            options["error"] = f"rule-{number}"
        if draw(st.integers(0, 5)) == 0:
            options["raise_warning"] = True
        if draw(st.integers(0, 5)) == 0:
            options["n_failure_cases"] = 2
        made.append(kind(**options))
    return made


@dataclass(frozen=True)
class Drawn:
    """A schema's arguments, and how to validate with it."""

    schema: dict[str, Any]


@st.composite
def columns(draw: st.DrawFn, name: str) -> Column:
    """Draw what a schema says about one column."""
    return Field(
        draw(st.sampled_from([TYPES[name]] * 5 + [pl.Int8(), None])),
        draw(checks(CHECKS[name])),
        nullable=draw(st.booleans()),
        unique=draw(st.integers(0, 3)) == 0,
        required=draw(st.booleans()),
    )


@st.composite
def schemas(draw: st.DrawFn) -> Drawn:
    """Draw a schema for the frames of `frames`, and options of `validate`."""
    names = draw(st.lists(st.sampled_from(list(TYPES)), unique=True, min_size=1))
    said: dict[str, Any] = {name: draw(columns(name)) for name in names}
    if draw(st.integers(0, 4)) == 0:
        said["missing"] = Field(pl.Int64, required=draw(st.booleans()), nullable=True)
    if draw(st.integers(0, 4)) == 0:
        said["[a-z]"] = Field(None, draw(checks(AGGREGATES[:3] + ROW_CHECKS[4:5])), regex=True, nullable=True)
    strict = draw(st.sampled_from([False, False, False, True, "filter"]))
    keys = [None, ["i", "s"], ["f", "k"], ["r"], ["l", "e"], ["i", "absent"]]
    schema = {
        "columns": said,
        "checks": draw(checks(ROW_CHECKS)),
        "unique": None if strict == "filter" else draw(st.sampled_from(keys)),
        "strict": strict,
        "ordered": draw(st.integers(0, 5)) == 0,
        "add_missing_columns": draw(st.integers(0, 5)) == 0,
        "name": draw(st.sampled_from(["t", None])),
    }
    return Drawn(schema)


@dataclass(frozen=True)
class Verdict:
    """What a validation came to, in a form that can be compared."""

    kind: str
    detail: Any = None
    warned: tuple[str, ...] = ()


def verdict(kind: type[DataFrameSchema], drawn: Drawn, frame: pl.DataFrame | pl.LazyFrame) -> Verdict:
    """Validate `frame`, and say how it went."""
    schema = kind(**drawn.schema)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = _validated(schema, frame)
    warned = tuple(
        sorted(str(each.message) for each in caught if "SchemaWarning" in type(each.message).__name__)
    )
    return Verdict(result.kind, result.detail, warned)


def _validated(schema: DataFrameSchema, frame: pl.DataFrame | pl.LazyFrame) -> Verdict:
    try:
        given = schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return Verdict("errors", (cells(errors), dict(errors.error_counts), summary(errors)))
    except BaseException as error:  # noqa: BLE001 - a panic of Polars is no Exception
        return Verdict("raised", f"{type(error).__name__}: {error}")
    return Verdict("passed", given.lazy().collect().to_dict(as_series=False).__repr__())


def cells(errors: SchemaErrors) -> list[tuple[Any, ...]]:
    """Return the failing cells in their order."""
    frame = errors.failure_cases
    return [
        (
            case["schema_context"],
            case["column"],
            case["check"],
            case["check_number"],
            case["index"],
            _case(case),
        )
        for case in frame.iter_rows(named=True)
    ]


def summary(errors: SchemaErrors) -> list[tuple[Any, ...]]:
    """Return the entries of the summary, without the text of what a check raised."""
    return [
        (category, reason, entry["column"], entry["check"], None if reason == "CHECK_ERROR" else _told(entry))
        for category, reasons in errors.message.items()
        for reason, entries in reasons.items()
        for entry in entries
    ]


def _told(entry: dict[str, str]) -> str:
    return entry["error"].replace(" not in Schema {", " not in DataFrameSchema {")


def _case(case: dict[str, Any]) -> str | None:
    """Return what failed; of an exception's text the first line, as the rest shows the query."""
    value = case["failure_case"]
    if isinstance(value, bool):
        return str(value).lower()
    return value.split("\n")[0] if value is not None and case["index"] is None else value
