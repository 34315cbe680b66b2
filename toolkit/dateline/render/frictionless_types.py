"""Rule → the error type of frictionless that says the same.

A program that reads frictionless reports can so read ours. Rules without a counterpart
there, such as those on dates, places and evidence, have none here.
"""

from __future__ import annotations

_STRUCTURE = (
    "blank-header",
    "blank-label",
    "blank-row",
    "byte-count",
    "compression-error",
    "dialect-error",
    "duplicate-label",
    "duplicate-row",
    "encoding-error",
    "extra-cell",
    "extra-label",
    "field-count",
    "foreign-key",
    "format-error",
    "hash-count",
    "incorrect-label",
    "missing-cell",
    "missing-label",
    "package-error",
    "primary-key",
    "resource-error",
    "row-count",
    "schema-error",
    "scheme-error",
    "source-error",
    "unmatched-header",
)
"""Rules that bear frictionless's own names."""

_CONSTRAINTS = (
    "enum",
    "exclusive-maximum",
    "exclusive-minimum",
    "json-schema",
    "max-length",
    "maximum",
    "min-length",
    "minimum",
    "pattern",
    "required",
)

FRICTIONLESS_TYPES = (
    {rule: rule for rule in _STRUCTURE}
    | dict.fromkeys(_CONSTRAINTS, "constraint-error")
    | dict.fromkeys(("type", "format"), "type-error")
    | dict.fromkeys(("unique", "unique-key"), "unique-error")
    | dict.fromkeys(("file-missing", "file-unreadable"), "scheme-error")
    | {"file-empty": "source-error"}
)
"""Rule → frictionless's error type."""
