"""The codebook of a table as a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from dateline.table import Field, Table

_LIMITS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minLength", "maxLength", "pattern")


def codebook(table: Table, codes: Mapping[str, Mapping[str, str | None]]) -> pl.DataFrame:
    """Return a table's fields, one row each.

    Args:
        table: its schema.
        codes: the code lists of the package: list → code → label.

    Returns:
        Columns: `field`, `title`, `type` (`date, EDTF` for such strings), `format`,
        `description`, `required` and `unique` (Boolean), `values` and `labels` (lists: the
        values that are allowed, where the schema lists them, and what each means), `codes`
        (the code list they are of), `limits`, `missing` (texts that mean "no value"),
        `refers_to` (`table.field`), `example`.

    """
    import polars as pl  # noqa: PLC0415 - opening a package needs no frames

    text, texts = pl.String(), pl.List(pl.String)
    schema = {
        **dict.fromkeys(("field", "title", "type", "format", "description"), text),
        **dict.fromkeys(("required", "unique"), pl.Boolean()),
        **dict.fromkeys(("values", "labels"), texts),
        **dict.fromkeys(("codes", "limits"), text),
        "missing": texts,
        **dict.fromkeys(("refers_to", "example"), text),
    }
    return pl.DataFrame([_row(table, each, codes) for each in table.fields], schema=schema, orient="row")


def _row(table: Table, field: Field, codes: Mapping[str, Mapping[str, str | None]]) -> tuple[Any, ...]:
    allowed = _allowed(field, codes)
    limits = [f"{key} {field.constraints[key]}" for key in _LIMITS if key in field.constraints]
    return (
        field.name,
        field.title,
        "date, EDTF" if field.edtf is not None else field.type,
        None if field.format == "default" else field.format,
        field.description,
        table.required(field),
        field.constraints.get("unique") is True or table.primary_key == (field.name,),
        None if allowed is None else list(allowed),
        None if allowed is None else list(allowed.values()),
        field.codes,
        "; ".join(limits) or None,
        list(table.missing(field)),
        _target(table, field),
        None if field.example is None else str(field.example),
    )


def _allowed(field: Field, codes: Mapping[str, Mapping[str, str | None]]) -> Mapping[str, str | None] | None:
    """Return the values that a field may have, each with its label; None if no list says so."""
    if field.categories:
        return {str(each.value): each.label for each in field.categories}
    if field.codes and field.codes in codes:
        return codes[field.codes]
    enum = field.constraints.get("enum")
    return dict.fromkeys(map(str, enum)) if isinstance(enum, list | tuple) and enum else None


def _target(table: Table, field: Field) -> str | None:
    """Return what a field refers to; with a key of several fields, its own counterpart."""
    found = [
        f"{key.table or table.name}.{key.references[key.fields.index(field.name)]}"
        for key in table.foreign_keys
        if field.name in key.fields
    ]
    return "; ".join(dict.fromkeys(found)) or None


def code_lists(table: Table, rows: pl.LazyFrame) -> dict[str, dict[str, str | None]]:
    """Return the lists of a code table: list → code → label, the first text field that is neither."""
    import polars as pl  # noqa: PLC0415 - as above

    if table.codes is None:
        return {}
    others = [
        each.name
        for each in table.fields
        if each.type == "string" and each.name not in (table.codes.list, table.codes.code)
    ]
    label = pl.col(others[0]) if others else pl.lit(None, pl.String)
    columns = [pl.col(table.codes.list).cast(pl.String), pl.col(table.codes.code).cast(pl.String)]
    found: dict[str, dict[str, str | None]] = {}
    for name, code, words in rows.select(*columns, label.alias("__label__")).collect().rows():
        found.setdefault(name, {}).setdefault(code, words)
    return found
