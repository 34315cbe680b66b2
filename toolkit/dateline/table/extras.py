"""What stands under a table's `dateline`, and what its fields' say of each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

from dateline.document import did_you_mean, quoted
from dateline.findings import SEVERITIES, Severity
from dateline.table.model import CodeFields, EvidenceFields, Field, Ids, RowRule, TextFields
from dateline.table.role_reading import read_roles
from dateline.table.roles import NO_ROLES, ROLES, Roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dateline.document import Node
    from dateline.table.names import Names

TEXT = {"file": "string", "sha256": "string", "paragraphs": "integer"}
EVIDENCE = {"text": None, "paragraph": "integer", "start": "integer", "end": "integer", "sha256": "string"}
CODES = {"list": "string", "code": "string"}
_COMPANIONS = {"earliest": "date", "latest": "date", "precision": "string"}
RULE = ("id", "sql", "fields", "message", "help", "severity")
_NEEDED = ("id", "sql", "fields", "message")
IDS: tuple[Ids, ...] = ("permanent", "internal")
_PARTS = ("rules", "text", "evidence", "codes", "ids")
_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Extras(NamedTuple):
    """A table's own `dateline` properties."""

    rules: tuple[RowRule, ...] = ()
    text: TextFields | None = None
    evidence: EvidenceFields | None = None
    codes: CodeFields | None = None
    ids: Ids | None = None
    derived: bool = False
    roles: Roles = NO_ROLES


def read_extras(node: Node, names: Names) -> Extras:
    """Read a table's `dateline`."""
    parts = node.mapping(names.known((*_PARTS, *ROLES)))
    return Extras(
        rules=_rules(parts["rules"], names) if "rules" in parts else (),
        text=TextFields(**_roles(parts["text"], TEXT, names)) if "text" in parts else None,
        evidence=EvidenceFields(**_roles(parts["evidence"], EVIDENCE, names))
        if "evidence" in parts
        else None,
        codes=CodeFields(**_roles(parts["codes"], CODES, names)) if "codes" in parts else None,
        ids=cast("Ids", parts["ids"].one_of(IDS, "permanent")) if "ids" in parts else None,
        derived="derived" in parts,
        roles=read_roles(parts, names),
    )


def _rules(node: Node, names: Names) -> tuple[RowRule, ...]:
    found: dict[str, RowRule] = {}
    for item in node.items():
        rule = _rule(item, names)
        if rule is None:
            continue
        first = found.setdefault(rule.id, rule)
        if rule.id and first is not rule:
            message = f"two rules are named {quoted(rule.id)}; the first is on line {first.mark.line}"
            item.child("id").problem(message, "give each rule an id of its own")
    return tuple(found.values())


def _rule(node: Node, names: Names) -> RowRule | None:
    parts = node.mapping(names.known(RULE), required=_NEEDED)
    if not parts.keys() >= {*_NEEDED}:
        return None
    rule_id = parts["id"].text()
    if rule_id and not _KEBAB.fullmatch(rule_id):
        parts["id"].problem(f"{quoted(rule_id)} is not an id", "use lower-case words joined by '-'")
    severity = parts["severity"].one_of(SEVERITIES, "error") if "severity" in parts else "error"
    return RowRule(
        id=rule_id,
        sql=parts["sql"].text(),
        fields=names.key(parts["fields"]),
        message=parts["message"].text(),
        help=parts["help"].text() if "help" in parts else None,
        severity=cast("Severity", severity),
        mark=parts["sql"].mark,
    )


def _roles(node: Node, roles: Mapping[str, str | None], names: Names) -> dict[str, str]:
    """Read which field has which role; each role has its type, and a field of its own."""
    parts = node.mapping(names.known(tuple(roles)), required=roles)
    found = {role: names.name(parts[role]) if role in parts else "" for role in roles}
    taken: set[str] = set()
    for role, name in found.items():
        _check_role(parts.get(role), names.fields.get(name), roles[role], taken)
    return found


def _check_role(node: Node | None, field: Field | None, kind: str | None, taken: set[str]) -> None:
    """Note a field of the wrong type, or one that has a role already."""
    if node is None or field is None:
        return
    if kind is not None and field.type != kind:
        node.problem(f"{quoted(field.name)} must be of type {kind}, not {field.type}")
    if field.name in taken:
        node.problem(f"{quoted(field.name)} is named here twice", "name a field of its own")
    taken.add(field.name)


def check_companions(pairs: Iterable[tuple[Node, Field]], names: Names) -> None:
    """Note companions of EDTF fields that cannot hold what is computed from the date."""
    pairs = [(node, field) for node, field in pairs if field.edtf is not None]
    taken = {field.name for _, field in pairs}
    for node, field in pairs:
        said = node.child("dateline").child("edtf")
        for role, kind in _COMPANIONS.items():
            name = getattr(field.edtf, role)
            if name is None:
                continue
            if name not in names.fields:
                said.child(role).problem(
                    f"there is no field {quoted(name)}", did_you_mean(name, names.fields)
                )
            _check_role(said.child(role), names.fields.get(name), kind, taken)
