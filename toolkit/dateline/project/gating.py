"""Private records: what a report may quote of them, and the check of what would be published."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.source import BROKEN, FILE, RECORD, Place
from dateline.checks.tables import EXAMPLES
from dateline.compile.cast import typed
from dateline.package import TableContent
from dateline.package.gate import gated
from dateline.package.gating.hiding import hidden
from dateline.project.checking import check_opened
from dateline.project.unchanged import insist_unchanged
from dateline.table.restricted import restricted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from dateline.checks.content import Content
    from dateline.checks.source import Source
    from dateline.dataset import Expectation
    from dateline.findings import Finding, Report, Severity
    from dateline.package.gating.hiding import Hidden
    from dateline.project.checking import Opened
    from dateline.table import Table

_OF_WAIVERS = frozenset({"waiver-expired", "waiver-stale", "waiver-unused"})
"""What is found of waivers is found when the records themselves are checked."""
Cell = tuple[int, int, str | None]
_Row = tuple[str, int]


def check_public(
    opened: Opened, texts: dict[str, str] | None = None, examples: int | None = EXAMPLES
) -> Report | None:
    """Check what would be published of a dataset whose records passed their own check.

    All that is asked of public records is asked of it, by the same rules and with the same
    waivers. None where that was asked already: the records are public as they stand.

    Raises:
        PublishError: if a record is to be coarsened and cannot be.

    """
    tables = opened.folder.tables.values()
    if not any(each.private or restricted(each) for each in tables):
        return None
    report = check_opened(behind_gate(opened), texts, examples)
    insist_unchanged(opened.contents)
    kept = [each for each in report.findings if each.rule not in _OF_WAIVERS]
    totals = {key: count for key, count in report.totals.items() if key[0] not in _OF_WAIVERS}
    return replace(report, findings=unquoted(kept, opened.contents, gated=True), totals=totals)


def behind_gate(opened: Opened) -> Opened:
    """Return a dataset as it would be published, to be checked as a public one; see `check_opened`.

    Restricted fields are left out, but for those on which rules decide, and so are
    expectations of restricted fields.

    Raises:
        PublishError: if a record is to be coarsened and cannot be.

    """
    folder = opened.folder
    asked = gated(_contents(opened.contents), folder.dataset).asked
    contents = {name: _passed(opened.contents[name], each) for name, each in asked.items()}
    tables = {name: each.table for name, each in asked.items()}
    expectations = tuple(each for each in folder.dataset.expectations if _is_asked(each, tables))
    dataset = replace(folder.dataset, expectations=expectations)
    return replace(opened, folder=replace(folder, dataset=dataset, tables=tables), contents=contents)


def _passed(content: Content, asked: TableContent) -> Content:
    """Return what passed of a table, to be checked; a small one is held in memory, in one piece."""
    if content.small:
        asked = replace(asked, text=asked.text.collect().rechunk().lazy())
    return replace(content, table=asked.table, source=_Gated(content.source, asked))


def _contents(contents: Mapping[str, Content]) -> dict[str, TableContent]:
    """Return the records with their places in the files."""
    made = {}
    for name, content in contents.items():
        text = content.source.frame.filter(pl.col(BROKEN).not_())
        made[name] = TableContent(content.table, text, typed(content.table, text).select(content.table.names))
    return made


def _is_asked(expected: Expectation, tables: Mapping[str, Table]) -> bool:
    names = set(tables[expected.table].names)
    used = {*expected.group} | ({expected.field} if expected.field else set())
    return used <= names


@dataclass(frozen=True, slots=True)
class _Gated:
    """The text of the records that passed the gate, at the places of the records that they are."""

    source: Source
    content: TableContent
    findings: Sequence[Finding] = ()
    more: Mapping[tuple[str, Severity], int] = field(default_factory=dict)

    @property
    def frame(self) -> pl.LazyFrame:
        return self.content.text

    @property
    def absent(self) -> Mapping[int, Collection[str]]:
        return self.source.absent

    def places(self, cells: Collection[Cell]) -> Mapping[Cell, Place]:
        """Find cells; the line that stands there is not shown, for it was not let through."""
        return {cell: replace(each, snippet=None) for cell, each in self.source.places(cells).items()}

    def careful(self) -> _Gated:
        """Return the same: what passed was read already."""
        return self


def unquoted(
    findings: Iterable[Finding], contents: Mapping[str, Content], *, gated: bool = False
) -> tuple[Finding, ...]:
    """Return findings as a log may show them that others read than those who may see the records.

    Of a record that is not published as it stands, of a restricted field, and wherever a text
    stands that such a record alone has, nothing is quoted: rule, file, line and column remain.

    Args:
        findings: of one check.
        contents: the records as they are kept.
        gated: whether what was checked had passed the gate: then its values may be told.

    """
    found = tuple(findings)
    if not found:
        return found
    try:
        shut = _Shut.of(contents)
    except pl.exceptions.PolarsError:  # what cannot be read cannot be told apart: all of it is hidden
        return tuple(_without_words(each, key=False) for each in found)
    return tuple(shut.shown(found, gated=gated))


@dataclass(frozen=True, slots=True)
class _Shut:
    """What may not be quoted: rows by table as (file, record), fields by table, and texts."""

    rows: Mapping[str, frozenset[_Row]]
    coarse: Mapping[str, frozenset[_Row]]
    fields: Mapping[str, frozenset[str]]
    texts: Hidden

    @classmethod
    def of(cls, contents: Mapping[str, Content]) -> _Shut:
        known = hidden(_contents(contents))
        rows = {name: _rows(each, known.rows[name]) | _broken(each) for name, each in contents.items()}
        coarse = {name: _rows(contents[name], at) for name, at in known.coarse.items()}
        return cls(rows, coarse, {name: restricted(each.table) for name, each in contents.items()}, known)

    def shown(self, findings: Sequence[Finding], *, gated: bool) -> Iterator[Finding]:
        """Yield findings without their words, or without the line, where they quote what is hidden."""
        saying = self.texts.quoted([_said(each) for each in findings])
        lines = self.texts.quoted([each.snippet or "" for each in findings])
        keys = self.texts.quoted([each.key or "" for each in findings])
        for each, said, line, key in zip(findings, saying, lines, keys, strict=True):
            name, at = each.table or "", (each.file or "", each.row or 0)
            hides = not gated and at in self.rows.get(name, ())
            if hides or said or each.field in self.fields.get(name, ()):
                public = not hides or at in self.coarse.get(name, ())
                yield _without_words(each, key=public and not key)
            else:
                yield replace(each, snippet=None if line or self.fields.get(name) else each.snippet)


def _said(finding: Finding) -> str:
    """Return the words of a finding, one below the other."""
    words = (finding.message, finding.value, finding.expected, finding.suggestion, finding.key)
    return "\n".join(each for each in words if each)


def _without_words(finding: Finding, *, key: bool) -> Finding:
    what = finding.field or "the record"
    return replace(
        finding,
        message=f"{what} breaks this rule; it is not shown, because it is not to be published",
        expected=f"what 'dateline explain {finding.rule}' says",
        value=None,
        suggestion=None,
        snippet=None,
        key=finding.key if key else None,
        fixable=False,
    )


def _rows(content: Content, at: Collection[int]) -> frozenset[_Row]:
    """Return rows by their position among the records that are whole, as findings name them."""
    if not at:
        return frozenset()
    chosen = pl.Series(sorted(at), dtype=pl.UInt32)
    frame = content.source.frame.filter(pl.col(BROKEN).not_()).select(FILE, RECORD).collect()
    return _named(content, frame[chosen])


def _broken(content: Content) -> frozenset[_Row]:
    return _named(content, content.source.frame.filter(BROKEN).select(FILE, RECORD).collect())


def _named(content: Content, rows: pl.DataFrame) -> frozenset[_Row]:
    first = [(file, row, None) for file, row in rows.unique(FILE).iter_rows()]
    files = {cell[0]: place.file for cell, place in content.source.places(first).items()}
    return frozenset((files[file], row) for file, row in rows.iter_rows())
