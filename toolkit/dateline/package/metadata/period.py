"""The time that records speak of: an EDTF string as the ISO 8601 interval that other formats take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.edtf import read

if TYPE_CHECKING:
    from dateline.edtf import End

_XSD = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time; an end that is open is None.

    The ends have the unit in which they were stated: a year, a month or a day. That an
    end is uncertain or approximate cannot be said in ISO 8601-1 and stands in `edtf` alone.

    Args:
        start: YYYY, YYYY-MM or YYYY-MM-DD.
        end: likewise, and included.
        edtf: the string as the descriptor has it.

    """

    start: str | None
    end: str | None
    edtf: str

    @property
    def interval(self) -> str:
        """The interval as schema.org takes it: `2015-03/2024-11`, `2020/..`, or one date."""
        if self.start == self.end:
            return self.start or "../.."
        return f"{self.start or '..'}/{self.end or '..'}"

    @property
    def closed(self) -> bool:
        """Whether both ends are stated."""
        return self.start is not None and self.end is not None


def period(text: str | None) -> Period | None:
    """Read an EDTF string; None for what is none, and so no interval either."""
    value = read(text) if text else None
    if value is None or text is None:
        return None
    start, end = map(_plain, value.ends)
    return Period(start, end, text)


def _plain(end: End | None) -> str | None:
    return end.text.rstrip("?~%") if end else None


def xsd_type(date: str) -> str:
    """Return the XML Schema type of an end, by the unit in which it is stated."""
    return _XSD[len(date)]
