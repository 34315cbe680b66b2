"""Checks of the values that a field's constraints and options list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dateline.document import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.document import Node
    from dateline.table.types import FieldType

TRUE = ("true", "True", "TRUE", "1")
FALSE = ("false", "False", "FALSE", "0")
"""The standard's defaults of `trueValues` and `falseValues`."""
_IN_NUMBERS = frozenset("0123456789+-eE")


def check_listed(node: Node, kind: FieldType) -> bool:
    """Note a member of `enum` or `categories` that no cell can ever be; tell whether it is one that can."""
    value = node.value
    if value is None:
        node.problem("an empty value cannot be listed", "leave out 'required' to allow empty cells")
    elif kind.name == "string" and not isinstance(value, str):
        help_ = None if isinstance(value, dict | list) else f"write it in quotes: '{node.written}'"
        node.problem(f"a value of a string field is text, not {node.described}", help_)
    else:
        return True
    return False


def check_once(node: Node, items: Sequence[Node]) -> None:
    """Note each value of a list that stands there twice."""
    seen: set[str] = set()
    for item in items:
        key = json.dumps(item.value, sort_keys=True)
        if key in seen and item.value is not None:
            item.problem(f"{node.name} lists {item.described} twice", "remove one")
        seen.add(key)


def check_options(parts: Mapping[str, Node], options: Mapping[str, Any], kind: FieldType) -> None:
    """Note options that make a type ambiguous."""
    for key in ("decimalChar", "groupChar"):
        text = options.get(key)
        if text is not None and len(text) != 1:
            parts[key].problem(f"'{key}' must be one character, not {quoted(text)}")
        elif text is not None and text in _IN_NUMBERS:
            parts[key].problem(f"'{key}' cannot be '{text}': it is part of numbers")
    group = options.get("groupChar")
    if group is not None and kind.name == "number" and group == options.get("decimalChar", "."):
        parts["groupChar"].problem(f"'groupChar' is '{group}', and so is 'decimalChar'", "use two characters")
    _check_truth(parts, options)


def _check_truth(parts: Mapping[str, Node], options: Mapping[str, Any]) -> None:
    said = [key for key in ("trueValues", "falseValues") if key in options]
    for key in said:
        if parts[key].value == []:
            parts[key].problem(f"'{key}' lists no value")
    both = {*options.get("trueValues", TRUE)} & {*options.get("falseValues", FALSE)} - {""}
    for text in sorted(both) if said else ():
        parts[said[0]].problem(f"{quoted(text)} means both true and false", "list it once")
