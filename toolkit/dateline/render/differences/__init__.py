"""Render: what differs between two states of datasets, for people and for programs.

As with reports, each format is a module with a function `lines(compared, options)`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from dateline.render.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.changes import Compared

__all__ = ["FORMATS", "lines", "render"]

FORMATS = {
    "daff": "dateline.render.differences.daff",
    "html": "dateline.render.differences.html_changes",
    "json": "dateline.render.differences.json_changes",
    "markdown": "dateline.render.differences.markdown",
    "text": "dateline.render.differences.text",
}
"""Format → the module that writes it, imported when it is asked for."""

DEFAULTS = Options()


class _Format(Protocol):
    def lines(self, compared: Sequence[Compared], options: Options) -> Iterator[str]: ...


def lines(compared: Sequence[Compared], format: str = "text", options: Options = DEFAULTS) -> Iterator[str]:
    """Return the lines of a comparison in one of FORMATS, without line ends."""
    module = cast("_Format", import_module(FORMATS[format]))
    return module.lines(compared, options)


def render(compared: Sequence[Compared], format: str = "text", options: Options = DEFAULTS) -> str:
    """Return a comparison as one text, each line with its line end."""
    return "".join(f"{line}\n" for line in lines(compared, format, options))
