"""delta.json: what to do to the tables of one release to have those of the next.

Tables are in their published form: texts of cells, rows in the order of the primary key. So
the old rows, without those that are gone, with the new cells written over and the new rows
added, put into order, are the new table to the byte; `dateline.package.applying` does that,
and is how a delta is proven.

A table with a primary key of one field lists records in map form, by key; with a key of
several fields in array form, each record with its key; a table without a key has whole
records, as arrays. Cells that are empty are left out of a record. A table of which a
delta would say more than is worth listing says `replaced`: fetch it whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dateline.package import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from dateline.dataset.ledger import Entry
    from dateline.dataset.releases import TableState
    from dateline.table import Table

NAME: Final = "delta.json"
FORMAT: Final = "dateline-delta/1"
MOST: Final = 100_000
"""Records of a table that a delta lists; where more differ, the table is replaced."""

_OLD: Final = "__old__:{}"
_NTH: Final = "__nth__"


@dataclass(frozen=True, slots=True)
class Version:
    """One of two states of a table: its schema, its rows as text, and their hash."""

    table: Table
    text: pl.LazyFrame
    state: TableState


def table_delta(old: Version | None, new: Version | None, ledger: Sequence[Entry] = ()) -> dict[str, Any]:
    """Say what differs between two states of a table, as JSON values.

    Args:
        old: the earlier state; None if the table is new.
        new: the later state; None if the table is gone.
        ledger: what became of records, told of those that are gone.

    """
    ends = {"before": _state(old), "after": _state(new)}
    if new is None:
        return {**ends, "dropped": True}
    names = list(canonical.published(new.table, new.text))
    key = new.table.primary_key
    before = _frame(old) if old is not None else None
    after = _frame(new)
    key = key if _is_keyed(key, before, after) else ()
    head = {**ends, "key": list(key), "fields": names}
    found = _keyed(key, before, after) if key else _whole(before, after)
    if found is None:
        return {**head, "replaced": True}
    return {**head, **_listed(found, key, new.table.name, ledger)}


def document(
    dataset: str,
    since: str,
    version: str,
    old: Mapping[str, Version],
    new: Mapping[str, Version],
    ledger: Sequence[Entry],
) -> dict[str, Any]:
    """Say what differs between two releases, as the JSON value of delta.json.

    Args:
        dataset: the dataset's name.
        since: the earlier release's number.
        version: the later one's.
        old: the earlier release's tables by name.
        new: the later one's.
        ledger: what became of records.

    """
    same = [name for name in new if name in old and old[name].state.content == new[name].state.content]
    others = [name for name in dict.fromkeys([*new, *old]) if name not in same]
    return {
        "format": FORMAT,
        "dataset": dataset,
        "from": since,
        "to": version,
        "unchanged": same,
        "tables": {name: table_delta(old.get(name), new.get(name), ledger) for name in others},
    }


def _state(version: Version | None) -> dict[str, object] | None:
    if version is None:
        return None
    return {"rows": version.state.rows, "content": f"sha256:{version.state.content}"}


def _frame(version: Version) -> pl.DataFrame:
    """Return the cells as texts, an absent one as an empty text."""
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    names = canonical.published(version.table, version.text)
    return version.text.select(pl.col(name).fill_null("") for name in names).collect(engine="streaming")


def _is_keyed(key: Sequence[str], *frames: pl.DataFrame | None) -> bool:
    """Whether the records of all frames can be told apart by their key."""
    there = [each for each in frames if each is not None]
    return bool(key) and all(
        set(key) <= set(each.columns) and each.select(key).is_unique().all() for each in there
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Records that are new and gone, and pairs of records whose cells differ."""

    added: pl.DataFrame
    removed: pl.DataFrame
    changed: pl.DataFrame | None


