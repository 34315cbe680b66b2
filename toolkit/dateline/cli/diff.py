"""`dateline diff`."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from dateline.cli import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@options.paths
@click.option(
    "--since",
    required=True,
    help="What to compare with: a commit (branch, tag, hash), or the path of another copy of the dataset, "
    "of a datapackage.json, or of published releases.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown", "daff"]),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option("--all", "all_", is_flag=True, help="List every record, not the first ones of each table.")
def diff(paths: tuple[Path, ...], since: str, format_: str, *, all_: bool) -> None:
    """Show what differs from an earlier state, record by record and cell by cell.

    Records are matched by primary key, whatever file or line they stand in.
    """
    # Imported here, so that `dateline --help` answers at once.
    from dateline.project.comparing import diff as run  # noqa: PLC0415
    from dateline.render import Options, use_color  # noqa: PLC0415
    from dateline.render.differences import lines  # noqa: PLC0415

    shown = Options(
        color=use_color(sys.stdout, os.environ),
        width=shutil.get_terminal_size((100, 24)).columns,
        limit=sys.maxsize if all_ else 20,
    )
    for line in lines(run(*paths, since=since), format_, shown):
        click.echo(line, color=shown.color)
