"""The limit: the query that somebody who knows Polars would write for this one table, by hand.

One streaming scan finds the failing rows, copies their texts, and hashes the key; only if
a hash occurs twice are the ids read again.
"""

import sys

import polars as pl
import task
from frames import PARSED, failing, known, source, tell, texts, together, typed

project = sys.argv[1]
keys = known(project)
c = pl.col

passes = {f"type {name}": c(name).is_not_null() | c(source(name)).is_null() for name in PARSED}
passes |= {f"required {x}": c(source(x)).is_not_null() for x in task.COLUMNS if x not in task.OPTIONAL}
passes |= {f"enum {name}": c(name).is_in(values) for name, values in task.ENUMS.items()}
passes |= {f"pattern {name}": c(name).str.contains(pattern) for name, pattern in task.PATTERNS.items()}
passes |= {f"foreign-key {name}": c(name).is_in(values.implode()) for name, values in keys.items()}
passes |= {f"range {name}": c(name).is_between(task.FIRST_DAY, task.LAST_DAY) for name in task.DATES}
passes |= {f"range {name}": c(name).is_between(0, task.MOST_PERSONS) for name in task.NUMBERS}
passes |= {"maxLength note": c("note").str.len_chars() <= task.LONGEST_NOTE}
passes |= {rule: c(after) >= c(before) for rule, (after, before) in task.ORDERS.items()}

fails = {rule: (~test).fill_null(value=False) for rule, test in passes.items()}
frame = typed(project)
# A copy: a filter alone would keep the whole file's text alive.
copies = [pl.concat_str(source(name), pl.lit("")).alias(source(name)) for name in task.COLUMNS]
rows, hashes = pl.collect_all(
    [
        frame.with_row_index("row")
        .with_columns(**fails)
        .filter(pl.any_horizontal(*fails))
        .select("row", *fails, *copies),
        frame.select(c("event_id").hash()),
    ],
    engine="streaming",
)
cells = [failing(bad, rule) for rule in fails if not (bad := rows.filter(c(rule))).is_empty()]

hashed = hashes.to_series()
if hashed.n_unique() != len(hashed):
    ordered = hashed.sort()
    twice = ordered.filter(ordered == ordered.shift(1)).unique()
    suspects = hashed.is_in(twice.implode()).arg_true()
    again = (
        texts(project)
        .select("event_id")
        .with_row_index("row")
        .filter(c("row").is_in(suspects.implode()))
        .collect(engine="streaming")
        .filter(c("event_id").is_first_distinct().not_())
    )
    cells.append(failing(again, "unique event_id"))
tell(together(cells))
