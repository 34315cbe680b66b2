"""The options `--fix` and `--diff` of `dateline check`."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL = "all"
_RULES = re.compile(r"[a-z]+(?:-[a-z]+)*(?:,[a-z]+(?:-[a-z]+)*)*")

fix = click.option(
    "--fix",
    "fix_rules",
    multiple=True,
    metavar="[RULE,…]",
    help="Write what has one right answer; after RULEs, that of these alone. May be given several times.",
)
diff = click.option(
    "--diff",
    "--dry-run",
    "dry_run",
    is_flag=True,
    help="Show what --fix would write, old and new, and write nothing.",
)


class TakesFix(click.Command):
    """A command whose option `--fix` may stand alone: what follows is a RULE or something else."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give a lonely `--fix` its value."""
        return super().parse_args(ctx, list(_valued(args)))


def _valued(args: Sequence[str]) -> list[str]:
    """Return arguments in which every `--fix` has a value: the rules after it, else `ALL`.

    What looks like names of rules, and is no path, is taken for them.
    """
    out: list[str] = []
    rest = list(args)
    while rest:
        each = rest.pop(0)
        if each == "--":
            return [*out, each, *rest]
        if each != "--fix":
            out.append(each)
        elif rest and _RULES.fullmatch(rest[0]) and not Path(rest[0]).exists():
            out.append(f"--fix={rest.pop(0)}")
        else:
            out.append(f"--fix={ALL}")
    return out


def fixed(
    rules: Sequence[str], paths: Sequence[Path], texts: Path | None, *, dry_run: bool, alone: bool
) -> tuple[str, ...]:
    """Fix what was asked for; return sentences that say what was done.

    With `dry_run` the differences are shown at once; `alone` says that nothing but the report
    may go to the standard output, and that not every format has room for these sentences.
    """
    from dateline.project.fixing import fix as run  # noqa: PLC0415 - most checks fix nothing
    from dateline.render import use_color  # noqa: PLC0415 - as above
    from dateline.render.fixes import differences, sentences  # noqa: PLC0415 - as above

    names = {name for each in rules for name in each.split(",")}
    done = run(*paths, texts=texts, rules=None if ALL in names or not names else names, write=not dry_run)
    if dry_run and done.changes:
        stream = sys.stderr if alone else sys.stdout
        color = use_color(stream, os.environ)
        for line in (*differences(done.changes, color=color), ""):
            click.echo(line, file=stream, color=color)
    told = tuple(sentences(done.counts, done.refused, written=not dry_run))
    if alone:
        for line in told:
            click.echo(line, err=True)
    return told
