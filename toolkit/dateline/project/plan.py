"""What is to be done to records and to the ledger, and the doing of it: all at once or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dateline.checks.ask import TEXT
from dateline.checks.told import key_of
from dateline.project.cells import Edit, rewrite
from dateline.project.folder import LEDGER_FILE
from dateline.project.ledger import with_entries
from dateline.project.paths import show
from dateline.project.unchanged import insist_unchanged
from dateline.read.table import TextTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dateline.checks.content import Content
    from dateline.dataset.ledger import Entry
    from dateline.project.checking import Opened
    from dateline.project.references import Place, Row
    from dateline.table import Table


@dataclass(frozen=True, slots=True)
class Why:
    """Why records are changed, and who says so."""

    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done to a file.

    Args:
        what: `removed` for a record that was taken out, `wrote` for a cell with a new text.
        table: the record's table.
        key: the record's primary key, as it was.
        file: the path of its file.
        line: the line on which it stood.
        field: the cell's field.
        text: the cell's new text.

    """

    what: Literal["removed", "wrote"]
    table: str
    key: str
    file: str
    line: int | None
    field: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: entries, steps in the order of the tables and files, and the files written."""

    entries: tuple[Entry, ...]
    steps: tuple[Step, ...]
    files: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """What is to be done to the records of a dataset.

    Args:
        opened: the dataset.
        table: the table whose records are ended.
        targets: those records by key; None where a record is gone already.
        gone: rows that are taken out, by place.
        texts: new texts of rows, by place and field.
        rows: the rows that get new texts, as they are.

    """

    opened: Opened
    table: str
    targets: dict[str, Row | None]
    gone: dict[Place, Row] = field(default_factory=dict)
    texts: dict[Place, dict[str, str]] = field(default_factory=dict)
    rows: dict[Place, Row] = field(default_factory=dict)

    @property
    def contents(self) -> Mapping[str, Content]:
        """The dataset's tables."""
        return self.opened.contents

    @property
    def schema(self) -> Table:
        """The schema of the table whose records are ended."""
        return self.contents[self.table].table


def stand_ins(plan: Plan) -> list[Row]:
    """Return the rows of the records that end; of one that is gone, what is known of it: its key."""
    names = plan.schema.primary_key
    parts = {key: [key] if len(names) == 1 else key.split("/") for key in plan.targets}
    unknown: Row = dict.fromkeys(plan.schema.names)
    return [
        row if row is not None else unknown | dict(zip(names, parts[key], strict=False))
        for key, row in plan.targets.items()
    ]


def carry_out(plan: Plan, entries: Sequence[Entry], *, try_only: bool) -> Done:
    """Write everything at once: the tables' files and the ledger."""
    folder = plan.opened.folder
    ledger = folder.path / LEDGER_FILE
    content = with_entries(ledger, folder.tables, folder.ledger, entries)
    steps = tuple(_steps(plan))
    insist_unchanged(plan.contents)
    files = rewrite(_edits(plan), {ledger: content}, try_only=try_only)
    return Done(tuple(entries), steps, tuple(map(show, files)))


def _edits(plan: Plan) -> Iterator[Edit]:
    for name, content in plan.contents.items():
        gone = [(file, record) for table, file, record in plan.gone if table == name]
        cells = {
            (file, record, field_): text
            for (table, file, record), texts in plan.texts.items()
            for field_, text in texts.items()
            if table == name
        }
        if gone or cells:
            assert isinstance(content.source, TextTable)
            yield Edit(content.source, cells, gone)


def _steps(plan: Plan) -> Iterator[Step]:
    for name, content in plan.contents.items():
        touched = sorted(place for place in {*plan.gone, *plan.texts} if place[0] == name)
        places = content.source.places({(file, record, None) for _, file, record in touched})
        for place in touched:
            at = places[place[1], place[2], None]
            row = plan.gone.get(place) or plan.rows[place]
            key = key_of(content.table, row)
            if place in plan.gone:
                yield Step("removed", name, key, at.file, at.line)
            else:
                texts = plan.texts[place]
                new = ((each, text) for each, text in texts.items() if text != row[TEXT.format(each)])
                yield from (Step("wrote", name, key, at.file, at.line, *each) for each in new)
