"""A delta applied: how the next state of a table is made of the last one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dateline.package import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from dateline.table import Table


def apply(delta: Mapping[str, Any], table: Table, old: pl.DataFrame | None) -> pl.DataFrame:
    """Make a table's next state from its last one, and its part of a delta.

    Args:
        delta: the table's part, as `table_delta` writes it, neither dropped nor replaced.
        table: the table's schema in the next state.
        old: the last state's cells as texts; None if there was no such table.

    Returns:
        The cells as texts, rows in the published order.

    Raises:
        KeyError: if the delta speaks of a record that is not there.
        ValueError: if it says of a cell that it had another text.

    """
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    names, key = list(delta["fields"]), list(delta["key"])
    rows = [] if old is None else [{name: row.get(name, "") for name in names} for row in _rows(old)]
    rows = _edited(rows, delta, key) if key else _exchanged(rows, delta)
    frame = pl.DataFrame(rows, dict.fromkeys(names, pl.String), orient="row")
    return canonical.ordered(table, frame.lazy()).collect()


def _rows(frame: pl.DataFrame) -> list[dict[str, str]]:
    return list(frame.fill_null("").iter_rows(named=True))


def _edited(rows: list[dict[str, str]], delta: Mapping[str, Any], key: list[str]) -> list[dict[str, str]]:
    known = {tuple(row[name] for name in key): row for row in rows}
    for each in _ids(delta.get("removed") or (), key):
        del known[each]
    for each, cells in _changes(delta.get("changed") or (), key):
        row = known[each]
        for name, (then, now) in cells.items():
            if row[name] != then:
                raise ValueError(f"{'/'.join(each)}, {name}: {row[name]!r}, not {then!r}")
            row[name] = now
    return [*known.values(), *_additions(delta, key)]


def _ids(gone: Any, key: list[str]) -> list[tuple[str, ...]]:  # noqa: ANN401 - a map or a list
    if isinstance(gone, dict):
        return [(each,) for each in gone]
    return [tuple(each["key"][name] for name in key) for each in gone]


def _changes(changed: Any, key: list[str]) -> Iterable[tuple[tuple[str, ...], dict[str, list[str]]]]:  # noqa: ANN401 - as above
    if isinstance(changed, dict):
        return [((each,), cells) for each, cells in changed.items()]
    return [(tuple(each["key"][name] for name in key), each["fields"]) for each in changed]


def _additions(delta: Mapping[str, Any], key: list[str]) -> list[dict[str, str]]:
    added = delta.get("added") or ()
    records = [{key[0]: name, **row} for name, row in added.items()] if isinstance(added, dict) else added
    return [{name: row.get(name, "") for name in delta["fields"]} for row in records]


def _exchanged(rows: list[dict[str, str]], delta: Mapping[str, Any]) -> list[dict[str, str]]:
    """Take whole records out and put others in."""
    names = delta["fields"]
    gone = Counter(tuple(row.get(name, "") for name in names) for row in delta.get("removed") or ())
    left = []
    for row in rows:
        whole = tuple(row.values())
        if gone[whole]:
            gone[whole] -= 1
        else:
            left.append(row)
    if gone.total():
        raise KeyError(next(gone.elements()))
    return [*left, *_additions(delta, [])]
