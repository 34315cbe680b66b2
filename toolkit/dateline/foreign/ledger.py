"""What is found in a package before and beside its records: findings, and notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.errors import Problem
from dateline.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.document import Node
    from dateline.findings import Severity

_SNIPPET = 2_000


@dataclass(slots=True)
class Ledger:
    """Collects findings about descriptors, each with its line.

    `texts` holds the lines of the descriptor files by the name they have in findings.
    """

    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def note(self, text: str) -> None:
        """Say what else a reader of the report must know; once."""
        if text not in self.notes:
            self.notes.append(text)

    def tell(
        self,
        rule: str,
        problems: Iterable[Problem],
        table: str | None = None,
        *,
        severity: Severity = "error",
    ) -> None:
        """Turn problems with a descriptor into findings."""
        for problem in problems:
            self.findings.append(
                Finding(
                    rule,
                    severity,
                    problem.message,
                    table=table,
                    file=problem.file,
                    line=problem.line,
                    column=problem.column,
                    expected=problem.help,
                    snippet=self._snippet(problem),
                )
            )

    def refuse(
        self,
        rule: str,
        node: Node,
        message: str,
        help: str | None = None,
        *,
        table: str | None = None,
        severity: Severity = "error",
    ) -> None:
        """Tell what is wrong with one part of a descriptor."""
        mark = node.mark
        problem = Problem(message, node.document.file, mark.line, mark.column, help)
        self.tell(rule, [problem], table, severity=severity)

    def _snippet(self, problem: Problem) -> str | None:
        lines = self.texts.get(problem.file or "", [])
        if problem.line is None or problem.line > len(lines) or (problem.column or 0) > _SNIPPET:
            return None
        return lines[problem.line - 1][:_SNIPPET]
