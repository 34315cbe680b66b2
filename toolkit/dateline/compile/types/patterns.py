"""Dates and times by a strptime pattern: what a pattern says.

The standard asks that values "SHOULD be parsable by Python / C standard strptime". Each
code is therefore held to the digits and words that Python's strptime takes for it
(https://docs.python.org/3/library/datetime.html#format-codes); letters of the pattern
itself must stand as written, as in C. Codes whose meaning depends on the machine's
language or clock, and week numbers, have no reading that everyone shares: a pattern with
one of them cannot be used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT = 3
"""Letters of a shortened name of a month or a weekday."""


def _names(names: tuple[str, ...], *, short: bool = False) -> str:
    return f"(?i:{'|'.join(name[:SHORT] if short else name for name in names)})"


@dataclass(frozen=True, slots=True)
class Code:
    """A strptime code: what part of a moment it says, in what form, and one example."""

    says: str
    pattern: str
    example: str
    writes: str
    """chrono's code of the same form, for writing."""


CODES = {
    "Y": Code("year", "[0-9]{4}", "2024", "%Y"),
    "y": Code("year", "[0-9]{2}", "24", "%y"),
    "m": Code("month", "1[0-2]|0[1-9]|[1-9]", "01", "%m"),
    "B": Code("month", _names(MONTHS), "January", "%B"),
    "b": Code("month", _names(MONTHS, short=True), "Jan", "%b"),
    "d": Code("day", "3[01]|[12][0-9]|0[1-9]|[1-9]| [1-9]", "26", "%d"),
    "j": Code(
        "day", "36[0-6]|3[0-5][0-9]|[12][0-9]{2}|0[1-9][0-9]|00[1-9]|[1-9][0-9]|0[1-9]|[1-9]", "026", "%j"
    ),
    "H": Code("hour", "2[0-3]|[01][0-9]|[0-9]", "15", "%H"),
    "I": Code("hour", "1[0-2]|0[1-9]|[1-9]", "03", "%I"),
    "p": Code("half of the day", "(?i:am|pm)", "PM", "%p"),
    "M": Code("minute", "[0-5][0-9]|[0-9]", "00", "%M"),
    "S": Code("second", "[0-5][0-9]|[0-9]", "00", "%S"),
    "f": Code("fraction of a second", "[0-9]{1,6}", "000000", "%6f"),
    "z": Code("zone", "Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9]", "+0900", "%z"),
    "A": Code("weekday", _names(_WEEKDAYS), "Friday", "%A"),
    "a": Code("weekday", _names(_WEEKDAYS, short=True), "Fri", "%a"),
    "w": Code("weekday", "[0-6]", "5", "%w"),
}
"""The codes that can be read, as Python's strptime reads them in English.

As there, a weekday is read but not compared with the date.
"""

_INSTEAD = {
    "c": "spell the pattern out, such as '%a %b %d %H:%M:%S %Y'",
    "x": "spell the pattern out, such as '%m/%d/%y'",
    "X": "write '%H:%M:%S'",
    "D": "write '%m/%d/%y'",
    "F": "write '%Y-%m-%d'",
    "T": "write '%H:%M:%S'",
    "R": "write '%H:%M'",
    "e": "write '%d', which reads both 5 and 05",
    "-": "write the code without '-': it reads both 5 and 05",
    "Z": "write the offset and read it with '%z'",
}
_TOKEN = re.compile(r"%(.?)|[^%]+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern's parts in order: codes, and the texts between them."""

    text: str
    parts: tuple[Code | str, ...]

    @classmethod
    def of(cls, text: str) -> Pattern:
        """Read a strptime pattern.

        Raises:
            ValueError: if a code cannot be read, or the pattern says a thing twice.

        """
        parts = tuple(_part(token) for token in _TOKEN.finditer(text))
        said = [part.says for part in parts if isinstance(part, Code)]
        if twice := sorted({each for each in said if said.count(each) > 1}):
            raise ValueError(f"the pattern '{text}' says the {twice[0]} twice")
        if CODES["j"] in parts and "month" in said:
            raise ValueError(f"the pattern '{text}' says the month twice: '%j' counts days from 1 January")
        if not said:
            raise ValueError(f"the pattern '{text}' has no code")
        return cls(text, parts)

    @property
    def codes(self) -> frozenset[str]:
        """The letters of its codes."""
        return frozenset(letter for letter, code in CODES.items() if code in self.parts)

    @property
    def regex(self) -> str:
        """The pattern of a whole text, with a group named after each code."""
        letters = {code: letter for letter, code in CODES.items()}
        parts = (_literal(p) if isinstance(p, str) else f"(?P<{letters[p]}>{p.pattern})" for p in self.parts)
        return f"^{''.join(parts)}$"

    @property
    def chrono(self) -> str:
        """The pattern in chrono's codes, for writing."""
        return "".join(p.replace("%", "%%") if isinstance(p, str) else p.writes for p in self.parts)

    @property
    def example(self) -> str:
        """A text of this pattern."""
        return "".join(p if isinstance(p, str) else p.example for p in self.parts)

    @property
    def separated(self) -> bool:
        """Whether something other than a digit stands between any two codes."""
        codes = [isinstance(part, Code) for part in self.parts]
        texts = [part for part in self.parts if isinstance(part, str)]
        return (True, True) not in pairwise(codes) and not any(
            text[0].isdigit() or text[-1].isdigit() for text in texts
        )


def _part(token: re.Match[str]) -> Code | str:
    letter = token.group(1)
    if letter is None:
        return token.group()
    if letter == "%":
        return "%"
    if letter not in CODES:
        help_ = _INSTEAD.get(letter)
        raise ValueError(f"'%{letter}' cannot be read the same everywhere" + (f": {help_}" if help_ else ""))
    return CODES[letter]


def _literal(text: str) -> str:
    """Match a text of the pattern; a run of spaces stands for any run of spaces, as in strptime."""
    return r"\s+".join(re.escape(part) for part in re.split(r"\s+", text))
