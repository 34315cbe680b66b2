"""JSON as values with positions.

RFC 8259 to the letter (https://www.rfc-editor.org/rfc/rfc8259), so that a file is judged
as every other reader of JSON judges it: tabs may indent, a pair of surrogate escapes is one
character, `NaN` and a comma before `}` are refused. A key that stands twice is a problem
with its place: "the behavior of software that receives such an object is unpredictable".
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined] # not in the stubs
from typing import Any, NamedTuple

from dateline.document.reading import MAX_DEPTH, Document, Mark, Path
from dateline.document.words import quoted
from dateline.errors import Problem

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_CONTROL = re.compile(r"[\x00-\x1f]")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_MAX_DIGITS = 400  # as for YAML: beyond the range of a float, and Python refuses far longer ones

Opaque = Callable[[Path], bool]
"""Says for which lists no positions inside are wanted."""


class _Fault(NamedTuple):
    """What was found, at which offset, and what to write."""

    message: str
    at: int
    help: str | None = None


class _Stop(Exception):  # noqa: N818 - no error by itself: it carries a fault out of the depth
    """What makes the rest of a text impossible to read."""

    def __init__(self, message: str, at: int, help: str | None = None) -> None:
        super().__init__(message)
        self.fault = _Fault(message, at, help)


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def mark(self, at: int) -> Mark:
        """Return the place of a character."""
        line = bisect_right(self._starts, at)
        return Mark(line, at - self._starts[line - 1] + 1)

    def offset(self, mark: Mark) -> int:
        """Return the offset of a place."""
        return self._starts[mark.line - 1] + mark.column - 1


class _Marks(Mapping[Path, Mark]):
    """Places by path, worked out when they are asked for: most never are."""

    def __init__(self, offsets: dict[Path, int], lines: Lines) -> None:
        self._offsets = offsets
        self._lines = lines

    def __getitem__(self, path: Path) -> Mark:
        return self._lines.mark(self._offsets[path])

    def __iter__(self) -> Iterator[Path]:
        return iter(self._offsets)

    def __len__(self) -> int:
        return len(self._offsets)


def parse_json(text: str, file: str, opaque: Opaque | None = None) -> tuple[Document, list[Problem]]:
    """Read JSON `text`; return the document and every problem found on the way.

    `file` is named in the problems. Lists for which `opaque` says so, such as a table's
    rows, are read faster, without the places of what stands in them. After a syntax error
    the document's value is None. A byte order mark is left out and counts as no column.
    """
    text = text.removeprefix("\ufeff")
    lines = Lines(text)
    reader = _Reader(text, opaque or (lambda _: False))
    try:
        value = reader.whole()
    except _Stop as stop:
        fault = stop.fault._replace(message=f"this is not JSON: {stop.fault.message}")
        return Document(file, None, {}, {}), [_problem(fault, file, lines)]
    problems = [_problem(each, file, lines) for each in reader.faults]
    return Document(
        file, value, _Marks(reader.marks, lines), _Marks(reader.keys, lines), reader.written
    ), problems


def _problem(fault: _Fault, file: str, lines: Lines) -> Problem:
    mark = lines.mark(fault.at)
    return Problem(fault.message, file, mark.line, mark.column, fault.help)


def raw_value(text: str, at: int) -> tuple[Any, int]:
    """Read the value that begins at an offset, without places; return it and where it ends.

    Raises:
        ValueError: if there is no JSON value.
        RecursionError: if it is nested too deep.

    """
    value, end = _DECODER.raw_decode(text, at)
    return value, end


def has_halves(text: str, at: int, end: int) -> bool:
    """Tell whether an escape may be half a character: one of two that are only good together."""
    return _HALF.search(text, at, end) is not None


def skip_space(text: str, at: int) -> int:
    """Return the offset of the first character from `at` on that is no space."""
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= _MAX_DIGITS else text


def _number(text: str) -> float | str:
    value = float(text)
    return value if abs(value) != float("inf") else text  # what no float can hold stays text


def _refuse(word: str) -> None:
    raise ValueError(word)


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_number, parse_constant=_refuse)


@dataclass(slots=True)
class _Reader:
    """Goes through a text once, from left to right."""

    text: str
    opaque: Opaque
    faults: list[_Fault] = field(default_factory=list)
    marks: dict[Path, int] = field(default_factory=dict)
    keys: dict[Path, int] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)

    def whole(self) -> Any:  # noqa: ANN401 - JSON holds any value
        """Read the one value that a text is."""
        at = skip_space(self.text, 0)
        if at == len(self.text):
            raise _Stop("the file is empty", at)
        value, end = self.value(at, ())
        end = skip_space(self.text, end)
        if end < len(self.text):
            raise _Stop(f"{self.shown(end)} stands after the end", end, "a file holds one value")
        return value

    def shown(self, at: int) -> str:
        """Return the character at an offset in quotes."""
        if at >= len(self.text):
            return "the end of the file"
        char = self.text[at]
        return f"'{char}'" if char.isprintable() else f"the character U+{ord(char):04X}"

    def value(self, at: int, path: Path) -> tuple[Any, int]:
        """Read the value that begins here; return it and where it ends."""
        if len(path) > MAX_DEPTH:
            raise _Stop(f"nested deeper than {MAX_DEPTH} levels", at)
        self.marks[path] = at
        char = self.text[at : at + 1]
        if char == "{":
            return self.mapping(at, path)
        if char == "[":
            return self.quickly(at, path) or self.sequence(at, path)
        if char == '"':
            return self.string(at)
        return self.plain(at, path)

    def quickly(self, at: int, path: Path) -> tuple[Any, int] | None:
        """Read a list without places; None where that is not wanted, or where it holds a fault."""
        if not self.opaque(path):
            return None
        try:
            value, end = raw_value(self.text, at)
        except (ValueError, RecursionError):
            return None  # the other way says what is wrong, and where
        return None if has_halves(self.text, at, end) else (value, end)

    def mapping(self, at: int, path: Path) -> tuple[dict[str, Any], int]:
        out: dict[str, Any] = {}
        start, at = at, skip_space(self.text, at + 1)
        if self.text[at : at + 1] == "}":
            return out, at + 1
        while True:
            key, end = self.key(at)
            place = (*path, key)
            if key in out:
                self.faults.append(
                    _Fault(
                        f"{quoted(key)} stands twice, and programs differ in which one counts",
                        at,
                        "remove one",
                    )
                )
            else:
                self.keys[place] = at
            at = skip_space(self.text, end)
            if self.text[at : at + 1] != ":":
                raise _Stop(f"{self.shown(at)} where a ':' must follow the key {quoted(key)}", at)
            out[key], at = self.value(skip_space(self.text, at + 1), place)
            at, done = self.next(at, start, "}")
            if done:
                return out, at

    def key(self, at: int) -> tuple[str, int]:
        if self.text[at : at + 1] != '"':
            raise _Stop(f"{self.shown(at)} where a key must begin", at, "write keys in double quotes")
        return self.string(at)

    def sequence(self, at: int, path: Path) -> tuple[list[Any], int]:
        out: list[Any] = []
        start, at = at, skip_space(self.text, at + 1)
        if self.text[at : at + 1] == "]":
            return out, at + 1
        while True:
            value, at = self.value(at, (*path, len(out)))
            out.append(value)
            at, done = self.next(at, start, "]")
            if done:
                return out, at

    def next(self, at: int, start: int, close: str) -> tuple[int, bool]:
        """Go to the next member; say whether there is none."""
        at = skip_space(self.text, at)
        char = self.text[at : at + 1]
        if char == close:
            return at + 1, True
        if char != ",":
            what = "list" if close == "]" else "object"
            line = Lines(self.text[:start]).mark(start).line
            message = (
                f"{self.shown(at)} where a ',' or '{close}' must stand; the {what} begins on line {line}"
            )
            raise _Stop(message, at)
        after = skip_space(self.text, at + 1)
        if self.text[after : after + 1] == close:
            raise _Stop(f"a ',' before the '{close}'", at, "remove the comma")
        return after, False

    def string(self, at: int) -> tuple[str, int]:
        try:
            value, end = scanstring(self.text, at + 1, True)  # noqa: FBT003 - the standard library's signature
        except json.JSONDecodeError as error:
            raise self.broken(at, error) from None
        if not value.isascii() and _SURROGATE.search(value):
            self.faults.append(_Fault("an escape that is half a character", at, "write the character"))
            value = _SURROGATE.sub("\ufffd", value)
        return value, end

    def broken(self, at: int, error: json.JSONDecodeError) -> _Stop:
        if error.msg.startswith("Unterminated"):
            return _Stop("the quotes that begin here are not closed", at)
        if error.msg.startswith("Invalid control"):
            control = _CONTROL.search(self.text, at)
            place = control.start() if control else at
            return _Stop(f"{self.shown(place)} in a text", place, "write it as an escape, such as \\n or \\t")
        return _Stop("a backslash that begins no escape", error.pos, "double it")

    def plain(self, at: int, path: Path) -> tuple[Any, int]:
        """Read a number, true, false or null."""
        match = _NUMBER.match(self.text, at)
        if match:
            self.written[path] = match[0]
            whole = match[1] is None and match[2] is None
            return (_integer if whole else _number)(match[0]), match.end()
        word = _WORD.match(self.text, at)
        if word and word[0] in _WORDS:
            self.written[path] = word[0]
            return _WORDS[word[0]], word.end()
        found = quoted(word[0]) if word else self.shown(at)
        help_ = "write texts in double quotes" if word or self.text[at : at + 1] == "'" else None
        raise _Stop(f"{found} where a value must stand", at, help_)
