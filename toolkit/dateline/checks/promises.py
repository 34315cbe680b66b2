"""Ids beside an earlier state: no record that was there is gone, or was changed, without a word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from shlex import quote
from typing import TYPE_CHECKING

import polars as pl

from dateline.changes import compare_records
from dateline.checks.ask import TEXT
from dateline.checks.ledger import keys_among, whole
from dateline.checks.source import FILE, RECORD
from dateline.checks.told import Told, Wrong
from dateline.dataset.ledger import ended, successors
from dateline.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dateline.changes import Side, TableChanges
    from dateline.checks.content import Content
    from dateline.dataset.ledger import Entry
    from dateline.table import Table

LEDGER = "changes.yaml"
"""The file in which the ledger stands, in the dataset's folder."""
_KEY = "__key__"


@dataclass(frozen=True, slots=True)
class Held:
    """A state of a dataset, as far as promises go.

    Args:
        contents: its tables.
        sides: the same as they are compared.
        ledger: its ledger of changes.
        shown: how to write the path of one of its files, given within the dataset.

    """

    contents: Mapping[str, Content]
    sides: Mapping[str, Side]
    ledger: Sequence[Entry]
    shown: Callable[[str], str]


@dataclass(slots=True)
class Broken:
    """What was found: findings listed, how many more there are, and what could not be compared."""

    findings: list[Finding] = field(default_factory=list)
    more: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def broken_promises(old: Held, new: Held, since: str, *, corrections: bool, examples: int) -> Broken:
    """Find records of an earlier state that are gone, or were changed, and of which the ledger says nothing.

    Args:
        old: the earlier state.
        new: the state now.
        since: the earlier state as it was asked for.
        corrections: whether changes need an entry as well.
        examples: findings to list of each rule and table.

    """
    broken = Broken()
    for name, content in old.contents.items():
        if not content.table.promises:
            continue
        why = _not_compared(content.table, new.contents.get(name))
        if why is not None:
            broken.notes.append(f"ids of {name} since {since} were not compared: {why}")
            continue
        changes = compare_records(old.sides[name], new.sides[name])
        gone = list(_vanished(name, old, new, changes, since))
        listed = _told(broken, content, gone, examples)
        files = [_file(old, name, each.row[FILE]) for each in gone]
        broken.findings += [
            replace(each, file=file or each.file) for each, file in zip(listed, files, strict=False)
        ]
        broken.findings += _lost(name, old, new, since)
        if corrections:
            changed = _unexplained(name, old, new, changes, since)
            broken.findings += _told(broken, new.contents[name], changed, examples)
    return broken


def _not_compared(old: Table, new: Content | None) -> str | None:
    """Say why the records of a table cannot be held to their ids."""
    if new is None:
        return "the table is gone"
    if not new.table.promises:
        return "it promises none any more"
    if new.table.primary_key != old.primary_key:
        return "the primary key is another one"
    return None if whole(new) else "not all of its records can be read"


def _told(broken: Broken, content: Content, wrong: Iterable[Wrong], examples: int) -> list[Finding]:
    told = Told()
    told.tell(content, wrong, examples)
    broken.more.update(told.more)
    return told.findings


def _file(state: Held, name: str, index: int) -> str | None:
    """Return the path of a table's file as it is shown; rows of a package may stand in none."""
    files = state.sides[name].files
    return state.shown(files[index]) if index < len(files) else None


def _placed(rows: pl.DataFrame, side: Side) -> pl.DataFrame:
    """Add to records of a comparison their key, and what findings tell of their places."""
    key = side.table.primary_key
    return rows.with_columns(
        pl.col("file").replace_strict(dict(_numbers(side)), default=0, return_dtype=pl.UInt32).alias(FILE),
        pl.col("row").alias(RECORD),
        pl.concat_str([pl.col(name) for name in key], separator="/").alias(_KEY),
        *(pl.col(name).alias(TEXT.format(name)) for name in key),
    )


def _numbers(side: Side) -> Iterator[tuple[str, int]]:
    return ((path, index) for index, path in enumerate(side.files))


