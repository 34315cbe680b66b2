"""What a field's `dateline` says of it beside dates and codes: phrases, places, addresses, words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from dateline.document import did_you_mean, quoted
from dateline.table.model import CODE_SYSTEMS, Phrase, PlaceCode, PlaceName, PlaceUse, Url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dateline.document import Node
    from dateline.table.model import CodeSystem, Field
    from dateline.table.names import Names

USES = ("phrase", "place", "place_name", "place_code", "url", "quotes", "people", "restricted")
_FLAGS = ("quotes", "people", "restricted")
KEYS: dict[str, tuple[str, ...]] = {
    "phrase": ("date", "year_basis"),
    "place": ("precision", "identified"),
    "place_name": ("place", "country", "within"),
    "place_code": ("system", "place", "within"),
    "url": ("outlet",),
}
_STRINGS = ("phrase", "place_name", "place_code", "url", "quotes", "people")


def read_uses(said: Mapping[str, Node], kind: str, *, strict: bool) -> dict[str, Any]:
    """Read a field's uses, as the arguments of `Field`; names of other fields are checked later."""
    found: dict[str, Any] = {}
    for use in USES:
        if use not in said:
            continue
        node = said[use]
        _only_on_strings(use, node, kind)
        if use in _FLAGS:
            found[use] = node.boolean()
            continue
        parts = node.mapping(KEYS[use] if strict else None)
        found[use] = _READERS[use](node, {key: parts[key] for key in KEYS[use] if key in parts})
    return found


def _only_on_strings(use: str, node: Node, kind: str) -> None:
    numbers = use == "place_code" and kind == "integer"  # GeoNames ids
    if use in _STRINGS and kind not in ("string", "any") and not numbers:
        node.problem(f"'{use}' is for a string, not for {kind}", "write 'type: string'")


def _phrase(node: Node, parts: Mapping[str, Node]) -> Phrase | None:
    if "date" not in parts:
        node.problem("'phrase' lacks 'date'", "name the EDTF field to which the phrase was coded")
        return None
    return Phrase(parts["date"].text(), _text(parts, "year_basis"))


def _place(_: Node, parts: Mapping[str, Node]) -> PlaceUse:
    return PlaceUse(_text(parts, "precision"), _flag(parts, "identified"))


def _place_name(_: Node, parts: Mapping[str, Node]) -> PlaceName:
    return PlaceName(_text(parts, "place"), _text(parts, "country"), _text(parts, "within"))


def _place_code(node: Node, parts: Mapping[str, Node]) -> PlaceCode | None:
    if "system" not in parts:
        node.problem("'place_code' lacks 'system'", f"one of {', '.join(CODE_SYSTEMS)}")
        return None
    system = cast("CodeSystem", parts["system"].one_of(CODE_SYSTEMS, ""))
    return PlaceCode(system, _text(parts, "place"), _flag(parts, "within")) if system else None


def _url(_: Node, parts: Mapping[str, Node]) -> Url:
    return Url(_text(parts, "outlet"))


_READERS = {
    "phrase": _phrase,
    "place": _place,
    "place_name": _place_name,
    "place_code": _place_code,
    "url": _url,
}


def _text(parts: Mapping[str, Node], key: str) -> str | None:
    return parts[key].text() or None if key in parts else None


def _flag(parts: Mapping[str, Node], key: str) -> bool:
    return parts[key].boolean() if key in parts else False


def check_uses(pairs: Iterable[tuple[Node, Field]], names: Names) -> None:
    """Note fields that a use names and that are not there, or cannot be what they are said to be."""
    for node, field in pairs:
        said = node.child("dateline")
        for use, keys in KEYS.items():
            value = getattr(field, use)
            if value is not None:
                _check_named(said.child(use), value, [key for key in keys if key != "system"], names)
        if field.phrase is not None:
            _check_dated(said.child("phrase").child("date"), names.fields.get(field.phrase.date))


def _check_named(node: Node, value: object, keys: Sequence[str], names: Names) -> None:
    for key in keys:
        name = getattr(value, key)
        if isinstance(name, str) and name not in names.fields:
            node.child(key).problem(f"there is no field {quoted(name)}", did_you_mean(name, names.fields))


def _check_dated(node: Node, field: Field | None) -> None:
    if field is not None and field.edtf is None:
        node.problem(f"{quoted(field.name)} must be an EDTF field", "give it 'dateline: {edtf: {}}'")
