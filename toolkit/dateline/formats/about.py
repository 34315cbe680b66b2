"""What a release and its fields are, in plain text: what databases and workbooks carry along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.package import descriptor
from dateline.package.licences import address, identifiers
from dateline.package.metadata import citation_line

if TYPE_CHECKING:
    from dateline.package import Release
    from dateline.table import Category, Field, Table

_LIMITS = {
    "minimum": "at least",
    "exclusiveMinimum": "more than",
    "maximum": "at most",
    "exclusiveMaximum": "less than",
    "minLength": "shortest",
    "maxLength": "longest",
}


@dataclass(frozen=True, slots=True)
class About:
    """A release in a few texts; `created` is RFC 3339 in UTC."""

    name: str
    title: str
    version: str
    created: str
    licence: str
    citation: str
    description: str
    homepage: str | None


def about(release: Release) -> About:
    """Say what a release is."""
    dataset = release.dataset
    created = release.provenance.timestamp
    cited = {**descriptor.head(dataset), "version": dataset.version, "created": created}
    licences = [
        f"{name} ({address(each, name)})" for each in dataset.licenses for name in identifiers(each.name)
    ]
    return About(
        name=dataset.name,
        title=dataset.title,
        version=dataset.version,
        created=created,
        licence=", ".join(licences),
        citation=citation_line(cited),
        description=" ".join(dataset.description.split()),
        homepage=dataset.homepage,
    )


def type_words(field: Field) -> str:
    """Say what kind of value a field holds."""
    if field.edtf is not None:
        return "date as EDTF"
    if field.type == "list":
        return f"list of {field.options.get('itemType') or 'string'}"
    return field.type


def allowed_words(table: Table, field: Field) -> str:
    """Say which values a field may have, as its schema does."""
    said = field.constraints
    parts = [
        f"one of: {', '.join(map(_value, said['enum']))}" if "enum" in said else "",
        f"one of: {', '.join(map(_category, field.categories))}" if field.categories else "",
        f"a code of list {field.codes}" if field.codes else "",
        *(f"{words} {_value(said[key])}" for key, words in _LIMITS.items() if key in said),
        f"matches {said['pattern']}" if "pattern" in said else "",
        "unique" if said.get("unique") is True or table.primary_key == (field.name,) else "",
    ]
    return "; ".join(part for part in parts if part)


def reference_words(table: Table, field: Field) -> str:
    """Say to what a field refers, as `table.field`."""
    found = [
        f"{key.table or table.name}.{there}"
        for key in table.foreign_keys
        for here, there in zip(key.fields, key.references, strict=True)
        if here == field.name
    ]
    return ", ".join(found)


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _category(category: Category) -> str:
    value, label = category.value, category.label
    return f"{value} ({label})" if label else str(value)
