"""The next release of a dataset: its number, why, and all that goes into it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.changes import Side, compare_datasets, level
from dateline.changes import records as sides
from dateline.dataset.releases import Released, seal
from dateline.errors import DatasetFileError, Problem, PublishError, VersionError
from dateline.package import Counts, Lineage, build, changelog, delta, tables_of
from dateline.package.delta import Version
from dateline.package.descriptor import csv_path, head
from dateline.package.state import State, state_of
from dateline.project.contents import contents_of
from dateline.project.documents import read_text
from dateline.project.folder import RELEASES_FILE
from dateline.project.paths import show
from dateline.project.previous import previous, told
from dateline.project.provenance import insist_tag_stands, of_known, of_new
from dateline.project.surroundings import about, outlines, quality_of
from dateline.versions import POLICY, decide, grown
from dateline.versions.words import explained, first, untouched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from dateline.changes import DatasetChanges
    from dateline.findings import Report
    from dateline.package import Provenance, Release, TableContent
    from dateline.project.checking import Opened
    from dateline.project.folder import Folder
    from dateline.project.previous import Previous
    from dateline.publishing import Target
    from dateline.table import Table
    from dateline.versions import Decision


@dataclass(frozen=True, slots=True)
class Step:
    """The step from one release to the next, decided.

    Args:
        folder: the dataset's folder.
        tables: what would be published.
        state: its hashes.
        decision: the number, and what demanded it.
        last: the release that was compared with; None if there is none.
        differs: what differs from it; None if there is none, or the same is published again.
        counts: what became of each table's records.
        delta: what to do to the last release's tables, as delta.json; None if there is none.
        reasons: why, in words.

    """

    folder: Folder
    tables: tuple[TableContent, ...]
    state: State
    decision: Decision
    last: Released | None
    differs: DatasetChanges | None
    counts: Mapping[str, Counts]
    delta: Mapping[str, Any] | None
    reasons: tuple[str, ...]

    @property
    def new(self) -> bool:
        """Whether this is a release that the ledger does not have."""
        entries = self.folder.releases
        return not entries or entries[-1].version != self.decision.version

    @property
    def kept(self) -> str:
        """What did not happen, of what would have weighed more."""
        return "" if self.differs is None or self.decision.level is None else untouched(self.differs)


@dataclass(frozen=True, slots=True)
class Plan:
    """A release that is ready to be published, and what its dataset's folder is to remember of it.

    Args:
        step: how its number came to be.
        release: all that is published.
        changelog: the text of the dataset's own changelog, with the release in it.

    """

    step: Step
    release: Release
    changelog: str

    @property
    def entry(self) -> Released:
        """The release's entry in the ledger."""
        lineage = self.release.lineage
        assert lineage is not None  # every plan has one
        return lineage.entry


def step(opened: Opened, target: Target | None = None, asked: str | None = None) -> Step:
    """Decide which release a dataset's records make; nothing is written.

    Args:
        opened: the dataset, its records sound.
        target: where it is published, if that can be asked.
        asked: a number that the publisher asks for.

    Raises:
        VersionError: if the number asked for is too small, there are no records, the
            release before cannot be compared with, or its tag was moved.
        PublishError: if the target has releases that the ledger does not know.
        DatasetFileError: if the metadata cannot be published.

    """
    folder = opened.folder
    insist_tag_stands(folder)
    tables = tables_of(folder.dataset, contents_of(opened), told(folder, target))
    state = state_of(folder.dataset, tables)
    if not any(each.rows for each in state.tables.values()):
        raise VersionError(Problem("there are no records to release", show(folder.path)))
    found = _step(folder, tables, state, target, asked)
    if target is not None:
        _insist_known(folder, target, found.decision.version)
    return found


def _step(
    folder: Folder,
    tables: tuple[TableContent, ...],
    state: State,
    target: Target | None,
    asked: str | None,
) -> Step:
    entries = folder.releases
    if not entries:
        return _first(folder, tables, state, asked or folder.dataset.version or None)
    same = state.is_of(entries[-1])
    if same and asked in (None, entries[-1].version):
        return _again(folder, tables, state, target)
    last = entries[-1]
    with previous(folder, last, target) as before:
        differs = _compare(folder, before, tables)
        decision = decide(last.version, level(differs) or (None if same else "patch"), asked)
        counts = _counts(differs)
        steps = _delta(folder, before, (last, decision.version), tables, state)
    reasons = explained(differs) or (() if same else ("other wording of a schema",))
    if decision.forced:
        reasons = (*reasons, f"{decision.version} was asked for")
    return Step(folder, tables, state, decision, last, differs, counts, steps, reasons)


def _first(folder: Folder, tables: tuple[TableContent, ...], state: State, asked: str | None) -> Step:
    rows = {name: each.rows for name, each in state.tables.items()}
    counts = {name: Counts(0, number, added=number) for name, number in rows.items()}
    return Step(folder, tables, state, decide(None, None, asked), None, None, counts, None, (first(rows),))


