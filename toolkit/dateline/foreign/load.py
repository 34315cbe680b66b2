"""Descriptor files, JSON or YAML, as documents."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from dateline.document import Document, parse, parse_json
from dateline.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dateline.foreign.ledger import Ledger

MAX_BYTES = 100_000_000
"""A descriptor larger than this is not read, whatever data stand in it."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_YAML = (".yaml", ".yml")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def load(path: Path, ledger: Ledger, rule: str, show: Callable[[Path], str]) -> tuple[Document, str] | None:
    """Read a descriptor file; what is wrong with it as a text is told by `rule`.

    `show` is how findings call it.

    Returns:
        The document and its text; None if there is nothing to work with.

    """
    file = show(path)
    text = _text(path, file, ledger, rule)
    if text is None:
        return None
    ledger.texts[file] = _LINE_END.split(text)
    if path.suffix.lower() in _YAML:
        document, problems = parse(text, file)
    else:
        document, problems = parse_json(text, file, opaque=_is_data)
    ledger.tell(rule, problems)
    return None if document.value is None and problems else (document, text)


def _is_data(path: tuple[str | int, ...]) -> bool:
    """Whether a list is the inline data of a resource."""
    return len(path) == 3 and path[0] == "resources" and path[2] == "data"  # noqa: PLR2004 - as listed


def _text(path: Path, file: str, ledger: Ledger, rule: str) -> str | None:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            ledger.tell(rule, [Problem(f"the file is larger than {MAX_BYTES // 1_000_000} MB", file)])
            return None
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        ledger.tell(rule, [Problem(f"the file cannot be read: {reason.lower()}", file)])
        return None
    if data.startswith(codecs.BOM_UTF8):
        message = "the file begins with a byte order mark, with which other programs cannot read it"
        ledger.tell(
            "byte-order-mark",
            [Problem(message, file, 1, 1, "save it as UTF-8 without BOM")],
            severity="warning",
        )
    return _decoded(data, file, ledger, rule)


def _decoded(data: bytes, file: str, ledger: Ledger, rule: str) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        lines = _LINE_END.split(before)
        what = "it is UTF-16" if data.startswith(_WIDE) else f"byte {data[error.start]:#04x} is not UTF-8"
        problem = Problem(
            f"the file is no UTF-8 text: {what}", file, len(lines), len(lines[-1]) + 1, "save it as UTF-8"
        )
        ledger.tell(rule, [problem])
        return None
