"""The check of datasets and of Data Packages on the disk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.checks.expectations import unmet
from dateline.checks.links import check_links
from dateline.checks.tables import EXAMPLES, Content, check_tables
from dateline.errors import DatasetFileError, Problem
from dateline.findings import Report
from dateline.project.folder import Folder, file_at, find, open_folder, package_at, records_at
from dateline.project.paths import show
from dateline.project.texts import read_texts
from dateline.project.unchanged import insist_unchanged
from dateline.read.table import Layout, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.dataset import TableFiles


@dataclass(frozen=True, slots=True)
class Opened:
    """A dataset on the disk, its records within reach."""

    folder: Folder
    contents: dict[str, Content]


def check(
    *paths: str | Path,
    texts: str | Path | None = None,
    schema: str | Path | None = None,
    examples: int | None = EXAMPLES,
) -> Report:
    """Check datasets, or Data Packages of any publisher, and return what was found.

    Args:
        paths: datasets' folders, or places in a project; a `datapackage.json`, or a folder
            with one; with `schema`, files of records. None means the current folder.
        texts: folder of the texts that were coded (`*.txt`); with it, every cited passage
            is compared with its text.
        schema: a Table Schema, JSON or YAML, by which the files of records are checked.
        examples: how many findings of each rule and table to list; None for all. Counts
            are exact in any case.

    Raises:
        UsageError: if a path leads to no dataset, package or file.
        DatasetFileError, SchemaFileError: if a dataset or schema file cannot be used.

    """
    held = None if texts is None else read_texts(Path(texts))
    places = [Path(path) for path in paths or (".",)]
    if schema is not None:
        from dateline.project.foreign import check_file  # noqa: PLC0415 - most checks are of datasets

        reports = [check_file(records_at(each), file_at(Path(schema)), examples=examples) for each in places]
    else:
        targets = dict.fromkeys(target for path in places for target in _targets(path))
        reports = [_check_target(each, held, examples) for each in targets]
    return _together(reports) if len(reports) != 1 else reports[0]


def _targets(path: Path) -> list[Path]:
    """Return the descriptor of a package, or the folders of datasets."""
    package = package_at(path)
    return find(path) if package is None else [package]


def _check_target(path: Path, texts: dict[str, str] | None, examples: int | None) -> Report:
    if path.is_dir():
        return check_opened(open_dataset(path, examples), texts, examples)
    from dateline.project.foreign import check_package  # noqa: PLC0415 - as above

    return check_package(path, texts=texts, examples=examples)


def open_dataset(path: Path, examples: int | None = EXAMPLES) -> Opened:
    """Read a dataset's files, schemas included; records are only opened.

    Raises:
        DatasetFileError, SchemaFileError: if a dataset or schema file cannot be used.

    """
    folder = open_folder(path)
    check_links(folder.tables)
    return Opened(folder, {each.name: _content(folder, each, examples) for each in folder.dataset.tables})


def _content(folder: Folder, files: TableFiles, examples: int | None) -> Content:
    table = folder.tables[files.name]
    layout = Layout(table.names, files.dialect, files.encoding, table.fields_match)
    paths = folder.files(files)
    if not paths:
        message = f"table '{files.name}' has no file: nothing matches '{files.path}'"
        problem = Problem(
            message, folder.dataset.file, files.mark.line, files.mark.column, "correct the pattern"
        )
        raise DatasetFileError(problem)
    return Content(table, read_table(files.name, paths, layout, show=show, examples=examples))


def check_opened(
    opened: Opened, texts: dict[str, str] | None = None, examples: int | None = EXAMPLES
) -> Report:
    """Check one dataset; see `check`."""
    outcome = check_tables(opened.contents, examples=examples)
    found = [*outcome.findings, *unmet(opened.folder.dataset, outcome.records)]
    notes = []
    if texts is not None:
        from dateline.checks.evidence import check_evidence  # noqa: PLC0415 - most checks are without texts

        compared = check_evidence(opened.contents, texts)
        found += compared.findings
        notes.append(f"compared {compared.passages:,} cited passages with {compared.texts:,} texts")
    elif any(table.evidence is not None for table in opened.folder.tables.values()):
        notes.append("cited passages were not compared: no texts at hand (--texts)")
    insist_unchanged(opened.contents)
    return Report.of(found, more=outcome.more, records=outcome.records, notes=notes)


def _together(reports: Iterable[Report]) -> Report:
    """Join reports; a table that several datasets have counts once for each."""
    out = Report()
    for each in reports:
        totals = Counter(out.totals)
        totals.update(each.totals)
        records = Counter(out.records)
        records.update(each.records)
        found = sorted((*out.findings, *each.findings), key=lambda f: f.place)
        notes = tuple(dict.fromkeys((*out.notes, *each.notes)))
        out = Report(tuple(found), dict(totals), dict(records), notes)
    return out
