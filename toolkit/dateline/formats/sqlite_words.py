"""Names, values and remarks as SQL text that SQLite reads as nothing else."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from dateline.package.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Iterable


def quote(name: str) -> str:
    """Quote a name, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def quoted(names: Iterable[str]) -> str:
    """Quote names, with commas between them."""
    return ", ".join(map(quote, names))


def literal(value: object) -> str | None:
    """Write a value as a literal; None for one that has none here, such as a list."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, datetime | time | date):
        value = value.isoformat()
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) and "\0" not in value else None


def remark(*parts: str | None) -> str:
    """Return texts as a comment of one line, whatever they hold."""
    text = ": ".join(plain(part) for part in parts if part)
    return f"  -- {text}" if text else ""


class Taken:
    """Names of tables, views and indexes, which are one namespace to SQLite, whatever their case."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def free(self, wanted: str) -> str:
        """Return the name, or, if it is taken, the name with a number behind it; it is taken now."""
        number, name = 1, wanted
        while name.lower() in self._names:
            number += 1
            name = f"{wanted}_{number}"
        self._names.add(name.lower())
        return name
