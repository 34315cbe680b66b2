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
    """A check that pandera itself offers and that says the same, by its name there, and its arguments."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Advice:
    """What can be said about one wrong value: why it is wrong, and what to write instead.

    A `suggestion` is a guess, for a person to judge; an `answer` is the one right text, which
    a program may write. `expected` replaces what the rule expects of every value; "" leaves
    it out.
    """

    reason: str | None = None
    suggestion: str | None = None
    expected: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of each row, and what to say where it does not.

    Args:
        id: kebab-case and stable; part of every report.
        fields: the cells to point at, the first one first.
        test: true where the row passes. A null passes.
        message: one sentence; `{value}` stands for the first field's text.
        expected: what would be right, in a few words.
        severity: "error" or "warning".
        help: what to do about it, where the rule's author says so.
        advise: looks at one wrong text and says more; called for reported cells only.
        suggestion: what may have been meant, worked out from the row, for a person to judge.
        answer: the one right text, where it follows from the row; a program may write it. "" is no
            value, and a null no answer.
        maybe: true wherever the row may not pass, never null, and asked in Rust alone; where `test`
            asks Python, which makes all threads wait, it is put to such rows alone, after the
            table was read.
        closer: as `maybe`, dearer, and asked of the rows alone that `maybe` lets by.
        native: the check by which pandera says the same, for schemas that people read and write on.

    """

    id: str
    fields: tuple[str, ...]
    test: pl.Expr
    message: str
    expected: str | None = None
    severity: Severity = "error"
    help: str | None = None
    advise: Callable[[str], Advice] | None = None
    suggestion: pl.Expr | None = None
    answer: pl.Expr | None = None
    maybe: pl.Expr | None = None
    closer: pl.Expr | None = None
    native: Native | None = None

    @property
    def name(self) -> str:
        """The rule's id and its fields: no other rule of a table has the same."""
        return f"{self.id}:{'+'.join(self.fields)}"
