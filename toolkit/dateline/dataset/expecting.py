"""The expectations of a dataset file: one mapping each, of one kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from dateline.dataset.model import Expectation, Span
from dateline.document import did_you_mean, quoted
from dateline.findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.dataset.model import ExpectationKind
    from dateline.document import Node
    from dateline.findings import Severity

_KEYS: dict[ExpectationKind, tuple[str, ...]] = {
    "rows": (),
    "filled": ("field",),
    "distinct": ("field",),
    "newest": ("field",),
    "count": ("group", "where"),
    "sequence": ("group",),
}
_OPTIONAL = ("group", "where", "severity")
_PERIOD = re.compile(r"P(?=[0-9])(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?")


def read_expectation(node: Node, tables: Sequence[str]) -> Expectation | None:
    """Read one expectation; its fields are compared with the schemas later."""
    kind = _kind(node)
    if kind is None:
        return None
    keys = ("table", *_KEYS[kind], kind, "severity")
    needed = [key for key in keys if key not in _OPTIONAL or (kind == "count" and key == "group")]
    parts = node.mapping(keys, required=needed)
    if not set(needed) <= parts.keys():
        return None
    table = parts["table"].text()
    if table and table not in tables:
        parts["table"].problem(f"there is no table {quoted(table)}", did_you_mean(table, tables))
    minimum, maximum = (
        _limits(parts[kind], kind) if kind in ("rows", "filled", "distinct", "count") else (None, None)
    )
    severity = parts["severity"].one_of(SEVERITIES, "error") if "severity" in parts else None
    field = parts[kind] if kind == "sequence" else parts.get("field")
    return Expectation(
        table,
        minimum,
        maximum,
        node.mark,
        kind=kind,
        field=field.text() if field is not None else None,
        newest=_newest(parts["newest"]) if kind == "newest" else None,
        group=parts["group"].texts() if "group" in parts else (),
        where=parts["where"].text() if "where" in parts else None,
        severity=cast("Severity | None", severity),
        marks={key: part.mark for key, part in parts.items()},
    )


def _kind(node: Node) -> ExpectationKind | None:
    if not isinstance(node.value, dict):
        node.mapping()
        return None
    found = [kind for kind in _KEYS if node.has(kind)]
    if len(found) != 1:
        said = " and ".join(quoted(kind) for kind in found) or "nothing"
        every = [*_KEYS, "table", "severity", "field", "group", "where"]
        unknown = next((key for key in node.value if key not in every), None)
        help_ = did_you_mean(str(unknown), every) if unknown is not None else None
        node.problem(
            f"an expectation expects one thing, and here is {said}",
            help_ or f"write one of {', '.join(_KEYS)}",
        )
        return None
    return found[0]


def _limits(node: Node, kind: ExpectationKind) -> tuple[float | None, float | None]:
    parts = node.mapping(("minimum", "maximum"))
    minimum, maximum = (_limit(parts[key], kind) if key in parts else None for key in ("minimum", "maximum"))
    if node.value == {}:
        node.problem(f"'{kind}' names no limit", "write minimum, maximum or both")
    if minimum is not None and maximum is not None and minimum > maximum:
        parts["maximum"].problem(f"'maximum' is {maximum}, less than 'minimum' {minimum}: nothing fits")
    return minimum, maximum


def _limit(node: Node, kind: ExpectationKind) -> float:
    if kind != "filled":
        limit = node.integer()
        if limit < 0:
            node.problem(f"{node.name} is {limit}: there cannot be fewer than none")
        return limit
    share = node.value
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        node.problem(f"{node.name} must be a share from 0 to 1, not {node.described}", "nine in ten are 0.9")
        return 0
    return share


def _newest(node: Node) -> Span | None:
    parts = node.mapping(("within", "of"), required=("within",))
    if "within" not in parts:
        return None
    text = parts["within"].text()
    period = _PERIOD.fullmatch(text)
    if text and period is None:
        parts["within"].problem(f"{quoted(text)} is not a period", "write one such as P2Y, P6M, P3W or P30D")
    years, months, weeks, days = (int(part or 0) for part in period.groups()) if period else (0, 0, 0, 0)
    return Span(
        text, 12 * years + months, 7 * weeks + days, parts["of"].text() if "of" in parts else "coverage"
    )
