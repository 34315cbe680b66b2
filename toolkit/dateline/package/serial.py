"""JSON as dateline writes it: readable, stable, UTF-8."""

from __future__ import annotations

import json


def to_json(value: object) -> bytes:
    """Write a value as indented JSON, keys in the order given, with a final line feed."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    return f"{text}\n".encode()


def without_nothing(value: dict[str, object]) -> dict[str, object]:
    """Return the mapping without the keys that hold None, an empty text, list or mapping."""
    return {key: each for key, each in value.items() if each not in (None, "", [], {})}
