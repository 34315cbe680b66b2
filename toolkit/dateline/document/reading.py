"""YAML files as values with positions.

YAML 1.2 core rules (https://yaml.org/spec/1.2.2/#103-core-schema): `NO` is text, a bare
date is text, `1:30` is text. Only what JSON cannot say is kept as text too: `.inf`, `.nan`
and numbers beyond the range of a float. A duplicate key, an anchor, an alias, a tag or a
second document is a problem with its place rather than a surprise. JSON is read the same
way; only a character that JSON wrote as two surrogate escapes has to be written itself.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from dateline.document.words import quoted
from dateline.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_DEPTH = 64
"""Nesting beyond this is refused: no schema needs it, and it would exhaust the stack."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAX_DIGITS = 400  # beyond the range of a float, and Python refuses far longer ones

# What YAML 1.2 does not allow in a file (`c-printable`), and what YAML 1.1, by which the
# parser counts lines, takes for a line's end: U+0085, U+2028, U+2029.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n|\r|\n")

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[str | int, ...]
"""The way to a part of a document: keys and indexes."""


class Mark(NamedTuple):
    """A place in a file, 1-based."""

    line: int
    column: int


TOP = Mark(1, 1)
"""Where a file begins: the place of what has no other."""


@dataclass(frozen=True, slots=True)
class Document:
    """The value of a file and where each part of it stands.

    `marks` is keyed by the path to the part, a tuple of keys and indexes; the place of a
    mapping's key itself is kept in `keys` under the same path. `written` holds the text of
    each number, truth value and null as it stands in the file.
    """

    file: str
    value: Any
    marks: Mapping[Path, Mark]
    keys: Mapping[Path, Mark]
    written: Mapping[Path, str] = field(default_factory=dict)


def parse(text: str, file: str) -> tuple[Document, list[Problem]]:
    """Read YAML `text`; return the document and every problem found on the way.

    `file` is named in the problems. After a syntax error the document's value is None.
    """
    text = text.removeprefix("\ufeff")
    found = _FORBIDDEN.search(text)
    if found is not None:
        return Document(file, None, {}, {}), [_forbidden(text, found.start(), file)]
    builder = _Builder(file)
    try:
        value = builder.document(yaml.parse(text, Loader=Loader))
    except _Stop as stop:
        return Document(file, None, {}, {}), [*builder.problems, stop.problem]
    except yaml.MarkedYAMLError as error:
        return Document(file, None, {}, {}), [*builder.problems, _unreadable(text, error, file)]
    return Document(file, value, builder.marks, builder.keys, builder.written), builder.problems


def _forbidden(text: str, at: int, file: str) -> Problem:
    before = _LINE_END.split(text[:at])
    message = f"the character U+{ord(text[at]):04X} may not stand in a YAML file"
    return Problem(
        message,
        file,
        len(before),
        len(before[-1]) + 1,
        "remove it, or write it as an escape in double quotes",
    )


# libyaml's words → ours, and what to do.
_INDENT = "check the indentation of this line and the one above"
_OPEN, _NO_COLON = "found unexpected end of stream", "could not find expected ':'"
_AT_ITS_BEGINNING = (_OPEN, _NO_COLON)
_SAID: dict[str, tuple[str, str | None]] = {
    "found character that cannot start any token": (
        "a text cannot begin with this character",
        "put it in quotes",
    ),
    "mapping values are not allowed in this context": (
        "a ':' where no key can stand",
        "put a text that holds ': ' in quotes, or check the indentation",
    ),
    "did not find expected key": ("no key was found where one must stand", _INDENT),
    "did not find expected node content": ("a value is missing here", None),
    "did not find expected ',' or ']'": ("no ',' or ']' was found where a list goes on or ends", None),
    "did not find expected ',' or '}'": ("no ',' or '}' was found where a mapping goes on or ends", None),
    _NO_COLON: ("a line without 'key:'", _INDENT),
    "did not find expected '-' indicator": ("no '-' was found where a list goes on", _INDENT),
    "did not find expected <document start>": ("this does not belong to what stands above it", _INDENT),
    "found incompatible YAML document": ("a version of YAML that is not known", "remove the '%YAML' line"),
    _OPEN: ("the quotes that begin here are not closed", None),
    "did not find expected alphabetic or numeric character": (
        "a text cannot begin with '*', '&' or '!'",
        "put it in quotes",
    ),
    "did not find expected comment or line break": (
        "a text cannot begin with '|' or '>'",
        "put it in quotes",
    ),
    "block sequence entries are not allowed in this context": ("a '-' where no list can stand", _INDENT),
    "found unknown escape character": (
        "a backslash that begins no escape",
        "double it, or put the text in single quotes",
    ),
    "found invalid Unicode character escape code": (
        "an escape that is no character",
        "write the character itself instead of the escape",
    ),
}


