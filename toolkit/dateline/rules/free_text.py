"""Which fields of a table hold free text: what a person may write anything into.

Looked at are the tables that say under `dateline` what they are: to them dateline's rules
for people apply. Of their fields, free text is every string that nothing else holds to a
form. A form is given by

- a format (`uri`, `email`, `uuid`, `binary`), a type other than `string`;
- `enum`, `pattern` or `categories`; a code list; a `jsonSchema`;
- the uses `edtf`, `url` and `place_code`, and being the precision word of a date or a place;
- being a gazetteer's shapes;
- a foreign key: the text stands in the other table, and is looked at there.

What is never published is no free text either, as long as the records themselves are not
public: restricted fields, and the rows that `unpublished` tells.

Printed phrases, printed place names, titles and bylines are free text: anything can be
pasted there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.table import NO_ROLES

if TYPE_CHECKING:
    from dateline.table import Condition, Field, Table

_FORMS = ("enum", "pattern", "jsonSchema")


def free_texts(table: Table) -> tuple[Field, ...]:
    """Return the fields of free text of a table; none of a table that does not say what it is."""
    return free_fields(table) if _says_what_it_is(table) else ()


def free_fields(table: Table) -> tuple[Field, ...]:
    """Return the fields of free text of a table, whatever it is."""
    shapes = table.roles.place_shapes
    elsewhere = {name for key in table.foreign_keys for name in key.fields} | _precisions(table)
    elsewhere |= {shapes.geometry} if shapes and shapes.geometry else set()
    hidden = {each.name for each in table.fields if each.restricted and table.private}
    return tuple(each for each in table.fields if _is_free(each) and each.name not in elsewhere | hidden)


def unpublished(table: Table) -> Condition | None:
    """Return which rows are withheld of a table whose records are not public; None if none can be."""
    release = table.roles.release
    return release.withheld if release is not None and table.private else None


def prose(table: Table) -> tuple[Field, ...]:
    """Return the free text in which nobody is named by right: no bylines, no names of actors and places."""
    roles = table.roles
    names = {name for role in (roles.places, roles.actor) if role for name in (role.name, *role.names)}
    names |= {roles.place_names.name} if roles.place_names else set()
    return tuple(
        each
        for each in free_texts(table)
        if not each.people and each.place_name is None and each.name not in names
    )


def _says_what_it_is(table: Table) -> bool:
    return table.roles != NO_ROLES or any((table.text, table.evidence, table.codes))


def _is_free(field: Field) -> bool:
    plain = field.type == "string" and field.format == "default" and not field.categories
    formed = any(name in field.constraints for name in _FORMS)
    used = any((field.edtf, field.codes, field.url, field.place_code))
    return plain and not formed and not used


def _precisions(table: Table) -> set[str]:
    """Return the fields that hold words computed from a date, or chosen for a place."""
    dates = {each.edtf.precision for each in table.fields if each.edtf is not None}
    places = {each.place.precision for each in table.fields if each.place is not None}
    return {name for name in dates | places if name is not None}
