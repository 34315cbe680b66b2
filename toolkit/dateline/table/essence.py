"""A Table Schema document without what two tools may write differently and mean the same by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def essence(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema's document without its profile, and references of a table to itself in one form.

    Args:
        document: a valid Table Schema, as JSON values.

    """
    said = {key: value for key, value in document.items() if key != "$schema"}
    if said.get("foreignKeys"):
        said["foreignKeys"] = [_key(each) for each in said["foreignKeys"]]
    return said


def _key(key: Mapping[str, Any]) -> dict[str, Any]:
    reference = {name: value for name, value in key["reference"].items() if (name, value) != ("resource", "")}
    return {**key, "reference": reference}