def _unreadable(text: str, error: yaml.MarkedYAMLError, file: str) -> Problem:
    said = error.problem or error.context or ""
    message, help_ = _SAID.get(said, (said, None))
    mark = error.context_mark if said in _AT_ITS_BEGINNING else error.problem_mark
    mark = mark or error.problem_mark or error.context_mark
    if mark is None:
        return Problem(f"this is not YAML: {message}", file, 1, 1, help_)
    lines = _LINE_END.split(text)
    line = min(mark.line, len(lines) - 1)  # libyaml puts the end of a file on a line of its own
    column = mark.column if line == mark.line else len(lines[line])
    if said.startswith("did not find expected ','") and error.context_mark is not None:
        message += f"; it begins on line {error.context_mark.line + 1}"
    if lines[line][column : column + 1] == "\t":
        message, help_ = "a tab cannot indent", "use spaces"
    return Problem(f"this is not YAML: {message}", file, line + 1, column + 1, help_)


class _Stop(Exception):  # noqa: N818 - no error by itself: it carries a problem out of the depth
    """What makes the rest of a file impossible to read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(slots=True)
class _Builder:
    """Builds values from the parser's events, which arrive in order and never recurse in C."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    marks: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)

    def document(self, events: Iterator[Any]) -> Any:  # noqa: ANN401 - YAML holds any value
        value = None
        seen = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                if seen > 1:
                    self.note(event, "a second document begins here; one file holds one")
                    break
                if event.version not in (None, (1, 2)):
                    self.note(event, "the file asks for another YAML than 1.2", "remove the '%YAML' line")
                value = self.node(next(events), events, ())
        return value

    def note(self, event: Any, message: str, help: str | None = None) -> None:  # noqa: ANN401 - events are untyped
        self.problems.append(self.problem(event, message, help))

    def problem(self, event: Any, message: str, help: str | None = None) -> Problem:  # noqa: ANN401 - as above
        mark = _mark(event)
        return Problem(message, self.file, mark.line, mark.column, help)

    def node(self, event: Any, events: Iterator[Any], path: Path) -> Any:  # noqa: ANN401 - as above
        self.marks[path] = _mark(event)
        if len(path) > MAX_DEPTH:
            raise _Stop(self.problem(event, f"nested deeper than {MAX_DEPTH} levels"))
        if isinstance(event, yaml.AliasEvent):
            self.note(event, f"an alias (*{event.anchor}) is not allowed here", "write the value out")
            return None
        self.plainness(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, path)
        return self.scalar(event, path)

    def plainness(self, event: Any) -> None:  # noqa: ANN401 - as above
        """Note an anchor or a tag: other readers would act on it."""
        if event.anchor is not None:
            self.note(event, f"an anchor (&{event.anchor}) is not allowed here", "remove it")
        if event.tag not in (None, "!"):
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.note(event, f"a tag ({tag}) is not allowed here", "remove it")

    def mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise _Stop(self.problem(event, "a key must be plain text"))
            self.plainness(event)
            key: str = event.value
            if key == "<<" and not event.style:
                self.note(event, "a merge key (<<) is not allowed here", "write the keys out")
            at = (*path, key)
            if key in out:
                first = self.keys[at]
                self.note(
                    event, f"{quoted(key)} stands twice; the first is on line {first.line}", "remove one"
                )
            else:
                self.keys[at] = _mark(event)
            out[key] = self.node(next(events), events, at)
        return out

    def sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        out: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            out.append(self.node(event, events, (*path, len(out))))
        return out

    def scalar(self, event: Any, path: Path) -> Any:  # noqa: ANN401 - as above
        text: str = event.value
        value = text if event.style or not event.implicit[0] else _plain(text)
        if not isinstance(value, str):
            self.written[path] = text
        return value


def _mark(event: Any) -> Mark:  # noqa: ANN401 - PyYAML's events are untyped
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _plain(text: str) -> str | int | float | bool | None:
    """Resolve a plain scalar by the core schema; what no JSON number can say stays text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789" or len(text) > _MAX_DIGITS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text
