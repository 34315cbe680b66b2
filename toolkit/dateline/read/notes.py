"""Findings about the text of a table, with a limit to how many are kept of each rule."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dateline.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.findings import Severity

VALUE_LIMIT = 1_000
SNIPPET_LIMIT = 2_000


class Notes:
    """Collects findings of one table; beyond `examples` of a rule they are only counted."""

    def __init__(self, table: str, examples: int | None = 20) -> None:
        self.table = table
        self.examples = examples
        self._findings: list[Finding] = []
        self._counts: Counter[tuple[str, Severity]] = Counter()

    def room(self, rule: str, severity: Severity = "error") -> bool:
        """Count one finding; say whether it should be told in full, by `add`."""
        self._counts[rule, severity] += 1
        return self.examples is None or self._counts[rule, severity] <= self.examples

    def add(  # noqa: PLR0913 - the columns of a finding
        self,
        rule: str,
        message: str,
        file: str,
        *,
        severity: Severity = "error",
        field: str | None = None,
        row: int | None = None,
        line: int | None = None,
        column: int | None = None,
        field_number: int | None = None,
        value: str | None = None,
        expected: str | None = None,
        suggestion: str | None = None,
        snippet: str | None = None,
        counted: bool = False,
    ) -> None:
        """Tell one finding; `counted` says that `room` was asked before."""
        if not counted and not self.room(rule, severity):
            return
        finding = Finding(
            rule,
            severity,
            message,
            table=self.table,
            field=field,
            file=file,
            row=row,
            line=line,
            column=column,
            field_number=field_number,
            value=value[:VALUE_LIMIT] if value is not None else None,
            expected=expected,
            suggestion=suggestion,
            snippet=snippet[:SNIPPET_LIMIT] if snippet is not None else None,
        )
        self._findings.append(finding)

    def take(self, finding: Finding) -> None:
        """Tell a finding that was made before, and counted by `room`."""
        self._findings.append(finding)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was told, in the order of file, line and column."""
        return tuple(sorted(self._findings, key=lambda finding: finding.place))

    @property
    def more(self) -> Mapping[tuple[str, Severity], int]:
        """How many were counted and not told, by rule and severity."""
        told = Counter((finding.rule, finding.severity) for finding in self._findings)
        return {key: n - told[key] for key, n in sorted(self._counts.items()) if n > told[key]}
