"""What differs between two releases, from their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.loading.resolving import tombstones

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import polars as pl

    from dateline.changes import Side, TableChanges
    from dateline.loading.package import Package

COLUMNS = ("table", "key", "change", "field", "old", "new")


def changes(old: Package, new: Package) -> pl.DataFrame:
    """Return what differs, one row a record that came or went and one a cell that changed.

    Cells are compared as the texts that were published; fields that only one release has
    are not compared, nor are tables that releases make of others.

    Returns:
        String columns: `table`; `key`, the parts joined by a slash, null in a table without
        a primary key; `change`: added, changed, removed, or retracted, which is removed with
        a word of why (`Package.resolve`); `field`, `old` and `new` of a changed cell.

    """
    import polars as pl  # noqa: PLC0415 - opening a package needs no frames

    from dateline.changes import compare_records  # noqa: PLC0415 - as above

    ended = tombstones(new)
    found = []
    for name in _recorded(new):
        both = name in old
        side = _side(new, name)
        compared = compare_records(_side(old, name) if both else _empty(side), side)
        gone = {record for table, record in ended if table == name}
        found += list(_rows(name, compared, gone))
    for name in _recorded(old):
        if name not in new:
            side = _side(old, name)
            gone = {record for table, record in ended if table == name}
            found += list(_rows(name, compare_records(side, _empty(side)), gone))
    schema = dict.fromkeys(COLUMNS, pl.String)
    return pl.concat([pl.DataFrame(schema=schema), *found])


def _recorded(package: Package) -> list[str]:
    return [name for name in package if not package.schema(name).derived]


def _side(package: Package, name: str) -> Side:
    import polars as pl  # noqa: PLC0415 - as above

    from dateline.changes import Side, records  # noqa: PLC0415 - as above

    table = package.schema(name)
    cells = package.text(name)
    present = cells.collect_schema().names()
    missing = [pl.lit("").alias(each) for each in table.names if each not in present]
    frame = cells.with_columns(*missing, pl.lit(0, pl.UInt32).alias(records.FILE))
    return Side(table, frame.with_row_index(records.RECORD), (name,))


def _empty(side: Side) -> Side:
    from dateline.changes import Side  # noqa: PLC0415 - as above

    return Side(side.table, side.frame.clear(), side.files)


def _rows(name: str, compared: TableChanges, gone: Collection[str]) -> Iterator[pl.DataFrame]:
    import polars as pl  # noqa: PLC0415 - as above

    key = pl.concat_str(compared.key, separator="/") if compared.key else pl.lit(None, pl.String)
    gone_now = pl.when(key.is_in(list(gone))).then(pl.lit("retracted")).otherwise(pl.lit("removed"))
    for records, change in ((compared.added, pl.lit("added")), (compared.removed, gone_now)):
        nothing = [pl.lit(None, pl.String).alias(each) for each in ("field", "old", "new")]
        yield _laid_out(records, name, key, change, nothing)
    yield _laid_out(compared.cells, name, key, pl.lit("changed"), [])


def _laid_out(
    records: pl.DataFrame, name: str, key: pl.Expr, change: pl.Expr, more: list[pl.Expr]
) -> pl.DataFrame:
    """Return the columns of the result; a table's own may have the same names, so all are made at once."""
    import polars as pl  # noqa: PLC0415 - as above

    made = records.with_columns(pl.lit(name).alias("table"), key.alias("key"), change.alias("change"), *more)
    return made.select(COLUMNS)
