"""Arguments that several verbs share."""

from __future__ import annotations

from pathlib import Path

import click

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
    type=click.Choice(["text", "concise", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="How to report.",
)
