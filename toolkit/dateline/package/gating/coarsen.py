"""Coarsened records: the province instead of the place, the month instead of the day, nothing printed.

What can be coarsened by rule is: references to places, EDTF dates and all that is computed
from them. What tells the same in another form is emptied: clock times, phrases and names
as printed, quotations, codes of places, positions, other dates. What can be neither stops
the publication.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dateline.compile.cast import text as written
from dateline.compile.cast import typed
from dateline.errors import Problem
from dateline.package.gating.draft import AT, blank, named
from dateline.package.gating.months import to_month
from dateline.package.gating.provinces import places_of
from dateline.rules.coarse import COARSE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dateline.edtf import Edtf
    from dateline.package.gating.draft import Draft
    from dateline.table import Field, Table

_EXACT: Final = frozenset({"date", "datetime", "time", "geopoint", "geojson"})
"""Types of what is exact by nature and has no coarser form."""
_PRECISION: Final = "adm1"
CONTINUING: Final = ".."


@dataclass(slots=True)
class Coarsened:
    """What is published of a table's coarsened rows in place of what stands there.

    Args:
        cells: new texts, by field and position.
        hidden: printed dates and places that were taken away, by position: texts that may stand
            nowhere else in the record.
        problems: what can be neither coarsened nor emptied.

    """

    cells: dict[str, dict[int, str]] = field(default_factory=dict)
    hidden: dict[int, set[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def put(self, name: str, at: int, new: str, old: str) -> None:
        """Write a text in place of another."""
        if new != old:
            self.cells.setdefault(name, {})[at] = new


def coarsen(drafts: Mapping[str, Draft], name: str, rows: Collection[int]) -> Coarsened:
    """Coarsen rows of a table."""
    draft = drafts[name]
    work = _Work(drafts, draft, draft.texts(rows, draft.table.names))
    work.level(rows)
    for each in work.fields:
        if each.edtf is not None:
            work.date(each)
        elif each.place is not None or places_of(work.tables, work.contents, draft.table, each.name):
            work.place(each)
    for each in _emptied(draft.table):
        work.empty(each)
    return work.done


class _Work:
    """The coarsened rows of one table, and what is made of them."""

    def __init__(self, drafts: Mapping[str, Draft], draft: Draft, texts: pl.DataFrame) -> None:
        self.tables = {each: other.table for each, other in drafts.items()}
        self.contents = {each: other.content for each, other in drafts.items()}
        self.draft, self.table, self.texts = draft, draft.table, texts
        self.values = typed(draft.table, texts.lazy()).collect()
        self.fields = [
            each for each in draft.table.fields if each.name in texts.columns and not each.restricted
        ]
        self.done = Coarsened()

    def level(self, rows: Collection[int]) -> None:
        """Say of rows that are coarsened with another record that they are coarsened."""
        release = self.table.roles.release
        if release is None or release.coarsened is None:
            return
        name, word = release.coarsened.field, release.coarsened.values[0]
        self.done.cells[name] = dict.fromkeys(set(rows) - self.draft.at(release.coarsened), word)

    def cells(self, name: str) -> Iterator[tuple[int, str, Any]]:
        """Yield position, text and value of the cells of a field that have one."""
        for at, text, value in zip(self.texts[AT], self.texts[name], self.values[name], strict=True):
            if value is not None:
                yield at, text, value

    def problem(self, at: int, field_: Field, message: str, help: str) -> None:
        """Note what stops the publication: the record's key, never its values."""
        record = named(self.table, self.texts.row(by_predicate=pl.col(AT) == at, named=True))
        said = f"{record} is released coarsened, but its {field_.name} {message}"
        self.done.problems.append(Problem(said, help=help))

    def date(self, field_: Field) -> None:
        """Put the month in place of a day, and what follows from it beside it."""
        known: dict[str, Edtf | None] = {}
        made: dict[int, Edtf] = {}
        for at, text, value in self.cells(field_.name):
            if value == CONTINUING:
                continue
            if value not in known:
                known[value] = to_month(value)
            month = known[value]
            if month is None:
                self.problem(at, field_, "cannot be read as a date", "correct it; dateline check tells how")
            elif month.text != value:
                made[at] = month
                self.done.put(field_.name, at, month.text, text)
        self._companions(field_, made)

    def _companions(self, field_: Field, made: Mapping[int, Edtf]) -> None:
        assert field_.edtf is not None
        parts = (("earliest", pl.Date), ("latest", pl.Date), ("precision", pl.String))
        for part, kind in parts:
            name = getattr(field_.edtf, part)
            if name is None or name not in self.texts.columns or not made:
                continue
            values = pl.DataFrame({name: [getattr(each, part) for each in made.values()]}, {name: kind})
            texts = values.select(written(self.table[name], pl.col(name))).to_series()
            old = dict(zip(self.texts[AT], self.texts[name], strict=True))
            for at, text in zip(made, texts, strict=True):
                self.done.put(name, at, text or blank(self.table, self.table[name]), old[at] or "")

    def place(self, field_: Field) -> None:
        """Put the province in place of a place, and the word for it beside it."""
        places = places_of(self.tables, self.contents, self.table, field_.name)
        word = field_.place.precision if field_.place else None
        words = dict(zip(self.texts[AT], self.texts[word], strict=True)) if word in self.texts.columns else {}
        for at, text, value in self.cells(field_.name):
            if places is None and words.get(at) in COARSE:
                continue
            several = isinstance(value, list)
            found = [places.province(one) if places else None for one in (value if several else [value])]
            if None in found:
                where = f"the table {places.table}" if places else "any table of places of the dataset"
                help_ = "give the place a parent that leads to a record with the feature code ADM1"
                self.problem(at, field_, f"lies in no province of {where}", help_)
                continue
            assert places is not None
            new = field_.options.get("delimiter", ",").join(dict.fromkeys(map(str, found)))
            if any(places.grain(one) is None for one in (value if several else [value])):
                self.done.put(field_.name, at, new, text)
            grains = {places.grain(one) for one in found}
            if word is not None and words.get(at) not in (None, "", *COARSE):
                self.done.put(word, at, (grains.pop() if len(grains) == 1 else None) or _PRECISION, words[at])
        self._nowhere(field_.name, word, words)

    def _nowhere(self, name: str, word: str | None, words: Mapping[int, str]) -> None:
        """Of a record without a place, the word for how exactly it is known tells nothing coarse."""
        if word is None:
            return
        for at, value in zip(self.texts[AT], self.values[name], strict=True):
            if value is None and words.get(at) not in (None, "", *COARSE):
                self.done.put(word, at, _PRECISION, words[at])

    def empty(self, field_: Field) -> None:
        """Empty what tells in another form what is hidden."""
        for at, text, _ in self.cells(field_.name):
            if self.table.required(field_):
                help_ = "make the field optional, or restrict it: 'dateline: {restricted: true}'"
                self.problem(at, field_, "has no coarser form and may not be empty", help_)
                return
            self.done.put(field_.name, at, blank(self.table, field_), text)
            if field_.phrase or field_.place_name:
                self.done.hidden.setdefault(at, set()).add(text)


