"""What one of many processes does to a cache; without Polars, which would take each of them a second."""

from __future__ import annotations

from dateline.loading import load


def fill(url: str, turn: int) -> list[int]:
    """Fetch all tables of one of two versions; return the files' sizes."""
    package = load(url, version=("1.0.0", "1.1.0")[turn % 2])
    return [package.path(name).stat().st_size for name in package]
