"""Reports on the terminal, in files, and in the summary of a step of GitHub Actions."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from dateline.errors import Problem, UsageError
from dateline.render import Options, lines, use_color

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.findings import Report

_UNLIMITED = sys.maxsize
_LEAST = 2_000
"""Bytes without which a summary is not begun: its table of rules would not fit."""

Outputs = tuple[tuple[str, Path], ...]


def insist_writable(outputs: Outputs) -> None:
    """Refuse files for reports that cannot be, before a long check is begun.

    Raises:
        UsageError: a folder is missing, a path is a folder, or two reports go to one file.

    """
    seen: set[Path] = set()
    for _, file in outputs:
        if not file.parent.is_dir():
            raise UsageError(
                Problem("the folder of this report does not exist", str(file), help="make it first")
            )
        if file.is_dir():
            raise UsageError(Problem("this is a folder, not a file for a report", str(file)))
        if file.resolve() in seen:
            raise UsageError(Problem("two reports go to this file", str(file), help="give each its own"))
        seen.add(file.resolve())


def print_and_leave(
    report: Report,
    format_: str,
    fail_on: str | None,
    elapsed: float,
    *,
    outputs: Outputs = (),
    all_findings: bool,
) -> None:
    """Print a report, and leave with exit code 1 if anything in it is as severe as `fail_on` says.

    That is an error by default, a new one where the records were compared. The report goes
    to the files of `outputs` and, in GitHub Actions, to the step's summary as well.
    """
    limit = None if all_findings else 20
    print_report(report, format_, outputs=outputs, limit=limit, elapsed=elapsed)
    _summarize(report, Options(limit=_number(limit), elapsed=elapsed))
    if _counted(report, fail_on or ("error" if report.since is None else "new-error")):
        sys.exit(1)


def _counted(report: Report, fail_on: str) -> int:
    """Count the findings that make a run fail; without an earlier state every finding is new."""
    return {
        "never": 0,
        "new-error": report.new_errors,
        "new-warning": report.new_errors + report.new_warnings,
        "error": report.errors,
        "warning": report.errors + report.warnings,
    }[fail_on]


def print_report(
    report: Report,
    format_: str,
    *,
    outputs: Outputs = (),
    limit: int | None = 20,
    elapsed: float | None = None,
) -> None:
    """Print a report; `limit` findings of each rule in full, all if it is None.

    Raises:
        UsageError: a file of `outputs` cannot be written; what is printed is complete then.

    """
    plain = Options(limit=_number(limit), elapsed=elapsed)
    options = replace(
        plain,
        color=use_color(sys.stdout, os.environ),
        width=shutil.get_terminal_size((100, 24)).columns,
    )
    for line in lines(report, format_, options):
        click.echo(line, color=options.color)
    for name, file in outputs:
        write(file, lines(report, name, plain))


def _number(limit: int | None) -> int:
    return _UNLIMITED if limit is None else limit


def write(file: Path, written: Iterable[str], mode: Literal["w", "a"] = "w") -> None:
    """Write lines to a file, which may be a pipe.

    Raises:
        UsageError: it cannot be written.

    """
    try:
        with file.open(mode, encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{line}\n" for line in written)
    except OSError as fault:
        raise UsageError(Problem(f"the report cannot be written: {fault.strerror}", str(file))) from None


def _summarize(report: Report, options: Options) -> None:
    """Add the Markdown page to the step's summary, as far as it has room; say so if that fails.

    Nobody asked for the summary, so a run does not fail for want of it.
    """
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if os.environ.get("GITHUB_ACTIONS") != "true" or not place:
        return
    file = Path(place)
    try:
        room = options.size - (file.stat().st_size if file.exists() else 0)
        if room >= _LEAST:
            write(file, lines(report, "markdown", replace(options, size=room)), "a")
    except (OSError, UsageError) as fault:
        click.echo(f"no summary for this step: {fault}", err=True)
