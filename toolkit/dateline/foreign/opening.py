"""A descriptor, read; its tables, opened; what of them can be used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.checks.content import Content
from dateline.checks.links import without_broken
from dateline.document import Node
from dateline.foreign.content import Opener
from dateline.foreign.load import load
from dateline.foreign.metadata import check_metadata, check_name, is_v2
from dateline.foreign.resource import read_resources

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dateline.foreign.content import Opened
    from dateline.foreign.files import Files
    from dateline.foreign.ledger import Ledger
    from dateline.foreign.resource import Resource
    from dateline.table import ForeignKey


@dataclass(frozen=True, slots=True)
class Described:
    """A package's descriptor: its root, its resources, and who opens them."""

    root: Node
    resources: tuple[Resource, ...]
    opener: Opener


def open_descriptor(descriptor: Path, files: Files, examples: int | None) -> list[Opened]:
    """Open all tables of a package; what is wrong is told to the ledger of `files`."""
    described = open_described(descriptor, files, examples)
    return [] if described is None else [described.opener.open(each) for each in described.resources]


def open_described(descriptor: Path, files: Files, examples: int | None) -> Described | None:
    """Read a descriptor, and none of its tables; None, and findings, if it is none."""
    loaded = load(descriptor, files.ledger, "package-error", files.show)
    if loaded is None:
        return None
    root = Node.root(loaded[0], [])
    usable = _check_root(root)
    files.ledger.tell("package-error", root.problems)
    if not usable:
        return None
    _note_profile(root, files.ledger)
    resources = tuple(read_resources(root, files.ledger, v2=is_v2(root)))
    return Described(root, resources, Opener(files, loaded[1], examples))


def _check_root(root: Node) -> bool:
    """Note what is wrong with the package as such; say whether it has resources to go on with."""
    if not isinstance(root.value, dict):
        root.problem(f"a Data Package's descriptor is a mapping (key: value), not {root.described}")
        return False
    check_metadata(root)
    if root.has("name"):
        check_name(root.child("name"), v2=is_v2(root))
    resources = root.child("resources")
    if not root.has("resources"):
        root.problem("the descriptor lists no 'resources': this is no Data Package")
    elif not isinstance(resources.value, list):
        resources.problem(f"'resources' must be a list, not {resources.described}")
    elif not resources.value:
        resources.problem("'resources' is empty: a package has at least one")
    return isinstance(resources.value, list)


def _note_profile(root: Node, ledger: Ledger) -> None:
    """Say that a publisher's own profile, which would have to be fetched, was not applied."""
    said = root.child("profile").value
    if isinstance(said, str) and said not in ("data-package", "tabular-data-package"):
        ledger.note(f"the package's own profile was not applied: {said[:200]}")


def contents_of(opened: list[Opened], ledger: Ledger) -> dict[str, Content]:
    """Return the tables that can be read, with the references that can be followed."""
    tables = {each.resource.name: each.table for each in opened if each.table is not None}
    untyped = {each.resource.name: each.untyped for each in opened}
    linked, problems = without_broken(tables, untyped)
    ledger.tell("schema-error", problems)
    read = {each.resource.name: each for each in opened if each.table is not None and each.source is not None}
    contents = {}
    for name, each in read.items():
        assert each.source is not None
        table = linked[name]
        keys = tuple(key for key in table.foreign_keys if _can_follow(name, key, read, ledger))
        contents[name] = Content(replace(table, foreign_keys=keys), each.source)
    return contents


def _can_follow(name: str, key: ForeignKey, read: Mapping[str, Opened], ledger: Ledger) -> bool:
    """Whether the records that a key refers to could be read: else every reference would seem wrong."""
    target = key.table or name
    source = read[target].source if target in read else None
    lost = (
        source is None
        or source.unread
        or any({*key.references} & fields for fields in source.absent.values())
    )
    if lost:
        ledger.note(
            f"references to '{target}' were not checked: its {' and '.join(key.references)} could not be read"
        )
    return not lost
