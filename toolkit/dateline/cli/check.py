"""`dateline check`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli import options

if TYPE_CHECKING:
    from dateline.cli.printing import Outputs


@click.command()
@options.paths
@options.report_format
@options.outputs
@options.fail_on
@options.all_findings
@click.option(
    "--schema",
    type=click.Path(path_type=Path),
    help="A Table Schema (JSON or YAML) for a file of records.",
)
@options.texts
def check(
    paths: tuple[Path, ...],
    format_: str,
    outputs: Outputs,
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
    from dateline.cli.printing import insist_writable, print_and_leave  # noqa: PLC0415
    from dateline.project.checking import check as run  # noqa: PLC0415

    insist_writable(outputs)
    begun = time.perf_counter()
    report = run(*paths, texts=texts, schema=schema, examples=None if all_findings else EXAMPLES)
    elapsed = time.perf_counter() - begun
    print_and_leave(report, format_, fail_on, elapsed, outputs=outputs, all_findings=all_findings)
