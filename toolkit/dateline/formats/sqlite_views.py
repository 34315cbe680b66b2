"""A view for each table with references: its rows with what they refer to, in a reader's words.

`view_events` has an event's own columns, and behind them the name and the coordinates of its
place. Which columns of the other table are shown follows from its role; where it has none,
it is the first field of plain text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dateline.formats.sqlite_words import Taken, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.formats.source import Rows
    from dateline.formats.sqlite_tables import Plan
    from dateline.table import Field, ForeignKey, Table

_JOINS: Final = 60
"""References that are followed in one view: SQLite joins 64 tables at most."""
_MARKED: Final = ("edtf", "codes", "phrase", "place", "place_name", "place_code", "url", "categories")


def create_views(plan: Plan) -> Iterator[str]:
    """Yield the statements that make the views, in the order of the tables."""
    for rows in plan.tables.values():
        followed = [key for key in plan.references(rows) if captions(plan, rows, key)][:_JOINS]
        if followed:
            name = quote(plan.taken.free(f"view_{plan.called[rows.table.name]}"))
            yield f"CREATE VIEW {name} AS\n{_select(plan, rows, followed)}"


def _select(plan: Plan, rows: Rows, followed: list[ForeignKey]) -> str:
    taken = Taken()
    columns = [f"t.{quote(taken.free(field.name))}" for field in rows.fields]
    joins = [f"FROM {plan.quote(rows.table.name)} AS t"]
    for number, key in enumerate(followed, 1):
        prefix = _prefix(rows.table, key)
        columns += [
            f"r{number}.{quote(name)} AS {quote(taken.free(f'{prefix}_{name}'))}"
            for name in captions(plan, rows, key)
        ]
        pairs = zip(key.fields, key.references, strict=True)
        same = " AND ".join(f"r{number}.{quote(there)} = t.{quote(here)}" for here, there in pairs)
        joins.append(f"LEFT JOIN {plan.quote(key.table or rows.table.name)} AS r{number} ON {same}")
    return "SELECT\n  " + ",\n  ".join(columns) + "\n" + "\n".join(joins)


def _prefix(table: Table, key: ForeignKey) -> str:
    """Return what the other table's columns are called after: the referring field, or else the table."""
    if len(key.fields) > 1:
        return key.table or table.name
    return key.fields[0].removesuffix("_id") or key.fields[0]


def captions(plan: Plan, rows: Rows, key: ForeignKey) -> list[str]:
    """Return the fields by which a reader knows a record of the table that a key refers to."""
    target = plan.tables[key.table or rows.table.name]
    named = [name for name in _by_role(target.table) if name]
    shown = dict.fromkeys([*named, *([] if _has_name(target.table) else _first_words(target))])
    return [name for name in shown if name in target.names and name not in key.references]


def _by_role(table: Table) -> Iterator[str | None]:
    roles = table.roles
    if roles.places:
        places = roles.places
        yield from (places.name, places.country, places.latitude, places.longitude)
    if roles.event:
        yield from (roles.event.type, roles.event.date, roles.event.end)
    if roles.article:
        yield from (roles.article.outlet, roles.article.published, roles.article.url)
    if roles.actor:
        yield roles.actor.name


def _has_name(table: Table) -> bool:
    return bool(
        (table.roles.places and table.roles.places.name) or (table.roles.actor and table.roles.actor.name)
    )


def _first_words(target: Rows) -> list[str]:
    """Return the first field that says something in words: no key, code, date, list or pattern."""
    of_keys = {name for key in target.table.foreign_keys for name in key.fields}
    free = (each for each in target.fields if each.name not in of_keys and _is_words(target.table, each))
    return [each.name for each in free][:1]


def _is_words(table: Table, field: Field) -> bool:
    plain = field.type == "string" and field.format == "default" and field.name not in table.primary_key
    return (
        plain
        and not field.constraints.keys() & {"enum", "pattern"}
        and not any(getattr(field, use) for use in _MARKED)
    )
