"""References that follow records into the one that they were merged into."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from dateline.checks.ask import TEXT, with_values
from dateline.checks.source import FILE, RECORD
from dateline.checks.told import collected, key_of
from dateline.errors import Problem, UsageError
from dateline.project.plan import stand_ins
from dateline.project.references import place_of, referring

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.project.plan import Plan
    from dateline.project.references import Place, Reference, Row
    from dateline.table import Table


def follow(plan: Plan, stays: Row) -> None:
    """Plan new texts for all references to the records that end, and for what refers to those in turn.

    Args:
        plan: the records that end are in it, and are taken out.
        stays: the row of the record that takes their place.

    Raises:
        UsageError: if a reference cannot follow.

    """
    after = {name: stays[TEXT.format(name)] for name in plan.schema.names}
    waiting = deque([(plan.table, each, after) for each in stand_ins(plan)])
    while waiting:
        table, row, texts = waiting.popleft()
        for each in list(referring(plan.contents, table, [row])):
            if each.place in plan.gone:
                continue
            if each.place == place_of(plan.schema, stays):
                raise UsageError(_to_itself(plan, each))
            if _changed(plan, each, texts) & _referred_to(plan, each.table.name):
                waiting.append((each.table.name, each.row, _after(plan, each.place)))
    _leave_out(plan, stays)


def _changed(plan: Plan, reference: Reference, texts: Mapping[str, str | None]) -> set[str]:
    """Plan the new texts of one reference; return the fields in which its row differs now."""
    new = _new_texts(reference, texts)
    before = plan.texts.setdefault(reference.place, {})
    differing = {name for name, text in new.items() if before.get(name) != text}
    plan.rows[reference.place] = reference.row
    before.update(new)
    own = differing & {*reference.table.primary_key}
    if own and reference.table.promises:
        key = key_of(reference.table, reference.row)
        parts = " and ".join(sorted(own))
        message = f"{reference.table.name} {key} would get another id, for {parts} is part of it"
        raise UsageError(Problem(message, help="retract it, or merge it by hand"))
    return differing


def _referred_to(plan: Plan, table: str) -> set[str]:
    """Return the fields of a table that foreign keys lead to."""
    keys = ((name, key) for name, each in plan.contents.items() for key in each.table.foreign_keys)
    return {field for name, key in keys if (key.table or name) == table for field in key.references}


def _to_itself(plan: Plan, reference: Reference) -> Problem:
    name = reference.key.fields[0]
    cell = (reference.row[FILE], reference.row[RECORD], name)
    place = plan.contents[reference.table.name].source.places({cell})[cell]
    message = f"{key_of(reference.table, reference.row)} would refer to itself in {name}"
    return Problem(message, place.file, place.line, place.column, "empty or correct the cell first")


def _new_texts(reference: Reference, texts: Mapping[str, str | None]) -> dict[str, str]:
    key = reference.key
    new = {name: texts[other] for name, other in zip(key.fields, key.references, strict=True)}
    for name, text in new.items():
        if not text:
            message = (
                f"{reference.table.name} {key_of(reference.table, reference.row)} refers to a cell that "
            )
            message += "is empty in the record that stays"
            raise UsageError(Problem(message, help=f"correct its {name} by hand first"))
    return {name: text for name, text in new.items() if text}


def _after(plan: Plan, place: Place) -> dict[str, str | None]:
    """Return the texts of a row as they will be."""
    table = plan.contents[place[0]].table
    row = plan.rows[place]
    return {name: row[TEXT.format(name)] for name in table.names} | plan.texts[place]


def _leave_out(plan: Plan, stays: Row) -> None:
    """Take out changed rows that say what another row says, or that related the merged records."""
    for name, content in plan.contents.items():
        changed = [place for place in plan.texts if place[0] == name]
        if not changed:
            continue
        for place in changed:
            if not content.table.promises and _relates_itself(plan, place, stays):
                _insist_free(plan, place)
                _drop(plan, place)
        left = [place for place in changed if place in plan.texts]
        if set(content.table.primary_key) & {each for place in left for each in plan.texts[place]}:
            _leave_out_same(plan, content.table, left)


def _drop(plan: Plan, place: Place) -> None:
    plan.gone[place] = plan.rows[place]
    del plan.texts[place]


def _insist_free(plan: Plan, place: Place) -> None:
    """Refuse to take out a row that others refer to."""
    for each in referring(plan.contents, place[0], [plan.rows[place]]):
        if each.place not in plan.gone:
            own = f"{place[0]} {key_of(plan.contents[place[0]].table, plan.rows[place])}"
            other = f"{each.table.name} {key_of(each.table, each.row)}"
            message = f"{own} relates the records to each other, and {other} refers to it"
            raise UsageError(Problem(message, help="correct these by hand first"))


def _relates_itself(plan: Plan, place: Place, stays: Row) -> bool:
    """Whether two references of a row are to the record that stays, and were not before."""
    table, before, after = plan.contents[place[0]].table, plan.rows[place], _after(plan, place)
    to = []
    for key in table.foreign_keys:
        there = [stays.get(TEXT.format(name)) for name in key.references]
        if (key.table or table.name) == plan.table and there == [after[name] for name in key.fields]:
            to.append(there == [before[TEXT.format(name)] for name in key.fields])
    return len(to) > 1 and not all(to)


def _leave_out_same(plan: Plan, table: Table, changed: list[Place]) -> None:
    """Take out rows that have another one's key and say the same; refuse if they say something else."""
    taken = dict(_others(plan, table, changed))
    for place in changed:
        after = _after(plan, place)
        key = tuple(after[name] or "" for name in table.primary_key)
        other = taken.setdefault(key, after)
        if other is after:
            continue
        differing = [name for name in table.names if (other[name] or "") != (after[name] or "")]
        if differing:
            raise UsageError(_clash(plan, table, place, key, differing))
        _drop(plan, place)


def _others(
    plan: Plan, table: Table, changed: list[Place]
) -> Iterator[tuple[tuple[str, ...], dict[str, str | None]]]:
    """Yield the rows that are not changed and have the key that a changed one will have."""
    import polars as pl  # noqa: PLC0415 - only a few merges ask this

    texts = [TEXT.format(name) for name in table.primary_key]
    keys = {tuple(_after(plan, place)[name] or "" for name in table.primary_key) for place in changed}
    wanted = pl.DataFrame(sorted(keys), dict.fromkeys(texts, pl.String), orient="row").lazy()
    rows = collected(
        plan.contents[table.name],
        lambda frame: (
            with_values(table, frame)
            .with_columns(pl.col(each).fill_null("") for each in texts)
            .join(wanted, on=texts, how="semi")
        ),
    )
    for row in rows.iter_rows(named=True):
        place = place_of(table, row)
        if place not in plan.gone and place not in plan.texts:
            found = {name: row[TEXT.format(name)] for name in table.names}
            yield tuple(found[name] or "" for name in table.primary_key), found


def _clash(plan: Plan, table: Table, place: Place, key: tuple[str, ...], differing: list[str]) -> Problem:
    cell = (place[1], place[2], differing[0])
    at = plan.contents[table.name].source.places({cell})[cell]
    old = key_of(table, plan.rows[place])
    message = f"{table.name} {old} would become {'/'.join(key)}, which is there and has another "
    return Problem(message + " and ".join(differing), at.file, at.line, at.column, "make both alike first")
