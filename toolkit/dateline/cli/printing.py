"""Reports on the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from dateline.render import Options, lines, use_color

if TYPE_CHECKING:
    from dateline.findings import Report

_UNLIMITED = sys.maxsize


def print_report(
    report: Report, format_: str, *, limit: int | None = 20, elapsed: float | None = None
) -> None:
    """Print a report; `limit` findings of each rule in full, all if it is None."""
    options = Options(
        color=use_color(sys.stdout, os.environ),
        width=shutil.get_terminal_size((100, 24)).columns,
        limit=_UNLIMITED if limit is None else limit,
        elapsed=elapsed,
    )
    for line in lines(report, format_, options):
        click.echo(line, color=options.color)
