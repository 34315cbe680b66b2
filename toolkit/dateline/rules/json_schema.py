"""The constraint `jsonSchema`: a JSON document in a cell fits a JSON Schema.

Source: Table Schema v2, "jsonSchema", and JSON Schema (https://json-schema.org). A schema
is a stranger's file: a reference out of it is refused, never fetched.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.document import quoted
from dateline.rules.rule import Advice, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 160
_ENDLESS = "it cannot be told: the JSON Schema refers to itself without end"


def json_schema_rule(field: str, schema: dict[str, Any]) -> Rule:
    """Return the rule that a field's documents fit a JSON Schema.

    Raises:
        ValueError: if it is no JSON Schema, or refers to another document.

    """
    validator = _validator(schema)

    def fits(text: str | None) -> bool | None:
        try:
            return None if text is None else bool(validator.is_valid(json.loads(text)))
        except RecursionError:
            return False

    def batch(texts: pl.Series) -> pl.Series:
        return pl.Series(texts.name, [fits(text) for text in texts], pl.Boolean)

    def advise(text: str) -> Advice:
        try:
            error = next(validator.iter_errors(json.loads(text)), None)
        except RecursionError:
            return Advice(_ENDLESS)
        return Advice(reason=f"at {error.json_path}: {_cut(error.message)}" if error else None)

    return Rule(
        id="json-schema",
        fields=(field,),
        test=pl.col(field).map_batches(batch, return_dtype=pl.Boolean, is_elementwise=True),
        message="the value does not fit its JSON Schema",
        advise=advise,
    )


def _cut(message: str) -> str:
    return message if len(message) <= _SHOWN else f"{message[:_SHOWN]}…"


def _validator(schema: dict[str, Any]) -> Any:  # noqa: ANN401 - jsonschema is untyped
    from jsonschema import Draft202012Validator, SchemaError, validators  # type: ignore[import-untyped]  # noqa: PLC0415 - no stubs; slow, and few schemas need it
    from referencing import Registry  # noqa: PLC0415 - as above

    kind = validators.validator_for(schema, default=Draft202012Validator)
    try:
        kind.check_schema(schema)
    except SchemaError as error:
        raise ValueError(f"'jsonSchema' is no JSON Schema: {_cut(error.message)}") from None
    except RecursionError:
        raise ValueError("'jsonSchema' is nested too deeply") from None
    for reference in _references(schema):
        _resolve(schema, reference)
    return kind(schema, registry=Registry())


def _references(part: object) -> Iterator[object]:
    """Find every reference in a JSON Schema; what stands in lists and objects alike."""
    if isinstance(part, list):
        for each in part:
            yield from _references(each)
    if isinstance(part, dict):
        for key, value in part.items():
            if key in ("$ref", "$dynamicRef", "$recursiveRef") and isinstance(value, str):
                yield value
            else:
                yield from _references(value)


def _resolve(schema: dict[str, Any], reference: object) -> None:
    """Refuse a reference that leads out of the schema, or nowhere in it."""
    from referencing import Registry, Resource  # noqa: PLC0415 - as above
    from referencing.exceptions import Unresolvable  # noqa: PLC0415 - as above
    from referencing.jsonschema import DRAFT202012  # noqa: PLC0415 - as above

    resource = Resource.from_contents(schema, default_specification=DRAFT202012)
    base = resource.id() or ""
    resolver = Registry().with_resource(base, resource).resolver(base)
    try:
        resolver.lookup(str(reference))
    except (Unresolvable, ValueError):
        message = f"'jsonSchema' refers to {quoted(str(reference))}, which is not in it; nothing is fetched"
        raise ValueError(message) from None
