"""Table Dialect: what is read, and what could not be told apart."""

import pytest

from dateline.document import Node, parse
from dateline.table import Dialect
from dateline.table.dialect import read_dialect


def dialect(text: str, *, strict: bool = True) -> tuple[Dialect, list[str]]:
    """Read a dialect; return it and what is wrong with it."""
    document, problems = parse(text, "f.yaml")
    found = read_dialect(Node.root(document, problems), strict=strict)
    return found, [problem.message for problem in problems]


def test_every_property_is_read() -> None:
    """All properties of the standard arrive; what is left out has its default."""
    text = (
        '{delimiter: ;, lineTerminator: "\\n", quoteChar: "\'", doubleQuote: false, escapeChar: \'^\','
        " nullSequence: '', skipInitialSpace: true, header: true, headerRows: [2, 3], headerJoin: '',"
        " commentRows: [1], commentChar: '#', $schema: x, caseSensitiveHeader: true}"
    )
    assert dialect(text) == (
        Dialect(";", "\n", "'", False, "^", "", True, True, (2, 3), "", (1,), "#"),  # noqa: FBT003 - in the standard's order
        [],
    )
    assert dialect("{}") == (Dialect(), [])
    assert dialect("{quoteChar: null, escapeChar: null}") == (Dialect(quote_char=None), [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{delimiter: ''}", "'delimiter' must be text, not an empty text"),
        ("{delimiter: ab}", "'delimiter' must be one character, not 'ab'"),
        ("{delimiter: 1}", "'delimiter' must be text, not the number 1"),
        ('{delimiter: "\\n"}', "'delimiter' cannot be the end of a line"),
        ("{delimiter: '\"'}", "'\"' is both 'quoteChar' and 'delimiter'"),
        ("{quoteChar: ','}", "',' is both 'quoteChar' and 'delimiter'"),
        ("{commentChar: '\"'}", "'\"' is both 'commentChar' and 'quoteChar'"),
        ("{lineTerminator: '|'}", "'|' does not end lines"),
        ("{headerRows: [0]}", "item 1 of 'headerRows' is 0"),
        ("{headerRows: 1}", "'headerRows' must be a list, not the number 1"),
        ("{header: no}", "'header' must be true or false, not 'no'"),
        ("{headder: true}", "unknown key 'headder' in the file"),
        ("[]", "the file must be a mapping (key: value), not a list"),
    ],
)
def test_dialect_that_cannot_be_used(text: str, message: str) -> None:
    """A wrong kind of value, or a character with two meanings, is told."""
    assert dialect(text)[1] == [message]


def test_stranger_dialect_may_say_more() -> None:
    """Properties that the standard does not know are ignored in a stranger's dialect."""
    assert dialect("{type: delimited, delimiter: ;}", strict=False) == (Dialect(delimiter=";"), [])
