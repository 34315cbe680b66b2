"""Markdown out of text from records and metadata.

Whatever a template prints is escaped unless it is `Markdown` already; so a forgotten
filter shows too many backslashes, and never lets a record speak Markdown or HTML.
"""

from __future__ import annotations

import re
from itertools import groupby

from dateline.render.safe import markdown, terminal

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\|\x00-\x1f]+")


class Markdown(str):
    """Text that is Markdown, and is not escaped again."""

    __slots__ = ()


def plain(value: object) -> str:
    """Return a value's text on one line, with characters that cannot be seen shown."""
    return terminal(" ".join(str(value).split()))


def escape(value: object) -> Markdown:
    """Return text that Markdown shows as it is, on one line; fit for a table's cell."""
    return value if isinstance(value, Markdown) else Markdown(markdown(" ".join(str(value).split())))


def paragraphs(value: str) -> Markdown:
    """Return text as paragraphs: a blank line in the text stays one."""
    parts = re.split(r"\n[ \t]*\n", value.replace("\r\n", "\n").replace("\r", "\n"))
    return Markdown("\n\n".join(filter(None, map(escape, parts))))


def code(value: object) -> Markdown:
    """Return a value as a code span, on one line."""
    return _span(terminal(str(value)))


def cell(value: object, limit: int | None = None) -> Markdown:
    """Return a value as a code span for a table's cell, of at most `limit` columns, bars escaped."""
    return Markdown(_span(terminal(str(value), limit)).replace("|", "\\|"))


def _span(text: str) -> Markdown:
    if not text.strip():
        return Markdown("")
    longest = max((len(list(run)) for tick, run in groupby(text) if tick == "`"), default=0)
    fence = "`" * (longest + 1)
    edge = " " if text.startswith("`") or text.endswith("`") else ""
    return Markdown(f"{fence}{edge}{text}{edge}{fence}")


def fenced(text: str, language: str = "") -> Markdown:
    """Return lines of code as a block, with a fence that none of them can end."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return Markdown(f"{fence}{language}\n{text}\n{fence}")


def link(address: str) -> Markdown:
    """Return a web address as a link, and anything else as text."""
    return Markdown(f"<{address}>") if _ADDRESS.fullmatch(address) else escape(address)


def word(name: str) -> Markdown:
    """Pass on a table's name, which can only be a plain word, as it is.

    Raises:
        ValueError: if it is anything else.

    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
        raise ValueError(name)
    return Markdown(name)
