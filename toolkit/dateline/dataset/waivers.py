"""`waivers.yaml`: findings that stand with a reason.

A waiver names one finding, by rule, table, record and field, and by the hash of the cell
it was given for: once the cell changes, somebody has to look again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from dateline.document import TOP, Mark, Node, parse, quoted, read_each
from dateline.errors import DatasetFileError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

KEYS = ("rule", "table", "record", "field", "value_sha256", "reason", "by", "expires")
_NEEDED = ("rule", "reason", "by")
_HASH = re.compile(r"[0-9a-f]{64}")
_SHORTEST = 10
"""A reason of fewer characters explains nothing to the next reader."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One finding that stands, and why.

    Args:
        rule: the rule's id.
        table: the table's name; None for a finding about the dataset.
        record: the record's primary key, its parts joined by "/"; None likewise.
        field: the field's name.
        value_sha256: SHA-256 (hex) of the cell's text, UTF-8; None where there is no cell.
        reason: why the finding may stand, in words for the next reader.
        by: who decided so.
        expires: the last day on which it holds; None if it holds on.
        mark: where it stands in its file.

    """

    rule: str
    reason: str
    by: str
    table: str | None = None
    record: str | None = None
    field: str | None = None
    value_sha256: str | None = None
    expires: date | None = None
    mark: Mark = TOP

    @property
    def place(self) -> tuple[str, str | None, str | None, str | None]:
        """What the waiver is for: rule, table, record and field."""
        return (self.rule, self.table, self.record, self.field)


def value_hash(text: str | None) -> str | None:
    """Return the hash by which a waiver knows a cell's text; None for None."""
    return None if text is None else sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_waivers(text: str, file: str, unwaivable: Collection[str] = ()) -> tuple[Waiver, ...]:
    """Read a file of waivers; an empty one has none.

    Args:
        text: the file's content, a YAML list.
        file: its path, for messages.
        unwaivable: rules that no reason outweighs.

    Raises:
        DatasetFileError: with every problem, each at its line and column.

    """
    document, problems = parse(text, file)
    if document.value is None:
        if problems:
            raise DatasetFileError(*problems)
        return ()
    root = Node.root(document, problems)
    found = read_each(root.items(), lambda node: _waiver(node, unwaivable))
    problems += _twice(found, file)
    if problems:
        raise DatasetFileError(*problems)
    return found


def _waiver(node: Node, unwaivable: Collection[str]) -> Waiver | None:
    parts = node.mapping(KEYS, required=_NEEDED)
    if not parts.keys() >= {*_NEEDED}:
        return None
    rule = parts["rule"].text()
    if rule in unwaivable:
        help_ = f"repair the record; dateline explain {rule} says how"
        parts["rule"].problem(f"no waiver is possible for {quoted(rule)}", help_)
    said = {key: parts[key].scalar() for key in ("table", "record", "field") if key in parts}
    return Waiver(
        rule=rule,
        reason=_reason(parts["reason"]),
        by=parts["by"].text(),
        table=said.get("table") or None,
        record=said.get("record") or None,
        field=said.get("field") or None,
        value_sha256=_hash(parts["value_sha256"]) if "value_sha256" in parts else None,
        expires=_day(parts["expires"]) if "expires" in parts else None,
        mark=node.mark,
    )


def _reason(node: Node) -> str:
    reason = node.text()
    if reason and says_little(reason):
        node.problem(f"the reason {quoted(reason)} says too little", "say why the finding may stand")
    return reason


def says_little(reason: str) -> bool:
    """Whether a reason is too short to explain anything."""
    return len(reason.strip()) < _SHORTEST


def _hash(node: Node) -> str:
    text = node.text()
    if text and not _HASH.fullmatch(text):
        node.problem(f"{quoted(text)} is not a SHA-256 hash", "let 'dateline waive' write it")
    return text


def _day(node: Node) -> date | None:
    text = node.text()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        node.problem(f"{quoted(text)} is not a day", "write it as 2027-01-31")
        return None


def _twice(waivers: Sequence[Waiver], file: str) -> list[Problem]:
    first: dict[tuple[str | None, ...], Waiver] = {}
    problems = []
    for each in waivers:
        before = first.setdefault(each.place, each)
        if before is not each:
            message = f"a second waiver for the same finding; the first is on line {before.mark.line}"
            problems.append(Problem(message, file, each.mark.line, each.mark.column, "keep one of them"))
    return problems
