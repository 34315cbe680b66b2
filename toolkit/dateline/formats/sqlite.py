"""A release as one SQLite database, the same bytes wherever it is made.

Values have the types that SQLite has: INTEGER, REAL and TEXT; dates are ISO text, truth
values 0 and 1, lists and documents JSON text, NaN the text NaN. Keys, references, listed
values and limits are declared. `_release`, `_tables` and `_fields` say what is what, and
so do the comments that SQLite keeps with each table's definition.

Source of the format: https://www.sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import astuple, fields, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dateline.errors import Problem, PublishError
from dateline.formats.about import About, about, allowed_words, reference_words, type_words
from dateline.formats.plain import dtype
from dateline.formats.proof import insist_equal_batches
from dateline.formats.source import BATCH
from dateline.formats.sqlite_tables import Plan, create_indexes, create_table
from dateline.formats.sqlite_views import create_views
from dateline.formats.sqlite_words import quote, quoted
from dateline.package import Made

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dateline.formats.source import Rows
    from dateline.package import Release
    from dateline.table import Field, Table

APPLICATION_ID: Final = 0x646C696E
"""`dlin` in ASCII, by which file(1) and others may know the file."""
USER_VERSION: Final = 1
"""Of the layout that this module gives a database."""
_MOST_FIELDS: Final = 2000  # SQLITE_MAX_COLUMN
_SETTINGS: Final = (
    "PRAGMA page_size = 4096",
    "PRAGMA encoding = 'UTF-8'",
    "PRAGMA auto_vacuum = NONE",
    "PRAGMA journal_mode = OFF",  # the file is new: what fails is thrown away
    "PRAGMA synchronous = OFF",  # the publisher has it written to the disk when it is whole
    "PRAGMA secure_delete = ON",  # no page keeps what once stood in it
    "PRAGMA cache_size = -65536",
    "PRAGMA foreign_keys = OFF",  # proven at once when all is there, by foreign_key_check
    "PRAGMA ignore_check_constraints = ON",  # likewise, by integrity_check: row by row it costs ten times
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {USER_VERSION}",
)
_ABOUT: Final = {
    "_release": tuple(each.name for each in fields(About)),
    "_tables": ("table", "title", "description", "rows", "primary_key"),
    "_fields": (
        "table",
        "position",
        "field",
        "title",
        "type",
        "required",
        "allowed",
        "refers_to",
        "description",
    ),
}
_NUMBERS: Final = frozenset({"rows", "position", "required"})
_OF_THE_DISK: Final = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}
"""Faults of SQLite that are the system's own."""
_VERSIONS: Final = ((24, 1), (92, 1), (96, 3_040_000))
"""Bytes of the header that tell how often and by which SQLite the file was written, and fixed values."""


def write_sqlite(release: Release, tables: Sequence[Rows], folder: Path) -> tuple[Made, ...]:
    """Write the database, and prove that it is sound and holds the records.

    A release with a table of more fields than SQLite can hold has none.

    Raises:
        PublishError: if it is not sound, or does not hold them.

    """
    if any(len(rows.fields) > _MOST_FIELDS for rows in tables):
        return ()
    name = release.dataset.name
    made = Made(f"{name}.sqlite", "sqlite", "application/vnd.sqlite3", "All tables as one SQLite database")
    plan = Plan.of(tables, list(_ABOUT))
    rough = folder / f".{made.path}"
    with _faults(folder / made.path):
        try:
            _fill(rough, plan, release)
            _compact(rough, folder / made.path)
        finally:
            rough.unlink(missing_ok=True)
        _fix_header(folder / made.path)
        _prove(folder / made.path, made, plan)
    return (made,)


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Tell a fault of the disk, as any other file's, from records that SQLite refuses."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary result code
        if code in _OF_THE_DISK:
            raise OSError(_OF_THE_DISK[code], os.strerror(_OF_THE_DISK[code]), str(path)) from error
        raise PublishError(Problem(f"SQLite cannot hold the records: {error}", path.name)) from error


def _fill(path: Path, plan: Plan, release: Release) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for setting in _SETTINGS:
            database.execute(setting)
        database.execute("BEGIN")
        for rows in plan.tables.values():
            database.execute(create_table(plan, rows))
            _insert(database, plan.called[rows.table.name], rows)
        _describe(database, plan, release)
        for statement in chain.from_iterable(create_indexes(plan, each) for each in plan.tables.values()):
            database.execute(statement)
        for statement in create_views(plan):
            database.execute(statement)
        database.execute("COMMIT")


def _insert(database: sqlite3.Connection, name: str, rows: Rows) -> None:
    marks = ", ".join("?" * len(rows.fields))
    columns = quoted(field.name for field in rows.fields)
    statement = f"INSERT INTO {quote(name)} ({columns}) VALUES ({marks})"  # noqa: S608 - names are quoted
    numbers = [field.name for field in rows.fields if dtype(field) == pl.Float64()]
    for batch in rows.batches():
        database.executemany(statement, _storable(batch, numbers))


