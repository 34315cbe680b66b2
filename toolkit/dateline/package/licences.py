"""LICENSE, and what licence identifiers mean to the formats of a release."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.dataset import License

_OPERATOR = re.compile(r"\s+(?:OR|AND)\s+")
_NOT_AN_ID = re.compile(r"[()]|\s+WITH\s+\S+")


def identifiers(expression: str) -> tuple[str, ...]:
    """Return the licences that an SPDX expression names, such as both of `MIT OR CC0-1.0`."""
    return tuple(part.strip() for part in _OPERATOR.split(_NOT_AN_ID.sub("", expression)))


def address(licence: License, identifier: str) -> str:
    """Return where a licence can be read: the dataset's own link, or SPDX's page."""
    return licence.path or f"https://spdx.org/licenses/{identifier}.html"


def licence_text(licences: Sequence[License]) -> str:
    """Return the content of LICENSE.

    A single licence whose official text we carry is given in full and alone; of any other
    the identifier, the title and the address are given.
    """
    wanted = [(each, name) for each in licences for name in identifiers(each.name)]
    parts = [_text(name) or _reference(each, name) for each, name in wanted]
    rule = f"\n{'=' * 71}\n\n"
    return rule.join(parts)


def _reference(licence: License, identifier: str) -> str:
    title = licence.title or identifier
    return f"{title}\nSPDX-License-Identifier: {identifier}\n{address(licence, identifier)}\n"


@cache
def _shipped() -> dict[str, str]:
    folder = files("dateline.package") / "licenses"
    found = {entry.name: entry for entry in folder.iterdir()}
    return {name: found[name].read_text("utf-8") for name in sorted(found) if name.endswith(".txt")}


def _text(identifier: str) -> str | None:
    return _shipped().get(f"{identifier}.txt")


def known_to_cff(identifier: str) -> bool:
    """Whether a CITATION.cff 1.2.0 may name this licence."""
    return identifier in _shipped()["cff-1.2.0.txt"].split()
