"""Render: a `Report` as text, for people and for programs.

Each format is a module with a function `lines(report, options)`; `FORMATS` names them.
A new channel is a new module and a line here. Nothing is printed: text comes back, and
all text from records is made harmless on its way (`dateline.render.safe`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from dateline.errors import Problem, UsageError
from dateline.render.options import Options, use_color

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.findings import Report

__all__ = ["FORMATS", "Options", "lines", "render", "use_color"]

FORMATS = {
    "comment": "dateline.render.comment",
    "concise": "dateline.render.concise",
    "github": "dateline.render.github",
    "gitlab": "dateline.render.gitlab",
    "html": "dateline.render.html_report",
    "json": "dateline.render.json_report",
    "jsonl": "dateline.render.jsonl",
    "junit": "dateline.render.junit",
    "markdown": "dateline.render.markdown",
    "rdjson": "dateline.render.rdjson",
    "sarif": "dateline.render.sarif",
    "text": "dateline.render.text",
}
"""Format → the module that writes it, imported when it is asked for."""

DEFAULTS = Options()


class _Format(Protocol):
    def lines(self, report: Report, options: Options) -> Iterator[str]: ...


def lines(report: Report, format: str = "text", options: Options = DEFAULTS) -> Iterator[str]:
    """Return the lines of a report in this format, without line ends.

    Raises:
        UsageError: there is no such format.

    """
    if format not in FORMATS:
        raise UsageError(Problem(f"there is no format {format!r}", help=f"write one of {', '.join(FORMATS)}"))
    module = cast("_Format", import_module(FORMATS[format]))
    return module.lines(report, options)


def render(report: Report, format: str = "text", options: Options = DEFAULTS) -> str:
    """Return a report as one text, each line with its line end.

    Raises:
        UsageError: there is no such format.

    """
    return "".join(f"{line}\n" for line in lines(report, format, options))
