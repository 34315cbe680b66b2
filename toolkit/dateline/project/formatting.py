"""Record files in canonical form: `dateline format`.

A file is written only if what was written reads back as the same records; a file with
faults is left as it is, and so is one that somebody writes to meanwhile.
"""

from __future__ import annotations

import codecs
import filecmp
import os
import tempfile
import unicodedata
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import DatasetFileError, Problem, UsageError
from dateline.project.folder import find, open_folder, package_at
from dateline.project.paths import show
from dateline.project.staging import put, stage_text, writing
from dateline.read import canonical
from dateline.read.careful import header_records, read_columns
from dateline.read.files import FileFaultError, Source, look, pieces
from dateline.read.layout import Layout
from dateline.read.notes import Notes
from dateline.read.records import RecordTooLongError, records
from dateline.read.table import read_table
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dateline.dataset import TableFiles
    from dateline.findings import Finding
    from dateline.project.folder import Folder
    from dateline.read.header import Columns
    from dateline.table import Table

MENDED = frozenset({"incorrect-label", "mixed-line-ends"})
"""Findings of a file that its canonical form is free of, and that hide no value."""
_FLUSHED = 1 << 16
"""Characters written at a time."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """What became of a file.

    Args:
        path: the file.
        changed: whether it is, or was, written otherwise than in canonical form.
        findings: faults for which it was left as it is.
        problem: what else was the reason for that.
        old: its text, where the difference was asked for.
        new: its canonical form, likewise.

    """

    path: Path
    changed: bool = False
    findings: tuple[Finding, ...] = ()
    problem: Problem | None = None
    old: str = ""
    new: str = ""

    @property
    def shown(self) -> str:
        """The path, as the person would type it."""
        return show(self.path)


def format_records(*paths: str | Path, write: bool = True, texts: bool = False) -> list[Formatted]:
    """Bring the record files of datasets into canonical form, each by itself.

    Args:
        paths: datasets' folders, or places in a project; or single record files, or folders
            of them, inside a dataset. None means the current folder.
        write: whether to write, or only to tell which files would change.
        texts: whether to return the texts of files that change.

    Raises:
        UsageError: if a path leads to no dataset.
        DatasetFileError, SchemaFileError: if a dataset or schema file cannot be used, or a
            file belongs to two tables.

    """
    done: dict[Path, Formatted] = {}
    for path in [Path(each) for each in paths] or [Path()]:
        if package_at(path) is not None:
            message = "a Data Package is not formatted: its descriptor holds the files' hashes"
            raise UsageError(Problem(message, show(path)))
        for each in find(path):
            for file, layout, table in _files(open_folder(each), path):
                if file.resolve() not in done:
                    done[file.resolve()] = _format(file, layout, table, write=write, texts=texts)
    return list(done.values())


def _files(folder: Folder, asked: Path) -> Iterator[tuple[Path, Layout, Table]]:
    """Yield the record files of a dataset that a path means: all that lie below it, or itself."""
    owners: dict[Path, str] = {}
    here, whole = asked.resolve(), folder.path.resolve()
    for files in folder.dataset.tables:
        for path in folder.files(files):
            place = path.resolve()
            if owners.setdefault(place, files.name) != files.name:
                message = f"the file belongs to two tables, {owners[place]} and {files.name}"
                raise DatasetFileError(Problem(message, show(path), help="correct one of the patterns"))
            if whole.is_relative_to(here) or place.is_relative_to(here) or _lies_in(path, asked):
                yield path, _layout(folder.tables[files.name], files), folder.tables[files.name]


def _lies_in(path: Path, asked: Path) -> bool:
    """Whether a file that is a link lies in a folder, or is the one asked for."""
    return path.absolute().is_relative_to(asked.absolute())


def _layout(table: Table, files: TableFiles) -> Layout:
    return Layout(table.names, files.dialect, files.encoding, table.fields_match)


def _format(path: Path, layout: Layout, table: Table, *, write: bool, texts: bool) -> Formatted:
    """Bring one file into canonical form; whatever keeps it from that is told, and it stays as it is."""
    try:
        source = look(path)
        if source.packed:
            return Formatted(path, problem=Problem("the file is compressed: left as it is", show(path)))
        faults = _faults(path, layout, table.name, source)
        if faults:
            return Formatted(path, findings=faults)
        with tempfile.TemporaryDirectory(prefix="dateline-") as place:
            return _rewrite(source, layout, table, Path(place) / path.name, write=write, texts=texts)
    except (FileFaultError, RecordTooLongError):
        return Formatted(path, findings=read_table(table.name, [path], layout, show=show).findings)
    except DatasetFileError as error:
        return Formatted(path, problem=error.problems[0])


def _faults(path: Path, layout: Layout, name: str, source: Source) -> tuple[Finding, ...]:
    """Return what is wrong with a file, but for what its canonical form mends."""
    found = read_table(name, [path], layout, show=show, examples=None).findings
    left = [each for each in found if each.rule not in MENDED and not _bare(each)]
    if any(each.rule == "blank-row" for each in left):
        last = _last(source, layout)
        left = [each for each in left if each.rule != "blank-row" or (each.row or 0) < last]
    return tuple(left)


def _bare(finding: Finding) -> bool:
    """Whether it is about a quote inside a cell without quotes: nobody reads that in two ways."""
    return finding.rule == "stray-quote" and finding.severity == "warning"


def _last(source: Source, layout: Layout) -> int:
    """Return the number of the last record that is not empty."""
    stream = records(pieces(source, layout.codec), grammar(layout.dialect))
    return max((record.number for record in stream if any(record.cells)), default=0)


def _rewrite(
    source: Source, layout: Layout, table: Table, copy: Path, *, write: bool, texts: bool
) -> Formatted:
    path, columns = source.path, _columns(source, layout, table.name)
    _write(source, layout, columns, copy)
    source.insist()
    if filecmp.cmp(path, copy, shallow=False):
        return Formatted(path)
    _insist_same(source, layout, columns, copy, table)
    new = copy.read_bytes()
    old = path.read_bytes() if texts else b""
    if write:
        _replace(source, new)
    told = (_decoded(each, layout) if texts else "" for each in (old, new))
    return Formatted(path, changed=True, old=next(told), new=next(told))


def _columns(source: Source, layout: Layout, name: str) -> Columns:
    with closing(records(pieces(source, layout.codec), grammar(layout.dialect))) as stream:
        columns = read_columns(header_records(stream, layout), layout, Notes(name), show(source.path))
    assert columns is not None, "a header that cannot be read was told before"
    return columns


def _write(source: Source, layout: Layout, columns: Columns, copy: Path) -> None:
    """Write a file's canonical form into another one."""
    encoder = codecs.getincrementalencoder(layout.codec)()
    with writing(source.path), _encoding(source, layout.codec), copy.open("wb") as new:
        for chunk in _chunks(canonical.lines(source, layout, columns)):
            new.write(encoder.encode(chunk))


