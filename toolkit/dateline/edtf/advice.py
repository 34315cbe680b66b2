"""Why a text is no date of the profile, and what to write instead.

`advise` asks one adviser after the other; the first that knows the mistake answers. A
suggestion is made only where the text has one sound reading, and is always a date of
the profile: `2021-5` is May, but `03/04/2021` is two days, and 30 February is none.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from dateline.edtf import foreign, ranges
from dateline.edtf.phrase import from_phrase
from dateline.edtf.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable
