"""`dateline format`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from dateline.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dateline.project.formatting import Formatted


@click.command("format")
@options.paths
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a file would change.")
@click.option("--diff", "differences", is_flag=True, help="As --check, and show the lines that would change.")
def format_(paths: tuple[Path, ...], *, only_check: bool, differences: bool) -> None:
    """Write record files in canonical form: the same records, one way to write them.

    Line feeds, quotes only where needed, the schema's order of columns, composed letters
    (NFC), no empty rows at the end. Records keep their order and cells their text.

    A PATH is a dataset or a project; or a record file, or a folder of them, in a dataset.
    A file with faults is left as it is, and they are told.
    """
    # Imported here, so that `dateline --help` answers at once.
    from dateline.project.formatting import format_records  # noqa: PLC0415
    from dateline.render import use_color  # noqa: PLC0415
    from dateline.render.formatting import lines, outcome  # noqa: PLC0415

    dry = only_check or differences
    done = format_records(*paths, write=not dry, texts=differences)
    color = use_color(sys.stdout, os.environ)
    for line in lines(done, dry=dry, color=color):
        click.echo(line, color=color)
    click.echo(outcome(done, dry=dry))
    sys.exit(int(_failed(done, dry=dry)))


def _failed(done: Sequence[Formatted], *, dry: bool) -> bool:
    """Whether a file has faults, or would change where none may be written."""
    return any(each.findings or (dry and each.changed) for each in done)
