"""Codes of places: which system one belongs to, by its form.

Three systems for the same provinces look alike and disagree:

    ISO 3166-2     KP-01   Pyongyang      a hyphen
    OCHA P-code    KP01    Ryanggang      nothing between
    GeoNames       KP.01   Chagang        a full stop

HASC (Statoids) has the form of GeoNames with two letters: `US.CA` may be either.
"""

from __future__ import annotations

import re

from dateline.table.model import CODE_SYSTEMS, CodeSystem

__all__ = [
    "CODE_PATTERNS",
    "CODE_SYSTEMS",
    "CODE_TITLES",
    "CodeSystem",
    "code_system",
    "code_systems",
]

CODE_PATTERNS: dict[CodeSystem, str] = {
    "iso3166_1": "[A-Z]{2}",
    "iso3166_2": "[A-Z]{2}-[A-Z0-9]{1,3}",
    "ocha": "[A-Z]{2}[0-9]{2,12}",
    "geonames": r"[A-Z]{2}\.[A-Z0-9]{2,3}(\.[A-Z0-9]{1,20})*",
    "hasc": r"[A-Z]{2}\.[A-Z]{2}(\.[A-Z]{2})*",
    "geonameid": "[1-9][0-9]{0,8}",
}
"""The form of each system's codes, for a whole string; the forms serve `re` and Polars alike."""

CODE_TITLES: dict[CodeSystem, str] = {
    "iso3166_1": "ISO 3166-1",
    "iso3166_2": "ISO 3166-2",
    "ocha": "OCHA P-code",
    "geonames": "GeoNames administrative code",
    "hasc": "HASC",
    "geonameid": "GeoNames id",
}

_PATTERNS = {system: re.compile(pattern) for system, pattern in CODE_PATTERNS.items()}


def code_systems(text: str) -> tuple[CodeSystem, ...]:
    """Return every system in which a text has the form of a code."""
    return tuple(system for system, pattern in _PATTERNS.items() if pattern.fullmatch(text))


def code_system(text: str) -> CodeSystem | None:
    """Return the one system in which a text has the form of a code; None if there is none, or several."""
    systems = code_systems(text)
    return systems[0] if len(systems) == 1 else None
