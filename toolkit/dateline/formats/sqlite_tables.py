"""CREATE TABLE of a table's schema: types, keys, constraints, references, and words about them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dateline.compile.cast import constraint_value
from dateline.formats.about import type_words
from dateline.formats.sqlite_words import Taken, literal, quote, quoted, remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dateline.formats.source import Rows
    from dateline.table import Field, ForeignKey, Table

_TYPES: Final = {"integer": "INTEGER", "year": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
_RANGES: Final = {"minimum": ">=", "exclusiveMinimum": ">", "maximum": "<=", "exclusiveMaximum": "<"}
_COMPARED: Final = frozenset({"integer", "year", "number", "date", "yearmonth"})
"""Types whose values, as they are stored, are ordered as the schema orders them."""
_LISTED: Final = 100
"""Values that a constraint lists; SQLite would go through a longer list with every row that is added."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The tables of a database: which rows they hold, and what they are called there.

    Args:
        tables: the rows by the table's name in the schema; those referred to come first.
        called: the names in the database, by the same.
        taken: all names that are in use.

    """

    tables: Mapping[str, Rows]
    called: Mapping[str, str]
    taken: Taken = field(default_factory=Taken)

    @classmethod
    def of(cls, tables: Sequence[Rows], reserved: Sequence[str]) -> Plan:
        """Order the tables and name them; SQLite keeps names that begin with `sqlite_` for itself."""
        taken = Taken()
        for name in reserved:
            taken.free(name)
        named = {rows.table.name: rows for rows in tables}
        called = {
            name: taken.free(f"_{name}" if name.lower().startswith("sqlite_") else name) for name in named
        }
        return cls({name: named[name] for name in _in_order(named)}, called, taken)

    def quote(self, table: str) -> str:
        """Return a table's name in the database, quoted."""
        return quote(self.called[table])

    def references(self, rows: Rows) -> Iterator[ForeignKey]:
        """Yield the table's references that SQLite can hold: to a key of a table that is there."""
        for key in rows.table.foreign_keys:
            target = self.tables.get(key.table or rows.table.name)
            if target and rows.names.issuperset(key.fields) and set(key.references) in map(set, keys(target)):
                yield key


def keys(rows: Rows) -> list[tuple[str, ...]]:
    """Return what is unique in a table, by its schema: its primary key first."""
    table = rows.table
    single = [(each.name,) for each in rows.fields if each.constraints.get("unique") is True]
    found = dict.fromkeys(each for each in (table.primary_key, *table.unique_keys, *single) if each)
    once = {frozenset(each): each for each in reversed(found)}  # of two keys of the same fields, the first
    return [each for each in found if once[frozenset(each)] == each and rows.names.issuperset(each)]


def _in_order(tables: Mapping[str, Rows]) -> list[str]:
    """Order tables so that one stands behind those it refers to, as far as there is no circle."""
    found: dict[str, None] = {}
    entered: set[str] = set()

    def visit(name: str) -> None:
        if name in tables and name not in entered:
            entered.add(name)
            for key in tables[name].table.foreign_keys:
                visit(key.table or name)
            found[name] = None

    for name in tables:
        visit(name)
    return list(found)


def create_table(plan: Plan, rows: Rows) -> str:
    """Return the statement that makes a table."""
    table = rows.table
    lines = [
        (_column(table, each), remark(each.title, type_words(each), each.description)) for each in rows.fields
    ]
    for number, names in enumerate(keys(rows)):
        word = "PRIMARY KEY" if number == 0 and names == table.primary_key else "UNIQUE"
        lines.append((f"{word} ({quoted(names)})", ""))
    lines += [(_reference(plan, rows, key), "") for key in plan.references(rows)]
    last = len(lines) - 1
    body = [f"  {line}{',' if number < last else ''}{said}" for number, (line, said) in enumerate(lines)]
    head = f"CREATE TABLE {plan.quote(table.name)} ({remark(table.title, table.description)}"
    return "\n".join([head, *body, ")"])


def _column(table: Table, each: Field) -> str:
    name = quote(each.name)
    parts = [name, _TYPES.get(each.type, "TEXT"), "NOT NULL" if table.required(each) else ""]
    checks = [f"CHECK ({check})" for check in _checks(name, each)]
    return " ".join(part for part in (*parts, *checks) if part)


def _checks(name: str, each: Field) -> Iterator[str]:
    """Yield what must be true of a column's values; null passes everywhere."""
    said = each.constraints
    listed = said.get("enum") or [category.value for category in each.categories]
    values = [literal(constraint_value(each, value)) for value in listed] if listed else []
    if 0 < len(values) <= _LISTED and not {None, "nan", "inf", "-inf"} & set(values):
        yield f"{name} IN ({', '.join(map(str, values))})"
    elif each.type == "boolean":
        yield f"{name} IN (0, 1)"
    for key, sign in _RANGES.items():
        if key in said and each.type in _COMPARED:
            limit = constraint_value(each, said[key])
            if not (isinstance(limit, float) and not math.isfinite(limit)):
                yield f"{name} {sign} {literal(limit)}"


def _reference(plan: Plan, rows: Rows, key: ForeignKey) -> str:
    """Return a reference; it is checked when a transaction ends, so that circles can be filled."""
    target = plan.quote(key.table or rows.table.name)
    where = f"FOREIGN KEY ({quoted(key.fields)}) REFERENCES {target} ({quoted(key.references)})"
    return f"{where} DEFERRABLE INITIALLY DEFERRED"


def create_indexes(plan: Plan, rows: Rows) -> Iterator[str]:
    """Yield the statements that index a table's references, but for those that a key begins with."""
    for names in dict.fromkeys(key.fields for key in rows.table.foreign_keys):
        known = any(each[: len(names)] == names for each in keys(rows))
        if not known and rows.names.issuperset(names):
            name = quote(plan.taken.free(f"index_{plan.called[rows.table.name]}_{'_'.join(names)}"))
            yield f"CREATE INDEX {name} ON {plan.quote(rows.table.name)} ({quoted(names)})"
