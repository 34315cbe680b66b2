"""`dateline check`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from dateline.cli import options


@click.command()
@options.paths
@options.report_format
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option("--all-findings", is_flag=True, help="List every finding, not the first of each rule.")
@click.option(
    "--schema",
    type=click.Path(path_type=Path),
    help="A Table Schema (JSON or YAML) for a file of records.",
)
@options.texts
def check(
    paths: tuple[Path, ...],
    format_: str,
    fail_on: str,
    schema: Path | None,
    texts: Path | None,
    *,
    all_findings: bool,
) -> None:
    """Check records: types, keys, references, dates, and the schemas' own rules.

    A PATH is a dataset or a project; or anybody's Data Package, a datapackage.json or a
    folder with one; or, with --schema, a file of records.
    """
    # Imported here, so that `dateline --help` answers at once.
    from dateline.checks.tables import EXAMPLES  # noqa: PLC0415
    from dateline.cli.printing import print_report  # noqa: PLC0415
    from dateline.project.checking import check as run  # noqa: PLC0415

    begun = time.perf_counter()
    report = run(*paths, texts=texts, schema=schema, examples=None if all_findings else EXAMPLES)
    elapsed = time.perf_counter() - begun
    print_report(report, format_, limit=None if all_findings else 20, elapsed=elapsed)
    worst = report.errors + (report.warnings if fail_on == "warning" else 0)
    if fail_on != "never" and worst:
        sys.exit(1)
