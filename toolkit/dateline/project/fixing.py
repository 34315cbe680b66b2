"""Findings that have one answer, written into the records: `dateline check --fix`.

Nothing is written on trust. What would come of the fixes is checked first, with copies of
the changed files in place of the files; a fix after which anything is found that was not
found before is left out. Only then are the files written, all cells at once.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.document import did_you_mean, quoted
from dateline.errors import Problem, UsageError
from dateline.project.cells import copies_with, replace_cells
from dateline.project.checking import content_of, examine, open_dataset
from dateline.project.fixes import addresses, new_cells
from dateline.project.folder import find, package_at
from dateline.project.paths import show
from dateline.project.texts import read_texts
from dateline.read.table import TextTable
from dateline.rules.ids import FIXABLE, NO_REPEATS
from dateline.rules.tidy import NOT_NFC, STRAY_SPACE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from dateline.checks.fix import Fix
    from dateline.checks.source import Place
    from dateline.findings import Finding
    from dateline.project.checking import Examined, Opened
    from dateline.project.fixes import Address

ROUNDS = 5
"""How often what a fix brings to light is fixed in its turn: a space goes, then a date is computed."""
TRIALS = 8
"""How often a set of fixes is tried with fewer of them, before none is written."""
_FIRST = (STRAY_SPACE, NOT_NFC)
"""Rules whose fixes come first: what others say of such a cell may change with it."""

Spot = tuple[str, str | None, str | None, int | None, str | None]
"""A finding's rule, table, file, row and field."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell's new text, as it is shown: what tells of people is masked."""

    rule: str
    finding: Finding
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was written, or would be.

    Args:
        changes: cell by cell, in the order of files and lines.
        refused: findings whose fixes are left out, since others would come of them.

    """

    changes: tuple[Change, ...] = ()
    refused: tuple[Finding, ...] = ()

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """How many findings of each rule were fixed in each file."""
        once = {
            (each.rule, each.finding.file or "", each.finding.row, each.finding.field)
            for each in self.changes
        }
        return dict(sorted(Counter((rule, file) for rule, file, _, _ in once).items()))


def fix(
    *paths: str | Path,
    texts: str | Path | None = None,
    rules: Collection[str] | None = None,
    write: bool = True,
) -> Fixed:
    """Write what has one right answer into the records of datasets.

    Args:
        paths: datasets' folders, or places in a project; none means the current folder.
        texts: folder of the texts that were coded; with it, passages that moved are fixed too.
        rules: whose findings are fixed; None for all that can be.
        write: whether to write anything, or to tell what would be written.

    Raises:
        UsageError: if a path leads to no dataset, or a rule has no fix.
        DatasetFileError, SchemaFileError: if a dataset or schema file cannot be used, or a
            file of records cannot be written; of the dataset in question, none is then.

    """
    wanted = FIXABLE if rules is None else frozenset(rules)
    _insist_fixable(wanted)
    held = None if texts is None else read_texts(Path(texts))
    places = [Path(path) for path in paths or (".",)]
    for each in places:
        if package_at(each) is not None:
            message = "a Data Package is not fixed: its descriptor holds the files' hashes"
            raise UsageError(Problem(message, show(each), help="fix the dataset, and publish it anew"))
    folders = dict.fromkeys(folder for each in places for folder in find(each))
    done = [_fix(open_dataset(each, None), held, wanted, write=write) for each in folders]
    changes = tuple(change for each in done for change in each.changes)
    return Fixed(changes, tuple(finding for each in done for finding in each.refused))


def _insist_fixable(rules: Iterable[str]) -> None:
    for each in sorted(set(rules) - FIXABLE):
        message = f"the findings of {quoted(each)} have no fix that could be written at once"
        raise UsageError(Problem(message, help=did_you_mean(each, sorted(FIXABLE))))


def _fix(opened: Opened, held: dict[str, str] | None, wanted: Collection[str], *, write: bool) -> Fixed:
    work = _Work(opened, held, frozenset(wanted), examine(opened, held, examples=None))
    work.run()
    accepted = new_cells(opened.contents, work.accepted)
    changes = tuple(_changes(opened, work.accepted))
    if write and accepted:
        replace_cells(accepted)
    return Fixed(changes, tuple(each.finding for each in work.refused))


