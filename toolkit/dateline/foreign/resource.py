"""A resource of a package: which files or data it means, and whether it is a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.document import Node
from dateline.foreign.form import Kind, compression_of, format_of, is_table, kind_of
from dateline.foreign.metadata import check_metadata, check_name

if TYPE_CHECKING:
    from dateline.foreign.ledger import Ledger

_TEXTS = (
    "title",
    "description",
    "homepage",
    "profile",
    "$schema",
    "format",
    "mediatype",
    "type",
    "encoding",
    "compression",
)


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource as its descriptor has it.

    Args:
        node: its part of the descriptor.
        name: its name; of a second one with that name, one that tells it apart.
        paths: the files it names, as written.
        table: whether it is a table.
        format: such as `csv`, in lower case.
        kind: how such a table is read; None if this version cannot.
        compression: how its files are packed.

    """

    node: Node
    name: str
    paths: tuple[Node, ...]
    table: bool
    format: str
    kind: Kind | None
    compression: str | None

    @property
    def inline(self) -> Node | None:
        """Its inline data."""
        return self.node.child("data") if self.node.has("data") and not self.paths else None

    @property
    def encoding(self) -> str:
        """The encoding it says, or UTF-8."""
        said = self.node.child("encoding").value
        return said if isinstance(said, str) and said else "utf-8"

    def part(self, key: str) -> Node | None:
        """Return a part of the descriptor, if it is there and not null."""
        child = self.node.child(key)
        return None if child.value is None else child


def read_resources(package: Node, ledger: Ledger, *, v2: bool) -> list[Resource]:
    """Read a package's resources; those that are no mapping are told and left out."""
    found: list[Resource] = []
    taken: dict[str, Node] = {}
    for node in package.child("resources").items():
        if not isinstance(node.value, dict):
            ledger.refuse(
                "package-error", node, f"a resource must be a mapping (key: value), not {node.described}"
            )
            continue
        problems = Node(node.document, [], node.path, node.value)
        name = _name(problems, taken, len(found) + 1, v2=v2)
        check_metadata(problems, texts=_TEXTS)
        paths = _paths(problems)
        _check_parts(problems)
        ledger.tell("resource-error", problems.problems, name)
        found.append(_resource(package, node, name, paths))
        taken.setdefault(name, node)
    return found


def _name(node: Node, taken: dict[str, Node], number: int, *, v2: bool) -> str:
    """Read a resource's name; one that is missing or stands twice gets a number."""
    said = node.child("name").value
    if not node.has("name"):
        node.problem("the resource has no 'name'", "give it a name of its own")
    else:
        check_name(node.child("name"), v2=v2)
    name = said if isinstance(said, str) and said else f"resource {number}"
    if name in taken:
        first = taken[name].child("name").mark.line
        node.child("name").problem(
            f"two resources are named '{name}'; the first is on line {first}", "give each a name of its own"
        )
        return f"{name} ({number})"
    return name


def _paths(node: Node) -> tuple[Node, ...]:
    """Return the files that a resource names; `url` is what the standard's version 0 called one."""
    key = "url" if node.has("url") and not node.has("path") and not node.has("data") else "path"
    if not node.has(key):
        return ()
    child = node.child(key)
    if isinstance(child.value, list):
        if not child.value:
            child.problem("'path' names no file")
        more = node.child("extrapaths")
        return (*child.items(), *(more.items() if isinstance(more.value, list) else ()))
    return (child,)


def _check_parts(node: Node) -> None:
    """Note what is wrong with the way to the data."""
    has_path = node.has("path") or node.has("url")
    if not has_path and not node.has("data"):
        node.problem("the resource has neither 'path' nor 'data'", "say where its data are")
    elif has_path and node.has("data"):
        node.problem(
            "the resource has both 'path' and 'data'; the files are read", "leave one out", key="data"
        )
    elif node.has("data") and node.child("data").value is None:
        node.child("data").problem("'data' is empty")
    if node.has("missingValues"):
        node.problem(
            "'missingValues' stands in the resource, where nothing reads it",
            "write it in the schema",
            key="missingValues",
        )
    if node.child("profile").value == "tabular-data-resource" and not node.child("schema").value:
        node.problem("a tabular-data-resource has a schema, and this one has none")
    for key in ("rows", "fields"):
        value = node.child(key).value
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            node.child(key).problem(f"'{key}' must be a whole number, not {node.child(key).described}")


def _resource(package: Node, node: Node, name: str, paths: tuple[Node, ...]) -> Resource:
    said = [each.value for each in paths if isinstance(each.value, str)]
    format_ = format_of(node, said)
    inline = node.child("data").value if not paths else None
    if not format_ and isinstance(inline, list | dict):
        format_ = "json"
    table = is_table(package, node, format_) or isinstance(inline, list)
    return Resource(node, name, paths, table, format_, kind_of(format_), compression_of(node, said))