def _chunks(lines: Iterable[str]) -> Iterator[str]:
    held, size = list[str](), 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size > _FLUSHED:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)


@contextmanager
def _encoding(source: Source, codec: str) -> Iterator[None]:
    """Say of a character that the file's encoding cannot hold it in canonical form."""
    try:
        yield
    except UnicodeEncodeError as error:
        char = error.object[error.start : error.end]
        raise _refused(source.path, f"{codec} has no {char!a}: save the file as UTF-8") from error


def _insist_same(source: Source, layout: Layout, columns: Columns, copy: Path, table: Table) -> None:
    """Read what was written: it must be the same records, and no two keys may have become one."""
    written = look(copy)
    again = canonical.rows(written, layout, _columns(written, layout, table.name))
    before = canonical.rows(source, layout, columns)
    if any(_content(a) != _content(b) for a, b in zip_longest(before, again)):
        raise _refused(source.path, "the file's dialect cannot hold its records in canonical form")
    if _merges(source, layout, columns, table):
        raise _refused(source.path, "two records would have the same key in composed form (NFC)")


def _content(row: canonical.Row | None) -> object:
    return None if row is None else (row.cells, row.comment)


def _merges(source: Source, layout: Layout, columns: Columns, table: Table) -> bool:
    """Whether two keys that differ would be one in composed form."""
    at = dict(zip(table.names, columns.source, strict=True))
    key = [n for name in table.primary_key if (n := at[name]) is not None]
    seen: set[tuple[str, ...]] = set()
    for record in records(pieces(source, layout.codec), grammar(layout.dialect)):
        if record.number > layout.header_end and not record.comment:
            seen.add(tuple(record.cells[n] for n in key if n < len(record.cells)))
    odd = any(not unicodedata.is_normalized("NFC", part) for each in seen for part in each)
    return odd and len({tuple(unicodedata.normalize("NFC", p) for p in each) for each in seen}) < len(seen)


def _replace(source: Source, new: bytes) -> None:
    if not os.access(source.path, os.W_OK):
        raise _refused(source.path, "the file may not be written to")
    staged = stage_text(source.path, new)
    try:
        if source.changed:
            raise _refused(source.path, "the file was written to since it was read: nothing was changed")
        put([staged])
    finally:
        staged.written.unlink(missing_ok=True)


def _decoded(raw: bytes, layout: Layout) -> str:
    return raw.decode(layout.codec, "replace")


def _refused(path: Path, message: str) -> DatasetFileError:
    return DatasetFileError(Problem(message, show(path)))
