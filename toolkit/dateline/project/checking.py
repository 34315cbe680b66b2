"""The check of datasets and of Data Packages on the disk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.checks.content import Content
from dateline.checks.expectations import check_expectations, unmet
from dateline.checks.groups import group_rules
from dateline.checks.links import check_links
from dateline.checks.places import has_places, lazily
from dateline.checks.tables import EXAMPLES, check_tables
from dateline.checks.waivers import Applied, apply, records_of
from dateline.errors import DatasetFileError, Problem
from dateline.findings import Report, Since
from dateline.project.folder import (
    LEDGER_FILE,
    WAIVER_FILE,
    Folder,
    file_at,
    find,
    open_folder,
    package_at,
    records_at,
)
from dateline.project.paths import show
from dateline.project.texts import read_texts
from dateline.project.unchanged import insist_unchanged
from dateline.read.files import FileFaultError, look
from dateline.read.table import Layout, read_table
from dateline.rules.ids import EVIDENCE
from dateline.table.restricted import restricted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dateline.checks.fix import Fix
    from dateline.dataset import Dataset, TableFiles
    from dateline.findings import Finding, Waived


SMALL = 1 << 20
"""Bytes of files up to which a table's records are held in memory while they are checked."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A dataset on the disk, its records within reach."""

    folder: Folder
    contents: dict[str, Content]
    gazetteer: Opened | None = None
    """The other dataset whose places the records name."""


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
        known: dict[Path, Opened] = {}
        reports = [_check_target(each, held, examples, known) for each in targets]
    return together(reports) if len(reports) != 1 else reports[0]


def _targets(path: Path) -> list[Path]:
    """Return the descriptor of a package, or the folders of datasets."""
    package = package_at(path)
    return find(path) if package is None else [package]


def _check_target(
    path: Path, texts: dict[str, str] | None, examples: int | None, known: dict[Path, Opened]
) -> Report:
    if path.is_dir():
        return check_opened(open_dataset(path, examples, known), texts, examples)
    from dateline.project.foreign import check_package  # noqa: PLC0415 - as above

    return check_package(path, texts=texts, examples=examples)


def open_dataset(
    path: Path, examples: int | None = EXAMPLES, known: dict[Path, Opened] | None = None
) -> Opened:
    """Read a dataset's files and those of its gazetteer, schemas included; records are only opened.

    Args:
        path: the dataset's folder.
        examples: how many findings of each kind to keep of the files themselves; None for all.
        known: datasets that are open already, by folder; those opened now are added.

    Raises:
        DatasetFileError, SchemaFileError: if a dataset or schema file cannot be used.

    """
    known = {} if known is None else known
    opened = _open(path, examples, known)
    place = opened.folder.gazetteer
    if place is None:
        return opened
    gazetteer = _open(place, examples, known)
    if not has_places(gazetteer.folder.tables):
        raise DatasetFileError(_no_places(opened.folder.dataset))
    return replace(opened, gazetteer=gazetteer)


def _open(path: Path, examples: int | None, known: dict[Path, Opened]) -> Opened:
    key = path.resolve()
    if key not in known:
        folder = open_folder(path)
        check_links(folder.tables)
        check_expectations(folder.dataset, folder.tables)
        contents = {each.name: content_of(folder, each, examples) for each in folder.dataset.tables}
        known[key] = Opened(folder, contents)
    return known[key]


def _no_places(dataset: Dataset) -> Problem:
    mark = dataset.marks["gazetteer"]
    message = f"the dataset '{dataset.gazetteer}' has no table of places"
    help_ = "give a table's schema 'dateline: {places: {id: …, name: …}}'"
    return Problem(message, dataset.file, mark.line, mark.column, help_)


def content_of(
    folder: Folder,
    files: TableFiles,
    examples: int | None = EXAMPLES,
    instead: Mapping[Path, Path] | None = None,
) -> Content:
    """Open a table's records; `instead` of some files others are read, and shown under the names of those."""
    table = folder.tables[files.name]
    layout = Layout(table.names, files.dialect, files.encoding, table.fields_match)
    paths = folder.files(files)
    if not paths:
        message = f"table '{files.name}' has no file: nothing matches '{files.path}'"
        problem = Problem(
            message, folder.dataset.file, files.mark.line, files.mark.column, "correct the pattern"
        )
        raise DatasetFileError(problem)
    others = instead or {}
    read = [others.get(path, path) for path in paths]
    names = dict(zip(read, paths, strict=True))
    text = read_table(files.name, read, layout, show=lambda path: show(names[path]), examples=examples)
    return Content(table, text, small=_is_small(read))


