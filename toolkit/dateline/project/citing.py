"""The place of a passage found by its words, as cells of a record; and written into one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.checks.ask import TEXT
from dateline.checks.links import cited
from dateline.checks.source import FILE, RECORD
from dateline.checks.told import rows_of
from dateline.document import nearest, quoted
from dateline.errors import Problem, UsageError
from dateline.evidence import Text, locate
from dateline.project.cells import replace_cells
from dateline.project.checking import open_dataset
from dateline.project.folder import find
from dateline.project.paths import show
from dateline.project.texts import read_text_file
from dateline.project.unchanged import insist_unchanged
from dateline.read.table import TextTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.checks.content import Content
    from dateline.evidence import Locator
    from dateline.table import EvidenceFields, Table

_PLAIN = ("paragraph", "char_start", "char_end", "span_sha256")
"""What the columns are called where no dataset says it."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The cells that cite a passage, by the names of their fields, and what was written where."""

    cells: Mapping[str, str | int | None]
    written: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of a passage, as `dateline.evidence.locate` takes them."""

    first: str
    last: str | None = None
    paragraph: int | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class _Citing:
    """A table of passages, and the one of the texts that it cites."""

    content: Content
    contents: Mapping[str, Content]
    target: Table

    @property
    def fields(self) -> EvidenceFields:
        evidence = self.content.table.evidence
        assert evidence is not None
        return evidence


def cite(text: Path, wanted: Wanted, path: Path | None = None) -> Citation:
    """Find a passage and return the cells that cite it.

    They are named as in the dataset that `path` means, or that is found from the current
    folder; with the key of the text's own record, where the dataset has it. Without a
    dataset they have plain names.

    Raises:
        PassageError: if no passage fits, or more than one.
        UsageError: if the text cannot be read, or nothing is at `path`.
        DatasetFileError, SchemaFileError: if a dataset or schema file cannot be used.

    """
    held = Text.of(read_text_file(text))
    locator = locate(held, wanted.paragraph, wanted.first, wanted.last, start=wanted.start)
    known = {_names(each.fields): each for each in _citing(path)}
    if len(known) != 1:
        return Citation(dict(zip(_PLAIN, _values(locator), strict=True)))
    ((names, citing),) = known.items()
    keys = [key for key, row in _texts(citing).items() if _is(row, citing.target, held, text)]
    key = keys[0] if len(keys) == 1 else None
    return Citation({citing.fields.text: key} | dict(zip(names, _values(locator), strict=True)))


def cite_in(claim: str, text: Path, wanted: Wanted, path: Path | None = None) -> Citation:
    """Find a passage and write its place into the record with this key; see `cite`.

    Only the cells that differ are written; all else in the file stays byte for byte.

    Raises:
        UsageError: if there is no such record, or it cites another text.
        DatasetFileError: if the file cannot be written.

    """
    held = Text.of(read_text_file(text))
    locator = locate(held, wanted.paragraph, wanted.first, wanted.last, start=wanted.start)
    citing, row = _record(claim, path)
    key = row[citing.fields.text]
    _insist_text(citing, claim, key, held, text)
    insist_unchanged(citing.contents)
    names = _names(citing.fields)
    new = dict(zip(names, map(str, _values(locator)), strict=True))
    old = {name: row[TEXT.format(name)] or "" for name in names}
    changed = {name: cell for name, cell in new.items() if cell != old[name]}
    source = citing.content.source
    place = source.places({(row[FILE], row[RECORD], None)})[row[FILE], row[RECORD], None]
    assert isinstance(source, TextTable)
    replace_cells([(source, {(row[FILE], row[RECORD], name): cell for name, cell in changed.items()})])
    where = f"{place.file}:{place.line}"
    said = f"wrote {', '.join(changed)} of {claim}" if changed else f"{claim} has all of this already"
    cells = {citing.fields.text: key} | dict(zip(names, _values(locator), strict=True))
    return Citation(cells, f"{said}: {where}")


def _names(fields: EvidenceFields) -> tuple[str, str, str, str]:
    return (fields.paragraph, fields.start, fields.end, fields.sha256)


def _values(locator: Locator) -> tuple[int, int, int, str]:
    return (locator.paragraph, locator.start, locator.end, locator.sha256)


def _citing(path: Path | None, *, needed: bool = False) -> list[_Citing]:
    """Return the tables of passages of the datasets that `path` means, or of those found from here."""
    try:
        folders = find(Path() if path is None else path)
    except UsageError:
        if path is not None or needed:
            raise
        return []  # nobody asked for a dataset
    found = []
    for folder in folders:
        contents = open_dataset(folder).contents
        tables = {name: content.table for name, content in contents.items()}
        for content in contents.values():
            target = cited(content.table, tables)
            if target is not None:
                found.append(_Citing(content, contents, target))
    return found


def _texts(citing: _Citing) -> dict[Any, dict[str, Any]]:
    """Return the records of texts by the key under which they are cited."""
    table, target = citing.content.table, citing.target
    assert target.text is not None
    key = next(key.references[0] for key in table.foreign_keys if key.fields == (citing.fields.text,))
    rows = rows_of(citing.contents[target.name], (key, target.text.file, target.text.sha256))
    return {row[key]: row for row in rows.iter_rows(named=True)}


def _is(row: Mapping[str, Any], target: Table, held: Text, path: Path) -> bool:
    """Whether a record is a text's: by its hash, or by its file's name where there is no hash."""
    assert target.text is not None
    sha256 = row[target.text.sha256]
    return bool(row[target.text.file] == path.name if sha256 is None else sha256.lower() == held.sha256)


def _record(claim: str, path: Path | None) -> tuple[_Citing, dict[str, Any]]:
    """Find the one record with this key among the tables of passages."""
    found, known = [], []
    for citing in _citing(path, needed=True):
        table = citing.content.table
        rows = rows_of(citing.content, (citing.fields.text, *_names(citing.fields)))
        parts = [pl.col(TEXT.format(name)).fill_null("") for name in table.primary_key]
        keys = (
            rows.select(pl.concat_str(parts, separator="/"))[TEXT.format(table.primary_key[0])]
            if parts
            else None
        )
        if keys is not None:
            known += keys.to_list()
            found += [(citing, row) for row in rows.filter(keys == claim).iter_rows(named=True)]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{len(found)} records have the key {quoted(claim)}"
        raise UsageError(Problem(message, help="give each a key of its own: dateline check shows them"))
    near = nearest(claim, known)
    help_ = f"did you mean {quoted(near)}?" if near else "name a record of a table that cites passages"
    raise UsageError(Problem(f"there is no record {quoted(claim)}", help=help_))


def _insist_text(citing: _Citing, claim: str, key: object, held: Text, path: Path) -> None:
    """Refuse to write the place of a passage into a record that cites another text."""
    row = _texts(citing).get(key) if key is not None else None
    if row is None:
        message = f"{claim} does not say which text it cites"
        raise UsageError(Problem(message, help=f"write the text's record into {citing.fields.text} first"))
    if not _is(row, citing.target, held, path):
        assert citing.target.text is not None
        name = row[citing.target.text.file]
        message = f"{claim} cites {key}, and '{show(path)}' is not its text: the hash differs"
        help_ = f"take the text that was coded, {name}" if name else f"see the record of {key}"
        raise UsageError(Problem(message, help=help_))
