"""A version that is published already, against the one that would be published now.

A published version never changes. If the records, and what the schemas say of them, are the
same, it stands as it is, even where a newer dateline or a later commit would write another
README; if they are not, the number is taken.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dateline.errors import PackageError, Problem, PublishError
from dateline.package import descriptor, record, sums
from dateline.publishing.target import some
from dateline.table.essence import essence

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.publishing.staged import Staged


def would_differ(staged: Staged, read: Callable[[str], bytes], place: str) -> tuple[str, ...]:
    """Return the files of a published version that would be written otherwise now.

    Args:
        staged: the release as it would be published.
        read: returns a file of the published version, verified where that is possible.
        place: the published version, for messages.

    Raises:
        PublishError: if the published version holds other records, or says otherwise what
            they are.

    """
    found = read_sums(read(sums.NAME), place)
    wanted = {path: each.sha256 for path, each in staged.written.items() if path != sums.NAME}
    names = tuple(path for path in sorted({*found, *wanted}) if found.get(path) != wanted.get(path))
    if names and not _same_content(staged, read):
        message = f"version {staged.entry.version} is published, and this differs: {some(names)}"
        hint = "a published version never changes: give the release another number"
        raise PublishError(Problem(message, place, help=hint))
    return names


def read_sums(content: bytes, place: str) -> dict[str, str]:
    """Read a published SHA256SUMS.

    Raises:
        PublishError: if it is damaged.

    """
    try:
        return sums.read_sums(content, f"{place}/{sums.NAME}")
    except PackageError as error:
        raise PublishError(*error.problems) from None


def _same_content(staged: Staged, read: Callable[[str], bytes]) -> bool:
    """Compare rows, content hashes and schemas, whatever the documents say around them."""
    try:
        there = [json.loads(read(name)) for name in (record.NAME, descriptor.NAME)]
        here = [json.loads(staged.read(name)) for name in (record.NAME, descriptor.NAME)]
        return _content(*there) == _content(*here)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False  # not as dateline writes them: not the same


def _content(facts: dict[str, Any], package: dict[str, Any]) -> dict[str, Any]:
    tables = {name: (table["rows"], table["content"]) for name, table in facts["tables"].items()}
    schemas = {each["name"]: essence(each["schema"]) for each in package["resources"]}
    return {"name": facts["dataset"], "version": facts["version"], "tables": tables, "schemas": schemas}
