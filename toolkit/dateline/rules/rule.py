"""A rule: a named expression over the fields of a row.

A field or a table answers "which rules do you bring?" with a list of these; nothing runs
until the engine lays all of them beside the rows in one pass.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from dateline.findings import Severity


@dataclass(frozen=True, slots=True)
class Native:
    """A check that pandera itself offers, by its name there, and its arguments."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Advice:
    """What can be said about one wrong value: why it is wrong, and what to write instead.

    `expected` replaces what the rule expects of every value; "" leaves it out.
    """

    reason: str | None = None
    suggestion: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of each row, and what to say where it does not.

    Args:
        id: kebab-case and stable; part of every report.
        fields: the cells to point at, the first one first.
        test: true where the row passes, or a check that pandera offers. A null passes.
        message: one sentence; `{value}` stands for the first field's text.
        expected: what would be right, in a few words.
        severity: "error" or "warning".
        help: what to do about it, where the rule's author says so.
        advise: looks at one wrong text and says more; called for reported cells only.
        answer: the text to write instead, where it follows from the row.

    """

    id: str
    fields: tuple[str, ...]
    test: pl.Expr | Native
    message: str
    expected: str | None = None
    severity: Severity = "error"
    help: str | None = None
    advise: Callable[[str], Advice] | None = None
    answer: pl.Expr | None = None
