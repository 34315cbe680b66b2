"""`dateline verify`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli import options

if TYPE_CHECKING:
    from dateline.cli.printing import Outputs


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--version", "version_", help="Which version to verify; the newest if left out.")
@options.report_format
@options.outputs
def verify(path: Path, version_: str | None, format_: str, outputs: Outputs) -> None:
    """Check a published package again: its hashes, and its records with frictionless alone."""
    # Imported here, so that `dateline --help` answers at once.
    from dateline.cli.printing import insist_writable, print_report  # noqa: PLC0415
    from dateline.loading import verify as run  # noqa: PLC0415

    insist_writable(outputs)
    report = run(path, version=version_)
    print_report(report, format_, outputs=outputs)
    if not report.ok:
        sys.exit(1)
