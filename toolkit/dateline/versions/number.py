"""Version numbers of datasets: three numbers, compared as numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")

Key = tuple[int, int, int]


def version_key(version: str) -> Key | None:
    """Return the three numbers of a version such as 1.2.0; None if it is no version."""
    match = _NUMBER.fullmatch(version)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def newest_first(versions: Iterable[str]) -> list[str]:
    """Sort versions, the newest first; what is no version is left out."""
    return sorted(filter(version_key, versions), key=lambda each: version_key(each) or (), reverse=True)
