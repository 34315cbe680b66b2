"""`dateline verify`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dateline.cli import options

if TYPE_CHECKING:
    from dateline.cli.printing import Outputs


@click.command()
@click.argument("path", metavar="ADDRESS")
@click.option("--version", "version_", help="Which version to verify; all of a target if left out.")
@options.report_format
@options.outputs
def verify(path: str, version_: str | None, format_: str, outputs: Outputs) -> None:
    """Check what is published again: hashes, records with frictionless alone, deltas, index.

    ADDRESS is a release, a dataset or a whole target: a folder, an https:// or s3:// address.
    """
    # Imported here, so that `dateline --help` answers at once.
    from dateline.cli.printing import insist_writable, print_report  # noqa: PLC0415
    from dateline.loading import verify as run  # noqa: PLC0415

    insist_writable(outputs)
    report = run(path, version=version_)
    print_report(report, format_, outputs=outputs)
    if not report.ok:
        sys.exit(1)
