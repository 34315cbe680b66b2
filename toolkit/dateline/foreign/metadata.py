"""What a Data Package and its resources say about themselves, by the standard.

Source: Data Package v2 (https://datapackage.org/standard/data-package/) and v1
(https://specs.frictionlessdata.io/data-package/); what the two hold in common, and of
names what the package's own version asks. A profile of the publisher's is not fetched.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from dateline.document import Node, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXTS = ("title", "description", "homepage", "version", "image", "id", "profile", "$schema")
_V2 = re.compile(r"https?://datapackage\.org/profiles/2\.\d+/")
_NAME = re.compile(r"[-a-z0-9._/]+")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def is_v2(package: Node) -> bool:
    """Tell whether a descriptor is of the standard's second version: it names its profile."""
    said = package.child("$schema").value
    return isinstance(said, str) and _V2.match(said) is not None


def check_metadata(node: Node, *, texts: Iterable[str] = TEXTS) -> None:
    """Note what is wrong with the properties that packages and resources share."""
    for key in texts:
        if node.has(key):
            _text(node.child(key))
    for key in ("licenses", "contributors", "sources"):
        for each in _mappings(node, key):
            _check_person_or_source(each, key)
    if node.has("keywords"):
        for each in _items(node.child("keywords")):
            _text(each)
    if node.has("created"):
        _moment(node.child("created"))


def check_name(node: Node, *, v2: bool) -> None:
    """Note a name that is no text or, in a package of the first version, not of the form it asks for."""
    if not isinstance(node.value, str):
        _text(node)
    elif not node.value:
        node.problem("'name' is empty")
    elif not v2 and not _NAME.fullmatch(node.value):
        help_ = (
            "use lower-case letters, digits, '.', '_', '-' and '/', or declare Data Package v2 by '$schema'"
        )
        node.problem(f"{quoted(node.value)} is no name in Data Package v1", help_)


def _text(node: Node) -> None:
    if not isinstance(node.value, str):
        node.problem(f"{node.name} must be text, not {node.described}")


def _items(node: Node) -> list[Node]:
    if not isinstance(node.value, list):
        node.problem(f"{node.name} must be a list, not {node.described}")
        return []
    return node.items()


def _mappings(node: Node, key: str) -> list[Node]:
    items = _items(node.child(key)) if node.has(key) else []
    for each in items:
        if not isinstance(each.value, dict):
            each.problem(f"{each.name} must be a mapping (key: value), not {each.described}")
    return [each for each in items if isinstance(each.value, dict)]


def _check_person_or_source(node: Node, key: str) -> None:
    for name in ("name", "title", "path", "email"):
        if node.has(name):
            _text(node.child(name))
    if key == "licenses" and not (node.child("name").value or node.child("path").value):
        node.problem("a licence needs a 'name' or a 'path'")
    email = node.child("email").value
    if isinstance(email, str) and email and not _EMAIL.fullmatch(email):
        node.child("email").problem(f"{quoted(email)} is not an e-mail address")


def _moment(node: Node) -> None:
    said = node.value
    try:
        good = isinstance(said, str) and bool(
            _MOMENT.fullmatch(said) and datetime.fromisoformat(said.upper())
        )
    except ValueError:
        good = False
    if not good:
        node.problem(
            f"'created' must be a moment, not {node.described}", "write one such as 2024-01-31T12:00:00Z"
        )