def _keyed(key: Sequence[str], before: pl.DataFrame | None, after: pl.DataFrame) -> _Found | None:
    import polars as pl  # noqa: PLC0415 - as above

    old = after.clear() if before is None else before
    added = after.join(old, on=key, how="anti", maintain_order="left")
    removed = old.join(after, on=key, how="anti", maintain_order="left")
    rest = [name for name in after.columns if name not in key]
    shared = {name: _OLD.format(name) for name in rest if name in old.columns}
    then = old.select([*key, *shared]).rename(shared).with_columns(__there__=True)
    both = after.join(then, on=key, how="inner", maintain_order="left")
    differs = [
        (pl.col(name) != pl.col(shared[name])) if name in shared else pl.col(name) != "" for name in rest
    ]
    changed = both.filter(pl.any_horizontal(differs)) if differs else both.clear()
    if added.height + removed.height + changed.height > MOST:
        return None
    return _Found(added, removed, changed)


def _whole(before: pl.DataFrame | None, after: pl.DataFrame) -> _Found | None:
    """Compare records as a whole, the old ones in the new fields; of equal ones, each counts."""
    import polars as pl  # noqa: PLC0415 - as above

    then = after.clear() if before is None else before
    names = after.columns
    old = then.select(pl.col(name) if name in then.columns else pl.lit("").alias(name) for name in names)
    one, other = _numbered(old), _numbered(after)
    on = one.columns
    added = other.join(one, on=on, how="anti", maintain_order="left").drop(_NTH)
    removed = one.join(other, on=on, how="anti", maintain_order="left").drop(_NTH)
    return None if added.height + removed.height > MOST else _Found(added, removed, None)


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 - as above

    return frame.with_columns(pl.int_range(pl.len()).over(frame.columns).alias(_NTH))


def _listed(found: _Found, key: Sequence[str], table: str, ledger: Sequence[Entry]) -> dict[str, Any]:
    """Write what differs as JSON values, in map form where the key is one field."""
    ended = {each.record: each for each in ledger if each.ends and each.table == table}
    added = [_record(row) for row in found.added.iter_rows(named=True)]
    if not key:
        gone: list[Any] = [_record(row) for row in found.removed.iter_rows(named=True)]
        return _without_empty({"added": added, "removed": gone})
    ids = [_id(row, key) for row in found.removed.iter_rows(named=True)]
    ends = [_end(ended.get("/".join(each.values()))) for each in ids]
    cells = list(_cells(found.changed, key)) if found.changed is not None else []
    if len(key) == 1:
        name = key[0]
        return _without_empty(
            {
                "added": {row.pop(name, ""): row for row in added},
                "changed": {each[name]: changes for each, changes in cells},
                "removed": {each[name]: end for each, end in zip(ids, ends, strict=True)},
            }
        )
    return _without_empty(
        {
            "added": added,
            "changed": [{"key": each, "fields": changes} for each, changes in cells],
            "removed": [{"key": each, **end} for each, end in zip(ids, ends, strict=True)],
        }
    )


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in value.items() if each}


def _record(row: Mapping[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if cell}


def _id(row: Mapping[str, str], key: Sequence[str]) -> dict[str, str]:
    return {name: row[name] for name in key}


def _end(entry: Entry | None) -> dict[str, object]:
    """Say what became of a record that is gone, as the ledger has it."""
    if entry is None:
        return {}
    into = {"into": list(entry.into)} if entry.into else {}
    return {"change": entry.change, **into, "reason": entry.reason, "date": entry.date.isoformat()}


def _cells(
    changed: pl.DataFrame, key: Sequence[str]
) -> Iterator[tuple[dict[str, str], dict[str, list[str]]]]:
    """Yield each changed record's key, and its cells that differ: the old text and the new."""
    names = [name for name in changed.columns if name not in key and not name.startswith("__")]
    for row in changed.iter_rows(named=True):
        pairs = {name: [row.get(_OLD.format(name), ""), row[name]] for name in names}
        yield _id(row, key), {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
