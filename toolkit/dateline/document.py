"""YAML files as values with positions.

YAML 1.2 core rules (https://yaml.org/spec/1.2.2/#103-core-schema): `NO` is text, a bare
date is text, `1:30` is text. A duplicate key, an alias, a tag or a second document is a
problem with its place rather than a surprise. JSON is a subset and is read the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from dateline.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

MAX_DEPTH = 64
"""Nesting beyond this is refused: no schema needs it, and it would exhaust the stack."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAX_DIGITS = 400  # Python refuses to convert longer integers; text is the honest reading

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, 1-based."""

    line: int
    column: int


TOP = Mark(1, 1)
"""Where a file begins: the place of what has no other."""


@dataclass(frozen=True, slots=True)
class Document:
    """The value of a file and where each part of it stands.

    `marks` is keyed by the path to the part, a tuple of keys and indexes; the place of a
    mapping's key itself is kept in `keys` under the same path.
    """

    file: str
    value: Any
    marks: Mapping[tuple[str | int, ...], Mark]
    keys: Mapping[tuple[str | int, ...], Mark]


def parse(text: str, file: str) -> tuple[Document, list[Problem]]:
    """Read YAML `text`; return the document and every problem found on the way.

    `file` is named in the problems. After a syntax error the document's value is None.
    """
    builder = _Builder(file)
    try:
        value = builder.document(yaml.parse(text, Loader=Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (None, None)
        message = f"this is not YAML: {error.problem or error.context}"
        return Document(file, None, {}, {}), [*builder.problems, Problem(message, file, *place)]
    except yaml.YAMLError as error:
        return Document(file, None, {}, {}), [Problem(_unreadable(error), file, *_offset(text, error))]
    return Document(file, value, builder.marks, builder.keys), builder.problems


def _unreadable(error: yaml.YAMLError) -> str:
    character = getattr(error, "character", None)
    shown = f" U+{character:04X}" if isinstance(character, int) else ""
    return f"this is not YAML: a character{shown} that YAML does not allow"


def _offset(text: str, error: yaml.YAMLError) -> tuple[int | None, int | None]:
    position = getattr(error, "position", None)
    if not isinstance(position, int):
        return None, None
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


@dataclass(slots=True)
class _Builder:
    """Builds values from the parser's events, which arrive in order and never recurse in C."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    marks: dict[tuple[str | int, ...], Mark] = field(default_factory=dict)
    keys: dict[tuple[str | int, ...], Mark] = field(default_factory=dict)

    def document(self, events: Iterator[Any]) -> Any:  # noqa: ANN401 - YAML holds any value
        value = None
        seen = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                if seen > 1:
                    self.problem(event, "a second document begins here; one file holds one")
                    break
                value = self.node(next(events), events, ())
        return value

    def problem(self, event: Any, message: str, help: str | None = None) -> None:  # noqa: ANN401 - events are untyped
        mark = _mark(event)
        self.problems.append(Problem(message, self.file, mark.line, mark.column, help))

    def node(self, event: Any, events: Iterator[Any], path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - as above
        self.marks[path] = _mark(event)
        if len(path) > MAX_DEPTH:
            raise yaml.MarkedYAMLError(
                problem=f"nested deeper than {MAX_DEPTH} levels", problem_mark=event.start_mark
            )
        if isinstance(event, yaml.AliasEvent):
            self.problem(event, f"an alias (*{event.anchor}) is not allowed here", "write the value out")
            return None
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, path)
        return self.scalar(event)

    def mapping(self, events: Iterator[Any], path: tuple[str | int, ...]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise yaml.MarkedYAMLError(problem="a key must be plain text", problem_mark=event.start_mark)
            key: str = event.value
            at = (*path, key)
            if key in out:
                first = self.keys[at]
                self.problem(event, f"'{key}' stands twice; the first is on line {first.line}", "remove one")
            else:
                self.keys[at] = _mark(event)
            out[key] = self.node(next(events), events, at)
        return out

    def sequence(self, events: Iterator[Any], path: tuple[str | int, ...]) -> list[Any]:
        out: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            out.append(self.node(event, events, (*path, len(out))))
        return out

    def scalar(self, event: Any) -> Any:  # noqa: ANN401 - as above
        if event.tag not in (None, "!"):
            self.problem(event, f"a tag ({event.tag}) is not allowed here", "remove it")
        return event.value if event.style or not event.implicit[0] else _plain(event.value)


def _mark(event: Any) -> Mark:  # noqa: ANN401 - PyYAML's events are untyped
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _plain(text: str) -> str | int | float | bool | None:
    """Resolve a plain scalar by the core schema; hexadecimal, octal and infinities stay text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and len(text) <= _MAX_DIGITS:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a document under examination.

    Its readers return what the part holds, or None after noting a problem; so one pass
    over a file finds everything wrong with it.
    """

    document: Document
    problems: list[Problem]
    path: tuple[str | int, ...] = ()
    value: Any = None

    @classmethod
    def root(cls, document: Document, problems: list[Problem]) -> Node:
        """Start at the top of `document`; problems are appended to the list."""
        return cls(document, problems, (), document.value)

    @property
    def mark(self) -> Mark:
        """Where the value stands."""
        return self.document.marks.get(self.path, TOP)

    @property
    def name(self) -> str:
        """The key or index that leads here, in words."""
        keys = [part for part in self.path if isinstance(part, str)]
        return f"'{keys[-1]}'" if keys else "the file"

    def problem(self, message: str, help: str | None = None, *, key: str | None = None) -> None:
        """Note a problem with this value, or with the key `key` of this mapping."""
        mark = self.mark if key is None else self.document.keys.get((*self.path, key), self.mark)
        self.problems.append(Problem(message, self.document.file, mark.line, mark.column, help))

    def has(self, key: str) -> bool:
        """Whether this mapping has `key`, even with a null value."""
        return isinstance(self.value, dict) and key in self.value

    def child(self, key: str | int) -> Node:
        """Return the part under `key`; its value is None where there is none."""
        found = None
        if isinstance(self.value, dict):
            found = self.value.get(key)
        elif isinstance(self.value, list) and isinstance(key, int):
            found = self.value[key]
        return Node(self.document, self.problems, (*self.path, key), found)

    def _expect(self, kind: type[T], words: str, default: T) -> T:
        if isinstance(self.value, kind) and not (kind is int and isinstance(self.value, bool)):
            return self.value
        self.problem(f"{self.name} must be {words}, not {_describe(self.value)}")
        return default

    def mapping(self, known: Iterable[str] | None = None, *, required: Iterable[str] = ()) -> dict[str, Node]:
        """Return the parts of a mapping by key; refuse keys outside `known`, demand `required`."""
        value = self._expect(dict, "a mapping (key: value)", {})
        allowed = None if known is None else list(known)
        for key in value:
            if allowed is not None and key not in allowed:
                self.problem(f"unknown key '{key}' in {self.name}", did_you_mean(key, allowed), key=key)
        if isinstance(self.value, dict):
            for key in required:
                if key not in value:
                    self.problem(f"{self.name} lacks '{key}'")
        return {key: self.child(key) for key in value}

    def items(self) -> list[Node]:
        """Return the parts of a list."""
        return [self.child(i) for i in range(len(self._expect(list, "a list", [])))]

    def text(self, default: str = "") -> str:
        """Return text; a number or a truth value must be quoted."""
        if isinstance(self.value, bool | int | float):
            return str(self._expect(str, f"text; write it in quotes: '{self.value}'", default))
        value = self._expect(str, "text", default)
        if not value.strip() and isinstance(self.value, str):
            self.problem(f"{self.name} is empty")
        return value

    def scalar(self) -> str:
        """Return text, or a number as the text a person would write."""
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            return str(self.value)
        return self.text()

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(item.text() for item in self.items())

    def integer(self, default: int = 0) -> int:
        """Return a whole number."""
        return self._expect(int, "a whole number", default)

    def boolean(self, *, default: bool = False) -> bool:
        """Return true or false."""
        return self._expect(bool, "true or false", default)

    def one_of(self, words: Iterable[str], default: str) -> str:
        """Return a text that is one of `words`."""
        allowed = list(words)
        value = self.text(default)
        if value not in allowed:
            self.problem(f"{self.name} is '{value}'", did_you_mean(value, allowed))
            return default
        return value


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.8) -> str | None:
    """Return the one of `known` most like `word`, or None if none is like it."""
    from rapidfuzz import distance, process  # noqa: PLC0415 - only a wrong word needs it

    score = distance.JaroWinkler.normalized_similarity
    best = process.extractOne(word, list(known), scorer=score, score_cutoff=cutoff)
    return best[0] if best else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest of `known`, or list them all."""
    candidates = list(dict.fromkeys(known))
    if not candidates:
        return "nothing is allowed here"
    best = nearest(word, candidates)
    return f"did you mean '{best}'?" if best else f"allowed are {', '.join(candidates)}"


def read_each(nodes: Iterable[Node], read: Callable[[Node], T | None]) -> tuple[T, ...]:
    """Apply `read` to each part and keep what could be read."""
    return tuple(found for node in nodes if (found := read(node)) is not None)


def _describe(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f"'{value}'"