def _emptied(table: Table) -> list[Field]:
    """Return the fields that have no coarser form."""
    event = table.roles.event
    clock = {event.time, event.timezone, event.offset} if event else set()
    bounds = {name for each in table.fields if each.edtf for name in (each.edtf.earliest, each.edtf.latest)}
    return [
        each
        for each in table.fields
        if not each.restricted
        and (
            each.name in clock
            or any((each.phrase, each.place_name, each.place_code, each.quotes))
            or (each.type in _EXACT and each.name not in bounds)
        )
    ]


def repeated(draft: Draft, cells: Mapping[str, Mapping[int, str]], rows: Collection[int]) -> set[int]:
    """Return the rows that have become the same record as another: two towns of one province.

    Of a table of places of events the row of the main place stays, else the first one.
    """
    table = draft.table
    if not any(name in cells for name in table.primary_key):
        return set()
    part = table.roles.event_place
    main = draft.at(part.main if part else None)
    texts = draft.texts(rows, table.primary_key)
    seen: set[tuple[str | None, ...]] = set()
    again = set()
    for row in sorted(texts.iter_rows(named=True), key=lambda row: (row[AT] not in main, row[AT])):
        key = tuple(row[name] for name in table.primary_key)
        if key in seen:
            again.add(row[AT])
        seen.add(key)
    return again
