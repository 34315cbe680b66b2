"""The `dateline` command, and what happens at its edge.

Exit codes: 0 clean; 1 findings at or above `--fail-on`; 2 a usage error, or a schema or
dataset file that cannot be used; 3 a fault in dateline itself.
"""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from dataclasses import replace
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

import click

from dateline.errors import DatelineError

if TYPE_CHECKING:
    from collections.abc import Sequence

_FULL = (errno.ENOSPC, errno.EDQUOT)
FINDINGS, USAGE, FAULT, INTERRUPTED = 1, 2, 3, 130

_YOUNG = 500_000
"""Objects made between two searches for cycles. Modules are hundreds of thousands of objects that
stay: with Python's 700, a third of the start-up goes into looking at them again and again, and to
look at them once takes as long as a table."""

_ALLOCATOR, _KEEP = "_RJEM_MALLOC_CONF", "dirty_decay_ms:5000"
"""How long Polars' allocator keeps memory that is free (jemalloc(3)), added to what Polars sets itself.
That is half a second, and the rules between large tables wait a tenth of their time for pages that
were given back too soon."""
_OF_POLARS = "dirty_decay_ms:500,muzzy_decay_ms:1000"
"""What Polars sets, and leaves to processes that begin in its own: no wish of a person's."""

COMMANDS = {
    "check": "check:check",
    "correct": "retire:correct",
    "diff": "diff:diff",
    "evidence": "evidence:evidence",
    "explain": "explain:explain",
    "format": "format:format_",
    "get": "get:get",
    "merge": "retire:merge",
    "outdated": "get:outdated",
    "publish": "publish:publish",
    "retract": "retire:retract",
    "verify": "verify:verify",
    "version": "version:version",
    "waive": "waive:waive",
}
"""Where each command is defined: its module here, and its name there."""


class Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click has it
        """Return the names of all commands, in order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Return a command; None if there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(f"dateline.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is asked for; of one that there is not, say which was meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from dateline.document import nearest  # noqa: PLC0415 - only a wrong word needs it

            meant = nearest(args[0], COMMANDS)
            if meant is None:
                raise
            raise click.UsageError(f"{error.message} Did you mean '{meant}'?", ctx) from error


@click.group(
    cls=Commands,
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
    if os.environ.get(_ALLOCATOR, _OF_POLARS) == _OF_POLARS:
        os.environ[_ALLOCATOR] = _KEEP  # read when Polars is imported, which no module on the way here does
    try:
        code = _run(None)
    except SystemExit as left:
        if not isinstance(left.code, int):
            raise
        code = left.code
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process without taking its objects apart one by one, as mypy does.

    That takes a fiftieth of a second. What is to be done at the end is done: output is
    written, and folders for what did not fit into memory are removed.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - os._exit leaves them out
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)  # Python tells of a pipe or a disk that takes no more
    os._exit(code)


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
        _hush()
        return 0
    except DatelineError as error:
        _say(error)
        return USAGE
    except Exception as error:
        if os.environ.get("DATELINE_DEBUG"):
            raise
        return _fault(error)


def _say(error: DatelineError) -> None:
    from dateline.render.safe import terminal  # noqa: PLC0415 - only a wrong run needs it

    for problem in error.problems:
        said = str(replace(problem, help=None))
        click.echo(f"error: {terminal(said)}", err=True)
        if problem.help:
            click.echo(f"  help: {terminal(problem.help)}", err=True)


def _fault(error: Exception) -> int:
    from dateline.render.safe import terminal  # noqa: PLC0415 - as above

    if isinstance(error, OSError) and error.errno in _FULL:
        _hush()
        where = f"{terminal(str(error.filename))}: " if error.filename else ""
        click.echo(f"error: {where}there is no room to write: {error.strerror}", err=True)
        return USAGE
    what = terminal(f"{type(error).__name__}: {error}", 500)
    click.echo(f"fault in dateline itself: {what}", err=True)
    click.echo("  help: set DATELINE_DEBUG=1 for the details, and report them", err=True)
    return FAULT


def _hush() -> None:
    """Send what is still to be printed nowhere: whoever took it takes no more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