def _vanished(name: str, old: Held, new: Held, changes: TableChanges, since: str) -> Iterator[Wrong]:
    """Yield records that are gone without an entry, as rows of the earlier state."""
    rows = _placed(changes.removed, old.sides[name]).unique(_KEY, keep="first", maintain_order=True)
    explained = {each.record for each in new.ledger if each.ends and each.table == name}
    kept = explained | keys_among(new.contents[name], frozenset(rows[_KEY]) - explained)
    others = dict(changes.rekeyed.rows())
    for row in rows.filter(pl.col(_KEY).is_in(list(kept)).not_()).iter_rows(named=True):
        key = row[_KEY]
        other = others.get(key)
        likely = f"; it may be {other} under another key" if other else ""
        yield Wrong(
            rule="id-vanished",
            field=changes.key[0],
            message=f"the record {key}, which stood here at {since}, is gone, "
            f"and no entry in {LEDGER} says why{likely}",
            row=row,
            expected=_way_out(name, key, other),
        )


def _way_out(table: str, key: str, other: str | None) -> str:
    """Say what would be right; a command is fit for a shell, whatever a key is made of."""
    record = quote(f"{table}/{key}")
    if other is not None:
        return f"its old key {key}; or: dateline merge {record} --into {quote(other)} --gone --reason …"
    return f"the record as it was; or: dateline retract {record} --gone --reason …"


def _lost(name: str, old: Held, new: Held, since: str) -> Iterator[Finding]:
    """Yield entries of the earlier state that are gone, while their records did not come back."""
    known = ended(new.ledger)
    lost = [each for place, each in ended(old.ledger).items() if place not in known and each.table == name]
    there = keys_among(new.contents[name], [each.record for each in lost]) if lost else ()
    for each in lost:
        if each.record not in there:
            yield Finding(
                rule="id-vanished",
                severity="error",
                message=f"the entry on {each.record} of {name}, which stood here at {since}, is gone, "
                "and so is the record",
                table=name,
                file=old.shown(LEDGER),
                line=each.mark.line,
                column=each.mark.column,
                key=each.record,
                expected="the entry as it was: no entry is ever taken out",
            )


def _unexplained(name: str, old: Held, new: Held, changes: TableChanges, since: str) -> Iterator[Wrong]:
    """Yield records that were changed without an entry since then, at their first changed cell."""
    cells = _placed(_own_changes(new, name, changes.cells), new.sides[name])
    before = {each.said for each in old.ledger}
    fresh = [each for each in new.ledger if each.table == name and each.said not in before]
    explained = {key for each in fresh for key in (each.record, *each.into)}
    left = cells.filter(pl.col(_KEY).is_in(list(explained)).not_())
    together = left.group_by(FILE, RECORD, maintain_order=True).agg(pl.all().first(), pl.len().alias("cells"))
    for row in together.iter_rows(named=True):
        more = row["cells"] - 1
        rest = f" and {more} more cell{'s' if more > 1 else ''}" if more else ""
        yield Wrong(
            rule="change-unexplained",
            field=row["field"],
            message=f"{row['field']}{rest} of {row[_KEY]} changed since {since}, "
            f"and no entry in {LEDGER} says why",
            row=row | {TEXT.format(row["field"]): row["new"]},
            expected=f"the old text; or: dateline correct {quote(f'{name}/{row[_KEY]}')} --reason …",
        )


def _own_changes(new: Held, name: str, cells: pl.DataFrame) -> pl.DataFrame:
    """Leave out references that followed a record into the one that it was merged into."""
    columns = {"field": pl.String, "old": pl.String, "new": pl.String}
    followed = pl.DataFrame(list(_followed(new, name)), columns, orient="row")
    return cells.join(followed, on=[*columns], how="anti", maintain_order="left")


def _followed(new: Held, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield field, old and new text of references that the ledger lets follow."""
    gone = ended(new.ledger)
    for key in new.contents[name].table.foreign_keys:
        target = key.table or name
        if key.references != new.contents[target].table.primary_key or len(key.fields) > 1:
            continue
        for each in gone.values():
            last = successors(gone, target, each.record) if each.table == target else ()
            if len(last) == 1:
                yield key.fields[0], each.record, last[0]
