"""What refers to a table's fields by name: keys and references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.document import did_you_mean, quoted
from dateline.table.model import ForeignKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.document import Node
    from dateline.table.model import Field


@dataclass(frozen=True, slots=True)
class Names:
    """Reads what refers to fields by name, and notes names that do not exist."""

    fields: Mapping[str, Field]
    strict: bool

    @classmethod
    def of(cls, fields: Sequence[Field], *, strict: bool) -> Names:
        """Take the names of these fields; of two with one name, the first."""
        named: dict[str, Field] = {}
        for each in fields:
            named.setdefault(each.name, each)
        return cls(named, strict)

    def known(self, keys: Sequence[str]) -> Sequence[str] | None:
        """Return the keys that a mapping may have; None where any may stand."""
        return keys if self.strict else None

    def name(self, node: Node) -> str:
        """Read the name of a field of this table; "" if it is none."""
        value = node.text()
        if not value or value in self.fields:
            return value
        node.problem(f"there is no field {quoted(value)}", did_you_mean(value, self.fields))
        return ""

    def key(self, node: Node) -> tuple[str, ...]:
        """Read the names of one field or more, each once."""
        items = node.items()
        names = tuple(map(self.name, items))
        for index, name in enumerate(names):
            if name and name in names[:index]:
                items[index].problem(f"{node.name} names {quoted(name)} twice", "name it once")
        if node.value == []:
            node.problem(f"{node.name} names no field")
        return names

    def key_or_name(self, node: Node) -> tuple[str, ...]:
        """Read a key, which Table Schema v1 allowed to be a single name."""
        return (self.name(node),) if isinstance(node.value, str) else self.key(node)

    def foreign_key(self, node: Node) -> ForeignKey | None:
        """Read a foreign key; None if a part of it is missing or wrong."""
        parts = node.mapping(self.known(("fields", "reference")), required=("fields", "reference"))
        if not {"fields", "reference"} <= parts.keys():
            return None
        fields = self.key_or_name(parts["fields"])
        reference = parts["reference"].mapping(self.known(("resource", "fields")), required=("fields",))
        table = _resource(reference.get("resource"))
        if "fields" not in reference or table is None:
            return None
        there = reference["fields"]
        references = _names_of(there) if table else self.key_or_name(there)
        if not (fields and references and all(fields) and all(references)):
            return None
        if len(fields) != len(references):
            help_ = "name as many on both sides"
            node.problem(f"{_count(fields)} cannot refer to {_count(references)}", help_)
            return None
        return ForeignKey(fields, table or None, references, node.mark)


def _resource(node: Node | None) -> str | None:
    """Read the name of the other table: "" means this one, as it did in v1; None if it is no name."""
    if node is None or node.value in (None, ""):
        return ""
    return node.text() or None


def _names_of(node: Node) -> tuple[str, ...]:
    names = (node.text(),) if isinstance(node.value, str) else node.texts()
    if node.value == []:
        node.problem(f"{node.name} names no field")
    return names


def _count(names: Sequence[str]) -> str:
    return "1 field" if len(names) == 1 else f"{len(names)} fields"
