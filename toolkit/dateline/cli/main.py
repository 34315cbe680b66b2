"""The `dateline` command, and what happens at its edge.

Exit codes: 0 clean; 1 findings at or above `--fail-on`; 2 a usage error, or a schema or
dataset file that cannot be used; 3 a fault in dateline itself.
"""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from dateline.cli.check import check
from dateline.cli.diff import diff
from dateline.cli.evidence import evidence
from dateline.cli.explain import explain
from dateline.cli.format import format_
from dateline.cli.get import get, outdated
from dateline.cli.publish import publish
from dateline.cli.retire import correct, merge, retract
from dateline.cli.verify import verify
from dateline.cli.version import version
from dateline.cli.waive import waive
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from collections.abc import Sequence

FINDINGS, USAGE, FAULT, INTERRUPTED = 1, 2, 3, 130

_YOUNG = 100_000
"""Objects made between two searches for cycles. Modules are hundreds of thousands of objects that
stay: with Python's 700, a third of the start-up goes into looking at them again and again."""


@click.group(
    commands=[
        check,
        correct,
        diff,
        evidence,
        explain,
        format_,
        get,
        merge,
        outdated,
        publish,
        retract,
        verify,
        version,
        waive,
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="dateline", prog_name="dateline")
def cli() -> None:
    """Check the dates, places and sources of records, and publish them as Data Packages.

    Without a PATH, a command works on all datasets found from here upwards.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; no error shows a traceback.

    Without `arguments`, the process is taken to be the command's own.
    """
    if arguments is not None:
        sys.exit(_run(arguments))
    gc.set_threshold(_YOUNG)
    try:
        sys.exit(_run(None))
    finally:
        gc.freeze()  # else the interpreter looks for cycles among all objects once more before it ends


def _run(arguments: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console that cannot show a character shows its number
            stream.reconfigure(errors="backslashreplace")
    try:
        return cli.main(args=arguments, standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the flush at exit is quiet
        return 0
    except DatelineError as error:
        _say(error)
        return USAGE
    except Exception as error:
        if os.environ.get("DATELINE_DEBUG"):
            raise
        _fault(error)
        return FAULT


def _say(error: DatelineError) -> None:
    from dateline.render.safe import terminal  # noqa: PLC0415 - only a wrong run needs it

    for problem in error.problems:
        said = str(replace(problem, help=None))
        click.echo(f"error: {terminal(said)}", err=True)
        if problem.help:
            click.echo(f"  help: {terminal(problem.help)}", err=True)


def _fault(error: Exception) -> None:
    from dateline.render.safe import terminal  # noqa: PLC0415 - as above

    what = terminal(f"{type(error).__name__}: {error}", 500)
    click.echo(f"fault in dateline itself: {what}", err=True)
    click.echo("  help: set DATELINE_DEBUG=1 for the details, and report them", err=True)
