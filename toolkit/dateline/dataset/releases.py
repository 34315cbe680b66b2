"""`releases.yaml`: the ledger of a dataset's releases, the oldest first; entries are only added.

Each entry says what a release held, by hashes, and why its number is what it is. It ends
with a seal, the hash of the entry and of the seal before it, so that an entry that was
edited, taken out or put elsewhere is noticed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, cast

from dateline.document import TOP, Mark, Node, as_yaml, parse, quoted, read_each
from dateline.errors import DatasetFileError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Growth = Literal["first", "major", "minor", "patch"]
"""Which part of a version number grew, or that there was none before."""
GROWTHS: tuple[Growth, ...] = ("first", "major", "minor", "patch")

HEAD = "# The releases of this dataset, the oldest first. Written by `dateline publish`; nobody edits it.\n"
_NEEDED = (
    "version",
    "created",
    "level",
    "policy",
    "reasons",
    "added",
    "changed",
    "removed",
    "metadata",
    "tables",
    "seal",
)
_OPTIONAL = ("commit", "forced")
_TABLE = ("rows", "content", "schema")
_HASH = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")
_UNDO = "nobody edits this file: put it back as the last commit has it"


@dataclass(frozen=True, slots=True)
class TableState:
    """What a release held of a table.

    Args:
        rows: how many records.
        content: SHA-256 (hex) of its records in the canonical layout.
        schema: SHA-256 (hex) of its published Table Schema.

    """

    rows: int
    content: str
    schema: str


@dataclass(frozen=True, slots=True)
class Released:
    """One release.

    Args:
        version: its number.
        created: the moment it stands for.
        commit: the commit whose records it holds; None outside a repository.
        level: which part of the number had to grow.
        forced: whether the publisher asked for a larger number.
        policy: the policy by which the number was found.
        reasons: why, in words, the weightiest first.
        added: how many records were new.
        changed: how many were changed.
        removed: how many were gone.
        metadata: SHA-256 (hex) of what the descriptor says of the dataset as a whole.
        tables: what it held, by table.
        seal: SHA-256 (hex) over all of this and the seal of the release before.
        mark: where the entry stands in its file.

    """

    version: str
    created: datetime
    commit: str | None
    level: Growth
    forced: bool
    policy: str
    reasons: tuple[str, ...]
    added: int
    changed: int
    removed: int
    metadata: str
    tables: Mapping[str, TableState]
    seal: str = ""
    mark: Mark = field(default=TOP, compare=False)

    @property
    def timestamp(self) -> str:
        """The moment in RFC 3339, in UTC, to the second."""
        return self.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def said(self) -> dict[str, Any]:
        """Return all that the entry says but for its seal, as JSON values, in the order of the file."""
        optional = {"commit": self.commit} if self.commit else {}
        return {
            "version": self.version,
            "created": self.timestamp,
            **optional,
            "level": self.level,
            **({"forced": True} if self.forced else {}),
            "policy": self.policy,
            "reasons": list(self.reasons),
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "metadata": self.metadata,
            "tables": {name: _state(each) for name, each in self.tables.items()},
        }


def _state(table: TableState) -> dict[str, object]:
    return {"rows": table.rows, "content": table.content, "schema": table.schema}


def seal(entry: Released, before: str) -> str:
    """Return the seal of an entry: SHA-256 of its JSON and the seal before it (RFC 8785 in spirit).

    `before` is the seal of the entry before it, empty for the first.
    """
    text = json.dumps([before, entry.said()], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def read_releases(text: str, file: str) -> tuple[Released, ...]:
    """Read a ledger of releases; an empty one has none.

    Args:
        text: the file's content, a YAML list.
        file: its path, for messages.

    Raises:
        DatasetFileError: with every problem, each at its line and column: what cannot be
            read, a number or a moment that does not follow the one before, a broken seal.

    """
    document, problems = parse(text, file)
    if document.value is None:
        if problems:
            raise DatasetFileError(*problems)
        return ()
    found = read_each(Node.root(document, problems).items(), _entry)
    if not problems:
        problems = list(_out_of_order(found, file))
    if problems:
        raise DatasetFileError(*problems)
    return found


def _entry(node: Node) -> Released | None:
    parts = node.mapping((*_NEEDED, *_OPTIONAL), required=_NEEDED)
    if not parts.keys() >= {*_NEEDED}:
        return None
    return Released(
        version=_like(parts["version"], _VERSION, "three numbers such as 1.2.0"),
        created=_moment(parts["created"]),
        commit=_like(parts["commit"], _COMMIT, "a commit's hash") if "commit" in parts else None,
        level=cast("Growth", parts["level"].one_of(GROWTHS, "first")),
        forced=parts["forced"].boolean() if "forced" in parts else False,
        policy=parts["policy"].text(),
        reasons=parts["reasons"].texts(),
        added=parts["added"].integer(),
        changed=parts["changed"].integer(),
        removed=parts["removed"].integer(),
        metadata=_like(parts["metadata"], _HASH, "a SHA-256"),
        tables={name: each for name, part in parts["tables"].mapping().items() if (each := _table(part))},
        seal=_like(parts["seal"], _HASH, "a SHA-256"),
        mark=node.mark,
    )


def _table(node: Node) -> TableState | None:
    parts = node.mapping(_TABLE, required=_TABLE)
    if not parts.keys() >= {*_TABLE}:
        return None
    content, schema = (_like(parts[key], _HASH, "a SHA-256") for key in ("content", "schema"))
    return TableState(parts["rows"].integer(), content, schema)


def _like(node: Node, pattern: re.Pattern[str], words: str) -> str:
    value = node.text()
    if value and not pattern.fullmatch(value):
        node.problem(f"{node.name} is {quoted(value)}, not {words}", _UNDO)
    return value


def _moment(node: Node) -> datetime:
    text = node.text()
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        if text:
            node.problem(f"{quoted(text)} is no moment such as 2027-01-31T12:00:00Z", _UNDO)
        return datetime.min.replace(tzinfo=UTC)


def _out_of_order(entries: Sequence[Released], file: str) -> Iterator[Problem]:
    """Yield a problem for each entry that does not follow the one before it."""
    before = ""
    last: Released | None = None
    for each in entries:
        message = _wrong(each, last, before)
        if message is not None:
            yield Problem(message, file, each.mark.line, each.mark.column, _UNDO)
        before, last = each.seal, each


def _wrong(entry: Released, last: Released | None, before: str) -> str | None:
    if last is not None and _key(entry.version) <= _key(last.version):
        return f"release {entry.version} stands after {last.version}"
    if last is not None and entry.created < last.created:
        return f"release {entry.version} is older than {last.version}, which stands before it"
    if entry.seal != seal(entry, before):
        return f"the entry of release {entry.version}, or one before it, was changed after it was written"
    return None


def _key(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def written(entry: Released, before: str) -> str:
    """Return the lines of an entry, to be put at the end of its file.

    `before` is the seal of the entry before it, empty for the first.
    """
    said = entry.said()
    tables = said.pop("tables")
    lines = [f"{key}: {as_yaml(value)}" for key, value in said.items() if key != "reasons"]
    at = lines.index(f"policy: {as_yaml(entry.policy)}") + 1
    lines[at:at] = ["reasons:", *(f"  - {as_yaml(each)}" for each in entry.reasons)]
    lines += ["tables:", *(f"  {as_yaml(name)}: {_flow(each)}" for name, each in tables.items())]
    lines.append(f"seal: {as_yaml(seal(entry, before))}")
    return "- " + "\n  ".join(lines) + "\n"


def _flow(state: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {as_yaml(value)}" for key, value in state.items()) + "}"
