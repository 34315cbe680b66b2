"""pandera.polars as it comes, on a frame in memory, with lazy=True: all errors, not the first.

Rules about two dates are checks of the later one's column, not of the frame: a failure of
a frame's check would carry the whole row as JSON, at a multiple of the time.
"""

import os
import sys

os.environ["PANDERA_VALIDATION_DEPTH"] = "SCHEMA_AND_DATA"

import pandera.polars as pa
import polars as pl
import task
from frames import PARSED, RAW, known, tell, together, typed

project = sys.argv[1]
keys = known(project)
c = pl.col


def check(rule: str, test: pl.Expr) -> pa.Check:
    """Make a check of an expression."""
    return pa.Check(lambda data: data.lazyframe.select(test), name=rule, error=rule)


def checks(name: str) -> list[pa.Check]:
    """Return the checks of a field."""
    out = []
    if name in task.ENUMS:
        out.append(pa.Check.isin(task.ENUMS[name], error=f"enum {name}"))
    if name in task.PATTERNS:
        out.append(pa.Check.str_matches(task.PATTERNS[name], error=f"pattern {name}"))
    if name in keys:
        out.append(check(f"foreign-key {name}", c(name).is_in(keys[name].implode())))
    if name in task.DATES:
        out.append(pa.Check.in_range(task.FIRST_DAY, task.LAST_DAY, error=f"range {name}"))
    if name in task.NUMBERS:
        out.append(pa.Check.in_range(0, task.MOST_PERSONS, error=f"range {name}"))
    if name == "note":
        out.append(pa.Check.str_length(max_value=task.LONGEST_NOTE, error="maxLength note"))
    orders = [(rule, before) for rule, (after, before) in task.ORDERS.items() if after == name]
    return out + [check(rule, c(name) >= c(before)) for rule, before in orders]


def column(name: str) -> pa.Column:
    """Return the column of a field."""
    dtype = pl.Date if name in task.DATES else pl.Int64 if name in task.NUMBERS else pl.String
    unique = name == "event_id"
    nullable = name in task.OPTIONAL or name in PARSED
    return pa.Column(dtype, checks(name), nullable=nullable, unique=unique)


def raw(name: str) -> pa.Column:
    """Return the column of a field's text: what is there must have been parsed."""
    parsed = check(f"type {name}", c(name).is_not_null() | c(RAW + name).is_null())
    return pa.Column(pl.String, parsed, nullable=name in task.OPTIONAL)


schema = pa.DataFrameSchema(
    {name: column(name) for name in task.COLUMNS} | {RAW + name: raw(name) for name in PARSED}
)
BUILT_IN = {"not_nullable": "required ", "field_uniqueness": "unique "}

cells = together([])
try:
    schema.validate(typed(project).collect(engine="streaming"), lazy=True)
except pa.errors.SchemaErrors as errors:
    rule = c("check").replace_strict(BUILT_IN, default=None)
    field = c("column").str.strip_prefix(RAW)
    cases = errors.failure_cases.select(
        row=c("index").cast(pl.UInt32), rule=pl.coalesce(rule + field, "check"), value="failure_case"
    )
    repeats = cases.filter(c("rule") == "unique event_id").sort("row")
    again = repeats.filter(c("value").is_first_distinct().not_())
    cells = together([cases.filter(c("rule") != "unique event_id"), again])
tell(cells)
