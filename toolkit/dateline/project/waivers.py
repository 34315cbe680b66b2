"""A dataset's `waivers.yaml`: read, and written to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dateline.dataset.waivers import KEYS, Waiver, read_waivers, value_hash
from dateline.document import did_you_mean, quoted
from dateline.errors import DatasetFileError, Problem
from dateline.project.documents import read_text, write_text
from dateline.project.paths import show
from dateline.rules.ids import NEVER_WAIVED, OWN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from dateline.findings import Finding
    from dateline.table import Table

_HEAD = """\
# Findings that stand with a reason. Written by `dateline waive`, read by every check.
"""


def waivers_of(file: Path, tables: Mapping[str, Table]) -> tuple[Waiver, ...]:
    """Read a dataset's waivers; none if it has no such file.

    Raises:
        DatasetFileError: with every problem, each at its line and column; a rule, table or
            field that is not known is one.

    """
    if not file.is_file():
        return ()
    waivers = read_waivers(read_text(file, DatasetFileError), show(file), NEVER_WAIVED)
    problems = [problem for each in waivers for problem in _unknown(each, show(file), tables)]
    if problems:
        raise DatasetFileError(*problems)
    return waivers


def _unknown(waiver: Waiver, file: str, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield what a waiver names and nobody knows."""
    rules = {*OWN, *(rule.id for table in tables.values() for rule in table.rules)}
    table = None if waiver.table is None else tables.get(waiver.table)
    asked: list[tuple[str, str | None, Collection[str]]] = [("rule", waiver.rule, rules)]
    asked.append(("table", waiver.table, tables) if table is None else ("field", waiver.field, table.names))
    for what, name, names in asked:
        if name is not None and name not in names:
            help_ = did_you_mean(name, sorted(names))
            message = f"there is no {what} {quoted(name)}"
            yield Problem(message, file, waiver.mark.line, waiver.mark.column, help_)


def waiver_for(finding: Finding, reason: str, by: str, expires: date | None = None) -> Waiver:
    """Return the waiver that covers a finding as it is now."""
    return Waiver(
        rule=finding.rule,
        reason=reason,
        by=by,
        table=finding.table,
        record=finding.key,
        field=finding.field,
        value_sha256=value_hash(finding.value),
        expires=expires,
    )


def write_waivers(file: Path, before: Sequence[Waiver], new: Sequence[Waiver]) -> None:
    """Add waivers to a file; of those before, the ones for the same findings make room.

    Every other line of the file stays as it is. What is written is read back first, so
    that no text can make a file that cannot be read.

    Raises:
        DatasetFileError: if a waiver may not be given, or the file cannot be written.

    """
    lines = read_text(file, DatasetFileError).splitlines(keepends=True) if file.exists() else [_HEAD]
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    places = {each.place for each in new}
    for each in sorted(before, key=lambda waiver: -waiver.mark.line):
        if each.place in places:
            del lines[_entry(lines, each, file)]
    text = "".join(lines) + "".join(map(_written, new))
    read_waivers(text, show(file), NEVER_WAIVED)
    write_text(file, text)


def _entry(lines: Sequence[str], waiver: Waiver, file: Path) -> slice:
    """Return the lines in which a waiver stands: its dash, and what is indented below."""
    start = end = waiver.mark.line - 1
    if not lines[start].startswith("- "):
        message = "this waiver is replaced, but does not stand in lines of its own"
        raise DatasetFileError(Problem(message, show(file), waiver.mark.line, help="delete it by hand first"))
    for number, line in enumerate(lines[start + 1 :], start + 1):
        if line.strip() and not line[0].isspace():
            break
        if line.strip():
            end = number
    return slice(start, end + 1)


def _written(waiver: Waiver) -> str:
    said = {key: getattr(waiver, key) for key in KEYS}
    shown = {key: str(value) for key, value in said.items() if value is not None}
    lines = (f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in shown.items())
    return "- " + "\n  ".join(lines) + "\n"
