"""dataframely: a schema class, `filter`, and the details of what was filtered out."""

import sys

import dataframely as dy
import polars as pl
import task
from frames import PARSED, RAW, failing, known, later, tell, together, typed

project = sys.argv[1]
keys = known(project)
c = pl.col
_OWN = {"nullability": "required", "regex": "pattern", "max_length": "maxLength", "primary_key": "unique"}


def column(name: str) -> dy.Column:
    """Return the column of a field with its constraints; a check's name is its rule's."""
    if name in task.DATES:
        return dy.Date(nullable=True, check={"range": lambda x: x.is_between(task.FIRST_DAY, task.LAST_DAY)})
    if name in task.NUMBERS:
        return dy.Int64(nullable=True, check={"range": lambda x: x.is_between(0, task.MOST_PERSONS)})
    checks = {}
    if name in task.ENUMS:
        checks["enum"] = lambda x: x.is_in(task.ENUMS[name])
    if name in keys:
        checks["foreign-key"] = lambda x: x.is_in(keys[name].implode())
    return dy.String(
        nullable=name in task.OPTIONAL,
        primary_key=name == "event_id",
        regex=task.PATTERNS.get(name),
        max_length=task.LONGEST_NOTE if name == "note" else None,
        check=checks or None,
    )


def rule(test: pl.Expr) -> object:
    """Make a rule of an expression."""
    return dy.rule()(lambda _: test)


members = {name: column(name) for name in task.COLUMNS}
members |= {RAW + x: dy.String(nullable=x in task.OPTIONAL) for x in PARSED}
members |= {f"type {x}": rule(c(x).is_not_null() | c(RAW + x).is_null()) for x in PARSED}
members |= {name: rule(c(after) >= c(before)) for name, (after, before) in task.ORDERS.items()}
Events = type("Events", (dy.Schema,), members | {"row": dy.UInt32(nullable=False)})


def ours(name: str) -> str:
    """Translate a rule's name: "country|nullability" is "required country"."""
    if "|" not in name:
        return "unique event_id" if name == "primary_key" else name
    field, kind = name.split("|")
    return f"{_OWN.get(kind, kind.removeprefix('check__'))} {field.removeprefix(RAW)}"


frame = typed(project).with_row_index("row").collect(engine="streaming")
_, failure = Events.filter(frame)
details = failure.details()
cells = []
for name in failure.counts():
    bad = details.filter(c(name) == "invalid")
    cells.append(failing(later(bad) if ours(name).startswith("unique") else bad, ours(name)))
tell(together(cells))
