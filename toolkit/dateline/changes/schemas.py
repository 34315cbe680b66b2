"""What differs between two states of a table's schema, and how much that means to its readers.

Source: the Data Package recipe for versions (https://datapackage.org/recipes/data-package-version/):
a change that may break a reader's program is major, one that lets more in is minor, one
that only says things better is a patch.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from dateline.table.essence import essence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dateline.table import Field, Table

Level = Literal["major", "minor", "patch"]
LEVELS: tuple[Level, ...] = ("patch", "minor", "major")
"""From the least to the greatest."""


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One difference between two schemas of a table.

    Args:
        table: the table's name.
        field: the field's name; None where the table's own properties differ.
        what: what differs, such as "type" or "required", or "added", "removed", "renamed", "order".
        old: what was said before, in words; None where nothing was.
        new: what is said now.
        level: what it is to a reader.

    """

    table: str
    field: str | None
    what: str
    old: str | None
    new: str | None
    level: Level

    @property
    def message(self) -> str:
        """The change in words."""
        where = f"{self.table}.{self.field}" if self.field else self.table
        if self.what in ("added", "removed"):
            return f"field {where} {self.what}"
        if self.what == "renamed":
            return f"field {where} renamed from {self.old}"
        if self.old is None or self.new is None:
            return f"{where}: {self.what} {self.old or self.new} {'added' if self.old is None else 'removed'}"
        return f"{where}: {self.what} {self.old} → {self.new}"


def compare_schemas(old: Table, new: Table) -> Iterator[SchemaChange]:
    """Yield what differs between two states of a table's schema, fields in order.

    What differs in the documents and has no meaning of its own here, such as an example, is
    one change of the schema's words.
    """
    found = list(_differing(old, new))
    yield from found
    if not found and essence(old.descriptor) != essence(new.descriptor):
        yield SchemaChange(new.name, None, "words", "as before", "others", "patch")


def _differing(old: Table, new: Table) -> Iterator[SchemaChange]:
    gone = [field for field in old.fields if field.name not in new.names]
    come = [field for field in new.fields if field.name not in old.names]
    renamed = {b.name: a for a, b in _renamed(old, new, gone, come)}
    taken = {field.name for field in renamed.values()}
    for field in gone:
        if field.name not in taken:
            yield SchemaChange(new.name, field.name, "removed", field.name, None, "major")
    for field in new.fields:
        if field.name in renamed:
            yield SchemaChange(new.name, field.name, "renamed", renamed[field.name].name, field.name, "major")
        elif field in come:
            yield SchemaChange(new.name, field.name, "added", None, field.name, "major")
        else:
            yield from _field(new.name, old[field.name], field)
    yield from _order(old, new)
    yield from _table(old, new)


def _renamed(old: Table, new: Table, gone: list[Field], come: list[Field]) -> Iterator[tuple[Field, Field]]:
    """Pair fields that stand in the same place and differ in their name alone, or in words."""
    for field in gone:
        place = old.names.index(field.name)
        other = new.fields[place] if place < len(new.fields) else None
        if other in come and other is not None and _meaning(field) == _meaning(other):
            yield field, other


def _meaning(field: Field) -> tuple[object, ...]:
    return (field.type, field.format, dict(field.options), dict(field.constraints), field.categories)


def _order(old: Table, new: Table) -> Iterator[SchemaChange]:
    before = [name for name in old.names if name in new.names]
    after = [name for name in new.names if name in old.names]
    if before != after:
        yield SchemaChange(new.name, None, "order", ", ".join(before), ", ".join(after), "major")


