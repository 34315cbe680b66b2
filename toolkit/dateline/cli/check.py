"""`dateline check`."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli import fixing, options

if TYPE_CHECKING:
    from dateline.cli.printing import Outputs


@click.command(cls=fixing.TakesFix)
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
@click.option(
    "--since",
    help="Say which findings are new since a commit (branch, tag, hash), another copy, or a release.",
)
@options.texts
@fixing.fix
@fixing.diff
def check(  # noqa: PLR0913 - an argument for each option
    paths: tuple[Path, ...],
    format_: str,
    outputs: Outputs,
    fail_on: str | None,
    schema: Path | None,
    texts: Path | None,
    *,
    since: str | None,
    all_findings: bool,
    fix_rules: tuple[str, ...],
    dry_run: bool,
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
    examples = None if all_findings else EXAMPLES
    told: tuple[str, ...] = ()
    if fix_rules or dry_run:
        if schema is not None:
            raise click.UsageError("--fix is for datasets; of a file with --schema nobody knows whose it is")
        told = fixing.fixed(fix_rules, paths, texts, dry_run=dry_run, alone=format_ != "text")
    if since is not None:
        if schema is not None:
            raise click.UsageError("--since compares datasets; a file with --schema has no earlier state")
        from dateline.project.since import check_since  # noqa: PLC0415

        report = check_since(*paths, since=since, texts=texts, examples=examples)
    else:
        report = run(*paths, texts=texts, schema=schema, examples=examples)
    report = replace(report, notes=(*told, *report.notes))
    elapsed = time.perf_counter() - begun
    print_and_leave(report, format_, fail_on, elapsed, outputs=outputs, all_findings=all_findings)
