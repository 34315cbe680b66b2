"""The header of a table: which column of the file holds which field.

Labels are compared without the spaces around them. Whatever the order, cells are read
by name; a file that lacks a field is told so once, and its rows are not blamed for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dateline.document import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dateline.read.layout import Layout
    from dateline.read.notes import Notes
    from dateline.read.records import Record
    from dateline.read.tokens import Span

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_LISTED = 12
"""Names listed in a message, at most."""
_SHORT = 80
_LACKS_ALLOWED = {"superset", "partial"}
_EXTRAS_ALLOWED = {"subset", "partial"}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one file: `source` has, for each field, its 0-based column or None."""

    labels: tuple[str, ...]
    source: tuple[int | None, ...]

    @property
    def width(self) -> int:
        """Cells that a record should have."""
        return len(self.labels)

    @property
    def all_read(self) -> bool:
        """Whether every column of the file is a field's."""
        return len({n for n in self.source if n is not None}) == self.width

    @property
    def in_order(self) -> bool:
        """Whether the columns are the fields, one by one."""
        return self.source == tuple(range(self.width))

    def absent(self, fields: Sequence[str]) -> frozenset[str]:
        """Return the fields that the file does not have."""
        return frozenset(field for field, n in zip(fields, self.source, strict=True) if n is None)


def joined_labels(header: Iterable[Sequence[str]], join: str) -> list[str]:
    """Make one label of several header rows; a part that repeats the one above is left out."""
    labels: list[str] = []
    above: dict[int, str] = {}
    for cells in header:
        for n, cell in enumerate(cells):
            if n >= len(labels):
                labels.append(cell)
            elif above.get(n) != cell:
                labels[n] = join.join(filter(None, (labels[n], cell)))
            above[n] = cell
    return labels


def read_header(header: Sequence[Record], layout: Layout, notes: Notes, file: str) -> Columns | None:
    """Match the labels of a file with the fields; None if nothing can be read by them."""
    if not layout.dialect.header:
        return Columns(layout.fields, tuple(range(len(layout.fields))))
    if not header:
        notes.add("file-empty", "the file ends before its header line", file, expected=_listed(layout.fields))
        return None
    labels = joined_labels([record.cells for record in header], layout.dialect.header_join)
    return _Header(labels, header[-1], layout, notes, file).columns()


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def short(label: str) -> str:
    """Return a label as it fits into a message: its first 80 characters."""
    return label if len(label) <= _SHORT else label[:_SHORT] + "…"


