r"""Text from records made harmless, for each place where it is shown.

Records come from strangers. Their text may hold characters that move a terminal's
cursor, reorder a line, hide, start a command of a CI log, or mean something in Markdown,
HTML or a spreadsheet. Each function here takes such a text and returns one that shows
what stands there and does nothing else. No other module escapes anything.

Characters that cannot be seen are shown, not dropped: ESC as `␛`, a line end as `⏎`,
U+202E as `\u202e`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from dateline.render.width import clip

if TYPE_CHECKING:
    from collections.abc import Iterator

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""General categories that show nothing of their own, or something else on every machine."""

# Default_Ignorable_Code_Point (Unicode Character Database, DerivedCoreProperties), where the
# general category does not tell; and the noncharacters U+xxFFFE and U+xxFFFF, U+FDD0 to U+FDEF.
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufdd0-\ufdef\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "\U000e0000-\U000e0fff]"
)
_PICTURES = {chr(code): chr(0x2400 + code) for code in range(0x20)} | {"\x7f": "\u2421", "\n": "\u23ce"}
"""C0 controls → their Control Pictures; a line end has the better known return symbol."""

_MARKS_IN_A_ROW = 4
"""Vietnamese and Hebrew need three marks on a letter; a tower of them covers other lines."""

# The runner of GitHub Actions takes `##[command]` anywhere in a line, and `::command::` at its
# start, for commands (actions/runner, ActionCommand.cs); so do Azure's `##vso[`, TeamCity's `##teamcity[`.
_LOG_COMMAND = re.compile(r"#(?=#[\w-]*\[)")
_LOG_COMMAND_FIRST = re.compile(r"^(\s*):(?=:)")


def shown(text: str) -> list[str]:
    """Return, for each character of a text, what is shown for it on one line of a terminal."""
    cells = list(text) if text.isascii() and text.isprintable() else list(_shown(text))
    for match in _LOG_COMMAND.finditer(text):
        cells[match.start()] = _notation("#")
    return cells


def terminal(text: str, limit: int | None = None) -> str:
    """Return a text as one line for a terminal or a log.

    Args:
        text: any text.
        limit: how many columns it may take; what is longer ends in "…".

    """
    line = log_line("".join(shown(text)))
    return line if limit is None else clip(line, limit)


def log_line(line: str) -> str:
    """Return a line, put together from harmless parts, that is no command of a CI log either."""
    line = _LOG_COMMAND.sub(lambda _: _notation("#"), line)
    return _LOG_COMMAND_FIRST.sub(lambda match: match[1] + _notation(":"), line)


def github_data(text: str) -> str:
    """Return a text as the message of a workflow command of GitHub Actions."""
    return terminal(text).replace("%", "%25")


def github_property(text: str) -> str:
    """Return a text as a property (`file=`, `title=`) of a workflow command of GitHub Actions."""
    return github_data(text).replace(":", "%3A").replace(",", "%2C")


_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>|~&$!]")
_MARKDOWN_FIRST = re.compile(r"^(\d{0,9})([-+=#.)])")
# Read as text by Markdown, but made links afterwards by the site: names, issues, addresses.
_MARKDOWN_LINK = re.compile(
    r"@(?=\w)|#(?=\d)|(?<=\w):(?=//)|(?<=www)(?=\.\w)|(?<=\bGH)-(?=\d)", re.IGNORECASE
)
_NO_LINK = r"\g<0>&#8203;"


def markdown(text: str, limit: int | None = None) -> str:
    """Return a text as plain words inside a line or a table's cell of GitHub Flavored Markdown.

    Marks are escaped, so that nothing is emphasised, linked, quoted or parted; an
    entity for a zero-width space keeps `@name`, `#1` and addresses from becoming links.
    Not for code spans, where escapes are shown.
    """
    line = _MARKDOWN.sub(r"\\\g<0>", terminal(text, limit).strip())
    line = _MARKDOWN_FIRST.sub(r"\1\\\2", line)
    return _MARKDOWN_LINK.sub(_NO_LINK, line)


def html(text: str, limit: int | None = None) -> Markup:
    """Return a text as the content of an HTML element or of a quoted attribute."""
    return escape(terminal(text, limit))


def sarif_message(text: str) -> str:
    r"""Return a text as a message of SARIF: braces are no placeholders, brackets make no link.

    Source: SARIF 2.1.0, 3.11.5 (a brace is written twice) and 3.11.6 (`[text](target)` is a link).
    """
    line = terminal(text).replace("{", "{{").replace("}", "}}")
    return re.sub(r"[\\\[\]]", r"\\\g<0>", line) if "](" in line else line


_PLAIN_IN_URI = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def uri(path: str) -> str:
    """Return a path as a URI reference, absolute ones with the scheme `file` (RFC 3986, RFC 8089).

    A file's name that is no text, which Python holds with surrogates, gets its own bytes;
    a colon is escaped too, so that no path begins with a scheme.
    """
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "backslashreplace")
    written = "".join(chr(byte) if byte in _PLAIN_IN_URI else f"%{byte:02X}" for byte in raw)
    return f"file://{written}" if written.startswith("/") else written


_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?")


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would run this cell of a CSV file instead of showing it.

    A number with a sign is a number. Source: OWASP, CSV Injection.
    """
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text.strip())


def csv_cell(text: str) -> str:
    """Return a text as a cell of a CSV file that people open in a spreadsheet.

    For reports only: a published record is never changed.
    """
    return f"'{text}" if is_formula(text) else text


def json_text(value: object) -> str:
    r"""Return a value as one line of JSON, readable and harmless on a terminal.

    Letters of every script stay; what acts or hides is written as an escape, `\u202e`.
    Nothing is lost: any JSON reader gives the value back.
    """
    text = json.dumps(value, ensure_ascii=False)
    if "#" in text:
        text = _LOG_COMMAND.sub(r"\\u0023", text)
    if text.isprintable() and (text.isascii() or not _IGNORABLE.search(text)):
        return text
    return "".join(json.dumps(c)[1:-1] if _hidden(c) else c for c in text)


def _shown(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if character in _PICTURES:
            yield _PICTURES[character]
        elif marks > _MARKS_IN_A_ROW or _hidden(character):
            yield _notation(character)
        else:
            yield character


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN or bool(_IGNORABLE.match(character))


def _notation(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the limits of Python's own notation