def _storable(batch: pl.DataFrame, numbers: list[str]) -> Any:  # noqa: ANN401 - rows of any plain values
    """Return a batch's rows; SQLite has no NaN and would store a null for it."""
    if not any(batch[name].is_nan().any() for name in numbers):
        return batch.iter_rows()
    return (tuple("NaN" if value != value else value for value in row) for row in batch.iter_rows())  # noqa: PLR0124 - NaN alone is not itself


def _describe(database: sqlite3.Connection, plan: Plan, release: Release) -> None:
    for name, columns in _ABOUT.items():
        typed = ", ".join(f"{quote(each)} {'INTEGER' if each in _NUMBERS else 'TEXT'}" for each in columns)
        database.execute(f"CREATE TABLE {quote(name)} ({typed})")
    _add(database, "_release", [astuple(about(release))])
    tables = {rows.table.name: rows for rows in plan.tables.values()}
    ordered = [tables[content.table.name] for content in release.contents]
    _add(database, "_tables", [_table(plan, rows) for rows in ordered])
    _add(
        database, "_fields", [row for rows in ordered for row in _fields(plan.called[rows.table.name], rows)]
    )


def _add(database: sqlite3.Connection, name: str, rows: list[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(_ABOUT[name]))
    database.executemany(f"INSERT INTO {quote(name)} VALUES ({marks})", rows)  # noqa: S608 - a name of ours


def _table(plan: Plan, rows: Rows) -> tuple[Any, ...]:
    table = rows.table
    key = ", ".join(table.primary_key) or None
    return plan.called[table.name], table.title, table.description, rows.height, key


def _fields(called: str, rows: Rows) -> Iterator[tuple[Any, ...]]:
    table: Table = rows.table
    for position, field in enumerate(rows.fields, 1):
        required = int(table.required(field))
        said = (allowed_words(table, field) or None, reference_words(table, field) or None, field.description)
        yield called, position, field.name, field.title, type_words(field), required, *said


def _compact(rough: Path, path: Path) -> None:
    """Copy the database row by row: no page is empty or half full, whatever the order of writing."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(rough, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("VACUUM INTO ?", (str(path),))


def _fix_header(path: Path) -> None:
    with path.open("r+b") as file:
        for at, value in _VERSIONS:
            file.seek(at)
            file.write(value.to_bytes(4, "big"))


def _prove(path: Path, made: Made, plan: Plan) -> None:
    # Not opened as read-only: then SQLite leaves CHECK constraints out of its integrity_check.
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        _sound(database, made)
        for rows in plan.tables.values():
            insist_equal_batches(made.path, "SQLite", _as_stored(rows), _stored(database, plan, rows))
        views = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
        for name in views:
            database.execute(f"SELECT * FROM {quote(name)} LIMIT 1").fetchall()  # noqa: S608 - quoted


def _sound(database: sqlite3.Connection, made: Made) -> None:
    """Ask SQLite itself whether the file is whole and its references hold."""
    faults = [str(row[0]) for row in database.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
    broken = database.execute("PRAGMA foreign_key_check").fetchmany(5)
    faults += [f"row {row} of {table} refers to nothing in {target}" for table, row, target, _ in broken]
    if database.execute("PRAGMA freelist_count").fetchone() != (0,):
        faults.append("it has empty pages")
    if faults:
        raise PublishError(Problem(f"the SQLite database is not sound: {'; '.join(faults)}", made.path))


def _as_stored(rows: Rows) -> Rows:
    """Return the rows in the order in which SQLite keeps them: a whole number that is the key orders them."""
    key = rows.table.primary_key
    if len(key) != 1 or rows.table[key[0]].type not in ("integer", "year") or key[0] not in rows.names:
        return rows
    in_order = bool(rows.frame.select(pl.col(key[0]).is_sorted()).collect(engine="streaming").item())
    return rows if in_order else replace(rows, frame=rows.frame.sort(key[0]))


def _stored(database: sqlite3.Connection, plan: Plan, rows: Rows) -> Iterator[pl.DataFrame]:
    columns = quoted(field.name for field in rows.fields)
    query = f"SELECT {columns} FROM {plan.quote(rows.table.name)} ORDER BY rowid"  # noqa: S608 - quoted
    cursor = database.execute(query)
    while found := cursor.fetchmany(BATCH):
        values = zip(*found, strict=True)
        yield pl.DataFrame(
            pl.Series(field.name, _of_stored(field, column), dtype(field))
            for field, column in zip(rows.fields, values, strict=True)
        )


def _of_stored(field: Field, column: tuple[Any, ...]) -> Sequence[Any]:
    if dtype(field) == pl.Boolean():
        return [None if value is None else bool(value) for value in column]
    if dtype(field) == pl.Float64() and "NaN" in column:
        return [float(value) if isinstance(value, str) else value for value in column]
    return column
