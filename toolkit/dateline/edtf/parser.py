"""Parse a date, or say what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.edtf.model import EdtfError
from dateline.edtf.reader import read

if TYPE_CHECKING:
    from dateline.edtf.model import Edtf


def parse(text: str) -> Edtf:
    """Return the value of a date in the EDTF profile.

    Raises EdtfError, with the reason and, where there is one good answer, what to write
    instead, if the text is no date of the profile.
    """
    value = read(text)
    if value is None:
        from dateline.edtf.advice import advise  # noqa: PLC0415 - its tables are needed for bad dates only

        raise EdtfError(text, *advise(text))
    return value
