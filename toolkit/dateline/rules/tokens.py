"""The words of a SQL expression."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dateline.document import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 4_000
"""Characters in an expression, at most."""

PREDICATES = ("IS", "NOT", "IN", "BETWEEN", "LIKE", "ILIKE")
"""Words that follow what they tell something about."""
_CASES = ("CASE", "WHEN", "THEN", "ELSE", "END")
KEYWORDS = frozenset({"AND", "OR", "NULL", "TRUE", "FALSE", *PREDICATES, *_CASES})
"""Words that name no field unless in double quotes."""

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<comment>--|/\*)
      | (?P<text>'(?:[^']|'')*')
      | (?P<quoted>"(?:[^"]|"")*")
      | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![\w.]))
      | (?P<word>[^\W\d]\w*)
      | (?P<operator><>|<=|>=|!=|==|\|\||[-+*/%<>=(),])
    """,
    re.VERBOSE,
)
_REFUSED = {
    "'": ("a text that is not closed", "close it with '; a ' inside it is written ''"),
    '"': ("a field's name that is not closed", 'close it with "'),
    ";": ("';' is not allowed: a rule is one expression", None),
}


class ExpressionError(ValueError):
    """An expression that cannot be used; `help` says what to write."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help


class Token(NamedTuple):
    """A word of an expression: what it is, its text, and where it stands.

    `kind` is "text", "quoted", "number", "word", "operator" or "end".
    """

    kind: str
    text: str
    start: int
    end: int

    @property
    def upper(self) -> str:
        """The word as a keyword is written; "" if this is none."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(sql: str) -> Iterator[Token]:
    """Cut an expression into words; the last one is the end.

    Raises:
        ExpressionError: at a comment or a character that has no place in an expression.

    """
    if len(sql) > MAX_LENGTH:
        raise ExpressionError(f"the expression is longer than {MAX_LENGTH} characters", "make it two rules")
    at = 0
    while at < len(sql):
        match = _TOKEN.match(sql, at)
        if match is None:
            raise _refused(sql, at)
        kind, text = str(match.lastgroup), match.group()
        if kind == "comment":
            raise ExpressionError(f"'{text}' begins a comment, which is not allowed", "put it under 'help'")
        if text == "==":
            raise ExpressionError("'==' is not SQL", "write '='")
        if kind != "space":
            yield Token(kind, text, at, match.end())
        at = match.end()
    yield Token("end", "", at, at)


def _refused(sql: str, at: int) -> ExpressionError:
    character = sql[at]
    if character in _REFUSED:
        return ExpressionError(*_REFUSED[character])
    if character.isdigit():
        word = re.match(r"[\w.]+", sql[at:])
        return ExpressionError(f"{quoted(word[0] if word else character)} is not a number")
    name = f"'{character}'" if character.isprintable() else f"the character U+{ord(character):04X}"
    return ExpressionError(f"{name} is not allowed in an expression", "docs/files.md says what is")
