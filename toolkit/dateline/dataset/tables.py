"""The tables of a dataset file: where their records stand, and how the text is laid out."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath

from dateline.dataset.model import TableFiles
from dateline.document import Node, quoted
from dateline.table import Dialect
from dateline.table.dialect import read_dialect

KEYS = ("path", "schema", "dialect", "encoding")
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_DRIVE_OR_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ENCODING = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}")
# Python holds these for encodings of text; no file is written in one.
_NO_FILE = frozenset({"idna", "punycode", "undefined", "raw-unicode-escape", "unicode-escape"})


def read_tables(node: Node) -> tuple[TableFiles, ...]:
    """Read a dataset's `tables`, in their order."""
    found = tuple(_table(name, part, node) for name, part in node.mapping().items())
    if node.value == {}:
        node.problem("no table is listed")
    seen: dict[str, str] = {}
    for each in found:
        first = seen.setdefault(each.path, each.name)
        if each.path and first != each.name:
            message = f"tables {quoted(first)} and {quoted(each.name)} have the same files"
            node.child(each.name).child("path").problem(message, "give each table files of its own")
    return found


def _table(name: str, node: Node, tables: Node) -> TableFiles:
    if not _NAME.fullmatch(name):
        help_ = "use lower-case letters, digits, '_' and '-', a letter first"
        tables.problem(f"{quoted(name)} cannot name a table", help_, key=name)
    parts = node.mapping(KEYS, required=("path",))
    return TableFiles(
        name=name,
        path=_pattern(parts["path"]) if "path" in parts else "",
        schema=_path(parts["schema"]) if "schema" in parts else None,
        dialect=read_dialect(parts["dialect"], strict=True) if "dialect" in parts else Dialect(),
        encoding=_encoding(parts["encoding"]) if "encoding" in parts else "utf-8",
        mark=node.mark,
    )


def _path(node: Node) -> str:
    """Read a path below or beside the dataset's folder, written as on every system."""
    path = node.text()
    if not path.isprintable():
        node.problem(f"{path[:60]!a} is not a path", "leave out characters that cannot be seen")
    elif "\\" in path or PurePosixPath(path).is_absolute() or _DRIVE_OR_SCHEME.match(path):
        node.problem(f"{quoted(path)} is not a path from the dataset's folder", "write one, with '/'")
    return path


def _pattern(node: Node) -> str:
    """Read a pattern of files below the dataset's folder."""
    before = len(node.problems)
    path = _path(node)
    parts = PurePosixPath(path).parts
    if len(node.problems) > before:
        return path
    if ".." in parts:
        node.problem(f"{quoted(path)} leaves the dataset's folder", "write a path below it")
    elif not parts or path.endswith("/") or parts[-1] == "**":
        node.problem(
            f"{quoted(path)} names no file", "write the files' name or pattern, such as records/*/events.csv"
        )
    elif any("**" in part and part != "**" for part in parts):
        node.problem(f"{quoted(path)} has '**' beside other characters", "write '**' alone between two '/'")
    return path


def _encoding(node: Node) -> str:
    name = node.text("utf-8")
    try:
        codec = codecs.lookup(name) if _ENCODING.fullmatch(name) else None
    except LookupError:
        codec = None
    if codec is None or not codec._is_text_encoding or codec.name in _NO_FILE:  # noqa: SLF001 - Python's own test, which has no public name
        node.problem(
            f"{quoted(name)} is not an encoding of text", "leave it out for UTF-8, or write one such as cp949"
        )
    return name
