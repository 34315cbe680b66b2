"""What ties the tables of a dataset together, before any record is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.compile.cast import dtype
from dateline.document import did_you_mean
from dateline.errors import Problem, SchemaFileError
from dateline.rules.ids import OWN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dateline.document import Mark
    from dateline.table import ForeignKey, Table


def check_links(tables: Mapping[str, Table]) -> None:
    """Check that every reference of a schema leads to a table and fields that can hold it.

    Raises:
        SchemaFileError: with each reference that does not, at its line and column.

    """
    problems = [problem for table in tables.values() for problem in _problems(table, tables)]
    lists = [table for table in tables.values() if table.codes is not None]
    problems += [_problem(table, "a second code table; a dataset has one") for table in lists[1:]]
    problems += _taken(tables)
    if problems:
        raise SchemaFileError(*problems)


def _taken(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield a problem for each rule whose id another has: their findings could not be told apart."""
    owners = dict.fromkeys(OWN, "dateline itself")
    for table in tables.values():
        for rule in table.rules:
            if rule.id in owners:
                message = f"the id '{rule.id}' is taken by a rule of {owners[rule.id]}"
                yield _problem(table, message, rule.mark, "give the rule an id of its own")
            else:
                owners[rule.id] = f"table {table.name}"


def without_broken(
    tables: Mapping[str, Table], untyped: Mapping[str, Collection[str]]
) -> tuple[dict[str, Table], list[Problem]]:
    """Leave out of a stranger's tables what leads nowhere; return the rest, and why.

    Args:
        tables: by name.
        untyped: fields, by table, whose type is not known: what refers to them is left out
            without a word, since their own fault is told already.

    """
    problems: list[Problem] = []
    out: dict[str, Table] = {}
    coded = any(table.codes is not None for table in tables.values())
    for name, table in tables.items():
        broken = {key: list(broken_reference(table, key, tables)) for key in table.foreign_keys}
        known = [key for key in broken if not _touches(name, key, untyped)]
        problems += [problem for key in known for problem in broken[key]]
        fields = table.fields if coded else tuple(replace(field, codes=None) for field in table.fields)
        out[name] = replace(table, fields=fields, foreign_keys=tuple(key for key in known if not broken[key]))
    return out, problems


def _touches(name: str, key: ForeignKey, untyped: Mapping[str, Collection[str]]) -> bool:
    there = untyped.get(key.table or name, ())
    return bool({*key.fields} & {*untyped.get(name, ())} or {*key.references} & {*there})


def _problems(table: Table, tables: Mapping[str, Table]) -> Iterator[Problem]:
    for key in table.foreign_keys:
        yield from broken_reference(table, key, tables)
    if not any(each.codes for each in tables.values()):
        for field in table.fields:
            if field.codes is not None:
                message = f"field '{field.name}' takes codes from a list, but no table is a code table"
                yield _problem(
                    table, message, field.mark, "add one with 'dateline: {codes: {list: …, code: …}}'"
                )
    if table.evidence is not None and cited(table, tables) is None:
        message = f"the field '{table.evidence.text}' must be a foreign key to a table of texts"
        yield _problem(table, message, help="a table of texts has 'dateline: {text: …}'")


def broken_reference(table: Table, key: ForeignKey, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield why a foreign key leads nowhere: no such table or field, or one of another type."""
    target = tables.get(key.table or table.name)
    if target is None:
        yield _problem(
            table, f"there is no table '{key.table}'", key.mark, did_you_mean(key.table or "", tables)
        )
        return
    for name, reference in zip(key.fields, key.references, strict=True):
        if reference not in target.names:
            message = f"table {target.name} has no field '{reference}'"
            yield _problem(table, message, key.mark, did_you_mean(reference, target.names))
        elif dtype(table[name]) != dtype(target[reference]):
            other = f"{target.name}.{reference}, of type {target[reference].type}"
            message = f"'{name}' of type {table[name].type} cannot refer to {other}"
            yield _problem(table, message, key.mark, "give both the same type")
        elif target[reference].restricted and not any(table[each].restricted for each in key.fields):
            message = f"'{name}' refers to {target.name}.{reference}, which is restricted"
            yield _problem(table, message, key.mark, f"restrict '{name}' as well, or publish '{reference}'")


def cited(table: Table, tables: Mapping[str, Table]) -> Table | None:
    """Return the table of texts that a table's evidence cites, or None."""
    if table.evidence is None:
        return None
    for key in table.foreign_keys:
        target = tables.get(key.table or table.name)
        if key.fields == (table.evidence.text,) and target is not None and target.text is not None:
            return target
    return None


def _problem(table: Table, message: str, mark: Mark | None = None, help: str | None = None) -> Problem:
    return Problem(message, table.file, mark.line if mark else None, mark.column if mark else None, help)
