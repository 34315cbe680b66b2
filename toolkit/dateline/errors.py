"""What can go wrong for the person who runs dateline.

Findings are for the person who edits records; exceptions are for the person who
runs the tool. One short tree:

    DatelineError
    ├── UsageError           a path or an option that cannot be used
    ├── SchemaFileError      a file in schemas/ cannot be used
    ├── DatasetFileError     a dataset.yaml, or what it names, cannot be used
    ├── VersionError         the version asked for does not follow
    ├── PublishError         a release cannot be written or may not be overwritten
    ├── PackageError         a package cannot be read or is not what it claims to be
    └── InvalidRecords       records break rules and the caller asked for an exception
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.findings import Report


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file: where it stands, and what to write instead.

    Lines and columns are 1-based; a column counts characters.
    """

    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    help: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        text = f"{place}: {self.message}" if place else self.message
        return f"{text}\n  help: {self.help}" if self.help else text


class DatelineError(Exception):
    """Something the person running dateline has to change.

    `problems` lists every fault found, each once and with its place, in the order of
    the files' lines; the exception's text is the same list.
    """

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = _in_order(Problem(p) if isinstance(p, str) else p for p in problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive pickling, whatever a subclass is made of: a worker process may raise it."""
        return _again, (type(self), self.args), vars(self)


def _again(kind: type[DatelineError], arguments: tuple[Any, ...]) -> DatelineError:
    return kind.__new__(kind, *arguments)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by line and column within each file; the files stay in the order they came in."""
    once = dict.fromkeys(problems)
    files = {file: number for number, file in enumerate(dict.fromkeys(each.file for each in once))}
    return tuple(sorted(once, key=lambda each: (files[each.file], each.line or 0, each.column or 0)))


class UsageError(DatelineError):
    """A path or an option that cannot be used."""


class SchemaFileError(DatelineError):
    """A schema file that cannot be used."""


class DatasetFileError(DatelineError):
    """A dataset file that cannot be used, or that names something missing."""


class VersionError(DatelineError):
    """A version that does not follow from the records or the ledger."""


class PublishError(DatelineError):
    """A release that cannot be written, or that may not be overwritten."""


class PackageError(DatelineError):
    """A package that cannot be read or is not what it claims to be."""


class InvalidRecords(DatelineError):  # noqa: N818 - it names what is wrong: records, not the program
    """Records that break rules, where sound ones are needed; `report` holds all that was found."""

    def __init__(self, dataset: str, report: Report) -> None:
        self.report = report
        super().__init__(
            Problem(f"{dataset} has {report.errors:,} error(s)", help="dateline check lists them")
        )
