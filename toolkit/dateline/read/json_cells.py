"""JSON values as the cells of a table: the text that a file would have in their place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dateline.compile.cast import constraint_value, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.table import Field

_SHOWN = 60
_REMEMBERED = 1_000
_KINDS = {"{": "an object", "[": "a list", "t": "a truth value", "f": "a truth value"}


class Writer:
    """Writes JSON values as texts of one field."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.write = written(field)
        self.known: dict[str, bool] = {}

    def text(self, value: Any) -> tuple[str, bool]:  # noqa: ANN401 - JSON holds any value
        """Return a value's text, and whether the text says all: what it lacks in type shows in it.

        It does not for the number 5 in a string field, whose text is as good as any.
        """
        found = self.write(value)
        if found is not None:
            return clean(found), True
        text = clean(json.dumps(value, ensure_ascii=False))
        return text, not self._reads(text)

    def _reads(self, text: str) -> bool:
        """Whether a text alone would pass for the type; if not, the check of types says so."""
        if text not in self.known:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            try:
                constraint_value(self.field, text)
            except ValueError:
                self.known[text] = False
            else:
                self.known[text] = True
        return self.known[text]


def keys_of(items: Iterable[Any]) -> tuple[str, ...]:
    """Return the labels of a table without a schema: all keys of its objects, or its first list."""
    found: dict[str, None] = {}
    for item in items:
        if isinstance(item, list):
            return tuple(found) or tuple(map(label_of, item))
        if isinstance(item, dict):
            found.update(dict.fromkeys(item))
    return tuple(found)


def label_of(value: object) -> str:
    """Return a value of a header as a label."""
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)


def clean(text: str) -> str:
    """Return a text that a frame can hold: half a character becomes its escape."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def kind_of(text: str) -> str:
    """Name the kind of a JSON value that is no text, by how it is written."""
    return _KINDS.get(text[:1], "a number")


def cut(value: object) -> str:
    """Return a value for a message."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
