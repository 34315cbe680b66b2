"""`dateline publish`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dateline.cli import options
from dateline.errors import InvalidRecords

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.project.publishing import Publication


@click.command()
@options.paths
@click.option(
    "--to",
    "target",
    default="public",
    show_default=True,
    help="Where to publish: a folder, s3://BUCKET/FOLDER, zenodo:RECORD or github:OWNER/REPOSITORY.",
)
@click.option(
    "--version", "version_", metavar="NUMBER", help="Ask for a larger number than the one that follows."
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@options.texts
def publish(
    paths: tuple[Path, ...], target: str, version_: str | None, texts: Path | None, *, dry_run: bool
) -> None:
    """Check datasets, number their releases, and publish them as Data Packages.

    Nothing is written if a record breaks a rule. The number follows from what changed since
    the last release; if nothing did, that release is published again. A published version
    never changes.
    """
    # Imported here, so that `dateline --help` answers at once.
    from dateline.cli.printing import print_report  # noqa: PLC0415
    from dateline.project.publishing import publications  # noqa: PLC0415

    try:
        for publication in publications(*paths, to=target, texts=texts, version=version_, dry_run=dry_run):
            print_report(publication.report, "text")
            _show(publication)
    except InvalidRecords as error:
        print_report(error.report, "text")
        click.echo("nothing was published", err=True)
        sys.exit(1)


def _show(publication: Publication) -> None:
    from dateline.cli.releases import done, explained  # noqa: PLC0415 - as above

    for line in (*explained(publication.step), *done(publication)):
        click.echo(line)
