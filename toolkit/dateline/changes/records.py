"""What differs between two states of a table, record by record.

Records are the same if they have the same primary key; a key that occurs several times is
told apart by its order. Cells are compared as texts: `1` and `1.0` are a change. Where the
two states have no primary key in common, whole records are added and removed, and nothing
is said to have changed.

Both states are read twice: once for keys and a hash of each record, once for the records
that differ. So what is held is proportional to the number of records and to what differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dateline.table import Table

FILE = "__file__"
"""Column of a state's frame: index of the record's file."""
RECORD = "__row__"
"""Column of a state's frame: number of the record in its file."""
NTH = "__nth__"
"""Column with how often a key occurred before, 0 for the first time."""
_HASH, _REST = "__hash__", "__rest__"
_OLD = "__old__:{}"
_GROUPS = 100
"""Shared changes that are counted: who reads more has a new dataset before them."""


@dataclass(frozen=True, slots=True)
class Side:
    """One state of a table.

    Args:
        table: its schema.
        frame: the texts of its records, a column a field, with FILE and RECORD.
        files: the paths of its files, by index, as they are to be compared and shown.

    """

    table: Table
    frame: pl.LazyFrame
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableChanges:
    """What differs between two states of a table.

    Args:
        name: the table's name.
        key: the fields by which records are matched; empty if whole records are compared.
        before: how many records there were.
        after: how many there are.
        added: records that are new: all fields, and `file` and `row` where they stand.
        removed: records that are gone, likewise.
        cells: cells that changed, in the order of the records: the key's fields, `field`,
            `old`, `new`, `file`, `row`.
        groups: changes that several records share, the commonest first: `field`, `old`,
            `new`, `records` that have it, `of` all that had the old text.
        moved: records that stand in another file and are otherwise the same: the key's
            fields, `old_file`, `file`, `row`.
        rekeyed: pairs of a removed and an added record that differ in nothing but their
            key, where no third is like them: `old` and `new` key, parts joined by "/".

    """

    name: str
    key: tuple[str, ...]
    before: int
    after: int
    added: pl.DataFrame
    removed: pl.DataFrame
    cells: pl.DataFrame
    groups: pl.DataFrame
    moved: pl.DataFrame
    rekeyed: pl.DataFrame

    @property
    def changed(self) -> int:
        """How many records have changed cells."""
        return self.cells.select("file", "row").n_unique() if self.cells.height else 0

    @property
    def unchanged(self) -> int:
        """How many records are as they were; those that only moved among them."""
        return self.after - self.added.height - self.changed

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return any(each.height for each in (self.added, self.removed, self.cells, self.moved))


def compare_records(old: Side, new: Side) -> TableChanges:
    """Compare two states of a table.

    Raises:
        polars.exceptions.PolarsError: if a frame cannot be read.

    """
    shared = [name for name in new.table.names if name in old.table.names]
    key = _key(old.table, new.table)
    match = key or tuple(shared)
    first, second = pl.collect_all([_index(side, match, shared) for side in (old, new)], engine="streaming")
    first, second = (_numbered(side, match) for side in (first, second))
    on = [*match, NTH]
    added = second.join(first, on=on, how="anti", nulls_equal=True, maintain_order="left")
    removed = first.join(second, on=on, how="anti", nulls_equal=True, maintain_order="left")
    both = second.join(first, on=on, how="inner", nulls_equal=True, suffix="_old", maintain_order="left")
    changed = both.filter(pl.col(_HASH) != pl.col(f"{_HASH}_old"))
    cells = _cells(old, new, changed, key, shared)
    return TableChanges(
        name=new.table.name,
        key=key,
        before=first.height,
        after=second.height,
        added=_whole(new, added),
        removed=_whole(old, removed),
        cells=cells,
        groups=_groups(old, cells),
        moved=_moved(old, new, both, match),
        rekeyed=_rekeyed(removed, added, key),
    )


def _key(old: Table, new: Table) -> tuple[str, ...]:
    """Return the key of the new state, if the old one has its fields."""
    return new.primary_key if set(new.primary_key) <= set(old.names) else ()


def _index(side: Side, match: Sequence[str], shared: Sequence[str]) -> pl.LazyFrame:
    """Read of each record its key, its place, and hashes of what is compared."""
    texts = {name: _text(name) for name in shared}
    rest = [texts[name] for name in shared if name not in match] or [pl.lit("")]
    return side.frame.select(
        *(texts[name].alias(name) for name in match),
        FILE,
        RECORD,
        pl.struct(texts.values()).hash().alias(_HASH),
        pl.struct(rest).hash().alias(_REST),
        pl.any_horizontal(each != "" for each in rest).alias("__said__"),
    )


def _text(name: str) -> pl.Expr:
    """Return a cell's text; a cell that a file does not have is empty."""
    return pl.col(name).fill_null("")