class _Header:
    def __init__(self, labels: list[str], record: Record, layout: Layout, notes: Notes, file: str) -> None:
        self.labels = labels
        self.record = record
        self.layout = layout
        self.notes = notes
        self.file = file
        self.found: dict[str, int] = {}
        """Fields by column."""
        self.unknown: dict[str, int] = {}
        """Labels that name no field, by column."""

    def columns(self) -> Columns | None:
        """Say everything that is wrong with the labels, and match the right ones."""
        if not any(label.strip() for label in self.labels):
            self._tell("blank-header", "the header line has no names of columns", None, expected=self._fields)
            return None
        self._sort()
        if not self.found:
            self._tell_stranger()
            return None
        if self.layout.match not in _LACKS_ALLOWED:
            self._tell_missing()
        if self.layout.match not in _EXTRAS_ALLOWED:
            self._tell_extra()
        if self.layout.match == "exact":
            self._tell_order()
        return Columns(tuple(self.labels), tuple(self.found.get(name) for name in self.layout.fields))

    @property
    def _fields(self) -> str:
        return _listed(self.layout.fields)

    def _sort(self) -> None:
        """Tell known labels from unknown, blank and repeated ones."""
        known = {self._key(field): field for field in self.layout.fields}
        seen: dict[str, int] = {}
        for n, label in enumerate(self.labels):
            key = self._key(label)
            field = known.get(key)
            if not key:
                self._tell("blank-label", f"column {n + 1} has no name", n)
            elif key in seen:
                message = (
                    f"{label.strip()!r} names columns {seen[key] + 1} and {n + 1}; the first one is read"
                )
                self._tell("duplicate-label", message, n, field=field)
            elif field is None:
                self.unknown[label.strip()] = n
            else:
                self.found[field] = n
                if label != label.strip():
                    message = f"the name {short(label)!r} has spaces around it"
                    self._tell("incorrect-label", message, n, field=field, suggestion=field, warn=True)
            seen.setdefault(key, n)

    def _key(self, label: str) -> str:
        label = label.strip()
        return label if self.layout.header_case else label.casefold()

    def _tell_stranger(self) -> None:
        """No label is known: another delimiter, no header, or another table."""
        name = self._delimiter()
        if name:
            delimiter = _DELIMITERS.get(self.layout.dialect.delimiter, repr(self.layout.dialect.delimiter))
            message = (
                f"this file looks {name}-separated, not {delimiter}-separated: save it as CSV with commas"
            )
            if delimiter != "comma":
                message = f"this file looks {name}-separated, not {delimiter}-separated"
            self._tell("wrong-delimiter", message, 0, expected=self._fields)
            return
        message = "no column has a name that the schema knows: does the file lack its header line?"
        self._tell("missing-label", message, 0, expected=self._fields)

    def _delimiter(self) -> str | None:
        """Name the delimiter that would make this one cell a header with known labels."""
        known = {self._key(field) for field in self.layout.fields}
        for char, name in _DELIMITERS.items():
            parts = [self._key(part.strip('"')) for label in self.labels for part in label.split(char)]
            if char != self.layout.dialect.delimiter and len(parts) > len(self.labels) and known & set(parts):
                return name
        return None

    @cached_property
    def _lacking(self) -> list[str]:
        return [field for field in self.layout.fields if field not in self.found]

    def _tell_missing(self) -> None:
        for field in self._lacking:
            if self.notes.room("missing-label"):
                like = nearest(field, list(self.unknown))
                message = f"the file has no column {field!r}"
                if like is not None:
                    message += f"; column {self.unknown[like] + 1} is called {short(like)!r}: rename it"
                n = self.unknown[like] if like is not None else None
                self._tell("missing-label", message, n, field=field, expected=field, counted=True)

    def _tell_extra(self) -> None:
        for label, n in self.unknown.items():
            if self.notes.room("extra-label"):
                like = nearest(label, self._lacking)
                message = f"the schema has no field {short(label)!r}; the column is not read"
                self._tell("extra-label", message, n, suggestion=like, counted=True)

    def _tell_order(self) -> None:
        """Tell the first field that stands out of order; all are read by name anyway."""
        order = [field for field in self.layout.fields if field in self.found]
        actual = sorted(order, key=self.found.__getitem__)
        for field, here in zip(order, actual, strict=True):
            if field != here:
                message = f"the columns are not in the schema's order: {here!r} stands where {field!r} should"
                self._tell("incorrect-label", message, self.found[here], field=here, expected=_listed(order))
                return

    def _tell(  # noqa: PLR0913 - the columns of a finding
        self,
        rule: str,
        message: str,
        n: int | None,
        *,
        field: str | None = None,
        expected: str | None = None,
        suggestion: str | None = None,
        warn: bool = False,
        counted: bool = False,
    ) -> None:
        line, column = self._place(n or 0)
        self.notes.add(
            rule,
            message,
            self.file,
            severity="warning" if warn else "error",
            field=field,
            row=self.record.number,
            line=line,
            column=column,
            field_number=None if n is None else n + 1,
            value=None if n is None else self.labels[n],
            expected=expected,
            suggestion=suggestion,
            snippet=self.record.text,
            counted=counted,
        )

    def _place(self, n: int) -> tuple[int, int]:
        spans = self._spans
        return self.record.place(spans[n].start if n < len(spans) else 0)

    @cached_property
    def _spans(self) -> list[Span]:
        return self.record.rules.spans(self.record.text)