def _again(folder: Folder, tables: tuple[TableContent, ...], state: State, target: Target | None) -> Step:
    """Return the step that led to the last release of the ledger, made again."""
    *before, entry = folder.releases
    decision = decide(entry.version, None)
    if not before:
        found = _first(folder, tables, state, entry.version)
        return replace(found, decision=decision, reasons=entry.reasons)
    with previous(folder, before[-1], target) as old:
        differs = _compare(folder, old, tables)
        counts = _counts(differs)
        steps = _delta(folder, old, (before[-1], entry.version), tables, state)
    return Step(folder, tables, state, decision, before[-1], None, counts, steps, entry.reasons)


def _compare(folder: Folder, old: Previous, tables: Sequence[TableContent]) -> DatasetChanges:
    then = {name: _side(table, frame) for name, (table, frame) in old.tables.items()}
    now = {each.table.name: _side(each.table, each.text) for each in tables}
    return compare_datasets(then, now, (old.metadata, head(folder.dataset)))


def _side(table: Table, text: pl.LazyFrame) -> Side:
    """Return a published table as it is compared: one file."""
    numbered = text.with_row_index(sides.RECORD, 2).with_columns(pl.lit(0, pl.UInt32).alias(sides.FILE))
    return Side(table, numbered, (csv_path(table.name),))


def _counts(differs: DatasetChanges) -> dict[str, Counts]:
    """Count what became of the records of all tables, those that came and went among them."""
    known = {
        name: Counts(each.before, each.after, each.added.height, each.changed, each.removed.height)
        for name, each in differs.tables.items()
    }
    come = {name: Counts(0, number, added=number) for name, number in differs.added.items()}
    gone = {name: Counts(number, 0, removed=number) for name, number in differs.removed.items()}
    return {**known, **come, **gone}


def _delta(
    folder: Folder, old: Previous, ends: tuple[Released, str], tables: Sequence[TableContent], state: State
) -> dict[str, Any]:
    """Say what to do to a release's tables to have these; `ends` are that release and the next number."""
    last, version = ends
    then = {name: Version(table, frame, last.tables[name]) for name, (table, frame) in old.tables.items()}
    now = {each.table.name: Version(each.table, each.text, state.tables[each.table.name]) for each in tables}
    return delta.document(folder.dataset.name, last.version, version, then, now, folder.ledger)


def _insist_known(folder: Folder, target: Target, version: str) -> None:
    """Refuse to go on where the target has releases that the ledger lacks: somebody else published them.

    Raises:
        PublishError: naming them.

    """
    known = {each.version for each in folder.releases} | {version}
    others = [each.version for each in target.versions(folder.dataset.name) if each.version not in known]
    if others:
        message = f"{target.place} has {', '.join(others)}, which {RELEASES_FILE} does not know"
        help_ = f"bring {RELEASES_FILE} up to date first: pull it, or commit the one that was written then"
        raise PublishError(Problem(message, show(folder.path / RELEASES_FILE), help=help_))


def plan(
    opened: Opened,
    report: Report,
    target: Target | None = None,
    asked: str | None = None,
    *,
    final: bool = True,
) -> Plan:
    """Plan the release that a dataset's records make; nothing is written.

    Args:
        opened, target, asked: as `step`.
        report: what the check of the records came to.
        final: whether it is going to be published: then its records have to be committed.

    Raises:
        PublishError: if what it would be made from is in no commit, or there is nothing to
            take its time from.
        VersionError, DatasetFileError: as `step`.

    """
    found = step(opened, target, asked)
    folder = opened.folder
    provenance = of_new(folder, final=final) if found.new else of_known(folder.releases[-1])
    history = (*folder.releases, _entry(found, provenance)) if found.new else folder.releases
    written = changelog.released(_changelog(folder), history[-1])
    dataset = replace(folder.dataset, version=history[-1].version)
    lineage = Lineage(history, found.counts, found.delta)
    extra = {changelog.NAME: changelog.published(written, history[-1].version)}
    release = replace(
        build(dataset, contents_of(opened), provenance, extra, told(folder, target), lineage),
        quality=quality_of(opened, report),
        about=about(opened),
        outlines=outlines(opened),
    )
    return Plan(found, release, written)


def _entry(found: Step, provenance: Provenance) -> Released:
    """Write the ledger's entry of a release, sealed."""
    counts = found.counts.values()
    entry = Released(
        version=found.decision.version,
        created=provenance.created.replace(microsecond=0),
        commit=provenance.commit,
        level=found.decision.level
        or grown(found.last.version if found.last else None, found.decision.version),
        forced=found.decision.forced,
        policy=POLICY,
        reasons=found.reasons,
        added=sum(each.added for each in counts),
        changed=sum(each.changed for each in counts),
        removed=sum(each.removed for each in counts),
        metadata=found.state.metadata,
        tables=found.state.tables,
    )
    before = found.folder.releases[-1].seal if found.folder.releases else ""
    return replace(entry, seal=seal(entry, before))


def _changelog(folder: Folder) -> str:
    file = folder.path / changelog.NAME
    return read_text(file, DatasetFileError) if file.is_file() else ""
