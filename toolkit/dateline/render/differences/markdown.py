"""Changes as Markdown, for a pull request: counts in a table, losses by name, the rest folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.render.differences.words import cell, key_of, total, version, whole_tables
from dateline.render.safe import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.changes import Compared, DatasetChanges, TableChanges
    from dateline.render.options import Options

_CELL, _KEY = 60, 80


def lines(compared: Sequence[Compared], options: Options) -> Iterator[str]:
    """Yield a section for each dataset; each list holds at most `options.limit` entries."""
    for each in compared:
        yield f"### {markdown(each.dataset)} since {markdown(each.since)}: {total(each.changes)}"
        yield ""
        yield from _version(each.changes)
        notes = [*each.notes, *whole_tables(each.changes)]
        yield from (f"- {markdown(note)}" for note in notes)
        if notes:
            yield ""
        changed = [table for table in each.changes.tables.values() if table]
        if changed:
            yield from _counts(changed)
        yield from _removed(changed, options.limit)
        yield from _changed(changed, options.limit)
        yield from _schemas(each.changes, options.limit)


def _version(changes: DatasetChanges) -> Iterator[str]:
    """Yield what the next version has to be, and why."""
    told = version(changes)
    if told is not None:
        yield f"**A {told[0]} version:** {told[1]}"
        yield ""


def _counts(tables: Sequence[TableChanges]) -> Iterator[str]:
    yield "| table | removed | changed | added | moved | unchanged |"
    yield "|---|--:|--:|--:|--:|--:|"
    for table in tables:
        removed = f"**{table.removed.height:,}**" if table.removed.height else "0"
        unchanged = table.unchanged - table.moved.height
        numbers = (
            f"{number:,}" for number in (table.changed, table.added.height, table.moved.height, unchanged)
        )
        yield f"| {markdown(table.name)} | {removed} | {' | '.join(numbers)} |"
    yield ""


def _removed(tables: Sequence[TableChanges], limit: int) -> Iterator[str]:
    """Yield what is lost; it is never folded away."""
    for table in tables:
        if not table.removed.height:
            continue
        keys = [_key(table, row) for row in table.removed.head(limit).iter_rows(named=True)]
        rest = f" and {table.removed.height - limit:,} more" if table.removed.height > limit else ""
        yield f"**Removed from {markdown(table.name)}:** {', '.join(keys)}{rest}"
        yield ""


def _changed(tables: Sequence[TableChanges], limit: int) -> Iterator[str]:
    said = [line for table in tables for line in _cells(table, limit)]
    if not said:
        return
    yield "<details><summary>Changed cells</summary>"
    yield ""
    yield from said
    yield ""
    yield "</details>"
    yield ""


def _cells(table: TableChanges, limit: int) -> Iterator[str]:
    name = markdown(table.name)
    for row in table.groups.head(limit).iter_rows(named=True):
        where = f"{row['records']:,} of {row['of']:,} records"
        yield f"- {name}.{markdown(row['field'])}: {_text(row['old'])} → {_text(row['new'])}, {where}"
    single = table.cells.join(table.groups, on=["field", "old", "new"], how="anti", maintain_order="left")
    for row in single.head(limit).iter_rows(named=True):
        change = f"{_text(row['old'])} → {_text(row['new'])}"
        yield f"- {name} {_key(table, row)}, {markdown(row['field'])}: {change}"
    if single.height > limit:
        yield f"- … and {single.height - limit:,} more cells of {name}"


def _schemas(changes: DatasetChanges, limit: int) -> Iterator[str]:
    if not changes.schemas:
        return
    yield "**Schemas**"
    yield ""
    yield from (f"- {each.level}: {markdown(each.message, 200)}" for each in changes.schemas[:limit])
    if len(changes.schemas) > limit:
        yield f"- … and {len(changes.schemas) - limit:,} more"
    yield ""


def _key(table: TableChanges, row: dict[str, object]) -> str:
    return markdown(key_of(table, row), _KEY)


def _text(text: str) -> str:
    return markdown(cell(text), _CELL)
