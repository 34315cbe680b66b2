"""`dateline evidence`: cited passages, for those who hold the texts."""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli import options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.cli.printing import Outputs
    from dateline.evidence import PassageError

_LISTED = 20


class _VerifiesByDefault(click.Group):
    """A group that takes what is no command of its own for the arguments of `verify`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["verify", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_VerifiesByDefault, subcommand_metavar="[verify] TEXTS [PATHS]... | locate TEXT ...")
def evidence() -> None:
    """Compare cited passages with the texts of the articles, or find the place of one to cite.

    Articles are in no dataset: records cite their passages by position and hash. Whoever
    holds the texts can verify all of them with `dateline evidence TEXTS`.
    """


@evidence.command()
@click.argument("texts", type=click.Path(path_type=Path), envvar="DATELINE_ARTICLES")
@options.paths
@options.report_format
@options.outputs
@options.fail_on
@options.all_findings
@click.option("--fix", is_flag=True, help="Write the new place of every passage that moved, if it is one.")
def verify(
    texts: Path,
    paths: tuple[Path, ...],
    format_: str,
    outputs: Outputs,
    fail_on: str | None,
    *,
    all_findings: bool,
    fix: bool,
) -> None:
    """Compare every cited passage with its text.

    TEXTS is the folder of the texts (*.txt), DATELINE_ARTICLES if it is left out; a PATH
    is a dataset, a project or a Data Package. A passage that moved is found by its hash,
    and its new place is told.
    """
    # Imported here, so that `dateline --help` answers at once.
    from dateline.checks.tables import EXAMPLES  # noqa: PLC0415
    from dateline.cli.printing import insist_writable, print_and_leave  # noqa: PLC0415
    from dateline.project.evidence import verify_evidence  # noqa: PLC0415

    insist_writable(outputs)
    begun = time.perf_counter()
    report = verify_evidence(texts, *paths, fix=fix, examples=None if all_findings else EXAMPLES)
    elapsed = time.perf_counter() - begun
    print_and_leave(report, format_, fail_on, elapsed, outputs=outputs, all_findings=all_findings)


@evidence.command()
@click.argument("text", type=click.Path(path_type=Path))
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--from", "first", required=True, metavar="WORDS", help="The words with which it begins.")
@click.option("--to", "last", metavar="WORDS", help="Those with which it ends; else it is all in --from.")
@click.option("--paragraph", type=int, metavar="N", help="The paragraph that holds it, counted from 0.")
@click.option("--at", "start", type=int, metavar="N", help="Its first character, to choose among several.")
@click.option("--claim", metavar="KEY", help="The record to write its place into.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
def locate(  # noqa: PLR0913 - one argument an option
    text: Path,
    path: Path | None,
    *,
    first: str,
    last: str | None,
    paragraph: int | None,
    start: int | None,
    claim: str | None,
    format_: str,
) -> None:
    """Find the place of a passage by its words: paragraph, first character, end, hash.

    TEXT is the article's text; PATH the dataset, if it is not the one found from here.
    Nothing of the text is printed but the words that were typed and, where they stand
    in several places, a few more that tell these apart.
    """
    # Imported here, so that `dateline --help` answers at once.
    from dateline.evidence import PassageError  # noqa: PLC0415
    from dateline.project.citing import Wanted, cite, cite_in  # noqa: PLC0415

    wanted = Wanted(first, last, paragraph, start)
    try:
        found = cite(text, wanted, path) if claim is None else cite_in(claim, text, wanted, path)
    except PassageError as error:
        if not error.candidates:
            raise
        _show_candidates(error)
        sys.exit(2)
    _show(found.cells, format_)
    if found.written is not None:
        from dateline.render.safe import terminal  # noqa: PLC0415 - as above

        click.echo(terminal(found.written), err=format_ != "text")


def _show_candidates(error: PassageError) -> None:
    """Say where the words stand, with those that tell the places apart."""
    from dateline.render.safe import terminal  # noqa: PLC0415 - as above

    (problem,) = error.problems
    click.echo(f"error: {problem.message.partition(':')[0]}", err=True)
    for each in error.candidates[:_LISTED]:
        click.echo(f"  {terminal(str(each), 300)}", err=True)
    if len(error.candidates) > _LISTED:
        click.echo(f"  … and {len(error.candidates) - _LISTED:,} more", err=True)
    click.echo("  help: give more words, --paragraph, or its first character with --at", err=True)


def _show(cells: Mapping[str, str | int | None], format_: str) -> None:
    from dateline.render.safe import json_text, terminal  # noqa: PLC0415 - as above

    if format_ == "json":
        click.echo(json_text(cells))
    elif format_ == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([cells.keys(), cells.values()])
    else:
        width = max(map(len, cells))
        for name, value in cells.items():
            click.echo(f"{terminal(name):{width}}  {'' if value is None else terminal(str(value))}".rstrip())
