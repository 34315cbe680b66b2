"""What a schema says about a field, in words a reader understands; Markdown, escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.package.markdown import Markdown, cell, code, escape

if TYPE_CHECKING:
    from dateline.package.model import ColumnSummary
    from dateline.table import Category, Field, ForeignKey, MissingValue, Table

_LONGEST = 80
"""Columns of an example; a longer one is cut, since it only shows the kind."""

_LIMITS = {
    "minimum": "at least",
    "exclusiveMinimum": "more than",
    "maximum": "at most",
    "exclusiveMaximum": "less than",
    "minLength": "shortest",
    "maxLength": "longest",
}


def type_words(field: Field) -> Markdown:
    """Say what kind of value a field holds."""
    if field.edtf is not None:
        return Markdown("date, EDTF")
    if field.type == "list":
        return Markdown(f"list of {escape(field.options.get('itemType', 'string'))}")
    shown = "" if field.format == "default" else f", {cell(field.format)}"
    return Markdown(f"{'text' if field.type == 'string' else escape(field.type)}{shown}")


def constraint_words(table: Table, field: Field) -> Markdown:
    """Say what a field's values must be."""
    said = field.constraints
    parts = [
        "required" if table.required(field) else "",
        "unique" if said.get("unique") is True or table.primary_key == (field.name,) else "",
        *(f"{words} {cell(said[key])}" for key, words in _LIMITS.items() if key in said),
        f"one of {_values(said['enum'])}" if "enum" in said else "",
        f"one of {_categories(field.categories)}" if field.categories else "",
        f"matches {cell(said['pattern'])}" if "pattern" in said else "",
        f"a code of list {cell(field.codes)}" if field.codes else "",
        *_bounds(field),
        *_options(field),
        _missing(field),
    ]
    return Markdown("; ".join(part for part in parts if part))


def _values(values: list[Any]) -> str:
    return ", ".join(map(cell, values))


def _categories(categories: tuple[Category, ...]) -> str:
    return ", ".join(
        f"{cell(each.value)} ({escape(each.label)})" if each.label else cell(each.value)
        for each in categories
    )


def _bounds(field: Field) -> list[str]:
    if field.edtf is None:
        return []
    roles = {
        "earliest day": field.edtf.earliest,
        "latest day": field.edtf.latest,
        "precision": field.edtf.precision,
    }
    return [f"its {role} in {cell(name)}" for role, name in roles.items() if name]


def _options(field: Field) -> list[str]:
    """Say how a value is written, where that is not the standard's default way."""
    shown = {key: value for key, value in field.options.items() if key != "itemType"}
    return [f"{escape(key)} {_option(value)}" for key, value in sorted(shown.items())]


def _option(value: object) -> str:
    if isinstance(value, list | tuple):
        return _values(list(value))
    return cell(str(value).lower() if isinstance(value, bool) else value)


def missing_words(values: tuple[MissingValue, ...]) -> Markdown:
    """List the texts that stand for "no value", but for the empty one."""
    return Markdown(
        " or ".join(
            f"{cell(each.value)} ({escape(each.label)})" if each.label else cell(each.value)
            for each in values
            if each.value
        )
    )


def _missing(field: Field) -> str:
    """Say what stands for "no value" in this field alone."""
    shown = missing_words(field.missing_values or ())
    return f"{shown} means no value" if shown else ""


def key_words(table: Table) -> list[Markdown]:
    """Say what identifies a row and what it refers to, a sentence each."""
    lines = [f"Primary key: {_names(table.primary_key)}"] if table.primary_key else []
    lines += [f"Unique together: {_names(names)}" for names in table.unique_keys]
    lines += [_reference(table, each) for each in table.foreign_keys]
    return [Markdown(line) for line in lines]


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(map(code, names))


def _reference(table: Table, key: ForeignKey) -> str:
    return f"{_names(key.fields)} refers to {_names(key.references)} of {code(key.table or table.name)}"


def share(missing: int, rows: int) -> Markdown:
    """Return the share of rows without a value, in per cent; never 0 or 100 by rounding."""
    if missing in (0, rows):
        return Markdown("100 %" if missing else "0 %")
    percent = min(max(100 * missing / rows, 0.1), 99.9)
    return Markdown(f"{percent:.1f} %")


def example(field: Field, summary: ColumnSummary | None) -> Markdown:
    """Return the schema's own example, or else the first value of the records."""
    if field.example is not None:
        return cell(field.example, _LONGEST)
    found = summary.example if summary else None
    return Markdown("") if found is None else cell(found, _LONGEST)