def _numbered(index: pl.DataFrame, match: Sequence[str]) -> pl.DataFrame:
    """Count, for each record, how often its key occurred before."""
    if not index.select(pl.struct(match).is_duplicated().any()).item():
        return index.with_columns(pl.lit(0, pl.UInt32).alias(NTH))
    return index.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).over(match).alias(NTH))


def _whole(side: Side, places: pl.DataFrame) -> pl.DataFrame:
    """Fetch records by their places, in the order of `places`."""
    return _fetched(side, places, side.table.names).select(*side.table.names, "file", "row")


def _fetched(side: Side, places: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """Fetch fields of records by FILE and RECORD; `file` and `row` say where each stands."""
    wanted = places.select(FILE, RECORD)
    texts = [_text(name).alias(name) for name in names]
    if wanted.is_empty():
        rows = side.frame.select(FILE, RECORD, *texts).clear().collect()
    else:
        lazy = side.frame.select(FILE, RECORD, *texts)
        rows = lazy.join(wanted.lazy(), on=[FILE, RECORD], how="semi").collect(engine="streaming")
    ordered = wanted.join(rows, on=[FILE, RECORD], how="left", maintain_order="left")
    return ordered.with_columns(_path(side, pl.col(FILE)).alias("file"), pl.col(RECORD).alias("row"))


def _path(side: Side, index: pl.Expr) -> pl.Expr:
    numbers = dict(enumerate(side.files))
    return index.replace_strict(numbers, default=None, return_dtype=pl.String)


def _cells(
    old: Side, new: Side, changed: pl.DataFrame, key: Sequence[str], shared: Sequence[str]
) -> pl.DataFrame:
    """Say of each changed record which cells differ, and how."""
    names = [name for name in shared if name not in key]
    now = _fetched(new, changed, [*key, *names])
    places = changed.select(pl.col(f"{FILE}_old").alias(FILE), pl.col(f"{RECORD}_old").alias(RECORD))
    then = _fetched(old, places, names).select(pl.col(name).alias(_OLD.format(name)) for name in names)
    beside = pl.concat([now, then], how="horizontal").with_row_index("__order__")
    differing = [
        beside.lazy()
        .filter(pl.col(name) != pl.col(_OLD.format(name)))
        .select(
            "__order__",
            *key,
            pl.lit(name).alias("field"),
            pl.col(_OLD.format(name)).alias("old"),
            pl.col(name).alias("new"),
            "file",
            "row",
            pl.lit(position).alias("__field__"),
        )
        for position, name in enumerate(names)
    ]
    columns = [*key, "field", "old", "new", "file", "row"]
    if not differing:
        return pl.DataFrame(schema={name: pl.UInt32 if name == "row" else pl.String for name in columns})
    cells = pl.concat(differing).collect()
    return cells.sort("__order__", "__field__").select(columns)


def _groups(old: Side, cells: pl.DataFrame) -> pl.DataFrame:
    """Count changes that several records share, and the records that could have had them."""
    same = ["field", "old", "new"]
    counted = cells.group_by(same, maintain_order=True).agg(pl.len().alias("records"))
    shared = counted.filter(pl.col("records") > 1).sort("records", descending=True, maintain_order=True)
    shared = shared.head(_GROUPS)
    had = [
        (_text(field) == text).sum().cast(pl.UInt32).alias(f"{number}")
        for number, (field, text) in enumerate(shared.select("field", "old").rows())
    ]
    sums = old.frame.select(had).collect(engine="streaming").row(0) if had else ()
    return shared.with_columns(pl.Series("of", sums, dtype=pl.UInt32))


def _moved(old: Side, new: Side, both: pl.DataFrame, match: Sequence[str]) -> pl.DataFrame:
    """Say which records stand in another file, of those that are otherwise the same."""
    paths = both.filter(pl.col(_HASH) == pl.col(f"{_HASH}_old")).select(
        *match,
        _path(old, pl.col(f"{FILE}_old")).alias("old_file"),
        _path(new, pl.col(FILE)).alias("file"),
        pl.col(RECORD).alias("row"),
    )
    return paths.filter(pl.col("old_file").ne_missing(pl.col("file")))


def _rekeyed(removed: pl.DataFrame, added: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """Pair records that differ in their key alone; an empty record is like any other."""
    if not key:
        return pl.DataFrame(schema={"old": pl.String, "new": pl.String})
    gone, come = (_single(side, key, name) for side, name in ((removed, "old"), (added, "new")))
    return gone.join(come, on=_REST, how="inner", maintain_order="left").select("old", "new")


def _single(side: pl.DataFrame, key: Sequence[str], name: str) -> pl.DataFrame:
    said = side.filter(pl.col("__said__") & pl.col(_REST).is_unique())
    return said.select(_REST, pl.concat_str(key, separator="/").alias(name))
