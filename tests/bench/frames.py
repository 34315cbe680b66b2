"""What the contestants that use Polars share: how the tables are read, and how cells are handed over."""

from __future__ import annotations

import polars as pl
import task

RAW = "raw_"
"""Prefix of the columns that keep the text of what is parsed."""
PARSED = task.DATES + task.NUMBERS


def texts(project: str) -> pl.LazyFrame:
    """Open the events, every cell as text, an empty one as null."""
    schema = dict.fromkeys(task.COLUMNS, pl.String)
    return pl.scan_csv(task.records(project) / "events.csv", schema=schema)


def typed(project: str) -> pl.LazyFrame:
    """Open the events with dates and numbers parsed, null where that fails, and their text beside them.

    A typed `scan_csv` is a tenth faster, but ends at the first bad cell without naming it,
    and takes 02/03/2021 for a date.
    """
    return (
        texts(project)
        .with_columns(pl.col(name).alias(RAW + name) for name in PARSED)
        .with_columns(
            pl.col(task.DATES).str.to_date("%Y-%m-%d", strict=False),
            pl.col(task.NUMBERS).cast(pl.Int64, strict=False),
        )
    )


def known(project: str) -> dict[str, pl.Series]:
    """Read the keys that events refer to, by the field that refers to them."""
    folder = task.records(project)
    return {
        name: pl.read_csv(folder / f"{table}.csv", columns=[name])[name] for name, table in task.KEYS.items()
    }


def source(name: str) -> str:
    """Return the column that holds a field's text."""
    return RAW + name if name in PARSED else name


def subject(rule: str) -> str:
    """Return the column whose text a rule's failures show: the field's that stands last in its name."""
    return source(rule.rpartition(" ")[2])


def failing(rows: pl.DataFrame, rule: str, row: str = "row") -> pl.DataFrame:
    """Return failing cells as all contestants do: row, rule and value."""
    value = pl.col(subject(rule)).alias("value")
    return rows.select(pl.col(row).cast(pl.UInt32).alias("row"), pl.lit(rule).alias("rule"), value)


def later(rows: pl.DataFrame, row: str = "row") -> pl.DataFrame:
    """Leave out the first of the rows with the same id: the others repeat it."""
    return rows.sort(row).filter(pl.col("event_id").is_first_distinct().not_())


def together(cells: list[pl.DataFrame]) -> pl.DataFrame:
    """Put the cells of all rules into one frame: the contestant's result."""
    schema = {"row": pl.UInt32, "rule": pl.String, "value": pl.String}
    return pl.concat(cells) if cells else pl.DataFrame(schema=schema)


def tell(cells: pl.DataFrame) -> None:
    """Print how many cells break each rule, and the sum of their rows."""
    sums = cells.group_by("rule").agg(pl.len().alias("count"), pl.col("row").cast(pl.Int64).sum())
    task.tell({rule: [count, row] for rule, count, row in sums.iter_rows()})
