"""Parts of a document under examination."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from dateline.document.reading import TOP, Document, Mark
from dateline.document.words import did_you_mean, quoted
from dateline.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a document under examination.

    Its readers return what the part holds, or a default after noting a problem; so one
    pass over a file finds everything wrong with it.
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
        """The key or position that leads here, in words."""
        keys = [part for part in self.path if isinstance(part, str)]
        key = quoted(keys[-1]) if keys else "the file"
        last = self.path[-1] if self.path else None
        return f"item {last + 1} of {key}" if isinstance(last, int) else key

    @property
    def described(self) -> str:
        """What stands here, in words."""
        if isinstance(self.value, dict):
            return "a mapping"
        if isinstance(self.value, list):
            return "a list"
        if isinstance(self.value, str):
            return quoted(self.value) if self.value else "an empty text"
        kind = "" if self.value is None or isinstance(self.value, bool) else "the number "
        return "empty" if self.value is None else f"{kind}{self.written}"

    @property
    def written(self) -> str:
        """A text, or a number, truth value or null as it stands in the file."""
        if isinstance(self.value, str):
            return self.value
        return self.document.written.get(self.path) or json.dumps(self.value)

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
        if self.value is None:
            self.problem(f"{self.name} is empty; it must be {words}")
        else:
            self.problem(f"{self.name} must be {words}, not {self.described}")
        return default

    def mapping(self, known: Iterable[str] | None = None, *, required: Iterable[str] = ()) -> dict[str, Node]:
        """Return the parts of a mapping by key; refuse keys outside `known`, demand `required`."""
        value = self._expect(dict, "a mapping (key: value)", {})
        allowed = None if known is None else list(known)
        for key in value:
            if allowed is not None and key not in allowed:
                self.problem(f"unknown key {quoted(key)} in {self.name}", did_you_mean(key, allowed), key=key)
        if isinstance(self.value, dict):
            for key in required:
                if key not in value:
                    self.problem(f"{self.name} lacks '{key}'")
        return {key: self.child(key) for key in value}

    def items(self) -> list[Node]:
        """Return the parts of a list."""
        return [self.child(i) for i in range(len(self._expect(list, "a list", [])))]

    def text(self, default: str = "") -> str:
        """Return text that is not blank; a number or a truth value must be quoted."""
        if isinstance(self.value, bool | int | float):
            help_ = f"write it in quotes: '{self.written}'"
            self.problem(f"{self.name} must be text, not {self.described}", help_)
            return default
        value = self._expect(str, "text", default)
        if isinstance(self.value, str) and not value.strip():
            self.problem(f"{self.name} is empty")
            return default
        return value

    def scalar(self) -> str:
        """Return text, or a number as it is written."""
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            return self.written
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
        before = len(self.problems)
        value = self.text(default)
        if len(self.problems) == before and value not in allowed:
            self.problem(f"{self.name} is {quoted(value)}", did_you_mean(value, allowed))
        return value if value in allowed else default


def read_each(nodes: Iterable[Node], read: Callable[[Node], T | None]) -> tuple[T, ...]:
    """Apply `read` to each part and keep what could be read."""
    return tuple(found for node in nodes if (found := read(node)) is not None)
