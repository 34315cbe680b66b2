"""`dateline diff`."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from dateline.cli import options
from dateline.render.differences import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.cli.printing import Outputs


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
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to report on the terminal.",
)
@click.option(
    "--output",
    "outputs",
    type=options.Output(FORMATS),
    multiple=True,
    metavar="FORMAT=FILE",
    help="Write the changes to a file as well, in any format; may be given several times.",
)
@click.option("--all", "all_", is_flag=True, help="List every record, not the first ones of each table.")
def diff(paths: tuple[Path, ...], since: str, format_: str, outputs: Outputs, *, all_: bool) -> None:
    """Show what differs from an earlier state, record by record and cell by cell.

    Records are matched by primary key, whatever file or line they stand in.
    """
    # Imported here, so that `dateline --help` answers at once.
    from dateline.cli.printing import insist_writable, write  # noqa: PLC0415
    from dateline.project.comparing import diff as run  # noqa: PLC0415
    from dateline.render import Options, use_color  # noqa: PLC0415
    from dateline.render.differences import lines  # noqa: PLC0415

    insist_writable(outputs)
    plain = Options(limit=sys.maxsize if all_ else 20)
    width = shutil.get_terminal_size((100, 24)).columns
    shown = replace(plain, color=use_color(sys.stdout, os.environ), width=width)
    compared = run(*paths, since=since)
    for line in lines(compared, format_, shown):
        click.echo(line, color=shown.color)
    for name, file in outputs:
        write(file, lines(compared, name, plain))