def _is_small(paths: Iterable[Path]) -> bool:
    """Say whether files hold at most `SMALL` bytes; of one that is packed nobody can tell."""
    try:
        sources = [look(path) for path in paths]
    except FileFaultError:
        return False
    return sum(each.stamp.size for each in sources) <= SMALL and not any(each.packed for each in sources)


@dataclass(frozen=True, slots=True)
class Examined:
    """What a check of one dataset found, and what of it has one answer."""

    report: Report
    fixes: tuple[Fix, ...]


def check_opened(
    opened: Opened, texts: dict[str, str] | None = None, examples: int | None = EXAMPLES
) -> Report:
    """Check one dataset; see `check`."""
    return examine(opened, texts, examples).report


def examine(opened: Opened, texts: dict[str, str] | None = None, examples: int | None = EXAMPLES) -> Examined:
    """Check one dataset, and tell what could be written at once; see `check`."""
    waivers = opened.folder.waivers
    others = [opened.gazetteer.contents] if opened.gazetteer else []
    gazetteer = lazily(*others, opened.contents)
    dataset = opened.folder.dataset
    outcome = check_tables(
        opened.contents,
        examples=examples,
        wanted=records_of(waivers),
        gazetteer=gazetteer,
        further=group_rules(dataset.expectations, opened.folder.tables),
        tidy=True,
    )
    today = datetime.now(UTC).date()
    found = [*outcome.findings, *unmet(dataset, opened.contents, outcome.records, today)]
    if opened.folder.ledger:
        from dateline.checks.ledger import check_ledger, with_successors  # noqa: PLC0415 - many have none

        ledger, file = opened.folder.ledger, show(opened.folder.path / LEDGER_FILE)
        found = with_successors(found, opened.contents, ledger)
        found += check_ledger(opened.contents, ledger, file)
    notes = []
    cites = any(table.evidence is not None for table in opened.folder.tables.values())
    if texts is not None:
        from dateline.checks.evidence import check_evidence  # noqa: PLC0415 - most checks are without texts

        compared = check_evidence(opened.contents, texts, None if waivers else examples)
        found += compared.findings
        outcome.fixes += compared.fixes
        outcome.more.update(compared.more)
        if cites:
            notes.append(f"compared {compared.passages:,} cited passages with {compared.texts:,} texts")
    elif cites:
        notes.append("cited passages were not compared: no texts at hand (--texts)")
    for contents in (opened.contents, *others):
        insist_unchanged(contents)
    left = _without_waived(opened.folder, found, unasked=EVIDENCE if texts is None else frozenset())
    report = Report.of(
        _told(opened, left.findings),
        more=outcome.more,
        records=outcome.records,
        notes=notes,
        waived=_told_waived(opened, left.waived),
    )
    waived = {each.finding for each in left.waived}
    return Examined(report, tuple(each for each in outcome.fixes if each.finding not in waived))


def _told(opened: Opened, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings without what they quote of records and fields that are not to be published."""
    if not any(table.private or restricted(table) for table in opened.folder.tables.values()):
        return found
    from dateline.project.gating import unquoted  # noqa: PLC0415 - most datasets have nothing to hide

    return unquoted(found, opened.contents)


def _told_waived(opened: Opened, waived: tuple[Waived, ...]) -> tuple[Waived, ...]:
    found = _told(opened, tuple(each.finding for each in waived))
    return tuple(replace(each, finding=shown) for each, shown in zip(waived, found, strict=True))


def _without_waived(folder: Folder, found: list[Finding], *, unasked: frozenset[str]) -> Applied:
    if not folder.waivers:
        return Applied(tuple(found), ())
    today = datetime.now(UTC).date()  # an expiry is a day of the calendar, whatever the release's time
    return apply(found, folder.waivers, file=show(folder.path / WAIVER_FILE), today=today, unasked=unasked)


def together(reports: Iterable[Report]) -> Report:
    """Join reports; a table that several datasets have counts once for each."""
    out = Report()
    for each in reports:
        totals = Counter(out.totals)
        totals.update(each.totals)
        records = Counter(out.records)
        records.update(each.records)
        found = sorted((*out.findings, *each.findings), key=lambda f: f.place)
        notes = tuple(dict.fromkeys((*out.notes, *each.notes)))
        waived = (*out.waived, *each.waived)
        since = _both(out.since, each.since)
        out = Report(tuple(found), dict(totals), dict(records), notes, waived, since)
    return out


def _both(one: Since | None, other: Since | None) -> Since | None:
    """Join what became of the findings of several datasets."""
    if one is None or other is None:
        return one or other
    new = Counter(one.new)
    new.update(other.new)
    fixed = (*one.fixed, *other.fixed)
    return Since(one.since, dict(new), fixed, one.fixed_count + other.fixed_count)
