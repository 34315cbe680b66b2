"""`dateline publish`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli import options
from dateline.errors import InvalidRecords

if TYPE_CHECKING:
    from dateline.project.publishing import Publication


@click.command()
@options.paths
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    default=Path("public"),
    show_default=True,
    help="Folder to publish to.",
)
@options.texts
def publish(paths: tuple[Path, ...], target: Path, texts: Path | None) -> None:
    """Check datasets, build their Data Packages, and publish them to a folder.

    Nothing is written if a record breaks a rule. A published version never changes:
    publishing the same again does nothing, and other content needs another version.
    """
    # Imported here, so that `dateline --help` answers at once.
    from dateline.cli.printing import print_report  # noqa: PLC0415
    from dateline.project.publishing import publish as run  # noqa: PLC0415

    try:
        for publication in run(*paths, to=target, texts=texts):
            print_report(publication.report, "text")
            _show(publication)
    except InvalidRecords as error:
        print_report(error.report, "text")
        click.echo("nothing was published", err=True)
        sys.exit(1)


def _show(publication: Publication) -> None:
    from dateline.render.safe import terminal  # noqa: PLC0415 - as above

    click.echo()
    click.echo(terminal(str(publication.published)))