@dataclass(slots=True)
class _Work:
    """The fixes of one dataset, round by round.

    Args:
        opened: the dataset as it is; its files are not touched.
        held: texts that were coded, by file name.
        wanted: rules whose findings are fixed.
        before: what is found with the fixes accepted so far.
        accepted: fixes to be written, in the order in which they were found.
        refused: fixes that would make something else worse.

    """

    opened: Opened
    held: dict[str, str] | None
    wanted: frozenset[str]
    before: Examined
    accepted: list[Fix] = field(default_factory=list)
    refused: list[Fix] = field(default_factory=list)
    tried: set[tuple[str, Address]] = field(default_factory=set)
    """Rules and the cells for which each had its one chance: nothing goes round in circles."""

    def run(self) -> None:
        """Find out what can be written without harm."""
        for _ in range(ROUNDS):
            chosen = list(self._chosen())
            if not chosen or not self._accept(chosen):
                return

    def _chosen(self) -> Iterator[Fix]:
        """Yield the fixes of this round, one for each cell."""
        taken: set[Address] = set()
        order = {rule: n for n, rule in enumerate(_FIRST)}
        for each in sorted(self.before.fixes, key=lambda fix: order.get(fix.rule, len(order))):
            rule, cells = each.rule, addresses(each)
            known = any((rule, cell) in self.tried for cell in cells)
            if rule not in self.wanted or known or taken.intersection(cells) or self._packed(each):
                continue
            taken.update(cells)
            self.tried.update((rule, cell) for cell in cells)
            yield each

    def _packed(self, each: Fix) -> bool:
        """Whether a fix is of a compressed file, which is never written."""
        table, file, _, _ = addresses(each)[0]
        source = _source(self.opened, table)
        locator = source.locator(source.indexes[file])
        return locator is None or locator.source.packed

    def _accept(self, chosen: list[Fix]) -> bool:
        """Take in those of the fixes that do no harm; return whether there is any."""
        for _ in range(TRIALS):
            after = self._examined([*self.accepted, *chosen])
            new = _new(self.before.report.findings, after.report.findings, chosen)
            if not new:
                self.before = after
                self.accepted += chosen
                return bool(chosen)
            blamed = {id(each) for finding in new for each in _blamed(finding, chosen)}
            self.refused += [each for each in chosen if id(each) in blamed]
            chosen = [each for each in chosen if id(each) not in blamed]
            if not chosen:
                return False
        self.refused += chosen
        return False

    def _examined(self, fixes: Sequence[Fix]) -> Examined:
        """Check copies of the files with these fixes in them."""
        cells = new_cells(self.opened.contents, fixes)
        changed = {table.name for table, _ in cells}
        folder = self.opened.folder
        with tempfile.TemporaryDirectory(prefix="dateline-") as place:
            copies = copies_with(cells, Path(place))
            tables = [each for each in folder.dataset.tables if each.name in changed]
            contents = {each.name: content_of(folder, each, None, copies) for each in tables}
            trial = replace(self.opened, contents={**self.opened.contents, **contents})
            return examine(trial, self.held, examples=None)


def _spot(finding: Finding) -> Spot:
    return (finding.rule, finding.table, finding.file, finding.row, finding.field)


def _new(before: Iterable[Finding], after: Iterable[Finding], fixes: Iterable[Fix]) -> list[Finding]:
    """Return what is found now and was not before.

    Of a cell with a stray space nothing else was said: what is said of its record now was
    true before, unless the record repeats another one now.
    """
    known = Counter(map(_spot, before))
    spaced = {addresses(each)[0][:3] for each in fixes if each.rule == STRAY_SPACE}
    found = []
    for each in after:
        known[_spot(each)] -= 1
        uncovered = (each.table, each.file, each.row) in spaced and each.rule not in NO_REPEATS
        if known[_spot(each)] < 0 and not uncovered and not each.rule.startswith("waiver-"):
            found.append(each)
    return found


def _blamed(finding: Finding, fixes: Sequence[Fix]) -> list[Fix]:
    """Return the fixes of which a new finding may have come: the nearest ones, else all."""
    nearer = (
        [each for each in fixes if _spot(each.finding)[1:4] == _spot(finding)[1:4]],
        [
            each
            for each in fixes
            if (each.finding.table, finding.field) == (finding.table, each.finding.field)
        ],
        [each for each in fixes if each.finding.table == finding.table],
    )
    return next((found for found in nearer if found), list(fixes))


def _changes(opened: Opened, fixes: Sequence[Fix]) -> Iterator[Change]:
    """Yield what fixes write, cell by cell, as it is shown; of one cell in the order of writing."""
    places = _places(opened, fixes)
    changes = [
        _change(opened, each, address, places[address]) for each in fixes for address in addresses(each)
    ]
    yield from sorted(changes, key=lambda change: change.finding.place[:3])


def _places(opened: Opened, fixes: Iterable[Fix]) -> dict[Address, Place]:
    """Find cells in the files as they are; later rounds saw copies, in which cells stand elsewhere."""
    wanted: dict[tuple[str, str], list[Address]] = {}
    for address in (each for one in fixes for each in addresses(one)):
        wanted.setdefault(address[:2], []).append(address)
    found: dict[Address, Place] = {}
    for (table, file), cells in wanted.items():
        source = _source(opened, table)
        index = source.indexes[file]
        places = source.places({(index, record, name) for _, _, record, name in cells})
        found |= {each: places[index, each[2], each[3]] for each in cells}
    return found


def _change(opened: Opened, each: Fix, address: Address, place: Place) -> Change:
    name, finding = address[3], each.finding
    own = name == finding.field
    old = finding.value if own else _old(opened, address)
    shown = finding.suggestion if own else None
    here = replace(finding, line=place.line, column=place.column)
    return Change(each.rule, here, name, old or "", each.cells[name] if shown is None else shown)


def _old(opened: Opened, address: Address) -> str:
    """Return a cell's text as it stands in its file."""
    table, file, row, name = address
    source = _source(opened, table)
    record = source.locate(source.indexes[file], [row])[row]
    return record.record.cells[record.columns[name]]


def _source(opened: Opened, table: str) -> TextTable:
    source = opened.contents[table].source
    assert isinstance(source, TextTable), "a dataset's records stand in files"
    return source
