"""What advisers answer."""

from __future__ import annotations

from typing import NamedTuple

from dateline.edtf.reader import read


class Advice(NamedTuple):
    """The reason why a text is no date, and what to write instead where one answer is right."""

    reason: str
    suggestion: str | None = None


def rewritten(reason: str, suggestion: str) -> Advice:
    """Return advice whose suggestion stands only if it is a date of the profile."""
    return Advice(reason, suggestion if read(suggestion) else None)
