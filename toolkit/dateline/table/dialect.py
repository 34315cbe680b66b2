"""Table Dialect: how the text of a table is laid out.

Source: Data Package v2, Table Dialect (https://datapackage.org/standard/table-dialect/).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from dateline.document import quoted

if TYPE_CHECKING:
    from dateline.document import Node


@dataclass(frozen=True, slots=True)
class Dialect:
    """A delimited text's layout, with the standard's defaults.

    Row numbers in `header_rows` and `comment_rows` are 1-based physical records.
    """

    delimiter: str = ","
    line_terminator: str = "\r\n"
    quote_char: str | None = '"'
    double_quote: bool = True
    escape_char: str | None = None
    null_sequence: str | None = None
    skip_initial_space: bool = False
    header: bool = True
    header_rows: tuple[int, ...] = (1,)
    header_join: str = " "
    comment_rows: tuple[int, ...] = ()
    comment_char: str | None = None


_TEXT = {
    "delimiter": "delimiter",
    "lineTerminator": "line_terminator",
    "quoteChar": "quote_char",
    "escapeChar": "escape_char",
    "nullSequence": "null_sequence",
    "headerJoin": "header_join",
    "commentChar": "comment_char",
}
_TRUTH = {"doubleQuote": "double_quote", "skipInitialSpace": "skip_initial_space", "header": "header"}
_ROWS = {"headerRows": "header_rows", "commentRows": "comment_rows"}
_MAY_BE_EMPTY = ("headerJoin", "nullSequence")
_LINE_ENDS = ("\n", "\r\n", "\r")
_SINGLE = ("delimiter", "quoteChar", "escapeChar")
_IGNORED = ("$schema", "caseSensitiveHeader", "csvddfVersion", "csvddf_version")
KEYS = (*_TEXT, *_TRUTH, *_ROWS)


def read_dialect(node: Node, *, strict: bool) -> Dialect:
    """Read a Table Dialect; problems are noted on the node.

    With `strict`, keys that the standard does not know are refused.
    """
    parts = node.mapping((*KEYS, *_IGNORED) if strict else None)
    said: dict[str, Any] = {}
    for key, part in parts.items():
        if key in _TEXT:
            said[_TEXT[key]] = _text(part, key)
        elif key in _TRUTH:
            said[_TRUTH[key]] = part.boolean(default=getattr(Dialect(), _TRUTH[key]))
        elif key in _ROWS:
            said[_ROWS[key]] = tuple(_row(item) for item in part.items())
    dialect = Dialect(
        **{key: value for key, value in said.items() if value is not None or key == "quote_char"}
    )
    _check_distinct(parts, dialect)
    return dialect


def _row(node: Node) -> int:
    number = node.integer(1)
    if number < 1:
        node.problem(f"{node.name} is {number}", "rows are counted from 1")
    return number


def _check_distinct(parts: dict[str, Node], dialect: Dialect) -> None:
    """Note a character with two meanings. The escape character may be the quote character."""
    pairs = (("quoteChar", "delimiter"), ("escapeChar", "delimiter"), ("commentChar", "delimiter"))
    for first, second in (*pairs, ("commentChar", "quoteChar")):
        text = getattr(dialect, _TEXT[first])
        said = next((key for key in (first, second) if key in parts), None)
        if text is not None and text == getattr(dialect, _TEXT[second]) and said is not None:
            parts[said].problem(f"{quoted(text)} is both '{first}' and '{second}'", "use two characters")
    if "lineTerminator" in parts and dialect.line_terminator not in _LINE_ENDS:
        help_ = "leave it out: every usual end of line is read"
        parts["lineTerminator"].problem(f"{dialect.line_terminator!a} does not end lines", help_)
    for key in ("quoteChar", "escapeChar", "delimiter"):
        text = getattr(dialect, _TEXT[key])
        if key in parts and text and set(text) & set("\r\n"):
            parts[key].problem(f"'{key}' cannot be the end of a line")


def _text(node: Node, key: str) -> str | None:
    value = node.value
    if value is None:
        return None
    if not isinstance(value, str) or (not value and key not in _MAY_BE_EMPTY):
        node.problem(f"'{key}' must be text, not {node.described}", "write it in quotes")
    elif key in _SINGLE and len(value) != 1:
        node.problem(f"'{key}' must be one character, not {quoted(value)}")
    else:
        return value
    return cast("str | None", getattr(Dialect(), _TEXT[key]))
