"""`dateline version`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dateline.cli import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@options.paths
@click.option("--to", "target", help="Where the releases are published, to compare with the last one there.")
@click.option(
    "--version", "version_", metavar="NUMBER", help="Ask for a larger number than the one that follows."
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def version(paths: tuple[Path, ...], target: str | None, version_: str | None, format_: str) -> None:
    """Say which version the records make, and why; write nothing.

    The number follows from what changed since the last release in releases.yaml.
    """
    # Imported here, so that `dateline --help` answers at once.
    from dateline.cli.releases import explained, json_text  # noqa: PLC0415
    from dateline.project.publishing import next_versions  # noqa: PLC0415

    steps = next_versions(*paths, to=target, version=version_)
    for line in json_text(steps) if format_ == "json" else (one for each in steps for one in explained(each)):
        click.echo(line)
