"""Findings: what is wrong with records, as data.

A `Finding` names the rule, the place and the value, and says what was expected and
what to write. A `Report` is all findings of one run. How they look on a terminal, in
a pull request or in a file is the business of `dateline.render`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

Severity = Literal["error", "warning"]
Standing = Literal["new", "existing"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the records.

    Args:
        rule: the rule's id, kebab-case and stable.
        severity: "error" or "warning".
        message: what was found, in one sentence, without the place.
        table: the table's name; None where the problem is the dataset's.
        field: the field's name; None where the problem is the row's or the file's.
        file: the path as the person would type it.
        row: number of the CSV record in its file; the header is record 1.
        line: physical line of the cell's first character, 1-based.
        column: column of the cell's first character in that line, 1-based, in characters.
        field_number: position of the field in its row, 1-based.
        key: the row's primary key, its parts joined by "/".
        value: the cell's text as it stands in the file.
        expected: what would have been right, in a few words.
        suggestion: what to write instead, where there is one good answer; "" means an empty cell.
        snippet: the physical line, for reports that show it.
        standing: "new" or "existing", where the records were compared with an earlier state.
        fixable: whether what to write follows from the records, so that a program may write it:
            no guess ever is. The suggestion is that answer, if a single cell is to be changed.

    """

    rule: str
    severity: Severity
    message: str
    table: str | None = None
    field: str | None = None
    file: str | None = None
    row: int | None = None
    line: int | None = None
    column: int | None = None
    field_number: int | None = None
    key: str | None = None
    value: str | None = None
    expected: str | None = None
    suggestion: str | None = None
    snippet: str | None = None
    standing: Standing | None = None
    fixable: bool = False

    @property
    def place(self) -> tuple[str, int, int, str]:
        """Sort key: file, line, column, rule."""
        return (self.file or "", self.line or 0, self.column or 0, self.rule)


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that stands, and the reason given for it."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Since:
    """What became of findings since an earlier state of the records.

    Args:
        since: the earlier state, as it was asked for.
        new: how many findings there are that were not there before, by rule and severity.
        fixed: findings of the earlier state that are gone, with their places there; the
            first ones of each rule and table.
        fixed_count: how many there are.

    """

    since: str
    new: Mapping[tuple[str, Severity], int] = field(default_factory=dict)
    fixed: tuple[Finding, ...] = ()
    fixed_count: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All that one check found.

    `findings` holds examples, sorted by file, line and rule; `totals` holds how many
    there are of each rule and severity, which may be more than the examples.
    """

    findings: tuple[Finding, ...] = ()
    totals: Mapping[tuple[str, Severity], int] = field(default_factory=dict)
    records: Mapping[str, int] = field(default_factory=dict)
    """Records read, by table."""
    notes: tuple[str, ...] = ()
    """What else a reader must know of the check: what was compared, what could not be."""
    waived: tuple[Waived, ...] = ()
    """Findings that stand with a reason; they count neither as errors nor as warnings."""
    since: Since | None = None
    """What became of findings, where the records were compared with an earlier state."""

    @classmethod
    def of(
        cls,
        findings: Iterable[Finding],
        *,
        more: Mapping[tuple[str, Severity], int] | None = None,
        records: Mapping[str, int] | None = None,
        notes: Iterable[str] = (),
        waived: Iterable[Waived] = (),
    ) -> Report:
        """Make a report of these findings, and of `more` that are counted but not listed."""
        found = tuple(sorted(findings, key=lambda f: (*f.place, f.field or "", f.message)))
        totals = Counter((f.rule, f.severity) for f in found)
        totals.update(more or {})
        counted = {key: n for key, n in sorted(totals.items()) if n}
        return cls(found, counted, dict(records or {}), tuple(notes), tuple(waived))

    @property
    def ok(self) -> bool:
        """Whether no error was found; warnings do not count."""
        return not self.errors

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return self._count("error")

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return self._count("warning")

    @property
    def new_errors(self) -> int:
        """How many errors are new; all of them, where nothing was compared."""
        return self.errors if self.since is None else _total(self.since.new, "error")

    @property
    def new_warnings(self) -> int:
        """How many warnings are new; all of them, where nothing was compared."""
        return self.warnings if self.since is None else _total(self.since.new, "warning")

    def _count(self, severity: Severity) -> int:
        return _total(self.totals, severity)

    def counts(self) -> dict[str, int]:
        """Count findings by rule, warnings included."""
        out: Counter[str] = Counter()
        for (rule, _), n in self.totals.items():
            out[rule] += n
        return dict(out)

    def frame(self) -> pl.DataFrame:
        """Return the findings as a frame, a row each, columns as `Finding`.

        A file's name that is no text, which Python holds with surrogates, gets escapes.
        """
        import polars as pl  # noqa: PLC0415 - keeps `dateline --help` and the renderers quick

        numbers = {"row", "line", "column", "field_number"}
        schema: dict[str, type[pl.DataType]] = {
            f.name: pl.Int64 if f.name in numbers else pl.String for f in fields(Finding)
        } | {"fixable": pl.Boolean}
        rows = [[_held(getattr(f, name)) for name in schema] for f in self.findings]
        return pl.DataFrame(rows, schema=schema, orient="row")


def _total(counts: Mapping[tuple[str, Severity], int], severity: Severity) -> int:
    return sum(n for (_, each), n in counts.items() if each == severity)


def _held(value: str | int | None) -> str | int | None:
    """Return a value as a column can hold it: UTF-8 has no surrogates."""
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-8", "backslashreplace").decode()
