"""Rules explained for programs: one JSON array, an object a rule.

Of dateline's own rules an object has the members of `Page`; of a schema's own, `id`,
`group` ("schemas"), `severity`, `summary` (its message), `fix` (its help), `sql`, `fields`,
`table`, `file`, `line` and `column`. What a rule does not have is null.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dateline.render.safe import json_text
from dateline.rules.pages import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.render.options import Options
    from dateline.rules.pages import SchemaRule


def whole(rules: Sequence[Page | SchemaRule], options: Options) -> Iterator[str]:  # noqa: ARG001 - every format has the same shape
    """Yield the lines of one JSON array."""
    *others, last = map(_as_json, rules)
    yield "["
    yield from (f"  {json_text(each)}," for each in others)
    yield f"  {json_text(last)}"
    yield "]"


listed = whole
"""A program that lists rules wants all that is known of them."""


def _as_json(rule: Page | SchemaRule) -> dict[str, Any]:
    if isinstance(rule, Page):
        return asdict(rule)
    return {
        "id": rule.id,
        "group": "schemas",
        "severity": rule.rule.severity,
        "summary": rule.rule.message,
        "fix": rule.rule.help,
        "sql": rule.rule.sql,
        "fields": list(rule.rule.fields),
        "table": rule.table,
        "file": rule.file,
        "line": rule.rule.mark.line,
        "column": rule.rule.mark.column,
    }
