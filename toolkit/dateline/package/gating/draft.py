"""A table on its way through the gate: what is decided of its rows and cells, as plain data.

Decisions are made on a few columns; the rows themselves stay a query until the release is
written, and most of them pass through it untouched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from dateline.compile.cast import typed
from dateline.rules.across import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dateline.package.model import TableContent
    from dateline.table import Condition, Field, Table

AT: Final = "__gate__"
"""Column of a row's position in its table, from 0."""
_NEW: Final = "__new__:{}"


@dataclass(slots=True, eq=False)
class Draft:
    """A table's rows, and what became of them so far.

    Args:
        content: the table as it came.
        first: the values of the fields that decisions need, a row a record, with `AT`.
        rows: the same of the rows that are left, with the values that they have by now.
        cells: new texts of cells, by field and position.

    """

    content: TableContent
    first: pl.DataFrame
    rows: pl.DataFrame
    cells: dict[str, dict[int, str]] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        """The schema."""
        return self.content.table

    @property
    def gone(self) -> pl.Series:
        """The positions of rows that are not published."""
        return self.first.join(self.rows, on=AT, how="anti")[AT]

    @property
    def touched(self) -> bool:
        """Whether anything is published otherwise than it came."""
        return bool(self.cells) or self.rows.height != self.first.height

    def at(self, condition: Condition | None) -> set[int]:
        """Return the positions of rows that are left for which a condition holds."""
        return set(self.rows.filter(holds(condition))[AT]) if condition is not None else set()

    def cut(self, rows: Iterable[int]) -> None:
        """Take rows out."""
        self.rows = self.rows.filter(~pl.col(AT).is_in(_positions(rows).implode()))

    def empty(self, name: str, rows: Iterable[int]) -> None:
        """Empty cells."""
        text = blank(self.table, self.table[name])
        at = _positions(rows)
        self.cells.setdefault(name, {}).update(dict.fromkeys(at, text))
        if name in self.rows.columns:
            kept = pl.when(~pl.col(AT).is_in(at.implode())).then(pl.col(name))
            self.rows = self.rows.with_columns(kept.alias(name))

    def write(self, new: Mapping[str, Mapping[int, str]]) -> None:
        """Give cells other texts, by field and position."""
        for name, texts in new.items():
            if texts:
                self.cells.setdefault(name, {}).update(texts)
        known = [name for name in new if name in self.rows.columns and new[name]]
        if known:
            edited = _edits({name: new[name] for name in known})
            texts_ = edited.rename({_NEW.format(name): name for name in known})
            values = typed(self.table, texts_.lazy(), keep={name: _NEW.format(name) for name in known})
            self.rows = self._updated(values.collect(), known)

    def _updated(self, values: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
        """Put values in place of those that the rows had; a text of null is no new one."""
        renamed = values.rename({name: f"{name}__value" for name in names})
        joined = self.rows.join(renamed, on=AT, how="left", maintain_order="left")
        return joined.with_columns(
            pl.when(pl.col(_NEW.format(name)).is_not_null())
            .then(pl.col(f"{name}__value"))
            .otherwise(pl.col(name))
            .alias(name)
            for name in names
        ).select(self.rows.columns)

    def texts(self, rows: Iterable[int], names: Sequence[str]) -> pl.DataFrame:
        """Return the texts of some rows as they stand by now, with `AT`, in order."""
        there = set(self.content.text.collect_schema().names())
        wanted = [name for name in names if name in there]
        at = _positions(rows)
        found = self.content.text.select(wanted).with_row_index(AT).filter(pl.col(AT).is_in(at.implode()))
        return self._with_cells(found, wanted).collect()

    def text(self) -> pl.LazyFrame:
        """Return the query of the rows that are published, as texts."""
        frame = self.content.text.with_row_index(AT)
        gone = self.gone
        if gone.len():
            frame = frame.filter(~pl.col(AT).is_in(gone.implode()))
        return self._with_cells(frame, list(self.cells)).drop(AT)

    def _with_cells(self, frame: pl.LazyFrame, names: Sequence[str]) -> pl.LazyFrame:
        changed = {name: self.cells[name] for name in names if name in self.cells}
        if not changed:
            return frame
        joined = frame.join(_edits(changed).lazy(), on=AT, how="left", maintain_order="left")
        new = {name: pl.coalesce(_NEW.format(name), name) for name in changed}
        return joined.with_columns(**new).drop(_NEW.format(name) for name in changed)


def drafts_of(contents: Mapping[str, TableContent], needs: Mapping[str, Sequence[str]]) -> dict[str, Draft]:
    """Read of each table what decisions need, all at once."""
    queries = [
        content.typed.select(pl.col(list(dict.fromkeys(needs.get(name, ()))))).with_row_index(AT)
        if needs.get(name)
        else content.typed.select(pl.len().alias(AT))
        for name, content in contents.items()
    ]
    read = pl.collect_all(queries)
    frames = [
        frame
        if needs.get(name)
        else pl.DataFrame({AT: pl.int_range(frame.item(), dtype=pl.UInt32, eager=True)})
        for name, frame in zip(contents, read, strict=True)
    ]
    return {
        name: Draft(content, frame, frame)
        for (name, content), frame in zip(contents.items(), frames, strict=True)
    }


def blank(table: Table, field_: Field) -> str:
    """Return the text of a cell without a value."""
    texts = table.missing(field_)
    return texts[0] if texts and "" not in texts else ""


def named(table: Table, row: Mapping[str, str | None]) -> str:
    """Name a record in a message: by its key, without the parts that are dates or refer to other records."""
    referring = {name for key in table.foreign_keys for name in key.fields}
    shown = [name for name in table.primary_key if name not in referring and _is_plain(table[name])]
    said = "/".join(row[name] or "" for name in shown)
    return f"record {said} of {table.name}" if said else f"the record in row {row[AT]} of {table.name}"


def _is_plain(field_: Field) -> bool:
    return field_.place is None and field_.edtf is None and field_.type in ("string", "integer")


def _positions(rows: Iterable[int]) -> pl.Series:
    return pl.Series(AT, sorted(rows), dtype=pl.UInt32)


def _edits(cells: Mapping[str, Mapping[int, str]]) -> pl.DataFrame:
    """Return new texts as a frame: `AT`, and a column for each field, null where nothing changes."""
    rows = sorted({at for texts in cells.values() for at in texts})
    columns = {
        _NEW.format(name): pl.Series([texts.get(at) for at in rows], dtype=pl.String)
        for name, texts in cells.items()
    }
    return pl.DataFrame({AT: _positions(rows), **columns})
