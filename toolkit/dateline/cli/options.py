"""Arguments that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Collection


class Output(click.ParamType[tuple[str, Path]]):
    """A format and the file that a report in this format goes to."""

    name = "FORMAT=FILE"

    def __init__(self, formats: Collection[str]) -> None:
        """Take the formats that there are."""
        self.formats = formats

    def convert(
        self, value: str | tuple[str, Path], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path]:
        """Return the format and the file; refuse other formats, and what names no file."""
        if isinstance(value, tuple):
            return value
        format_, _, file = value.partition("=")
        if format_ not in self.formats:
            known = ", ".join(self.formats)
            self.fail(f"{format_!r} is no format; write FORMAT=FILE with one of {known}", param, ctx)
        if file in {"", "-"}:
            self.fail(f"{value!r} names no file; --format is for what is printed", param, ctx)
        return format_, Path(file)


paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))

texts = click.option(
    "--texts",
    type=click.Path(path_type=Path),
    envvar="DATELINE_ARTICLES",
    show_envvar=True,
    help="Folder of the coded texts (*.txt); every cited passage is compared with its text.",
)

report_format = click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to report on the terminal.",
)

outputs = click.option(
    "--output",
    "outputs",
    type=Output(FORMATS),
    multiple=True,
    metavar="FORMAT=FILE",
    help="Write the report to a file as well, in any format; may be given several times.",
)

fail_on = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "new-error", "new-warning", "never"]),
    help="The least severity that makes the exit code 1: error, or with --since new-error, unless given.",
)

all_findings = click.option(
    "--all-findings", is_flag=True, help="List every finding, not the first of each rule."
)