def _field(table: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    """Yield what differs between two states of a field."""
    for what, level in (("type", "major"), ("format", "major"), ("title", "patch"), ("description", "patch")):
        before, after = getattr(old, what), getattr(new, what)
        if before != after:
            yield SchemaChange(table, new.name, what, _said(before), _said(after), level)  # type: ignore[arg-type]  # both are levels
    for what in dict.fromkeys([*old.options, *new.options]):
        if old.options.get(what) != new.options.get(what):
            before, after = old.options.get(what), new.options.get(what)
            yield SchemaChange(table, new.name, what, _said(before), _said(after), "major")
    yield from _constraints(table, old, new)
    yield from _values(table, old, new)
    for use in _USES:
        before, after = getattr(old, use), getattr(new, use)
        if before != after:
            yield SchemaChange(table, new.name, use, _use(before), _use(after), "minor")


def _constraints(table: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    for what in dict.fromkeys([*old.constraints, *new.constraints]):
        before, after = old.constraints.get(what), new.constraints.get(what)
        if _same(what, before, after):
            continue
        level: Level = "minor" if _LOOSER.get(what, _never)(before, after) else "major"
        yield SchemaChange(table, new.name, what, _said(before), _said(after), level)


def _same(what: str, before: object, after: object) -> bool:
    """Whether a constraint asks the same: `required: false` asks nothing."""
    if what in ("required", "unique"):
        return bool(before) == bool(after)
    if what == "enum" and isinstance(before, list) and isinstance(after, list):
        return sorted(map(str, before)) == sorted(map(str, after))
    return before == after


def _never(before: Any, after: Any) -> bool:  # noqa: ANN401 - a constraint holds any value
    """Only a constraint that is gone lets more in, where no order of its values is known."""
    del before
    return after is None


def _fewer(before: Any, after: Any) -> bool:  # noqa: ANN401 - as above
    return after is None or (before is not None and set(map(str, before)) <= set(map(str, after)))


def _lower(before: Any, after: Any) -> bool:  # noqa: ANN401 - as above
    return after is None or (before is not None and _comparable(before, after) and after <= before)


def _higher(before: Any, after: Any) -> bool:  # noqa: ANN401 - as above
    return after is None or (before is not None and _comparable(before, after) and after >= before)


def _comparable(before: object, after: object) -> bool:
    """Whether two limits can be put in order as they are written: numbers, or ISO dates of one form."""
    if isinstance(before, str) and isinstance(after, str):
        return len(before) == len(after) and not before.startswith("-") and not after.startswith("-")
    return isinstance(before, int | float) and isinstance(after, int | float)


_LOOSER: dict[str, Callable[[Any, Any], bool]] = {
    "required": lambda before, after: bool(before) and not after,
    "unique": lambda before, after: bool(before) and not after,
    "enum": _fewer,
    "minimum": _lower,
    "exclusiveMinimum": _lower,
    "minLength": _lower,
    "maximum": _higher,
    "exclusiveMaximum": _higher,
    "maxLength": _higher,
}
"""Constraint → whether its new value lets more in than the old one."""


def _values(table: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    """Yield what differs in the values that a field may have."""
    before, after = ([each.value for each in field.categories] for field in (old, new))
    if before != after:
        looser = not after or (bool(before) and set(map(str, before)) <= set(map(str, after)))
        yield SchemaChange(
            table, new.name, "categories", _said(before), _said(after), "minor" if looser else "major"
        )
    if old.missing_values != new.missing_values:
        then, now = (_said([each.value for each in field.missing_values or ()]) for field in (old, new))
        yield SchemaChange(table, new.name, "missingValues", then, now, "major")


_USES = ("edtf", "codes", "phrase", "place", "place_name", "place_code", "url", "quotes", "people")


def _use(value: object) -> str | None:
    """Say what one of dateline's own properties holds: its parts, or that it is there."""
    if value is None or isinstance(value, bool | str):
        return _said(value) if value else None
    parts = {each.name: getattr(value, each.name) for each in fields(value)}  # type: ignore[arg-type]  # dataclasses all
    return ", ".join(f"{name} {_said(part)}" for name, part in parts.items() if part) or "as it is"


def _table(old: Table, new: Table) -> Iterator[SchemaChange]:
    """Yield what differs in the table's own properties."""
    for what, level in (("title", "patch"), ("description", "patch")):
        before, after = getattr(old, what), getattr(new, what)
        if before != after:
            yield SchemaChange(new.name, None, what, _said(before), _said(after), level)  # type: ignore[arg-type]  # both are levels
    if old.missing_values != new.missing_values:
        then, now = (_said([each.value for each in table.missing_values]) for table in (old, new))
        yield SchemaChange(new.name, None, "missingValues", then, now, "major")
    if old.fields_match != new.fields_match:
        yield SchemaChange(new.name, None, "fieldsMatch", old.fields_match, new.fields_match, "major")
    if old.primary_key != new.primary_key:
        then, now = (_said(table.primary_key) for table in (old, new))
        yield SchemaChange(new.name, None, "primaryKey", then, now, "major")
    if old.ids != new.ids:
        dropped = old.promises and not new.promises
        yield SchemaChange(new.name, None, "ids", old.ids, new.ids, "major" if dropped else "minor")
    yield from _keys(old, new)
    yield from _rules(old, new)


def _keys(old: Table, new: Table) -> Iterator[SchemaChange]:
    for what, before, after in (
        ("uniqueKeys", _unique(old), _unique(new)),
        ("foreignKeys", _foreign(old), _foreign(new)),
    ):
        for each in sorted(before - after):
            yield SchemaChange(new.name, None, what, each, None, "minor")
        for each in sorted(after - before):
            yield SchemaChange(new.name, None, what, None, each, "major")


def _unique(table: Table) -> set[str]:
    return {" and ".join(key) for key in table.unique_keys}


def _foreign(table: Table) -> set[str]:
    return {
        f"{' and '.join(key.fields)} to {key.table or table.name}.{' and '.join(key.references)}"
        for key in table.foreign_keys
    }


def _rules(old: Table, new: Table) -> Iterator[SchemaChange]:
    """Yield what differs in the rules across fields: they are dateline's, and bind no reader's program."""
    before = {rule.id: rule for rule in old.rules}
    after = {rule.id: rule for rule in new.rules}
    for each in dict.fromkeys([*before, *after]):
        then, now = before.get(each), after.get(each)
        if then is None or now is None:
            yield SchemaChange(new.name, None, "rule", each if then else None, each if now else None, "minor")
        elif (then.sql, then.severity) != (now.sql, now.severity):
            yield SchemaChange(new.name, None, f"rule {each}:", then.sql, now.sql, "minor")
    if any(getattr(old.roles, each.name) != getattr(new.roles, each.name) for each in fields(old.roles)):
        yield SchemaChange(new.name, None, "roles", "as before", "others", "patch")


def _said(value: object) -> str | None:
    """Return a property in a few words; None where there is none."""
    if value is None or value in ((), [], ""):
        return None
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value if each is not None)
    return str(value).lower() if isinstance(value, bool) else str(value)
