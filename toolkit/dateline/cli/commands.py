"""The verbs. Each is thin: arguments, one call to the library, printing."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

# What a verb needs is imported when it runs: `dateline --help` answers at once.
# ruff: noqa: PLC0415

_FORMATS = click.Choice(["text", "concise", "json", "jsonl"])
_paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
_texts = click.option(
    "--texts",
    type=click.Path(path_type=Path),
    envvar="DATELINE_ARTICLES",
    help="Folder of the texts that were coded (*.txt), to check every cited passage against.",
)


@click.command()
@_paths
@click.option("--format", "format_", type=_FORMATS, default="text", show_default=True, help="How to report.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option("--all-findings", is_flag=True, help="List every finding, not the first of each rule.")
@_texts
def check(paths: tuple[Path, ...], format_: str, fail_on: str, texts: Path | None, *, all_findings: bool) -> None:
    """Check records: types, keys, references, dates, and the rules of the schemas."""
    from dateline.project import check as run
    from dateline.render import Options, lines, use_color

    begun = time.perf_counter()
    report = run(*paths, texts=texts, examples=None if all_findings else 1_000)
    options = Options(
        color=use_color(sys.stdout, os.environ),
        elapsed=time.perf_counter() - begun,
        limit=None if all_findings else 20,
    )
    for line in lines(report, format_, options):
        click.echo(line)
    worst = report.errors if fail_on == "error" else report.errors + report.warnings
    if fail_on != "never" and worst:
        sys.exit(1)


@click.command()
@_paths
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    default=Path("public"),
    show_default=True,
    help="Folder to publish to.",
)
@_texts
def publish(paths: tuple[Path, ...], target: Path, texts: Path | None) -> None:
    """Check a dataset, build its Data Package, and publish it to a folder."""


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
def verify(path: Path) -> None:
    """Check a published package again: its hashes, and its records with frictionless alone."""


COMMANDS = [check, publish, verify]
