"""pointblank: a plan of steps, interrogated, and the rows that it extracts for each."""

import sys

import pointblank as pb
import polars as pl
import task
from frames import PARSED, failing, known, later, source, tell, together, typed

project = sys.argv[1]
keys = known(project)
c = pl.col
plan = pb.Validate(data=typed(project).collect(engine="streaming"))
rules = []


def ask(rule: str, step: str, *arguments: object, **options: object) -> None:
    """Append a step to the plan."""
    global plan  # noqa: PLW0603 - pointblank's plans are made by chaining
    plan = getattr(plan, step)(*arguments, **options)
    rules.append(rule)


for name in PARSED:
    ask(f"type {name}", "col_vals_expr", c(name).is_not_null() | c(source(name)).is_null())
for name in task.COLUMNS:
    if name not in task.OPTIONAL:
        ask(f"required {name}", "col_vals_not_null", source(name))
for name, values in task.ENUMS.items():
    # `col_vals_in_set` has no `na_pass`: an empty cell would break two rules.
    ask(f"enum {name}", "col_vals_expr", c(name).is_in(values) | c(name).is_null())
for name, pattern in task.PATTERNS.items():
    ask(f"pattern {name}", "col_vals_regex", name, pattern, na_pass=True)
for name, values in keys.items():
    ask(f"foreign-key {name}", "col_vals_expr", c(name).is_in(values.implode()) | c(name).is_null())
for name in task.DATES:
    ask(f"range {name}", "col_vals_between", name, task.FIRST_DAY, task.LAST_DAY, na_pass=True)
for name in task.NUMBERS:
    ask(f"range {name}", "col_vals_between", name, 0, task.MOST_PERSONS, na_pass=True)
ask(
    "maxLength note",
    "col_vals_expr",
    (c("note").str.len_chars() <= task.LONGEST_NOTE) | c("note").is_null(),
)
for rule, (after, before) in task.ORDERS.items():
    ask(rule, "col_vals_ge", after, pb.col(before), na_pass=True)
ask("unique event_id", "rows_distinct", columns_subset=["event_id"])

plan = plan.interrogate(extract_limit=sys.maxsize)
cells = []
for step, rule in enumerate(rules, 1):
    rows = plan.get_data_extracts(i=step, frame=True)
    if rows is None or rows.is_empty():
        continue
    rows = rows.with_columns(c("_row_num_") - 1)
    unique = rule.startswith("unique")
    cells.append(failing(later(rows, "_row_num_") if unique else rows, rule, "_row_num_"))
tell(together(cells))
