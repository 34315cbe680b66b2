"""The types of Table Schema, what may be said about each, and how each is held in a frame.

Source: Table Schema v2 (https://datapackage.org/standard/table-schema/).
"""

from __future__ import annotations

from dataclasses import dataclass

RANGE = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
LENGTH = ("minLength", "maxLength")
ALWAYS = ("required", "unique", "enum")
CONSTRAINTS = (*ALWAYS, *LENGTH, *RANGE, "jsonSchema", "pattern")


@dataclass(frozen=True, slots=True)
class FieldType:
    """What may be said about a field of one type.

    `formats` is None where any format is a pattern (dates and times); `constraints`
    lists those beyond `required`, `unique` and `enum`, which every type may have.
    """

    name: str
    formats: frozenset[str] | None = frozenset({"default"})
    options: frozenset[str] = frozenset()
    constraints: frozenset[str] = frozenset()
    categories: bool = False


def _type(
    name: str,
    *,
    formats: tuple[str, ...] | None = (),
    options: tuple[str, ...] = (),
    constraints: tuple[str, ...] = (),
    categories: bool = False,
) -> FieldType:
    known = None if formats is None else frozenset({"default", *formats})
    return FieldType(name, known, frozenset(options), frozenset(constraints), categories)


TYPES = {
    each.name: each
    for each in (
        _type(
            "string",
            formats=("email", "uri", "binary", "uuid"),
            constraints=(*LENGTH, "pattern"),
            categories=True,
        ),
        _type("number", options=("decimalChar", "groupChar", "bareNumber"), constraints=RANGE),
        _type("integer", options=("groupChar", "bareNumber"), constraints=RANGE, categories=True),
        _type("boolean", options=("trueValues", "falseValues")),
        _type("object", constraints=(*LENGTH, "jsonSchema")),
        _type("array", constraints=(*LENGTH, "jsonSchema")),
        _type("list", options=("delimiter", "itemType"), constraints=LENGTH),
        _type("datetime", formats=None, constraints=RANGE),
        _type("date", formats=None, constraints=RANGE),
        _type("time", formats=None, constraints=RANGE),
        _type("year", constraints=RANGE),
        _type("yearmonth", constraints=RANGE),
        _type("duration", constraints=RANGE),
        _type("geopoint", formats=("array", "object")),
        _type("geojson", formats=("topojson",)),
        _type("any"),
    )
}
"""Every type of the standard, by name."""

ITEM_TYPES = ("string", "integer", "boolean", "number", "datetime", "date", "time")
"""What a `list` may hold."""

OPTIONS = frozenset().union(*(each.options for each in TYPES.values()))
"""Every option of every type."""
