"""What the parts of a role are made of: fields, lists of fields, and conditions."""

from __future__ import annotations

from dataclasses import field
from typing import Any, NamedTuple


class Condition(NamedTuple):
    """Rows in which a field has one of these texts."""

    field: str
    values: tuple[str, ...]


def one(*types: str) -> Any:  # noqa: ANN401 - as `dataclasses.field`
    """Declare a part that names one field, of one of these types; of any type if none is given."""
    return field(default=None, metadata={"types": types, "edtf": False})


def edtf() -> Any:  # noqa: ANN401 - as above
    """Declare a part that names an EDTF field."""
    return field(default=None, metadata={"types": ("string",), "edtf": True})


def some(*types: str, edtf: bool = False) -> Any:  # noqa: ANN401 - as above
    """Declare a part that lists fields."""
    return field(default=(), metadata={"types": types, "edtf": edtf})
